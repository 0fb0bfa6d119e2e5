//! What may be written behind `topolab`. What `--help` says of it is in the translation files; see `help`.

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use sim_core::document::Scenario;
use sim_core::foundation::units::{Span, SpanError, parse_span};
use sim_core::playback::MAX_REPLICATIONS;
use sim_core::report::sweep::MAX_POINTS;

use super::error::CliError;
use super::input;
use crate::i18n::{self, Texts};
use crate::theme::Theme;
use crate::window;

/// Draw a cloud architecture, press play, and it runs.
#[derive(Debug, Parser)]
#[command(name = "topolab", version, args_conflicts_with_subcommands = true)]
pub struct Cli {
    /// Topology to open in the window
    pub file: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Simulate a topology and report what it serves, where it fails and what it costs
    Run(RunArgs),
    /// Simulate two topologies, or one and the same with other settings, and report what differs
    Compare(CompareArgs),
    /// Simulate a topology with several values of one parameter, and report where it breaks
    Sweep(SweepArgs),
    /// Write a topology as a picture or as JSON
    Export(ExportArgs),
    /// Review a topology without running it
    Check(CheckArgs),
    /// Read a log of requests, so that a client sends them again
    Trace(TraceArgs),
    /// Print the JSON Schema of a topology
    Schema,
    /// List the examples that come with the program
    Examples(ExamplesArgs),
}

#[derive(Debug, Args)]
pub struct ExamplesArgs {
    /// Write them as files into this folder
    #[arg(long, value_name = "DIR")]
    pub write: Option<PathBuf>,
    #[command(flatten)]
    pub lang: Language,
}

#[derive(Debug, Args)]
pub struct RunArgs {
    /// Topology
    pub file: PathBuf,
    #[command(flatten)]
    pub simulation: Simulation,
}

#[derive(Debug, Args)]
pub struct CompareArgs {
    /// Topology
    #[arg(value_name = "A")]
    pub first: PathBuf,
    /// Topology that it is compared with; without it, the same with what is set
    #[arg(value_name = "B", required_unless_present = "settings")]
    pub second: Option<PathBuf>,
    #[command(flatten)]
    pub simulation: Simulation,
}

/// How to simulate, and what becomes of the report. Help says of each what it is for the command that it stands in.
#[derive(Debug, Args)]
pub struct Simulation {
    /// Simulated time, such as 90s, 10m or 1h30m; without it, the scenario's length
    #[arg(long = "for", value_name = "TIME", value_parser = some_time, allow_hyphen_values = true)]
    pub length: Option<Span>,
    /// Seed of all chance; without it, the scenario's
    #[arg(long, value_parser = some_seed, allow_negative_numbers = true)]
    pub seed: Option<u64>,
    /// Independent runs with seeds of their own, from 2 on: figures with their 99 % confidence interval
    #[arg(long, value_name = "N", value_parser = some_runs, allow_negative_numbers = true)]
    pub replications: Option<u64>,
    /// Change a parameter: component, link or container, parameter, value
    #[arg(long = "set", value_name = "COMPONENT.PARAMETER=VALUE")]
    pub settings: Vec<String>,
    /// md: Markdown, for notes
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    #[command(flatten)]
    pub lang: Language,
    /// Write the report into this file
    #[arg(long, value_name = "F")]
    pub out: Option<PathBuf>,
}

impl Simulation {
    /// What is simulated where the command line says nothing else: seed and length of a scenario.
    pub fn plan(&self, scenario: &Scenario) -> (u64, Span) {
        let length = || Span::from_secs_f64(scenario.duration_s);
        let seed = self.seed.unwrap_or(scenario.seed);
        (seed, self.length.unwrap_or_else(length))
    }

    /// Whether the report may go where it is to.
    pub fn may_report(&self, texts: Texts) -> Result<(), CliError> {
        let to = self.out.as_deref();
        to.map_or(Ok(()), |path| input::may_write(path, texts))
    }

    /// Where the report goes.
    pub fn report(&self, text: &str, texts: Texts, out: &mut dyn Write) -> Result<(), CliError> {
        match &self.out {
            Some(path) => input::write(path, text.as_bytes(), texts),
            None => Ok(out.write_all(text.as_bytes())?),
        }
    }
}

#[derive(Debug, Args)]
pub struct SweepArgs {
    /// Topology
    pub file: PathBuf,
    /// What is varied, and from where to where, or a list of values; 2x: twice today's value
    #[arg(long, value_name = "COMPONENT.PARAMETER=FROM..TO")]
    pub vary: String,
    /// How many values a range has; without it, 8
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(2..=MAX_POINTS as u64))]
    pub steps: Option<u64>,
    /// Values at equal ratios, not at equal differences
    #[arg(long)]
    pub log: bool,
    /// Simulated time of each run, such as 90s, 10m or 1h30m; without it, the scenario's length
    #[arg(long = "for", value_name = "TIME", value_parser = some_time)]
    pub length: Option<Span>,
    /// Seed of all chance, the same for every value; without it, the scenario's
    #[arg(long)]
    pub seed: Option<u64>,
    /// Runs of each value, from 2 on, on the same seeds: each figure with its 99 % confidence interval
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(2..=MAX_REPLICATIONS))]
    pub replications: Option<u64>,
    /// Change a parameter at every value: component, link or container, parameter, value
    #[arg(long = "set", value_name = "COMPONENT.PARAMETER=VALUE")]
    pub settings: Vec<String>,
    /// md: Markdown, for notes; csv: for spreadsheets; svg: a chart
    #[arg(long, value_enum, default_value_t = SweepFormat::Text)]
    pub format: SweepFormat,
    /// Ground of a chart
    #[arg(long, value_enum, default_value_t = Ground::Dark)]
    pub theme: Ground,
    #[command(flatten)]
    pub lang: Language,
    /// Write the report into this file
    #[arg(long, value_name = "F")]
    pub out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SweepFormat {
    Text,
    Json,
    Md,
    Csv,
    Svg,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Text,
    Json,
    Md,
}

/// Taken for granted here: it is needed before anything else is read, see [`texts`].
#[derive(Debug, Args)]
pub struct Language {
    /// Language of all that is written for people; without it, the window's
    #[arg(long, value_enum, value_name = "LANG")]
    lang: Option<Lang>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Lang {
    En,
    Ko,
}

/// The language that a command line asks for, else what the window speaks. A command line that is wrong has one, too.
pub fn texts(args: &[OsString]) -> Texts {
    let mut args = args.iter().map(|arg| arg.to_string_lossy());
    let mut asked = None;
    while let Some(arg) = args.next().filter(|arg| arg != "--") {
        let value = match arg.strip_prefix("--lang") {
            Some("") => args.next().map(|value| value.into_owned()),
            Some(rest) => rest.strip_prefix('=').map(str::to_owned),
            None => None,
        };
        asked = value.or(asked);
    }
    let known = asked.and_then(|name| Lang::from_str(&name, false).ok());
    Texts::new(match known {
        Some(Lang::En) => i18n::Lang::En,
        Some(Lang::Ko) => i18n::Lang::Ko,
        None => window::lang(),
    })
}

#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Topology
    pub file: PathBuf,
    #[command(flatten)]
    pub lang: Language,
}

#[derive(Debug, Args)]
pub struct ExportArgs {
    /// Topology
    pub file: PathBuf,
    /// Where to: a file that ends in .png, .svg or .json
    #[arg(long, value_name = "OUT")]
    pub to: PathBuf,
    /// Pixels per canvas point of a picture, 0.1 to 8
    #[arg(long, default_value_t = 1.0, value_parser = some_scale, allow_negative_numbers = true)]
    pub scale: f32,
    /// Ground of a picture
    #[arg(long, value_enum, default_value_t = Ground::Dark)]
    pub theme: Ground,
    /// Plays the topology for this time first, and draws the figures of the run
    #[arg(long = "for", value_name = "TIME", value_parser = some_time, allow_hyphen_values = true)]
    pub length: Option<Span>,
    /// Seed of that run; without it, the scenario's
    #[arg(long, requires = "length", value_parser = some_seed, allow_negative_numbers = true)]
    pub seed: Option<u64>,
    #[command(flatten)]
    pub lang: Language,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Ground {
    Dark,
    Light,
}

impl Ground {
    pub fn theme(self) -> &'static Theme {
        match self {
            Ground::Dark => Theme::dark(),
            Ground::Light => Theme::light(),
        }
    }
}

#[derive(Debug, Args)]
pub struct TraceArgs {
    /// Log of nginx or Apache, or a table of timestamps (seconds, or instants such as 2024-05-01T12:00:00Z)
    pub log: PathBuf,
    /// Topology that takes it in; without it, the value of a client's parameter `trace` is printed
    #[arg(long, value_name = "FILE")]
    pub into: Option<PathBuf>,
    /// Client that sends the requests; may be left out where there is only one
    #[arg(long, value_name = "ID", requires = "into")]
    pub client: Option<String>,
    /// Column of the timestamps: its name in the first line, or its number from 1
    #[arg(long, value_name = "NAME")]
    pub column: Option<String>,
    /// Begin again at the end of the log
    #[arg(long, requires = "into")]
    pub repeat: bool,
    #[command(flatten)]
    pub lang: Language,
}

/// A length of time above zero. What is wrong is told by a key of the translation files.
fn some_time(text: &str) -> Result<Span, &'static str> {
    match parse_span(text) {
        Ok(span) if span.is_zero() => Err("cli.error.no_time"),
        Ok(span) => Ok(span),
        Err(SpanError::TooLong(_)) => Err("cli.error.too_long"),
        Err(_) => Err("cli.error.time"),
    }
}

fn some_seed(text: &str) -> Result<u64, &'static str> {
    text.parse().map_err(|_| "cli.error.seed")
}

/// Runs of which there are several.
fn some_runs(text: &str) -> Result<u64, &'static str> {
    let count = text.parse::<u64>().ok();
    let count = count.filter(|count| (2..=MAX_REPLICATIONS).contains(count));
    count.ok_or("cli.error.runs")
}

fn some_scale(text: &str) -> Result<f32, &'static str> {
    let scale = text
        .parse::<f32>()
        .ok()
        .filter(|scale| (0.1..=8.0).contains(scale));
    scale.ok_or("cli.error.scale")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_known_before_the_command_is_read() {
        for (args, want) in [
            (&["topolab", "run", "--lang", "ko"][..], i18n::Lang::Ko),
            (&["topolab", "--lang=ko", "fly"], i18n::Lang::Ko),
            (
                &["topolab", "run", "--lang", "ko", "--lang=en"],
                i18n::Lang::En,
            ),
            (
                &["topolab", "run", "--lang=en", "--", "--lang", "ko"],
                i18n::Lang::En,
            ),
        ] {
            let args: Vec<OsString> = args.iter().map(OsString::from).collect();
            assert_eq!(texts(&args).lang(), want, "{args:?}");
        }
    }
}
