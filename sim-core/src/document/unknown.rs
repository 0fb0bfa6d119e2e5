//! What a file has and this version does not know: kept as text, written back where it stood.

use indexmap::IndexSet;
use serde::{Deserialize, Serialize};

use crate::foundation::json;

/// Fields of one object of a file that this version does not know, and those of the objects in it that have no place
/// for them. The text of a value is kept as it was but for the blanks between its parts: no number is rounded.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Unknown(Option<Box<Inner>>);

#[derive(Clone, Debug, Default, PartialEq)]
struct Inner {
    fields: Vec<Kept>,
    inside: Vec<(String, Unknown)>,
}

/// One field; small, as a file may have nothing else.
#[derive(Clone, Debug)]
struct Kept {
    /// The name, then the value.
    text: Box<str>,
    name_len: u32,
    /// See [`Unknown::keep`].
    slot: u32,
}

impl Kept {
    fn name(&self) -> &str {
        &self.text[..self.name_len as usize]
    }

    fn value(&self) -> &str {
        &self.text[self.name_len as usize..]
    }
}

/// What stands before them is no content: known fields may come and go.
impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        (self.name_len, &self.text) == (other.name_len, &other.text)
    }
}

impl Unknown {
    /// Nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether everything was known.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Adds a field. `text`: its value as JSON; `slot`: how many of the known fields, in the order in which they are
    /// written, come before it. Sorted by [`sort`](Self::sort) once all are there.
    pub(crate) fn keep(&mut self, name: &str, text: &str, slot: u32) {
        let value = json::compact(text);
        let kept = Kept {
            text: format!("{name}{value}").into_boxed_str(),
            name_len: u32::try_from(name.len()).unwrap_or(u32::MAX),
            slot,
        };
        self.inner().fields.push(kept);
    }

    /// In the order in which they are written.
    pub(crate) fn sort(&mut self) {
        if let Some(inner) = &mut self.0 {
            inner.fields.shrink_to_fit();
            inner.fields.sort_by_key(|kept| kept.slot);
        }
    }

    /// Adds the unknown fields of an object in this one, by its name.
    pub(crate) fn keep_inside(&mut self, name: &str, unknown: Unknown) {
        if !unknown.is_empty() {
            self.inner().inside.push((name.to_owned(), unknown));
        }
    }

    fn inner(&mut self) -> &mut Inner {
        self.0.get_or_insert_default()
    }

    /// The unknown fields of an object in this one.
    pub fn inside(&self, name: &str) -> Option<&Unknown> {
        let inside = &self.0.as_ref()?.inside;
        inside.iter().find(|(of, _)| of == name).map(|(_, u)| u)
    }

    /// Name, text of the value and slot of each, in the order in which they are written.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str, u32)> {
        let fields = self.0.iter().flat_map(|inner| &inner.fields);
        fields.map(|kept| (kept.name(), kept.value(), kept.slot))
    }

    /// The text of one value.
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut fields = self.fields();
        fields.find(|(of, ..)| *of == name).map(|(_, text, _)| text)
    }
}

/// Fields that stand behind all others.
impl FromIterator<(String, serde_json::Value)> for Unknown {
    fn from_iter<I: IntoIterator<Item = (String, serde_json::Value)>>(fields: I) -> Self {
        let mut unknown = Self::new();
        for (name, value) in fields {
            unknown.keep(&name, &value.to_string(), u32::MAX);
        }
        unknown
    }
}

/// The form for journals and the clipboard: texts in texts, as nothing else keeps every number.
#[derive(Serialize, Deserialize)]
struct Parts {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    fields: Vec<(String, String, u32)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    inside: Vec<(String, Unknown)>,
}

impl From<Unknown> for Parts {
    fn from(unknown: Unknown) -> Self {
        let own = |(name, text, slot): (&str, &str, u32)| (name.to_owned(), text.to_owned(), slot);
        Self {
            fields: unknown.fields().map(own).collect(),
            inside: unknown.0.map(|inner| inner.inside).unwrap_or_default(),
        }
    }
}

/// The clipboard may hold anything: what would make a file that cannot be loaded is refused.
impl TryFrom<Parts> for Unknown {
    type Error = String;

    fn try_from(parts: Parts) -> Result<Self, String> {
        // As deep as a value can stand in a file at most, so that the file is not nested too deep.
        const AROUND: usize = 8;
        let mut unknown = Self::new();
        let mut names = IndexSet::new();
        for (name, text, slot) in &parts.fields {
            let deep = format!("{}{text}{}", "[".repeat(AROUND), "]".repeat(AROUND));
            let value = json::check(text).and_then(|()| json::check(&deep));
            if value.is_err() || !names.insert(name) {
                return Err(format!("the field \"{name}\": expected one JSON value"));
            }
            unknown.keep(name, text, *slot);
        }
        unknown.sort();
        for (name, inside) in parts.inside {
            unknown.keep_inside(&name, inside);
        }
        Ok(unknown)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn sample() -> Unknown {
        let mut unknown = Unknown::new();
        unknown.keep("b", "123456789012345678901234567890", 2);
        unknown.keep("a", "{ \"x\": [1.50, 1e5] }", 1);
        unknown.sort();
        let mut inside = Unknown::new();
        inside.keep("c", "null", 0);
        unknown.keep_inside("params", inside);
        unknown
    }

    #[test]
    fn numbers_and_places_are_kept_through_serde() {
        let unknown = sample();
        let fields: Vec<_> = unknown.fields().collect();
        let expected = [
            ("a", "{\"x\":[1.50,1e5]}", 1),
            ("b", "123456789012345678901234567890", 2),
        ];
        assert_eq!(fields, expected);
        let text = serde_json::to_string(&unknown).unwrap();
        let again: Unknown = serde_json::from_str(&text).unwrap();
        assert_eq!(again, unknown);
        assert_eq!(again.fields().collect::<Vec<_>>(), expected);
        assert_eq!(again.inside("params").unwrap().get("c"), Some("null"));
    }

    #[test]
    fn what_is_no_value_is_refused() {
        let deep = format!("{}{}", "[".repeat(122), "]".repeat(122));
        for text in ["", "}", "1,2", "1],[2", "{\"a\":1,\"a\":2}", "NaN", &deep] {
            let parts = serde_json::json!({"fields": [["x", text, 0]]});
            assert!(serde_json::from_value::<Unknown>(parts).is_err(), "{text}");
        }
        let twice = serde_json::json!({"fields": [["x", "1", 0], ["x", "2", 0]]});
        assert!(serde_json::from_value::<Unknown>(twice).is_err());
        let good = serde_json::json!({"fields": [["x", "[1,2]", 0]]});
        assert!(serde_json::from_value::<Unknown>(good).is_ok());
    }
}
