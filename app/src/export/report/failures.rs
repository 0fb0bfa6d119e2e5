//! Why clients' requests failed, where, and how many.

use sim_core::report::Run;

use super::Paper;
use super::table::Table;
use crate::i18n::words;

pub(super) fn section(run: &Run<'_>, paper: Paper, out: &mut String) {
    let texts = paper.texts;
    paper.heading("dock.failures", out);
    let failures = &run.snapshot.failures;
    let total: u64 = failures.iter().map(|failure| failure.count).sum();
    if total == 0 {
        out.push_str(&format!("{}.\n", texts.tr("dock.no_failures")));
        return;
    }
    let mut table = Table::new(paper);
    table.names(&["report.cause", "report.place"]);
    table.figures(&["report.count", "report.share"]);
    for failure in failures {
        table.row(vec![
            texts
                .tr(&format!("cause.{}", failure.cause.name()))
                .to_owned(),
            paper.said(&words::item(run.document, &failure.component)),
            texts.count(failure.count),
            texts.share(failure.count as f64 / total as f64),
        ]);
    }
    table.write(out);
}
