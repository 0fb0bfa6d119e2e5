//! A day of the three-tier example: 1,000 requests a second, Auto Scaling, timeouts and retries on.

use sim_core::document::Document;
use sim_core::foundation::stats::Welford;
use sim_core::foundation::units::SimTime;
use sim_core::playback::Player;

use crate::build::{Build, number, word};
use crate::by_hand;
use crate::measure::{Outcome, cpu_time, least, median, most};
use crate::page::Page;

const EXAMPLE: &str = include_str!("../../../examples/three-tier.json");
/// Browsers (per second) and users of the app (2 s of thought): together 1,000 requests a second.
const BROWSERS: f64 = 673.3;
const USERS: f64 = 664.0;

const EXPLANATION: &str = "`examples/three-tier.json` at 1,000 requests/s: browsers and an app, a balancer, web \
servers, application servers whose group follows the load (target tracking at 50 % of the processors), a database with \
a standby, static files; timeouts and retries on every call. 24 h are 86.4 million requests. The mean has its 99 % \
interval from the rounds.

By hand is a loop written for this one design, as the ceiling of what simulates it event by event: application servers \
are there from the start, nothing ever fails, times out or is refused, hops of constant length in a row are one, the way \
back is no event, and all that it records is a count and a sum. Topolab records everything, and reads the design from \
the document.";

/// The example, scaled; its application tier follows the load.
pub fn document() -> Document {
    let loaded = sim_core::file::load(EXAMPLE).expect("the example is readable");
    let mut build = Build {
        document: loaded.document,
    };
    build =
        build
            .set("browsers", "rate_per_s", number(BROWSERS))
            .set("mobile", "users", number(USERS));
    for tier in ["was-a", "was-c"] {
        build = build.set(tier, "policy", word("target_tracking")).set(
            tier,
            "target_cpu",
            number(50.0),
        );
    }
    build.document
}

/// One short run, for a profiler.
pub fn one(seconds: u64) -> Result<(), String> {
    let mut player = Player::new(&document(), 1).map_err(|error| error.to_string())?;
    player
        .run_until(SimTime(seconds * 1_000_000_000), u64::MAX)
        .map_err(|error| error.to_string())?;
    println!("{} requests", player.frame().snapshot.totals.ok);
    Ok(())
}

/// The same of the loop written by hand.
pub fn one_by_hand(seconds: u64) -> Result<(), String> {
    let outcome = by_hand(seconds as f64, 1);
    println!("{} requests, mean {:.6} s", outcome.requests, outcome.mean);
    Ok(())
}

fn by_hand(seconds: f64, seed: u64) -> Outcome {
    by_hand::run(seconds, BROWSERS, USERS as u32, seed)
}

/// Simulates so many hours with every seed from 1, in turns with the loop written by hand, and judges.
pub fn run(page: &mut Page, hours: f64, rounds: u64) {
    page.section(
        &format!("The three-tier example, {hours} h ({rounds} rounds)"),
        EXPLANATION,
    );
    let seconds = hours * 3600.0;
    let (mut own, mut ceiling) = (Vec::new(), Vec::new());
    let mut last = None;
    for seed in 1..=rounds {
        let (outcome, time) = cpu_time(|| by_hand(seconds, seed));
        ceiling.push((outcome, time.as_secs_f64()));
        let (player, time) = cpu_time(|| play(seconds, seed));
        let snapshot = player.frame().snapshot;
        let outcome = Outcome {
            requests: snapshot.totals.ok,
            mean: snapshot.latency.mean,
            p99: snapshot.latency.p99,
        };
        own.push((outcome, time.as_secs_f64()));
        last = Some(player);
    }
    let times = |lane: &[(Outcome, f64)]| -> Vec<f64> {
        lane.iter().map(|(_, cpu)| seconds / cpu).collect()
    };
    let (own_times, ceiling_times) = (times(&own), times(&ceiling));
    page.head(&[
        "engine",
        "times real time",
        "lowest – highest",
        "ns per request",
        "mean response, ms",
    ]);
    for (name, lane, times) in [
        ("topolab", &own, &own_times),
        ("by hand", &ceiling, &ceiling_times),
    ] {
        row(page, name, lane, times);
    }
    let parts: Vec<f64> = own_times
        .iter()
        .zip(&ceiling_times)
        .map(|(own, hand)| own / hand)
        .collect();
    page.say("");
    if let Some(player) = &last {
        details(page, player, own.last().map_or(f64::NAN, |lane| lane.1));
    }
    page.say(&format!(
        "- Topolab is {:.2} times as fast as the loop written by hand\n",
        median(&parts)
    ));
    page.head(&["to reach", "measured", "bound", "met"]);
    page.verdict("times real time", median(&own_times), " ×", true, 4000.0);
}

fn play(seconds: f64, seed: u64) -> Player {
    let mut player = Player::new(&document(), seed).expect("the document compiles");
    let end = SimTime((seconds * 1e9) as u64);
    player.run_until(end, u64::MAX).expect("the run goes on");
    player.finish().expect("the laws hold");
    player
}

/// What one of the two did in all rounds.
fn row(page: &mut Page, name: &str, lane: &[(Outcome, f64)], times: &[f64]) {
    let per_request: Vec<f64> = lane
        .iter()
        .map(|(outcome, cpu)| cpu * 1e9 / outcome.requests as f64)
        .collect();
    let means: Welford = lane.iter().map(|(outcome, _)| outcome.mean * 1e3).collect();
    let half = means.interval_99().map_or(String::new(), |interval| {
        format!(" ± {:.3}", interval.half_width)
    });
    page.row(&[
        name.to_owned(),
        format!("{:.0}", median(times)),
        format!("{:.0} – {:.0}", least(times), most(times)),
        format!("{:.0}", median(&per_request)),
        format!("{:.3}{half}", means.mean().unwrap_or(f64::NAN)),
    ]);
}

/// What the last run of Topolab did.
fn details(page: &mut Page, player: &Player, cpu: f64) {
    let snapshot = player.frame().snapshot;
    let (totals, events) = (snapshot.totals, player.events());
    page.say(&format!(
        "- {} requests, {} failed, {events} events ({:.1} per request, {:.0} ns each)",
        totals.arrived,
        totals.failed,
        events as f64 / totals.arrived as f64,
        cpu * 1e9 / events as f64
    ));
    let groups = snapshot.components.iter();
    for view in groups.filter(|view| view.instances.max > 0) {
        page.say(&format!(
            "- {}: {:.2} instances on average, at most {}, utilisation {:.2}",
            view.id, view.instances.mean, view.instances.max, view.utilization_mean
        ));
    }
    page.say(&format!("- p99 {:.1} ms", snapshot.latency.p99 * 1e3));
}
