//! Words on the screen: English and Korean, one flat file each, and numbers as people read them.

pub mod compared;
pub mod digits;
pub mod errors;
pub mod happened;
pub mod natural;
mod numbers;
mod particles;
pub mod prices;
pub mod samples;
pub mod search;
pub mod swept;
pub mod targets;
pub mod times;
pub mod trust;
pub mod values;
pub mod words;

pub(crate) use numbers::{RateForm, as_shown};

use std::sync::LazyLock;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// A language of the user interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    En,
    Ko,
}

impl Lang {
    pub const ALL: [Lang; 2] = [Lang::En, Lang::Ko];

    /// The language of a locale name such as `ko_KR.UTF-8`; English where we have none.
    pub fn of_locale(locale: &str) -> Lang {
        if locale.to_ascii_lowercase().starts_with("ko") {
            Lang::Ko
        } else {
            Lang::En
        }
    }

    /// The language the desktop is set to.
    pub fn of_system() -> Lang {
        sys_locale::get_locale().map_or(Lang::En, |locale| Lang::of_locale(&locale))
    }

    /// The language's name in itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Lang::En => "English",
            Lang::Ko => "한국어",
        }
    }
}

type Table = IndexMap<String, String>;

const EN: &str = include_str!("../../../assets/i18n/en.json");
const KO: &str = include_str!("../../../assets/i18n/ko.json");

/// What the catalog says in English about its figures, in Korean.
const KO_SOURCES: &str = include_str!("../../../assets/i18n/ko.sources.json");

static SOURCES: LazyLock<Table> =
    LazyLock::new(|| serde_json::from_str(KO_SOURCES).unwrap_or_default());

// A broken file gives an empty table here; a test reads both files strictly.
static TABLES: LazyLock<[Table; 2]> =
    LazyLock::new(|| [EN, KO].map(|text| serde_json::from_str(text).unwrap_or_default()));

/// A key that both languages have, as one that lives as long as the program: for keys read from a file.
pub fn known_key(key: &str) -> Option<&'static str> {
    let [en, _] = &*TABLES;
    en.get_key_value(key).map(|(known, _)| known.as_str())
}

/// The texts of one language. Cheap to copy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    lang: Lang,
}

impl Texts {
    pub fn new(lang: Lang) -> Self {
        Self { lang }
    }

    pub fn lang(self) -> Lang {
        self.lang
    }

    /// The text of a key; in English where the language lacks it, a mark where nobody has it.
    pub fn tr(self, key: &str) -> &'static str {
        self.find(key).unwrap_or("‹?›")
    }

    /// The text of a key, if there is one.
    pub fn find(self, key: &str) -> Option<&'static str> {
        let [en, ko] = &*TABLES;
        let own = match self.lang {
            Lang::En => None,
            Lang::Ko => ko.get(key),
        };
        own.or_else(|| en.get(key)).map(String::as_str)
    }

    /// What the catalog says about a figure and where it comes from. The catalog speaks English.
    pub fn source(self, english: &'static str) -> &'static str {
        let own = match self.lang {
            Lang::En => None,
            Lang::Ko => SOURCES.get(english),
        };
        own.map_or(english, String::as_str)
    }

    /// The text of a key with `{name}` filled in. For `n` of 1, `key.one` goes before where there is one.
    pub fn tr_with(self, key: &str, values: &[(&str, &str)]) -> String {
        let single = values.contains(&("n", "1"));
        let one = single.then(|| self.find(&format!("{key}.one"))).flatten();
        let mut text = one.unwrap_or_else(|| self.tr(key)).to_owned();
        for (name, value) in values {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        match self.lang {
            Lang::En => text,
            Lang::Ko => particles::picked(&text),
        }
    }
}

#[cfg(test)]
mod tests;
