//! The JSON Schema of the file: the shape from the types, services and parameters from the catalog.

use schemars::JsonSchema;
use serde_json::{Map, Value as Json, json};

use super::VERSION;
use crate::catalog::{Kind, ParamSpec, container, link, services};
use crate::document::{Component, Container, Link, Note, RequestKind, Scenario};

/// A Topolab topology.
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Topology {
    /// Version of the format.
    version: u64,
    /// Name of the topology.
    #[schemars(default)]
    name: String,
    /// Free text: what it teaches, what to try.
    #[schemars(default)]
    description: String,
    #[schemars(default)]
    scenario: Scenario,
    /// Kinds of request; none: all requests are alike.
    #[schemars(default)]
    kinds: Vec<RequestKind>,
    #[schemars(default)]
    containers: Vec<Container>,
    #[schemars(default)]
    components: Vec<Component>,
    #[schemars(default)]
    links: Vec<Link>,
    /// Words on the canvas; they mean nothing to the simulation.
    #[schemars(default)]
    notes: Vec<Note>,
}

/// The JSON Schema (draft 2020-12) of a topology file.
pub fn schema() -> Json {
    let mut schema = schemars::schema_for!(Topology).to_value();
    schema["properties"]["version"] =
        json!({"const": VERSION, "description": "Version of the format."});
    let definitions = &mut schema["$defs"];
    let known = services()
        .iter()
        .map(|service| (service.id, (service.params)()));
    by_name(&mut definitions["Component"], "service", known.collect());
    let known = container::kinds()
        .iter()
        .map(|kind| (kind.id, (kind.params)()));
    by_name(&mut definitions["Container"], "kind", known.collect());
    definitions["Link"]["properties"]["params"] = params(link::params());
    schema
}

/// An item whose parameters depend on its service or kind.
fn by_name(definition: &mut Json, field: &str, known: Vec<(&'static str, &'static [ParamSpec])>) {
    let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
    definition["properties"][field]["enum"] = json!(names);
    let cases = known.into_iter().map(|(name, specs)| {
        json!({
            "if": {"properties": {field: {"const": name}}},
            "then": {"properties": {"params": params(specs)}},
        })
    });
    definition["allOf"] = Json::Array(cases.collect());
}

/// Parameters by name. Others are allowed: the loader keeps what it does not know and says so.
fn params(specs: &[ParamSpec]) -> Json {
    let properties: Map<String, Json> = specs
        .iter()
        .map(|spec| (spec.id.to_owned(), param(spec)))
        .collect();
    json!({"type": "object", "properties": properties})
}

fn param(spec: &ParamSpec) -> Json {
    let word = |instead: Option<&str>, shape: Json| match instead {
        Some(word) => json!({"anyOf": [shape, {"const": word}]}),
        None => shape,
    };
    let mut schema = match &spec.kind {
        Kind::Number {
            min,
            max,
            integer,
            instead,
            ..
        } => {
            let kind = if *integer { "integer" } else { "number" };
            word(
                *instead,
                json!({"type": kind, "minimum": min, "maximum": max}),
            )
        }
        Kind::Choice(options) => json!({"enum": options}),
        Kind::Flag => json!({"type": "boolean"}),
        Kind::Kinds => {
            json!({"type": "array", "items": {"type": "string"}, "uniqueItems": true})
        }
        Kind::ByKind { min, max, .. } => json!({
            "type": "object",
            "additionalProperties": {"type": "number", "minimum": min, "maximum": max},
        }),
        Kind::Trace => json!({"type": "string", "pattern": "^\\s*((per_second|gaps_ms)\\s.*)?$"}),
        Kind::Times { instead } => word(*instead, json!({"$ref": "#/$defs/Distribution"})),
    };
    let unit = match &spec.kind {
        Kind::Number { unit, .. } => unit.sign(),
        _ => "",
    };
    let source = match spec.source.date {
        Some(date) => format!("{} ({date})", spec.source.text),
        None => spec.source.text.to_owned(),
    };
    let about = if unit.is_empty() {
        source
    } else {
        format!("{unit}; {source}")
    };
    schema["description"] = json!(about);
    schema["default"] = json!(spec.default);
    schema
}
