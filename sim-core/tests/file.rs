//! Files: what is saved is what is loaded; whatever is wrong is said with its place and what was expected.
#![allow(clippy::unwrap_used)]

#[path = "support/documents.rs"]
mod support;

use proptest::prelude::*;
use serde_json::{Value, json};
use sim_core::document::{Document, invariants};
use sim_core::file::{FileError, MAX_BYTES, load, repair, save, schema};
use support::{any_document, component, container, document, id, link};

/// A good file to damage.
fn good() -> Value {
    json!({
        "version": 1,
        "name": "shop",
        "scenario": {"seed": 7, "faults": [{"at_s": 5, "target": "zone-a", "kind": "lose_zone"}]},
        "containers": [
            {"id": "seoul", "kind": "region", "name": "Seoul", "at": [0, 0], "size": [800, 600]},
            {"id": "zone-a", "kind": "zone", "name": "Zone a", "in": "seoul", "at": [8, 40], "size": [300, 200]}
        ],
        "components": [
            {"id": "users", "service": "client", "name": "사용자", "at": [-200, 40]},
            {"id": "web", "service": "server", "name": "Web", "in": "zone-a", "at": [40, 80], "params": {"workers": 4}}
        ],
        "links": [{"id": "users-web", "from": "users", "to": "web", "params": {"timeout_ms": "none"}}]
    })
}

/// The good file with one value replaced; the path is a JSON pointer.
fn with(pointer: &str, value: Value) -> String {
    let mut file = good();
    let (parent, field) = pointer.rsplit_once('/').unwrap();
    match file.pointer_mut(parent).unwrap() {
        Value::Array(list) => list[field.parse::<usize>().unwrap()] = value,
        object => object[field] = value,
    }
    file.to_string()
}

fn refused(text: &str, key: &str, says: &[&str]) {
    let error = load(text).unwrap_err();
    let shown = error.to_string();
    assert_eq!(error.key(), key, "{shown}");
    assert!(shown.contains("expected"), "{shown}");
    for part in says {
        assert!(shown.contains(part), "`{shown}` does not say `{part}`");
    }
    assert!(shown.len() < 600 && !shown.contains('\n'), "{shown}");
}

#[test]
fn the_good_file_is_good() {
    let loaded = load(&good().to_string()).unwrap();
    assert_eq!(loaded.notes, []);
    assert_eq!(
        loaded.document.components["web"].params["workers"],
        4.0.into()
    );
    assert_eq!(loaded.document.scenario.seed, 7);
    assert_eq!(invariants(&loaded.document), Ok(()));
}

#[test]
fn a_byte_order_mark_is_skipped() {
    assert!(load(&format!("\u{feff}{}", good())).is_ok());
}

#[test]
fn what_is_not_json_is_named_by_line_and_column() {
    refused("", "not_json", &["line 1", "empty"]);
    refused("hello", "not_json", &["line 1, column 1"]);
    refused(
        "{\n  \"version\": 1,\n  \"name\": \n}",
        "not_json",
        &["line 4", "value"],
    );
    refused("{\"version\": 1,}", "not_json", &["line 1, column 15"]);
    refused("{\"version\": 1} {}", "not_json", &["nothing more"]);
    refused("{\"version\": 1, \"name\": \"x", "not_json", &["line 1"]);
    refused("{\"version\": NaN}", "not_json", &["finite number", "NaN"]);
    refused(
        "{\"version\": 1,\n \"x\": -Infinity}",
        "not_json",
        &["line 2", "finite number"],
    );
    refused("{\"version\": 1, \"x\": 1e999}", "not_json", &["64 bits"]);
    refused(
        "{\"version\": 1, \"x\": \"a",
        "not_json",
        &["the end of a text, found the end of the file"],
    );
    refused(
        "{\"version\": 1, \"name\": \"a\", \"name\": \"b\"}",
        "duplicate_field",
        &["\"name\"", "line 1"],
    );
}

#[test]
fn the_top_is_an_object_with_a_version_that_is_known() {
    refused("[]", "expected", &["the file", "a list"]);
    refused("{}", "expected", &["version", "nothing"]);
    refused(
        "{\"version\": \"1\"}",
        "expected",
        &["version", "from 1 to 1", "\"1\""],
    );
    refused("{\"version\": 0}", "expected", &["version", "from 1 to 1"]);
    refused("{\"version\": 1.5}", "expected", &["1.5"]);
    refused(
        "{\"version\": 9, \"components\": 3}",
        "newer",
        &["version 9", "at most 1"],
    );
    refused("{\"version\": 9}", "newer", &["version 9"]);
    refused(
        "{\"type\": \"drawing\", \"version\": 2, \"elements\": []}",
        "expected",
        &["\"components\"", "another program"],
    );
    assert!(load("{\"version\": 1}").is_ok());
    assert!(load("{\"version\": 1.0}").is_ok());
}

#[test]
fn wrong_shapes_are_named_by_path() {
    refused(
        &with("/name", json!(3)),
        "expected",
        &["name: expected a text, found 3"],
    );
    refused(
        &with("/components", json!({})),
        "expected",
        &["components: expected a list", "an object"],
    );
    refused(
        &with("/components/1", json!("web")),
        "expected",
        &["components[1]: expected a component", "\"web\""],
    );
    refused(
        &with("/components/1", json!({"id": "web"})),
        "expected",
        &["components[1].service", "nothing"],
    );
    refused(
        &with("/components/1/id", json!("a b")),
        "expected",
        &["components[1].id", "A-Z a-z 0-9"],
    );
    refused(
        &with("/components/1/at", json!([1])),
        "expected",
        &["components[1].at", "two numbers"],
    );
    refused(
        &with("/components/1/at/0", json!("x")),
        "expected",
        &["components[1].at[0]: expected a number, found \"x\""],
    );
    refused(
        &with("/containers/0/size", json!(null)),
        "expected",
        &["containers[0].size"],
    );
    refused(
        &with("/components/1/params", json!([])),
        "expected",
        &["components[1].params"],
    );
    refused(
        &with("/components/1/params/workers", json!(null)),
        "expected",
        &["components[1].params.workers", "null"],
    );
    refused(
        &with("/scenario/seed", json!(-1)),
        "expected",
        &["scenario.seed", "whole number", "-1"],
    );
    refused(
        &with("/scenario/faults/0/kind", json!("flood")),
        "expected",
        &["scenario.faults[0].kind", "lose_zone"],
    );
}

#[test]
fn broken_rules_are_named_by_path() {
    refused(
        &with("/components/1/service", json!("sever")),
        "unknown_service",
        &["components[1].service", "did you mean \"server\""],
    );
    refused(
        &with("/containers/0/kind", json!("regoin")),
        "unknown_kind",
        &["containers[0].kind", "did you mean \"region\""],
    );
    refused(
        &with("/components/1/params/workers", json!("x")),
        "value",
        &[
            "components[1].params.workers: expected a whole number from ",
            "found \"x\"",
        ],
    );
    refused(
        &with("/components/1/params/workers", json!(-4)),
        "value",
        &["found -4"],
    );
    refused(
        &with("/components/1/params/workers", json!(1e300)),
        "value",
        &["components[1].params.workers"],
    );
    refused(
        &with("/components/1/params/workers", json!(1.5)),
        "value",
        &["whole number"],
    );
    refused(
        &with("/links/0/to", json!("wbe")),
        "no_such_item",
        &["links[0].to", "did you mean \"web\""],
    );
    refused(
        &with("/links/0/to", json!("users")),
        "self_link",
        &["links[0].to"],
    );
    refused(
        &with("/links/0", json!({"id": "x", "from": "web", "to": "users"})),
        "may_not_be_called",
        &["links[0].to", "client"],
    );
    refused(
        &with("/components/1/id", json!("users")),
        "duplicate_id",
        &["components[1].id", "\"users\""],
    );
    refused(
        &with("/links/0/id", json!("seoul")),
        "duplicate_id",
        &["links[0].id"],
    );
    refused(
        &with("/components/1/in", json!("zone-b")),
        "no_such_item",
        &["components[1].in", "did you mean \"zone-a\""],
    );
    refused(
        &with("/containers/0/in", json!("zone-a")),
        "may_not_stand_in",
        &["containers[0].in"],
    );
    refused(
        &with("/components/1/at/1", json!(1e12)),
        "number",
        &["components[1].at[1]", "1000000"],
    );
    refused(
        &with("/containers/0/size/0", json!(-5)),
        "number",
        &["containers[0].size[0]", "-5"],
    );
    refused(
        &with("/scenario/duration_s", json!(0)),
        "number",
        &["scenario.duration_s"],
    );
    refused(
        &with("/scenario/faults/0/target", json!("web")),
        "no_such_item",
        &["scenario.faults[0].target", "a region or a zone"],
    );
    refused(
        &with("/scenario/faults/0/at_s", json!(-1)),
        "number",
        &["scenario.faults[0].at_s"],
    );
    refused(
        &with("/name", json!("x".repeat(201))),
        "too_long",
        &["name", "at most 200"],
    );
}

#[test]
fn distributions_are_checked() {
    let with_time = |times: Value| with("/components/1/params/service_time", times);
    assert!(load(&with_time(json!({"type": "exponential", "mean_ms": 8}))).is_ok());
    refused(
        &with_time(json!({"type": "exponental", "mean_ms": 8})),
        "expected",
        &["components[1].params.service_time"],
    );
    refused(
        &with_time(json!({"type": "exponential"})),
        "expected",
        &["mean_ms"],
    );
    refused(
        &with_time(json!({"type": "constant", "msec": 9})),
        "expected",
        &["service_time.ms: expected a number, found nothing"],
    );
    let error = load(&with_time(json!({"type": "exponential", "mean_ms": -8}))).unwrap_err();
    assert_eq!(error.key(), "times");
    assert!(
        error
            .to_string()
            .starts_with("components[1].params.service_time: "),
        "{error}"
    );
}

#[test]
fn nested_brackets_do_not_overflow_the_stack() {
    for text in [
        "[".repeat(10_000),
        "{\"a\":".repeat(10_000),
        format!("{{\"version\": 1, \"x\": {}", "[".repeat(10_000)),
    ] {
        refused(&text, "too_deep", &["nested", "line 1"]);
    }
    let deep = |levels: usize| {
        format!(
            "{{\"version\": 1, \"x\": {}{}}}",
            "[".repeat(levels),
            "]".repeat(levels)
        )
    };
    assert!(load(&deep(126)).is_ok());
    refused(&deep(127), "too_deep", &["at most 127"]);
}

#[test]
fn size_is_limited_before_anything_is_read() {
    let brackets = "[".repeat(usize::try_from(MAX_BYTES).unwrap());
    assert!(matches!(load(&brackets), Err(FileError::TooDeep { .. })));
    refused(&format!("{brackets}["), "too_large", &["64 MiB"]);
}

#[test]
fn items_are_limited() {
    let links = |count: usize| {
        let items: Vec<String> = (0..count)
            .map(|n| format!("{{\"id\":\"l{n}\",\"from\":\"users\",\"to\":\"web\"}}"))
            .collect();
        let mut file = good();
        file["links"] = json!([]);
        file.to_string()
            .replace("\"links\":[]", &format!("\"links\":[{}]", items.join(",")))
    };
    assert_eq!(load(&links(100_000)).unwrap().document.links.len(), 100_000);
    refused(&links(100_001), "too_many", &["links", "at most 100000"]);
}

#[test]
fn unknown_fields_are_kept_and_noted() {
    let mut file = good();
    file["theme"] = json!("dark");
    file["components"][1]["parms"] = json!({"workers": 2});
    file["components"][1]
        .as_object_mut()
        .unwrap()
        .remove("params");
    let loaded = load(&file.to_string()).unwrap();
    let notes: Vec<String> = loaded.notes.iter().map(ToString::to_string).collect();
    assert_eq!(notes.len(), 2);
    assert!(notes[0].starts_with("theme: "), "{notes:?}");
    assert!(
        notes[1].starts_with("components[1].parms: ")
            && notes[1].contains("did you mean \"params\""),
        "{notes:?}"
    );
    let saved: Value = serde_json::from_str(&save(&loaded.document)).unwrap();
    assert_eq!(saved["theme"], "dark");
    assert_eq!(saved["components"][1]["parms"], json!({"workers": 2}));
}

/// A file as it is saved, with something unknown in every object that a file can have: at its begin, in its middle, at
/// its end.
const WITH_UNKNOWN: &str = r##"{
  "x0": "first",
  "version": 1,
  "name": "shop",
  "x1": 123456789012345678901234567890.10,
  "description": "",
  "scenario": {
    "seed": 7,
    "x2": [1.50, 1e5, -0.0, {"a": {}, "b": []}],
    "duration_s": 600,
    "faults": [
      {"at_s": 5, "x3": 1, "target": "zone-a", "kind": "lose_zone", "factor": 2},
      {"at_s": 6, "for_s": 1, "target": "web", "kind": "slow", "factor": 3, "x4": null}
    ],
    "targets": {"x5": "\u00e9\ud83d\ude00", "p99_ms": 200, "x6": {"한글": "가"}}
  },
  "kinds": [
    {"id": "page", "x7": true, "name": "GET page"}
  ],
  "x8": {
    "long": "0123456789012345678901234567890123456789",
    "longer": "01234567890123456789012345678901234567890123456789",
    "list": [[1, 2], []]
  },
  "containers": [
    {"id": "seoul", "kind": "region", "name": "Seoul", "at": [0, 0], "size": [800, 600], "params": {"x9": 1}},
    {"x10": 1, "id": "zone-a", "kind": "zone", "name": "A", "in": "seoul", "at": [8, 40], "size": [300, 200]}
  ],
  "components": [
    {"id": "users", "service": "client", "x11": 1, "name": "Users", "at": [-200, 40]},
    {
      "id": "web",
      "service": "server",
      "name": "Web",
      "in": "zone-a",
      "at": [40, 80],
      "params": {
        "x12": {"type": "later"},
        "workers": 4,
        "x13": 2.50,
        "service_time": {"type": "exponential", "x14": 1, "mean_ms": 8, "x15": [2]},
        "x16": 3
      },
      "x17": 1
    }
  ],
  "links": [
    {"id": "users-web", "from": "users", "x18": 1, "to": "web", "params": {"timeout_ms": "none", "x19": 1}}
  ],
  "notes": [
    {"id": "why", "text": "# 왜", "x20": 1, "at": [0, 0], "size": [240, 144]}
  ],
  "x21": []
}
"##;

#[test]
fn what_is_unknown_stays_in_every_object_at_its_place_and_to_the_last_digit() {
    let loaded = load(WITH_UNKNOWN).unwrap();
    let saved = save(&loaded.document);
    assert_eq!(saved, WITH_UNKNOWN);
    assert_eq!(load(&saved).unwrap(), loaded);
    let unknown = WITH_UNKNOWN.matches("\"x").count();
    assert_eq!(
        loaded.notes.len(),
        unknown + 1,
        "and a factor: {:#?}",
        loaded.notes
    );
    let places: Vec<&str> = loaded.notes.iter().map(|note| &*note.place).collect();
    for place in [
        "x1",
        "scenario.x2",
        "scenario.faults[0].x3",
        "scenario.faults[0].factor",
        "scenario.targets.x6",
        "kinds[0].x7",
        "containers[0].params.x9",
        "components[1].params.service_time.x15",
        "components[1].params.x16",
        "links[0].params.x19",
        "notes[0].x20",
    ] {
        assert!(places.contains(&place), "{place}: {places:?}");
    }
    // The same from one line, and with the known fields in another order.
    let dense: String = WITH_UNKNOWN.lines().map(str::trim).collect();
    assert_eq!(save(&load(&dense).unwrap().document), WITH_UNKNOWN);
    let turned = WITH_UNKNOWN.replace(
        "\"id\": \"why\", \"text\": \"# 왜\"",
        "\"text\": \"# 왜\", \"id\": \"why\"",
    );
    let document = load(&turned).unwrap().document;
    let saved = save(&document);
    assert!(
        saved.contains("{\"id\": \"why\", \"x20\": 1, \"text\""),
        "{saved}"
    );
    assert_eq!(load(&saved).unwrap().document, document);
}

#[test]
fn what_is_unknown_outlives_edits_and_leaves_with_its_item() {
    use sim_core::document::FaultKind;
    let mut document = load(WITH_UNKNOWN).unwrap().document;
    let mut scenario = (*document.scenario).clone();
    scenario.faults.remove(0);
    scenario.faults[0].kind = FaultKind::CrashAll;
    scenario.targets.p99_ms = None;
    document.scenario = std::sync::Arc::new(scenario);
    let web = document
        .components
        .get_mut("web")
        .map(std::sync::Arc::make_mut)
        .unwrap();
    web.params.shift_remove("workers");
    web.params.insert("service_time".into(), "none".into());
    let saved = save(&document);
    for kept in [
        "\"x2\"", "\"x4\"", "\"x5\"", "\"x6\"", "\"x12\"", "\"x13\"", "\"x16\"", "\"x17\"",
    ] {
        assert!(saved.contains(kept), "{kept}: {saved}");
    }
    for gone in ["\"x3\"", "\"x14\"", "\"factor\""] {
        assert!(!saved.contains(gone), "{gone}: {saved}");
    }
}

#[test]
fn a_mistyped_field_is_noted_with_what_may_have_been_meant() {
    for (field, mistyped, place) in [
        ("seed", "sed", "scenario.sed"),
        ("workers", "worker", "components[1].params.worker"),
        ("timeout_ms", "timeout", "links[0].params.timeout"),
        ("params", "parms", "links[0].parms"),
    ] {
        let file = good()
            .to_string()
            .replace(&format!("\"{field}\""), &format!("\"{mistyped}\""));
        let notes = load(&file).unwrap().notes;
        let note = notes.iter().find(|note| note.place == place).unwrap();
        assert_eq!(note.nearest.as_deref(), Some(field), "{note}");
    }
}

#[test]
fn the_saved_text_is_stable_and_readable() {
    let mut web = component("web", "server");
    web.parent = Some(id("seoul"));
    web.params.insert("workers".into(), 4.0.into());
    let text = save(&document(
        vec![container("seoul", "region", None)],
        vec![component("users", "client"), web],
        vec![link("users", "web")],
    ));
    assert_eq!(
        text,
        r#"{
  "version": 1,
  "name": "",
  "description": "",
  "scenario": {"seed": 1, "duration_s": 600},
  "containers": [
    {"id": "seoul", "kind": "region", "name": "SEOUL", "at": [0, 0], "size": [400, 300]}
  ],
  "components": [
    {"id": "users", "service": "client", "name": "USERS", "at": [8, 16]},
    {"id": "web", "service": "server", "name": "WEB", "in": "seoul", "at": [8, 16], "params": {"workers": 4}}
  ],
  "links": [
    {"id": "users-web", "from": "users", "to": "web"}
  ]
}
"#
    );
}

#[test]
fn the_schema_knows_services_and_parameters() {
    let schema = schema();
    assert_eq!(schema["properties"]["version"]["const"], 1);
    let names = schema["$defs"]["Component"]["properties"]["service"]["enum"]
        .as_array()
        .unwrap();
    assert_eq!(names.len(), sim_core::catalog::services().len());
    assert_eq!(
        schema["$defs"]["Link"]["properties"]["params"]["properties"]["retries"]["maximum"],
        json!(20.0)
    );
    assert!(schema["$defs"]["Distribution"].is_object());
}

proptest! {
    #[test]
    fn load_of_save_is_the_same(document in any_document()) {
        prop_assert_eq!(invariants(&document), Ok(()));
        let text = save(&document);
        let loaded = load(&text).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        prop_assert_eq!(&loaded.document, &document);
        prop_assert_eq!(save(&loaded.document), text);
    }

    #[test]
    fn any_text_is_loaded_or_refused(text in "\\PC{0,200}") {
        let _ = load(&text);
    }

    #[test]
    fn a_damaged_file_is_loaded_or_refused(document in any_document(), at in any::<prop::sample::Index>(), by in "[\\]\\[{},:\"0-9eE.-]{0,3}") {
        let mut text = save(&document);
        let mut place = at.index(text.len());
        while !text.is_char_boundary(place) {
            place -= 1;
        }
        text.insert_str(place, &by);
        if let Ok(loaded) = load(&text) {
            prop_assert_eq!(invariants(&loaded.document), Ok(()));
        }
    }
}

/// A zone in a group in a region: groups are read, written back and refused where what they hold may not stand.
#[test]
fn groups_are_read_and_written_back() {
    let group = |parent: &str, inner: &str| {
        let mut file = good();
        file["containers"][1]["in"] = json!("write-path");
        file["containers"].as_array_mut().unwrap().push(json!(
            {"id": "write-path", "kind": "group", "name": "Write path", "in": parent, "at": [4, 20], "size": [400, 300]}
        ));
        file["containers"].as_array_mut().unwrap().push(json!(
            {"id": "inner", "kind": "group", "name": "Inner", "in": inner, "at": [40, 80], "size": [200, 100]}
        ));
        file["components"][1]["in"] = json!("inner");
        file.to_string()
    };
    let loaded = load(&group("seoul", "zone-a")).unwrap();
    assert_eq!(loaded.notes, []);
    let document = &loaded.document;
    assert_eq!(invariants(document), Ok(()));
    assert_eq!(
        document.zones_of(&document.components["web"]),
        [id("zone-a")]
    );
    let around = document.enclosing(document.components["web"].parent.as_ref(), "region");
    assert_eq!(around.unwrap().id, id("seoul"));
    assert_eq!(load(&save(document)).unwrap().document, *document);
    // The zone would stand in itself.
    refused(
        &group("inner", "zone-a"),
        "may_not_stand_in",
        &["containers[1].in", "may not stand in a zone"],
    );
    refused(
        &group("write-path", "zone-a"),
        "container_cycle",
        &["containers[1].in"],
    );
    let mut aimed: Value = serde_json::from_str(&group("seoul", "zone-a")).unwrap();
    aimed["scenario"]["faults"][0]["target"] = json!("write-path");
    refused(
        &aimed.to_string(),
        "no_such_item",
        &["scenario.faults[0].target", "a region or a zone"],
    );
}

#[test]
fn an_empty_document_round_trips() {
    assert_eq!(
        load(&save(&Document::default())).unwrap().document,
        Document::default()
    );
}

/// The standard file with two request kinds and a link that lets one pass.
fn with_kinds(pointer: &str, value: serde_json::Value) -> String {
    let kinds = json!([
        {"id": "page", "name": "GET page"},
        {"id": "upload", "name": "POST upload", "request_kib": 2000, "priority": -2, "x_later": 1},
    ]);
    let mut file: serde_json::Value = serde_json::from_str(&with("/name", json!("kinds"))).unwrap();
    file["kinds"] = kinds;
    file["components"][0]["params"] = json!({"weights": {"page": 3, "upload": 0.5}});
    file["links"][0]["params"] = json!({"kinds": ["page"]});
    if let Some(place) = file.pointer_mut(pointer) {
        *place = value;
    }
    file.to_string()
}

#[test]
fn request_kinds_are_read_and_written_back() {
    let loaded = load(&with_kinds("/nothing", json!(null))).unwrap();
    let upload = &loaded.document.kinds["upload"];
    assert_eq!(
        (upload.request_kib, upload.response_kib, upload.priority),
        (Some(2000.0), None, -2)
    );
    assert_eq!(loaded.notes.len(), 1, "{:?}", loaded.notes);
    assert_eq!(loaded.notes[0].place, "kinds[1].x_later");
    let text = save(&loaded.document);
    assert!(
        text.contains("\"weights\": {\"page\": 3, \"upload\": 0.5}"),
        "{text}"
    );
    assert_eq!(load(&text).unwrap().document, loaded.document);
    // A file without kinds says nothing about them.
    assert!(!save(&load(&with("/name", json!(""))).unwrap().document).contains("kinds"));
}

#[test]
fn wrong_request_kinds_are_named_by_path() {
    for (pointer, value, key, parts) in [
        (
            "/kinds",
            json!({}),
            "expected",
            ["kinds: expected a list", "an object"],
        ),
        (
            "/kinds/0",
            json!("page"),
            "expected",
            ["kinds[0]", "a request kind"],
        ),
        (
            "/kinds/0/id",
            json!("a b"),
            "expected",
            ["kinds[0].id", "A-Z a-z 0-9"],
        ),
        (
            "/kinds/1/id",
            json!("page"),
            "duplicate_kind",
            ["kinds[1].id", "twice"],
        ),
        (
            "/kinds/1/priority",
            json!(0.5),
            "expected",
            ["kinds[1].priority", "a whole number"],
        ),
        (
            "/kinds/1/request_kib",
            json!(-1),
            "number",
            ["kinds[1].request_kib", "from 0 to"],
        ),
        (
            "/links/0/params/kinds/0",
            json!("pag"),
            "no_such_item",
            [
                "links[0].params.kinds: expected the id of a request kind",
                "did you mean \"page\"?",
            ],
        ),
        (
            "/links/0/params/kinds",
            json!(["page", "page"]),
            "value",
            ["params.kinds", "a list"],
        ),
        (
            "/components/0/params/weights",
            json!({"gat": 1}),
            "no_such_item",
            [
                "components[0].params.weights: expected the id of a request kind",
                "found \"gat\"",
            ],
        ),
        (
            "/components/0/params/weights/page",
            json!(-1),
            "value",
            ["weights", "from 0 to"],
        ),
        (
            "/components/0/params/weights",
            json!({"a b": 1}),
            "expected",
            ["weights: expected an id", "found \"a b\""],
        ),
    ] {
        refused(&with_kinds(pointer, value), key, &parts);
    }
}

#[test]
fn at_most_63_kinds() {
    let file = |count: usize| {
        let kind = |n| json!({"id": format!("k{n}"), "name": ""});
        json!({"version": 1, "kinds": (0..count).map(kind).collect::<Vec<_>>()}).to_string()
    };
    assert_eq!(load(&file(63)).unwrap().document.kinds.len(), 63);
    refused(&file(64), "too_many", &["kinds", "at most 63"]);
}

fn with_note(note: Value) -> String {
    let mut file = good();
    file["notes"] = json!([{"id": "why", "text": "# 왜", "at": [0, 0], "size": [240, 144]}, note]);
    file.to_string()
}

#[test]
fn notes_are_read_and_written_back_and_old_files_have_none() {
    assert!(load(&good().to_string()).unwrap().document.notes.is_empty());
    assert!(!save(&load(&good().to_string()).unwrap().document).contains("\"notes\""));
    let frame = json!({"id": "before", "kind": "frame", "text": "Before", "at": [8.5, -16], "size": [480, 320], "color": "blue", "pinned": true});
    let loaded = load(&with_note(frame.clone())).unwrap();
    assert_eq!(loaded.notes.len(), 1, "only the unknown field is noted");
    assert_eq!(loaded.notes[0].place, "notes[1].pinned");
    let saved: Value = serde_json::from_str(&save(&loaded.document)).unwrap();
    assert_eq!(
        saved["notes"][0],
        json!({"id": "why", "text": "# 왜", "at": [0, 0], "size": [240, 144]})
    );
    assert_eq!(saved["notes"][1], frame);
}

#[test]
fn bends_are_read_written_back_and_left_out_where_there_are_none() {
    assert!(!save(&load(&good().to_string()).unwrap().document).contains("bends"));
    let bends = json!([[8, -16.5], [40, 0]]);
    let text = with("/links/0/bends", bends.clone());
    let document = load(&text).unwrap().document;
    assert_eq!(
        document.links["users-web"].bends,
        [[8.0, -16.5], [40.0, 0.0]]
    );
    let saved: Value = serde_json::from_str(&save(&document)).unwrap();
    assert_eq!(saved["links"][0]["bends"], bends);
    assert_eq!(load(&saved.to_string()).unwrap().document, document);
    let schema = schema();
    assert_eq!(
        schema["$defs"]["Link"]["properties"]["bends"]["type"],
        "array"
    );
}

/// Each: what stands for the bends, the key and place of the complaint, and the bends of the repaired file.
#[test]
fn wrong_bends_are_named_by_path_and_what_is_left_of_them_is_kept() {
    let cases = [
        (json!("up"), "expected", "links[0].bends", vec![]),
        (
            json!([[8, 8], 7]),
            "expected",
            "links[0].bends[1]",
            vec![[8.0, 8.0]],
        ),
        (
            json!([[8], [1, 2]]),
            "expected",
            "links[0].bends[0]",
            vec![[1.0, 2.0]],
        ),
        (
            json!([[8, "x"], [1, 2]]),
            "expected",
            "links[0].bends[0][1]",
            vec![[1.0, 2.0]],
        ),
        (
            json!([[1, 2], [0, 1e300]]),
            "number",
            "links[0].bends[1][1]",
            vec![[1.0, 2.0]],
        ),
        (
            json!(vec![[0, 0]; 33]),
            "too_many",
            "links[0].bends",
            vec![],
        ),
    ];
    for (bends, key, place, left) in cases {
        let text = with("/links/0/bends", bends);
        refused(&text, key, &[place]);
        let repaired = repair(&text).unwrap();
        assert_eq!(repaired.document.links["users-web"].bends, left, "{place}");
        assert_eq!(repaired.repairs.len(), 1, "{place}");
        let said = repaired.repairs[0].problem.to_string();
        assert!(said.contains(place), "{said}");
    }
}

#[test]
fn numbers_that_nobody_knows_are_written_back_as_they_were_also_from_a_broken_file() {
    const LONG: [&str; 3] = [
        "12345678901234567890123",
        "-0.1234567890123456789",
        "1.0000000000000000001E+30",
    ];
    let [a, b, c] = LONG;
    // The second component has no place: the file is repaired.
    let whole = format!(
        r#"{{"version": 1, "later": [{a}, {{"x": {b}}}], "components": [
            {{"id": "web", "service": "was", "name": "Web", "at": [0, 0], "later": {c}}},
            {{"id": "db", "service": "rds", "name": "DB", "at": null}}]}}"#
    );
    let repaired = repair(&whole).unwrap();
    assert_eq!(repaired.repairs.len(), 1, "{:?}", repaired.repairs);
    // The same where the text ends too early, or has a field twice.
    let cut = whole.strip_suffix("]}").unwrap();
    let twice = whole.replace("\"version\": 1", "\"version\": 1, \"version\": 1");
    for text in [whole.as_str(), cut, &twice] {
        let saved = save(&repair(text).unwrap().document);
        for number in LONG {
            assert!(saved.contains(number), "{number} is not in {saved}");
        }
    }
}

#[test]
fn wrong_notes_are_named_by_path() {
    let note = |field: &str, value: Value| {
        let mut note = json!({"id": "n", "text": "", "at": [0, 0], "size": [240, 144]});
        note[field] = value;
        with_note(note)
    };
    let cases = [
        ("color", json!("pink"), "expected", "\"yellow\", \"orange\""),
        ("kind", json!("sticker"), "expected", "\"text\", \"frame\""),
        ("text", json!(7), "expected", "notes[1].text"),
        ("size", json!([0, 10]), "number", "notes[1].size[0]"),
        ("at", json!([0, 1e12]), "number", "notes[1].at[1]"),
        ("id", json!("web"), "duplicate_id", "notes[1].id"),
        ("in", json!("web"), "no_such_item", "a container"),
        (
            "text",
            json!("x".repeat(20_001)),
            "too_long",
            "at most 20000",
        ),
    ];
    for (field, value, key, says) in cases {
        refused(
            &note(field, value),
            key,
            &[says, &format!("notes[1].{field}")],
        );
    }
    let long_title =
        json!({"id": "n", "kind": "frame", "text": "x".repeat(201), "at": [0, 0], "size": [9, 9]});
    refused(
        &with_note(long_title),
        "too_long",
        &["notes[1].text", "at most 200"],
    );
    let aimed = json!([{"at_s": 5, "target": "why", "kind": "crash_all"}]);
    let mut file: Value = serde_json::from_str(&note("text", json!(""))).unwrap();
    file["scenario"]["faults"] = aimed;
    refused(
        &file.to_string(),
        "no_such_item",
        &["scenario.faults[0].target", "a component"],
    );
}

/// What the schema says of a parameter that nobody knows is what the loader does: it is allowed, and kept.
#[test]
fn the_schema_allows_unknown_parameters_as_the_loader_does() {
    let schema = schema();
    let text = with("/components/1/params/later", json!(1));
    assert_eq!(load(&text).unwrap().notes.len(), 1);
    let mut found = 0;
    let mut open = vec![&schema];
    while let Some(node) = open.pop() {
        if let Some(properties) = node.get("properties").and_then(Value::as_object) {
            found += properties.len();
            assert_ne!(node.get("additionalProperties"), Some(&json!(false)));
        }
        match node {
            Value::Object(fields) => open.extend(fields.values()),
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    assert!(found > 100, "{found}");
}
