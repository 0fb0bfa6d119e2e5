//! What each service *is*: parameters with units and sources, the engine part it compiles to, its price lines, its lesson.
//!
//! A new service is one file in `services/` and one line in `registry.rs`. Nothing outside this folder knows a
//! service by name: the engine sees [`part::Part`], the inspector sees [`param::ParamSpec`], the bill sees
//! [`usage::Usage`].

pub mod blocks;
pub mod cache;
pub mod container;
pub mod expected;
pub mod link;
pub mod param;
pub mod part;
pub mod prices;
pub mod registry;
pub mod rules;
pub mod service;
mod services;
pub mod settings;
pub mod slowdown;
pub mod trace;
pub mod traffic;
pub mod usage;

pub use param::{Absent, Confidence, Kind, ParamSpec, Source, Unit, Value};
pub use registry::{service, services};
pub use service::{Category, Ports, Service};
pub use settings::{ParamMap, Settings};
