//! What happened to the run, and what the review says of the design.

use sim_core::check;
use sim_core::engine::MAX_MARKS;
use sim_core::engine::snapshot::{Mark, MarkKind};
use sim_core::report::Run;

use super::Paper;
use super::table::Table;
use crate::i18n::{errors, happened as marks, words};

/// Most events of a report; `topolab run --format json` has all.
const MOST: usize = 100;
/// The same on a terminal.
const MOST_IN_TEXT: usize = 40;

/// Changes, faults and what the system did by itself, and why the run could not go on; nothing where nothing happened.
pub(super) fn happened(run: &Run<'_>, paper: Paper, out: &mut String) {
    let all = &*run.snapshot.marks;
    if all.is_empty() && run.error.is_none() {
        return;
    }
    let texts = paper.texts;
    paper.heading("report.happened", out);
    if !all.is_empty() {
        events(run, paper, all, out);
    }
    if let Some(error) = run.error {
        let words = errors::engine(texts, error);
        let text = texts.tr_with("run.problem.engine", &[("text", &words)]);
        let first = all.is_empty() || !paper.markdown;
        let gap = if first { "" } else { "\n" };
        out.push_str(&format!("{gap}{}\n", paper.said(&text)));
    }
}

fn events(run: &Run<'_>, paper: Paper, all: &[Mark], out: &mut String) {
    // Where there are too many, what was done to the system comes before what it did by itself.
    let texts = paper.texts;
    let most = if paper.markdown { MOST } else { MOST_IN_TEXT };
    let few = all.len() <= most;
    let told = all.iter().filter(|mark| few || is_from_outside(mark));
    let told: Vec<&Mark> = told.take(most).collect();
    let mut table = Table::new(paper);
    table.names(&["report.instant", "report.event"]);
    for mark in &told {
        let text = marks::sentence(texts, run.document, run.edits, mark);
        table.row(vec![texts.clock(mark.at), paper.said(&text)]);
    }
    table.write(out);
    let more = all.len() - told.len();
    let gap = if paper.markdown { "\n" } else { "" };
    if more > 0 {
        let more = texts.count(more as u64);
        let more = texts.tr_with("report.more", &[("n", &more)]);
        out.push_str(&format!("{gap}{more}.\n"));
    }
    // Beyond a number of events a run keeps no more of them.
    if all.len() >= MAX_MARKS {
        let kept = texts.count(MAX_MARKS as u64);
        let kept = texts.tr_with("report.kept", &[("n", &kept)]);
        out.push_str(&format!("{gap}{kept}.\n"));
    }
}

fn is_from_outside(mark: &Mark) -> bool {
    matches!(
        mark.what,
        MarkKind::Edited(_) | MarkKind::FaultBegins(_) | MarkKind::FaultEnds(_)
    )
}

/// The review of the design as it is at the end.
pub(super) fn findings(run: &Run<'_>, paper: Paper, out: &mut String) {
    let texts = paper.texts;
    paper.heading("dock.findings", out);
    let found = check::findings(run.document);
    if found.is_empty() {
        out.push_str(&format!("{}.\n", texts.tr("dock.no_findings")));
    }
    for finding in &found {
        let word = texts.tr(words::severity(finding.severity));
        let text = paper.said(&words::finding(texts, finding));
        out.push_str(&format!("- **{word}**: {text}\n"));
    }
}
