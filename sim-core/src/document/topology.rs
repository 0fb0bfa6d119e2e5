//! Components, links and containers.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Note, NoteKind, Unknown};
use crate::catalog::{ParamMap, Settings, link};
use crate::catalog::{container, service};
use crate::foundation::ids::Id;

/// One component: an instance of a service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Component {
    pub id: Id,
    /// Id of the service in the catalog.
    pub service: String,
    pub name: String,
    /// The container it stands in.
    #[serde(rename = "in", default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Id>,
    /// Top left corner of the card, canvas points: x, y.
    pub at: [f32; 2],
    /// Parameters that differ from the default.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub params: ParamMap,
    #[serde(default, skip_serializing_if = "Unknown::is_empty")]
    #[schemars(skip)]
    pub unknown: Unknown,
}

/// One link: `from` calls `to`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Link {
    pub id: Id,
    pub from: Id,
    pub to: Id,
    /// Points the line goes through on its way, canvas points: x, y; none: it finds its way itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bends: Vec<[f32; 2]>,
    /// Parameters that differ from the default.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub params: ParamMap,
    #[serde(default, skip_serializing_if = "Unknown::is_empty")]
    #[schemars(skip)]
    pub unknown: Unknown,
}

/// One container: Region, Availability Zone or group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Container {
    pub id: Id,
    /// Id of the container kind in the catalog.
    pub kind: String,
    pub name: String,
    #[serde(rename = "in", default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Id>,
    /// Top left corner, canvas points: x, y.
    pub at: [f32; 2],
    /// Width and height, canvas points.
    pub size: [f32; 2],
    /// Drawn as one card, with all that stands in it; means nothing to a run.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub collapsed: bool,
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub params: ParamMap,
    #[serde(default, skip_serializing_if = "Unknown::is_empty")]
    #[schemars(skip)]
    pub unknown: Unknown,
}

static NO_PARAMS: [crate::catalog::ParamSpec; 0] = [];

impl Component {
    /// The parameters with their defaults; empty for a service that the catalog does not know.
    pub fn settings(&self) -> Settings<'_> {
        let specs = service(&self.service).map_or(&NO_PARAMS[..], |service| (service.params)());
        Settings::new(specs, &self.params)
    }

    /// Whether it works for others. A client does not: it can be neither busy nor queued for.
    pub fn works(&self) -> bool {
        service(&self.service).is_none_or(|service| service.ports.accepts)
    }
}

impl Link {
    /// The parameters with their defaults.
    pub fn settings(&self) -> Settings<'_> {
        Settings::new(link::params(), &self.params)
    }
}

impl Container {
    /// The parameters with their defaults; empty for a kind that the catalog does not know.
    pub fn settings(&self) -> Settings<'_> {
        let specs = container::kind(&self.kind).map_or(&NO_PARAMS[..], |kind| (kind.params)());
        Settings::new(specs, &self.params)
    }

    /// Whether it is drawn as one card. What lies across others has nothing to put away.
    pub fn is_card(&self) -> bool {
        self.collapsed && !container::crosses(&self.kind)
    }

    /// Whether a note lies on it, and goes where it goes: a sheet by more than half, a frame, which may be meant to go
    /// around it, whole.
    pub fn carries(&self, note: &Note) -> bool {
        if note.kind == NoteKind::Frame {
            return self.holds(note.at, note.size);
        }
        let shared = |axis: usize| {
            let end = |at: [f32; 2], size: [f32; 2]| at[axis] + size[axis];
            let right = end(self.at, self.size).min(end(note.at, note.size));
            (right - self.at[axis].max(note.at[axis])).max(0.0)
        };
        let whole = note.size[0] * note.size[1];
        self.holds(note.at, note.size) || 2.0 * shared(0) * shared(1) > whole
    }

    /// Whether a rectangle lies wholly inside, canvas points.
    pub fn holds(&self, at: [f32; 2], size: [f32; 2]) -> bool {
        at[0] >= self.at[0]
            && at[1] >= self.at[1]
            && at[0] + size[0] <= self.at[0] + self.size[0]
            && at[1] + size[1] <= self.at[1] + self.size[1]
    }
}
