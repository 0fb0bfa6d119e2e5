//! The parameter that is varied: which numbers it takes, and a design with one of them.

use thiserror::Error;

use crate::catalog::{Kind, ParamSpec, Settings, Unit, Value, container, link, service};
use crate::document::{Document, Item};
use crate::edit::{Edit, EditError, apply};
use crate::foundation::chance::{Distribution, MAX_DISTRIBUTION_MS};
use crate::foundation::ids::Id;

/// A parameter that takes numbers. Of a distribution of times, the mean is varied, and the shape stays.
#[derive(Clone, Debug, PartialEq)]
pub struct Varied {
    pub target: Id,
    pub spec: &'static ParamSpec,
    /// As the design has it; `None`: a word stands there.
    pub today: Option<f64>,
    shape: Option<Distribution>,
}

/// Why a parameter cannot be varied.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum NotVaried {
    #[error("there is no such component, link or container")]
    NoItem,
    #[error("there is no such parameter")]
    NoParam,
    #[error("expected a parameter that is a number or a distribution of times")]
    NotANumber,
    /// Another parameter would have to have one of these values.
    #[error("it changes nothing: it counts only where {other} is {values}")]
    NoEffect { other: &'static str, values: String },
}

impl Varied {
    /// # Errors
    /// [`NotVaried`] where there is no number, or one that counts for nothing.
    pub fn of(document: &Document, target: &Id, param: &str) -> Result<Self, NotVaried> {
        let item = document.item(target).ok_or(NotVaried::NoItem)?;
        let (specs, set) = match item {
            Item::Component(of) => (service(&of.service).map(|of| (of.params)()), &of.params),
            Item::Link(of) => (Some(link::params()), &of.params),
            Item::Container(of) => (
                container::kind(&of.kind).map(|of| (of.params)()),
                &of.params,
            ),
            Item::Note(_) => return Err(NotVaried::NoItem),
        };
        let specs = specs.ok_or(NotVaried::NoItem)?;
        let spec = specs.iter().find(|spec| spec.id == param);
        let spec = spec.ok_or(NotVaried::NoParam)?;
        let settings = Settings::new(specs, set);
        let (today, shape) = match (&spec.kind, settings.value(param)) {
            (Kind::Number { .. }, Some(Value::Number(number))) => (Some(*number), None),
            (Kind::Number { .. }, _) => (None, None),
            (Kind::Times { .. }, Some(Value::Times(times))) => {
                (Some(times.mean_ms()), Some(*times))
            }
            _ => return Err(NotVaried::NotANumber),
        };
        if let Some((other, values)) = spec.only_if.filter(|_| !settings.applies(spec)) {
            let values = values.join(" / ");
            return Err(NotVaried::NoEffect { other, values });
        }
        Ok(Self {
            target: target.clone(),
            spec,
            today,
            shape,
        })
    }

    pub fn unit(&self) -> Unit {
        match self.spec.kind {
            Kind::Number { unit, .. } => unit,
            _ => Unit::Milliseconds,
        }
    }

    /// The least and the largest number that it takes.
    pub fn bounds(&self) -> (f64, f64) {
        match self.spec.kind {
            Kind::Number { min, max, .. } => (min, max),
            _ => (0.0, MAX_DISTRIBUTION_MS),
        }
    }

    /// Whether it takes whole numbers only.
    pub fn is_whole(&self) -> bool {
        matches!(self.spec.kind, Kind::Number { integer: true, .. })
    }

    /// Whether numbers are means of a distribution.
    pub fn is_mean(&self) -> bool {
        self.shape.is_some()
    }

    /// A number as the parameter's value.
    pub fn value(&self, number: f64) -> Value {
        match self.shape {
            Some(shape) => Value::Times(shape.with_mean(number)),
            None => Value::Number(number),
        }
    }

    pub fn takes(&self, number: f64) -> bool {
        self.spec.check(&self.value(number)).is_ok()
    }

    /// The edit that gives the parameter a number.
    pub fn edit(&self, number: f64) -> Edit {
        Edit::SetParam {
            id: self.target.clone(),
            param: self.spec.id.to_owned(),
            value: Some(self.value(number)),
        }
    }

    /// The design with each of some numbers.
    ///
    /// # Errors
    /// A number that the parameter does not take.
    pub fn documents(
        &self,
        document: &Document,
        numbers: &[f64],
    ) -> Result<Vec<Document>, EditError> {
        let with = |number: &f64| apply(document, &self.edit(*number));
        numbers.iter().map(with).collect()
    }
}
