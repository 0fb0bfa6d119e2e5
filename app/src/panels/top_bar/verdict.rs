//! The verdict as data: what is served, how fast, how much fails, what it costs, and how each is judged.

use std::sync::Arc;

use sim_core::document::Targets;
use sim_core::engine::snapshot::{Health, Point};
use sim_core::foundation::units::SimTime;
use sim_core::playback::player::Frame;

use crate::i18n::{prices, samples, trust};
use crate::session::View;

/// Served share of what was offered lately from which the service keeps up; the rest is on its way, or chance.
const KEEPS_UP: f64 = 0.9;
/// Windows of the series that count as lately.
const LATELY: usize = 10;

/// One chip.
#[derive(Clone, Debug, PartialEq)]
pub struct Chip {
    pub label: &'static str,
    pub value: String,
    /// A value as long as they usually are.
    pub usual: String,
    /// The value is of earlier: nothing of it has been seen lately.
    pub stale: bool,
    pub status: Health,
    /// The status in words, and the target it is judged by.
    pub hint: String,
}

/// The four chips; dashes before the run.
pub fn all(view: &View<'_>) -> [Chip; 4] {
    let frame = view.frame.filter(|frame| frame.snapshot.totals.arrived > 0);
    // What stands there costs something before anybody asks for anything.
    let running = view
        .frame
        .filter(|frame| frame.snapshot.now > SimTime::ZERO);
    let targets = &view.document.scenario.targets;
    [
        served(view, frame),
        p99(view, frame, targets),
        failed(view, frame, targets),
        cost(view, running, targets),
    ]
}

fn chip(view: &View<'_>, key: &str, value: Option<String>, status: Health, hint: String) -> Chip {
    let texts = view.texts;
    let status = if value.is_some() {
        status
    } else {
        Health::Unknown
    };
    Chip {
        label: texts.tr(key),
        value: value.unwrap_or_else(|| "–".to_owned()),
        usual: match key {
            "chip.served" => texts.per_second(1234.0),
            "chip.p99" => texts.duration(1.234),
            "chip.failed" => texts.percent(12.34),
            _ => texts.usd_per_month(1234.0),
        },
        stale: false,
        status,
        hint,
    }
}

fn served(view: &View<'_>, frame: Option<&Frame>) -> Chip {
    let texts = view.texts;
    let live = frame.map(|frame| frame.snapshot.live).unwrap_or_default();
    let status = frame.map_or(Health::Unknown, |frame| {
        keeping_up(&frame.snapshot.series.points)
    });
    let hint = texts.tr_with(
        "chip.served_help",
        &[
            ("offered", &texts.per_second(live.offered_per_s)),
            ("served", &texts.per_second(live.served_per_s)),
        ],
    );
    chip(
        view,
        "chip.served",
        frame.map(|frame| texts.per_second(frame.verdict.goodput_per_s)),
        status,
        hint,
    )
}

/// Whether what was offered lately was also served.
fn keeping_up(points: &[Arc<Point>]) -> Health {
    let lately = points.iter().rev().take(LATELY);
    let (offered, served) = lately.fold((0.0, 0.0), |(o, s), point| {
        (o + point.offered_per_s, s + point.served_per_s)
    });
    match (offered > 0.0, served >= KEEPS_UP * offered, served > 0.0) {
        (false, _, _) => Health::Unknown,
        (true, true, _) => Health::Ok,
        (true, false, true) => Health::Saturated,
        (true, false, false) => Health::Down,
    }
}

/// Whether nothing was answered lately.
fn silent(points: &[Arc<Point>]) -> bool {
    let mut lately = points.iter().rev().take(LATELY);
    lately.all(|point| point.samples == 0)
}

/// Met, missed, or not judged.
fn against(target: Option<f64>, value: f64) -> Health {
    match target {
        Some(target) if value <= target => Health::Ok,
        Some(_) => Health::Down,
        None => Health::Unknown,
    }
}

/// The target in words, and whether it is met: before there is anything to judge, not even that.
fn target_hint(view: &View<'_>, target: Option<String>, status: Health) -> String {
    let texts = view.texts;
    let Some(target) = target else {
        return texts.tr("chip.no_target").to_owned();
    };
    let key = match status {
        Health::Unknown => "chip.target",
        Health::Down => "chip.target_missed",
        _ => "chip.target_met",
    };
    texts.tr_with(key, &[("target", &target)])
}

fn p99(view: &View<'_>, frame: Option<&Frame>, targets: &Targets) -> Chip {
    let texts = view.texts;
    let count = frame.map_or(0, |frame| frame.snapshot.latency.count);
    let seconds = frame.map_or(0.0, |frame| frame.verdict.p99_s);
    let value = samples::enough(count, 0.99).then(|| texts.duration(seconds));
    let stale = value.is_some() && frame.is_some_and(|f| silent(&f.snapshot.series.points));
    let status = match value {
        Some(_) => against(targets.p99_ms, seconds * 1000.0),
        None => Health::Unknown,
    };
    // A target that was met before says nothing of requests that are not answered at all.
    let status = match status {
        Health::Ok if stale => Health::Unknown,
        status => status,
    };
    let samples = texts.tr_with("chip.samples", &[("n", &texts.count(count))]);
    let judged = target_hint(
        view,
        targets.p99_ms.map(|ms| texts.duration(ms / 1000.0)),
        status,
    );
    let warning = match (&value, stale) {
        (None, _) if count == 0 => format!("{}\n", texts.tr("chip.p99_none")),
        (None, _) => format!("{}\n", texts.tr("live.too_few")),
        (Some(_), true) => format!("{}\n", texts.tr("chip.p99_stale")),
        (Some(_), false) => String::new(),
    };
    let mut trust = frame.map_or(Vec::new(), |frame| trust::lines(texts, &frame.snapshot));
    trust.push(String::new());
    let trust = trust.join("\n");
    let hint = format!(
        "{}\n{warning}{samples}\n{trust}{judged}",
        texts.tr("chip.p99_help")
    );
    Chip {
        stale,
        ..chip(view, "chip.p99", value, status, hint)
    }
}

fn failed(view: &View<'_>, frame: Option<&Frame>, targets: &Targets) -> Chip {
    let texts = view.texts;
    let percent = frame.map_or(0.0, |frame| frame.verdict.failed_percent);
    let status = match (targets.failed_percent, percent > 0.0) {
        _ if frame.is_none() => Health::Unknown,
        (None, false) => Health::Ok,
        (None, true) => Health::Busy,
        (target, _) => against(target, percent),
    };
    let totals = frame.map(|frame| frame.snapshot.totals).unwrap_or_default();
    let counts = [
        ("failed", texts.count(totals.failed)),
        ("arrived", texts.count(totals.arrived)),
    ];
    let counts: Vec<(&str, &str)> = counts
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let judged = target_hint(
        view,
        targets.failed_percent.map(|percent| texts.percent(percent)),
        status,
    );
    let hint = format!("{}\n{judged}", texts.tr_with("chip.failed_help", &counts));
    chip(
        view,
        "chip.failed",
        frame.map(|_| texts.percent(percent)),
        status,
        hint,
    )
}

fn cost(view: &View<'_>, frame: Option<&Frame>, targets: &Targets) -> Chip {
    let texts = view.texts;
    let month = frame.map_or(0.0, |frame| frame.verdict.usd_per_month);
    let status = match frame {
        Some(_) => against(targets.usd_per_month, month),
        None => Health::Unknown,
    };
    let judged = target_hint(
        view,
        targets.usd_per_month.map(|usd| texts.usd_per_month(usd)),
        status,
    );
    let mut lines = vec![texts.tr("chip.cost_help").to_owned()];
    if let Some(frame) = frame {
        lines.push(texts.tr_with(
            "chip.cost_hour",
            &[("usd", &texts.usd(frame.usd_per_hour_now))],
        ));
        if let Some(million) = frame.bill.usd_per_million_ok {
            lines.push(texts.tr_with("chip.cost_million", &[("usd", &texts.usd(million))]));
        }
        if !frame.bill.items.is_empty() {
            let bill = &frame.bill;
            lines.push(prices::list(texts, &bill.region, &bill.items));
        }
    }
    lines.push(judged);
    chip(
        view,
        "chip.cost",
        frame.map(|_| texts.usd_per_month(month)),
        status,
        lines.join("\n"),
    )
}
