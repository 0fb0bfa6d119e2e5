//! Stations with rules against exact answers: work that slows down with company is a birth-death chain.
#![allow(clippy::unwrap_used)]

mod support;

use sim_core::catalog::Value;
use sim_core::catalog::slowdown::Slowdown;
use support::build::{Build, exponential, number, word};
use support::cells::{Effort, Model, assert_exact};

/// Requests of one replication that measures the response time.
const REQUESTS: f64 = 80_000.0;

/// Steady state of a birth-death chain with arrivals at `rate` and departures at `death(n)` from n: the share of time
/// with n = 0, 1, 2, ..., until what is left is nothing.
fn steady(rate: f64, death: impl Fn(usize) -> f64) -> Vec<f64> {
    let mut weights = vec![1.0f64];
    let mut total = 1.0;
    loop {
        let n = weights.len();
        let next = weights[n - 1] * rate / death(n);
        weights.push(next);
        total += next;
        if next < 1e-14 * total && n > 10 {
            break;
        }
        assert!(n < 100_000, "there is no steady state");
    }
    weights.iter().map(|weight| weight / total).collect()
}

fn mean(shares: &[f64], of: impl Fn(usize) -> f64) -> f64 {
    let terms = shares.iter().enumerate().map(|(n, share)| share * of(n));
    terms.sum()
}

fn station(rate: f64, workers: u32, more: &[(&str, Value)]) -> Build {
    let mut pairs = vec![
        ("workers", number(f64::from(workers))),
        ("service_time", exponential(1.0)),
    ];
    pairs.extend_from_slice(more);
    Build::default()
        .client("users", rate)
        .component("server", "server", None, &pairs)
        .link("users", "server", &[])
}

/// What is known of a station, from the steady state of its chain.
struct Known {
    name: String,
    build: Build,
    rate: f64,
    relaxation_s: f64,
    response_s: f64,
    queue: f64,
    /// Of its slots or its processors, whichever are busier.
    utilization: f64,
    /// The share of the time that all slots are held: so many of those who come wait.
    waiting: f64,
}

/// A queue that hardly anybody joins is seen too seldom to be measured.
const ENOUGH_WAIT: f64 = 0.1;

impl Known {
    fn new(
        name: String,
        (build, rate, relaxation_s): (Build, f64, f64),
        workers: usize,
        shares: &[f64],
    ) -> Self {
        Self {
            name,
            build,
            rate,
            relaxation_s,
            response_s: mean(shares, |n| n as f64) / rate,
            queue: mean(shares, |n| n.saturating_sub(workers) as f64),
            utilization: mean(shares, |n| n.min(workers) as f64) / workers as f64,
            waiting: shares.iter().skip(workers).sum(),
        }
    }

    /// One model for each figure. The figures of one run go up and down together (those of the response time and of
    /// the queue with a correlation of up to 0.999), so each has runs of its own: then each misses on its own, as the
    /// number of misses that are let pass supposes.
    fn models(self) -> Vec<Model> {
        // A time average of what is at work moves little, one of those who wait moves most.
        let model = |figure: &str, share: f64| {
            let effort = Effort::fixed(share * REQUESTS, self.relaxation_s);
            let name = format!("{}, {figure} alone", self.name);
            Model::new(name, self.build.clone(), self.rate, effort)
        };
        let mut models = vec![
            model("response", 1.0).cell("", self.response_s, |w| w.mean("server")),
            model("utilization", 0.25).cell("", self.utilization, |w| w.utilization("server")),
        ];
        if self.waiting > ENOUGH_WAIT {
            models.push(model("queue", 2.0).cell("", self.queue, |w| w.queue("server")));
        }
        models
    }
}

/// One with `workers`, all of whom may be at work, slowed down by company.
fn slowed(rate: f64, workers: u32, slowdown: Slowdown) -> Vec<Model> {
    let at_work = |n: usize| n.min(workers as usize);
    let shares = steady(rate, |n| at_work(n) as f64 / slowdown.factor(at_work(n)));
    let (name, pairs) = parameters(slowdown);
    let name = format!("M/M/{workers} {name} at {rate}");
    let played = (station(rate, workers, &pairs), rate, 10.0);
    Known::new(name, played, workers as usize, &shares).models()
}

/// The same on two processors that those at work share.
fn shared(rate: f64, workers: u32, slowdown: Slowdown) -> Vec<Model> {
    let at_work = |n: usize| n.min(workers as usize);
    let pace = |n: usize| at_work(n).min(2) as f64 / slowdown.factor(at_work(n));
    let shares = steady(rate, pace);
    let (name, mut pairs) = parameters(slowdown);
    pairs.extend([
        ("instance_type", word("t3.small")),
        ("instances", number(1.0)),
        ("workers", number(f64::from(workers))),
        ("queue", number(100_000.0)),
        ("service_time", exponential(1.0)),
    ]);
    let build = Build::default()
        .client("users", rate)
        .component("server", "web_server", None, &pairs)
        .link("users", "server", &[]);
    let name = format!("M/M/2-PS({workers}) {name} at {rate}");
    let mut known = Known::new(name, (build, rate, 20.0), workers as usize, &shares);
    let processors = mean(&shares, |n| at_work(n).min(2) as f64) / 2.0;
    known.utilization = known.utilization.max(processors);
    known.models()
}

fn parameters(slowdown: Slowdown) -> (String, Vec<(&'static str, Value)>) {
    match slowdown {
        Slowdown::None => ("plain".to_owned(), vec![]),
        Slowdown::Linear { from, each } => (
            format!("+{each} beyond {from}"),
            vec![
                ("slowdown", word("linear")),
                ("slowdown_from", number(f64::from(from))),
                ("slowdown_each", number(100.0 * each)),
            ],
        ),
        Slowdown::Usl {
            contention,
            coherency,
        } => (
            format!("σ {contention} κ {coherency}"),
            vec![
                ("slowdown", word("usl")),
                ("contention", number(100.0 * contention)),
                ("coherency", number(100.0 * coherency)),
            ],
        ),
    }
}

#[test]
fn work_that_slows_down_is_a_birth_death_chain() {
    let usl = |contention, coherency| Slowdown::Usl {
        contention,
        coherency,
    };
    let linear = |from, each| Slowdown::Linear { from, each };
    let models = [
        slowed(4.0, 8, usl(0.05, 0.0)),
        slowed(4.0, 8, usl(0.03, 0.005)),
        slowed(6.0, 16, usl(0.02, 0.002)),
        slowed(2.0, 4, linear(2, 0.25)),
        slowed(5.0, 20, linear(4, 0.1)),
        slowed(0.7, 1, usl(0.5, 0.5)),
        slowed(3.0, 6, usl(0.1, 0.01)),
        slowed(8.0, 12, linear(0, 0.02)),
        shared(1.0, 5, linear(2, 0.1)),
        shared(1.2, 5, linear(2, 0.1)),
        shared(1.0, 6, usl(0.02, 0.01)),
    ];
    assert_exact(models.into_iter().flatten().collect(), 29);
}
