//! The speed bench: `cargo bench` in this directory. See the README of Topolab.

mod instructions;
mod measure;
mod models;
mod topolab;

use models::Work;

fn main() -> Result<(), String> {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| arg != "--bench")
        .collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["instructions", works @ ..] => {
            let named: Vec<Work> = works.iter().filter_map(|name| Work::named(name)).collect();
            let works = if named.is_empty() {
                Work::ALL.to_vec()
            } else {
                named
            };
            instructions::print(&works, &["topolab"])
        }
        ["one", _engine, work, requests] => {
            let work = Work::named(work).ok_or("which workload?")?;
            let requests = requests.parse().map_err(|_| "how many requests?")?;
            let outcome = topolab::run(work, requests, 1);
            println!(
                "{} requests, mean {:.6} s, p99 {:.6} s",
                outcome.requests, outcome.mean, outcome.p99
            );
            Ok(())
        }
        _ => Err("use: instructions [W1 W2 W3 W4rr W4lo]".to_owned()),
    }
}
