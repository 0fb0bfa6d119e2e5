//! Measured against exact: replications of a document, and a table of intervals that must contain what theory says.
//!
//! One cell is one figure of one model. Its 99 % interval over the replications contains the exact value with
//! probability 0.99, so of many cells a few may miss: how many is a matter of the binomial distribution, not of the
//! choice of seeds.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use sim_core::engine::snapshot::{ComponentView, Snapshot};
use sim_core::foundation::chance::replication_seed;
use sim_core::foundation::ids::Id;
use sim_core::foundation::stats::{ConfidenceInterval, Welford};

use super::build::{Build, id};
use super::run::Run;

/// Seed of the whole table.
const SEED: u64 = 1;
/// Independent runs of each model.
pub const REPLICATIONS: u64 = 25;
/// The chance that a right simulation has more misses than are let pass.
const RISK: f64 = 1e-3;

/// A run without its warm-up: figures are differences between two snapshots.
pub struct Window {
    from: Snapshot,
    to: Snapshot,
}

fn find<'a>(snapshot: &'a Snapshot, name: &Id) -> &'a ComponentView {
    snapshot
        .components
        .iter()
        .find(|view| view.id == *name)
        .unwrap()
}

impl Window {
    fn views(&self, name: &str) -> (&ComponentView, &ComponentView) {
        (find(&self.from, &id(name)), find(&self.to, &id(name)))
    }

    fn seconds(&self) -> f64 {
        (self.to.now.0 - self.from.now.0) as f64 / 1e9
    }

    /// Mean time of successful requests, from arrival at the component to answer.
    pub fn mean(&self, name: &str) -> f64 {
        let (from, to) = self.views(name);
        let sum = |view: &ComponentView| view.latency.mean * view.latency.count as f64;
        (sum(to) - sum(from)) / (to.latency.count - from.latency.count) as f64
    }

    /// Median over the whole run: the warm-up is in it, but a run is hundreds of relaxation times long.
    pub fn p50(&self, name: &str) -> f64 {
        self.views(name).1.latency.p50
    }

    /// 99th percentile over the whole run.
    pub fn p99(&self, name: &str) -> f64 {
        self.views(name).1.latency.p99
    }

    /// Share of arrivals that failed.
    pub fn failed_share(&self, name: &str) -> f64 {
        let (from, to) = self.views(name);
        (to.failed - from.failed) as f64 / (to.arrived - from.arrived) as f64
    }

    /// Successful answers per second.
    pub fn throughput(&self, name: &str) -> f64 {
        let (from, to) = self.views(name);
        (to.ok - from.ok) as f64 / self.seconds()
    }

    /// Mean number waiting.
    pub fn queue(&self, name: &str) -> f64 {
        self.time_mean(name, |view| view.queue_mean)
    }

    /// Mean utilisation.
    pub fn utilization(&self, name: &str) -> f64 {
        self.time_mean(name, |view| view.utilization_mean)
    }

    fn time_mean(&self, name: &str, of: impl Fn(&ComponentView) -> f64) -> f64 {
        let (from, to) = self.views(name);
        let area = |snapshot: &Snapshot, view| of(view) * snapshot.now.0 as f64 / 1e9;
        (area(&self.to, to) - area(&self.from, from)) / self.seconds()
    }
}

type Figure = Box<dyn Fn(&Window) -> f64 + Send + Sync>;

/// A document whose figures are known.
pub struct Model {
    name: String,
    build: Build,
    /// End of the warm-up and of the run, seconds.
    warm_s: f64,
    end_s: f64,
    figures: Vec<(&'static str, f64, Figure)>,
}

impl Model {
    /// A run of `length_s`, of which the first tenth is warm-up.
    pub fn new(name: impl Into<String>, build: Build, length_s: f64) -> Self {
        Self {
            name: name.into(),
            build,
            warm_s: length_s / 10.0,
            end_s: length_s * 1.1,
            figures: Vec::new(),
        }
    }

    /// Adds a cell: the exact value of a figure, and how it is measured.
    pub fn cell(
        mut self,
        figure: &'static str,
        exact: f64,
        measure: impl Fn(&Window) -> f64 + Send + Sync + 'static,
    ) -> Self {
        self.figures.push((figure, exact, Box::new(measure)));
        self
    }

    fn replicate(&self, number: u64) -> Vec<Cell> {
        let mut samples = vec![Welford::new(); self.figures.len()];
        for replication in 1..=REPLICATIONS {
            let seed = replication_seed(SEED + number, replication);
            let mut run = Run::seeded(&self.build, seed);
            run.to(self.warm_s);
            let from = run.frame().snapshot;
            run.to(self.end_s);
            let to = run.frame().snapshot;
            let window = Window { from, to };
            for (sample, (_, _, measure)) in samples.iter_mut().zip(&self.figures) {
                sample.push(measure(&window));
            }
        }
        let cells = samples.iter().zip(&self.figures);
        cells
            .map(|(sample, (figure, exact, _))| Cell {
                name: format!("{} {figure}", self.name),
                exact: *exact,
                interval: sample.interval_99().unwrap(),
            })
            .collect()
    }
}

struct Cell {
    name: String,
    exact: f64,
    interval: ConfidenceInterval,
}

/// Measures every model, prints the table, and asserts that it is what a right simulation gives.
pub fn assert_exact(models: Vec<Model>) {
    let cells = measure(&models);
    let mut misses = 0;
    let mut sharp = 0;
    for Cell {
        name,
        exact,
        interval,
    } in &cells
    {
        let inside = interval.contains(*exact);
        misses += u32::from(!inside);
        sharp += u32::from(!interval.contains(exact * 1.1) && !interval.contains(exact * 0.9));
        println!(
            "{name:<36} exact {exact:>11.6}  measured {:>11.6} ± {:>9.6} ({:>4.1} %){}",
            interval.mean,
            interval.half_width,
            100.0 * interval.half_width / exact,
            if inside { "" } else { "  MISS" }
        );
    }
    let most = most_misses(cells.len() as u32);
    println!("{misses} of {} cells miss, up to {most} may", cells.len());
    assert!(misses <= most, "{misses} of {} cells miss", cells.len());
    // Intervals as wide as a barn door would contain anything.
    assert!(
        10 * sharp >= 9 * cells.len() as u32,
        "only {sharp} of {} cells would notice an error of 10 %",
        cells.len()
    );
}

/// All cells in the models' order, measured on as many threads as there are processors.
fn measure(models: &[Model]) -> Vec<Cell> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(model) = models.get(index) else {
                        break;
                    };
                    let cells = model.replicate(1000 * index as u64);
                    done.lock().unwrap().push((index, cells));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap();
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().flat_map(|(_, cells)| cells).collect()
}

/// The number of misses that a right simulation exceeds with a probability of at most [`RISK`]; each cell misses
/// with probability 0.01.
pub fn most_misses(cells: u32) -> u32 {
    let (n, p) = (f64::from(cells), 0.01f64);
    let mut probability = (1.0 - p).powf(n);
    let mut up_to = probability;
    let mut k = 0;
    while 1.0 - up_to > RISK {
        probability *= (n - f64::from(k)) / (f64::from(k) + 1.0) * p / (1.0 - p);
        up_to += probability;
        k += 1;
    }
    k
}
