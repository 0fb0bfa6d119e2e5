//! Why clients' requests failed, where, and how many; and the messages that no buffer had room for, whose senders were told
//! nothing.

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
        return dropped(run, paper, out);
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
    dropped(run, paper, out);
}

/// Messages that found a buffer full, a line for each link.
fn dropped(run: &Run<'_>, paper: Paper, out: &mut String) {
    let links = run.snapshot.links.iter();
    let lines = links.filter_map(|link| words::dropped(paper.texts, run.document, link));
    for (at, line) in lines.enumerate() {
        let line = paper.said(&line);
        match paper.markdown {
            true if at == 0 => out.push_str(&format!("\n- {line}\n")),
            true => out.push_str(&format!("- {line}\n")),
            false => out.push_str(&format!("{line}\n")),
        }
    }
}
