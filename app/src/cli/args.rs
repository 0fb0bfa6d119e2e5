//! What may be written behind `topolab`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use sim_core::foundation::units::{Span, parse_span};
use sim_core::playback::MAX_REPLICATIONS;

use crate::i18n::{self, Texts};
use crate::window;

/// Draw a cloud architecture, press play, and it runs.
#[derive(Debug, Parser)]
#[command(name = "topolab", version, args_conflicts_with_subcommands = true)]
#[command(
    after_help = "Without a command, the window opens. Exit status: 0 done, 1 the run or a check failed, 2 bad usage or unreadable input."
)]
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
    /// Write a topology as a picture or as JSON
    Export(ExportArgs),
    /// Review a topology without running it
    Check(CheckArgs),
    /// Read a log of requests, so that a client sends them again
    Trace(TraceArgs),
    /// Print the JSON Schema of a topology
    Schema,
    /// List the examples that come with the program
    Examples {
        /// Write them as files into this folder
        #[arg(long, value_name = "DIR")]
        write: Option<PathBuf>,
    },
}

#[derive(Debug, Args)]
pub struct RunArgs {
    /// Topology
    pub file: PathBuf,
    /// Simulated time, such as 90s, 10m or 1h30m; without it, the scenario's length
    #[arg(long = "for", value_name = "TIME", value_parser = some_time)]
    pub length: Option<Span>,
    /// Seed of all chance; without it, the scenario's
    #[arg(long)]
    pub seed: Option<u64>,
    /// Independent runs with seeds of their own, from 2 on: each figure with its 99 % confidence interval
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(2..=MAX_REPLICATIONS))]
    pub replications: Option<u64>,
    /// Change a parameter for this run: component, link or container, parameter, value
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Text,
    Json,
    Md,
}

#[derive(Debug, Args)]
pub struct Language {
    /// Language of what is written for people (Markdown, pictures, findings); without it, the window's
    #[arg(long, value_enum, value_name = "LANG")]
    lang: Option<Lang>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Lang {
    En,
    Ko,
}

impl Language {
    /// What was asked for, else what the window speaks.
    pub fn texts(&self) -> Texts {
        Texts::new(match self.lang {
            Some(Lang::En) => i18n::Lang::En,
            Some(Lang::Ko) => i18n::Lang::Ko,
            None => window::lang(),
        })
    }
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
    #[arg(long, default_value_t = 1.0, value_parser = some_scale)]
    pub scale: f32,
    #[command(flatten)]
    pub lang: Language,
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
}

/// A length of time above zero.
fn some_time(text: &str) -> Result<Span, String> {
    let expected = "expected a time such as 90s, 10m or 1h30m";
    match parse_span(text) {
        Ok(span) if span.is_zero() => Err(format!("no time at all: {expected}")),
        Ok(span) => Ok(span),
        Err(error) => Err(format!("{error}: {expected}")),
    }
}

fn some_scale(text: &str) -> Result<f32, String> {
    let scale = text
        .parse::<f32>()
        .ok()
        .filter(|scale| (0.1..=8.0).contains(scale));
    scale.ok_or_else(|| "expected a number from 0.1 to 8".to_owned())
}
