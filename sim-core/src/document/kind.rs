//! Kinds of request: what clients may ask for.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Document, Unknown};
use crate::catalog::{ParamMap, Settings};
use crate::foundation::ids::Id;

/// One kind of request. Without any, all requests of a document are alike.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RequestKind {
    pub id: Id,
    pub name: String,
    /// Size of a request, KiB; absent: what the link says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_kib: Option<f64>,
    /// Size of an answer, KiB; absent: what the link says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response_kib: Option<f64>,
    /// Where requests are served by priority: the higher goes first.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub priority: i32,
    #[serde(default, skip_serializing_if = "Unknown::is_empty")]
    #[schemars(skip)]
    pub unknown: Unknown,
}

fn is_zero(priority: &i32) -> bool {
    *priority == 0
}

impl RequestKind {
    /// A kind with the sizes of the links and without priority.
    pub fn new(id: Id, name: impl Into<String>) -> Self {
        Self {
            id,
            name: name.into(),
            request_kib: None,
            response_kib: None,
            priority: 0,
            unknown: Unknown::new(),
        }
    }
}

impl Document {
    /// The kinds that a client sends, by index, with their shares: all alike unless some have a weight.
    pub fn kinds_sent(&self, client: &Settings<'_>) -> Vec<(usize, f64)> {
        let weight = |kind: &RequestKind| client.of_kind("weights", &kind.id).unwrap_or(0.0);
        let kinds = self.kinds.values().enumerate();
        let weighed: Vec<(usize, f64)> = kinds
            .map(|(index, kind)| (index, weight(kind)))
            .filter(|(_, weight)| *weight > 0.0)
            .collect();
        if weighed.is_empty() {
            return (0..self.kinds.len()).map(|index| (index, 1.0)).collect();
        }
        weighed
    }

    /// The first component or link whose parameters name a kind.
    pub fn user_of_kind(&self, kind: &Id) -> Option<&Id> {
        let names = |params: &ParamMap| params.values().any(|value| value.kinds().contains(&kind));
        let components = self.components.values().filter(|c| names(&c.params));
        let links = self.links.values().filter(|link| names(&link.params));
        components
            .map(|c| &c.id)
            .chain(links.map(|link| &link.id))
            .next()
    }

    /// A kind id that is free: `stem`, `stem-2`, `stem-3`, ...
    pub fn fresh_kind_id(&self, stem: &str) -> Id {
        super::free_id(stem, &mut 1, |id| self.kinds.contains_key(id))
    }
}
