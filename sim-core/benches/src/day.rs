//! A day of the three-tier example: 1,000 requests a second, Auto Scaling, timeouts and retries on.

use sim_core::document::Document;
use sim_core::foundation::units::SimTime;
use sim_core::playback::Player;

use crate::build::{Build, number, word};
use crate::measure::cpu_time;
use crate::page::Page;

const EXAMPLE: &str = include_str!("../../../examples/three-tier.json");
/// Browsers (per second) and users of the app (2 s of thought): together 1,000 requests a second.
const BROWSERS: f64 = 673.3;
const USERS: f64 = 664.0;

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

/// Simulates so many hours, and judges.
pub fn run(page: &mut Page, hours: f64) {
    page.section(
        &format!("The three-tier example, {hours} h"),
        "`examples/three-tier.json` at 1,000 requests/s: browsers and an app, a balancer, web servers, application \
servers whose group follows the load (target tracking at 50 % of the processors), a database with a standby, static \
files; timeouts and retries on every call. 24 h are 86.4 million requests.",
    );
    let document = document();
    let seconds = hours * 3600.0;
    let (player, time) = cpu_time(|| {
        let mut player = Player::new(&document, 1).expect("the document compiles");
        let end = SimTime((seconds * 1e9) as u64);
        player.run_until(end, u64::MAX).expect("the run goes on");
        player.finish().expect("the laws hold");
        player
    });
    let snapshot = player.frame().snapshot;
    let (cpu, totals) = (time.as_secs_f64(), snapshot.totals);
    page.say(&format!(
        "- {} requests, {} failed, {} events ({:.1} per request)",
        totals.arrived,
        totals.failed,
        player.events(),
        player.events() as f64 / totals.arrived as f64
    ));
    for view in snapshot
        .components
        .iter()
        .filter(|view| view.instances.max > 0)
    {
        page.say(&format!(
            "- {}: {:.2} instances on average, at most {}, utilisation {:.2}",
            view.id, view.instances.mean, view.instances.max, view.utilization_mean
        ));
    }
    page.say(&format!(
        "- mean response {:.3} ms, p99 {:.1} ms",
        snapshot.latency.mean * 1e3,
        snapshot.latency.p99 * 1e3
    ));
    page.say(&format!(
        "- {cpu:.1} s of processor time: {:.2} M requests/s, {:.0} ns per event\n",
        totals.arrived as f64 / cpu / 1e6,
        cpu * 1e9 / player.events() as f64
    ));
    page.head(&["to reach", "measured", "bound", "met"]);
    page.verdict("times real time", seconds / cpu, " ×", true, 4000.0);
}
