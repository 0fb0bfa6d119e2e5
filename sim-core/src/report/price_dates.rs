//! How old the prices of a bill are: from the oldest to the newest, for they were not all looked up on one day.

use super::bill::BillItem;

/// What the catalog says of a price whose day nobody knows.
pub const UNDATED: &str = "undated";

/// The days of some prices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PriceDates<'d> {
    /// First and last day, as coarse as it is known: `2026-07-20`, `2024-07`, `2026`; `None`: of no price a day is known.
    pub range: Option<[&'d str; 2]>,
    /// Of some price no day is known.
    pub some_undated: bool,
}

impl<'d> PriceDates<'d> {
    pub fn of(items: impl IntoIterator<Item = &'d BillItem>) -> Self {
        Self::of_dates(items.into_iter().map(|item| item.price_as_of))
    }

    fn of_dates(dates: impl Iterator<Item = &'d str>) -> Self {
        let mut found = Self::default();
        for date in dates {
            if date.starts_with(UNDATED) {
                found.some_undated = true;
                continue;
            }
            // Dates begin with the year, so text order is order in time.
            let [first, last] = ends(date);
            found.range = Some(match found.range {
                Some([from, to]) => [from.min(first), to.max(last)],
                None => [first, last],
            });
        }
        found
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

    #[test]
    fn dates_of_all_forms_make_one_range() {
        for (dates, range, some_undated) in [
            (&[][..], None, false),
            (&["undated"], None, true),
            (&["2026-07-20"], Some(["2026-07-20"; 2]), false),
            (
                &["2026-07-20", "2021-08-03", "2025-04-24"],
                Some(["2021-08-03", "2026-07-20"]),
                false,
            ),
            (
                &[
                    "2025-04-24",
                    "2024-07 to 2026-05 (per-file date)",
                    "undated (2026)",
                ],
                Some(["2024-07", "2026-05"]),
                true,
            ),
        ] {
            let found = PriceDates::of_dates(dates.iter().copied());
            let wanted = PriceDates {
                range,
                some_undated,
            };
            assert_eq!(found, wanted, "{dates:?}");
        }
    }
}
