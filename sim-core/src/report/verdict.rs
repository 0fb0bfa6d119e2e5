//! The verdict: the figures of the top bar against the scenario's targets.

use crate::document::{Document, Targets};
use crate::engine::snapshot::Snapshot;

use super::bill::Bill;
use super::steady::samples_needed;

/// What a scenario may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    P99,
    Failed,
    Cost,
}

impl Target {
    /// Stable name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Target::P99 => "p99",
            Target::Failed => "failed",
            Target::Cost => "cost",
        }
    }

    /// The most that is allowed: milliseconds, percent, US dollars per month.
    pub fn of(self, targets: &Targets) -> Option<f64> {
        match self {
            Target::P99 => targets.p99_ms,
            Target::Failed => targets.failed_percent,
            Target::Cost => targets.usd_per_month,
        }
    }
}

/// How the architecture does, since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Verdict {
    /// Requests answered in time, per second.
    pub goodput_per_s: f64,
    /// Clients' 99th percentile, seconds; 0 before the first answer.
    pub p99_s: f64,
    /// Whether enough answers lie beyond it for it to be trusted.
    pub p99_trusted: bool,
    /// Failed requests of those that ended, percent.
    pub failed_percent: f64,
    pub usd_per_month: f64,
    /// All targets together; `None` where the scenario sets none, or nothing is known yet.
    pub slo: Option<bool>,
    /// One by one.
    pub p99_met: Option<bool>,
    pub failed_met: Option<bool>,
    pub cost_met: Option<bool>,
}

/// Judges a run by its scenario's targets.
pub fn verdict(document: &Document, snapshot: &Snapshot, bill: &Bill) -> Verdict {
    let totals = snapshot.totals;
    let seconds = snapshot.now.as_secs_f64();
    let ended = totals.ok + totals.failed;
    let failed_percent = if ended > 0 {
        totals.failed as f64 * 100.0 / ended as f64
    } else {
        0.0
    };
    let targets = &document.scenario.targets;
    let judged = |target: Option<f64>, value: f64, known: bool| {
        target.filter(|_| known).map(|target| value <= target)
    };
    let p99_met = judged(
        targets.p99_ms,
        snapshot.latency.p99 * 1000.0,
        snapshot.latency.count > 0,
    );
    let failed_met = judged(targets.failed_percent, failed_percent, ended > 0);
    let cost_met = judged(targets.usd_per_month, bill.usd_per_month, seconds > 0.0);
    let mut known = [p99_met, failed_met, cost_met]
        .into_iter()
        .flatten()
        .peekable();
    let slo = known.peek().is_some().then(|| known.all(|met| met));
    Verdict {
        goodput_per_s: if seconds > 0.0 {
            totals.ok as f64 / seconds
        } else {
            0.0
        },
        p99_s: snapshot.latency.p99,
        p99_trusted: snapshot.latency.count >= samples_needed(0.99),
        failed_percent,
        usd_per_month: bill.usd_per_month,
        slo,
        p99_met,
        failed_met,
        cost_met,
    }
}
