//! What a run of any engine hands back.

/// Figures of one run: they show that every engine did the same work.
#[derive(Clone, Copy, Debug, Default)]
pub struct Outcome {
    /// Requests answered.
    pub requests: u64,
    /// Mean response time, s.
    pub mean: f64,
    /// 99th percentile of the response time, s.
    pub p99: f64,
}
