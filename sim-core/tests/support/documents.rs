//! Random documents and random changes for property tests.
//!
//! Shared by path: other test crates name this file in `#[path]`.
#![allow(clippy::unwrap_used, dead_code)]

use std::sync::Arc;

use proptest::prelude::*;
use proptest::sample::Index;
use sim_core::catalog::{Kind, ParamMap, ParamSpec, Value, container, link, services};
use sim_core::document::{
    Component, Container, Document, Fault, FaultKind, Link, Note, NoteColor, NoteKind, RequestKind,
    Scenario, Targets, Unknown,
};
use sim_core::edit::{Edit, Place};
use sim_core::foundation::chance::Distribution;
use sim_core::foundation::ids::Id;

/// An id from a text that is one.
pub fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

/// A component with defaults.
pub fn component(key: &str, service: &str) -> Component {
    Component {
        id: id(key),
        service: service.to_owned(),
        name: key.to_uppercase(),
        parent: None,
        at: [8.0, 16.0],
        params: ParamMap::new(),
        unknown: Unknown::new(),
    }
}

/// A link with defaults, named `from-to`.
pub fn link(from: &str, to: &str) -> Link {
    Link {
        id: id(&format!("{from}-{to}")),
        from: id(from),
        to: id(to),
        bends: Vec::new(),
        params: ParamMap::new(),
        unknown: Unknown::new(),
    }
}

/// A container with defaults.
pub fn container(key: &str, kind: &str, parent: Option<&str>) -> Container {
    Container {
        id: id(key),
        kind: kind.to_owned(),
        name: key.to_uppercase(),
        parent: parent.map(id),
        at: [0.0, 0.0],
        size: [400.0, 300.0],
        collapsed: false,
        params: ParamMap::new(),
        unknown: Unknown::new(),
    }
}

/// A document of these items; nothing is checked.
pub fn document(
    containers: Vec<Container>,
    components: Vec<Component>,
    links: Vec<Link>,
) -> Document {
    Document {
        containers: containers
            .into_iter()
            .map(|c| (c.id.clone(), Arc::new(c)))
            .collect(),
        components: components
            .into_iter()
            .map(|c| (c.id.clone(), Arc::new(c)))
            .collect(),
        links: links
            .into_iter()
            .map(|l| (l.id.clone(), Arc::new(l)))
            .collect(),
        ..Document::default()
    }
}

/// Any text a person may type, Korean, quotes and line ends included.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{0,20}",
        "[가-힣a-z ]{0,12}",
        "\\PC{0,12}",
        Just("line\nbreak\t\"quoted\" \\ \u{7f}\u{0}".to_owned())
    ]
}

fn point() -> impl Strategy<Value = [f32; 2]> {
    let coordinate = || {
        prop_oneof![
            (-4000i32..4000).prop_map(|n| (n * 8) as f32),
            -1_000_000.0f32..1_000_000.0f32,
            Just(-0.0f32)
        ]
    };
    [coordinate(), coordinate()]
}

fn size() -> impl Strategy<Value = [f32; 2]> {
    [1.0f32..10_000.0, 1.0f32..10_000.0]
}

/// A value that fits the parameter.
fn value(spec: &ParamSpec) -> BoxedStrategy<Value> {
    let default = Just(spec.default.clone()).boxed();
    match &spec.kind {
        Kind::Number {
            min,
            max,
            integer,
            instead,
            ..
        } => {
            let (min, max, integer) = (*min, *max, *integer);
            let within = (0.0f64..=1.0).prop_map(move |share| {
                let number = min + (max - min) * share * share;
                Value::Number(if integer {
                    number.floor().max(min)
                } else {
                    number
                })
            });
            let word = instead.map_or(Value::Number(max), Value::from);
            prop_oneof![
                within,
                Just(Value::Number(min)),
                Just(Value::Number(max)),
                Just(word)
            ]
            .boxed()
        }
        Kind::Choice(options) => proptest::sample::select(options.clone())
            .prop_map(Value::from)
            .boxed(),
        Kind::Flag => any::<bool>().prop_map(Value::Flag).boxed(),
        Kind::Trace => {
            let traces = vec!["", "per_second 12 0*30 8", "gaps_ms 0 12.5 3*4"];
            proptest::sample::select(traces)
                .prop_map(Value::from)
                .boxed()
        }
        // Most documents lack most kinds, so most of what names one does not fit.
        Kind::Kinds => {
            let named = proptest::sample::subsequence(KINDS.to_vec(), 1..=2)
                .prop_map(|kinds| Value::Kinds(kinds.into_iter().map(id).collect()));
            prop_oneof![4 => default, 1 => named].boxed()
        }
        Kind::ByKind { min, max, .. } => {
            let number = prop_oneof![Just(*min), Just(*max), *min..=*max];
            let kind = proptest::sample::select(KINDS.to_vec()).prop_map(id);
            let numbers = proptest::collection::vec((kind, number), 1..3)
                .prop_map(|pairs| Value::ByKind(pairs.into_iter().collect()));
            prop_oneof![4 => default, 1 => numbers].boxed()
        }
        Kind::Times { .. } => {
            let times = (0.0f64..1e4).prop_map(|ms| Value::Times(Distribution::Constant { ms }));
            prop_oneof![default, times].boxed()
        }
    }
}

/// Kinds of request that random documents may have.
const KINDS: [&str; 3] = ["page", "image", "upload"];

fn any_kind() -> impl Strategy<Value = RequestKind> {
    let size = || proptest::option::of(0.0f64..=1e6);
    let key = proptest::sample::select(KINDS.to_vec()).prop_map(id);
    (key, text(), size(), size(), -9i32..=9, unknown()).prop_map(
        |(id, name, request_kib, response_kib, priority, unknown)| RequestKind {
            id,
            name,
            request_kib,
            response_kib,
            priority,
            unknown,
        },
    )
}

/// Some of the parameters, in any order.
fn params(specs: &'static [ParamSpec]) -> BoxedStrategy<ParamMap> {
    if specs.is_empty() {
        return Just(ParamMap::new()).boxed();
    }
    let one = proptest::sample::select((0..specs.len()).collect::<Vec<_>>()).prop_flat_map(
        move |index| {
            value(&specs[index]).prop_map(move |value| (specs[index].id.to_owned(), value))
        },
    );
    proptest::collection::vec(one, 0..4)
        .prop_map(|pairs| pairs.into_iter().collect())
        .boxed()
}

/// Fields of a later version.
fn unknown() -> impl Strategy<Value = Unknown> {
    let json = prop_oneof![
        Just(serde_json::json!({"deep": [1, 2.5, null, {"한글": true}]})),
        any::<u64>().prop_map(|n| serde_json::json!(n)),
        any::<i64>().prop_map(|n| serde_json::json!(n)),
        (-1e300f64..1e300).prop_map(|n| serde_json::json!(n)),
        text().prop_map(|t| serde_json::json!(t)),
    ];
    proptest::collection::vec(("x_[a-z]{1,6}", json), 0..2)
        .prop_map(|pairs| pairs.into_iter().collect())
}

fn any_component() -> impl Strategy<Value = Component> {
    let service = proptest::sample::select(services().iter().collect::<Vec<_>>());
    let shape = service.prop_flat_map(|service| (Just(service.id), params((service.params)())));
    (shape, text(), point(), unknown()).prop_map(|((service, params), name, at, unknown)| {
        Component {
            name,
            at,
            params,
            unknown,
            ..component("new", service)
        }
    })
}

fn any_container() -> impl Strategy<Value = Container> {
    let kind = proptest::sample::select(container::kinds().iter().collect::<Vec<_>>());
    let shape = kind.prop_flat_map(|kind| (Just(kind.id), params((kind.params)())));
    (shape, text(), point(), size(), (any::<bool>(), unknown())).prop_map(
        |((kind, params), name, at, size, (collapsed, unknown))| Container {
            name,
            collapsed,
            at,
            size,
            params,
            unknown,
            ..container("new", kind, None)
        },
    )
}

fn any_note() -> impl Strategy<Value = Note> {
    let kind = proptest::sample::select(NoteKind::ALL.to_vec());
    let color = proptest::sample::select(NoteColor::ALL.to_vec());
    ("[a-c]", kind, text(), point(), size(), color, unknown()).prop_map(
        |(key, kind, text, at, size, color, unknown)| Note {
            id: id(&key),
            kind,
            text,
            parent: None,
            at,
            size,
            color,
            unknown,
        },
    )
}

fn any_scenario() -> impl Strategy<Value = Scenario> {
    let limit = || proptest::option::of(0.0f64..=100.0);
    let targets = (limit(), limit(), limit(), unknown()).prop_map(
        |(p99_ms, failed_percent, usd_per_month, unknown)| Targets {
            p99_ms,
            failed_percent,
            usd_per_month,
            unknown,
        },
    );
    (any::<u64>(), 0.001f64..1e6, targets, unknown()).prop_map(
        |(seed, duration_s, targets, unknown)| Scenario {
            seed,
            duration_s,
            targets,
            faults: Vec::new(),
            unknown,
        },
    )
}

/// Any change, good or bad, resolved against the document it meets.
#[derive(Clone, Debug)]
pub enum Change {
    Component(Component, Index),
    Container(Container, Index),
    Link(Index, Index, ParamMap),
    Bend(Index, Vec<[f32; 2]>),
    Reconnect(Index, Index, Index),
    Remove(Vec<Index>),
    Move(Vec<Index>, [f32; 2]),
    Reparent(Vec<Index>, Option<Index>),
    Resize(Index, [f32; 2], [f32; 2]),
    Arrange(Vec<(Index, [f32; 2], Option<[f32; 2]>)>),
    Rename(Index, String),
    Collapse(Vec<Index>, bool),
    Param(Index, Index, Value),
    Reset(Index, Index),
    Scenario(Scenario),
    Fault(Index, FaultKind, f64),
    Title(String, String),
    AddKind(RequestKind),
    SetKind(RequestKind),
    RemoveKind(usize),
    AddNote(Note),
    SetNote(Note, Index),
    Batch(Vec<Change>),
}

/// Any change, good or bad.
pub fn any_change() -> impl Strategy<Value = Change> {
    let index = || any::<Index>();
    let some = || proptest::collection::vec(any::<Index>(), 0..4);
    let fault = proptest::sample::select(vec![
        FaultKind::CrashOne,
        FaultKind::CrashAll,
        FaultKind::Slow { factor: 5.0 },
        FaultKind::CutLink,
        FaultKind::BlackHole,
        FaultKind::LoseZone,
        FaultKind::Throttle { per_s: 10.5 },
        FaultKind::Capacity { factor: 0.25 },
        FaultKind::CacheFlush,
        FaultKind::ColdEverything,
    ]);
    let odd = prop_oneof![
        Just(Value::Number(f64::NAN)),
        Just(Value::Number(1.0)),
        Just(Value::from("x")),
        Just(Value::Flag(true))
    ];
    let single = prop_oneof![
        4 => (any_component(), index()).prop_map(|(c, at)| Change::Component(c, at)),
        2 => (any_container(), index()).prop_map(|(c, at)| Change::Container(c, at)),
        6 => (index(), index(), params(link::params())).prop_map(|(from, to, params)| Change::Link(from, to, params)),
        2 => (index(), proptest::collection::vec(point(), 0..34)).prop_map(|(id, bends)| Change::Bend(id, bends)),
        2 => (index(), index(), index()).prop_map(|(id, from, to)| Change::Reconnect(id, from, to)),
        1 => some().prop_map(Change::Remove),
        2 => (some(), point()).prop_map(|(ids, by)| Change::Move(ids, by)),
        2 => (some(), proptest::option::of(index())).prop_map(|(ids, parent)| Change::Reparent(ids, parent)),
        1 => (index(), point(), size()).prop_map(|(id, at, size)| Change::Resize(id, at, size)),
        1 => proptest::collection::vec((index(), point(), proptest::option::weighted(0.2, size())), 1..6).prop_map(Change::Arrange),
        1 => (index(), text()).prop_map(|(id, name)| Change::Rename(id, name)),
        1 => (proptest::collection::vec(index(), 1..3), any::<bool>()).prop_map(|(ids, on)| Change::Collapse(ids, on)),
        2 => (index(), index(), odd).prop_map(|(id, param, value)| Change::Param(id, param, value)),
        1 => (index(), index()).prop_map(|(id, param)| Change::Reset(id, param)),
        1 => any_scenario().prop_map(Change::Scenario),
        2 => (index(), fault, 0.0f64..1e4).prop_map(|(target, kind, at)| Change::Fault(target, kind, at)),
        1 => (text(), text()).prop_map(|(name, description)| Change::Title(name, description)),
        2 => any_kind().prop_map(Change::AddKind),
        1 => any_kind().prop_map(Change::SetKind),
        1 => (0..KINDS.len()).prop_map(Change::RemoveKind),
        2 => any_note().prop_map(Change::AddNote),
        1 => (any_note(), index()).prop_map(|(note, at)| Change::SetNote(note, at)),
    ];
    single.prop_recursive(2, 8, 3, |inner| {
        proptest::collection::vec(inner, 0..3).prop_map(Change::Batch)
    })
}

impl Change {
    /// The edit this change means for a document.
    pub fn edit(&self, document: &Document) -> Edit {
        let ids: Vec<Id> = document
            .components
            .keys()
            .chain(document.containers.keys())
            .chain(document.links.keys())
            .chain(document.notes.keys())
            .cloned()
            .collect();
        let pick = |index: &Index| {
            if ids.is_empty() {
                id("nobody")
            } else {
                ids[index.index(ids.len())].clone()
            }
        };
        let line = |index: &Index| match document.links.len() {
            0 => pick(index),
            links => document.links[index.index(links)].id.clone(),
        };
        let all = |indexes: &[Index]| indexes.iter().map(pick).collect::<Vec<_>>();
        match self {
            Change::Component(new, parent) => {
                let place = around(document, parent);
                Edit::AddComponent {
                    component: Component {
                        id: document.fresh_id(&new.service),
                        parent: place,
                        ..new.clone()
                    },
                }
            }
            Change::Container(new, parent) => {
                let place = around(document, parent).filter(|_| new.kind != "region");
                Edit::AddContainer {
                    container: Container {
                        id: document.fresh_id(&new.kind),
                        parent: place,
                        ..new.clone()
                    },
                }
            }
            Change::Link(from, to, params) => Edit::AddLink {
                link: Link {
                    id: document.fresh_id("link"),
                    from: pick(from),
                    to: pick(to),
                    bends: Vec::new(),
                    params: params.clone(),
                    unknown: Unknown::new(),
                },
            },
            // Other items have no bends: mostly it is a link.
            Change::Bend(index, bends) => Edit::Bend {
                id: line(index),
                bends: bends.clone(),
            },
            Change::Reconnect(index, from, to) => Edit::Reconnect {
                id: line(index),
                from: pick(from),
                to: pick(to),
            },
            Change::Remove(ids) => Edit::Remove { ids: all(ids) },
            Change::Move(ids, by) => Edit::Move {
                ids: all(ids),
                by: *by,
            },
            Change::Reparent(ids, parent) => Edit::Reparent {
                ids: all(ids),
                parent: parent.as_ref().map(pick),
            },
            Change::Resize(id, at, size) => Edit::Resize {
                id: pick(id),
                at: *at,
                size: *size,
            },
            Change::Arrange(places) => Edit::Arrange {
                places: places
                    .iter()
                    .map(|(id, at, size)| Place {
                        id: pick(id),
                        at: *at,
                        size: *size,
                    })
                    .collect(),
            },
            Change::Collapse(ids, collapsed) => Edit::Collapse {
                ids: all(ids),
                collapsed: *collapsed,
            },
            Change::Rename(id, name) => Edit::Rename {
                id: pick(id),
                name: name.clone(),
            },
            Change::Param(id, param, value) => Edit::SetParam {
                id: pick(id),
                param: param_of(document, &pick(id), param),
                value: Some(value.clone()),
            },
            Change::Reset(id, param) => Edit::SetParam {
                id: pick(id),
                param: param_of(document, &pick(id), param),
                value: None,
            },
            Change::Scenario(scenario) => Edit::SetScenario {
                scenario: scenario.clone(),
            },
            Change::Fault(target, kind, at_s) => {
                let mut scenario = Scenario::clone(&document.scenario);
                scenario.faults.push(Fault {
                    at_s: *at_s,
                    for_s: Some(60.0),
                    target: pick(target),
                    kind: *kind,
                    unknown: Unknown::new(),
                });
                Edit::SetScenario { scenario }
            }
            Change::Title(name, description) => Edit::SetTitle {
                name: name.clone(),
                description: description.clone(),
            },
            Change::AddKind(kind) => Edit::AddKind { kind: kind.clone() },
            Change::SetKind(kind) => Edit::SetKind { kind: kind.clone() },
            Change::RemoveKind(at) => Edit::RemoveKind { id: id(KINDS[*at]) },
            Change::AddNote(note) => Edit::AddNote {
                note: Note {
                    id: document.fresh_id(note.id.as_str()),
                    ..note.clone()
                },
            },
            Change::SetNote(note, at) => Edit::SetNote {
                note: Note {
                    id: pick(at),
                    ..note.clone()
                },
            },
            Change::Batch(changes) => Edit::Batch {
                edits: changes.iter().map(|change| change.edit(document)).collect(),
            },
        }
    }
}

fn around(document: &Document, index: &Index) -> Option<Id> {
    let places: Vec<Option<Id>> = std::iter::once(None)
        .chain(document.containers.keys().cloned().map(Some))
        .collect();
    places[index.index(places.len())].clone()
}

fn param_of(document: &Document, target: &Id, index: &Index) -> String {
    let specs = document
        .components
        .get(target)
        .and_then(|c| sim_core::catalog::service(&c.service))
        .map_or(link::params(), |s| (s.params)());
    if specs.is_empty() {
        "nothing".to_owned()
    } else {
        specs[index.index(specs.len())].id.to_owned()
    }
}

/// Any document that keeps the rules.
pub fn any_document() -> impl Strategy<Value = Document> {
    (proptest::collection::vec(any_change(), 0..40), unknown()).prop_map(|(changes, unknown)| {
        let start = Document {
            unknown,
            ..Document::default()
        };
        changes.iter().fold(start, |document, change| {
            let edit = change.edit(&document);
            sim_core::edit::apply(&document, &edit).unwrap_or(document)
        })
    })
}
