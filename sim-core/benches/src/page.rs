//! What the bench says: printed at once, and kept for RESULTS.md.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

/// Text as it grows.
#[derive(Debug, Default)]
pub struct Page {
    text: String,
}

impl Page {
    pub fn say(&mut self, line: &str) {
        println!("{line}");
        let _ = writeln!(self.text, "{line}");
    }

    /// A section with an explanation.
    pub fn section(&mut self, title: &str, explanation: &str) {
        self.say(&format!("\n## {title}\n\n{explanation}\n"));
    }

    /// The first rows of a table.
    pub fn head(&mut self, columns: &[&str]) {
        self.say(&format!("| {} |", columns.join(" | ")));
        self.say(&format!("|{}", "---|".repeat(columns.len())));
    }

    pub fn row(&mut self, cells: &[String]) {
        self.say(&format!("| {} |", cells.join(" | ")));
    }

    /// A figure against what it has to reach.
    pub fn verdict(&mut self, what: &str, figure: f64, unit: &str, least: bool, bound: f64) {
        let met = if least {
            figure >= bound
        } else {
            figure <= bound
        };
        let (sign, word) = (
            if least { '≥' } else { '≤' },
            if met { "yes" } else { "**no**" },
        );
        let digits = if figure.abs() >= 1000.0 { 0 } else { 2 };
        self.row(&[
            what.to_owned(),
            format!("{figure:.digits$}{unit}"),
            format!("{sign} {bound}{unit}"),
            word.to_owned(),
        ]);
    }

    /// Writes RESULTS.md beside the manifest.
    pub fn save(&self) -> Result<(), String> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("RESULTS.md");
        std::fs::write(&path, &self.text).map_err(|error| format!("{}: {error}", path.display()))
    }

    /// Title, commit and machine.
    pub fn title(&mut self) {
        self.say("# Speed of Topolab\n");
        self.say("Written by `cargo bench` in this directory; see the README for how to run it.\n");
        self.say(&format!("- last commit of the core: {}", commit()));
        self.say(&format!("- compiler: {}", first_line("rustc", &["-V"])));
        self.say(&format!("- machine: {}", machine()));
        self.say(&format!("- load average before: {}", load()));
        self.say(
            "- build: one profile for all engines: `lto = \"fat\"`, `codegen-units = 1`, the system's allocator",
        );
    }
}

fn first_line(program: &str, args: &[&str]) -> String {
    let output = Command::new(program).args(args).output().ok();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let line = text.as_deref().and_then(|text| text.lines().next());
    line.unwrap_or("unknown").to_owned()
}

/// The last commit of the core, and whether its sources differ from it.
fn commit() -> String {
    let commit = first_line("git", &["log", "-1", "--format=%h of %cs", "--", "../src"]);
    let changed = first_line("git", &["status", "--porcelain", "--", "../src"]);
    let differs = changed != "unknown" && !changed.is_empty();
    format!("{commit}{}", if differs { ", with changes" } else { "" })
}

fn machine() -> String {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text
        .lines()
        .find_map(|line| line.strip_prefix("model name"));
    let model = model.map_or("unknown", |rest| rest.trim_start_matches([' ', '\t', ':']));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let system = std::env::consts::OS;
    format!("{model}, {cores} logical cores, {system}")
}

/// Load average of the last minute; other programs that run disturb times, not so much ratios.
pub fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace()
        .next()
        .unwrap_or("unknown")
        .to_owned()
}
