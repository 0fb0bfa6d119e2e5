//! One parameter's value as a person types it: on the command line, in a field.

use serde_json::Value as Json;

use super::node::{Node, Place, Shape, shown};
use super::notes::Notes;
use super::{FileError, parse, read};
use crate::catalog::expected::Found;
use crate::catalog::{Kind, ParamSpec, Value};
use crate::document::Problem;
use crate::document::problem::shown_text;

/// Reads a value: a number, a word, `true` or `false`, or a distribution as a JSON object.
///
/// # Errors
/// The text is no value of this parameter; `place` is what the message names.
pub fn value(spec: &ParamSpec, text: &str, place: &str) -> Result<Value, FileError> {
    let text = text.trim();
    let wrong = || FileError::Expected {
        place: place.to_owned(),
        expected: spec.expected(),
        found: shown_text(text).into(),
    };
    let value = match &spec.kind {
        Kind::Number {
            instead: Some(word),
            ..
        }
        | Kind::Times {
            instead: Some(word),
        } if text == *word => Value::from(*word),
        Kind::Number { .. } => Value::Number(text.parse().map_err(|_| wrong())?),
        Kind::Choice(_) | Kind::Trace => Value::from(text),
        Kind::Flag => Value::Flag(text.parse().map_err(|_| wrong())?),
        Kind::Kinds | Kind::ByKind { .. } => {
            let node = Node {
                text: parse::checked(text).map_err(|_| wrong())?.trim(),
                place: Place::Field(&Place::Root, place),
            };
            match (&spec.kind, node.shape()) {
                (Kind::Kinds, Shape::List) => Value::Kinds(read::kinds(&node)?),
                (Kind::ByKind { .. }, Shape::Object) => Value::ByKind(read::by_kind(&node)?),
                _ => return Err(wrong()),
            }
        }
        Kind::Times { .. } => {
            let node = Node {
                text: parse::checked(text).map_err(|_| wrong())?.trim(),
                place: Place::Field(&Place::Root, place),
            };
            if node.shape() != Shape::Object {
                return Err(node.expected(spec.expected()));
            }
            let (times, unknown) = read::times(&node, &mut Notes::default())?;
            // What is typed has no later version: a field that is not known is mistyped.
            if let Some((field, ..)) = unknown.fields().next() {
                return Err(FileError::Expected {
                    place: place.to_owned(),
                    expected: spec.expected(),
                    found: Found::UnknownField(shown_text(field)),
                });
            }
            times.validate().map_err(|error| FileError::Rule {
                place: place.to_owned(),
                problem: Problem::from(error),
            })?;
            Value::Times(times)
        }
    };
    if spec.check(&value).is_err() {
        let found = match &value {
            Value::Number(number) => number.to_string().into(),
            _ => shown(&Json::from(text)),
        };
        return Err(FileError::Expected {
            place: place.to_owned(),
            expected: spec.expected(),
            found,
        });
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::catalog::service;
    use crate::foundation::chance::Distribution;

    fn of(service_id: &str, param: &str, text: &str) -> Result<Value, String> {
        let spec = service(service_id).unwrap().param(param).unwrap();
        value(spec, text, &format!("x.{param}")).map_err(|error| error.to_string())
    }

    #[test]
    fn reads_every_kind() {
        assert_eq!(of("client", "rate_per_s", " 95.5 "), Ok(95.5.into()));
        assert_eq!(of("server", "queue", "unbounded"), Ok("unbounded".into()));
        assert_eq!(of("client", "mode", "closed"), Ok("closed".into()));
        assert_eq!(of("rds", "multi_az", "true"), Ok(Value::Flag(true)));
        let times = of("server", "service_time", r#"{"type":"constant","ms":0}"#);
        assert_eq!(times, Ok(Value::Times(Distribution::Constant { ms: 0.0 })));
    }

    #[test]
    fn refuses_with_place_and_expectation() {
        for (service, param, text) in [
            ("client", "rate_per_s", "many"),
            ("client", "rate_per_s", "NaN"),
            ("client", "rate_per_s", "-1"),
            ("client", "rate_per_s", ""),
            ("server", "workers", "1.5"),
            ("client", "mode", "half"),
            ("rds", "multi_az", "yes"),
            ("server", "service_time", "10"),
            ("server", "service_time", "{"),
            (
                "server",
                "service_time",
                r#"{"type":"constant","ms":1,"x":2}"#,
            ),
        ] {
            let error = of(service, param, text).unwrap_err();
            assert!(error.starts_with(&format!("x.{param}: ")), "{error}");
            assert!(error.contains("expected"), "{error}");
        }
        assert!(of("server", "service_time", r#"{"type":"constant","ms":-1}"#).is_err());
    }
}
