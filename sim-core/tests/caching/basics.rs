//! One request after the other, with numbers worked out by hand.

use sim_core::catalog::Value;
use sim_core::engine::snapshot::Cause;

use super::support::build::{Build, constant, number, word};
use super::support::run::Run;
use super::{cached, figures, keys};

fn steady(build: Build, per_s: f64) -> Build {
    build.steady("users", per_s).link("users", "cache", &[])
}

/// One key: the first request fetches it, all others find it.
#[test]
fn what_was_fetched_is_found() {
    let mut run = Run::new(&steady(cached(0.05, &keys(1, &[])), 10.0));
    run.to(10.05);
    let found = figures(&run);
    // Requests at 0.1 ... 10.0 s.
    assert_eq!((found.hits, found.misses, found.filled), (99, 1, 1));
    assert_eq!((run.view("origin").ok, run.view("cache").ok), (1, 100));
    let latency = run.view("users").latency;
    assert!((latency.max - 0.05).abs() < 1e-9 && latency.p50 == 0.0);
    assert_eq!((found.entries, found.capacity), (Some(1), None));
    assert_eq!(found.recent_hit_ratio, Some(1.0));
}

/// A lifetime of 1 s from the filling on, not from the last use: filled at 0.15 s, gone at 1.15 s.
#[test]
fn an_entry_lives_its_time_from_the_filling_on() {
    let ttl = keys(1, &[("ttl_s", number(1.0))]);
    let mut run = Run::new(&steady(cached(0.05, &ttl), 10.0));
    run.to(1.16);
    let found = figures(&run);
    // 0.1 misses; 0.2 ... 1.1 hit. Nobody has looked since, and yet it is gone.
    assert_eq!((found.hits, found.misses), (10, 1));
    assert_eq!((found.entries, found.expired), (Some(0), 1));
    run.to(2.0);
    // 1.2 misses and fills at 1.25.
    let found = figures(&run);
    assert_eq!((found.misses, found.filled, found.expired), (2, 2, 1));
}

/// Everybody who misses fetches, also while the key is being fetched: 0.1 ... 0.5 s.
#[test]
fn misses_of_one_key_each_fetch_it() {
    let mut run = Run::new(&steady(cached(0.45, &keys(1, &[])), 10.0));
    run.to(5.05);
    let found = figures(&run);
    assert_eq!((found.hits, found.misses), (45, 5));
    assert_eq!(run.view("origin").ok, 5);
    // Filled once, and again four times what was there already.
    assert_eq!((found.filled, found.evicted), (1, 0));
}

/// A failed fetch fills nothing.
#[test]
fn a_failure_is_not_kept() {
    let build = cached(0.05, &keys(1, &[])).set("origin", "workers", number(0.0));
    let build = build.set("origin", "queue", number(0.0));
    let mut run = Run::new(&steady(build, 10.0));
    run.to(1.05);
    let found = figures(&run);
    assert_eq!((found.hits, found.misses, found.filled), (0, 10, 0));
    assert_eq!(run.failures(Cause::Refused, "origin"), 10);
    assert_eq!(run.view("cache").failed, 10);
}

/// All hits, or none; and nothing is said of entries.
#[test]
fn a_hit_ratio_is_taken_as_it_is() {
    for (percent, hits) in [(100.0, 100), (0.0, 0)] {
        let more = [("hit_ratio", number(percent))];
        let mut run = Run::new(&steady(cached(0.001, &more), 100.0));
        run.to(1.005);
        let found = figures(&run);
        assert_eq!((found.hits, found.misses), (hits, 100 - hits));
        assert_eq!(run.view("origin").ok, 100 - hits);
        assert_eq!((found.entries, found.filled), (None, 0));
    }
}

/// One thread does the lookups, 50 ms each: together they take what they would one after the other, and the fetch of a
/// miss does not keep it busy.
#[test]
fn one_thread_looks_up_and_a_miss_does_not_hold_it() {
    let more = keys(1, &[("lookup_time", constant(0.05))]);
    let mut run = Run::new(&steady(cached(0.98, &more), 10.0));
    run.to(10.27);
    let cache = run.view("cache");
    assert!(
        (cache.utilization_mean - 0.5).abs() < 0.02,
        "{}",
        cache.utilization_mean
    );
    // Filled at 1.13 s: the lookups of 0.15 ... 1.05 s have missed. None of their fetches made another lookup longer.
    let found = figures(&run);
    assert_eq!((found.misses, found.hits), (10, 92));
    assert_eq!((cache.slots_held, cache.slots), (0, Some(65_000)));
}

/// Connections are held by misses, too; a caller beyond them and the queue is refused, and nothing is looked up for it.
#[test]
fn connections_are_slots() {
    let few = keys(
        1,
        &[("max_connections", number(2.0)), ("queue", number(1.0))],
    );
    let mut run = Run::new(&steady(cached(9.97, &few), 10.0));
    run.to(1.05);
    let cache = run.view("cache");
    assert_eq!(
        (cache.slots_held, cache.slots_waiting, cache.queue),
        (2, 2, 1)
    );
    assert_eq!(run.failures(Cause::Refused, "cache"), 7);
    assert_eq!(figures(&run).misses, 2);
    // The third begins at 10.07 s, when the first is through, and finds what that has filled.
    run.to(10.09);
    assert_eq!((figures(&run).misses, figures(&run).hits), (2, 1));
}

/// A cache without origin answers with nothing, and keeps nothing.
#[test]
fn without_an_origin_nothing_is_kept() {
    let build = cached(0.1, &keys(3, &[("coalesce", Value::Flag(true))])).without("origin");
    let mut run = Run::new(&steady(build, 10.0));
    run.to(1.05);
    let found = figures(&run);
    assert_eq!((found.hits, found.misses, found.entries), (0, 10, Some(0)));
    assert_eq!((run.totals().ok, run.totals().failed), (10, 0));
}

/// What goes out as an event brings no answer that could be kept.
#[test]
fn an_event_fetches_nothing() {
    let build = cached(0.1, &keys(1, &[])).set_link("cache-origin", "mode", word("event"));
    let mut run = Run::new(&steady(build, 10.0));
    run.to(1.25);
    assert_eq!((figures(&run).misses, figures(&run).filled), (12, 0));
    assert_eq!(run.view("origin").ok, 11);
}

/// Room for ten of fifty keys that are all alike: whatever goes first, a fifth of the requests hit.
#[test]
fn room_for_fewer_entries_evicts() {
    for order in ["lru", "fifo"] {
        let few = keys(50, &[("entries", number(10.0)), ("eviction", word(order))]);
        let mut run = Run::new(&steady(cached(0.0, &few), 1_000.0));
        run.to(20.0);
        let found = figures(&run);
        assert_eq!((found.entries, found.capacity), (Some(10), Some(10)));
        assert_eq!(found.filled, found.misses);
        assert_eq!(found.evicted, found.filled - 10);
        // All keys alike: of 50 keys any 10 hold a fifth of the requests.
        let ratio = found.hit_ratio().unwrap();
        let sigma = (0.2 * 0.8 / 20_000.0f64).sqrt();
        assert!((ratio - 0.2).abs() < 3.9 * sigma, "{order}: {ratio}");
    }
}
