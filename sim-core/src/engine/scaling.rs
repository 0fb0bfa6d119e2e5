//! Target tracking: a metric each period, more instances at once and in proportion, fewer one by one.

use super::control::Control;
use super::core::Engine;
use super::group::bounded;
use super::instance::Instance;
use super::snapshot::MarkKind;
use super::station::Body;

/// Below this share of the target the group is taken to be too large.
const LOW: f64 = 0.9;

impl Engine {
    /// Reads the metric of a group, decides, and comes back after one period.
    pub(super) fn read_metric(&mut self, index: u32) {
        let now = self.now;
        let station = &mut self.stations[index as usize];
        let Body::Group(group) = &mut station.body else {
            return;
        };
        let Some(scaling) = group.part.scaling.clone().filter(|_| !station.gone) else {
            group.metering = false;
            return;
        };
        let slots = group.part.slots;
        let (mut busy, mut capacity, mut warm) = (0i128, 0i128, 0u32);
        for instance in group
            .instances
            .iter_mut()
            .filter(|i| i.is_up() && i.warm_at <= now)
        {
            let area = instance.busy.area(now);
            busy += area - instance.metric_area;
            capacity += i128::from(capacity_milli(instance, slots))
                * i128::from(now - instance.metric_since);
            instance.metric_area = area;
            instance.metric_since = now;
            warm += 1;
        }
        let before = group.desired;
        if capacity > 0
            && let Some(target) = scaling.target
        {
            let metric = busy as f64 / capacity as f64;
            group.high = if metric > target { group.high + 1 } else { 0 };
            group.low = if metric < LOW * target {
                group.low + 1
            } else {
                0
            };
            // A hair less, so that an exact fit is not rounded up.
            let fitting = libm::ceil(f64::from(warm) * metric / target - 1e-9) as u32;
            if group.high >= scaling.out_points.max(1) {
                group.desired = bounded(fitting.max(before), &scaling);
            } else if group.low >= scaling.in_points.max(1) && fitting < before {
                group.desired = bounded(before - 1, &scaling);
                group.low = 0;
            }
        }
        let after = group.desired;
        let id = station.plan.id.clone();
        if after != before {
            self.mark(Some(id), MarkKind::Scaled(before, after));
        }
        self.reconcile(index, false);
        self.schedule(
            now + scaling.metric_period.0.max(MIN_PERIOD),
            Control::Metric { station: index },
        );
    }
}

/// What an instance can do at most, in thousandths: its processors, or its slots where none are modelled.
fn capacity_milli(instance: &Instance, slots: Option<u32>) -> i64 {
    match &instance.processor {
        Some(processor) if processor.is_shared() => processor.cores_milli(),
        _ => slots.map_or(0, |slots| i64::from(slots) * 1000),
    }
}

/// Metric periods are no shorter than this, ns.
const MIN_PERIOD: u64 = 1_000_000_000;
