//! The fault that multiplies a component's capacity: it runs with other parameters for a while, as if it had been
//! edited, so that what is in flight follows by the same rules.

use crate::catalog::part::{GroupPart, Part};
use crate::document::FaultKind;
use crate::foundation::ids::Id;

use super::core::Engine;
use super::network::{MAX_INSTANCES, StationPlan};

impl Engine {
    /// A component of the document as the faults in force leave it.
    pub(super) fn with_capacity(&mut self, mut plan: StationPlan) -> StationPlan {
        let factor = self.capacity_factor(&plan.id);
        if factor == 1.0 {
            self.faults.whole.remove(&plan.id);
        } else {
            let part = times(&plan.part, factor);
            let whole = std::mem::replace(&mut plan.part, part);
            self.faults.whole.insert(plan.id.clone(), whole);
        }
        plan
    }

    /// A component follows the capacity faults in force on it; several of them multiply.
    pub(super) fn refresh_capacity(&mut self, index: u32) {
        let id = self.stations[index as usize].plan.id.clone();
        let factor = self.capacity_factor(&id);
        let known = self.faults.whole.remove(&id);
        let present = &self.stations[index as usize].plan.part;
        if known.is_none() && factor == 1.0 {
            return;
        }
        let whole = known.unwrap_or_else(|| present.clone());
        let part = if factor == 1.0 {
            whole
        } else {
            let part = times(&whole, factor);
            self.faults.whole.insert(id, whole);
            part
        };
        if self.stations[index as usize].plan.part != part {
            self.stations[index as usize].plan.part = part;
            self.follow_part(index);
            self.ready_part(index);
        }
    }

    fn capacity_factor(&self, id: &Id) -> f64 {
        let factor = |kind: &FaultKind| match kind {
            FaultKind::Capacity { factor } => Some(*factor),
            _ => None,
        };
        self.in_force(id).filter_map(factor).product()
    }
}

/// A part with so many times the capacity.
fn times(part: &Part, factor: f64) -> Part {
    let count = |count: u32| count_times(count, factor);
    match part {
        Part::Group(group) => Part::Group(group_times(group.clone(), factor)),
        Part::Functions(functions) => {
            let mut functions = functions.clone();
            functions.concurrency = count(functions.concurrency);
            functions.ramp_per_10s = count(functions.ramp_per_10s);
            Part::Functions(functions)
        }
        Part::Store(store) => {
            let mut store = store.clone();
            store.reads_per_s *= factor;
            store.writes_per_s *= factor;
            Part::Store(store)
        }
        Part::Source(_) | Part::Balancer(_) | Part::Queue(_) => part.clone(),
    }
}

/// Slots and processors of each instance, and the rate limit. Where less than half a slot would be left of one slot,
/// fewer instances have it.
fn group_times(mut group: GroupPart, factor: f64) -> GroupPart {
    group.cores = group.cores.map(|cores| cores * factor);
    if let Some(throttle) = &mut group.rules.throttle {
        throttle.per_s *= factor;
    }
    let Some(slots) = group.slots else {
        return group;
    };
    group.slots = Some(count_times(slots, factor));
    let each = f64::from(slots) * factor;
    let fixed = group.cores.is_none() && group.scaling.is_none();
    if fixed && each > 0.0 && each < 1.0 {
        group.instances = count_times(group.instances, each).min(MAX_INSTANCES);
    }
    group
}

/// So many times a count, rounded; something stays of something, unless nothing is wanted.
fn count_times(count: u32, factor: f64) -> u32 {
    let least = u32::from(count > 0 && factor > 0.0);
    let wanted = libm::round(f64::from(count) * factor);
    (wanted.clamp(0.0, f64::from(u32::MAX - 1)) as u32).max(least)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_rounded_and_something_stays() {
        let cases = [
            (10, 0.5, 5),
            (3, 0.5, 2),
            (1, 0.1, 1),
            (1, 0.0, 0),
            (0, 9.0, 0),
            (100_000, 1_000.0, 100_000_000),
        ];
        for (count, factor, expected) in cases {
            assert_eq!(count_times(count, factor), expected, "{count} × {factor}");
        }
    }
}
