//! Mutated files: no panic, no document that breaks a rule, nothing that differs after saving and loading.
#![allow(clippy::unwrap_used)]

#[path = "support/mutate.rs"]
mod mutate;

use std::fs;
use std::path::Path;

use mutate::{Dice, Outcome, load_any, mutated};

/// Files; more by the environment variable.
const FILES: u64 = 20_000;
const VARIABLE: &str = "TOPOLAB_MUTATED_FILES";

/// The examples, and a file of every version.
fn good_files() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut paths = Vec::new();
    for folder in ["examples", "tests/versions"] {
        let entries = fs::read_dir(root.join(folder)).unwrap();
        paths.extend(entries.map(|entry| entry.unwrap().path()));
    }
    paths.sort();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "json"));
    paths
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect()
}

#[test]
fn mutated_files_are_loaded_repaired_or_refused() {
    let good = good_files();
    assert!(
        good.iter()
            .all(|text| load_any(text.as_bytes()) == Outcome::Loaded)
    );
    let asked = std::env::var(VARIABLE).ok().and_then(|n| n.parse().ok());
    let files = asked.unwrap_or(FILES);
    let mut counts = [0_u64; 4];
    for seed in 0..files {
        let mut dice = Dice(seed);
        let text = &good[dice.below(good.len())];
        let outcome = load_any(&mutated(text, &mut dice));
        counts[outcome as usize] += 1;
    }
    // The mutations are of all kinds: neither harmless nor hopeless only.
    println!("no text, loaded, repaired, refused: {counts:?}");
    assert!(
        counts.iter().all(|count| *count > files / 200),
        "{counts:?}"
    );
}

/// A whole file, cut at every byte: what was complete is there.
#[test]
fn a_cut_file_is_repaired_up_to_the_cut() {
    let text = fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/three-tier.json"),
    )
    .unwrap();
    let whole = sim_core::file::load(&text).unwrap().document;
    let first = text.find("\"components\"").unwrap();
    let mut most = 0;
    for cut in (first..text.len()).filter(|cut| text.is_char_boundary(*cut)) {
        load_any(&text.as_bytes()[..cut]);
        let repaired = sim_core::file::repair(&text[..cut]).unwrap().document;
        for (id, component) in &repaired.components {
            assert_eq!(component.service, whole.components[id].service);
        }
        assert!(repaired.components.len() + 1 >= most, "cut at {cut}");
        most = most.max(repaired.components.len());
    }
    assert_eq!(most, whole.components.len());
}

/// Many things that are wrong are found in few rounds, and every one is listed in the order of the file.
#[test]
fn many_broken_items_are_mended_at_once() {
    let component = |n: usize| {
        let workers = if n.is_multiple_of(3) { "\"x\"" } else { "4" };
        format!(
            r#"{{"id":"w{n}","service":"server","name":"","at":[0,0],"params":{{"workers":{workers}}}}}"#
        )
    };
    let components: Vec<String> = (0..1_200).map(component).collect();
    let text = format!(r#"{{"version":1,"components":[{}]}}"#, components.join(","));
    let repaired = sim_core::file::repair(&text).unwrap();
    assert_eq!(repaired.document.components.len(), 1_200);
    let places: Vec<_> = repaired
        .repairs
        .iter()
        .filter_map(|r| r.problem.place())
        .collect();
    let expected: Vec<_> = (0..1_200)
        .step_by(3)
        .map(|n| format!("components[{n}].params.workers"))
        .collect();
    assert_eq!(places, expected);
    // More than that is another kind of file.
    let all: Vec<String> = (0..600).map(|n| component(3 * n)).collect();
    let text = format!(r#"{{"version":1,"components":[{}]}}"#, all.join(","));
    assert!(sim_core::file::repair(&text).is_err());
}
