//! The order of the house: who may import whom. The only structural rule that is enforced.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Rows of the core; a row imports only rows above it, siblings in a row never import each other.
const CORE: &[&[&str]] = &[
    &["foundation"],
    &["catalog"],
    &["document"],
    &["edit", "file", "check", "theory", "engine"],
    &["report"],
    &["playback"],
];

/// Rows of the program.
const APP: &[&[&str]] = &[
    &["theme", "i18n"],
    &["widgets", "scene"],
    &["export", "layout", "storage", "runner"],
    &["session"],
    &["commands"],
    &["canvas", "panels", "dialogs"],
    &["window"],
    &["cli"],
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            found.push(path);
        }
    }
}

/// Modules of the same crate that a source text names: `crate::name` anywhere but in comments.
fn modules_named(text: &str) -> BTreeSet<String> {
    let code = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let name = |rest: &str| {
        rest.chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
            .collect::<String>()
    };
    let mut found = BTreeSet::new();
    for line in code {
        for (at, token) in line.match_indices("crate::") {
            let rest = &line[at + token.len()..];
            match rest.strip_prefix('{') {
                Some(list) => found.extend(list.split(',').map(|item| name(item.trim_start()))),
                None => {
                    found.insert(name(rest));
                }
            }
        }
    }
    found.remove("");
    found
}

fn row_of(rows: &[&[&str]], module: &str) -> Option<usize> {
    rows.iter().position(|row| row.contains(&module))
}

/// Every edge against the order, as "file: from -> to".
fn edges_against(rows: &[&[&str]], source: &Path) -> Vec<String> {
    let mut wrong = Vec::new();
    for module in rows.iter().flat_map(|row| row.iter()) {
        let mut files = Vec::new();
        if source.join(module).is_dir() {
            rust_files(&source.join(module), &mut files);
        }
        let single = source.join(format!("{module}.rs"));
        if single.is_file() {
            files.push(single);
        }
        for file in files {
            for named in modules_named(&fs::read_to_string(&file).unwrap()) {
                let (from, to) = (row_of(rows, module), row_of(rows, &named));
                if named != **module && to.is_some() && to >= from {
                    wrong.push(format!("{}: {module} -> {named}", file.display()));
                }
            }
        }
    }
    wrong
}

#[test]
fn the_core_imports_only_upwards() {
    assert_eq!(
        edges_against(CORE, &root().join("sim-core/src")),
        Vec::<String>::new()
    );
}

#[test]
fn the_program_imports_only_upwards() {
    assert_eq!(
        edges_against(APP, &root().join("app/src")),
        Vec::<String>::new()
    );
}

/// Each folder of a crate stands in a row, so that nothing escapes the order by being new.
#[test]
fn every_module_has_a_row() {
    for (rows, source) in [(CORE, "sim-core/src"), (APP, "app/src")] {
        for entry in fs::read_dir(root().join(source)).unwrap() {
            let path = entry.unwrap().path();
            let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
            let known = row_of(rows, &stem).is_some() || matches!(stem.as_str(), "lib" | "main");
            assert!(known, "{} has no row", path.display());
        }
    }
}

/// Services know nothing of each other: a new one is one file and one registry line.
#[test]
fn services_never_import_each_other() {
    let mut files = Vec::new();
    rust_files(&root().join("sim-core/src/catalog/services"), &mut files);
    let names: Vec<String> = files
        .iter()
        .map(|f| f.file_stem().unwrap().to_string_lossy().into_owned())
        .filter(|n| n != "mod")
        .collect();
    for file in files.iter().filter(|f| f.file_stem().unwrap() != "mod") {
        let text = fs::read_to_string(file).unwrap();
        let own = file.file_stem().unwrap().to_string_lossy().into_owned();
        for other in names.iter().filter(|other| **other != own) {
            let edge = [format!("super::{other}::"), format!("services::{other}")];
            assert!(
                !edge.iter().any(|e| text.contains(e)),
                "{} imports {other}",
                file.display()
            );
        }
    }
}

/// The core is pure: no window, file, clock, thread or environment.
#[test]
fn the_core_touches_no_outside() {
    let mut files = Vec::new();
    rust_files(&root().join("sim-core/src"), &mut files);
    let outside = [
        "std::fs",
        "std::time",
        "std::thread",
        "std::env::",
        "std::net",
        "std::process",
        "HashMap",
        "egui",
    ];
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        for line in text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
        {
            let found = outside.iter().find(|word| line.contains(**word));
            assert!(found.is_none(), "{}: {}", file.display(), line.trim());
        }
    }
}

/// The engine sees parts, never a service by name.
#[test]
fn the_engine_names_no_service() {
    let mut files = Vec::new();
    rust_files(&root().join("sim-core/src/engine"), &mut files);
    let ids = [
        "\"alb\"",
        "\"asg\"",
        "\"lambda\"",
        "\"rds\"",
        "\"s3\"",
        "\"was\"",
        "\"web_server\"",
        "\"client\"",
    ];
    files.retain(|file| !file.to_string_lossy().ends_with("tests.rs"));
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        assert!(
            !ids.iter().any(|id| code.contains(id)),
            "{} names a service",
            file.display()
        );
    }
}

#[test]
fn the_check_itself_notices() {
    assert_eq!(
        modules_named("use crate::engine::Engine;"),
        BTreeSet::from(["engine".to_owned()])
    );
    let two = BTreeSet::from(["edit".to_owned(), "file".to_owned()]);
    assert_eq!(modules_named("use crate::{edit::Edit, file};"), two);
    assert!(modules_named("// crate::engine is below").is_empty());
}
