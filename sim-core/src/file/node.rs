//! One JSON value and its place: typed reading with messages that name the path.

use std::fmt;

use serde_json::{Map, Value};

use super::FileError;
use crate::document::Problem;
use crate::document::problem::shown_text;
use crate::foundation::ids::Id;

/// A place in the file as a path: `components[3].params.threads`.
#[derive(Clone, Copy, Debug)]
pub enum Place<'p> {
    Root,
    Field(&'p Place<'p>, &'p str),
    Index(&'p Place<'p>, usize),
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Root => f.write_str("the file"),
            Place::Field(Place::Root, field) => f.write_str(field),
            Place::Field(parent, field) => write!(f, "{parent}.{field}"),
            Place::Index(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

/// A value with its place.
#[derive(Clone, Copy, Debug)]
pub struct Node<'v, 'p> {
    pub value: &'v Value,
    pub place: Place<'p>,
}

impl<'v, 'p> Node<'v, 'p> {
    pub fn root(value: &'v Value) -> Self {
        Self {
            value,
            place: Place::Root,
        }
    }

    /// An error: something else was expected here.
    pub fn expected(&self, expected: impl Into<String>) -> FileError {
        FileError::Expected {
            place: self.place.to_string(),
            expected: expected.into(),
            found: shown(self.value),
        }
    }

    /// An error: a rule is broken in a field of this item.
    pub fn broken(&self, field: &str, problem: Problem) -> FileError {
        let place = match self.place {
            Place::Root => field.to_owned(),
            place => format!("{place}.{field}"),
        };
        FileError::Rule { place, problem }
    }

    pub fn object(&self, expected: &str) -> Result<&'v Map<String, Value>, FileError> {
        self.value
            .as_object()
            .ok_or_else(|| self.expected(expected))
    }

    pub fn list(&self, expected: &str) -> Result<&'v Vec<Value>, FileError> {
        self.value.as_array().ok_or_else(|| self.expected(expected))
    }

    pub fn text(&self) -> Result<&'v str, FileError> {
        self.value.as_str().ok_or_else(|| self.expected("a text"))
    }

    pub fn flag(&self) -> Result<bool, FileError> {
        let expected = || self.expected("true or false");
        self.value.as_bool().ok_or_else(expected)
    }

    pub fn number(&self) -> Result<f64, FileError> {
        self.value.as_f64().ok_or_else(|| self.expected("a number"))
    }

    /// A whole number, not negative.
    pub fn whole(&self) -> Result<u64, FileError> {
        let number = match self.value.as_f64() {
            Some(n) if self.value.is_f64() && (0.0..=EXACT).contains(&n) && libm::trunc(n) == n => {
                Some(n as u64)
            }
            _ => self.value.as_u64(),
        };
        number.ok_or_else(|| self.expected(format!("a whole number from 0 to {}", u64::MAX)))
    }

    pub fn id(&self) -> Result<Id, FileError> {
        let text = self.text()?;
        Id::new(text).map_err(|_| self.expected("an id: 1 to 64 of A-Z a-z 0-9 _ -"))
    }

    /// Two numbers.
    pub fn pair(&self) -> Result<[f32; 2], FileError> {
        let expected = || self.expected("two numbers, such as [160, 80]");
        let [x, y] = self
            .value
            .as_array()
            .map(Vec::as_slice)
            .ok_or_else(expected)?
        else {
            return Err(expected());
        };
        let x = Node {
            value: x,
            place: Place::Index(&self.place, 0),
        }
        .number()?;
        let y = Node {
            value: y,
            place: Place::Index(&self.place, 1),
        }
        .number()?;
        Ok([x as f32, y as f32])
    }
}

/// Whole numbers up to here are exact as floats.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A required field of an object.
pub fn required<'v, 'p>(
    object: &'v Map<String, Value>,
    place: &'p Place<'p>,
    field: &'p str,
    expected: &str,
) -> Result<Node<'v, 'p>, FileError> {
    optional(object, place, field).ok_or_else(|| FileError::Expected {
        place: Place::Field(place, field).to_string(),
        expected: expected.to_owned(),
        found: "nothing".to_owned(),
    })
}

/// A field of an object, if it is there.
pub fn optional<'v, 'p>(
    object: &'v Map<String, Value>,
    place: &'p Place<'p>,
    field: &'p str,
) -> Option<Node<'v, 'p>> {
    object.get(field).map(|value| Node {
        value,
        place: Place::Field(place, field),
    })
}

/// How a message shows a value of the file: short, on one line.
pub fn shown(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => shown_text(text),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}
