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

impl Usage {
    /// Usage of two spans that follow each other.
    pub fn plus(&self, other: &Self) -> Self {
        Self {
            elapsed_ns: self.elapsed_ns + other.elapsed_ns,
            instance_ns: self.instance_ns + other.instance_ns,
            requests: self.requests + other.requests,
            reads: self.reads + other.reads,
            writes: self.writes + other.writes,
            memory_mib_ms: self.memory_mib_ms + other.memory_mib_ms,
            lcu_nano_s: self.lcu_nano_s + other.lcu_nano_s,
            egress_bytes: self.egress_bytes + other.egress_bytes,
            cross_zone_bytes: self.cross_zone_bytes + other.cross_zone_bytes,
        }
    }

    /// Usage since an earlier reading of the same meters; a meter never runs backwards.
    pub fn minus(&self, earlier: &Self) -> Self {
        Self {
            elapsed_ns: self.elapsed_ns.saturating_sub(earlier.elapsed_ns),
            instance_ns: self.instance_ns.saturating_sub(earlier.instance_ns),
            requests: self.requests.saturating_sub(earlier.requests),
            reads: self.reads.saturating_sub(earlier.reads),
            writes: self.writes.saturating_sub(earlier.writes),
            memory_mib_ms: self.memory_mib_ms.saturating_sub(earlier.memory_mib_ms),
            lcu_nano_s: self.lcu_nano_s.saturating_sub(earlier.lcu_nano_s),
            egress_bytes: self.egress_bytes.saturating_sub(earlier.egress_bytes),
            cross_zone_bytes: self
                .cross_zone_bytes
                .saturating_sub(earlier.cross_zone_bytes),
        }
    }
}
