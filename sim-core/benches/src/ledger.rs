//! What each comparator records of each request: a count, a sum, and a histogram of latencies (1 % wide at most).

use serde::{Deserialize, Serialize};

use crate::measure::Outcome;

/// Buckets in each doubling of the latency.
const PER_OCTAVE: u32 = 7;

/// Latencies of the requests that were answered.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Ledger {
    count: u64,
    sum: u64,
    buckets: Vec<u64>,
}

impl Default for Ledger {
    fn default() -> Self {
        Self {
            count: 0,
            sum: 0,
            buckets: vec![0; (64 - PER_OCTAVE as usize + 1) << PER_OCTAVE],
        }
    }
}

impl Ledger {
    #[inline]
    pub fn record(&mut self, nanos: u64) {
        self.count += 1;
        self.sum += nanos;
        self.buckets[bucket(nanos)] += 1;
    }

    pub fn merge(&mut self, other: &Ledger) {
        self.count += other.count;
        self.sum += other.sum;
        for (bucket, more) in self.buckets.iter_mut().zip(&other.buckets) {
            *bucket += more;
        }
    }

    pub fn outcome(&self) -> Outcome {
        Outcome {
            requests: self.count,
            mean: self.sum as f64 / self.count.max(1) as f64 / 1e9,
            p99: self.quantile(0.99),
        }
    }

    fn quantile(&self, p: f64) -> f64 {
        let rank = (p * self.count as f64).ceil() as u64;
        let mut seen = 0;
        let found = self.buckets.iter().position(|count| {
            seen += count;
            seen >= rank
        });
        found.map_or(0.0, |index| middle(index) / 1e9)
    }
}

/// The leading bits of the latency and how far they stand up.
#[inline]
fn bucket(nanos: u64) -> usize {
    let octave = (63 - (nanos | 1).leading_zeros()).saturating_sub(PER_OCTAVE);
    ((octave as usize) << PER_OCTAVE) + (nanos >> octave) as usize
}

fn middle(bucket: usize) -> f64 {
    let octave = (bucket >> PER_OCTAVE).saturating_sub(1);
    let leading = bucket - (octave << PER_OCTAVE);
    (leading as f64 + 0.5) * (1u64 << octave) as f64
}
