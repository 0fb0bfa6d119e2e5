//! Which prices a bill is made with, and how old they are: from the oldest to the newest, for they were not all looked up
//! on one day.

use sim_core::report::bill::BillItem;
use sim_core::report::price_dates::{PriceDates, UNDATED};

use super::{Texts, words};

/// Region and dates of the prices of some charges.
pub fn list<'a>(
    texts: Texts,
    region: &str,
    items: impl IntoIterator<Item = &'a BillItem>,
) -> String {
    of_dates(texts, region, PriceDates::of(items))
}

fn of_dates(texts: Texts, region: &str, dates: PriceDates<'_>) -> String {
    let Some([from, until]) = dates.range else {
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
    match dates.some_undated {
        true => texts.tr_with("cost.some_undated", &[("list", &list)]),
        false => list,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;

    #[test]
    fn prices_of_several_days_are_told_as_a_range() {
        for (range, some_undated, en, ko) in [
            (
                Some(["2026-07-20", "2026-07-20"]),
                false,
                "Price list x, as of 2026-07-20",
                "x 가격표, 2026-07-20 기준",
            ),
            (
                Some(["2021-08-03", "2026-07-20"]),
                false,
                "Price list x, prices of 2021-08-03 to 2026-07-20",
                "x 가격표, 가격 기준일 2021-08-03~2026-07-20",
            ),
            (
                Some(["2026", "2026-07-20"]),
                false,
                "Price list x, as of 2026",
                "x 가격표, 2026 기준",
            ),
            (
                Some(["2025-04-24", "2026-10-05"]),
                true,
                "Price list x, prices of 2025-04-24 to 2026-10-05, some undated",
                "x 가격표, 가격 기준일 2025-04-24~2026-10-05, 일부는 날짜 미상",
            ),
            (
                None,
                true,
                "Price list x, as of undated",
                "x 가격표, 날짜 미상 기준",
            ),
        ] {
            for (lang, want) in [(Lang::En, en), (Lang::Ko, ko)] {
                let dates = PriceDates {
                    range,
                    some_undated,
                };
                assert_eq!(of_dates(Texts::new(lang), "x", dates), want);
            }
        }
    }
}
