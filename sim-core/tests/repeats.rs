//! Same document and seed, same bytes: a hundred times, on one thread and on two, in every build and on every
//! machine.
#![allow(clippy::unwrap_used)]

mod support;

use std::collections::BTreeSet;

use sim_core::document::Document;
use sim_core::playback::Player;
use support::build::{Build, number};
use support::system::{straight, system};

const SEED: u64 = 7;

/// [`figures`] of the system. Every build on every machine must find this one. A change of what the engine means
/// changes it: then the new one is put in, with the reason in the commit.
const GOLDEN: u64 = 0xf4da_eb98_b428_f10c;

/// FNV-1a: its values are the same in every version of the compiler.
fn digest(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Everything that a run tells, to the last digit.
fn whole(player: &Player) -> u64 {
    digest(&format!("{} {:?}", player.events(), player.frame()))
}

/// Figures that stay what they are when a new one is told beside them; floats bit by bit.
fn figures(player: &Player) -> u64 {
    let frame = player.frame();
    let snapshot = &frame.snapshot;
    let components = snapshot.components.iter().map(|view| {
        let counts = (
            view.arrived,
            view.ok,
            view.failed,
            view.wasted,
            view.queue_max,
        );
        let means = [
            view.queue_mean,
            view.utilization_mean,
            view.latency.mean,
            view.latency.p99,
        ];
        format!("{} {counts:?} {:?}\n", view.id, means.map(f64::to_bits))
    });
    let components: String = components.collect();
    let totals = snapshot.totals;
    digest(&format!(
        "{} {} {} {} {:x} {}\n{components}",
        player.events(),
        totals.arrived,
        totals.ok,
        totals.failed,
        snapshot.latency.mean.to_bits(),
        frame.bill.total.0
    ))
}

/// What `count` runs tell, on so many threads at the same time; the `n`-th is of `document(n)`.
fn repeats<'a>(
    count: usize,
    threads: usize,
    document: impl Fn(usize) -> &'a Document + Sync,
) -> BTreeSet<u64> {
    let own = |thread| {
        let mine = (0..count).filter(move |n| n % threads == thread);
        mine.map(|n| whole(&straight(document(n), SEED)))
            .collect::<BTreeSet<u64>>()
    };
    std::thread::scope(|scope| {
        let handles: Vec<_> = (0..threads)
            .map(|thread| scope.spawn(move || own(thread)))
            .collect();
        handles
            .into_iter()
            .flat_map(|handle| handle.join().unwrap())
            .collect()
    })
}

#[test]
fn a_hundred_repeats_on_one_thread_and_on_two_are_identical() {
    let document = system().document;
    let expected = BTreeSet::from([whole(&straight(&document, SEED))]);
    assert_eq!(repeats(40, 1, |_| &document), expected);
    assert_eq!(repeats(60, 2, |_| &document), expected);
}

/// The canary: one run among many is of a system that differs by a nanosecond in one place.
#[test]
fn one_repeat_with_a_nanosecond_more_is_noticed() {
    let document = system().document;
    let nearly = system().set_link("app-db", "timeout_ms", number(200.000_001));
    let pick = |n| if n == 11 { &nearly.document } else { &document };
    assert_eq!(repeats(20, 2, pick).len(), 2);
}

#[test]
fn every_build_finds_the_same_figures() {
    let found = figures(&straight(&system().document, SEED));
    assert_eq!(found, GOLDEN, "{found:#x}: see GOLDEN");
}

/// The canary: the figures notice as little.
#[test]
fn another_system_has_other_figures() {
    let other = |build: Build, seed| figures(&straight(&build.document, seed));
    let found = BTreeSet::from([
        other(system(), SEED),
        other(system(), SEED + 1),
        other(
            system().set_link("app-db", "timeout_ms", number(200.000_001)),
            SEED,
        ),
        other(system().set_link("app-db", "calls", number(1.501)), SEED),
        other(system().set("db", "queue", number(21.0)), SEED),
    ]);
    assert_eq!(found.len(), 5);
}
