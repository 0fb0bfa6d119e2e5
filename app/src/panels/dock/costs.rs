//! Dollars per hour over the run, added up once per window: over every window and component in every frame would be slow.

use std::sync::Arc;

/// Cost of each window by component, in the snapshot's order.
#[derive(Default)]
pub struct Costs {
    known: Vec<Arc<[f64]>>,
    /// Over all components, of each window.
    totals: Vec<f64>,
    /// Sums by component over so many windows from the first one on: mostly all but the last, which still changes.
    settled: (usize, Vec<f64>),
    /// The sums over all.
    sums: Vec<f64>,
}

impl Costs {
    /// Takes in the cost of every window of the series.
    pub fn update(&mut self, windows: &[Arc<[f64]>]) {
        let pairs = self.known.iter().zip(windows);
        let same = pairs.take_while(|(a, b)| Arc::ptr_eq(a, b)).count();
        if same == self.known.len() && same == windows.len() {
            return;
        }
        self.known.truncate(same);
        self.known.extend_from_slice(&windows[same..]);
        self.totals.truncate(same);
        let added = windows[same..]
            .iter()
            .map(|costs| costs.iter().sum::<f64>());
        self.totals.extend(added);
        self.settle(same);
    }

    /// Adds up; `same`: windows that are what they were.
    fn settle(&mut self, same: usize) {
        let last = self.known.len().saturating_sub(1);
        if self.settled.0 > same.min(last) {
            self.settled = Default::default();
        }
        let (count, sums) = &mut self.settled;
        for costs in &self.known[*count..last] {
            add(sums, costs);
        }
        *count = last;
        self.sums.clone_from(sums);
        if let Some(costs) = self.known.last() {
            add(&mut self.sums, costs);
        }
    }

    /// The sum over all components in each window.
    pub fn totals(&self) -> Vec<f64> {
        self.totals.clone()
    }

    /// One component in each window.
    pub fn of(&self, component: usize) -> Vec<f64> {
        self.known
            .iter()
            .map(|costs| costs.get(component).copied().unwrap_or(0.0))
            .collect()
    }

    /// How many components cost something.
    pub fn count(&self) -> usize {
        self.sums.iter().filter(|sum| **sum > 0.0).count()
    }

    /// The components that cost most over the run, dearest first.
    pub fn dearest(&self, count: usize) -> Vec<usize> {
        // A few of thousands: there is no need to put all in order.
        let mut dearest: Vec<(usize, f64)> = Vec::with_capacity(count + 1);
        for (at, sum) in self.sums.iter().copied().enumerate() {
            let least = dearest.last().filter(|_| dearest.len() == count);
            if sum > least.map_or(0.0, |(_, least)| *least) {
                let place = dearest.partition_point(|(_, other)| *other >= sum);
                dearest.insert(place, (at, sum));
                dearest.truncate(count);
            }
        }
        dearest.into_iter().map(|(at, _)| at).collect()
    }
}

/// Adds the costs of a window to sums by component.
fn add(sums: &mut Vec<f64>, costs: &[f64]) {
    if sums.len() < costs.len() {
        sums.resize(costs.len(), 0.0);
    }
    for (sum, cost) in sums.iter_mut().zip(costs) {
        *sum += cost;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_follow_windows_that_come_change_and_go() {
        let mut costs = Costs::default();
        let mut seed = 7_u64;
        let mut any = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) % below
        };
        for round in 0..300 {
            // Mostly the last window is another one, and some new ones come; sometimes the run begins anew.
            let kept = match round % 17 {
                16 => any(costs.known.len() as u64 + 1) as usize,
                _ => costs.known.len().saturating_sub(1),
            };
            let mut windows = costs.known[..kept].to_vec();
            for _ in 0..=any(2) {
                let window = (0..4 + any(3)).map(|_| any(100) as f64 / 7.0).collect();
                windows.push(window);
            }
            costs.update(&windows);
            let mut sums: Vec<(usize, f64)> = Vec::new();
            for at in 0..7 {
                let wanted: f64 = costs.of(at).iter().sum();
                assert_eq!(costs.sums.get(at).copied().unwrap_or(0.0), wanted);
                sums.push((at, wanted));
            }
            let totals = windows.iter().map(|costs| costs.iter().sum::<f64>());
            assert_eq!(costs.totals(), totals.collect::<Vec<_>>());
            sums.retain(|(_, sum)| *sum > 0.0);
            sums.sort_by(|(_, a), (_, b)| b.total_cmp(a));
            for count in [0, 1, 3, 9] {
                let wanted = sums.iter().take(count).map(|(at, _)| *at);
                assert_eq!(costs.dearest(count), wanted.collect::<Vec<_>>());
            }
        }
    }
}
