//! Reading parameters and the scenario.

use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::FileError;
use super::node::{Node, Object, Place, Shape, optional, required};
use super::notes::Notes;
use crate::catalog::{ParamMap, ParamSpec, Value};
use crate::document::rules::{MAX_FAULTS, MAX_KINDS};
use crate::document::{Fault, FaultKind, Scenario, Targets, Unknown};
use crate::foundation::chance::Distribution;
use crate::foundation::ids::Id;

/// The parameters of an item; the rules check the values later. Those that it does not have go to what is unknown of it.
pub fn params(
    object: &mut Object<'_, '_>,
    place: &Place<'_>,
    specs: &[ParamSpec],
    notes: &mut Notes,
) -> Result<ParamMap, FileError> {
    let (mut params, mut unknown) = (ParamMap::new(), Unknown::new());
    let Some(node) = optional(object, place, "params") else {
        return Ok(params);
    };
    let mark = notes.mark();
    node.fields("an object of parameters", |name, text| {
        let place = Place::Field(&node.place, name);
        if specs.iter().any(|spec| spec.id == name) {
            let value = value_of(&Node { text, place }, name, &mut unknown, notes)?;
            params.insert(name.to_owned(), value);
        } else {
            notes.add(&place, name);
            unknown.keep(name, text, params.len() as u32);
        }
        Ok(())
    })?;
    let missing = specs.iter().map(|spec| spec.id);
    notes.explain(mark, missing.filter(|id| !params.contains_key(*id)));
    unknown.sort();
    object.unknown.keep_inside("params", unknown);
    Ok(params)
}

fn value_of(
    node: &Node<'_, '_>,
    name: &str,
    unknown: &mut Unknown,
    notes: &mut Notes,
) -> Result<Value, FileError> {
    match node.shape() {
        Shape::Flag => Ok(Value::Flag(node.text == "true")),
        Shape::Number => node.number().map(Value::Number),
        Shape::Text => node.string().map(Value::Text),
        Shape::Object if is_by_kind(node) => by_kind(node).map(Value::ByKind),
        Shape::Object => {
            let (times, others) = times(node, notes)?;
            unknown.keep_inside(name, others);
            Ok(Value::Times(times))
        }
        Shape::List => kinds(node).map(Value::Kinds),
        Shape::Null => Err(node.expected("a number, a text, true, false or a distribution")),
    }
}

/// Numbers by request kind, not a distribution: nothing in it but numbers.
fn is_by_kind(node: &Node<'_, '_>) -> bool {
    let place = node.place;
    let number = |_: &str, text| match (Node { text, place }).shape() {
        Shape::Number => Ok(()),
        _ => Err(node.expected("numbers")),
    };
    node.fields("numbers", number).is_ok()
}

fn too_many_kinds(node: &Node<'_, '_>) -> FileError {
    FileError::Expected {
        place: node.place.to_string(),
        expected: format!("at most {MAX_KINDS} request kinds"),
        found: "more".to_owned(),
    }
}

/// Numbers by request kind; the rules check later whether there are such kinds.
pub fn by_kind(node: &Node<'_, '_>) -> Result<IndexMap<Id, f64>, FileError> {
    let mut numbers = IndexMap::new();
    node.fields("an object of numbers", |kind, text| {
        if numbers.len() == MAX_KINDS {
            return Err(too_many_kinds(node));
        }
        let place = Place::Field(&node.place, kind);
        let number = Node { text, place }.number()?;
        let id =
            Id::new(kind).map_err(|error| node.expected(format!("request kinds ({error})")))?;
        numbers.insert(id, number);
        Ok(())
    })?;
    Ok(numbers)
}

/// A list of request kinds; the rules check later whether there are such kinds.
pub fn kinds(node: &Node<'_, '_>) -> Result<Vec<Id>, FileError> {
    let list = node.list("a list of request kinds", MAX_KINDS, || {
        too_many_kinds(node)
    })?;
    let read = |(index, text)| {
        let place = Place::Index(&node.place, index);
        Node { text, place }.id()
    };
    list.into_iter().enumerate().map(read).collect()
}

/// A whole number of either sign.
pub fn integer(node: &Node<'_, '_>) -> Result<i32, FileError> {
    let number = node.number()?;
    let fits = libm::trunc(number) == number && libm::fabs(number) <= f64::from(i32::MAX);
    if fits {
        Ok(number as i32)
    } else {
        Err(node.expected("a whole number"))
    }
}

/// Every field of any distribution.
const TIMES_FIELDS: [&str; 14] = [
    "type",
    "ms",
    "mean_ms",
    "min_ms",
    "max_ms",
    "k",
    "scv",
    "shape",
    "alpha",
    "median_ms",
    "p95_ms",
    "p50_ms",
    "p90_ms",
    "p99_ms",
];

/// A distribution, shape only, and the fields that it does not have; the rules check its numbers later.
pub fn times(node: &Node<'_, '_>, notes: &mut Notes) -> Result<(Distribution, Unknown), FileError> {
    let expected = "a distribution such as {\"type\": \"exponential\", \"mean_ms\": 10}";
    let mut fields = Map::new();
    node.fields(expected, |name, text| {
        if TIMES_FIELDS.contains(&name) {
            let place = node.place;
            fields.insert(name.to_owned(), Node { text, place }.scalar());
        }
        Ok(())
    })?;
    let times: Distribution =
        serde_json::from_value(Json::Object(fields)).map_err(|error| FileError::Expected {
            place: node.place.to_string(),
            expected: expected.to_owned(),
            found: format!("an object with: {error}"),
        })?;
    let known = times_fields(&times);
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let object = node.object(expected, &known, notes)?;
    Ok((times, object.unknown))
}

/// The fields of a distribution in the order in which they are written.
pub fn times_fields(times: &Distribution) -> Vec<String> {
    match serde_json::to_value(times) {
        Ok(Json::Object(fields)) => fields.into_iter().map(|(name, _)| name).collect(),
        _ => Vec::new(),
    }
}

pub const SCENARIO_FIELDS: [&str; 4] = ["seed", "duration_s", "faults", "targets"];
pub const TARGET_FIELDS: [&str; 3] = ["p99_ms", "failed_percent", "usd_per_month"];

/// The scenario; what is absent has its default.
pub fn scenario(node: &Node<'_, '_>, notes: &mut Notes) -> Result<Scenario, FileError> {
    let expected = "an object with \"seed\" and \"duration_s\"";
    let object = node.object(expected, &SCENARIO_FIELDS, notes)?;
    let place = &node.place;
    let mut scenario = Scenario::default();
    if let Some(seed) = optional(&object, place, "seed") {
        scenario.seed = seed.whole()?;
    }
    if let Some(duration) = optional(&object, place, "duration_s") {
        scenario.duration_s = duration.number()?;
    }
    if let Some(faults) = optional(&object, place, "faults") {
        let too_many = || faults.too_many("faults", MAX_FAULTS);
        let list = faults.list("a list of faults", MAX_FAULTS, too_many)?;
        for (index, text) in list.into_iter().enumerate() {
            let place = Place::Index(&faults.place, index);
            scenario.faults.push(fault(&Node { text, place }, notes)?);
        }
    }
    if let Some(targets) = optional(&object, place, "targets") {
        scenario.targets = read_targets(&targets, notes)?;
    }
    scenario.unknown = object.unknown;
    Ok(scenario)
}

fn read_targets(node: &Node<'_, '_>, notes: &mut Notes) -> Result<Targets, FileError> {
    let object = node.object("an object of targets", &TARGET_FIELDS, notes)?;
    let limit = |field| {
        optional(&object, &node.place, field)
            .map(|node| node.number())
            .transpose()
    };
    Ok(Targets {
        p99_ms: limit("p99_ms")?,
        failed_percent: limit("failed_percent")?,
        usd_per_month: limit("usd_per_month")?,
        unknown: object.unknown,
    })
}

const FAULT_KINDS: [&str; 10] = [
    "crash_one",
    "crash_all",
    "slow",
    "cut_link",
    "black_hole",
    "lose_zone",
    "throttle",
    "capacity",
    "cache_flush",
    "cold_everything",
];

/// The fields of a fault of this kind, in the order in which they are written.
pub fn fault_fields(kind: &str) -> &'static [&'static str] {
    match kind {
        "slow" | "capacity" => &["at_s", "for_s", "target", "kind", "factor"],
        "throttle" => &["at_s", "for_s", "target", "kind", "per_s"],
        _ => &["at_s", "for_s", "target", "kind"],
    }
}

fn fault(node: &Node<'_, '_>, notes: &mut Notes) -> Result<Fault, FileError> {
    let expected = "a fault, such as {\"at_s\": 60, \"target\": ..., \"kind\": ...}";
    let place = &node.place;
    let mut kind = None;
    node.fields(expected, |name, text| {
        let place = Place::Field(place, "kind");
        if name == "kind" {
            kind = Some(Node { text, place }.string()?);
        }
        Ok(())
    })?;
    let object = node.object(expected, fault_fields(kind.as_deref().unwrap_or("")), notes)?;
    Ok(Fault {
        at_s: required(&object, place, "at_s", "a number of seconds")?.number()?,
        for_s: optional(&object, place, "for_s")
            .map(|node| node.number())
            .transpose()?,
        target: required(&object, place, "target", "the id of an item")?.id()?,
        kind: fault_kind(&object, place)?,
        unknown: object.unknown,
    })
}

fn fault_kind(object: &Object<'_, '_>, place: &Place<'_>) -> Result<FaultKind, FileError> {
    let kinds = format!("one of {}", FAULT_KINDS.join(", "));
    let name = required(object, place, "kind", &kinds)?;
    let extra = |field| required(object, place, field, "a number")?.number();
    Ok(match name.string()?.as_str() {
        "crash_one" => FaultKind::CrashOne,
        "crash_all" => FaultKind::CrashAll,
        "cut_link" => FaultKind::CutLink,
        "black_hole" => FaultKind::BlackHole,
        "lose_zone" => FaultKind::LoseZone,
        "cache_flush" => FaultKind::CacheFlush,
        "cold_everything" => FaultKind::ColdEverything,
        "capacity" => {
            let factor = extra("factor")?;
            FaultKind::Capacity { factor }
        }
        "slow" => {
            let factor = extra("factor")?;
            FaultKind::Slow { factor }
        }
        "throttle" => {
            let per_s = extra("per_s")?;
            FaultKind::Throttle { per_s }
        }
        _ => return Err(name.expected(kinds)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_every_distribution_is_known() {
        let schema = schemars::schema_for!(Distribution).to_value();
        let shapes = schema["oneOf"].as_array().cloned().unwrap_or_default();
        assert!(shapes.len() > 5, "{schema}");
        let properties = shapes.iter().filter_map(|s| s["properties"].as_object());
        let mut all: Vec<&String> = properties.flat_map(Map::keys).collect();
        all.sort();
        all.dedup();
        let mut known = TIMES_FIELDS;
        known.sort_unstable();
        assert_eq!(all, known);
    }
}
