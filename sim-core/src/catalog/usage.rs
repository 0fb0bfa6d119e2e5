//! What is metered. The engine counts, the catalog prices.

/// Everything metered on one component since the start; integers only, so that a bill can be checked exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Simulated time covered, ns. Fixed charges (hours of a load balancer, months of storage) run with it.
    pub elapsed_ns: u64,
    /// Σ over instances of running time, ns, 60 s at least per launched instance.
    pub instance_ns: u128,
    /// Requests begun (for a function: invocations; throttled ones are not).
    pub requests: u64,
    pub reads: u64,
    pub writes: u64,
    /// Σ memory × billed duration, MiB·ms.
    pub memory_mib_ms: u128,
    /// Load balancer capacity units × time, 10^-9 LCU·s.
    pub lcu_nano_s: u128,
    /// Bytes sent out of the region to the internet.
    pub egress_bytes: u64,
    /// Bytes sent to another zone of the region (one direction).
    pub cross_zone_bytes: u64,
}
