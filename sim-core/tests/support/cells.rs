//! Measured against exact: replications of a document, and a table of intervals that must contain what theory says.
//!
//! One cell is one figure of one model. Its 99 % interval over the replications contains the exact value with
//! probability 0.99, so of many cells a few may miss: how many is a matter of the binomial distribution, not of the
//! choice of seeds. How long a model runs follows from its load by a rule ([`Effort`]), not from its result.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use sim_core::engine::snapshot::{CacheFigures, ComponentView, Snapshot};
use sim_core::foundation::chance::{StreamKey, replication_seed};
use sim_core::foundation::ids::Id;
use sim_core::foundation::stats::{ConfidenceInterval, LatencyHistogram, Welford};

use super::build::{Build, id};
use super::run::Run;

/// Seed of the whole table. Each model derives its own from its name, so a new model changes no other one.
const SEED: u64 = 1;
/// Independent runs of each model.
pub const REPLICATIONS: u32 = 25;
/// The chance that a right simulation has more misses than are let pass.
const RISK: f64 = 1e-3;
/// Half width of the 99 % interval of the mean wait over the wait, by which the length of a model is chosen.
const PRECISION: f64 = 0.03;
/// Student's t for the 99 % interval of [`REPLICATIONS`].
const T_99: f64 = 2.797;
/// Requests of one replication at least: two hundred lie beyond the 99th percentile.
const FEWEST: f64 = 20_000.0;
/// A run starts empty. After so many relaxation times less than e^−10 of that is left: then measuring begins.
const WARM_UP: f64 = 10.0;
/// A cell that is wider than this, half width over value, would not notice much; so many cells may be, at most.
const WIDE: f64 = 0.05;
const WIDE_SHARE: f64 = 0.05;

/// How long a model runs.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Requests of one replication, warm-up not included.
    requests: f64,
    /// The longest relaxation time, seconds.
    relaxation_s: f64,
}

impl Effort {
    /// A queue at `load` ρ with `service_s` on `servers`; `variation`: squared coefficients of variation of the times
    /// between arrivals and of the service, added up (M/M: 2); `waiting`: the share of requests that wait.
    ///
    /// The variance of the mean wait of n requests, over its square, is (2 + 5ρ − 4ρ² + ρ³)/(waiting·(1 − ρ)²·n) for
    /// M/M/1 (Daley 1968), and grows with the variation in heavy traffic (Whitt 1989). The relaxation time of M/M/1 is
    /// service/(1 − √ρ)², and grows likewise.
    pub fn queue(load: f64, service_s: f64, servers: u32, variation: f64, waiting: f64) -> Self {
        let idle = 1.0 - load;
        let series = 2.0 + load * (5.0 + load * (load - 4.0));
        let variance = 0.5 * variation * series / (waiting * idle * idle);
        let root = 1.0 - load.sqrt();
        Self {
            requests: Self::requests(variance),
            relaxation_s: service_s
                * (1.0 + 0.5 * variation * (1.0 + 1.0 / (f64::from(servers) * root * root))),
        }
    }

    /// A queue with room for no more than `waiting` requests, at any load: it forgets as a random walk between two
    /// walls does. `fraction`: the least share that is measured (of refused requests, say).
    pub fn bounded(service_s: f64, servers: u32, waiting: u32, fraction: f64) -> Self {
        let walk =
            f64::from(waiting + 1).powi(2) / (std::f64::consts::PI.powi(2) * f64::from(servers));
        // Refused requests come in clusters of about as many as wait.
        let variance = f64::from(waiting + 1) / fraction;
        Self {
            requests: Self::requests(variance),
            relaxation_s: service_s * (2.0 + walk),
        }
    }

    /// So many requests of one replication, and a relaxation time in seconds.
    pub fn fixed(requests: f64, relaxation_s: f64) -> Self {
        Self {
            requests,
            relaxation_s,
        }
    }

    /// For a station that each request visits so often.
    pub fn per_visit(self, visits: f64) -> Self {
        Self {
            requests: self.requests / visits,
            ..self
        }
    }

    /// The longer of two.
    pub fn and(self, other: Self) -> Self {
        Self {
            requests: self.requests.max(other.requests),
            relaxation_s: self.relaxation_s.max(other.relaxation_s),
        }
    }

    /// Requests of a replication for a relative variance of one request.
    fn requests(variance: f64) -> f64 {
        let all = variance * (T_99 / PRECISION).powi(2);
        (all / f64::from(REPLICATIONS)).max(FEWEST)
    }
}

/// A run without its warm-up: figures are differences between two instants.
pub struct Window {
    from: Instant,
    to: Instant,
}

/// What is known of a run at one instant.
struct Instant {
    snapshot: Snapshot,
    latencies: Vec<(Id, LatencyHistogram)>,
}

impl Instant {
    fn of(run: &Run) -> Self {
        let snapshot = run.frame().snapshot;
        let copy = |view: &ComponentView| {
            let latencies = run.player.latencies(&view.id).unwrap();
            (view.id.clone(), latencies)
        };
        Self {
            latencies: snapshot.components.iter().map(copy).collect(),
            snapshot,
        }
    }

    fn view(&self, name: &Id) -> &ComponentView {
        let mut views = self.snapshot.components.iter();
        views.find(|view| view.id == *name).unwrap()
    }

    fn latency(&self, name: &Id) -> &LatencyHistogram {
        let mut all = self.latencies.iter();
        &all.find(|(id, _)| id == name).unwrap().1
    }
}

impl Window {
    fn views(&self, name: &str) -> (&ComponentView, &ComponentView) {
        (self.from.view(&id(name)), self.to.view(&id(name)))
    }

    fn latency(&self, name: &str) -> LatencyHistogram {
        let name = id(name);
        self.to.latency(&name).since(self.from.latency(&name))
    }

    fn seconds(&self) -> f64 {
        (self.to.snapshot.now.0 - self.from.snapshot.now.0) as f64 / 1e9
    }

    /// Mean time of successful requests, from arrival at the component to answer.
    pub fn mean(&self, name: &str) -> f64 {
        self.latency(name).mean().unwrap() / 1e9
    }

    /// A percentile of the same time.
    pub fn quantile(&self, name: &str, q: f64) -> f64 {
        self.latency(name).quantile(q).unwrap() as f64 / 1e9
    }

    /// Mean time of clients' successful requests of a kind.
    pub fn kind_mean(&self, name: &str) -> f64 {
        let figures = |instant: &Instant| {
            let mut kinds = instant.snapshot.kinds.iter();
            let latency = kinds.find(|kind| kind.id == id(name)).unwrap().latency;
            (latency.mean * latency.count as f64, latency.count as f64)
        };
        let (from, to) = (figures(&self.from), figures(&self.to));
        (to.0 - from.0) / (to.1 - from.1)
    }

    /// Mean number of calls in line for a connection of a link, or of messages that wait to be sent over it.
    pub fn line(&self, name: &str) -> f64 {
        let area = |instant: &Instant| {
            let mut links = instant.snapshot.links.iter();
            let link = links.find(|link| link.id == id(name)).unwrap();
            link.special.unwrap().waiting_mean * instant.snapshot.now.0 as f64 / 1e9
        };
        (area(&self.to) - area(&self.from)) / self.seconds()
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

    /// Share of lookups of a cache that a figure since the start makes up.
    pub fn cache_share(&self, name: &str, of: impl Fn(&CacheFigures) -> u64) -> f64 {
        let (from, to) = self.views(name);
        let (from, to) = (from.cache.unwrap(), to.cache.unwrap());
        let lookups = |cache: &CacheFigures| cache.hits + cache.misses;
        (of(&to) - of(&from)) as f64 / (lookups(&to) - lookups(&from)) as f64
    }

    /// Mean number waiting.
    pub fn queue(&self, name: &str) -> f64 {
        self.time_mean(name, |view| view.queue_mean)
    }

    /// Mean wait of those that were served or have left the queue, by the area under the queue.
    pub fn wait(&self, name: &str) -> f64 {
        self.queue(name) / self.throughput(name)
    }

    /// Mean utilisation.
    pub fn utilization(&self, name: &str) -> f64 {
        self.time_mean(name, |view| view.utilization_mean)
    }

    fn time_mean(&self, name: &str, of: impl Fn(&ComponentView) -> f64) -> f64 {
        let (from, to) = self.views(name);
        let area = |instant: &Instant, view| of(view) * instant.snapshot.now.0 as f64 / 1e9;
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
    figures: Vec<(String, f64, Figure)>,
}

impl Model {
    /// A document with `rate` requests per second.
    pub fn new(name: impl Into<String>, build: Build, rate: f64, effort: Effort) -> Self {
        let warm_s = WARM_UP * effort.relaxation_s;
        Self {
            name: name.into(),
            build,
            warm_s,
            end_s: warm_s + effort.requests / rate,
            figures: Vec::new(),
        }
    }

    /// Adds a cell: the exact value of a figure, and how it is measured.
    pub fn cell(
        mut self,
        figure: impl Into<String>,
        exact: f64,
        measure: impl Fn(&Window) -> f64 + Send + Sync + 'static,
    ) -> Self {
        self.figures.push((figure.into(), exact, Box::new(measure)));
        self
    }

    fn replicate(&self) -> Vec<Cell> {
        let mut samples = vec![Welford::new(); self.figures.len()];
        let own = StreamKey::new(SEED, &self.name, "cells").as_u64();
        for replication in 1..=u64::from(REPLICATIONS) {
            let mut run = Run::seeded(&self.build, replication_seed(own, replication));
            run.to(self.warm_s);
            let from = Instant::of(&run);
            run.to(self.end_s);
            let to = Instant::of(&run);
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

impl Cell {
    /// Half width over the exact value.
    fn width(&self) -> f64 {
        self.interval.half_width / self.exact
    }
}

/// Measures every model, prints the table, and asserts that it is what a right simulation gives.
pub fn assert_exact(models: Vec<Model>, at_least: usize) {
    let cells = measure(&models);
    let (mut misses, mut wide) = (0, 0);
    for cell in &cells {
        let inside = cell.interval.contains(cell.exact);
        misses += u32::from(!inside);
        wide += u32::from(cell.width() > WIDE);
        println!(
            "{:<44} exact {:>11.6}  measured {:>11.6} ± {:>9.6} ({:>4.1} %){}",
            cell.name,
            cell.exact,
            cell.interval.mean,
            cell.interval.half_width,
            100.0 * cell.width(),
            if inside { "" } else { "  MISS" }
        );
    }
    let count = cells.len();
    let most = most_misses(count as u32);
    println!("{misses} of {count} cells miss, up to {most} may; {wide} are wide");
    assert!(count >= at_least, "{count} cells");
    assert!(misses <= most, "{misses} of {count} cells miss");
    // Intervals as wide as a barn door would contain anything.
    assert!(
        f64::from(wide) <= WIDE_SHARE * count as f64,
        "{wide} of {count} cells would not notice an error of {WIDE}"
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
                    let cells = model.replicate();
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
