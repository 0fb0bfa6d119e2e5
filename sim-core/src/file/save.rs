//! Saving: version first, items in their order, one line each where it fits.

use serde_json::{Map, Number, Value as Json};

use super::load::{
    COMPONENT_FIELDS, CONTAINER_FIELDS, FIELDS, KIND_FIELDS, LINK_FIELDS, NOTE_FIELDS,
};
use super::object::Object;
use super::read::{SCENARIO_FIELDS, TARGET_FIELDS, fault_fields, times_fields};
use super::{VERSION, pretty};
use crate::catalog::{ParamMap, Value};
use crate::document::{
    Component, Container, Document, Fault, FaultKind, Items, Link, Note, NoteColor, NoteKind,
    RequestKind, Scenario, Targets, Unknown,
};
use crate::foundation::chance::Distribution;
use crate::foundation::ids::Id;

/// The text of a document; `load` of it gives the same document.
pub fn save(document: &Document) -> String {
    let mut object = Object::new(&FIELDS, &document.unknown);
    object.put("version", VERSION);
    object.put("name", document.name.as_str());
    object.put("description", document.description.as_str());
    object.put_text("scenario", &scenario(&document.scenario));
    if !document.kinds.is_empty() {
        object.put_text("kinds", &list(&document.kinds, kind));
    }
    object.put_text("containers", &list(&document.containers, container));
    object.put_text("components", &list(&document.components, component));
    object.put_text("links", &list(&document.links, link));
    if !document.notes.is_empty() {
        object.put_text("notes", &list(&document.notes, note));
    }
    pretty::pretty(&object.text())
}

fn list<T>(items: &Items<T>, text: impl Fn(&T) -> String) -> String {
    joined(items.values().map(|item| text(item)))
}

fn joined(items: impl Iterator<Item = String>) -> String {
    let mut out = String::from("[");
    for item in items {
        if out.len() > 1 {
            out.push(',');
        }
        out.push_str(&item);
    }
    out.push(']');
    out
}

fn kind(kind: &RequestKind) -> String {
    let mut object = Object::new(&KIND_FIELDS, &kind.unknown);
    object.put("id", kind.id.as_str());
    object.put("name", kind.name.as_str());
    let sizes = [
        ("request_kib", kind.request_kib),
        ("response_kib", kind.response_kib),
    ];
    for (field, size) in sizes {
        if let Some(size) = size {
            object.put(field, number(size));
        }
    }
    if kind.priority != 0 {
        object.put("priority", kind.priority);
    }
    object.text()
}

fn component(item: &Component) -> String {
    let mut object = Object::new(&COMPONENT_FIELDS, &item.unknown);
    object.put("id", item.id.as_str());
    object.put("service", item.service.as_str());
    object.put("name", item.name.as_str());
    put_parent(&mut object, item.parent.as_ref());
    object.put("at", pair(item.at));
    put_params(&mut object, &item.params, &item.unknown);
    object.text()
}

fn container(item: &Container) -> String {
    let mut object = Object::new(&CONTAINER_FIELDS, &item.unknown);
    object.put("id", item.id.as_str());
    object.put("kind", item.kind.as_str());
    object.put("name", item.name.as_str());
    put_parent(&mut object, item.parent.as_ref());
    object.put("at", pair(item.at));
    object.put("size", pair(item.size));
    if item.collapsed {
        object.put("collapsed", true);
    }
    put_params(&mut object, &item.params, &item.unknown);
    object.text()
}

fn link(item: &Link) -> String {
    let mut object = Object::new(&LINK_FIELDS, &item.unknown);
    object.put("id", item.id.as_str());
    object.put("from", item.from.as_str());
    object.put("to", item.to.as_str());
    if !item.bends.is_empty() {
        let bends: Vec<Json> = item.bends.iter().map(|bend| pair(*bend)).collect();
        object.put("bends", bends);
    }
    put_params(&mut object, &item.params, &item.unknown);
    object.text()
}

fn note(item: &Note) -> String {
    let mut object = Object::new(&NOTE_FIELDS, &item.unknown);
    object.put("id", item.id.as_str());
    if item.kind != NoteKind::default() {
        object.put("kind", item.kind.name());
    }
    object.put("text", item.text.as_str());
    put_parent(&mut object, item.parent.as_ref());
    object.put("at", pair(item.at));
    object.put("size", pair(item.size));
    if item.color != NoteColor::default() {
        object.put("color", item.color.name());
    }
    object.text()
}

fn scenario(scenario: &Scenario) -> String {
    let mut object = Object::new(&SCENARIO_FIELDS, &scenario.unknown);
    object.put("seed", scenario.seed);
    object.put("duration_s", number(scenario.duration_s));
    if !scenario.faults.is_empty() {
        object.put_text("faults", &joined(scenario.faults.iter().map(fault)));
    }
    if scenario.targets != Targets::default() {
        object.put_text("targets", &targets(&scenario.targets));
    }
    object.text()
}

fn targets(targets: &Targets) -> String {
    let mut object = Object::new(&TARGET_FIELDS, &targets.unknown);
    let limits = [
        targets.p99_ms,
        targets.failed_percent,
        targets.usd_per_month,
    ];
    for (field, limit) in TARGET_FIELDS.into_iter().zip(limits) {
        if let Some(limit) = limit {
            object.put(field, number(limit));
        }
    }
    object.text()
}

fn fault(fault: &Fault) -> String {
    let kind = fault.kind.name();
    let mut object = Object::new(fault_fields(kind), &fault.unknown);
    object.put("at_s", number(fault.at_s));
    if let Some(length) = fault.for_s {
        object.put("for_s", number(length));
    }
    object.put("target", fault.target.as_str());
    object.put("kind", kind);
    match fault.kind {
        FaultKind::Slow { factor } | FaultKind::Capacity { factor } => {
            object.put("factor", number(factor))
        }
        FaultKind::Throttle { per_s } => object.put("per_s", number(per_s)),
        _ => {}
    }
    object.text()
}

fn put_parent(object: &mut Object<'_, '_>, parent: Option<&Id>) {
    if let Some(id) = parent {
        object.put("in", id.as_str());
    }
}

fn put_params(object: &mut Object<'_, '_>, params: &ParamMap, unknown: &Unknown) {
    let none = Unknown::new();
    let unknown = unknown.inside("params").unwrap_or(&none);
    let names: Vec<&str> = params.keys().map(String::as_str).collect();
    let mut set = Object::new(&names, unknown);
    for (name, value) in params {
        match value {
            Value::Times(times) => {
                let others = unknown.inside(name).unwrap_or(&none);
                set.put_text(name, &distribution(times, others));
            }
            other => set.put(name, param(other)),
        }
    }
    let text = set.text();
    if text != "{}" {
        object.put_text("params", &text);
    }
}

fn distribution(times: &Distribution, unknown: &Unknown) -> String {
    let names = times_fields(times);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut object = Object::new(&names, unknown);
    if let Json::Object(fields) = plain(serde_json::to_value(times).unwrap_or_default()) {
        for (name, value) in fields {
            object.put(&name, value);
        }
    }
    object.text()
}

fn param(value: &Value) -> Json {
    match value {
        Value::Flag(flag) => Json::Bool(*flag),
        Value::Number(value) => number(*value),
        Value::Text(text) => Json::from(text.as_str()),
        Value::Kinds(kinds) => Json::from(kinds.iter().map(Id::as_str).collect::<Vec<_>>()),
        Value::ByKind(numbers) => {
            let each = numbers.iter();
            let fields = each.map(|(kind, n)| (kind.to_string(), number(*n)));
            Json::Object(fields.collect::<Map<_, _>>())
        }
        Value::Times(times) => plain(serde_json::to_value(times).unwrap_or_default()),
    }
}

/// Numbers as people write them: no `.0` behind whole ones.
fn plain(value: Json) -> Json {
    match value {
        Json::Number(given) => given.as_f64().map_or(Json::Number(given), number),
        Json::Object(map) => Json::Object(map.into_iter().map(|(k, v)| (k, plain(v))).collect()),
        other => other,
    }
}

fn pair(xy: [f32; 2]) -> Json {
    // Through the shortest decimal: 0.1 stays 0.1 and does not become the double nearest to the float.
    let shortest = |coordinate: f32| {
        coordinate
            .to_string()
            .parse::<f64>()
            .map_or(Json::Null, number)
    };
    Json::from(xy.map(shortest).to_vec())
}

fn number(value: f64) -> Json {
    /// Whole numbers below this are exact.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if libm::trunc(value) == value && libm::fabs(value) < EXACT {
        return Json::from(value as i64);
    }
    Number::from_f64(value).map_or(Json::Null, Json::Number)
}
