//! JSON as text: checked once, then read one level at a time, so that no tree of it is ever held.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use indexmap::IndexSet;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// Most values of one text: the largest document has fewer.
pub const MAX_VALUES: usize = 6_000_000;

/// Mark the errors of ours that pass through serde_json.
pub const DUPLICATE: &str = "duplicate field ";
pub const TOO_MANY: &str = "too many values";

/// Whether a text is JSON in which no object has a field twice.
///
/// # Errors
/// It is not, it is nested deeper than 127 brackets, or has more than [`MAX_VALUES`] values.
pub fn check(text: &str) -> serde_json::Result<()> {
    let values = Cell::new(0);
    let mut json = serde_json::Deserializer::from_str(text);
    Check { values: &values }.deserialize(&mut json)?;
    json.end()
}

/// The fields of an object in a text that was checked, in their order, each with the text of its value.
///
/// # Errors
/// The text is no object, or `each` says so.
pub fn fields<'t, E>(
    text: &'t str,
    each: impl FnMut(Cow<'t, str>, &'t str) -> Result<(), E>,
) -> Result<(), Option<E>> {
    let mut failed = None;
    let visitor = Fields {
        each,
        failed: &mut failed,
    };
    let read = serde_json::Deserializer::from_str(text).deserialize_map(visitor);
    read.map_err(|_| failed)
}

/// The items of a list in a text that was checked.
///
/// # Errors
/// The text is no list, or `each` says so.
pub fn items<'t, E>(
    text: &'t str,
    each: impl FnMut(&'t str) -> Result<(), E>,
) -> Result<(), Option<E>> {
    let mut failed = None;
    let visitor = Items {
        each,
        failed: &mut failed,
    };
    let read = serde_json::Deserializer::from_str(text).deserialize_seq(visitor);
    read.map_err(|_| failed)
}

/// The text without the blanks between its parts.
pub fn compact(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut in_text, mut escaped) = (false, false);
    for sign in text.chars() {
        if in_text {
            (in_text, escaped) = (escaped || sign != '"', !escaped && sign == '\\');
        } else if sign.is_ascii_whitespace() {
            continue;
        } else {
            in_text = sign == '"';
        }
        out.push(sign);
    }
    out
}

#[derive(Clone, Copy)]
struct Check<'c> {
    /// Values so far.
    values: &'c Cell<usize>,
}

impl<'de> DeserializeSeed<'de> for Check<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.values.set(self.values.get() + 1);
        if self.values.get() > MAX_VALUES {
            return Err(D::Error::custom(TOO_MANY));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Check<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(self)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        let mut seen = IndexSet::new();
        while let Some(Key(field)) = access.next_key()? {
            if seen.contains(&field) {
                return Err(A::Error::custom(format_args!("{DUPLICATE}{field}")));
            }
            seen.insert(field);
            access.next_value_seed(self)?;
        }
        Ok(())
    }
}

/// A field's name, borrowed where it has no escapes.
#[derive(Deserialize)]
struct Key<'t>(#[serde(borrow)] Cow<'t, str>);

struct Fields<'f, F, E> {
    each: F,
    failed: &'f mut Option<E>,
}

impl<'de, E, F> Visitor<'de> for Fields<'_, F, E>
where
    F: FnMut(Cow<'de, str>, &'de str) -> Result<(), E>,
{
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut access: A) -> Result<(), A::Error> {
        while let Some(Key(field)) = access.next_key()? {
            let value: &RawValue = access.next_value()?;
            if let Err(error) = (self.each)(field, value.get()) {
                *self.failed = Some(error);
                return Err(A::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

struct Items<'f, F, E> {
    each: F,
    failed: &'f mut Option<E>,
}

impl<'de, E, F> Visitor<'de> for Items<'_, F, E>
where
    F: FnMut(&'de str) -> Result<(), E>,
{
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        while let Some(value) = seq.next_element::<&RawValue>()? {
            if let Err(error) = (self.each)(value.get()) {
                *self.failed = Some(error);
                return Err(A::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn fields_are_read_one_level_deep() {
        let text = r#"{"a": 1, "b\n": {"c": [ 2 ]}, "d": "}"}"#;
        check(text).unwrap();
        let mut seen = Vec::new();
        let read = fields(text, |name, value| {
            seen.push((name.into_owned(), value));
            Ok::<(), ()>(())
        });
        assert_eq!(read, Ok(()));
        let expected = [("a", "1"), ("b\n", r#"{"c": [ 2 ]}"#), ("d", r#""}""#)];
        assert_eq!(seen, expected.map(|(name, value)| (name.to_owned(), value)));
        assert_eq!(fields("[1]", |_, _| Ok::<(), ()>(())), Err(None));
    }

    #[test]
    fn reading_stops_when_told_to() {
        let mut seen = 0;
        let read = items("[1, 2, 3]", |_| {
            seen += 1;
            if seen < 2 { Ok(()) } else { Err("enough") }
        });
        assert_eq!((read, seen), (Err(Some("enough")), 2));
    }

    #[test]
    fn a_field_may_not_stand_twice_at_any_depth() {
        let error = check(r#"{"a": {"b": 1, "b": 2}}"#).unwrap_err();
        assert!(error.to_string().starts_with("duplicate field b"));
        check(r#"{"a": {"b": 1}, "b": {"a": 1}}"#).unwrap();
    }

    #[test]
    fn only_blanks_between_parts_go() {
        let text = "{ \"a b\\\" \" :\n\t[ 1 , \"\\\\\" , null ] }";
        assert_eq!(compact(text), "{\"a b\\\" \":[1,\"\\\\\",null]}");
    }
}
