//! Storage that is charged by the month.

use crate::catalog::usage::Usage;

/// MiB × nanoseconds of so many gigabytes kept for the whole time, to the nearest MiB.
pub fn meter(gigabytes: f64, usage: &Usage) -> u128 {
    let mebibytes = libm::round(gigabytes * 1_024.0) as u64;
    u128::from(mebibytes) * u128::from(usage.elapsed_ns)
}
