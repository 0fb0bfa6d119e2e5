//! Text to JSON: syntax errors by line and column, no field twice, no stack to overflow.
//!
//! Loading needs no tree, only mending does.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::FileError;
use crate::catalog::expected::{Expected, Thing};
use crate::foundation::json::{self, DUPLICATE, MAX_VALUES, TOO_MANY};

/// The text, once it is JSON in which no object has a field twice. A byte order mark at the start is skipped.
pub fn checked(text: &str) -> Result<&str, FileError> {
    let text = without_mark(text);
    match json::check(text) {
        Ok(()) => Ok(text),
        Err(error) => Err(explain(text, &error)),
    }
}

pub fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// A tree to mend, in which the last of several fields of one name counts.
pub fn tree(text: &str) -> Result<Value, FileError> {
    let values = Cell::new(0);
    let mut json = serde_json::Deserializer::from_str(text);
    let value = Tree { values: &values }.deserialize(&mut json);
    let whole = value.and_then(|value| json.end().map(|()| value));
    whole.map_err(|error| explain(text, &error))
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
    if what == TOO_MANY {
        return FileError::TooManyValues { line, column };
    }
    if what == "recursion limit exceeded" {
        return FileError::TooDeep { line, column };
    }
    let expected = match what.as_str() {
        "number out of range" => Thing::Json64Bits.into(),
        _ if text.trim().is_empty() => Thing::JsonNotEmpty.into(),
        _ if no_number_at(text, line, column) => Thing::JsonFinite.into(),
        other => said(other),
    };
    FileError::NotJson {
        line,
        column,
        expected,
    }
}

/// What the reader of JSON says it expected.
fn said(what: &str) -> Expected {
    let thing = match what {
        "expected value" => Thing::JsonValue,
        "trailing characters" => Thing::JsonEnd,
        "EOF while parsing a value" => Thing::JsonValueAtEnd,
        "EOF while parsing a string" => Thing::JsonTextEnd,
        "EOF while parsing a list" => Thing::JsonListEnd,
        "EOF while parsing an object" => Thing::JsonObjectEnd,
        "trailing comma" => Thing::JsonNoComma,
        "expected ident" => Thing::JsonWord,
        "key must be a string" => Thing::JsonField,
        "invalid escape" => Thing::JsonEscape,
        "invalid number" => Thing::JsonNumber,
        _ if what.starts_with("control character") => Thing::JsonControl,
        "invalid unicode code point"
        | "lone leading surrogate in hex escape"
        | "unexpected end of hex escape" => Thing::JsonCharacter,
        "expected `:`" => return Expected::Signs(&[":"]),
        "expected `,` or `]`" => return Expected::Signs(&[",", "]"]),
        "expected `,` or `}`" => return Expected::Signs(&[",", "}"]),
        "expected `\"`" => return Expected::Signs(&["\""]),
        _ => Thing::Json,
    };
    thing.into()
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

/// A JSON value of a file that does not have too many.
#[derive(Clone, Copy)]
struct Tree<'c> {
    /// Values so far.
    values: &'c Cell<usize>,
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.values.set(self.values.get() + 1);
        if self.values.get() > MAX_VALUES {
            return Err(D::Error::custom(TOO_MANY));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::from(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::from(number))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Number::from_f64(number).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::from(text))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = seq.next_element_seed(self)? {
            list.push(value);
        }
        list.shrink_to_fit();
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(field) = access.next_key::<String>()? {
            let value = access.next_value_seed(self)?;
            map.insert(field, value);
        }
        Ok(Value::Object(map))
    }
}
