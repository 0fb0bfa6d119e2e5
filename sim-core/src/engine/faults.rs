//! Faults: begin, end, heal.

use std::collections::BTreeMap;

use crate::catalog::part::Part;
use crate::document::rules::{
    MAX_CAPACITY_FACTOR, MAX_DURATION_S, MAX_SLOW_FACTOR, MAX_THROTTLE_PER_S,
};
use crate::document::{Fault, FaultKind};
use crate::foundation::ids::Id;
use crate::foundation::units::SimTime;

use super::bucket::Bucket;
use super::control::Control;
use super::core::Engine;
use super::error::InjectError;
use super::job::NONE;
use super::network::Network;
use super::snapshot::{ActiveFault, MarkKind};
use super::station::Body;

/// A throttle lets a burst of this much of a second through, ns.
const THROTTLE_BURST: u64 = 100_000_000;

/// One fault of this run.
#[derive(Clone, Debug)]
struct Entry {
    kind: FaultKind,
    target: Id,
    /// ns; `None`: until healed.
    length: Option<u64>,
    /// When it began; `None`: not yet, or over.
    since: Option<u64>,
    from_scenario: bool,
    cancelled: bool,
}

/// All faults of this run.
#[derive(Debug, Default)]
pub struct Faults {
    entries: Vec<Entry>,
    scenario: Vec<Fault>,
    /// By component: what it is without the faults of capacity that are in force.
    pub whole: BTreeMap<Id, Part>,
}

impl Faults {
    /// Faults in force.
    pub fn active(&self) -> Vec<ActiveFault> {
        let view = |entry: &Entry| {
            let since = entry.since?;
            let until = entry
                .length
                .map(|length| SimTime(since.saturating_add(length)));
            Some(ActiveFault {
                target: entry.target.clone(),
                kind: entry.kind,
                since: SimTime(since),
                until,
            })
        };
        self.entries.iter().filter_map(view).collect()
    }

    /// Faults of memory in force, with their targets.
    pub fn of_memory(&self) -> Vec<(FaultKind, Id)> {
        let of_memory = |entry: &&Entry| {
            let forgets = matches!(
                entry.kind,
                FaultKind::CacheFlush | FaultKind::ColdEverything
            );
            forgets && entry.since.is_some()
        };
        let each = self.entries.iter().filter(of_memory);
        each.map(|entry| (entry.kind, entry.target.clone()))
            .collect()
    }
}

fn nanos(seconds: f64) -> u64 {
    crate::foundation::units::Span::from_secs_f64(seconds).0
}

impl Engine {
    /// Schedules the scenario's faults; when the scenario has changed, those still to come are replaced.
    pub fn set_scenario_faults(&mut self, faults: &[Fault]) {
        if self.faults.scenario == faults {
            return;
        }
        for entry in self
            .faults
            .entries
            .iter_mut()
            .filter(|entry| entry.from_scenario && entry.since.is_none())
        {
            entry.cancelled = true;
        }
        self.faults.scenario = faults.to_vec();
        for fault in faults {
            let at = nanos(fault.at_s);
            if at >= self.now {
                let index = self.add_fault(fault.kind, fault.target.clone(), fault.for_s, true);
                self.schedule(at, Control::FaultBegin { fault: index });
            }
        }
    }

    fn add_fault(
        &mut self,
        kind: FaultKind,
        target: Id,
        for_s: Option<f64>,
        from_scenario: bool,
    ) -> u32 {
        let length = for_s.map(nanos);
        self.faults.entries.push(Entry {
            kind,
            target,
            length,
            since: None,
            from_scenario,
            cancelled: false,
        });
        (self.faults.entries.len() - 1) as u32
    }

    /// Begins a fault now.
    ///
    /// # Errors
    /// When there is no such target, or the fault does not apply to it, or its figure or length makes no sense.
    pub fn inject(
        &mut self,
        kind: &FaultKind,
        target: &Id,
        for_s: Option<f64>,
    ) -> Result<(), InjectError> {
        self.check_fault(kind, target)?;
        if for_s.is_some_and(|length| !(0.0..=MAX_DURATION_S).contains(&length)) {
            return Err(InjectError::BadValue {
                kind: kind.name(),
                reason: format!("expected a length from 0 to {MAX_DURATION_S} s"),
            });
        }
        let fault = self.add_fault(*kind, target.clone(), for_s, false);
        self.fault_begin(fault);
        self.settle();
        self.count_all_foreseen();
        Ok(())
    }

    fn check_fault(&self, kind: &FaultKind, target: &Id) -> Result<(), InjectError> {
        let does_not_apply = || InjectError::DoesNotApply {
            kind: kind.name(),
            target: target.clone(),
        };
        let station = self
            .station_index
            .get(target)
            .map(|index| &self.stations[*index as usize]);
        let link = self.link_index.contains_key(target);
        let container = self.containers.iter().any(|(id, _)| id == target);
        if station.is_none() && !link && !container {
            return Err(InjectError::NoSuchTarget(target.clone()));
        }
        let value = match kind {
            FaultKind::Slow { factor } => Some((*factor, MAX_SLOW_FACTOR)),
            FaultKind::Throttle { per_s } => Some((*per_s, MAX_THROTTLE_PER_S)),
            FaultKind::Capacity { factor } => Some((*factor, MAX_CAPACITY_FACTOR)),
            _ => None,
        };
        if let Some((value, most)) = value
            && !(0.0..=most).contains(&value)
        {
            let reason = format!("expected a number from 0 to {most}");
            return Err(InjectError::BadValue {
                kind: kind.name(),
                reason,
            });
        }
        let applies = match kind {
            FaultKind::CutLink | FaultKind::BlackHole => link,
            FaultKind::LoseZone => container,
            FaultKind::ColdEverything => container || station.is_some_and(|s| self.remembers(s)),
            _ => station.is_some_and(|s| kind.fits(&s.plan.part)),
        };
        if applies {
            Ok(())
        } else {
            Err(does_not_apply())
        }
    }

    pub(super) fn fault_begin(&mut self, fault: u32) {
        self.give_records();
        let entry = &self.faults.entries[fault as usize];
        if entry.cancelled
            || self
                .check_fault(&entry.kind, &entry.target.clone())
                .is_err()
        {
            return;
        }
        let (kind, target, length) = (entry.kind, entry.target.clone(), entry.length);
        self.mark(Some(target.clone()), MarkKind::FaultBegins(kind));
        self.faults.entries[fault as usize].since = Some(self.now);
        self.apply_fault(&kind, &target);
        self.wake_consumers();
        match length {
            Some(length) => {
                self.schedule(self.now.saturating_add(length), Control::FaultEnd { fault });
            }
            // A crash that nobody ends is over at once where a group replaces what died.
            None if self.heals_by_itself(&kind, &target) => {
                self.faults.entries[fault as usize].since = None
            }
            // What was forgotten comes back by use.
            None if self.forgets_at_once(&kind, &target) => {
                self.faults.entries[fault as usize].since = None;
                self.refresh_memory();
            }
            None => {}
        }
    }

    fn heals_by_itself(&self, kind: &FaultKind, target: &Id) -> bool {
        let station = self
            .station_index
            .get(target)
            .map(|index| &self.stations[*index as usize]);
        let replaced =
            |body: &Body| matches!(body, Body::Group(group) if group.scaling().is_some());
        matches!(kind, FaultKind::CrashOne | FaultKind::CrashAll)
            && station.is_some_and(|s| replaced(&s.body) || s.has_standby())
    }

    fn apply_fault(&mut self, kind: &FaultKind, target: &Id) {
        let station = self.station_index.get(target).copied();
        match (kind, station) {
            (FaultKind::CrashOne, Some(index)) => self.crash_one(index),
            (FaultKind::CrashAll, Some(index)) => self.crash_where(index, |_| true),
            (FaultKind::Slow { .. } | FaultKind::Throttle { .. }, Some(index)) => {
                self.refresh_faults_on(index)
            }
            (FaultKind::CutLink | FaultKind::BlackHole, _) => self.refresh_cut(target),
            (FaultKind::LoseZone, _) => self.refresh_zones(),
            (FaultKind::Capacity { .. }, Some(index)) => self.refresh_capacity(index),
            (FaultKind::CacheFlush | FaultKind::ColdEverything, _) => self.forget(kind, target),
            _ => {}
        }
    }

    fn crash_one(&mut self, index: u32) {
        let station = &mut self.stations[index as usize];
        let Body::Group(group) = &station.body else {
            return;
        };
        let count = group.up.len() as u64;
        if count > 0 {
            let at = group.up[station.life_stream.below(count) as usize];
            self.kill(index, at);
        }
    }

    /// Kills every instance in zones that `hit` picks ([`NONE`]: no zone).
    fn crash_where(&mut self, index: u32, hit: impl Fn(u32) -> bool) {
        let Body::Group(group) = &self.stations[index as usize].body else {
            return;
        };
        let doomed: Vec<u32> = group
            .instances
            .iter()
            .enumerate()
            .filter(|(_, i)| hit(i.zone))
            .map(|(at, _)| at as u32)
            .collect();
        for at in doomed {
            self.kill(index, at);
        }
    }

    pub(super) fn fault_end(&mut self, fault: u32) {
        self.give_records();
        let entry = &mut self.faults.entries[fault as usize];
        if entry.since.take().is_none() {
            return;
        }
        let (kind, target) = (entry.kind, entry.target.clone());
        self.mark(Some(target.clone()), MarkKind::FaultEnds(kind));
        match self.station_index.get(&target).copied() {
            Some(index) => {
                self.refresh_faults_on(index);
                self.refresh_capacity(index);
                self.refresh_memory();
                if matches!(kind, FaultKind::CrashOne | FaultKind::CrashAll) {
                    self.revive(index, |_| true);
                }
            }
            None if kind == FaultKind::LoseZone => self.refresh_zones(),
            None if kind == FaultKind::ColdEverything => self.refresh_memory(),
            None => self.refresh_cut(&target),
        }
        self.wake_consumers();
    }

    /// Ends every fault in force on a target.
    pub fn heal(&mut self, target: &Id) {
        for fault in 0..self.faults.entries.len() as u32 {
            if self.faults.entries[fault as usize].target == *target {
                self.fault_end(fault);
            }
        }
        self.settle();
        self.count_all_foreseen();
    }

    pub(super) fn in_force(&self, target: &Id) -> impl Iterator<Item = &FaultKind> {
        self.faults
            .entries
            .iter()
            .filter(move |e| e.since.is_some() && e.target == *target)
            .map(|e| &e.kind)
    }

    /// Whether a crash of this component is in force.
    pub(super) fn is_crashed(&self, index: u32) -> bool {
        self.in_force(&self.stations[index as usize].plan.id)
            .any(|kind| matches!(kind, FaultKind::CrashOne | FaultKind::CrashAll))
    }

    /// Slowness and throttle of a component: the strongest of the faults in force.
    fn refresh_faults_on(&mut self, index: u32) {
        let id = self.stations[index as usize].plan.id.clone();
        let mut slow = 1.0;
        let mut throttle: Option<f64> = None;
        for kind in self.in_force(&id) {
            match kind {
                FaultKind::Slow { factor } => slow *= factor,
                FaultKind::Throttle { per_s } => {
                    throttle = Some(throttle.map_or(*per_s, |t: f64| t.min(*per_s)))
                }
                _ => {}
            }
        }
        let now = self.now;
        let station = &mut self.stations[index as usize];
        station.slow = slow;
        station.set_service();
        station.find_row(&mut self.calendar);
        station.throttle = throttle.map(|per_s| Bucket::new(per_s, THROTTLE_BURST, now));
        station.guard();
    }

    fn refresh_cut(&mut self, target: &Id) {
        let is = |wanted| self.in_force(target).any(|kind| *kind == wanted);
        let (cut, hole) = (is(FaultKind::CutLink), is(FaultKind::BlackHole));
        let Some(&index) = self.link_index.get(target) else {
            return;
        };
        if hole && self.links[index as usize].special.is_none() {
            self.make_special(index);
        }
        let link = &mut self.links[index as usize];
        if let Some(special) = &mut link.special {
            special.hole = hole;
        }
        link.cut = cut;
        link.settle();
    }

    /// Which zones are lost follows from the faults in force; what is in them dies, what was in them comes back.
    pub(super) fn refresh_zones(&mut self) {
        let before = self.zone_lost.clone();
        let mut lost = vec![false; self.zones.len()];
        let mut lost_containers = Vec::new();
        for (id, zones) in &self.containers {
            if self.in_force(id).any(|kind| *kind == FaultKind::LoseZone) {
                zones.iter().for_each(|zone| lost[*zone as usize] = true);
                lost_containers.push(zones.clone());
            }
        }
        self.zone_lost = lost.clone();
        for index in 0..self.stations.len() as u32 {
            let station = &mut self.stations[index as usize];
            // What was removed still names the zones of its time, which may be gone, too.
            if station.gone {
                continue;
            }
            let zones = &station.plan.zones;
            let group = matches!(station.body, Body::Group(_));
            let all_lost = !zones.is_empty() && zones.iter().all(|zone| lost[*zone as usize]);
            station.lost = !group && all_lost;
            station.guard();
            if group {
                self.crash_where(index, |zone| zone != NONE && lost[zone as usize]);
                if before != lost {
                    let was = |zone: u32| before.get(zone as usize).copied().unwrap_or(false);
                    self.revive(index, |zone| zone == NONE || was(zone));
                }
            }
        }
        self.restart_sources();
    }

    /// Clients in a lost zone fall silent, and speak again when it is back.
    fn restart_sources(&mut self) {
        for index in 0..self.stations.len() as u32 {
            let station = &mut self.stations[index as usize];
            let silent = station.outs.is_empty() || station.lost;
            if let Body::Source(source) = &mut station.body
                && source.silent.is_some_and(|before| before != silent)
            {
                source.silent = Some(silent);
                self.start_source(index);
            }
        }
    }

    /// Containers that are lost right now.
    pub(super) fn lost_containers(&self) -> Vec<Id> {
        let lost = |zones: &[u32]| {
            !zones.is_empty() && zones.iter().all(|zone| self.zone_lost[*zone as usize])
        };
        self.containers
            .iter()
            .filter(|(_, zones)| lost(zones))
            .map(|(id, _)| id.clone())
            .collect()
    }

    /// Zones of a changed document: faults refer to containers by id, so what is lost is worked out anew.
    pub(super) fn adopt_zones(&mut self, network: &Network) {
        self.zones = network.zones.clone();
        self.containers = network.containers.clone();
        self.zone_lost.resize(self.zones.len(), false);
    }
}
