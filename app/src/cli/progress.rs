//! How far a run is (a bar, on a terminal only) and how fast it went.

use std::io::Write;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use sim_core::foundation::units::{SimTime, Span};

use crate::i18n::Texts;

/// A run shorter than this shows no bar.
const PATIENCE: Duration = Duration::from_millis(500);

/// Watches one run.
pub struct Progress {
    begun: Instant,
    length: Span,
    terminal: bool,
    texts: Texts,
    bar: Option<ProgressBar>,
}

impl Progress {
    pub fn new(length: Span, terminal: bool, texts: Texts) -> Self {
        Self {
            begun: Instant::now(),
            length,
            terminal,
            texts,
            bar: None,
        }
    }

    /// The run is at `now`.
    pub fn at(&mut self, now: SimTime, events: u64) {
        if !self.terminal {
            return;
        }
        if self.bar.is_none() && self.begun.elapsed() > PATIENCE {
            self.bar = Some(bar(self.length, self.texts));
        }
        if let Some(bar) = &self.bar {
            bar.set_position(now.as_nanos());
            let events = self.texts.count(events);
            bar.set_message(self.texts.tr_with("cli.progress.events", &[("n", &events)]));
        }
    }

    /// Takes the bar away and says how fast it went.
    pub fn finish(self, requests: u64, events: u64, err: &mut dyn Write) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
        let seconds = self.begun.elapsed().as_secs_f64();
        let (requests, events) = (self.texts.count(requests), short(events));
        let seconds = format!("{seconds:.2}");
        let holes = [
            ("requests", requests.as_str()),
            ("events", &events),
            ("seconds", &seconds),
        ];
        writeln!(err, "{}", self.texts.tr_with("cli.progress.done", &holes)).ok();
    }
}

fn bar(length: Span, texts: Texts) -> ProgressBar {
    let bar = ProgressBar::new(length.as_nanos());
    let left = texts.tr_with("cli.progress.left", &[("time", "{eta}")]);
    let style =
        ProgressStyle::with_template(&format!("{{bar:40}} {{percent:>3}} %  {{msg}}  {left}"));
    style
        .map(|style| bar.with_style(style))
        .unwrap_or_else(|_| ProgressBar::hidden())
}

/// `950`, `9.1 k`, `12.3 M`.
fn short(count: u64) -> String {
    match count {
        0..1_000 => count.to_string(),
        1_000..1_000_000 => format!("{:.1} k", count as f64 / 1e3),
        _ => format!("{:.1} M", count as f64 / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn counts_are_short() {
        let counts = [999, 1_000, 999_940, 9_100_000];
        assert_eq!(counts.map(short), ["999", "1.0 k", "999.9 k", "9.1 M"]);
    }
}
