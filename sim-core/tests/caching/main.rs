//! Caches: what they do with each request, and their hit ratios against the exact ones.
#![allow(clippy::unwrap_used)]

#[path = "../support/mod.rs"]
mod support;

mod basics;
mod edits;
mod exact;
mod faults;
mod flights;
mod random;
mod stampede;
mod zipf;

use sim_core::catalog::Value;
use sim_core::engine::snapshot::CacheFigures;
use support::build::{Build, constant, number, word};
use support::run::Run;

/// A cache in front of an origin that takes exactly `origin_s`, behind nobody yet. Lookups take no time.
fn cached(origin_s: f64, more: &[(&str, Value)]) -> Build {
    let mut pairs = vec![("lookup_time", constant(0.0))];
    pairs.extend_from_slice(more);
    Build::default()
        .component("cache", "elasticache", None, &pairs)
        .fixed("origin", 1_000, origin_s, &[])
        .link("cache", "origin", &[])
}

/// Keys, all alike, that live for ever where nothing else is said.
fn keys(count: u32, more: &[(&'static str, Value)]) -> Vec<(&'static str, Value)> {
    let mut pairs = vec![
        ("contents", word("keys")),
        ("keys", number(f64::from(count))),
        ("zipf", number(0.0)),
        ("ttl_s", word("none")),
        ("entries", word("unbounded")),
    ];
    pairs.extend_from_slice(more);
    pairs
}

fn figures(run: &Run) -> CacheFigures {
    run.view("cache").cache.unwrap()
}
