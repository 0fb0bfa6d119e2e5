//! Closed forms of queueing theory, to be shown beside what a run measured.
//!
//! Rates are per second, times are seconds, numbers are mean numbers of requests. Every model checks its
//! parameters when it is made ([`TheoryError`]); its figures are then always finite. Sources: K = Kleinrock,
//! *Queueing Systems* I (1975); H = Harchol-Balter, *Performance Modeling and Design of Computer Systems* (2013);
//! L = Lazowska, Zahorjan, Graham, Sevcik, *Quantitative System Performance* (1984).
//!
//! Architecture invariant: no figure here comes from a run, and no run uses a figure from here.

mod cache;
mod closed_network;
mod erlang;
mod erlang_a;
mod finite_source;
mod gim1;
mod impatience;
mod laws;
mod mg1;
mod mm1;
mod mmc;
mod mmck;
mod mva;
mod numeric;
mod open_network;
mod priority;
mod transform;
mod wide;

use thiserror::Error;

use numeric::quantile;

pub use cache::{
    MAX_FIFO_KEYS, MAX_LRU_KEYS, TtlFigures, fifo_hit_ratio, lru_hit_ratio, ttl_figures,
};
pub use erlang::{MAX_SERVERS, erlang_b, erlang_c};
pub use erlang_a::erlang_a;
pub use finite_source::{FiniteSource, MAX_POPULATION};
pub use gim1::GiM1;
pub use impatience::{ImpatienceFigures, deterministic_patience};
pub use laws::{little_number, little_time, response_time_law, utilisation};
pub use mg1::{Mg1, ProcessorSharing};
pub use mm1::Mm1;
pub use mmc::Mmc;
pub use mmck::{MAX_CAPACITY, Mmck};
pub use mva::{ClosedFigures, ClosedStation, MAX_STEPS, StationFigures, mva};
pub use open_network::{OpenStation, open_network_response};
pub use priority::{
    PriorityClass, PriorityFigures, preemptive_mg1, preemptive_mmc, priority_mg1, priority_mmc,
};
pub use transform::laplace;

/// Why a model has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum TheoryError {
    /// A parameter is negative, zero where it must not be, or not finite.
    #[error("{name} = {value} is not usable")]
    Parameter {
        /// Name of the parameter.
        name: &'static str,
        /// Its value.
        value: f64,
    },
    /// A count is outside its limits.
    #[error("{name} = {value} is not between {min} and {max}")]
    Count {
        /// Name of the parameter.
        name: &'static str,
        /// Its value.
        value: u64,
        /// Smallest count that can be used.
        min: u64,
        /// Largest count that can be used.
        max: u64,
    },
    /// More work arrives than can be served: there is no steady state.
    #[error("offered utilisation {utilisation} is not below 1: the queue grows without end")]
    Unstable {
        /// Offered load over capacity.
        utilisation: f64,
    },
    /// A distribution that is not valid, or whose transform is not known here.
    #[error("the distribution of times has no transform here")]
    NoTransform,
}

/// `value` if it is finite and above zero.
fn positive(name: &'static str, value: f64) -> Result<f64, TheoryError> {
    if value > 0.0 && value.is_finite() {
        Ok(value)
    } else {
        Err(TheoryError::Parameter { name, value })
    }
}

/// `value` if it is finite and not negative.
fn not_negative(name: &'static str, value: f64) -> Result<f64, TheoryError> {
    if value >= 0.0 && value.is_finite() {
        Ok(value)
    } else {
        Err(TheoryError::Parameter { name, value })
    }
}

/// `value` if it is from `min` to `max`.
fn count(name: &'static str, value: u64, min: u64, max: u64) -> Result<u64, TheoryError> {
    if (min..=max).contains(&value) {
        Ok(value)
    } else {
        Err(TheoryError::Count {
            name,
            value,
            min,
            max,
        })
    }
}

/// `utilisation` if it is below 1.
fn stable(utilisation: f64) -> Result<f64, TheoryError> {
    if utilisation < 1.0 {
        Ok(utilisation)
    } else {
        Err(TheoryError::Unstable { utilisation })
    }
}

/// Test helper: equal within a relative error (or an absolute one near zero).
#[cfg(test)]
fn close(a: f64, b: f64, tolerance: f64) -> bool {
    (a - b).abs() <= tolerance * b.abs().max(1e-3)
}
