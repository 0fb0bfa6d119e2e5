//! Which prices a bill is made with, and how old they are: from the oldest to the newest, for they were not all looked up
//! on one day.

use sim_core::report::bill::BillItem;

use super::{Texts, words};

/// What the catalog says of a price whose day nobody knows.
const UNDATED: &str = "undated";

/// Region and dates of the prices of some charges.
pub fn list<'a>(
    texts: Texts,
    region: &str,
    items: impl IntoIterator<Item = &'a BillItem>,
) -> String {
    // Of thousands of charges few differ in their dates.
    let mut dates: Vec<&str> = Vec::new();
    for item in items {
        if !dates.contains(&item.price_as_of) {
            dates.push(item.price_as_of);
        }
    }
    of_dates(texts, region, dates.into_iter())
}

fn of_dates<'a>(texts: Texts, region: &str, dates: impl Iterator<Item = &'a str>) -> String {
    let (undated, dated): (Vec<&str>, Vec<&str>) =
        dates.partition(|date| date.starts_with(UNDATED));
    // Dates begin with the year, so text order is order in time.
    let from = dated.iter().map(|date| ends(date)[0]).min();
    let until = dated.iter().map(|date| ends(date)[1]).max();
    let Some((from, until)) = from.zip(until) else {
        let date = words::date(texts, UNDATED);
        return texts.tr_with("cost.as_of", &[("region", region), ("date", &date)]);
    };
    // Some day of a year that ends the range is no range.
    let list = match until.starts_with(from) {
        true => texts.tr_with("cost.as_of", &[("region", region), ("date", from)]),
        false => {
            let holes = [("region", region), ("from", from), ("until", until)];
            texts.tr_with("cost.as_of_range", &holes)
        }
    };
    match undated.is_empty() {
        true => list,
        false => texts.tr_with("cost.some_undated", &[("list", &list)]),
    }
}

/// First and last day of a date, which may be coarse: `2026-07-20`, `2024-07 to 2026-05 (per-file date)`, `2026 (…)`.
fn ends(date: &str) -> [&str; 2] {
    let date = date.split_once(" (").map_or(date, |(date, _)| date);
    let (from, until) = date.split_once(" to ").unwrap_or((date, date));
    [from, until]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;

    #[test]
    fn prices_of_several_days_are_told_as_a_range() {
        for (dates, en, ko) in [
            (
                &["2026-07-20", "2026-07-20"][..],
                "Price list x, as of 2026-07-20",
                "x 가격표, 2026-07-20 기준",
            ),
            (
                &["2026-07-20", "2021-08-03", "2025-04-24"],
                "Price list x, prices of 2021-08-03 to 2026-07-20",
                "x 가격표, 가격 기준일 2021-08-03~2026-07-20",
            ),
            (
                &["2025-04-24", "2024-07 to 2026-05 (per-file date)"],
                "Price list x, prices of 2024-07 to 2026-05",
                "x 가격표, 가격 기준일 2024-07~2026-05",
            ),
            (
                &["2026 (commit date not readable)", "2026-07-20"],
                "Price list x, as of 2026",
                "x 가격표, 2026 기준",
            ),
            (
                &["undated (2026)", "2025-04-24", "2026-10-05"],
                "Price list x, prices of 2025-04-24 to 2026-10-05, some undated",
                "x 가격표, 가격 기준일 2025-04-24~2026-10-05, 일부는 날짜 미상",
            ),
            (
                &["undated"],
                "Price list x, as of undated",
                "x 가격표, 날짜 미상 기준",
            ),
        ] {
            for (lang, want) in [(Lang::En, en), (Lang::Ko, ko)] {
                let dates = dates.iter().copied();
                assert_eq!(of_dates(Texts::new(lang), "x", dates), want);
            }
        }
    }
}
