//! What a month costs at the run's mean rate, line by line: usage × price.

use sim_core::catalog::prices::HOURS_PER_MONTH;
use sim_core::report::Run;
use sim_core::report::bill::{BillItem, usd_per_month};

use super::Paper;
use super::table::Table;
use crate::i18n::{digits, prices, words};

/// Nothing where nothing is charged.
pub(super) fn section(run: &Run<'_>, paper: Paper, out: &mut String) {
    let bill = run.bill;
    if bill.items.is_empty() && bill.unpriced.is_empty() {
        return;
    }
    let texts = paper.texts;
    paper.heading("report.cost", out);
    if !bill.items.is_empty() {
        let mut table = Table::new(paper);
        table.names(&["table.name", "report.dimension"]);
        table.figures(&["report.usage", "report.month"]);
        for item in &bill.items {
            table.row(row(run, paper, item));
        }
        table.write(out);
        out.push_str(&format!(
            "\n{}.\n",
            prices::list(texts, &bill.region, &bill.items)
        ));
    }
    for (component, dimension) in &bill.unpriced {
        let dimension = words::dimension(texts, dimension);
        let text = texts.tr_with("cost.unpriced", &[("dimension", &dimension)]);
        let name = paper.said(&words::item(run.document, component));
        out.push_str(&format!("\n{name}: {}.\n", paper.said(&text)));
    }
}

fn row(run: &Run<'_>, paper: Paper, item: &BillItem) -> Vec<String> {
    let texts = paper.texts;
    let hours = run.snapshot.now.as_secs_f64() / 3600.0;
    let months = match hours > 0.0 {
        true => HOURS_PER_MONTH as f64 / hours,
        false => 0.0,
    };
    let unit = words::unit(texts, item.unit);
    let values = [
        ("usage", texts.number(item.usage * months)),
        ("unit", paper.said(&unit)),
        ("price", digits::unit_price(item.price)),
    ];
    let values = values
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let dimension = paper.said(&words::dimension(texts, item.dimension));
    // A price that nobody has verified is marked as such, as in the window.
    let dimension = match words::is_unverified(item.confidence) {
        true => format!(
            "{dimension} ({})",
            words::confidence(texts, item.confidence)
        ),
        false => dimension,
    };
    vec![
        paper.said(&words::item(run.document, &item.component)),
        dimension,
        texts.tr_with("cost.formula", &values),
        texts.usd(usd_per_month(item.cost, run.snapshot.now)),
    ]
}
