//! Single flight: one fetch for all who miss a key meanwhile.

use sim_core::engine::snapshot::Cause;

use super::support::build::{Build, number, word};
use super::support::run::Run;
use super::{Value, cached, figures, keys};

/// One key that is fetched once at a time; requests at 0.1, 0.2, ... s.
fn alone(fetch_s: f64, more: &[(&'static str, Value)]) -> Build {
    let mut pairs = vec![("coalesce", Value::Flag(true))];
    pairs.extend_from_slice(more);
    let build = cached(fetch_s, &keys(1, &pairs));
    build.steady("users", 10.0).link("users", "cache", &[])
}

/// The first fetches from 0.1 to 0.55 s; those of 0.2 ... 0.5 s wait for it.
#[test]
fn followers_wait_for_the_first_answer() {
    let mut run = Run::new(&alone(0.45, &[]));
    run.to(0.52);
    let cache = run.view("cache");
    assert_eq!((cache.slots_held, cache.slots_waiting), (5, 5));
    assert_eq!(run.view("origin").arrived, 1);
    run.to(1.05);
    let found = figures(&run);
    assert_eq!((found.hits, found.misses, found.followed), (5, 5, 4));
    assert_eq!((run.view("origin").ok, found.filled), (1, 1));
    let latency = run.view("users").latency;
    // 0.45 + 0.35 + 0.25 + 0.15 + 0.05 s over ten requests.
    assert!((latency.mean - 0.125).abs() < 1e-9, "{}", latency.mean);
}

/// The first fetch fails at 0.55 s, and with it all who wait for it; the next request fetches anew.
#[test]
fn followers_fail_with_the_first() {
    let build = alone(2.0, &[]).set_link("cache-origin", "timeout_ms", number(450.0));
    let mut run = Run::new(&build);
    run.to(0.58);
    assert_eq!(run.failures(Cause::Timeout, "origin"), 5);
    assert_eq!(
        (run.view("cache").failed, run.view("origin").arrived),
        (5, 1)
    );
    run.to(0.65);
    assert_eq!(run.view("origin").arrived, 2);
    assert_eq!(figures(&run).filled, 0);
}

/// The first tries again by its link's rule while the others wait, and they try again by theirs.
#[test]
fn tries_are_those_of_the_links() {
    let below = alone(2.0, &[])
        .set_link("cache-origin", "timeout_ms", number(440.0))
        .set_link("cache-origin", "retries", number(1.0))
        .set_link("cache-origin", "backoff", word("none"));
    let mut run = Run::new(&below);
    run.to(0.97);
    // Two tries of the first, from 0.1 to 0.54 and to 0.98 s; nobody else has made any.
    assert_eq!((run.view("origin").arrived, run.totals().failed), (2, 0));
    run.to(0.99);
    assert_eq!(run.totals().failed, 9);
    assert_eq!(run.link("cache-origin").retries, 1);
    let above = alone(2.0, &[])
        .set_link("cache-origin", "timeout_ms", number(450.0))
        .set_link("users-cache", "retries", number(1.0))
        .set_link("users-cache", "backoff", word("none"));
    let mut run = Run::new(&above);
    run.to(0.58);
    // All five come again at 0.55 s: one fetches, the others wait.
    assert_eq!((run.totals().failed, figures(&run).misses), (0, 10));
    assert_eq!((figures(&run).followed, run.view("origin").arrived), (8, 2));
}

/// A caller that gives up leaves its request waiting: its answer is waste, and the key is kept all the same.
#[test]
fn a_caller_that_gives_up_wastes_an_answer() {
    let build = alone(0.45, &[]).set_link("users-cache", "timeout_ms", number(120.0));
    let mut run = Run::new(&build);
    run.to(1.05);
    // The fetch ends at 0.55 s: those of 0.1 ... 0.4 s have left by then.
    assert_eq!((run.totals().failed, run.totals().ok), (4, 6));
    assert_eq!((run.view("cache").wasted, run.view("cache").ok), (4, 10));
    assert_eq!(figures(&run).filled, 1);
}

/// Keys do not wait for each other.
#[test]
fn each_key_has_its_own_flight() {
    let build = cached(0.5, &keys(1_000_000, &[("coalesce", Value::Flag(true))]));
    let mut run = Run::new(&build.steady("users", 10.0).link("users", "cache", &[]));
    run.to(2.05);
    assert_eq!(
        (figures(&run).followed, run.view("origin").arrived),
        (0, 20)
    );
}

/// The node dies with the one who fetches and all who wait: each hears of it, nothing is left over, and the next one
/// fetches anew when it is back.
#[test]
fn a_crash_ends_all_who_wait() {
    let mut run = Run::new(&alone(1.03, &[]));
    run.to(0.55);
    run.inject(sim_core::document::FaultKind::CrashOne, "cache", Some(0.2));
    assert_eq!(run.failures(Cause::Error, "cache"), 5);
    run.to(0.79);
    assert_eq!(run.failures(Cause::Unreachable, "cache"), 2);
    run.to(1.95);
    // Fetched from 0.8 to 1.83 s; the answer to the first fetch found nobody.
    let found = figures(&run);
    assert_eq!(
        (run.view("origin").arrived, run.view("origin").wasted),
        (2, 1)
    );
    assert_eq!((found.filled, found.hits, found.followed), (1, 1, 14));
}
