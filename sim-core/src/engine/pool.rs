//! Connection pools: each instance of a caller keeps at most so many connections, one for each call that is out.
//! Calls beyond them wait in line, each for a limited time.

use std::collections::VecDeque;

use super::gauge::Gauge;
use super::job::NONE;

/// A pool's parameters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PoolPlan {
    /// Connections of one instance of the caller.
    pub size: u32,
    /// Longest wait for one, ns; `None`: without end.
    pub max_wait: Option<u64>,
}

/// A caller in line, and the ticket that tells whether it still is.
pub type Waiter = (u32, u64);

#[derive(Clone, Debug, Default)]
struct Pool {
    held: u32,
    /// Callers that gave up stay in line until they come to its front.
    line: VecDeque<Waiter>,
}

/// The pools of a link, one for each instance of its caller (one in all where it has no instances).
#[derive(Clone, Debug)]
pub struct Pools {
    pub plan: PoolPlan,
    pools: Vec<Pool>,
    /// Connections that are out, and callers in line, over all pools.
    pub held: Gauge,
    pub waiting: Gauge,
    /// Calls that waited in vain.
    pub given_up: u64,
}

impl Pools {
    pub fn new(plan: PoolPlan) -> Self {
        Self {
            plan,
            pools: Vec::new(),
            held: Gauge::default(),
            waiting: Gauge::default(),
            given_up: 0,
        }
    }

    fn of(&mut self, instance: u32) -> &mut Pool {
        let at = if instance == NONE {
            0
        } else {
            instance as usize
        };
        if at >= self.pools.len() {
            self.pools.resize_with(at + 1, Pool::default);
        }
        &mut self.pools[at]
    }

    /// Takes a connection for a call of this instance. `false`: all are out, or somebody was there before.
    pub fn take(&mut self, instance: u32, now: u64, in_line: impl Fn(Waiter) -> bool) -> bool {
        let size = self.plan.size;
        let pool = self.of(instance);
        while pool.line.front().is_some_and(|waiter| !in_line(*waiter)) {
            pool.line.pop_front();
        }
        let free = pool.held < size && pool.line.is_empty();
        if free {
            pool.held += 1;
            self.held.up(now);
        }
        free
    }

    /// A caller gets in line.
    pub fn wait(&mut self, instance: u32, now: u64, waiter: Waiter) {
        self.of(instance).line.push_back(waiter);
        self.waiting.up(now);
    }

    /// A caller leaves the line without a connection: its ticket must not be valid any more.
    pub fn leave(&mut self, now: u64) {
        self.waiting.down(now);
    }

    /// A connection is free again.
    pub fn give_back(&mut self, instance: u32, now: u64) {
        let pool = self.of(instance);
        if pool.held > 0 {
            pool.held -= 1;
            self.held.down(now);
        }
    }

    /// The next in line gets a connection, if there is one.
    pub fn next(
        &mut self,
        instance: u32,
        now: u64,
        in_line: impl Fn(Waiter) -> bool,
    ) -> Option<u32> {
        let size = self.plan.size;
        let pool = self.of(instance);
        if pool.held >= size {
            return None;
        }
        while let Some(waiter) = pool.line.pop_front() {
            if in_line(waiter) {
                pool.held += 1;
                self.held.up(now);
                self.waiting.down(now);
                return Some(waiter.0);
            }
        }
        None
    }

    /// Instances that have a pool (for changes, never per call).
    pub fn instances(&self) -> u32 {
        self.pools.len() as u32
    }

    /// Everybody in line, in the order in which they came to their pools.
    pub fn drain(&mut self, now: u64, in_line: impl Fn(Waiter) -> bool) -> Vec<u32> {
        let lines = self.pools.iter_mut().flat_map(|pool| pool.line.drain(..));
        let waiting: Vec<u32> = lines.filter(|w| in_line(*w)).map(|(job, _)| job).collect();
        self.waiting.set(now, 0);
        waiting
    }

    /// Connections that are out now, counted anew after a change.
    pub fn set_held(&mut self, now: u64, instances: impl Iterator<Item = u32>) {
        self.pools.iter_mut().for_each(|pool| pool.held = 0);
        let mut all = 0;
        for instance in instances {
            self.of(instance).held += 1;
            all += 1;
        }
        self.held.set(now, all);
    }

    /// Connections that are out and callers in line, counted one by one (for the laws).
    pub fn counted(&self, in_line: impl Fn(Waiter) -> bool) -> (i64, i64) {
        let held = self.pools.iter().map(|pool| i64::from(pool.held)).sum();
        let lines = self.pools.iter().flat_map(|pool| &pool.line);
        (
            held,
            lines.filter(|waiter| in_line(**waiter)).count() as i64,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PLAN: PoolPlan = PoolPlan {
        size: 2,
        max_wait: None,
    };

    #[test]
    fn instances_have_pools_of_their_own() {
        let mut pools = Pools::new(PLAN);
        let all = |_| true;
        assert!(pools.take(0, 5, all) && pools.take(0, 5, all) && !pools.take(0, 5, all));
        assert!(pools.take(3, 5, all));
        assert_eq!((pools.held.level(), pools.instances()), (3, 4));
        pools.give_back(0, 6);
        assert!(pools.take(0, 6, all));
    }

    #[test]
    fn the_line_moves_in_order_and_nobody_jumps_it() {
        let mut pools = Pools::new(PLAN);
        let all = |_| true;
        assert!(pools.take(NONE, 0, all) && pools.take(NONE, 0, all));
        for job in [11, 12, 13] {
            pools.wait(NONE, 1, (job, u64::from(job)));
        }
        pools.give_back(NONE, 2);
        // The connection is the first waiter's, even if another call comes now.
        assert!(!pools.take(NONE, 2, all));
        // 11 gave up meanwhile.
        pools.leave(2);
        let still = |(job, _): Waiter| job != 11;
        assert_eq!(pools.next(NONE, 2, still), Some(12));
        assert_eq!(pools.next(NONE, 2, still), None);
        assert_eq!((pools.held.level(), pools.waiting.level()), (2, 1));
        assert_eq!(pools.drain(3, all), [13]);
    }

    proptest! {
        /// Against a plain list: order, size, levels.
        #[test]
        fn behaves_like_a_list(steps in prop::collection::vec(0u8..4, 0..300)) {
            let mut pools = Pools::new(PLAN);
            let (mut held, mut line): (u32, Vec<u32>) = (0, Vec::new());
            for (now, step) in steps.into_iter().enumerate() {
                let (now, job) = (now as u64, now as u32);
                let waiting = line.clone();
                let in_line = |(job, _): Waiter| waiting.contains(&job);
                match step {
                    0 | 1 => {
                        let free = held < 2 && line.is_empty();
                        prop_assert_eq!(pools.take(4, now, in_line), free);
                        if free {
                            held += 1;
                        } else {
                            pools.wait(4, now, (job, now));
                            line.push(job);
                        }
                    }
                    2 if held > 0 => {
                        pools.give_back(4, now);
                        held -= 1;
                        let first = (!line.is_empty()).then(|| line.remove(0));
                        prop_assert_eq!(pools.next(4, now, in_line), first);
                        held += u32::from(first.is_some());
                    }
                    3 if !line.is_empty() => {
                        line.remove(job as usize % line.len());
                        pools.leave(now);
                    }
                    _ => {}
                }
                prop_assert_eq!(pools.held.level(), i64::from(held));
                prop_assert_eq!(pools.waiting.level(), line.len() as i64);
            }
        }
    }
}
