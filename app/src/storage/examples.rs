//! The examples that come with the program: English in their files, in the language of the window once opened there.

use std::sync::Arc;

use sim_core::document::Document;
use sim_core::file::{FileError, Loaded, load};

use crate::i18n::Texts;

/// One example: its file stem and its text. Keys: title `example.<stem>`, what to try `example.<stem>.try`; a name in it
/// is the key `example.part.<name>`, in small letters with hyphens, unless it is the same in every language.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    pub stem: &'static str,
    pub text: &'static str,
}

impl Example {
    /// The example with its words in another language.
    ///
    /// # Errors
    /// The file cannot be read (a test says that it can).
    pub fn open(&self, texts: Texts) -> Result<Loaded, FileError> {
        let mut loaded = load(self.text)?;
        self.say(&mut loaded.document, texts);
        Ok(loaded)
    }

    fn say(&self, document: &mut Document, texts: Texts) {
        let title = format!("example.{}", self.stem);
        document.description = texts.tr(&format!("{title}.try")).to_owned();
        document.name = texts.tr(&title).to_owned();
        for component in document.components.values_mut() {
            if let Some(name) = named(&component.name, texts) {
                Arc::make_mut(component).name = name.to_owned();
            }
        }
        for kind in document.kinds.values_mut() {
            if let Some(name) = named(&kind.name, texts) {
                Arc::make_mut(kind).name = name.to_owned();
            }
        }
        for container in document.containers.values_mut() {
            if let Some(name) = named(&container.name, texts) {
                Arc::make_mut(container).name = name.to_owned();
            }
        }
    }
}

/// What an English name is in another language; `None`: the same.
fn named(name: &str, texts: Texts) -> Option<&'static str> {
    let hyphen = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let words: String = name.to_ascii_lowercase().chars().map(hyphen).collect();
    let words: Vec<&str> = words.split('-').filter(|word| !word.is_empty()).collect();
    texts.find(&format!("example.part.{}", words.join("-")))
}

macro_rules! examples {
    ($($stem:literal),* $(,)?) => {
        [$(Example { stem: $stem, text: include_str!(concat!("../../../examples/", $stem, ".json")) }),*]
    };
}

/// In the order of the menu: from one server to events and functions, then what no formula gives.
pub const EXAMPLES: [Example; 14] = examples![
    "client-server",
    "three-tier",
    "alb-autoscaling",
    "static-site",
    "file-processing",
    "fargate-or-lambda",
    "queue-burst",
    "stale-queue",
    "thundering-herd",
    "retry-storm",
    "connection-pool",
    "timeout-cascade",
    "sinkhole",
    "cache-stampede"
];

/// What a first start shows.
pub const FIRST: &str = "three-tier";

/// The example of this stem.
pub fn example(stem: &str) -> Option<Example> {
    EXAMPLES.into_iter().find(|example| example.stem == stem)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::i18n::Lang;

    /// What a document says, by the id of who says it.
    fn words(document: &Document) -> Vec<(&str, &str)> {
        let components = document.components.values();
        let components = components.map(|c| (c.id.as_str(), c.name.as_str()));
        let containers = document.containers.values();
        let containers = containers.map(|c| (c.id.as_str(), c.name.as_str()));
        let kinds = document.kinds.values();
        let kinds = kinds.map(|kind| (kind.id.as_str(), kind.name.as_str()));
        let about = [
            ("name", document.name.as_str()),
            ("description", document.description.as_str()),
        ];
        about
            .into_iter()
            .chain(components)
            .chain(containers)
            .chain(kinds)
            .collect()
    }

    #[test]
    fn an_example_is_in_one_language() {
        let is_korean = |text: &str| text.chars().any(|c| ('가'..='힣').contains(&c));
        for example in EXAMPLES {
            let file = load(example.text).unwrap().document;
            let english = example.open(Texts::new(Lang::En)).unwrap().document;
            assert_eq!(words(&english), words(&file), "{}", example.stem);
            assert!(!words(&file).iter().any(|(_, text)| is_korean(text)));
            let korean = example.open(Texts::new(Lang::Ko)).unwrap().document;
            for (id, text) in words(&korean) {
                // Names of products are the same everywhere.
                let product = ["ALB", "WAS", "Apache", "nginx"];
                let product = product.iter().any(|product| text.starts_with(product));
                assert!(is_korean(text) || product, "{}, {id}: {text}", example.stem);
            }
        }
    }

    #[test]
    fn every_example_loads_without_a_complaint_and_has_a_title() {
        for example in EXAMPLES {
            let loaded = load(example.text).unwrap();
            assert!(!loaded.document.components.is_empty(), "{}", example.stem);
            assert!(
                loaded.notes.is_empty(),
                "{}: {:?}",
                example.stem,
                loaded.notes
            );
            for key in [
                format!("example.{}", example.stem),
                format!("example.{}.try", example.stem),
            ] {
                for lang in Lang::ALL {
                    assert!(Texts::new(lang).find(&key).is_some(), "{lang:?}: {key}");
                }
            }
        }
    }

    #[test]
    fn the_first_example_is_one_of_them() {
        assert!(example(FIRST).is_some());
        assert!(example("no-such").is_none());
    }
}
