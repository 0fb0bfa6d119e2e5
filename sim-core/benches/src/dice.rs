//! Random times of the comparators: the same generator as Topolab's, exponentials by ziggurat.

use rand::{Rng, SeedableRng};
use rand_distr::{Distribution, Exp1, StandardNormal};
use rand_xoshiro::Xoshiro256PlusPlus;
use serde::{Deserialize, Serialize};

/// One random stream.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Dice(Xoshiro256PlusPlus);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    /// Exponential with mean 1.
    #[inline]
    pub fn unit(&mut self) -> f64 {
        Exp1.sample(&mut self.0)
    }

    /// Normal with mean 0 and deviation 1.
    #[inline]
    pub fn normal(&mut self) -> f64 {
        StandardNormal.sample(&mut self.0)
    }

    /// Uniform from 0 up to 1.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        self.0.random()
    }

    /// Exponential time, ns; never zero, as some engines refuse to schedule for now.
    #[inline]
    pub fn exponential(&mut self, mean_ns: f64) -> u64 {
        (mean_ns * self.unit()) as u64 + 1
    }
}
