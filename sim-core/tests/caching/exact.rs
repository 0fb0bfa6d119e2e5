//! Hit ratios against the exact ones for independent references, with the statistics of [`super::support::cells`].

use sim_core::foundation::chance::Zipf;
use sim_core::theory::{fifo_hit_ratio, lru_hit_ratio, ttl_figures};

use super::support::build::{number, word};
use super::support::cells::{Effort, Model, assert_exact};
use super::{Value, cached, keys};

/// Requests per second.
const RATE: f64 = 100.0;
/// Requests of one replication.
const REQUESTS: f64 = 10_000.0;

fn model(name: String, fetch_s: f64, warm_s: f64, more: &[(&'static str, Value)]) -> Model {
    let build = cached(fetch_s, more)
        .client("users", RATE)
        .link("users", "cache", &[]);
    Model::new(name, build, RATE, Effort::fixed(REQUESTS, warm_s))
}

/// Room for some of the keys; fetches take no time, so each request finds what the last one left.
fn room(order: &'static str, count: u32, s: f64, entries: u32) -> Model {
    let popularity = Zipf::new(count, s).probabilities();
    let exact = match order {
        "lru" => lru_hit_ratio(&popularity, entries as usize),
        _ => fifo_hit_ratio(&popularity, entries as usize),
    };
    let more = keys(
        count,
        &[
            ("zipf", number(s)),
            ("entries", number(f64::from(entries))),
            ("eviction", word(order)),
        ],
    );
    // The contents are forgotten when the rarest key has come and gone.
    let rarest = popularity.last().unwrap() * RATE;
    let name = format!("{order}: {entries} of {count} keys, s = {s}");
    model(name, 0.0, 0.5 / rarest, &more).cell("hits", exact.unwrap(), |w| {
        w.cache_share("cache", |cache| cache.hits)
    })
}

/// Room for all, entries that live for a while, and fetches that take their time, one for each key; both in units of
/// the mean time between two requests for the most frequent key.
///
/// A key's fetches come after a fixed time and a random one. Were the fixed one much longer, they would come like the
/// ticks of a clock, and no warm-up would make their phase a matter of chance.
fn lives(count: u32, s: f64, ttl: f64, fetch: f64) -> Model {
    let rates: Vec<f64> = Zipf::new(count, s).probabilities();
    let rates: Vec<f64> = rates.into_iter().map(|p| p * RATE).collect();
    let (ttl_s, fetch_s) = (ttl / rates[0], fetch / rates[0]);
    let exact = ttl_figures(&rates, ttl_s, fetch_s).unwrap();
    let more = keys(
        count,
        &[
            ("zipf", number(s)),
            ("ttl_s", number(ttl_s)),
            ("coalesce", Value::Flag(true)),
        ],
    );
    let name = format!("TTL: {ttl}, {count} keys, s = {s}, fetch {fetch}");
    let warm_s = 2.0 * (ttl_s + fetch_s + 1.0 / rates[0]);
    let model = model(name, fetch_s, warm_s, &more).cell("hits", exact.hits, |w| {
        w.cache_share("cache", |cache| cache.hits)
    });
    let model = model.cell("fetches", exact.fetches, |w| {
        w.cache_share("cache", |cache| cache.misses - cache.followed)
    });
    if fetch_s == 0.0 {
        return model;
    }
    model.cell("followers", exact.followed, |w| {
        w.cache_share("cache", |cache| cache.followed)
    })
}

#[test]
fn hit_ratios_are_exact() {
    let mut models = Vec::new();
    for order in ["lru", "fifo"] {
        for s in [0.0, 0.5, 0.99, 1.4] {
            for (count, entries) in [(4, 1), (6, 3), (12, 5), (15, 10)] {
                models.push(room(order, count, s, entries));
            }
        }
    }
    for (count, s) in [(1, 0.0), (10, 0.8), (200, 0.99), (1_000, 1.2)] {
        for ttl in [0.3, 1.0, 3.0] {
            for fetch in [0.0, 0.3, 1.0] {
                models.push(lives(count, s, ttl, fetch));
            }
        }
    }
    assert_exact(models, 100);
}

/// Without room for all a FIFO of many keys, where LRU has no closed form.
#[test]
fn many_keys_are_exact_for_fifo() {
    let models = [(500, 0.7, 100), (1_000, 0.99, 50), (1_000, 0.99, 500)];
    let models = models.map(|(count, s, entries)| room("fifo", count, s, entries));
    assert_exact(models.into_iter().collect(), 3);
}
