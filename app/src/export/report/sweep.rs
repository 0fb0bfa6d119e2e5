//! A sweep for people: what was varied, where it breaks, and a line of figures for each value; and as a table for
//! spreadsheets.

use sim_core::document::Document;
use sim_core::foundation::units::SimTime;
use sim_core::report::compare::Measure;
use sim_core::report::sweep::{Asked, Cell, Knee, MEASURES, Point, Sweep};

use super::table::Table;
use super::{NONE, Paper};
use crate::i18n::{Texts, compared, swept};

/// The columns of figures, with the keys of their headings.
const COLUMNS: [(Measure, &str); 10] = [
    (Measure::Offered, "table.offered"),
    (Measure::Throughput, "sweep.throughput"),
    (Measure::Goodput, "canvas.tip.served"),
    (Measure::Failed, "table.failed"),
    (Measure::Mean, "distribution.mean"),
    (Measure::P50, "sweep.p50"),
    (Measure::P95, "sweep.p95"),
    (Measure::P99, "table.p99"),
    (Measure::UsdPerMonth, "table.cost"),
    (Measure::UsdPerMillionOk, "sweep.million"),
];

/// A sweep in Markdown.
pub fn sweep_md(document: &Document, asked: Asked<'_>, found: &Sweep, texts: Texts) -> String {
    sweep(document, asked, found, Paper::markdown(texts))
}

/// The same in plain text.
pub fn sweep_text(document: &Document, asked: Asked<'_>, found: &Sweep, texts: Texts) -> String {
    sweep(document, asked, found, Paper::text(texts))
}

fn sweep(document: &Document, asked: Asked<'_>, found: &Sweep, paper: Paper) -> String {
    let texts = paper.texts;
    let mut out = head(document, asked, paper);
    let targets = &document.scenario.targets;
    let knee = swept::knee(texts, asked.varied, targets, found);
    let knee = match paper.markdown {
        true => format!("**{}**", paper.said(&knee)),
        false => knee,
    };
    let notes = found.notes.iter().map(|note| swept::note(texts, *note));
    let lines: Vec<String> = [knee]
        .into_iter()
        .chain(notes)
        .chain([swept::runs(texts, found.runs)])
        .collect();
    // Lines of Markdown are one paragraph, unless there is an empty one between them.
    let gap = if paper.markdown { "\n\n" } else { "\n" };
    out.push_str(&format!("\n{}\n\n", lines.join(gap)));
    table(document, asked, found, paper, &mut out);
    out
}

/// Title, and what was run.
fn head(document: &Document, asked: Asked<'_>, paper: Paper) -> String {
    let texts = paper.texts;
    let title = match document.name.trim() {
        "" => asked.file,
        name => name,
    };
    let set = asked.settings.iter().map(|setting| format!(" · {setting}"));
    let file = asked.file.to_owned() + &set.collect::<String>();
    let subject = swept::subject(texts, document, asked.varied);
    let today = swept::today(texts, asked.varied);
    let lines = [
        ("report.file", paper.said(&file)),
        ("sweep.varied", paper.said(&subject)),
        ("sweep.today", today),
        ("scenario.seed", asked.seed.to_string()),
        ("report.simulated", texts.clock(SimTime(asked.length.0))),
    ];
    let lines = lines.map(|(key, value)| format!("{}: {value}", texts.tr(key)));
    let title = paper.said(title);
    match paper.markdown {
        true => format!("# {title}\n\n- {}\n", lines.join("\n- ")),
        false => format!("{title}\n{}\n", lines.join("\n")),
    }
}

fn table(document: &Document, asked: Asked<'_>, found: &Sweep, paper: Paper, out: &mut String) {
    let texts = paper.texts;
    let targets = found.points.iter().any(|point| point.holds().is_some());
    let mut table = Table::new(paper);
    table.names(&["report.value"]);
    table.figures(&COLUMNS.map(|(_, key)| key));
    table.figures(&["sweep.busiest"]);
    if targets {
        table.figures(&["sweep.targets"]);
    }
    let marked = found.knee.places(found.points.len());
    for (at, point) in found.points.iter().enumerate() {
        let mut value = swept::value(asked.varied, point.value);
        let is_today = asked.varied.today == Some(point.value);
        for (_, key) in [
            (is_today, "sweep.is_today"),
            (marked.contains(&at), mark(found.knee)),
        ]
        .into_iter()
        .filter(|(told, _)| *told)
        {
            value.push_str(&format!(" · {}", texts.tr(key)));
        }
        let cells = COLUMNS.map(|(measure, _)| cell(texts, measure, point.cell(measure)));
        let busiest = point.busiest.as_ref();
        let busiest = busiest.map(|of| paper.said(&swept::busiest(texts, document, of)));
        let verdict = swept::verdict(texts, point);
        let mut row = vec![value];
        row.extend(cells);
        row.push(busiest.unwrap_or_else(|| NONE.to_owned()));
        row.extend(verdict.filter(|_| targets));
        table.row(row);
    }
    table.write(out);
}

/// What a marked point is called.
fn mark(knee: Knee) -> &'static str {
    match knee {
        Knee::Targets { .. } => "sweep.is_limit",
        _ => "sweep.is_knee",
    }
}

/// `64.2 ms ± 0.31 ms`.
fn cell(texts: Texts, measure: Measure, cell: Option<Cell>) -> String {
    let shown = |value| compared::value(texts, measure, Some(value));
    match cell {
        None => NONE.to_owned(),
        Some(Cell {
            value,
            half_width: None,
            ..
        }) => shown(value),
        Some(Cell {
            value,
            half_width: Some(half),
            ..
        }) => format!("{} ± {}", shown(value), shown(half)),
    }
}

/// A sweep as comma-separated values: a line for each value, every digit, and nothing where there is no figure.
pub fn sweep_csv(asked: Asked<'_>, found: &Sweep) -> String {
    let subject = format!("{}.{}", asked.varied.target, asked.varied.spec.id);
    let mut head = vec![subject];
    for measure in MEASURES {
        let name = measure.name();
        head.push(name.to_owned());
        if found.runs > 1 {
            head.extend(["low", "high"].map(|end| format!("{name}_{end}")));
        }
    }
    head.extend(["busiest", "utilization", "targets_met"].map(str::to_owned));
    let lines = found.points.iter().map(|point| line(point, found.runs > 1));
    let lines: Vec<String> = [head]
        .into_iter()
        .chain(lines)
        .map(|cells| cells.join(","))
        .collect();
    lines.join("\n") + "\n"
}

fn line(point: &Point, intervals: bool) -> Vec<String> {
    let some = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let mut line = vec![point.value.to_string()];
    for cell in &point.cells {
        line.push(some(cell.map(|cell| cell.value)));
        if intervals {
            for sign in [-1.0, 1.0] {
                line.push(some(
                    cell.and_then(|cell| Some(cell.value + sign * cell.half_width?)),
                ));
            }
        }
    }
    // An id has no commas.
    let busiest = point.busiest.as_ref();
    line.push(busiest.map(|of| of.id.to_string()).unwrap_or_default());
    line.push(some(busiest.map(|of| of.utilization)));
    line.push(point.holds().map(|met| met.to_string()).unwrap_or_default());
    line
}
