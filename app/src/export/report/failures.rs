//! Why clients' requests failed, where, and how many.

use sim_core::report::Run;

use super::heading;
use super::table::{Table, escaped};
use crate::i18n::{Texts, words};

pub(super) fn section(run: &Run<'_>, texts: Texts, out: &mut String) {
    heading(texts, "dock.failures", out);
    let failures = &run.snapshot.failures;
    let total: u64 = failures.iter().map(|failure| failure.count).sum();
    if total == 0 {
        out.push_str(&format!("{}.\n", texts.tr("dock.no_failures")));
        return;
    }
    let mut table = Table::new(texts);
    table.names(&["report.cause", "report.place"]);
    table.figures(&["report.count", "report.share"]);
    for failure in failures {
        table.row(vec![
            texts
                .tr(&format!("cause.{}", failure.cause.name()))
                .to_owned(),
            escaped(&words::item(run.document, &failure.component)),
            texts.count(failure.count),
            texts.share(failure.count as f64 / total as f64),
        ]);
    }
    table.write(out);
}
