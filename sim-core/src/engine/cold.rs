//! Faults of memory: caches emptied, and everything that warms up by use cold again.
//!
//! Without a length such a fault is over at once, and what was lost comes back by use. With one, nothing is kept as
//! long as it lasts. A cache given by its hit ratio has no contents to lose: it misses as long as the fault lasts.

use crate::document::FaultKind;
use crate::foundation::ids::Id;

use super::admission::Gate;
use super::breaker::{Breaker, BreakerState};
use super::budget::Budget;
use super::core::Engine;
use super::snapshot::MarkKind;
use super::station::{Body, Station};

impl Engine {
    /// A fault of memory begins on a component, or on all that stand in a container.
    pub(super) fn forget(&mut self, kind: &FaultKind, target: &Id) {
        for index in 0..self.stations.len() as u32 {
            if !self.is_forgetful(index, kind, target) {
                continue;
            }
            let now = self.now;
            if let Some(cache) = self.stations[index as usize].cache_mut() {
                cache.flush(now);
            }
            if *kind == FaultKind::ColdEverything {
                self.cool(index);
            }
        }
        self.refresh_memory();
    }

    /// Whether a fault of memory is one of this component.
    fn is_forgetful(&self, index: u32, kind: &FaultKind, target: &Id) -> bool {
        let station = &self.stations[index as usize];
        if station.gone {
            return false;
        }
        match kind {
            FaultKind::CacheFlush => station.plan.id == *target,
            FaultKind::ColdEverything => station.plan.id == *target || self.is_in(station, target),
            _ => false,
        }
    }

    /// Whether all places of a component are in a container.
    fn is_in(&self, station: &Station, container: &Id) -> bool {
        let zones = &station.plan.zones;
        let mut inside = self.containers.iter().filter(|(id, _)| id == container);
        inside.any(|(_, held)| !zones.is_empty() && zones.iter().all(|zone| held.contains(zone)))
    }

    /// Environments, learned limits and what the component knows of those it calls.
    fn cool(&mut self, index: u32) {
        let now = self.now;
        let station = &mut self.stations[index as usize];
        match &mut station.body {
            Body::Functions(functions) => {
                functions.expire(now, &mut station.measures.instances);
                functions.cool(now);
                let left = i64::from(functions.environments());
                station.measures.instances.set(now, left);
            }
            Body::Group(group) => {
                let lines = group.instances.iter_mut().filter_map(|i| i.line.as_mut());
                lines.for_each(|line| line.gate = Gate::default());
            }
            _ => {}
        }
        for at in 0..self.stations[index as usize].outs.len() {
            let link = self.stations[index as usize].outs[at];
            self.cool_link(link);
        }
    }

    /// A circuit breaker and a retry budget as they were at the start.
    fn cool_link(&mut self, link: u32) {
        let now = self.now;
        let way = &mut self.links[link as usize];
        let Some(special) = way.special.as_deref_mut() else {
            return;
        };
        let closed = |breaker: &Breaker| breaker.state(now) == BreakerState::Closed;
        let closes = special.breaker.as_ref().is_some_and(|b| !closed(b));
        special.breaker = special.plan.breaker.map(Breaker::new);
        special.budget = special.plan.budget.map(|plan| Budget::new(plan, now));
        special.waits.clear();
        if closes {
            let id = way.plan.id.clone();
            self.mark(Some(id), MarkKind::BreakerClosed);
        }
    }

    /// Who keeps nothing follows from the faults in force.
    pub(super) fn refresh_memory(&mut self) {
        let faults = self.faults.of_memory();
        for index in 0..self.stations.len() as u32 {
            let hit = |(kind, target): &(FaultKind, Id)| self.is_forgetful(index, kind, target);
            let forgets = faults.iter().any(hit);
            match &mut self.stations[index as usize].body {
                Body::Functions(functions) => functions.forgets = forgets,
                Body::Group(group) => {
                    if let Some(cache) = &mut group.cache {
                        cache.barren = forgets;
                    }
                }
                _ => {}
            }
        }
    }

    /// Whether a fault of memory without a length is over at once.
    pub(super) fn forgets_at_once(&self, kind: &FaultKind, target: &Id) -> bool {
        if !matches!(kind, FaultKind::CacheFlush | FaultKind::ColdEverything) {
            return false;
        }
        let index = self.station_index.get(target);
        let cache = index.and_then(|index| self.stations[*index as usize].cache());
        cache.is_none_or(|cache| cache.has_keys())
    }

    /// Whether a component has something that warms up by use.
    pub(super) fn remembers(&self, station: &Station) -> bool {
        let knows = |link: &u32| {
            let special = self.links[*link as usize].special.as_deref();
            special.is_some_and(|s| s.breaker.is_some() || s.budget.is_some())
        };
        station.plan.part.remembers() || station.outs.iter().any(knows)
    }
}
