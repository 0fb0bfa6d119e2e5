//! Memory, as the system counts it: each figure from a process of its own (Linux).

use std::process::Command;

use sim_core::foundation::units::SimTime;
use sim_core::playback::Player;

use crate::build::{Build, constant, exponential, number};
use crate::day;
use crate::engines::Engine;
use crate::measure::{least, most};
use crate::models::Work;
use crate::page::Page;

const MIB: f64 = 1024.0 * 1024.0;
/// Requests in flight when their memory is measured, and the few that it is compared with.
const MANY: u64 = 1_000_000;
const FEW: u64 = 10_000;
/// Clients send at this rate, per second.
const RATE: f64 = 100_000.0;

/// Bytes of a field of this process's status: `VmHWM` (most so far), `VmRSS` (now).
pub fn status(field: &str) -> Result<f64, String> {
    let text = std::fs::read_to_string("/proc/self/status").map_err(|error| error.to_string())?;
    let line = text.lines().find_map(|line| line.strip_prefix(field));
    let kib = line.and_then(|rest| rest.trim_matches([':', '\t', ' ']).split(' ').next());
    kib.and_then(|kib| kib.parse::<f64>().ok())
        .map(|kib| kib * 1024.0)
        .ok_or_else(|| format!("no {field}"))
}

/// What a process of its own prints: one number a line.
fn child(args: &[&str]) -> Result<Vec<f64>, String> {
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    let output = Command::new(own).args(args).output();
    let output = output.map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout);
    let numbers: Option<Vec<f64>> = text.lines().map(|line| line.parse().ok()).collect();
    numbers
        .filter(|numbers| output.status.success() && !numbers.is_empty())
        .ok_or_else(|| {
            format!(
                "{args:?}: {text}{}",
                String::from_utf8_lossy(&output.stderr)
            )
        })
}

/// In a child: the most memory that a run took.
pub fn peak(engine: Engine, work: Work, requests: u64) -> Result<(), String> {
    engine.run(work, requests, 1);
    println!("{}", status("VmHWM")?);
    Ok(())
}

/// In a child: memory at ten instants of a long run.
pub fn over_time(what: &str) -> Result<(), String> {
    let work = Work::named(what);
    let document = work.map_or_else(day::document, Work::document);
    let seconds = work.map_or(3_600.0, |work| 2e6 / work.rate());
    let mut player = Player::new(&document, 1).map_err(|error| error.to_string())?;
    for tenth in 1..=10 {
        let until = SimTime((seconds * f64::from(tenth) / 10.0 * 1e9) as u64);
        player
            .run_until(until, u64::MAX)
            .map_err(|error| error.to_string())?;
        println!("{}", status("VmRSS")?);
    }
    Ok(())
}

/// Where requests may stand.
const PLACES: [(&str, &str); 4] = [
    ("queue", "waiting in a queue"),
    ("work", "at work, its end pending"),
    ("patience", "at work, its end and a timeout pending"),
    (
        "call",
        "held in one tier, at work in the next, three timers pending",
    ),
];

/// In a child: memory with so many requests in flight, and their number.
pub fn in_flight(place: &str, requests: u64) -> Result<(), String> {
    let long = 86_400.0;
    let client = Build::default().client("c", RATE);
    let patient = [("timeout_ms", number(80_000_000.0))];
    let wide = |build: Build, name: &str, service| {
        let params = [
            ("workers", number(100_000.0)),
            ("instances", number(40.0)),
            ("service_time", service),
        ];
        build.component(name, "server", None, &params)
    };
    let build = match place {
        "queue" => client.server("s", 1, long).link("c", "s", &[]),
        "work" => wide(client, "s", exponential(long)).link("c", "s", &[]),
        "patience" => wide(client, "s", exponential(long)).link("c", "s", &patient),
        _ => wide(wide(client, "s", constant(0.001)), "t", exponential(long))
            .link("c", "s", &patient)
            .link("s", "t", &patient),
    };
    let mut player = Player::new(&build.document, 1).map_err(|error| error.to_string())?;
    let until = SimTime((requests as f64 / RATE * 1e9) as u64);
    player
        .run_until(until, u64::MAX)
        .map_err(|error| error.to_string())?;
    println!("{}", status("VmHWM")?);
    println!("{}", player.frame().snapshot.totals.in_flight);
    Ok(())
}

fn peaks(
    page: &mut Page,
    bounds: &mut Vec<(String, f64, &'static str, f64)>,
) -> Result<(), String> {
    page.head(&["work", "Topolab, MiB", "desque, MiB", "NeXosim, MiB"]);
    for work in Work::ALL {
        let mut cells = vec![work.name().to_owned()];
        for engine in [Engine::Topolab, Engine::Desque, Engine::Nexosim] {
            let peak = child(&["peak", engine.name(), work.name(), "1000000"])?[0] / MIB;
            cells.push(format!("{peak:.2}"));
            if engine == Engine::Topolab {
                bounds.push((format!("{}: most memory", work.name()), peak, " MiB", 10.0));
            }
        }
        page.row(&cells);
    }
    page.say("");
    Ok(())
}

/// Runs everything and judges.
pub fn run(page: &mut Page) -> Result<(), String> {
    page.section(
        "Memory",
        "Resident memory of a process that does nothing else, the program itself included (a process that simulates \
nothing has about 2.5 MiB). Most memory: 1 million requests. Over time: the largest of ten readings of a run of 2 \
million requests (the three-tier example: 1 h) over the smallest, the first reading left out. In flight: the \
difference between a million and ten thousand requests in flight.",
    );
    let mut bounds = Vec::new();
    peaks(page, &mut bounds)?;
    for what in ["W1", "W2", "W3", "W4rr", "W4lo", "three-tier"] {
        let readings = child(&["over-time", what])?;
        let later = &readings[1..];
        let growth = (most(later) / least(later) - 1.0) * 100.0;
        bounds.push((format!("{what}: memory over time"), growth, " %", 5.0));
    }
    for (place, words) in PLACES {
        let many = child(&["in-flight", place, &MANY.to_string()])?;
        let few = child(&["in-flight", place, &FEW.to_string()])?;
        let each = (many[0] - few[0]) / (many[1] - few[1]);
        bounds.push((format!("a request {words}"), each, " bytes", 200.0));
    }
    page.head(&["to reach", "measured", "bound", "met"]);
    for (what, figure, unit, bound) in bounds {
        page.verdict(&what, figure, unit, false, bound);
    }
    Ok(())
}
