//! Both files have the same keys with the same holes, and the program asks for no key that is not there.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::*;

/// The keys of a file in its order, read line by line so that a key given twice is seen.
fn keys(text: &str) -> Vec<String> {
    let key = |line: &str| {
        line.trim()
            .strip_prefix('"')
            .and_then(|rest| rest.split_once("\":"))
            .map(|(key, _)| key.to_owned())
    };
    text.lines().filter_map(key).collect()
}

fn holes(text: &str) -> BTreeSet<&str> {
    text.split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}'))
        .map(|(name, _)| name)
        .collect()
}

#[test]
fn both_files_have_the_same_keys_once_and_sorted() {
    for text in [EN, KO] {
        let parsed: Table = serde_json::from_str(text).unwrap();
        let listed = keys(text);
        assert_eq!(
            parsed.len(),
            listed.len(),
            "a key is there twice, or two are on one line"
        );
        for pair in listed.windows(2) {
            assert!(
                pair[0] < pair[1],
                "not sorted: {} before {}",
                pair[0],
                pair[1]
            );
        }
    }
    let (en, ko): (BTreeSet<_>, BTreeSet<_>) = (
        keys(EN).into_iter().collect(),
        keys(KO).into_iter().collect(),
    );
    assert_eq!(
        en.difference(&ko).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "not in ko.json"
    );
    assert_eq!(
        ko.difference(&en).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "not in en.json"
    );
}

#[test]
fn translations_have_the_same_holes_and_are_not_empty() {
    let [en, ko] = &*TABLES;
    for (key, text) in en {
        assert!(
            !text.trim().is_empty() && !ko[key].trim().is_empty(),
            "{key} is empty"
        );
        assert_eq!(holes(text), holes(&ko[key]), "{key}");
    }
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
}

/// Texts between quotes that follow `mark` in a source, up to the first test module.
fn literals(source: &str, mark: &str) -> Vec<String> {
    let source = source.split("#[cfg(test)]").next().unwrap_or_default();
    let after = source.split(mark).skip(1);
    after
        .filter_map(|rest| rest.trim_start().strip_prefix('"')?.split_once('"'))
        .map(|(text, _)| text.to_owned())
        .collect()
}

#[test]
fn every_key_the_program_names_exists() {
    let mut files = Vec::new();
    sources(
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")),
        &mut files,
    );
    let texts = Texts::new(Lang::En);
    let mut seen = 0;
    for path in files {
        let source = std::fs::read_to_string(&path).unwrap();
        for mark in [".tr(", ".tr_with(", ".find("] {
            for key in literals(&source, mark) {
                // `{` starts a hole of `format!`: what is built at run time is checked where it is built.
                let is_key =
                    key.contains('.') && !key.contains(['{', ' ', '/']) && !key.ends_with('.');
                assert!(
                    !is_key || texts.find(&key).is_some(),
                    "{}: {key}",
                    path.display()
                );
                seen += usize::from(is_key);
            }
        }
        for area in [
            "why.",
            "step.",
            "message.",
            "dialog.",
            "command.",
            "menu.",
            "run.problem.",
        ] {
            for part in source
                .split("#[cfg(test)]")
                .next()
                .unwrap_or_default()
                .split(&format!("\"{area}"))
                .skip(1)
            {
                let key = format!("{area}{}", part.split('"').next().unwrap_or_default());
                assert!(
                    key.contains(['{', '<']) || texts.find(&key).is_some(),
                    "{}: {key}",
                    path.display()
                );
                seen += 1;
            }
        }
    }
    assert!(seen > 30, "the search finds too little: {seen}");
}

#[test]
fn holes_are_filled_and_gaps_are_visible() {
    let texts = Texts::new(Lang::Ko);
    assert_eq!(
        texts.tr_with("message.exported", &[("file", "a.png")]),
        "저장했습니다: a.png"
    );
    assert_eq!(texts.tr("no.such.key"), "‹?›");
    assert_eq!(Lang::of_locale("ko-KR"), Lang::Ko);
    assert_eq!(Lang::of_locale("de_DE.UTF-8"), Lang::En);
}

#[test]
fn one_is_not_spoken_of_as_many() {
    let (en, ko) = (Texts::new(Lang::En), Texts::new(Lang::Ko));
    let workers = |texts: Texts, n| texts.tr_with("summary.workers", &[("n", n)]);
    assert_eq!(workers(en, "1"), "1 worker");
    assert_eq!(workers(en, "11"), "11 workers");
    assert_eq!(workers(ko, "1"), "워커 1개");
}

#[test]
fn a_text_for_one_has_a_text_for_many() {
    let [en, _] = &*TABLES;
    let singles = en.keys().filter_map(|key| key.strip_suffix(".one"));
    let singles: Vec<&str> = singles.collect();
    assert!(!singles.is_empty());
    for key in singles {
        assert!(en[key].contains("{n}"), "{key}");
    }
}

/// What is said in English about the parameters of everything there is.
fn said_of_figures() -> BTreeSet<&'static str> {
    let services = sim_core::catalog::services().iter();
    let services = services.flat_map(|service| (service.params)());
    let kinds = sim_core::catalog::container::kinds().iter();
    let kinds = kinds.flat_map(|kind| (kind.params)());
    let links = sim_core::catalog::link::params().iter();
    let all = services.chain(kinds).chain(links);
    all.map(|spec| spec.source.text).collect()
}

#[test]
fn what_the_catalog_says_of_its_figures_is_there_in_korean() {
    let known: Table = serde_json::from_str(KO_SOURCES).unwrap();
    let said = said_of_figures();
    let known_keys: BTreeSet<&str> = known.keys().map(String::as_str).collect();
    let lacking: Vec<_> = said.difference(&known_keys).collect();
    assert!(lacking.is_empty(), "not in ko.sources.json: {lacking:#?}");
    let idle: Vec<_> = known_keys.difference(&said).collect();
    assert!(idle.is_empty(), "nobody says: {idle:#?}");
    assert_eq!(
        keys(KO_SOURCES).len(),
        known.len(),
        "a sentence is there twice"
    );
    let korean = |c: char| ('가'..='힣').contains(&c);
    for (english, text) in &known {
        let name = english.split_whitespace().count() < 3;
        assert!(name || text.contains(korean), "{english}: {text}");
        assert_eq!(
            Texts::new(Lang::En).source(said.get(english.as_str()).unwrap()),
            english
        );
    }
}
