//! Parts of a parameter's value as a person types them, on the command line: the figures of a distribution, the numbers by
//! request kind.

use serde_json::{Map, Value as Json};

use super::{FileError, value};
use crate::catalog::expected::{Expected, Found, Thing};
use crate::catalog::{Absent, Kind, ParamSpec, Value};
use crate::document::nearest::nearest;
use crate::document::problem::{Named, Problem, shown, shown_text};

/// The names of the parts that a value has now; `kinds`: the document's request kinds.
pub fn names(value: &Value, kinds: &[&str]) -> Vec<String> {
    match value {
        Value::Times(times) => match serde_json::to_value(times) {
            Ok(Json::Object(fields)) => fields.into_iter().map(|(name, _)| name).skip(1).collect(),
            _ => Vec::new(),
        },
        Value::ByKind(_) => kinds.iter().map(|kind| (*kind).to_owned()).collect(),
        _ => Vec::new(),
    }
}

/// The value with some of its parts changed, all at once: a median may only rise together with what is above it.
///
/// # Errors
/// A part that the value does not have, a text that is no number, or a value that does not fit; `place` is what the message
/// names.
pub fn with_parts(
    spec: &ParamSpec,
    now: &Value,
    kinds: &[&str],
    parts: &[(&str, &str)],
    place: &str,
) -> Result<Value, FileError> {
    let mut fields = match (&spec.kind, now) {
        (Kind::Times { .. }, Value::Times(_)) | (Kind::ByKind { .. }, Value::ByKind(_)) => {
            match serde_json::to_value(now) {
                Ok(Json::Object(fields)) => fields,
                _ => Map::new(),
            }
        }
        // A word stands in its place, which has no parts.
        (Kind::Times { .. }, _) => {
            return Err(FileError::Expected {
                place: place.to_owned(),
                expected: spec.expected(),
                found: shown(now),
            });
        }
        _ => Map::new(),
    };
    let known = names(now, kinds);
    if let (Kind::ByKind { absent, .. }, true) = (&spec.kind, fields.is_empty())
        && *absent == Absent::EqualOrNone
    {
        // All have the same share as long as none has one: the others keep it.
        fields.extend(known.iter().map(|kind| (kind.clone(), Json::from(1))));
    }
    for (part, text) in parts {
        let place = format!("{place}.{part}");
        if !known.iter().any(|name| name == part) {
            return Err(unknown(place, part, known));
        }
        let number = text.trim().parse::<f64>().ok();
        let Some(number) = number.filter(|number| number.is_finite()) else {
            return Err(FileError::Expected {
                place,
                expected: Thing::Number.into(),
                found: Found::Shown(shown_text(text.trim())),
            });
        };
        fields.insert((*part).to_owned(), json(number));
    }
    value(spec, &Json::Object(fields).to_string(), place)
}

/// A whole number without a point, as the counts of a shape want it.
fn json(number: f64) -> Json {
    let whole = libm::trunc(number) == number && libm::fabs(number) < 1e15;
    match whole {
        true => Json::from(number as i64),
        false => Json::from(number),
    }
}

fn unknown(place: String, part: &str, names: Vec<String>) -> FileError {
    let problem = Problem::UnknownName {
        what: Named::Part,
        found: part.chars().take(60).collect(),
        nearest: nearest(part, names.iter().map(String::as_str)).map(str::to_owned),
        expected: Box::new(Expected::Name {
            what: Thing::Part,
            names,
        }),
    };
    FileError::Rule { place, problem }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::catalog::service;
    use crate::foundation::chance::Distribution;

    fn with(now: Distribution, parts: &[(&str, &str)]) -> Result<Value, String> {
        let spec = service("server").unwrap().param("service_time").unwrap();
        let changed = with_parts(spec, &Value::Times(now), &[], parts, "web.service_time");
        changed.map_err(|error| error.to_string())
    }

    const USUAL: Distribution = Distribution::LogNormal {
        median_ms: 4.0,
        p95_ms: 12.0,
    };

    #[test]
    fn figures_are_changed_each_and_together() {
        let want =
            |median_ms, p95_ms| Ok(Value::Times(Distribution::LogNormal { median_ms, p95_ms }));
        assert_eq!(with(USUAL, &[("median_ms", "5.5")]), want(5.5, 12.0));
        let both = [("median_ms", "50"), ("p95_ms", "90")];
        assert_eq!(with(USUAL, &both), want(50.0, 90.0));
        let erlang = Distribution::Erlang { mean_ms: 1.0, k: 2 };
        let four = Distribution::Erlang { mean_ms: 1.0, k: 4 };
        assert_eq!(with(erlang, &[("k", "4")]), Ok(Value::Times(four)));
    }

    #[test]
    fn what_does_not_fit_is_told_with_its_place() {
        for (parts, says) in [
            (
                [("mean_ms", "5")],
                "web.service_time.mean_ms: expected a part (median_ms, p95_ms), found \"mean_ms\"",
            ),
            (
                [("medan_ms", "5")],
                "found \"medan_ms\" (did you mean \"median_ms\"?)",
            ),
            (
                [("median_ms", "x")],
                "median_ms: expected a number, found \"x\"",
            ),
            ([("median_ms", "NaN")], "found \"NaN\""),
            ([("median_ms", "-1")], "median_ms = -1 ms is not between 0"),
            ([("median_ms", "50")], "median_ms must not be above p95_ms"),
        ] {
            let error = with(USUAL, &parts).unwrap_err();
            assert!(error.contains(says), "{error}");
        }
        let client = service("client").unwrap();
        let by_kind = (client.params)().iter().find(|spec| {
            let absent = Absent::EqualOrNone;
            matches!(&spec.kind, Kind::ByKind { absent: found, .. } if *found == absent)
        });
        let shares = by_kind.unwrap();
        let set = |part| with_parts(shares, &shares.default, &["page", "api"], &[part], "c.x");
        let Ok(Value::ByKind(numbers)) = set(("api", "3")) else {
            panic!("{:?}", set(("api", "3")));
        };
        let numbers: Vec<(&str, f64)> = numbers.iter().map(|(id, n)| (id.as_str(), *n)).collect();
        assert_eq!(numbers, [("page", 1.0), ("api", 3.0)]);
        assert!(set(("image", "3")).is_err());
        let workers = service("server").unwrap().param("workers").unwrap();
        let none = with_parts(workers, &workers.default, &[], &[("x", "1")], "web.workers");
        let none = none.unwrap_err().to_string();
        assert_eq!(none, "web.workers.x: expected no part here, found \"x\"");
    }
}
