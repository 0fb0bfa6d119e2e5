//! The examples that come with the program.

/// One example: its file stem and its text. Keys: title `example.<stem>`, what to try `example.<stem>.try`.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    pub stem: &'static str,
    pub text: &'static str,
}

macro_rules! examples {
    ($($stem:literal),* $(,)?) => {
        [$(Example { stem: $stem, text: include_str!(concat!("../../../examples/", $stem, ".json")) }),*]
    };
}

/// In the order of the menu: from one server to events, then what no formula gives.
pub const EXAMPLES: [Example; 12] = examples![
    "client-server",
    "three-tier",
    "alb-autoscaling",
    "static-site",
    "file-processing",
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
    use crate::i18n::{Lang, Texts};

    #[test]
    fn every_example_loads_without_a_complaint_and_has_a_title() {
        for example in EXAMPLES {
            let loaded = sim_core::file::load(example.text).unwrap();
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
