//! A slow database drains the tiers above it, one after the other, and pages that need no database fail as well.
//!
//! 200 orders a second meet a database that does 20 while it is slow: 180 a second stay where they are. The WAS have
//! 400 threads, the web servers 800 workers and 256 places in front of them.

use sim_core::engine::snapshot::{ComponentView, KindView};

use super::SEEDS;
use super::lesson::{example, played};
use crate::support::build::number;
use crate::support::run::Run;

fn pages(run: &Run) -> KindView {
    let kinds = run.frame().snapshot.kinds;
    kinds
        .into_iter()
        .find(|kind| kind.id.as_str() == "page")
        .unwrap()
}

/// All slots held, every one of them waiting for the tier below.
fn is_drained(view: &ComponentView) -> bool {
    let slots = view.slots.unwrap();
    view.slots_held == slots && view.slots_waiting == slots
}

/// The first tenth of a second from 90 s on in which this is so.
fn first(run: &mut Run, is_so: impl Fn(&Run) -> bool) -> f64 {
    for tenth in 900..1_500 {
        let seconds = f64::from(tenth) / 10.0;
        run.to(seconds);
        if is_so(run) {
            return seconds;
        }
    }
    panic!("it never happens");
}

#[test]
fn the_tiers_are_drained_from_below() {
    for seed in SEEDS {
        let mut run = played(&example("timeout-cascade"), seed, 90.0);
        assert_eq!(pages(&run).failed, 0, "seed {seed}");
        let was = first(&mut run, |run| is_drained(&run.view("was")));
        assert_eq!(pages(&run).failed, 0, "seed {seed}");
        let web = first(&mut run, |run| {
            let web = run.view("web");
            web.slots_held == web.slots.unwrap()
        });
        let lost = first(&mut run, |run| pages(run).failed > 0);
        assert!(was < web && web < lost, "seed {seed}: {was}, {web}, {lost}");
        // As fast as 180 a second fill what is there to fill, to the half and the double.
        for (begin, end, places) in [(90.0, was, 400.0), (was, web, 800.0 - 400.0)] {
            let expected = places / 180.0;
            let took = end - begin;
            assert!(
                (0.5 * expected..2.0 * expected).contains(&took),
                "seed {seed}: {took} s"
            );
        }
        // Ten seconds later the first callers have left the balancer, which goes on holding what the web servers do.
        run.to(110.0);
        let (alb, web) = (run.view("alb"), run.view("web"));
        assert!(alb.in_system >= web.in_system, "seed {seed}");
        assert!(web.in_system > 1_000, "seed {seed}: {}", web.in_system);
        assert!(alb.wasted > 0, "seed {seed}");
        // The database has no more to do than there are threads above it: its own 648 connections are not the limit.
        assert!(run.view("db").in_system <= 400, "seed {seed}");
    }
}

/// Requests of one kind that failed while the database was slow, as a share.
fn lost_pages(run: &mut Run) -> f64 {
    run.to(100.0);
    let from = pages(run);
    run.to(150.0);
    let to = pages(run);
    (to.failed - from.failed) as f64 / (to.arrived - from.arrived) as f64
}

#[test]
fn a_short_timeout_below_saves_the_pages_above() {
    for seed in SEEDS {
        let mut run = played(&example("timeout-cascade"), seed, 90.0);
        let lost = lost_pages(&mut run);
        assert!(lost > 0.5, "seed {seed}: {lost}");
        // 200 orders a second that each hold a thread for 300 ms at most hold 60 of 400.
        let brief = example("timeout-cascade").set_link("was-db", "timeout_ms", number(300.0));
        let mut run = played(&brief, seed, 90.0);
        assert_eq!(lost_pages(&mut run), 0.0, "seed {seed}");
        assert_eq!(run.view("was").queue_max, 0, "seed {seed}");
    }
}

#[test]
fn it_ends_with_its_cause() {
    for seed in SEEDS {
        let run = played(&example("timeout-cascade"), seed, 300.0);
        let before = run.between(30.0, 90.0);
        let after = run.between(240.0, 300.0);
        for stretch in [before, after] {
            assert_eq!(stretch.failed(), 0.0, "seed {seed}");
            assert!(stretch.worst_p99() < 0.5, "seed {seed}");
        }
    }
}
