//! Chance that is the same on every machine: keyed random streams, distributions and their samplers.
//!
//! Every component draws each of its purposes from a stream of its own ([`StreamKey`]), so a document that
//! differs in one component keeps all other draws. Float functions come from `libm`, never from the platform.

mod distribution;
mod draws;
mod exponential;
mod gamma;
mod key;
mod limits;
mod log_normal;
mod sampler;
mod stream;
mod ziggurat;
mod zipf;

pub use distribution::{Distribution, SHAPES};
pub use draws::Draws;
pub use key::{StreamKey, replication_seed};
pub use limits::{
    DistributionError, GAMMA_SCV, MAX_DISTRIBUTION_MS, MAX_ERLANG_K, MAX_SCV, MAX_SPREAD,
    PARETO_ALPHA, WEIBULL_SHAPE,
};
pub use sampler::{MAX_SAMPLE, Sampler, whole_nanos};
pub use stream::Stream;
pub use zipf::{MAX_ZIPF_EXPONENT, MAX_ZIPF_RANKS, Zipf};
