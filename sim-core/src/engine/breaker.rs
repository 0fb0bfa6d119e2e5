//! A circuit breaker: after too many failures calls fail at once, until trial calls succeed.
//!
//! Closed, it keeps the outcomes of the last calls; with a full window and enough failures in it, it opens. Open, it
//! lets nothing through for a while; then, half open, it lets a few trial calls through and waits for all of them:
//! they decide whether it closes or opens again.

/// When a breaker opens and how it closes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BreakerPlan {
    /// Calls whose outcomes count.
    pub window: u32,
    /// Share of failures, 0..1, from which it opens.
    pub failures: f64,
    /// Time it stays open, ns.
    pub open: u64,
    /// Trial calls.
    pub trials: u32,
}

/// Where a breaker stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BreakerState {
    #[default]
    Closed,
    Open,
    HalfOpen,
}

impl BreakerState {
    /// Stable name in reports; the translation key is `breaker.<name>`.
    pub fn name(self) -> &'static str {
        match self {
            BreakerState::Closed => "closed",
            BreakerState::Open => "open",
            BreakerState::HalfOpen => "half_open",
        }
    }
}

/// What became of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Ok,
    Failed,
    /// Nobody waits for it any more, or it was never made: it says nothing about the callee.
    Void,
}

/// A breaker at run time.
#[derive(Clone, Debug)]
pub struct Breaker {
    plan: BreakerPlan,
    state: BreakerState,
    /// Outcomes of the last calls (failed?), in a ring, and where the next one goes.
    recent: Vec<bool>,
    next: usize,
    failed: u32,
    /// When it opened.
    since: u64,
    /// Callers whose trial calls are out; trial calls made, and failed.
    trials: Vec<u32>,
    tried: u32,
    trials_failed: u32,
}

impl Breaker {
    pub fn new(plan: BreakerPlan) -> Self {
        Self {
            plan,
            state: BreakerState::Closed,
            recent: Vec::new(),
            next: 0,
            failed: 0,
            since: 0,
            trials: Vec::new(),
            tried: 0,
            trials_failed: 0,
        }
    }

    /// As it stands at `now`: an open breaker is half open once its time is over, even if nobody has called since.
    pub fn state(&self, now: u64) -> BreakerState {
        match self.state {
            BreakerState::Open if now >= self.since.saturating_add(self.plan.open) => {
                BreakerState::HalfOpen
            }
            state => state,
        }
    }

    /// Whether `caller` may call now. A permitted call must be [`ended`](Self::ended) by the same caller.
    pub fn permits(&mut self, now: u64, caller: u32) -> bool {
        if self.state(now) == BreakerState::HalfOpen && self.state == BreakerState::Open {
            self.state = BreakerState::HalfOpen;
            (self.tried, self.trials_failed) = (0, 0);
        }
        match self.state {
            BreakerState::Closed => true,
            BreakerState::Open => false,
            BreakerState::HalfOpen => {
                let free = self.tried < self.plan.trials;
                if free {
                    self.tried += 1;
                    self.trials.push(caller);
                }
                free
            }
        }
    }

    /// A call has ended. `Some`: the breaker has opened or closed by it.
    pub fn ended(&mut self, now: u64, caller: u32, outcome: Outcome) -> Option<BreakerState> {
        let trial = self.trials.iter().position(|other| *other == caller);
        match (self.state, trial) {
            (_, Some(at)) => {
                self.trials.swap_remove(at);
                self.trial_ended(now, outcome)
            }
            (BreakerState::Closed, None) if outcome != Outcome::Void => {
                self.count(now, outcome == Outcome::Failed)
            }
            // Calls from before it opened: they have had their say.
            _ => None,
        }
    }

    fn trial_ended(&mut self, now: u64, outcome: Outcome) -> Option<BreakerState> {
        match outcome {
            Outcome::Void => self.tried -= 1,
            Outcome::Failed => self.trials_failed += 1,
            Outcome::Ok => {}
        }
        if self.tried < self.plan.trials || !self.trials.is_empty() {
            return None;
        }
        let limit = limit(self.plan.failures, self.plan.trials);
        self.turn(now, self.trials_failed >= limit)
    }

    fn count(&mut self, now: u64, failed: bool) -> Option<BreakerState> {
        let window = self.plan.window.max(1) as usize;
        if self.recent.len() < window {
            self.recent.push(failed);
        } else {
            let oldest = std::mem::replace(&mut self.recent[self.next], failed);
            self.failed -= u32::from(oldest);
            self.next = (self.next + 1) % window;
        }
        self.failed += u32::from(failed);
        let full = self.recent.len() == window;
        let opens = full && self.failed >= limit(self.plan.failures, self.plan.window);
        opens.then(|| self.turn(now, true)).flatten()
    }

    /// Opens or closes, and forgets what has been.
    fn turn(&mut self, now: u64, open: bool) -> Option<BreakerState> {
        self.state = if open {
            BreakerState::Open
        } else {
            BreakerState::Closed
        };
        self.since = now;
        self.recent.clear();
        (self.next, self.failed) = (0, 0);
        Some(self.state)
    }

    /// Takes over changed parameters. A window of another length starts anew.
    pub fn set_plan(&mut self, plan: BreakerPlan) {
        if plan.window != self.plan.window {
            self.recent.clear();
            (self.next, self.failed) = (0, 0);
        }
        self.plan = plan;
        if self.trials.is_empty() && self.tried >= plan.trials {
            (self.tried, self.trials_failed) = (0, 0);
        }
    }
}

/// The number of failures among so many calls from which it opens; at least one.
fn limit(share: f64, calls: u32) -> u32 {
    let least = libm::ceil(share * f64::from(calls) - 1e-9);
    (least.max(1.0) as u32).min(calls.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PLAN: BreakerPlan = BreakerPlan {
        window: 4,
        failures: 0.5,
        open: 100,
        trials: 2,
    };

    /// Calls one after the other; those that are let through end at once as told (`true`: ok).
    fn calls(breaker: &mut Breaker, now: u64, outcomes: &[bool]) -> usize {
        let mut through = 0;
        for ok in outcomes {
            if breaker.permits(now, 7) {
                through += 1;
                let outcome = if *ok { Outcome::Ok } else { Outcome::Failed };
                breaker.ended(now, 7, outcome);
            }
        }
        through
    }

    #[test]
    fn opens_at_the_limit_with_a_full_window_and_not_before() {
        let mut breaker = Breaker::new(PLAN);
        assert_eq!(calls(&mut breaker, 0, &[false, false, false]), 3);
        assert_eq!(breaker.state(0), BreakerState::Closed);
        calls(&mut breaker, 0, &[true]);
        assert_eq!(breaker.state(0), BreakerState::Open);
        let mut below = Breaker::new(PLAN);
        calls(
            &mut below,
            0,
            &[false, true, true, true, false, true, true, true, false],
        );
        assert_eq!(below.state(0), BreakerState::Closed);
        calls(&mut below, 0, &[false]);
        assert_eq!(below.state(0), BreakerState::Open);
    }

    #[test]
    fn trials_close_it_or_open_it_again() {
        let mut breaker = Breaker::new(PLAN);
        calls(&mut breaker, 0, &[false; 4]);
        assert!(!breaker.permits(99, 7));
        assert_eq!(breaker.state(100), BreakerState::HalfOpen);
        assert!(breaker.permits(100, 1) && breaker.permits(101, 2));
        assert!(!breaker.permits(102, 3));
        assert_eq!(breaker.ended(103, 1, Outcome::Ok), None);
        // A call from before it opened has had its say.
        assert_eq!(breaker.ended(104, 9, Outcome::Failed), None);
        assert_eq!(
            breaker.ended(105, 2, Outcome::Failed),
            Some(BreakerState::Open)
        );
        assert!(!breaker.permits(204, 1));
        assert!(breaker.permits(205, 1) && breaker.permits(205, 2));
        breaker.ended(206, 1, Outcome::Ok);
        assert_eq!(
            breaker.ended(207, 2, Outcome::Ok),
            Some(BreakerState::Closed)
        );
        assert_eq!(calls(&mut breaker, 207, &[false; 3]), 3);
        assert_eq!(breaker.state(207), BreakerState::Closed);
    }

    #[test]
    fn a_trial_that_nobody_waits_for_is_made_again() {
        let mut breaker = Breaker::new(PLAN);
        calls(&mut breaker, 0, &[false; 4]);
        assert!(breaker.permits(100, 1) && breaker.permits(100, 2));
        assert_eq!(breaker.ended(101, 1, Outcome::Void), None);
        assert_eq!(breaker.ended(101, 2, Outcome::Ok), None);
        assert!(breaker.permits(102, 3) && !breaker.permits(102, 4));
        assert_eq!(
            breaker.ended(103, 3, Outcome::Ok),
            Some(BreakerState::Closed)
        );
    }

    proptest! {
        /// The ring against the plain list of the last outcomes.
        #[test]
        fn counts_the_last_calls(outcomes in prop::collection::vec(any::<bool>(), 0..60), window in 1u32..9, share in 0.01f64..=1.0) {
            let plan = BreakerPlan { window, failures: share, ..PLAN };
            let mut breaker = Breaker::new(plan);
            let mut model: Vec<bool> = Vec::new();
            for ok in outcomes {
                prop_assert!(breaker.permits(5, 1));
                let outcome = if ok { Outcome::Ok } else { Outcome::Failed };
                let opened = breaker.ended(5, 1, outcome).is_some();
                model.push(ok);
                let last = &model[model.len().saturating_sub(window as usize)..];
                let failed = last.iter().filter(|ok| !**ok).count() as f64;
                let expected = last.len() == window as usize && failed > 0.0 && failed >= share * f64::from(window) - 1e-9;
                prop_assert_eq!(opened, expected);
                if opened {
                    break;
                }
            }
        }

        /// Never more trial calls out than allowed, and it always comes to a decision.
        #[test]
        fn half_open_lets_few_through(steps in prop::collection::vec((0u32..6, 0u8..4), 0..200)) {
            let mut breaker = Breaker::new(PLAN);
            calls(&mut breaker, 0, &[false; 4]);
            let mut out: Vec<u32> = Vec::new();
            let mut now = 100;
            for (caller, what) in steps {
                now += 1;
                if let Some(at) = out.iter().position(|other| *other == caller) {
                    out.swap_remove(at);
                    let outcome = [Outcome::Ok, Outcome::Failed, Outcome::Void, Outcome::Ok][usize::from(what)];
                    breaker.ended(now, caller, outcome);
                } else if breaker.state(now) == BreakerState::HalfOpen {
                    if breaker.permits(now, caller) {
                        out.push(caller);
                    } else {
                        prop_assert!(!out.is_empty(), "nothing is out, and nothing goes out");
                    }
                }
                prop_assert!(out.len() <= PLAN.trials as usize);
            }
        }
    }
}
