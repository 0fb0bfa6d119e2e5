//! A retry budget: so many retries per request, and a few per second in any case.
//!
//! Each first try pays in a share of a retry, each second pays in a few; what is not used within ten seconds lapses.
//! A retry takes out one; without one left the failure stands.

/// How long what was paid in can be used, in seconds: one slot each.
const SLOTS: usize = 10;
/// Parts of one retry: the budget counts in integers.
const PARTS: f64 = 1_000_000.0;
const SECOND: u64 = 1_000_000_000;

/// What a budget allows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BudgetPlan {
    /// Retries per first try: 0.2 is one in five.
    pub ratio: f64,
    /// Retries per second in any case.
    pub per_s: f64,
}

/// A budget at run time.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    per_request: u64,
    per_s: u64,
    /// What was paid in during each of the last seconds and not used since, by second modulo [`SLOTS`].
    paid_in: [u64; SLOTS],
    /// The present second.
    second: u64,
}

impl Budget {
    /// A budget as if it had been unused for a while.
    pub fn new(plan: BudgetPlan, now: u64) -> Self {
        let per_s = (plan.per_s * PARTS) as u64;
        Self {
            per_request: (plan.ratio * PARTS) as u64,
            per_s,
            paid_in: [per_s; SLOTS],
            second: now / SECOND,
        }
    }

    /// A first try is made.
    pub fn pay_in(&mut self, now: u64) {
        self.go_on(now);
        self.paid_in[self.second as usize % SLOTS] += self.per_request;
    }

    /// Takes one retry, the oldest parts first. `false`: there is none left.
    pub fn take(&mut self, now: u64) -> bool {
        self.go_on(now);
        let mut open = PARTS as u64;
        if self.paid_in.iter().sum::<u64>() < open {
            return false;
        }
        for age in 1..=SLOTS as u64 {
            let slot = &mut self.paid_in[(self.second + age) as usize % SLOTS];
            let part = open.min(*slot);
            *slot -= part;
            open -= part;
        }
        true
    }

    /// Forgets what is too old.
    fn go_on(&mut self, now: u64) {
        let second = now / SECOND;
        let passed = (second - self.second).min(SLOTS as u64);
        for ahead in 0..passed {
            self.paid_in[(second - ahead) as usize % SLOTS] = self.per_s;
        }
        self.second = second;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn budget(ratio: f64, per_s: f64) -> Budget {
        Budget::new(BudgetPlan { ratio, per_s }, 0)
    }

    fn taken(budget: &mut Budget, now: u64) -> usize {
        (0..10_000).take_while(|_| budget.take(now)).count()
    }

    #[test]
    fn one_retry_for_five_requests() {
        let mut budget = budget(0.2, 0.0);
        assert!(!budget.take(0));
        for _ in 0..24 {
            budget.pay_in(0);
        }
        assert_eq!(taken(&mut budget, 0), 4);
        budget.pay_in(0);
        assert_eq!(taken(&mut budget, 0), 1);
    }

    #[test]
    fn a_few_per_second_in_any_case() {
        let mut budget = budget(0.0, 3.0);
        assert_eq!(taken(&mut budget, 0), 30);
        assert_eq!(taken(&mut budget, SECOND - 1), 0);
        assert_eq!(taken(&mut budget, SECOND), 3);
        assert_eq!(taken(&mut budget, 500 * SECOND), 30);
    }

    #[test]
    fn what_is_not_used_lapses_after_ten_seconds() {
        let mut budget = budget(1.0, 0.0);
        budget.pay_in(0);
        budget.pay_in(3 * SECOND);
        let mut later = budget;
        assert_eq!(taken(&mut later, 10 * SECOND - 1), 2);
        assert_eq!(taken(&mut budget, 10 * SECOND), 1);
    }

    proptest! {
        /// Over any course of tries and retries: never more retries in ten seconds than the window and the one
        /// before it have paid in.
        #[test]
        fn retries_are_bounded(steps in prop::collection::vec((0u64..2_000_000_000, any::<bool>()), 1..400)) {
            let (ratio, per_s) = (0.1, 2.0);
            let mut budget = budget(ratio, per_s);
            let (mut now, mut requests, mut retries) = (0, Vec::new(), Vec::new());
            for (gap, is_request) in steps {
                now += gap;
                if is_request {
                    budget.pay_in(now);
                    requests.push(now);
                } else if budget.take(now) {
                    retries.push(now);
                }
                let recent = |times: &[u64], span: u64| times.iter().filter(|t| **t + span >= now).count() as f64;
                let most = ratio * recent(&requests, 20 * SECOND) + 20.0 * per_s;
                prop_assert!(recent(&retries, 10 * SECOND) <= most + 1e-6);
            }
        }
    }
}
