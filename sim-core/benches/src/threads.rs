//! Replications on two threads against one: runs share nothing, so two free cores do twice the work.

use std::time::Instant;

use crate::measure::{cpu_time, median};
use crate::models::Work;
use crate::page::{Page, load};
use crate::topolab;

const REPLICATIONS: u64 = 8;
const REQUESTS: u64 = 500_000;

/// Runs the replications on some threads: wall time and processor time, s.
fn replicate(threads: u64) -> (f64, f64) {
    let start = Instant::now();
    let work = |thread: u64| {
        let own = (0..REPLICATIONS).filter(|seed| seed % threads == thread);
        for seed in own {
            topolab::run(Work::W3, Work::W3.document(), REQUESTS, seed + 1);
        }
    };
    let cpu: f64 = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..threads)
            .map(|thread| scope.spawn(move || cpu_time(|| work(thread)).1.as_secs_f64()))
            .collect();
        handles
            .into_iter()
            .map(|handle| handle.join().unwrap_or(f64::NAN))
            .sum()
    });
    (start.elapsed().as_secs_f64(), cpu)
}

pub fn run(page: &mut Page, rounds: u64) {
    page.section(
        "Replications on two threads",
        "Eight runs of W3 by one thread and by two, in turns. It can reach 2 only while both cores are free: the \
cores that the two threads got are printed beside it, and what each run cost in processor time.",
    );
    let before = load();
    let (mut speedups, mut cores, mut prices) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        let (one, one_cpu) = replicate(1);
        let (two, two_cpu) = replicate(2);
        speedups.push(one / two);
        cores.push(two_cpu / two);
        prices.push(two_cpu / one_cpu);
    }
    page.say(&format!(
        "- load average: {before} before, {} after",
        load()
    ));
    page.say(&format!(
        "- cores that two threads got: {:.2}",
        median(&cores)
    ));
    page.say(&format!(
        "- processor time of all runs on two threads / on one: {:.3}\n",
        median(&prices)
    ));
    page.head(&["to reach", "measured", "bound", "met"]);
    page.verdict("two threads / one", median(&speedups), " ×", true, 1.85);
}
