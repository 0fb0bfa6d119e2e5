//! Reading parameters and the scenario.

use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::FileError;
use super::node::{Node, Place, optional, required};
use crate::catalog::{ParamMap, Value};
use crate::document::nearest::nearest;
use crate::document::{Fault, FaultKind, Scenario, Targets};
use crate::foundation::chance::Distribution;
use crate::foundation::ids::Id;

/// The parameters of an item; the rules check them later.
pub fn params(object: &Map<String, Json>, place: &Place<'_>) -> Result<ParamMap, FileError> {
    let Some(node) = optional(object, place, "params") else {
        return Ok(ParamMap::new());
    };
    let set = node.object("an object of parameters")?;
    let read = |(name, value): (&String, &Json)| {
        let node = Node {
            value,
            place: Place::Field(&node.place, name),
        };
        Ok((name.clone(), value_of(&node)?))
    };
    set.iter().map(read).collect()
}

fn value_of(node: &Node<'_, '_>) -> Result<Value, FileError> {
    match node.value {
        Json::Bool(flag) => Ok(Value::Flag(*flag)),
        Json::Number(_) => node.number().map(Value::Number),
        Json::String(text) => Ok(Value::Text(text.clone())),
        Json::Object(object) if is_by_kind(object) => by_kind(node, object).map(Value::ByKind),
        Json::Object(_) => times(node).map(Value::Times),
        Json::Array(list) => kinds(node, list).map(Value::Kinds),
        Json::Null => Err(node.expected("a number, a text, true, false or a distribution")),
    }
}

/// Numbers by request kind, not a distribution: nothing in it but numbers.
fn is_by_kind(object: &Map<String, Json>) -> bool {
    object.values().all(Json::is_number)
}

/// Numbers by request kind; the rules check later whether there are such kinds.
pub fn by_kind(
    node: &Node<'_, '_>,
    object: &Map<String, Json>,
) -> Result<IndexMap<Id, f64>, FileError> {
    let read = |(kind, value): (&String, &Json)| {
        let place = Place::Field(&node.place, kind);
        let number = Node { value, place }.number()?;
        let id =
            Id::new(kind).map_err(|error| node.expected(format!("request kinds ({error})")))?;
        Ok((id, number))
    };
    object.iter().map(read).collect()
}

/// A list of request kinds; the rules check later whether there are such kinds.
pub fn kinds(node: &Node<'_, '_>, list: &[Json]) -> Result<Vec<Id>, FileError> {
    let read = |(index, value)| {
        let place = Place::Index(&node.place, index);
        Node { value, place }.id()
    };
    list.iter().enumerate().map(read).collect()
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

/// A distribution, shape only; the rules check its numbers later.
pub fn times(node: &Node<'_, '_>) -> Result<Distribution, FileError> {
    let expected = "a distribution such as {\"type\": \"exponential\", \"mean_ms\": 10}";
    let found = |found: String| FileError::Expected {
        place: node.place.to_string(),
        expected: expected.to_owned(),
        found,
    };
    let times: Distribution = serde_json::from_value(node.value.clone())
        .map_err(|error| found(format!("an object with: {error}")))?;
    // serde skips what it does not know; a misspelt field must not pass for its default.
    let known = serde_json::to_value(times).unwrap_or_default();
    let mut fields = node.value.as_object().into_iter().flatten();
    match fields.find(|(field, _)| known.get(field.as_str()).is_none()) {
        Some((field, _)) => Err(found(format!("the unknown field \"{field}\""))),
        None => Ok(times),
    }
}

/// The scenario; what is absent has its default.
pub fn scenario(node: &Node<'_, '_>) -> Result<Scenario, FileError> {
    let object = node.object("an object with \"seed\" and \"duration_s\"")?;
    let place = &node.place;
    known_fields(object, place, &["seed", "duration_s", "faults", "targets"])?;
    let mut scenario = Scenario::default();
    if let Some(seed) = optional(object, place, "seed") {
        scenario.seed = seed.whole()?;
    }
    if let Some(duration) = optional(object, place, "duration_s") {
        scenario.duration_s = duration.number()?;
    }
    if let Some(targets) = optional(object, place, "targets") {
        scenario.targets = read_targets(&targets)?;
    }
    if let Some(faults) = optional(object, place, "faults") {
        let list = faults.list("a list of faults")?.iter().enumerate();
        let read = |(index, value)| {
            fault(&Node {
                value,
                place: Place::Index(&faults.place, index),
            })
        };
        scenario.faults = list.map(read).collect::<Result<_, _>>()?;
    }
    Ok(scenario)
}

fn read_targets(node: &Node<'_, '_>) -> Result<Targets, FileError> {
    let object = node.object("an object of targets")?;
    known_fields(
        object,
        &node.place,
        &["p99_ms", "failed_percent", "usd_per_month"],
    )?;
    let limit = |field| {
        optional(object, &node.place, field)
            .map(|node| node.number())
            .transpose()
    };
    Ok(Targets {
        p99_ms: limit("p99_ms")?,
        failed_percent: limit("failed_percent")?,
        usd_per_month: limit("usd_per_month")?,
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

fn fault(node: &Node<'_, '_>) -> Result<Fault, FileError> {
    let object = node.object("a fault, such as {\"at_s\": 60, \"target\": ..., \"kind\": ...}")?;
    let place = &node.place;
    let extra = |field| required(object, place, field, "a number")?.number();
    let kinds = format!("one of {}", FAULT_KINDS.join(", "));
    let name = required(object, place, "kind", &kinds)?;
    let (kind, own) = match name.text()? {
        "crash_one" => (FaultKind::CrashOne, None),
        "crash_all" => (FaultKind::CrashAll, None),
        "cut_link" => (FaultKind::CutLink, None),
        "black_hole" => (FaultKind::BlackHole, None),
        "lose_zone" => (FaultKind::LoseZone, None),
        "cache_flush" => (FaultKind::CacheFlush, None),
        "cold_everything" => (FaultKind::ColdEverything, None),
        "capacity" => (
            FaultKind::Capacity {
                factor: extra("factor")?,
            },
            Some("factor"),
        ),
        "slow" => (
            FaultKind::Slow {
                factor: extra("factor")?,
            },
            Some("factor"),
        ),
        "throttle" => (
            FaultKind::Throttle {
                per_s: extra("per_s")?,
            },
            Some("per_s"),
        ),
        _ => return Err(name.expected(kinds)),
    };
    let fields: Vec<&str> = ["at_s", "for_s", "target", "kind"]
        .into_iter()
        .chain(own)
        .collect();
    known_fields(object, place, &fields)?;
    Ok(Fault {
        at_s: required(object, place, "at_s", "a number of seconds")?.number()?,
        for_s: optional(object, place, "for_s")
            .map(|node| node.number())
            .transpose()?,
        target: required(object, place, "target", "the id of an item")?.id()?,
        kind,
    })
}

/// A misspelt field of the scenario would change the run in silence, so it is refused.
fn known_fields(
    object: &Map<String, Json>,
    place: &Place<'_>,
    known: &[&str],
) -> Result<(), FileError> {
    let Some(field) = object.keys().find(|field| !known.contains(&field.as_str())) else {
        return Ok(());
    };
    let hint = nearest(field, known.iter().copied());
    let hint = hint
        .map(|name| format!(" (did you mean \"{name}\"?)"))
        .unwrap_or_default();
    Err(FileError::Expected {
        place: Place::Field(place, field).to_string(),
        expected: format!("only {}", known.join(", ")),
        found: format!("an unknown field{hint}"),
    })
}
