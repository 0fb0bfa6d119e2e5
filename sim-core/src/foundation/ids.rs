//! Stable string ids of components, links and containers.
//!
//! An id survives renaming, saving and merging, and keys the random streams: it is part of the result.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

/// The longest id, in characters (all of them are ASCII, so also in bytes).
pub const MAX_ID_LEN: usize = 64;

/// A stable id: 1 to [`MAX_ID_LEN`] characters of `A-Z a-z 0-9 _ -`. Cheap to clone.
#[derive(Debug, Clone, Eq, PartialOrd, Ord)]
pub struct Id(Arc<str>);

impl PartialEq for Id {
    /// Documents and what is made of them share their ids: most that are equal are the same one, and nobody looks inside.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl Hash for Id {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

/// Why a text is not an [`Id`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum IdError {
    /// An id has at least one character.
    #[error("an id is empty")]
    Empty,
    /// An id has at most [`MAX_ID_LEN`] characters.
    #[error("an id of {0} characters is longer than {MAX_ID_LEN}")]
    TooLong(usize),
    /// An id holds letters, digits, `_` and `-` of ASCII only.
    #[error("the character {0:?} is not allowed in an id (A-Z a-z 0-9 _ -)")]
    Character(char),
}

impl Id {
    /// Checks and copies `text`.
    ///
    /// # Errors
    /// [`IdError`] says what is wrong: empty, too long, or a character that is not allowed.
    pub fn new(text: &str) -> Result<Self, IdError> {
        if text.is_empty() {
            return Err(IdError::Empty);
        }
        if let Some(bad) = text
            .chars()
            .find(|c| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')))
        {
            return Err(IdError::Character(bad));
        }
        if text.len() > MAX_ID_LEN {
            return Err(IdError::TooLong(text.len()));
        }
        Ok(Self(text.into()))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for Id {
    type Err = IdError;
    fn from_str(s: &str) -> Result<Self, IdError> {
        Self::new(s)
    }
}

impl AsRef<str> for Id {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Id {
    fn eq(&self, other: &str) -> bool {
        &*self.0 == other
    }
}

impl PartialEq<&str> for Id {
    fn eq(&self, other: &&str) -> bool {
        &*self.0 == *other
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        Self::new(&text).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Id {
    fn schema_name() -> Cow<'static, str> {
        "Id".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "A stable id of a component, link or container.",
            "pattern": format!("^[A-Za-z0-9_-]{{1,{MAX_ID_LEN}}}$"),
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn length_is_limited() {
        assert_eq!(Id::new(""), Err(IdError::Empty));
        assert!(Id::new("a").is_ok());
        assert!(Id::new(&"x".repeat(MAX_ID_LEN)).is_ok());
        assert_eq!(
            Id::new(&"x".repeat(MAX_ID_LEN + 1)),
            Err(IdError::TooLong(MAX_ID_LEN + 1))
        );
    }

    #[test]
    fn characters_are_limited() {
        assert!(Id::new("web-1_B").is_ok());
        for (text, bad) in [
            ("a b", ' '),
            ("웹", '웹'),
            ("a.b", '.'),
            ("é", 'é'),
            ("a\n", '\n'),
        ] {
            assert_eq!(Id::new(text), Err(IdError::Character(bad)));
        }
    }

    #[test]
    fn json_is_a_checked_string() {
        let id = Id::new("db").unwrap();
        assert_eq!(serde_json::to_string(&id).unwrap(), "\"db\"");
        assert_eq!(serde_json::from_str::<Id>("\"db\"").unwrap(), id);
        assert!(
            serde_json::from_str::<Id>("\"no spaces\"")
                .unwrap_err()
                .to_string()
                .contains("' '")
        );
        assert!(serde_json::from_str::<Id>("3").is_err());
    }

    #[test]
    fn works_as_a_json_and_map_key() {
        let map = BTreeMap::from([(Id::new("b").unwrap(), 2), (Id::new("a").unwrap(), 1)]);
        assert_eq!(map.get("a"), Some(&1));
        let text = serde_json::to_string(&map).unwrap();
        assert_eq!(text, r#"{"a":1,"b":2}"#);
        assert_eq!(
            serde_json::from_str::<BTreeMap<Id, i32>>(&text).unwrap(),
            map
        );
    }

    #[test]
    fn schema_has_the_pattern() {
        let schema = schemars::schema_for!(Id);
        assert_eq!(schema.get("pattern").unwrap(), "^[A-Za-z0-9_-]{1,64}$");
    }
}
