//! An example of the program as a lesson: played from its file, read by stretches of time.

use std::fs;
use std::path::Path;

use sim_core::engine::snapshot::{Cause, ComponentPoint, Point};
use sim_core::file::load;

use crate::support::build::Build;
use crate::support::run::Run;

/// The example of this name, as it comes with the program.
pub fn example(stem: &str) -> Build {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let text = fs::read_to_string(folder.join(format!("{stem}.json"))).unwrap();
    let loaded = load(&text).unwrap();
    assert_eq!(loaded.notes, [], "{stem}");
    Build {
        document: loaded.document,
    }
}

/// Plays for so many seconds.
pub fn played(build: &Build, seed: u64, seconds: f64) -> Run {
    let mut run = Run::seeded(build, seed);
    run.to(seconds);
    run
}

/// Means over the closed seconds from one instant to another.
pub struct Stretch {
    points: Vec<std::sync::Arc<Point>>,
    ids: Vec<String>,
}

impl Run {
    /// The whole seconds between these instants.
    pub fn between(&self, from: f64, to: f64) -> Stretch {
        let snapshot = self.frame().snapshot;
        assert_eq!(snapshot.series.window_s, 1.0);
        let inside = |point: &Point| point.start_s >= from && point.start_s + 1.0 <= to;
        let points = snapshot.series.points.iter();
        let points: Vec<_> = points.filter(|point| inside(point)).cloned().collect();
        assert_eq!(points.len() as f64, to - from, "not all of it is played");
        let ids = snapshot.components.iter().map(|view| view.id.to_string());
        Stretch {
            points,
            ids: ids.collect(),
        }
    }
}

impl Stretch {
    fn mean(&self, of: impl Fn(&Point) -> f64) -> f64 {
        let values = self.points.iter().map(|point| of(point));
        values.sum::<f64>() / self.points.len() as f64
    }

    /// New requests of the clients per second.
    pub fn offered(&self) -> f64 {
        self.mean(|point| point.offered_per_s)
    }

    /// Good answers per second that a client still waited for.
    pub fn goodput(&self) -> f64 {
        self.mean(|point| point.served_per_s)
    }

    /// Clients' requests that failed per second, for whatever cause.
    pub fn failed(&self) -> f64 {
        self.mean(|point| point.failed_per_s.iter().sum())
    }

    /// Clients' requests that failed per second for this cause.
    pub fn failed_by(&self, cause: Cause) -> f64 {
        let at = Cause::ALL.iter().position(|other| *other == cause).unwrap();
        self.mean(|point| point.failed_per_s[at])
    }

    /// The mean over the seconds of a component's figure.
    pub fn component(&self, name: &str, figure: impl Fn(&ComponentPoint) -> f64) -> f64 {
        let at = self.ids.iter().position(|id| id == name).unwrap();
        self.mean(|point| figure(&point.components[at]))
    }

    /// The longest 99th percentile of a second, seconds.
    pub fn worst_p99(&self) -> f64 {
        let each = self.points.iter().map(|point| point.p99_s);
        each.fold(0.0, f64::max)
    }
}
