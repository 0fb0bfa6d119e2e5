//! The speed bench: `cargo bench` in this directory.
//!
//! `cargo bench -- [PART]... [--rounds N] [--save]`, with the parts `race` (beside other engines), `spread` (large
//! designs), `threads`, `memory`, `hour` and `day` (the three-tier example), `loader` (files that are meant to load
//! slowly), `instructions` (under callgrind, which must be installed; workloads may follow); without any: all but
//! `day`, `loader` and `instructions`. `--save` writes RESULTS.md.

#[path = "../../tests/support/build.rs"]
#[allow(dead_code, clippy::unwrap_used)]
mod build;
mod by_hand;
mod day;
mod dice;
mod engines;
mod instructions;
mod ledger;
mod lindley;
mod loader;
mod measure;
mod memory;
mod models;
mod page;
mod race;
mod spread;
mod threads;
mod topolab;
mod with_desque;
mod with_nexosim;

use engines::Engine;
use models::Work;
use page::Page;

const USUAL: [&str; 5] = ["race", "spread", "threads", "memory", "hour"];
const ROUNDS: u64 = 7;

fn main() -> Result<(), String> {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| arg != "--bench")
        .collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["one", "topolab", "three-tier", seconds] => day::one(number_of(seconds)?),
        ["one", "by-hand", "three-tier", seconds] => day::one_by_hand(number_of(seconds)?),
        ["one", rest @ ..] => one(rest),
        ["peak", engine, work, requests] => {
            memory::peak(engine_of(engine)?, work_of(work)?, number_of(requests)?)
        }
        ["instructions", works @ ..] if !works.is_empty() => works
            .iter()
            .try_for_each(|work| instructions::say(work_of(work)?)),
        ["over-time", what] => memory::over_time(what),
        ["in-flight", place, requests] => memory::in_flight(place, number_of(requests)?),
        _ => whole(&words),
    }
}

fn engine_of(name: &str) -> Result<Engine, String> {
    Engine::named(name).ok_or_else(|| format!("no engine {name}"))
}

fn work_of(name: &str) -> Result<Work, String> {
    Work::named(name).ok_or_else(|| format!("no workload {name}"))
}

fn number_of(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("not a number: {text}"))
}

/// One run, for a profiler: engine, workload, requests (of the three-tier example: simulated seconds).
fn one(words: &[&str]) -> Result<(), String> {
    let [engine, work, requests] = words else {
        return Err("one ENGINE WORKLOAD REQUESTS".to_owned());
    };
    let outcome = engine_of(engine)?.run(work_of(work)?, number_of(requests)?, 1);
    println!(
        "{} requests, mean {:.6} s, p99 {:.6} s",
        outcome.requests, outcome.mean, outcome.p99
    );
    Ok(())
}

/// Which parts, how often, kept or not.
fn whole(words: &[&str]) -> Result<(), String> {
    let (mut parts, mut rounds, mut save) = (Vec::new(), ROUNDS, false);
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        match *word {
            "--save" => save = true,
            "--rounds" => rounds = number_of(rest.next().ok_or("--rounds N")?)?,
            part => parts.push(part),
        }
    }
    if parts.is_empty() {
        parts = USUAL.to_vec();
    }
    let mut page = Page::default();
    page.title();
    for part in parts {
        match part {
            "race" => race::run(&mut page, rounds),
            "spread" => spread::run(&mut page, rounds),
            "threads" => threads::run(&mut page, rounds),
            "memory" => memory::run(&mut page)?,
            "hour" => day::run(&mut page, 1.0, 5),
            "day" => day::run(&mut page, 24.0, 1),
            "instructions" => instructions::run(&mut page)?,
            "loader" => loader::run(&mut page),
            other => {
                return Err(format!(
                    "no part {other}: {USUAL:?}, day, loader, instructions"
                ));
            }
        }
    }
    if save { page.save() } else { Ok(()) }
}
