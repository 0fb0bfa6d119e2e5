//! Tables of timestamps: separated by commas, semicolons or tabs, with or without a first line of names.

use super::{EXPECTED, LogError, instant, shown};
use crate::catalog::expected::{Expected, Thing};

/// Names of columns that hold timestamps, in small letters; the likelier first.
const NAMES: [&str; 14] = [
    "timestamp",
    "@timestamp",
    "datetime",
    "date_time",
    "time",
    "ts",
    "arrival",
    "arrival_time",
    "created_at",
    "received_at",
    "when",
    "at",
    "seconds",
    "t",
];
/// Bare numbers from these on are no seconds since 1970: they would lie after the year 5000.
const UNITS: [(i128, i128, &str); 3] = [
    (100_000_000_000_000_000, 1_000_000_000, "nanoseconds"),
    (100_000_000_000_000, 1_000_000, "microseconds"),
    (100_000_000_000, 1_000, "milliseconds"),
];

/// How a column writes its times.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Form {
    Seconds,
    /// Numbers, of which this many make a second.
    Parts {
        per_second: i128,
        unit: &'static str,
    },
    Instant,
}

/// How a table is laid out.
#[derive(Debug)]
pub struct Table {
    separator: Option<char>,
    column: usize,
    form: Form,
    /// The first line holds names.
    pub has_header: bool,
    /// The column was neither named by the caller nor has it a telling name, and there are others.
    pub guessed: Option<String>,
}

impl Table {
    /// The layout that the first lines show.
    pub fn of<'a>(
        lines: impl Iterator<Item = (usize, &'a str)>,
        wanted: Option<&str>,
    ) -> Result<Self, LogError> {
        let lines: Vec<(usize, &str)> = lines.collect();
        let first = lines.first().ok_or(LogError::Empty)?.1;
        let separator = [',', ';', '\t']
            .into_iter()
            .find(|sign| first.contains(*sign));
        let names: Vec<&str> = fields(first, separator).collect();
        let has_header = names.iter().all(|name| form_of(name).is_none());
        let rows = lines.get(usize::from(has_header)..).unwrap_or_default();
        let in_column = |column: usize| {
            let forms = rows
                .iter()
                .map(|(_, line)| fields(line, separator).nth(column));
            forms.flatten().find_map(form_of).map(|form| (column, form))
        };
        let in_any = || {
            rows.iter().find_map(|(_, line)| {
                let mut forms = fields(line, separator).map(form_of).enumerate();
                forms.find_map(|(column, form)| Some((column, form?)))
            })
        };
        let known = match wanted {
            Some(wanted) => Some(column_of(&names, has_header, wanted)?),
            None => named(&names),
        };
        let found = match known.and_then(in_column) {
            None if wanted.is_none() => in_any(),
            found => found,
        };
        let Some((column, form)) = found else {
            let (line, text) = *rows.first().ok_or(LogError::Empty)?;
            return Err(LogError::Line {
                line,
                expected: EXPECTED.into(),
                found: shown(text),
            });
        };
        let name = names.get(column).filter(|_| has_header);
        let shown = name.map_or_else(|| (column + 1).to_string(), |name| shown(name));
        Ok(Self {
            separator,
            column,
            form,
            has_header,
            guessed: (known != Some(column) && names.len() > 1).then_some(shown),
        })
    }

    /// The time of a row, ns.
    pub fn time(&self, line: &str) -> Option<i64> {
        let text = fields(line, self.separator).nth(self.column)?;
        let parts = match self.form {
            Form::Instant => return moment(text),
            Form::Seconds => 1,
            Form::Parts { per_second, .. } => per_second,
        };
        i64::try_from(instant::decimal(text)? / parts).ok()
    }

    /// What a row must have.
    pub fn expected(&self) -> Expected {
        let what = match self.form {
            Form::Instant => Thing::Instant,
            Form::Seconds | Form::Parts { .. } => Thing::PlainNumber,
        };
        let column = self.column + 1;
        Expected::InColumn { what, column }
    }

    /// The unit of bare numbers that are no seconds.
    pub fn unit(&self) -> Option<&'static str> {
        match self.form {
            Form::Parts { unit, .. } => Some(unit),
            Form::Seconds | Form::Instant => None,
        }
    }
}

fn form_of(text: &str) -> Option<Form> {
    if moment(text).is_some() {
        return Some(Form::Instant);
    }
    let number = instant::decimal(text)?.abs() / i128::from(instant::SECOND);
    let unit = UNITS.into_iter().find(|(from, ..)| number >= *from);
    Some(
        unit.map_or(Form::Seconds, |(_, per_second, unit)| Form::Parts {
            per_second,
            unit,
        }),
    )
}

fn moment(text: &str) -> Option<i64> {
    instant::iso(text).or_else(|| instant::common_log(text))
}

/// The column with the likeliest name.
fn named(names: &[&str]) -> Option<usize> {
    let place = |known: &&str| {
        names
            .iter()
            .position(|name| name.eq_ignore_ascii_case(known))
    };
    NAMES.iter().find_map(place)
}

/// The column that the caller names: by a name of the first line, or by a number from 1.
fn column_of(names: &[&str], has_header: bool, wanted: &str) -> Result<usize, LogError> {
    let wanted = wanted.trim();
    let by_name = names
        .iter()
        .position(|name| name.eq_ignore_ascii_case(wanted));
    let by_number = || {
        let number = wanted.parse::<usize>().ok();
        number.filter(|number| (1..=names.len()).contains(number))
    };
    let found = by_name.filter(|_| has_header);
    found
        .or_else(|| by_number().map(|number| number - 1))
        .ok_or_else(|| LogError::NoColumn {
            column: wanted.to_owned(),
            expected: if has_header {
                Expected::one_of(names.iter().copied())
            } else {
                Expected::number(1.0, names.len() as f64)
            },
        })
}

/// The fields of a row, without the quotes around them.
fn fields(line: &str, separator: Option<char>) -> impl Iterator<Item = &str> {
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let text = rest.take()?.trim_start();
        let (field, after) = match text.strip_prefix('"') {
            Some(quoted) => {
                let end = closing_quote(quoted);
                let (field, after) = quoted.split_at_checked(end)?;
                (field, after.strip_prefix('"').unwrap_or(after))
            }
            None => ("", text),
        };
        let (plain, next) = match separator.and_then(|sign| after.split_once(sign)) {
            Some((plain, next)) => (plain, Some(next)),
            None => (after, None),
        };
        rest = next;
        Some(if text.starts_with('"') { field } else { plain }.trim())
    })
}

/// Where a quoted field ends; two quotes are one within it.
fn closing_quote(text: &str) -> usize {
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('"')) {
        let quote = at + found;
        if !text[quote + 1..].starts_with('"') {
            return quote;
        }
        at = quote + 2;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_a_row() {
        let row = |line| fields(line, Some(',')).collect::<Vec<_>>();
        assert_eq!(row("a, b ,,c"), ["a", "b", "", "c"]);
        assert_eq!(
            row(r#""a,b" , "say ""x"", y",2"#),
            ["a,b", r#"say ""x"", y"#, "2"]
        );
        assert_eq!(row(r#""open, end"#), ["open, end"]);
        assert_eq!(row(r#""" ,한글,""#), ["", "한글", ""]);
        assert_eq!(row(""), [""]);
        assert_eq!(fields("a,b", None).collect::<Vec<_>>(), ["a,b"]);
    }
}
