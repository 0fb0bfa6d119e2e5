//! Saving: version first, items in their order, one line each where it fits.

use serde_json::{Map, Number, Value as Json};

use super::{VERSION, pretty};
use crate::catalog::{ParamMap, Value};
use crate::document::{
    Component, Container, Document, Fault, FaultKind, Link, Note, NoteColor, NoteKind, RequestKind,
    Scenario, Unknown,
};
use crate::foundation::ids::Id;

/// The text of a document; `load` of it gives the same document.
pub fn save(document: &Document) -> String {
    let mut object = Map::new();
    put(&mut object, "version", VERSION);
    put(&mut object, "name", document.name.as_str());
    put(&mut object, "description", document.description.as_str());
    put(&mut object, "scenario", scenario(&document.scenario));
    if !document.kinds.is_empty() {
        let kinds: Vec<Json> = document.kinds.values().map(|k| kind(k)).collect();
        put(&mut object, "kinds", kinds);
    }
    put(
        &mut object,
        "containers",
        document
            .containers
            .values()
            .map(|c| container(c))
            .collect::<Vec<_>>(),
    );
    put(
        &mut object,
        "components",
        document
            .components
            .values()
            .map(|c| component(c))
            .collect::<Vec<_>>(),
    );
    put(
        &mut object,
        "links",
        document.links.values().map(|l| link(l)).collect::<Vec<_>>(),
    );
    if !document.notes.is_empty() {
        let notes: Vec<Json> = document.notes.values().map(|n| note(n)).collect();
        put(&mut object, "notes", notes);
    }
    put_unknown(&mut object, &document.unknown);
    pretty::pretty(&Json::Object(object))
}

fn kind(kind: &RequestKind) -> Json {
    let mut object = Map::new();
    put(&mut object, "id", kind.id.as_str());
    put(&mut object, "name", kind.name.as_str());
    let sizes = [
        ("request_kib", kind.request_kib),
        ("response_kib", kind.response_kib),
    ];
    for (field, size) in sizes {
        if let Some(size) = size {
            put(&mut object, field, number(size));
        }
    }
    if kind.priority != 0 {
        put(&mut object, "priority", kind.priority);
    }
    put_unknown(&mut object, &kind.unknown);
    Json::Object(object)
}

fn component(item: &Component) -> Json {
    let mut object = Map::new();
    put(&mut object, "id", item.id.as_str());
    put(&mut object, "service", item.service.as_str());
    put(&mut object, "name", item.name.as_str());
    put_parent(&mut object, item.parent.as_ref());
    put(&mut object, "at", pair(item.at));
    put_params(&mut object, &item.params);
    put_unknown(&mut object, &item.unknown);
    Json::Object(object)
}

fn container(item: &Container) -> Json {
    let mut object = Map::new();
    put(&mut object, "id", item.id.as_str());
    put(&mut object, "kind", item.kind.as_str());
    put(&mut object, "name", item.name.as_str());
    put_parent(&mut object, item.parent.as_ref());
    put(&mut object, "at", pair(item.at));
    put(&mut object, "size", pair(item.size));
    if item.collapsed {
        put(&mut object, "collapsed", true);
    }
    put_params(&mut object, &item.params);
    put_unknown(&mut object, &item.unknown);
    Json::Object(object)
}

fn link(item: &Link) -> Json {
    let mut object = Map::new();
    put(&mut object, "id", item.id.as_str());
    put(&mut object, "from", item.from.as_str());
    put(&mut object, "to", item.to.as_str());
    put_params(&mut object, &item.params);
    put_unknown(&mut object, &item.unknown);
    Json::Object(object)
}

fn note(item: &Note) -> Json {
    let mut object = Map::new();
    put(&mut object, "id", item.id.as_str());
    if item.kind != NoteKind::default() {
        put(&mut object, "kind", item.kind.name());
    }
    put(&mut object, "text", item.text.as_str());
    put(&mut object, "at", pair(item.at));
    put(&mut object, "size", pair(item.size));
    if item.color != NoteColor::default() {
        put(&mut object, "color", item.color.name());
    }
    put_unknown(&mut object, &item.unknown);
    Json::Object(object)
}

fn scenario(scenario: &Scenario) -> Json {
    let mut object = Map::new();
    put(&mut object, "seed", scenario.seed);
    put(&mut object, "duration_s", number(scenario.duration_s));
    if !scenario.faults.is_empty() {
        put(
            &mut object,
            "faults",
            scenario.faults.iter().map(fault).collect::<Vec<_>>(),
        );
    }
    let limits = &scenario.targets;
    let limits = [
        ("p99_ms", limits.p99_ms),
        ("failed_percent", limits.failed_percent),
        ("usd_per_month", limits.usd_per_month),
    ];
    let targets: Map<String, Json> = limits
        .into_iter()
        .filter_map(|(name, limit)| Some((name.to_owned(), number(limit?))))
        .collect();
    if !targets.is_empty() {
        put(&mut object, "targets", targets);
    }
    Json::Object(object)
}

fn fault(fault: &Fault) -> Json {
    let mut object = Map::new();
    put(&mut object, "at_s", number(fault.at_s));
    if let Some(length) = fault.for_s {
        put(&mut object, "for_s", number(length));
    }
    put(&mut object, "target", fault.target.as_str());
    put(&mut object, "kind", fault.kind.name());
    match fault.kind {
        FaultKind::Slow { factor } | FaultKind::Capacity { factor } => {
            put(&mut object, "factor", number(factor))
        }
        FaultKind::Throttle { per_s } => put(&mut object, "per_s", number(per_s)),
        _ => {}
    }
    Json::Object(object)
}

fn put(object: &mut Map<String, Json>, field: &str, value: impl Into<Json>) {
    object.insert(field.to_owned(), value.into());
}

fn put_parent(object: &mut Map<String, Json>, parent: Option<&Id>) {
    if let Some(id) = parent {
        put(object, "in", id.as_str());
    }
}

fn put_params(object: &mut Map<String, Json>, params: &ParamMap) {
    if !params.is_empty() {
        let map: Map<String, Json> = params
            .iter()
            .map(|(name, value)| (name.clone(), param(value)))
            .collect();
        put(object, "params", map);
    }
}

fn put_unknown(object: &mut Map<String, Json>, unknown: &Unknown) {
    for (field, value) in unknown {
        if !object.contains_key(field) {
            object.insert(field.clone(), value.clone());
        }
    }
}

fn param(value: &Value) -> Json {
    match value {
        Value::Flag(flag) => Json::Bool(*flag),
        Value::Number(value) => number(*value),
        Value::Text(text) => Json::from(text.as_str()),
        Value::Kinds(kinds) => Json::from(kinds.iter().map(Id::as_str).collect::<Vec<_>>()),
        Value::ByKind(numbers) => {
            let each = numbers.iter();
            Json::Object(
                each.map(|(kind, n)| (kind.to_string(), number(*n)))
                    .collect(),
            )
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
