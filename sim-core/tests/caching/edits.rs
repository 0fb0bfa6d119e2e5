//! A cache that is edited while it runs: what is in flight goes on, what is kept stays as far as it fits.

use super::support::build::{Build, number, word};
use super::support::run::Run;
use super::{Value, cached, figures, keys};

fn of(fetch_s: f64, pairs: &[(&'static str, Value)]) -> Build {
    let build = cached(fetch_s, pairs);
    build.steady("users", 100.0).link("users", "cache", &[])
}

#[test]
fn less_room_and_fewer_keys_let_entries_go() {
    let with = |count, entries: Value| of(0.0, &keys(count, &[("entries", entries)]));
    let mut run = Run::new(&with(50, word("unbounded")));
    run.to(60.0);
    assert_eq!(figures(&run).entries, Some(50));
    run.change(&with(50, number(20.0)));
    assert_eq!(
        (figures(&run).entries, figures(&run).evicted),
        (Some(20), 30)
    );
    run.change(&with(10, number(20.0)));
    let kept = figures(&run).entries.unwrap();
    assert!(kept <= 10);
    run.to(120.0).change(&with(50, word("unbounded"))).to(200.0);
    assert_eq!(figures(&run).entries, Some(50));
}

/// A shorter life ends what is older than that.
#[test]
fn a_shorter_life_counts_at_once() {
    let with = |ttl: Value| of(0.0, &keys(20, &[("ttl_s", ttl)]));
    let mut run = Run::new(&with(word("none")));
    run.to(30.0).change(&with(number(5.0)));
    assert_eq!(
        (figures(&run).entries, figures(&run).expired),
        (Some(0), 20)
    );
}

#[test]
fn a_ratio_becomes_keys_and_back() {
    let ratio = of(0.01, &[("hit_ratio", number(50.0))]);
    let all = of(0.01, &keys(30, &[("coalesce", Value::Flag(true))]));
    let mut run = Run::new(&ratio);
    run.to(10.0).change(&all).to(20.0);
    assert_eq!(figures(&run).entries, Some(30));
    run.change(&ratio).to(30.0).change(&all);
    assert_eq!(
        (figures(&run).entries, figures(&run).flushed),
        (Some(0), 30)
    );
    run.to(40.0);
    assert_eq!(run.totals().failed, 0);
}

/// Coalescing goes, the keys go, the origin goes while others wait for a fetch: all of them get their answer.
#[test]
fn flights_land_whatever_is_changed() {
    let together = [("coalesce", Value::Flag(true))];
    let start = || of(0.5, &keys(100_000, &together)).set("cache", "zipf", number(3.0));
    let changes = [
        start().set("cache", "coalesce", Value::Flag(false)),
        start().set("cache", "keys", number(1.0)),
        start().set("cache", "contents", word("hit_ratio")),
        start()
            .fixed("other", 100, 0.1, &[])
            .link("cache", "other", &[]),
        start().without("cache-origin"),
    ];
    for changed in changes {
        let mut run = Run::new(&start());
        run.to(0.305);
        assert!(figures(&run).followed > 5);
        run.change(&changed).to(3.0);
        let (cache, totals) = (run.view("cache"), run.totals());
        assert_eq!(totals.failed, 0);
        assert!(cache.ok > 290 && totals.in_flight < 60, "{totals:?}");
    }
}

/// A deleted cache ends those who wait in it; one that stands under its name afterwards begins anew, and so does a
/// server.
#[test]
fn another_part_under_the_same_name_begins_anew() {
    let start = of(1.0, &keys(1, &[("coalesce", Value::Flag(true))]));
    let mut run = Run::new(&start);
    run.to(0.505);
    let server = start.clone().without("cache").fixed("cache", 10, 0.0, &[]);
    let server = server.link("users", "cache", &[]);
    run.change(&server);
    assert_eq!(run.totals().failed, 50);
    run.to(1.0);
    assert!(run.view("cache").cache.is_none() && run.view("cache").ok > 40);
    run.change(&start).to(3.0);
    assert_eq!(figures(&run).filled, 1);
    run.change(&start.clone().without("cache")).to(4.0);
    run.change(&start).to(5.0);
    assert!(run.view("cache").ok > 0);
}
