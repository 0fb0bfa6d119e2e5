//! Documents from code, for tests: one line per component and link.

use std::sync::Arc;

use sim_core::catalog::{ParamMap, Value};
use sim_core::document::{Component, Container, Document, Fault, Link, RequestKind};
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

/// Some kinds of request.
pub fn kinds(names: &[&str]) -> Value {
    Value::Kinds(names.iter().map(|name| id(name)).collect())
}

/// A number for each of some kinds.
pub fn by_kind(numbers: &[(&str, f64)]) -> Value {
    Value::ByKind(numbers.iter().map(|(name, n)| (id(name), *n)).collect())
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
            bends: Vec::new(),
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
            collapsed: false,
            params: ParamMap::default(),
            unknown: Default::default(),
        };
        self.document
            .containers
            .insert(id(name), Arc::new(container));
        self
    }

    /// A kind of request.
    pub fn kind(self, name: &str) -> Self {
        self.sized_kind(name, None, None)
    }

    /// A kind of request with sizes of its own, KiB.
    pub fn sized_kind(mut self, name: &str, request: Option<f64>, response: Option<f64>) -> Self {
        let mut kind = RequestKind::new(id(name), name);
        (kind.request_kib, kind.response_kib) = (request, response);
        self.document.kinds.insert(id(name), Arc::new(kind));
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

    /// A client that sends `rate` requests per second at equal distances: the first after 1 / rate.
    pub fn steady(self, name: &str, rate: f64) -> Self {
        let pairs = [("rate_per_s", number(rate)), ("spacing", word("constant"))];
        self.component(name, "client", None, &pairs)
    }

    /// `users` that each ask for the first time after `think_s`, and so long after each answer.
    pub fn users(self, name: &str, users: u32, think_s: f64) -> Self {
        let pairs = [
            ("mode", word("closed")),
            ("users", number(f64::from(users))),
            ("think", constant(think_s)),
        ];
        self.component(name, "client", None, &pairs)
    }

    /// One user who asks at `at_s`, and so long after each answer.
    pub fn once(self, name: &str, at_s: f64) -> Self {
        self.users(name, 1, at_s)
    }

    /// A server with `workers` that work for exactly `service_s`; more parameters may follow.
    pub fn fixed(self, name: &str, workers: u32, service_s: f64, more: &[(&str, Value)]) -> Self {
        let mut pairs = vec![
            ("workers", number(f64::from(workers))),
            ("service_time", constant(service_s)),
        ];
        pairs.extend_from_slice(more);
        self.component(name, "server", None, &pairs)
    }

    /// Puts a component or container into a container.
    pub fn inside(mut self, name: &str, parent: &str) -> Self {
        if let Some(component) = self.document.components.get_mut(&id(name)) {
            Arc::make_mut(component).parent = Some(id(parent));
        } else {
            let container = self.document.containers.get_mut(&id(name)).unwrap();
            Arc::make_mut(container).parent = Some(id(parent));
        }
        self
    }

    /// Sets one parameter of a component.
    pub fn set(mut self, name: &str, param: &str, value: Value) -> Self {
        let component = self.document.components.get_mut(&id(name)).unwrap();
        Arc::make_mut(component)
            .params
            .insert(param.to_owned(), value);
        self
    }

    /// Sets one parameter of a link.
    pub fn set_link(mut self, name: &str, param: &str, value: Value) -> Self {
        let link = self.document.links.get_mut(&id(name)).unwrap();
        Arc::make_mut(link).params.insert(param.to_owned(), value);
        self
    }

    /// Removes a component with its links, a link, or a container (what stands in it moves out).
    pub fn without(mut self, name: &str) -> Self {
        let gone = id(name);
        self.document.components.shift_remove(&gone);
        self.document
            .links
            .retain(|key, link| *key != gone && link.from != gone && link.to != gone);
        let outer = self.document.containers.shift_remove(&gone);
        let outer = outer.and_then(|container| container.parent.clone());
        for component in self.document.components.values_mut() {
            if component.parent.as_ref() == Some(&gone) {
                Arc::make_mut(component).parent = outer.clone();
            }
        }
        for container in self.document.containers.values_mut() {
            if container.parent.as_ref() == Some(&gone) {
                Arc::make_mut(container).parent = outer.clone();
            }
        }
        self
    }

    /// A region with these zones in it.
    pub fn region(self, name: &str, zones: &[&str]) -> Self {
        let region = self.container(name, "region", None);
        zones.iter().fold(region, |build, zone| {
            build.container(zone, "zone", Some(name))
        })
    }

    /// A fault on the timeline.
    pub fn fault(mut self, fault: Fault) -> Self {
        Arc::make_mut(&mut self.document.scenario)
            .faults
            .push(fault);
        self
    }
}
