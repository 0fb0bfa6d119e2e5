//! Flushes, cold starts and dead nodes: effect, healing, return to baseline.

use sim_core::document::FaultKind::{CacheFlush, ColdEverything, CrashOne, CutLink};
use sim_core::engine::InjectError;
use sim_core::engine::snapshot::MarkKind;

use super::support::build::{Build, id, number};
use super::support::run::{Run, fault};
use super::{Value, cached, figures, keys};

/// A hundred keys, all alike, a hundred requests a second, fetches that take no time.
fn full() -> Build {
    let build = cached(0.0, &keys(100, &[]));
    build.steady("users", 100.0).link("users", "cache", &[])
}

/// Requests that missed from here on.
fn misses_until(run: &mut Run, end_s: f64) -> u64 {
    let before = figures(run).misses;
    run.to(end_s);
    figures(run).misses - before
}

#[test]
fn a_flush_empties_the_cache_and_use_fills_it_again() {
    let mut run = Run::new(&full());
    run.to(20.0);
    assert_eq!(
        (figures(&run).entries, misses_until(&mut run, 30.0)),
        (Some(100), 0)
    );
    run.inject(CacheFlush, "cache", None);
    assert_eq!(
        (figures(&run).entries, figures(&run).flushed),
        (Some(0), 100)
    );
    // It is over at once.
    assert!(run.frame().snapshot.faults.is_empty());
    assert_eq!(misses_until(&mut run, 60.0), 100);
    assert_eq!(misses_until(&mut run, 70.0), 0);
    let marks: Vec<MarkKind> = run
        .frame()
        .snapshot
        .marks
        .iter()
        .map(|m| m.what.clone())
        .collect();
    assert_eq!(marks, [MarkKind::FaultBegins(CacheFlush)]);
}

#[test]
fn nothing_is_kept_as_long_as_a_flush_lasts() {
    let planned = fault(20.005, Some(10.0), "cache", CacheFlush);
    let mut run = Run::new(&full().fault(planned));
    run.to(20.005);
    assert_eq!(run.frame().snapshot.faults.len(), 1);
    assert_eq!(misses_until(&mut run, 30.004), 1_000);
    assert_eq!(
        (figures(&run).entries, figures(&run).flushed),
        (Some(0), 100)
    );
    assert_eq!(misses_until(&mut run, 60.0), 100);
    assert!(run.frame().snapshot.faults.is_empty());
    assert_eq!(misses_until(&mut run, 70.0), 0);
    // By hand, too.
    run.inject(CacheFlush, "cache", Some(1_000.0));
    run.to(71.0).heal("cache");
    assert_eq!(misses_until(&mut run, 110.0), 100);
}

/// A cache given by its ratio has nothing to lose: it misses until it is healed.
#[test]
fn a_given_ratio_is_nothing_until_healed() {
    let build = cached(0.0, &[("hit_ratio", number(100.0))]);
    let mut run = Run::new(&build.steady("users", 100.0).link("users", "cache", &[]));
    run.to(1.005).inject(CacheFlush, "cache", None);
    assert_eq!(run.frame().snapshot.faults.len(), 1);
    assert_eq!(misses_until(&mut run, 2.005), 100);
    run.heal("cache");
    assert_eq!(misses_until(&mut run, 3.005), 0);
    run.inject(CacheFlush, "cache", Some(0.5));
    assert_eq!(misses_until(&mut run, 4.005), 50);
}

#[test]
fn everything_cold_empties_caches_by_name_and_by_place() {
    let placed = full().region("seoul", &["a", "b"]).inside("cache", "a");
    let mut run = Run::new(&placed);
    let mut at = 30.0;
    for (target, hit) in [("cache", true), ("a", true), ("seoul", true), ("b", false)] {
        run.to(at).inject(ColdEverything, target, None);
        let entries = figures(&run).entries;
        assert_eq!(entries, Some(if hit { 0 } else { 100 }), "{target}");
        at += 30.0;
    }
    // With a length nothing is kept.
    run.to(at).inject(ColdEverything, "seoul", Some(5.0));
    assert_eq!(misses_until(&mut run, at + 4.995), 499);
    assert_eq!(run.frame().snapshot.faults.len(), 1);
    assert_eq!(
        (figures(&run).entries, figures(&run).filled),
        (Some(0), 400)
    );
    run.to(at + 40.0);
    assert_eq!(
        (figures(&run).entries, figures(&run).filled),
        (Some(100), 500)
    );
    assert_eq!(misses_until(&mut run, at + 50.0), 0);
}

/// A node dies with its contents; a replica has them, too.
#[test]
fn a_dead_node_forgets_unless_it_has_a_replica() {
    let alone = full().region("seoul", &["a", "b"]).inside("cache", "a");
    let replica = full()
        .region("seoul", &["a", "b"])
        .inside("cache", "seoul")
        .set("cache", "multi_az", Value::Flag(true));
    for (build, kept) in [(alone, 0), (replica, 100)] {
        let mut run = Run::new(&build);
        run.to(30.0).inject(CrashOne, "cache", Some(10.0));
        assert_eq!(figures(&run).entries, Some(kept));
        run.to(100.0);
        assert_eq!(run.view("cache").instances.up, 1);
        assert!(run.totals().failed >= 999);
        assert_eq!(misses_until(&mut run, 130.0), 0);
        assert_eq!(figures(&run).filled, 200 - kept);
    }
}

#[test]
fn a_flush_is_for_caches() {
    let mut run = Run::new(&full());
    let mut inject = |kind, target: &str| run.player.inject(&kind, &id(target), None);
    for (kind, target) in [
        (CacheFlush, "origin"),
        (CacheFlush, "users"),
        (CacheFlush, "cache-origin"),
        (ColdEverything, "origin"),
        (ColdEverything, "users-cache"),
        (CutLink, "cache"),
    ] {
        let refused = inject(kind, target);
        let expected = matches!(refused, Err(InjectError::DoesNotApply { .. }));
        assert!(expected, "{kind:?} {target}: {refused:?}");
    }
}

/// What misses under a fault draws as much chance as what hits without it: the keys are the same ones.
#[test]
fn a_fault_changes_no_later_draw() {
    let ratio = || {
        let build = cached(0.0, &[("hit_ratio", number(50.0))]);
        build.steady("users", 100.0).link("users", "cache", &[])
    };
    let (mut with, mut without) = (Run::new(&ratio()), Run::new(&ratio()));
    with.to(10.0).inject(CacheFlush, "cache", Some(10.0));
    without.to(20.0);
    with.to(20.0);
    assert_ne!(figures(&with).misses, figures(&without).misses);
    assert_eq!(
        misses_until(&mut with, 40.0),
        misses_until(&mut without, 40.0)
    );
}
