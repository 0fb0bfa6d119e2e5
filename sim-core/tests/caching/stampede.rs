//! The example of the stampede: a flush that lasts no time at all, and a database that is bad for a long time; and that
//! a single flight for each key cures it. The shape must be the same whatever the seed.

use std::ops::Range;
use std::sync::Arc;

use sim_core::catalog::Value;
use sim_core::document::Document;
use sim_core::engine::snapshot::{Point, Snapshot};
use sim_core::file::load;
use sim_core::foundation::units::SimTime;
use sim_core::playback::Player;

use super::support::build::id;
use super::support::run::{MANY, nanos};

const FILE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../examples/cache-stampede.json"
);
/// When the cache is flushed, seconds.
const FLUSH: usize = 120;
/// Keys of the example.
const KEYS: f64 = 200.0;
const SEEDS: Range<u64> = 1..6;

fn example(coalesce: bool) -> Document {
    let mut document = load(&std::fs::read_to_string(FILE).unwrap())
        .unwrap()
        .document;
    let cache = document.components.get_mut(&id("cache")).unwrap();
    let params = &mut Arc::make_mut(cache).params;
    params.insert("coalesce".to_owned(), Value::Flag(coalesce));
    document
}

fn run(document: &Document, seed: u64) -> Snapshot {
    let mut player = Player::new(document, seed).unwrap();
    let end = SimTime(nanos(document.scenario.duration_s));
    assert!(player.run_until(end, MANY).unwrap());
    player.finish().unwrap();
    let snapshot = player.frame().snapshot;
    assert_eq!(snapshot.series.window_s, 1.0);
    snapshot
}

/// One second after the other.
struct Course<'a> {
    points: Vec<&'a Point>,
    db: usize,
}

impl<'a> Course<'a> {
    fn of(snapshot: &'a Snapshot) -> Self {
        let mut components = snapshot.components.iter();
        Self {
            points: snapshot.series.points.iter().map(|p| &**p).collect(),
            db: components.position(|view| view.id == id("db")).unwrap(),
        }
    }

    fn sum(&self, seconds: Range<usize>, of: impl Fn(&Point) -> f64) -> f64 {
        self.points[seconds].iter().map(|point| of(point)).sum()
    }

    /// Good answers over requests.
    fn goodput(&self, seconds: Range<usize>) -> f64 {
        let served = self.sum(seconds.clone(), |point| point.served_per_s);
        served / self.sum(seconds, |point| point.offered_per_s)
    }

    fn failed(&self, seconds: Range<usize>) -> f64 {
        self.sum(seconds, |point| point.failed_per_s.iter().sum())
    }

    fn queries(&self, seconds: Range<usize>) -> f64 {
        self.sum(seconds, |point| point.components[self.db].arrived_per_s)
    }

    /// Mean utilisation of the database.
    fn busy(&self, seconds: Range<usize>) -> f64 {
        let count = seconds.len() as f64;
        self.sum(seconds, |point| point.components[self.db].utilization) / count
    }
}

#[test]
fn a_flush_of_no_time_is_bad_for_a_long_time() {
    for seed in SEEDS {
        let snapshot = run(&example(false), seed);
        let course = Course::of(&snapshot);
        // Before: the cache answers nearly everything, and the database has little to do.
        let before = FLUSH - 20..FLUSH;
        assert_eq!(course.failed(before.clone()), 0.0, "{seed}");
        assert!(course.busy(before.clone()) < 0.3, "{seed}");
        // The database could not carry the whole load: 2 vCPUs over 59 ms are 34 a second, of 500.
        assert!(course.goodput(before) > 0.98, "{seed}");
        // During: many ask for the same, and hardly anybody is answered.
        let during = FLUSH..FLUSH + 5;
        assert!(course.goodput(during.clone()) < 0.5, "{seed}");
        assert!(course.queries(during) > 5.0 * KEYS, "{seed}");
        // It stays bad, although nothing is wrong any more.
        assert!(course.busy(FLUSH + 1..FLUSH + 15) > 0.99, "{seed}");
        assert!(course.failed(FLUSH + 5..FLUSH + 15) > 500.0, "{seed}");
        // After: by itself it comes back to where it was.
        let after = FLUSH + 80..FLUSH + 180;
        assert_eq!(course.failed(after.clone()), 0.0, "{seed}");
        assert!(course.busy(after) < 0.3, "{seed}");
    }
}

#[test]
fn one_fetch_for_each_key_cures_it() {
    for seed in SEEDS {
        let (with, without) = (run(&example(true), seed), run(&example(false), seed));
        let (cured, sick) = (Course::of(&with), Course::of(&without));
        let stampede = FLUSH..FLUSH + 30;
        // Nobody is refused any more; some are too late for their patience.
        let (few, many) = (cured.failed(stampede.clone()), sick.failed(stampede));
        assert!(20.0 * few < many, "{seed}: {few} of {many}");
        // Each key is fetched once, and not again within its lifetime.
        assert!(cured.queries(FLUSH..FLUSH + 8) <= KEYS, "{seed}");
        // And it is over as soon as that is done: 200 queries of 59 ms on 2 vCPUs.
        let soon = FLUSH + 8..FLUSH + 20;
        assert_eq!(cured.failed(soon.clone()), 0.0, "{seed}");
        assert!(
            cured.goodput(soon.clone()) > 0.98 && sick.goodput(soon) < 0.98,
            "{seed}"
        );
    }
}
