//! Documents from code, for tests: one line per component and link.

use std::sync::Arc;

use sim_core::catalog::{ParamMap, Value};
use sim_core::document::{Component, Container, Document, Link};
use sim_core::foundation::chance::Distribution;
use sim_core::foundation::ids::Id;

/// A document under construction.
#[derive(Clone, Debug, Default)]
pub struct Build {
    pub document: Document,
}

pub fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

pub fn number(value: f64) -> Value {
    Value::Number(value)
}

pub fn word(text: &str) -> Value {
    Value::from(text)
}

pub fn exponential(mean_s: f64) -> Value {
    Value::Times(Distribution::Exponential {
        mean_ms: mean_s * 1000.0,
    })
}

pub fn constant(seconds: f64) -> Value {
    Value::Times(Distribution::Constant {
        ms: seconds * 1000.0,
    })
}

fn params(pairs: &[(&str, Value)]) -> ParamMap {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect()
}

impl Build {
    pub fn component(
        mut self,
        name: &str,
        service: &str,
        parent: Option<&str>,
        pairs: &[(&str, Value)],
    ) -> Self {
        let component = Component {
            id: id(name),
            service: service.to_owned(),
            name: name.to_owned(),
            parent: parent.map(id),
            at: [0.0, 0.0],
            params: params(pairs),
            unknown: Default::default(),
        };
        self.document
            .components
            .insert(id(name), Arc::new(component));
        self
    }

    pub fn link(mut self, from: &str, to: &str, pairs: &[(&str, Value)]) -> Self {
        let name = format!("{from}-{to}");
        let link = Link {
            id: id(&name),
            from: id(from),
            to: id(to),
            params: params(pairs),
            unknown: Default::default(),
        };
        self.document.links.insert(id(&name), Arc::new(link));
        self
    }

    pub fn container(mut self, name: &str, kind: &str, parent: Option<&str>) -> Self {
        let container = Container {
            id: id(name),
            kind: kind.to_owned(),
            name: name.to_owned(),
            parent: parent.map(id),
            at: [0.0, 0.0],
            size: [100.0, 100.0],
            params: ParamMap::default(),
            unknown: Default::default(),
        };
        self.document
            .containers
            .insert(id(name), Arc::new(container));
        self
    }

    /// A client that sends `rate` requests per second (Poisson).
    pub fn client(self, name: &str, rate: f64) -> Self {
        self.component(name, "client", None, &[("rate_per_s", number(rate))])
    }

    /// A textbook station: `workers`, exponential service of `mean_s`, unbounded queue.
    pub fn server(self, name: &str, workers: u32, mean_s: f64) -> Self {
        self.component(
            name,
            "server",
            None,
            &[
                ("workers", number(f64::from(workers))),
                ("service_time", exponential(mean_s)),
            ],
        )
    }
}
