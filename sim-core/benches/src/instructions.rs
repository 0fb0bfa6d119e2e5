//! Instructions per request under callgrind: unlike times, they repeat to the digit on a busy machine.
//!
//! The difference of two run lengths leaves out what is done once: loading, compiling the document, the last report.

use std::process::Command;

use crate::engines::Engine;
use crate::models::Work;
use crate::page::Page;

const SHORT: u64 = 100_000;
const LONG: u64 = 300_000;

/// Tells the instructions per request of each engine and workload.
pub fn run(page: &mut Page) -> Result<(), String> {
    page.section(
        "Instructions per request",
        "Counted by callgrind: the difference between runs of 300,000 and of 100,000 requests.",
    );
    page.head(&["work", "Topolab", "desque", "NeXosim"]);
    for work in Work::ALL {
        let mut cells = vec![work.name().to_owned()];
        for engine in [Engine::Topolab, Engine::Desque, Engine::Nexosim] {
            cells.push(format!("{:.0}", per_request(engine, work)?));
        }
        page.row(&cells);
    }
    Ok(())
}

/// Prints Topolab's figure of one workload.
pub fn say(work: Work) -> Result<(), String> {
    let figure = per_request(Engine::Topolab, work)?;
    println!("{} {figure:.0} instructions/request", work.name());
    Ok(())
}

fn per_request(engine: Engine, work: Work) -> Result<f64, String> {
    let (short, short_requests) = count(engine, work, SHORT)?;
    let (long, long_requests) = count(engine, work, LONG)?;
    Ok((long - short) / (long_requests - short_requests))
}

/// Instructions of a run in a child, and the requests it answered.
fn count(engine: Engine, work: Work, requests: u64) -> Result<(f64, f64), String> {
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(own)
        .args(["one", engine.name(), work.name(), &requests.to_string()])
        .output()
        .map_err(|error| format!("valgrind: {error}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    let instructions = said
        .lines()
        .find_map(|line| line.split("Collected :").nth(1))
        .and_then(|number| number.trim().parse().ok());
    let answered = String::from_utf8_lossy(&output.stdout)
        .split_whitespace()
        .next()
        .and_then(|number| number.parse().ok());
    instructions
        .zip(answered)
        .ok_or_else(|| format!("callgrind failed: {said}"))
}
