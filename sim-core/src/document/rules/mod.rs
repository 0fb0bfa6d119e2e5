//! The rules every document keeps: the loader refuses what breaks them, the editor never breaks them.
//!
//! Each check looks at one item in its document and says which field is wrong and what was expected.

mod items;
mod kinds;
mod notes;
mod scenario;

pub(super) use items::may_stand_in;
pub use items::{
    check_component, check_container, check_description, check_ends, check_link, check_name,
    check_param, check_params,
};
pub use kinds::{check_kind, check_named, check_named_kinds};
pub use notes::check_note;
pub use scenario::check_scenario;

use super::Document;
use super::nearest::nearest;
use super::problem::{Broken, Named, Problem, Violation, shown_text};
use crate::catalog::expected::{Expected, Thing};
use crate::foundation::ids::Id;

/// Components, links, containers and notes of a document, each.
pub const MAX_ITEMS: usize = 100_000;
/// Kinds of request.
pub const MAX_KINDS: usize = 63;
/// Size of a kind's requests and answers, KiB.
pub const MAX_KIND_KIB: f64 = 1_048_576.0;
/// Priority of a kind, both ways.
pub const MAX_PRIORITY: i32 = 1_000_000;
/// Faults on the timeline.
pub const MAX_FAULTS: usize = 10_000;
/// Letters of a name.
pub const MAX_NAME: usize = 200;
/// Letters of the description.
pub const MAX_DESCRIPTION: usize = 20_000;
/// Letters of a note.
pub const MAX_NOTE: usize = 20_000;
/// Canvas points from the origin, in x and y.
pub const MAX_POSITION: f32 = 1_000_000.0;
/// Width and height of a container or note, canvas points.
pub const MAX_SIZE: f32 = 1_000_000.0;
/// Bends of a link.
pub const MAX_BENDS: usize = 32;
/// Containers around an item.
pub const MAX_DEPTH: usize = 16;
/// Length of a run, seconds: ten years of 365 days.
pub const MAX_DURATION_S: f64 = 315_360_000.0;
/// Factor of a slow-down.
pub const MAX_SLOW_FACTOR: f64 = 1_000_000.0;
/// Factor of a change of capacity.
pub const MAX_CAPACITY_FACTOR: f64 = 1_000.0;
/// Requests per second that a throttle lets through.
pub const MAX_THROTTLE_PER_S: f64 = 1_000_000_000.0;

/// Checks a whole document; the first broken rule is reported.
pub fn invariants(document: &Document) -> Result<(), Violation> {
    let whole = |broken: Broken| Violation { id: None, broken };
    check_counts(document).map_err(whole)?;
    check_name("name", &document.name).map_err(whole)?;
    check_description(&document.description).map_err(whole)?;
    for (id, kind) in &document.kinds {
        check_key(id, &kind.id)
            .and_then(|()| check_kind(kind))
            .map_err(|broken| whole(within(&format!("kinds.{id}"), broken)))?;
    }
    for (id, item) in &document.containers {
        check_key(id, &item.id)
            .and_then(|()| check_container(document, item))
            .map_err(|b| of(id, b))?;
    }
    for (id, item) in &document.components {
        check_key(id, &item.id)
            .and_then(|()| check_component(document, item))
            .map_err(|b| of(id, b))?;
    }
    for (id, item) in &document.links {
        check_key(id, &item.id)
            .and_then(|()| check_link(document, item))
            .map_err(|b| of(id, b))?;
    }
    for (id, item) in &document.notes {
        check_key(id, &item.id)
            .and_then(|()| check_note(document, item))
            .map_err(|b| of(id, b))?;
    }
    let ids = document.components.keys().chain(document.links.keys());
    for id in ids.chain(document.notes.keys()) {
        let kinds = [
            document.notes.contains_key(id),
            document.components.contains_key(id),
            document.links.contains_key(id),
            document.containers.contains_key(id),
        ];
        if kinds.into_iter().filter(|found| *found).count() > 1 {
            return Err(of(id, Problem::DuplicateId { id: id.clone() }.at("id")));
        }
    }
    check_scenario(document, &document.scenario).map_err(whole)
}

/// A broken field as a field of what stands around it.
fn within(outer: &str, broken: Broken) -> Broken {
    let Broken { field, problem } = broken;
    problem.at(format!("{outer}.{field}"))
}

fn of(id: &Id, broken: Broken) -> Violation {
    Violation {
        id: Some(id.clone()),
        broken,
    }
}

fn check_key(key: &Id, id: &Id) -> Result<(), Broken> {
    if key == id {
        return Ok(());
    }
    Err(Problem::Value {
        expected: Expected::TheId(key.clone()),
        found: shown_text(id.as_str()).into(),
    }
    .at("id"))
}

/// Not more items than a document may have.
pub fn check_counts(document: &Document) -> Result<(), Broken> {
    let counts = [
        ("components", document.components.len(), MAX_ITEMS),
        ("links", document.links.len(), MAX_ITEMS),
        ("containers", document.containers.len(), MAX_ITEMS),
        ("notes", document.notes.len(), MAX_ITEMS),
        ("kinds", document.kinds.len(), MAX_KINDS),
    ];
    for (what, count, limit) in counts {
        if count > limit {
            return Err(Problem::TooMany { what, limit }.at(what));
        }
    }
    Ok(())
}

fn missing<'a>(expected: Thing, found: &str, known: impl Iterator<Item = &'a str>) -> Problem {
    let nearest = nearest(found, known).map(str::to_owned);
    Problem::NoSuchItem {
        expected,
        found: found.to_owned(),
        nearest,
    }
}

fn unknown<I: Iterator<Item = &'static str>>(
    what: Named,
    noun: Thing,
    found: &str,
    known: impl Fn() -> I,
) -> Problem {
    let expected = Box::new(Expected::Name {
        what: noun,
        names: known().map(str::to_owned).collect(),
    });
    let nearest = nearest(found, known()).map(str::to_owned);
    Problem::UnknownName {
        what,
        expected,
        found: found.chars().take(60).collect(),
        nearest,
    }
}
