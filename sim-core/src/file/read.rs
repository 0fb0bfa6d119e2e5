//! Reading parameters and the scenario.

use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::FileError;
use super::node::{Node, Object, Place, Shape, absent, optional, required};
use super::notes::Notes;
use crate::catalog::expected::{Expected, Thing};
use crate::catalog::{ParamMap, ParamSpec, Value};
use crate::document::problem::shown_text;
use crate::document::rules::{MAX_FAULTS, MAX_KINDS};
use crate::document::{Fault, FaultKind, Scenario, Targets, Unknown};
use crate::foundation::chance::{Distribution, SHAPES};
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
    node.fields(Thing::Params, |name, text| {
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
        Shape::Null => Err(node.expected(Thing::AnyValue)),
    }
}

/// Numbers by request kind, not a distribution: nothing in it but numbers.
fn is_by_kind(node: &Node<'_, '_>) -> bool {
    let place = node.place;
    let number = |_: &str, text| match (Node { text, place }).shape() {
        Shape::Number => Ok(()),
        _ => Err(node.expected(Thing::Numbers)),
    };
    node.fields(Thing::Numbers, number).is_ok()
}

fn too_many_kinds(node: &Node<'_, '_>) -> FileError {
    FileError::Expected {
        place: node.place.to_string(),
        expected: Expected::KindsAtMost(MAX_KINDS),
        found: Thing::More.into(),
    }
}

/// Numbers by request kind; the rules check later whether there are such kinds.
pub fn by_kind(node: &Node<'_, '_>) -> Result<IndexMap<Id, f64>, FileError> {
    let mut numbers = IndexMap::new();
    node.fields(Thing::Numbers, |kind, text| {
        if numbers.len() == MAX_KINDS {
            return Err(too_many_kinds(node));
        }
        let place = Place::Field(&node.place, kind);
        let number = Node { text, place }.number()?;
        let id = Id::new(kind).map_err(|_| FileError::Expected {
            place: node.place.to_string(),
            expected: Thing::Id.into(),
            found: shown_text(kind).into(),
        })?;
        numbers.insert(id, number);
        Ok(())
    })?;
    Ok(numbers)
}

/// A list of request kinds; the rules check later whether there are such kinds.
pub fn kinds(node: &Node<'_, '_>) -> Result<Vec<Id>, FileError> {
    let list = node.list(Thing::KindList, MAX_KINDS, || too_many_kinds(node))?;
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
        Err(node.expected(Thing::WholeNumber))
    }
}

/// A distribution, shape only, and the fields that it does not have; the rules check its numbers later.
pub fn times(node: &Node<'_, '_>, notes: &mut Notes) -> Result<(Distribution, Unknown), FileError> {
    let expected = Thing::Distribution;
    let place = &node.place;
    let mut texts = Vec::new();
    let known = |name: &str| name == "type" || SHAPES.iter().any(|(_, all)| all.contains(&name));
    node.fields(expected, |name, text| {
        if known(name) {
            texts.push((name.to_owned(), text));
        }
        Ok(())
    })?;
    let field = |name: &'static str, expected: Expected| {
        let text = texts.iter().find(|(field, _)| field == name);
        let place = Place::Field(place, name);
        match text {
            Some((_, text)) => Ok(Node { text, place }),
            None => Err(absent(&place, expected)),
        }
    };
    let names = || Expected::one_of(SHAPES.map(|(name, _)| name));
    let named = field("type", names())?;
    let shape = named.string()?;
    let Some((_, figures)) = SHAPES.iter().find(|(name, _)| *name == shape) else {
        return Err(named.expected(names()));
    };
    let mut fields = Map::new();
    fields.insert("type".to_owned(), Json::from(shape));
    for name in *figures {
        let figure = field(name, Thing::Number.into())?;
        figure.number()?;
        if *name == STAGES && figure.scalar().as_u64().is_none() {
            return Err(figure.expected(Thing::WholeNumber));
        }
        fields.insert((*name).to_owned(), figure.scalar());
    }
    let times: Distribution =
        serde_json::from_value(Json::Object(fields)).map_err(|_| node.expected(expected))?;
    let mut known = vec!["type"];
    known.extend(*figures);
    let object = node.object(expected, &known, notes)?;
    Ok((times, object.unknown))
}

/// The figure of a shape that counts.
const STAGES: &str = "k";

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
    let expected = Thing::Scenario;
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
        let list = faults.list(Thing::Faults, MAX_FAULTS, too_many)?;
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
    let object = node.object(Thing::Targets, &TARGET_FIELDS, notes)?;
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
    let expected = Thing::AFault;
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
        at_s: required(&object, place, "at_s", Thing::Seconds)?.number()?,
        for_s: optional(&object, place, "for_s")
            .map(|node| node.number())
            .transpose()?,
        target: required(&object, place, "target", Thing::ItemId)?.id()?,
        kind: fault_kind(&object, place)?,
        unknown: object.unknown,
    })
}

fn fault_kind(object: &Object<'_, '_>, place: &Place<'_>) -> Result<FaultKind, FileError> {
    let kinds = Expected::one_of(FAULT_KINDS);
    let name = required(object, place, "kind", kinds.clone())?;
    let extra = |field| required(object, place, field, Thing::Number)?.number();
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
        assert_eq!(shapes.len(), SHAPES.len(), "{schema}");
        for (shape, (name, figures)) in shapes.iter().zip(SHAPES) {
            assert_eq!(shape["properties"]["type"]["const"], *name);
            let all = shape["properties"].as_object().cloned().unwrap_or_default();
            let mut all: Vec<&str> = all.keys().map(String::as_str).collect();
            let mut known: Vec<&str> = figures.iter().copied().chain(["type"]).collect();
            all.sort_unstable();
            known.sort_unstable();
            assert_eq!(all, known);
        }
    }
}
