//! Instructions per request under callgrind: unlike times, they repeat to the digit on a busy machine.
//!
//! The difference of two run lengths leaves out what is done once: loading, compiling the document, the last report.

use std::process::Command;

use crate::models::Work;

const SHORT: u64 = 100_000;
const LONG: u64 = 300_000;

/// Prints instructions per request of each workload.
pub fn print(works: &[Work], engines: &[&str]) -> Result<(), String> {
    for engine in engines {
        for work in works {
            let (short, short_requests) = count(engine, *work, SHORT)?;
            let (long, long_requests) = count(engine, *work, LONG)?;
            let per_request = (long - short) as f64 / (long_requests - short_requests) as f64;
            println!(
                "{:8} {:5} {per_request:7.0} instructions/request",
                engine,
                work.name()
            );
        }
    }
    Ok(())
}

/// Instructions of a run in a child, and the requests it answered.
fn count(engine: &str, work: Work, requests: u64) -> Result<(u64, u64), String> {
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(own)
        .args(["one", engine, work.name(), &requests.to_string()])
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
