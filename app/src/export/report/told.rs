//! What happened to the run, and what the review says of the design.

use sim_core::check;
use sim_core::engine::snapshot::{Mark, MarkKind};
use sim_core::report::Run;

use super::heading;
use super::table::{Table, escaped};
use crate::i18n::{Texts, happened as marks, words};

/// Most events of a report; `topolab run --format json` has all.
const MOST: usize = 100;

/// Changes, faults and what the system did by itself, and why the run could not go on; nothing where nothing happened.
pub(super) fn happened(run: &Run<'_>, texts: Texts, out: &mut String) {
    let all = &*run.snapshot.marks;
    if all.is_empty() && run.error.is_none() {
        return;
    }
    heading(texts, "report.happened", out);
    if !all.is_empty() {
        events(run, texts, all, out);
    }
    if let Some(error) = run.error {
        let words = texts.explained("engine_error", error.key(), &error.to_string());
        let text = texts.tr_with("run.problem.engine", &[("text", &words)]);
        let gap = if all.is_empty() { "" } else { "\n" };
        out.push_str(&format!("{gap}{}\n", escaped(&text)));
    }
}

fn events(run: &Run<'_>, texts: Texts, all: &[Mark], out: &mut String) {
    // Where there are too many, what was done to the system comes before what it did by itself.
    let few = all.len() <= MOST;
    let told = all.iter().filter(|mark| few || is_from_outside(mark));
    let told: Vec<&Mark> = told.take(MOST).collect();
    let mut table = Table::new(texts);
    table.names(&["report.instant", "report.event"]);
    for mark in &told {
        let text = marks::sentence(texts, run.document, run.edits, mark);
        table.row(vec![texts.clock(mark.at), escaped(&text)]);
    }
    table.write(out);
    let more = all.len() - told.len();
    if more > 0 {
        let more = texts.count(more as u64);
        out.push_str(&format!(
            "\n{}.\n",
            texts.tr_with("report.more", &[("n", &more)])
        ));
    }
}

fn is_from_outside(mark: &Mark) -> bool {
    matches!(
        mark.what,
        MarkKind::Edited(_) | MarkKind::FaultBegins(_) | MarkKind::FaultEnds(_)
    )
}

/// The review of the design as it is at the end.
pub(super) fn findings(run: &Run<'_>, texts: Texts, out: &mut String) {
    heading(texts, "dock.findings", out);
    let found = check::findings(run.document);
    if found.is_empty() {
        out.push_str(&format!("{}.\n", texts.tr("dock.no_findings")));
    }
    for finding in &found {
        let word = texts.tr(words::severity(finding.severity));
        let text = escaped(&words::finding(texts, finding));
        out.push_str(&format!("- **{word}**: {text}\n"));
    }
}
