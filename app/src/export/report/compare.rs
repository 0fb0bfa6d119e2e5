//! Two runs side by side, for people: what was changed, what must be known, and every figure with its difference.

use sim_core::document::Document;
use sim_core::foundation::units::SimTime;
use sim_core::report::compare::{Comparison, Row, Told};

use super::Paper;
use super::table::Table;
use crate::i18n::{Texts, compared as words, happened};

/// What the two are called in tables.
pub const NAMES: [&str; 2] = ["A", "B"];
/// Most changes that are told one by one; JSON has more.
const MOST: usize = 40;

/// A comparison in Markdown.
pub fn comparison_md(
    documents: [&Document; 2],
    told: Told<'_>,
    found: &Comparison,
    texts: Texts,
) -> String {
    comparison(documents, told, found, Paper::markdown(texts))
}

/// The same in plain text.
pub fn comparison_text(
    documents: [&Document; 2],
    told: Told<'_>,
    found: &Comparison,
    texts: Texts,
) -> String {
    comparison(documents, told, found, Paper::text(texts))
}

fn comparison(
    documents: [&Document; 2],
    told: Told<'_>,
    found: &Comparison,
    paper: Paper,
) -> String {
    let mut out = head(documents, told, paper);
    changes(documents[1], found, paper, &mut out);
    notes(found, paper, &mut out);
    targets(found, paper, &mut out);
    whole(found, paper, &mut out);
    components(found, paper, &mut out);
    out
}

/// A comparison as a section of the report of its second run: below that one's title it needs none of its own.
pub fn compared_section(page: &str, texts: Texts) -> String {
    let mut out = String::new();
    Paper::markdown(texts).heading("report.compared", &mut out);
    let own = page
        .split_once('\n')
        .filter(|(title, _)| title.starts_with("# "));
    let body = own.map_or(page, |(_, body)| body).trim_start_matches('\n');
    for line in body.lines() {
        if line.starts_with("## ") {
            out.push('#');
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// Title, and which runs these are.
fn head(documents: [&Document; 2], told: Told<'_>, paper: Paper) -> String {
    let texts = paper.texts;
    let titles = [0, 1].map(|side| match documents[side].name.trim() {
        "" => told.files[side],
        name => name,
    });
    let title = match titles[0] == titles[1] {
        true => titles[0].to_owned(),
        false => titles.join(" · "),
    };
    let title = paper.said(&title);
    let set = told.settings.iter().map(|setting| format!(" · {setting}"));
    let second = told.files[1].to_owned() + &set.collect::<String>();
    let lines = [
        format!("{}: {}", NAMES[0], paper.said(told.files[0])),
        format!("{}: {}", NAMES[1], paper.said(&second)),
        format!("{}: {}", texts.tr("scenario.seed"), told.seed),
        format!(
            "{}: {}",
            texts.tr("report.simulated"),
            texts.clock(SimTime(told.length.0))
        ),
    ];
    match paper.markdown {
        true => format!("# {title}\n\n- {}\n", lines.join("\n- ")),
        false => format!("{title}\n{}\n", lines.join("\n")),
    }
}

fn changes(second: &Document, found: &Comparison, paper: Paper, out: &mut String) {
    if found.changes.is_empty() {
        return;
    }
    let texts = paper.texts;
    paper.heading("compare.changed", out);
    let bullet = if paper.markdown { "- " } else { "" };
    for change in found.changes.iter().take(MOST) {
        let text = happened::change(texts, second, change);
        out.push_str(&format!("{bullet}{}\n", paper.said(&text)));
    }
    let more = found.changes.len().saturating_sub(MOST) + found.more_changes;
    if more > 0 {
        let n = texts.count(more as u64);
        let more = texts.tr_with("compare.more_changes", &[("n", &n)]);
        out.push_str(&format!("{bullet}{more}\n"));
    }
}

/// How the figures came about, and what must be known of them.
fn notes(found: &Comparison, paper: Paper, out: &mut String) {
    let texts = paper.texts;
    let how = match found.pairs {
        Some(pairs) => {
            let n = texts.count(pairs as u64);
            texts.tr_with("compare.pairs", &[("n", &n)])
        }
        None => texts.tr("compare.one_run").to_owned(),
    };
    let told = found.notes.iter();
    let told = told.map(|note| words::note(texts, NAMES, note));
    // Lines of Markdown are one paragraph, unless there is an empty one between them.
    let gap = if paper.markdown { "\n\n" } else { "\n" };
    let lines: Vec<String> = told.chain([how]).collect();
    out.push_str(&format!("\n{}\n", lines.join(gap)));
}

/// Nothing where neither has one.
fn targets(found: &Comparison, paper: Paper, out: &mut String) {
    if found.targets.is_empty() {
        return;
    }
    let texts = paper.texts;
    paper.heading("scenario.targets", out);
    let mut table = Table::new(paper);
    table.names(&["compare.target"]);
    table.words(&NAMES);
    table.figures(&["report.verdict"]);
    for target in &found.targets {
        let (name, [first, second]) = words::target(texts, target);
        let worth = words::worth(texts, target.judgement).unwrap_or_default();
        table.row(vec![name, first, second, worth.to_owned()]);
    }
    table.write(out);
}

fn whole(found: &Comparison, paper: Paper, out: &mut String) {
    paper.heading("report.summary", out);
    let mut table = Table::new(paper);
    table.names(&["report.figure"]);
    figures(&mut table);
    for row in &found.run {
        table.row(cells(row, paper.texts).to_vec());
    }
    table.write(out);
}

/// Those that did not do the same are told figure by figure.
fn components(found: &Comparison, paper: Paper, out: &mut String) {
    if found.components.is_empty() {
        return;
    }
    let texts = paper.texts;
    paper.heading("dock.components", out);
    let mut table = Table::new(paper);
    table.names(&["table.name", "report.figure"]);
    figures(&mut table);
    let (same, others): (Vec<_>, Vec<_>) = found.components.iter().partition(|of| of.is_same());
    for of in others {
        let mut name = paper.said(&of.name);
        if let Some(word) = words::presence(texts, of.presence) {
            name = format!("{name} ({word})");
        }
        let mut lines = of.rows.iter().map(|row| cells(row, texts)).peekable();
        if lines.peek().is_none() {
            // It is only there: nothing came to it.
            table.row([name.clone()].into_iter().chain(empty()).collect());
        }
        for line in lines {
            let name = std::mem::take(&mut name);
            table.row([name].into_iter().chain(line).collect());
        }
    }
    if !table.is_empty() {
        table.write(out);
    }
    if !same.is_empty() {
        let names: Vec<String> = same.iter().map(|of| paper.said(&of.name)).collect();
        let names = names.join(", ");
        let gap = if table.is_empty() { "" } else { "\n" };
        let text = texts.tr_with("compare.no_difference_in", &[("names", &names)]);
        out.push_str(&format!("{gap}{text}\n"));
    }
}

fn figures(table: &mut Table) {
    table.words(&NAMES);
    table.figures(&["compare.difference", "report.verdict"]);
}

/// A line without figures.
fn empty() -> [String; 5] {
    Default::default()
}

/// What is measured, both sides, the difference, and what it is worth.
fn cells(row: &Row, texts: Texts) -> [String; 5] {
    let [first, second] = row.sides.map(|side| words::value(texts, row.measure, side));
    [
        words::measure(texts, row.measure).to_owned(),
        first,
        second,
        words::marked(texts, row).unwrap_or_default(),
        words::worth(texts, row.judgement)
            .unwrap_or_default()
            .to_owned(),
    ]
}
