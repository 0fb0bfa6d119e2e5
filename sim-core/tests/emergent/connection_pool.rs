//! A connection pool too small for slow answers: the database is idle, and requests fail for want of a connection.
//!
//! By Little's law 300 queries a second of 20 ms use six connections, of 100 ms thirty. Two WAS have ten each.

use sim_core::engine::snapshot::Cause;

use super::SEEDS;
use super::lesson::{Stretch, example, played};
use crate::support::build::number;

const RATE: f64 = 300.0;
/// Queries per second that twenty connections can carry while each takes 100 ms.
const POOLED: f64 = 200.0;

fn database_use(stretch: &Stretch) -> f64 {
    stretch.component("db", |point| point.utilization)
}

#[test]
fn an_idle_database_and_no_connection_to_it() {
    for seed in SEEDS {
        let run = played(&example("connection-pool"), seed, 240.0);
        let before = run.between(30.0, 90.0);
        assert_eq!(before.failed(), 0.0, "seed {seed}");
        assert!(before.worst_p99() < 0.2, "seed {seed}");
        let during = run.between(95.0, 150.0);
        // No more than the pool carries, and all the rest has failed in line for it.
        assert!(during.goodput() < 1.05 * POOLED, "seed {seed}");
        assert!(during.goodput() > 0.95 * POOLED, "seed {seed}");
        let failed = during.failed_by(Cause::PoolExhausted);
        assert!(failed > 0.85 * (RATE - POOLED), "seed {seed}: {failed}");
        assert_eq!(during.failed(), failed, "seed {seed}: another cause");
        // Twenty of a hundred.
        assert!(database_use(&during) < 0.21, "seed {seed}");
        assert_eq!(run.view("db").queue_max, 0, "seed {seed}");
        // Who was served has stood in line nearly as long as one may.
        assert!(during.worst_p99() > 0.5, "seed {seed}");
        // Nothing is left of it: the line is as short as a wait for a connection.
        let after = run.between(155.0, 240.0);
        assert_eq!(after.failed(), 0.0, "seed {seed}");
        assert!(after.worst_p99() < 0.2, "seed {seed}");
    }
}

/// Forty connections are more than the thirty that are needed.
#[test]
fn a_pool_for_the_slow_answers_loses_nothing() {
    for seed in SEEDS {
        let wide = example("connection-pool").set_link("was-db", "pool", number(20.0));
        let run = played(&wide, seed, 240.0);
        let during = run.between(95.0, 150.0);
        assert_eq!(during.failed(), 0.0, "seed {seed}");
        assert!(during.goodput() > 0.97 * during.offered(), "seed {seed}");
        assert!(
            database_use(&during) > 0.25,
            "seed {seed}: it works more, not less"
        );
    }
}
