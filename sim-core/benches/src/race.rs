//! The same work by every engine, in turns: what disturbs the machine disturbs all of them.

use sim_core::foundation::stats::Welford;
use sim_core::theory::{Mm1, Mmc};

use crate::engines::Engine;
use crate::measure::{Outcome, cpu_time, least, median, most};
use crate::models::Work;
use crate::page::Page;

/// Requests of one run: about a second for the slowest engine.
fn requests(work: Work, engine: Engine) -> u64 {
    match (work, engine) {
        (_, Engine::Lindley) => 20_000_000,
        (Work::W1 | Work::W2, _) => 2_000_000,
        _ => 1_000_000,
    }
}

/// What one engine did in all rounds.
struct Lane {
    engine: Engine,
    /// Requests per processor second, by round.
    rates: Vec<f64>,
    outcomes: Vec<Outcome>,
}

impl Lane {
    fn run(&mut self, work: Work, round: u64) {
        let (outcome, time) = cpu_time(|| {
            self.engine
                .run(work, requests(work, self.engine), round + 1)
        });
        self.rates
            .push(outcome.requests as f64 / time.as_secs_f64());
        self.outcomes.push(outcome);
    }

    /// Mean response with the half width of its 99 % interval, from the rounds as replications.
    fn mean(&self) -> (f64, f64) {
        let means: Welford = self.outcomes.iter().map(|outcome| outcome.mean).collect();
        let interval = means.interval_99();
        let half = interval.map_or(f64::NAN, |interval| interval.half_width);
        (means.mean().unwrap_or(f64::NAN), half)
    }
}

/// Runs every engine on one workload, round by round, each round beginning with another engine.
fn lanes(work: Work, rounds: u64) -> Vec<Lane> {
    let able = Engine::ALL.into_iter().filter(|engine| engine.can(work));
    let mut lanes: Vec<Lane> = able
        .map(|engine| Lane {
            engine,
            rates: Vec::new(),
            outcomes: Vec::new(),
        })
        .collect();
    let count = lanes.len();
    for round in 0..rounds {
        for turn in 0..count {
            lanes[(turn + round as usize) % count].run(work, round);
        }
    }
    lanes
}

/// The exact mean response time, where theory has one.
fn exact(work: Work) -> Option<f64> {
    match work {
        Work::W1 => Mm1::new(0.8, 1.0).ok().map(|queue| queue.mean_response()),
        Work::W2 => Mmc::new(12.8, 1.0, 16)
            .ok()
            .map(|queue| queue.mean_response()),
        // Solved as a Markov chain; a test of sim-core does it again.
        Work::W3 => Some(1.618_779),
        // Every server sees the sum of a hundred gaps: GI/M/1 with Erlang arrivals.
        Work::W4Turn => Some(erlang_arrivals(70.0, 100)),
        Work::W4Least => None,
    }
}

/// Mean response of a server with exponential service of 1 s whose arrivals are every `k`-th of a Poisson stream.
fn erlang_arrivals(rate: f64, k: i32) -> f64 {
    let mut root: f64 = 0.5;
    for _ in 0..1000 {
        root = (rate / (rate + 1.0 - root)).powi(k);
    }
    1.0 / (1.0 - root)
}

/// Median of the ratios within a round.
fn ratio(lanes: &[Lane], other: Engine) -> f64 {
    let find = |engine| lanes.iter().find(|lane: &&Lane| lane.engine == engine);
    let (Some(own), Some(other)) = (find(Engine::Topolab), find(other)) else {
        return f64::NAN;
    };
    let ratios: Vec<f64> = own
        .rates
        .iter()
        .zip(&other.rates)
        .map(|(a, b)| a / b)
        .collect();
    median(&ratios)
}

/// One row for each engine.
fn table(page: &mut Page, work: Work, lanes: &[Lane]) {
    for lane in lanes {
        let (mean, half) = lane.mean();
        let p99: Vec<f64> = lane.outcomes.iter().map(|outcome| outcome.p99).collect();
        let million = |rate: f64| format!("{:.2}", rate / 1e6);
        let times = if lane.engine == Engine::Topolab {
            "1".to_owned()
        } else {
            format!("{:.2}", ratio(lanes, lane.engine))
        };
        page.row(&[
            work.name().to_owned(),
            lane.engine.name().to_owned(),
            million(median(&lane.rates)),
            format!(
                "{} – {}",
                million(least(&lane.rates)),
                million(most(&lane.rates))
            ),
            times,
            format!("{mean:.4} ± {half:.4}"),
            exact(work).map_or("–".to_owned(), |exact| format!("{exact:.6}")),
            if p99.iter().any(|p| p.is_nan()) {
                "–".to_owned()
            } else {
                format!("{:.2}", median(&p99))
            },
        ]);
    }
}

const EXPLANATION: &str = "One thread; processor time of the thread, from the document to the last figure. \
Medians of the rounds; ratios are medians of the ratios within a round; each round begins with another engine and has \
its own seed. The mean has its 99 % interval from the rounds.

Each engine records: Topolab everything a run of the program records (counters, time averages, histograms of \
components and clients, series of every component and link, usage for the bill; only the live \
figures of the cards are off, as nobody looks); desque and NeXosim a count, a sum and \
a histogram of latencies (cells of 1/128) over all requests; Lindley's recursion a count and a sum. The comparators \
draw from the same kind of generator (xoshiro256++) by the ziggurat of `rand_distr`.

W1 and W2 are stations whose requests Topolab foresees: when a request comes it works out when that begins and ends \
(Lindley's recursion for one worker, Kiefer and Wolfowitz' for several), counts many of them at once, and has no event \
for the end. W3 are two such layers: when a call comes to the database its end is known, and with it when the \
application worker is free, so only the ends of the applications' own work are put in order, apart from the events of \
the run. The figures are the same to the last digit. \"topolab, all events\" is the same design with a limit to the \
last queue that is never reached, where it cannot foresee and each end is an event, as in the other engines.

- W1: one server, 0.8/s, exponential service of 1 s.
- W2: sixteen workers, 12.8/s.
- W3: 8/s into a balancer of 50 ms, 16 application workers (1 s) who are held while one of 8 database workers answers \
(0.5 s).
- W4: 70/s over a hundred one-worker servers, in turn (rr) and to the least busy (lo).";

/// Runs everything and judges.
pub fn run(page: &mut Page, rounds: u64) {
    page.section(
        &format!("Beside other engines ({rounds} rounds)"),
        EXPLANATION,
    );
    page.head(&[
        "work",
        "engine",
        "M requests/s",
        "lowest – highest",
        "Topolab is × as fast",
        "mean response, s",
        "exact",
        "p99, s",
    ]);
    let mut bounds = Vec::new();
    for work in Work::ALL {
        let lanes = lanes(work, rounds);
        table(page, work, &lanes);
        let to_desque = if work == Work::W1 { 1.7 } else { 2.0 };
        if matches!(work, Work::W1 | Work::W2 | Work::W3) {
            bounds.push((work, "desque", ratio(&lanes, Engine::Desque), to_desque));
            bounds.push((work, "NeXosim", ratio(&lanes, Engine::Nexosim), 12.0));
        }
        if work == Work::W1 {
            bounds.push((work, "Lindley", ratio(&lanes, Engine::Lindley), 0.2));
        }
    }
    page.say("");
    page.head(&["to reach", "measured", "bound", "met"]);
    for (work, other, figure, bound) in bounds {
        let what = format!("{}: Topolab / {other}", work.name());
        page.verdict(&what, figure, " ×", true, bound);
    }
}
