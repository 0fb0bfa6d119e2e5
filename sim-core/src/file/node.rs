//! One JSON value and its place: typed reading with messages that name the path.

use std::fmt;

use serde_json::Value;

use super::FileError;
use super::notes::Notes;
use crate::catalog::expected::{Expected, Found, Thing};
use crate::document::problem::shown_text;
use crate::document::{Problem, Unknown};
use crate::foundation::ids::Id;
use crate::foundation::json;

/// The place that is the whole file.
pub const ROOT: &str = "the file";

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
            Place::Root => f.write_str(ROOT),
            Place::Field(Place::Root, field) => f.write_str(field),
            Place::Field(parent, field) => write!(f, "{parent}.{field}"),
            Place::Index(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

/// What a value is, by the first sign of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Null,
    Flag,
    Number,
    Text,
    List,
    Object,
}

/// The text of a value with its place. The text was checked.
#[derive(Clone, Copy, Debug)]
pub struct Node<'v, 'p> {
    pub text: &'v str,
    pub place: Place<'p>,
}

/// The known fields of an object, and what else it has.
pub struct Object<'v, 'k> {
    fields: Vec<(&'k str, &'v str)>,
    pub unknown: Unknown,
}

impl<'v> Object<'v, '_> {
    pub fn get(&self, field: &str) -> Option<&'v str> {
        let mut fields = self.fields.iter();
        fields
            .find(|(name, _)| *name == field)
            .map(|(_, text)| *text)
    }
}

impl<'v, 'p> Node<'v, 'p> {
    pub fn root(text: &'v str) -> Self {
        let place = Place::Root;
        let text = text.trim();
        Self { text, place }
    }

    pub fn shape(&self) -> Shape {
        match self.text.as_bytes().first() {
            Some(b'{') => Shape::Object,
            Some(b'[') => Shape::List,
            Some(b'"') => Shape::Text,
            Some(b't' | b'f') => Shape::Flag,
            Some(b'-' | b'0'..=b'9') => Shape::Number,
            _ => Shape::Null,
        }
    }

    /// A value that is neither list nor object.
    pub fn scalar(&self) -> Value {
        match self.shape() {
            Shape::List | Shape::Object => Value::Null,
            _ => serde_json::from_str(self.text).unwrap_or_default(),
        }
    }

    /// An error: something else was expected here.
    pub fn expected(&self, expected: impl Into<Expected>) -> FileError {
        let found = match self.shape() {
            Shape::List => Thing::List.into(),
            Shape::Object => Thing::Object.into(),
            _ => shown(&self.scalar()),
        };
        FileError::Expected {
            place: self.place.to_string(),
            expected: expected.into(),
            found,
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

    /// An error: a list has more items than it may.
    pub fn too_many(&self, what: &'static str, limit: usize) -> FileError {
        FileError::Rule {
            place: self.place.to_string(),
            problem: Problem::TooMany { what, limit },
        }
    }

    /// The fields that are known, in the order in which they are written, and the others as they are, noted.
    pub fn object<'k>(
        &self,
        expected: Thing,
        known: &[&'k str],
        notes: &mut Notes,
    ) -> Result<Object<'v, 'k>, FileError> {
        let mut object = Object {
            fields: Vec::with_capacity(known.len()),
            unknown: Unknown::new(),
        };
        let (mark, mut slot) = (notes.mark(), 0);
        self.fields(expected, |name, text| {
            if let Some(index) = known.iter().position(|known| *known == name) {
                object.fields.push((known[index], text));
                slot = index + 1;
            } else {
                notes.add(&Place::Field(&self.place, name), name);
                object.unknown.keep(name, text, slot as u32);
            }
            Ok(())
        })?;
        let fields = &object.fields;
        notes.explain(
            mark,
            known.iter().copied().filter(|name| {
                let mut there = fields.iter();
                !there.any(|(field, _)| field == name)
            }),
        );
        object.unknown.sort();
        Ok(object)
    }

    /// Every field of an object, in the order of the file.
    pub fn fields(
        &self,
        expected: Thing,
        mut each: impl FnMut(&str, &'v str) -> Result<(), FileError>,
    ) -> Result<(), FileError> {
        json::fields(self.text, |name, text| each(&name, text))
            .map_err(|error| error.unwrap_or_else(|| self.expected(expected)))
    }

    /// The items of a list; more than `most` are an error that `too_many` makes.
    pub fn list(
        &self,
        expected: Thing,
        most: usize,
        too_many: impl Fn() -> FileError,
    ) -> Result<Vec<&'v str>, FileError> {
        let mut list = Vec::new();
        let read = json::items(self.text, |item| {
            if list.len() == most {
                return Err(too_many());
            }
            list.push(item);
            Ok(())
        });
        match read {
            Ok(()) => Ok(list),
            Err(error) => Err(error.unwrap_or_else(|| self.expected(expected))),
        }
    }

    pub fn string(&self) -> Result<String, FileError> {
        match self.shape() {
            Shape::Text => serde_json::from_str(self.text).map_err(|_| self.expected(Thing::Text)),
            _ => Err(self.expected(Thing::Text)),
        }
    }

    pub fn flag(&self) -> Result<bool, FileError> {
        let expected = || self.expected(Thing::Flag);
        self.scalar().as_bool().ok_or_else(expected)
    }

    pub fn number(&self) -> Result<f64, FileError> {
        let number = self.scalar().as_f64();
        number.ok_or_else(|| self.expected(Thing::Number))
    }

    /// A whole number, not negative.
    pub fn whole(&self) -> Result<u64, FileError> {
        let value = self.scalar();
        let number = match value.as_f64() {
            Some(n) if value.is_f64() && (0.0..=EXACT).contains(&n) && libm::trunc(n) == n => {
                Some(n as u64)
            }
            _ => value.as_u64(),
        };
        number.ok_or_else(|| self.expected(Expected::Whole { max: u64::MAX }))
    }

    pub fn id(&self) -> Result<Id, FileError> {
        let text = self.string()?;
        Id::new(&text).map_err(|_| self.expected(Thing::Id))
    }

    /// Two numbers.
    pub fn pair(&self) -> Result<[f32; 2], FileError> {
        let wrong = || self.expected(Thing::Point);
        let list = self.list(Thing::Point, 2, wrong)?;
        let [x, y] = *list.as_slice() else {
            return Err(wrong());
        };
        let number = |index, text| {
            let place = Place::Index(&self.place, index);
            Node { text, place }.number().map(|number| number as f32)
        };
        Ok([number(0, x)?, number(1, y)?])
    }
}

/// Whole numbers up to here are exact as floats.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A required field of an object.
pub fn required<'v, 'p>(
    object: &Object<'v, '_>,
    place: &'p Place<'p>,
    field: &'p str,
    expected: impl Into<Expected>,
) -> Result<Node<'v, 'p>, FileError> {
    optional(object, place, field).ok_or_else(|| absent(&Place::Field(place, field), expected))
}

/// An error: there is nothing at this place.
pub fn absent(place: &Place<'_>, expected: impl Into<Expected>) -> FileError {
    FileError::Expected {
        place: place.to_string(),
        expected: expected.into(),
        found: Thing::Nothing.into(),
    }
}

/// A field of an object, if it is there.
pub fn optional<'v, 'p>(
    object: &Object<'v, '_>,
    place: &'p Place<'p>,
    field: &'p str,
) -> Option<Node<'v, 'p>> {
    object.get(field).map(|text| Node {
        text,
        place: Place::Field(place, field),
    })
}

/// How a message shows a value of the file: short, on one line.
pub fn shown(value: &Value) -> Found {
    match value {
        Value::Null => Thing::Null.into(),
        Value::Bool(flag) => flag.to_string().into(),
        Value::Number(number) => number.to_string().into(),
        Value::String(text) => shown_text(text).into(),
        Value::Array(_) => Thing::List.into(),
        Value::Object(_) => Thing::Object.into(),
    }
}
