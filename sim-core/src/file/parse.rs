//! Text to JSON: syntax errors by line and column, no field twice, no stack to overflow.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::FileError;

/// Marks the one error of ours that passes through serde_json.
const DUPLICATE: &str = "duplicate field ";

/// Reads a text as JSON. A byte order mark at the start is skipped.
pub fn parse(text: &str) -> Result<Value, FileError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match serde_json::from_str::<Strict>(text) {
        Ok(Strict(value)) => Ok(value),
        Err(error) => Err(explain(text, &error)),
    }
}

fn explain(text: &str, error: &serde_json::Error) -> FileError {
    let (line, column) = (error.line().max(1), error.column().max(1));
    let full = error.to_string();
    let what = full.split(" at line ").next().unwrap_or(&full).to_owned();
    if let Some(field) = what.strip_prefix(DUPLICATE) {
        let field = field.to_owned();
        return FileError::DuplicateField {
            line,
            column,
            field,
        };
    }
    if what == "recursion limit exceeded" {
        return FileError::TooDeep { line, column };
    }
    let expected = match what.as_str() {
        "number out of range" => "a number that fits 64 bits".to_owned(),
        _ if text.trim().is_empty() => "a topology, found an empty file".to_owned(),
        _ if no_number_at(text, line, column) => {
            "a finite number, found NaN or Infinity".to_owned()
        }
        "expected value" => "a value".to_owned(),
        "trailing characters" => "nothing more after the closing bracket".to_owned(),
        "trailing comma" => "another item after the comma".to_owned(),
        other => match other.strip_prefix("expected ") {
            Some(rest) => rest.to_owned(),
            None => format!("valid JSON, found: {other}"),
        },
    };
    FileError::NotJson {
        line,
        column,
        expected,
    }
}

/// Whether the text at this place is a number that JSON does not have.
fn no_number_at(text: &str, line: usize, column: usize) -> bool {
    let Some(bytes) = text.lines().nth(line - 1).map(str::as_bytes) else {
        return false;
    };
    let start = column.saturating_sub(2).min(bytes.len());
    let end = (column + 2).min(bytes.len());
    let near: Vec<u8> = bytes[start..end]
        .iter()
        .map(u8::to_ascii_lowercase)
        .collect();
    near.windows(3)
        .any(|three| three == b"nan" || three == b"inf")
}

/// A JSON value in which no object has a field twice.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Strict;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Strict, E> {
        Ok(Strict(Value::Bool(flag)))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Strict, E> {
        Ok(Strict(Value::from(number)))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Strict, E> {
        Ok(Strict(Value::from(number)))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Strict, E> {
        Ok(Strict(
            Number::from_f64(number).map_or(Value::Null, Value::Number),
        ))
    }

    fn visit_str<E>(self, text: &str) -> Result<Strict, E> {
        Ok(Strict(Value::from(text)))
    }

    fn visit_unit<E>(self) -> Result<Strict, E> {
        Ok(Strict(Value::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Strict, A::Error> {
        let mut list = Vec::new();
        while let Some(Strict(value)) = seq.next_element()? {
            list.push(value);
        }
        Ok(Strict(Value::Array(list)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Strict, A::Error> {
        let mut map = Map::new();
        while let Some(field) = access.next_key::<String>()? {
            if map.contains_key(&field) {
                return Err(A::Error::custom(format_args!("{DUPLICATE}{field}")));
            }
            let Strict(value) = access.next_value()?;
            map.insert(field, value);
        }
        Ok(Strict(Value::Object(map)))
    }
}
