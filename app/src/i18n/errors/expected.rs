//! What was expected, and what was found, in words.

use sim_core::catalog::expected::{Expected, Found, Thing};
use sim_core::catalog::trace::TraceError;
use sim_core::foundation::chance::{
    DistributionError, MAX_DISTRIBUTION_MS, MAX_ERLANG_K, MAX_SCV, MAX_SPREAD,
};

use crate::i18n::{Lang, Texts, digits};

pub fn thing(texts: Texts, thing: Thing) -> String {
    texts.tr(&format!("thing.{}", thing.key())).to_owned()
}

/// What should have been there.
pub fn words(texts: Texts, expected: &Expected) -> String {
    if texts.lang() == Lang::En {
        return expected.to_string();
    }
    let or = |words: String, instead: &Option<&'static str>| match instead {
        Some(word) => texts.tr_with("expected.or", &[("expected", &words), ("word", word)]),
        None => words,
    };
    match expected {
        Expected::A(it) => thing(texts, *it),
        Expected::Number {
            whole,
            min,
            max,
            unit,
            instead,
        } => {
            let key = if *whole {
                "expected.whole"
            } else {
                "expected.number"
            };
            let sign = match unit.sign() {
                "" => String::new(),
                sign if sign.starts_with('/') => sign.to_owned(),
                sign => format!(" {sign}"),
            };
            let max = format!("{}{sign}", digits::plain(*max));
            let holes = [("min", &*digits::plain(*min)), ("max", &*max)];
            or(texts.tr_with(key, &holes), instead)
        }
        Expected::Whole { max } => {
            let holes = [("min", "0"), ("max", &*texts.count(*max))];
            texts.tr_with("expected.whole", &holes)
        }
        Expected::Times { instead } => or(thing(texts, Thing::Distribution), instead),
        Expected::ByKind { min, max } => {
            let [min, max] = [min, max].map(|n| digits::plain(*n));
            texts.tr_with("expected.by_kind", &[("min", &min), ("max", &max)])
        }
        Expected::OneOf { names, more } => {
            let names = format!("\"{}\"", names.join("\", \""));
            match more {
                0 => texts.tr_with("expected.one_of", &[("names", &names)]),
                more => {
                    let holes = [("names", names.as_str()), ("more", &more.to_string())];
                    texts.tr_with("expected.one_of_more", &holes)
                }
            }
        }
        Expected::Name { what, names } => {
            let what = thing(texts, *what);
            match names.is_empty() {
                true => texts.tr_with("expected.no_name", &[("what", &what)]),
                false => {
                    let holes = [("what", what.as_str()), ("names", &names.join(", "))];
                    texts.tr_with("expected.name", &holes)
                }
            }
        }
        Expected::KindsAtMost(limit) => {
            texts.tr_with("expected.kinds_at_most", &[("limit", &limit.to_string())])
        }
        Expected::Version(most) => {
            texts.tr_with("expected.version", &[("most", &most.to_string())])
        }
        Expected::TheId(id) => texts.tr_with("expected.the_id", &[("id", id.as_str())]),
        Expected::InColumn { what, column } => {
            let holes = [
                ("what", &*thing(texts, *what)),
                ("column", &*column.to_string()),
            ];
            texts.tr_with("expected.in_column", &holes)
        }
        Expected::Signs([sign]) => format!("`{sign}`"),
        Expected::Signs(signs) => {
            let signs: Vec<String> = signs.iter().map(|sign| format!("`{sign}`")).collect();
            texts.tr_with("expected.one_of", &[("names", &signs.join(", "))])
        }
    }
}

/// What was there.
pub fn found(texts: Texts, found: &Found) -> String {
    match found {
        Found::Shown(shown) => shown.clone(),
        Found::A(it) => thing(texts, *it),
        Found::UnknownField(field) => {
            texts.tr_with("found.unknown_field", &[("field", field.as_str())])
        }
        Found::ForeignVersion(version) => {
            let version = version.to_string();
            texts.tr_with("found.foreign_version", &[("version", &version)])
        }
    }
}

/// What a sentence about a distribution is made of.
pub fn times(error: &DistributionError) -> Vec<(&'static str, String)> {
    let figure = |field: &str, value: f64, min: f64, max: f64| {
        vec![
            ("field", field.to_owned()),
            ("value", value.to_string()),
            ("min", digits::plain(min)),
            ("max", digits::plain(max)),
        ]
    };
    match error {
        DistributionError::Time { field, value } => figure(field, *value, 0.0, MAX_DISTRIBUTION_MS),
        DistributionError::Zero { field } => vec![("field", (*field).to_owned())],
        DistributionError::Order { low, high } => {
            vec![("low", (*low).to_owned()), ("high", (*high).to_owned())]
        }
        DistributionError::Spread { low, high } => vec![
            ("low", (*low).to_owned()),
            ("high", (*high).to_owned()),
            ("max", digits::plain(MAX_SPREAD)),
        ],
        DistributionError::Stages(k) => figure("k", f64::from(*k), 1.0, f64::from(MAX_ERLANG_K)),
        DistributionError::Figure {
            field,
            value,
            min,
            max,
        } => figure(field, *value, *min, *max),
        DistributionError::Scv(scv) => figure("scv", *scv, 1.0, MAX_SCV),
    }
}

/// What a sentence about recorded arrivals is made of.
pub fn trace(texts: Texts, error: &TraceError) -> Vec<(&'static str, String)> {
    match error {
        TraceError::Kind { found } => vec![("found", found.clone())],
        TraceError::Value {
            place,
            expected,
            found,
        } => vec![
            ("place", texts.count(*place as u64)),
            ("expected", thing(texts, *expected)),
            ("found", found.clone()),
        ],
        TraceError::TooLong { limit, .. } => vec![("limit", texts.count(*limit as u64))],
    }
}
