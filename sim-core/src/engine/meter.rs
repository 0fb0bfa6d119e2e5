//! Usage meters: integers that only grow.

use crate::catalog::usage::Usage;

/// Length of the hour that load balancer capacity units are charged by, ns.
const HOUR: u64 = 3_600_000_000_000;

/// A component's meters.
#[derive(Clone, Copy, Debug, Default)]
#[repr(C)]
pub struct Meter {
    /// Running time of instances that are gone, ns, with the minimum of 60 s each.
    pub ended_instance_ns: u128,
    pub reads: u64,
    pub writes: u64,
    pub memory_mib_ms: u128,
    pub egress_bytes: u64,
    pub cross_zone_bytes: u64,
    pub capacity: CapacityUnits,
}

/// Running time charged at least for a launched instance, ns.
pub const MINIMUM_INSTANCE_NS: u64 = 60_000_000_000;

impl Meter {
    /// An instance launched at `launched` has ended.
    pub fn end_instance(&mut self, launched: u64, now: u64) {
        self.ended_instance_ns += u128::from((now - launched).max(MINIMUM_INSTANCE_NS));
    }

    /// Usage so far of a component drawn for `elapsed_ns` which `requests` have used; `running_ns` is the running time
    /// of instances still there.
    pub fn usage(
        &self,
        elapsed_ns: u64,
        requests: u64,
        running_ns: u128,
        connection_area: i128,
    ) -> Usage {
        Usage {
            elapsed_ns,
            instance_ns: self.ended_instance_ns + running_ns,
            requests,
            reads: self.reads,
            writes: self.writes,
            memory_mib_ms: self.memory_mib_ms,
            lcu_nano_s: self.capacity.total(connection_area),
            egress_bytes: self.egress_bytes,
            cross_zone_bytes: self.cross_zone_bytes,
        }
    }
}

/// Load balancer capacity units: each hour is charged by its largest dimension.
///
/// One unit is 25 new connections per second, 3,000 active connections, or 1 GB processed per hour. Rules are not
/// modelled (the first ten are free). Integers in 10^-9 LCU·s.
#[derive(Clone, Copy, Debug, Default)]
pub struct CapacityUnits {
    closed: u128,
    hour: u64,
    /// New connections in 10^-6, bytes, and the connection area at the hour's start.
    micro_connections: u64,
    bytes: u64,
    area_at_start: i128,
}

impl CapacityUnits {
    /// Counts one request. `connection_area` is the integral of requests in the balancer, ns.
    #[inline]
    pub fn count(
        &mut self,
        now: u64,
        micro_connections: u64,
        bytes: u64,
        connection_area: impl FnOnce() -> i128,
    ) {
        let hour = now / HOUR;
        if hour != self.hour {
            let area = connection_area();
            self.closed += self.open(area);
            *self = Self {
                closed: self.closed,
                hour,
                area_at_start: area,
                ..Self::default()
            };
        }
        self.micro_connections += micro_connections;
        self.bytes += bytes;
    }

    /// Whether the open hour is that of an instant.
    pub fn is_open_at(&self, now: u64) -> bool {
        now / HOUR == self.hour
    }

    /// Counts some requests of the open hour.
    pub fn count_many(&mut self, requests: u64, micro_connections: u64, bytes: u64) {
        self.micro_connections += requests * micro_connections;
        self.bytes += requests * bytes;
    }

    /// The open hour by its largest dimension.
    fn open(&self, connection_area: i128) -> u128 {
        let connections = u128::from(self.micro_connections) * 1000 / 25;
        let active = (connection_area - self.area_at_start).max(0) as u128 / 3000;
        let processed = u128::from(self.bytes) * 3600;
        connections.max(active).max(processed)
    }

    fn total(&self, connection_area: i128) -> u128 {
        self.closed + self.open(connection_area)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 25 new connections each second for 10 s are 10 LCU·s; 2 GB in the same hour are 2 LCU·h = 7,200 LCU·s.
    #[test]
    fn the_largest_dimension_counts() {
        let mut units = CapacityUnits::default();
        for second in 0..10u64 {
            units.count(second * 1_000_000_000, 25_000_000, 0, || 0);
        }
        assert_eq!(units.total(0), 10 * 1_000_000_000);
        units.count(11_000_000_000, 0, 2_000_000_000, || 0);
        assert_eq!(units.total(0), 7_200 * 1_000_000_000);
        // The next hour starts from nothing.
        units.count(HOUR, 25_000_000, 0, || 0);
        assert_eq!(units.total(0), 7_201 * 1_000_000_000);
    }

    #[test]
    fn a_short_life_is_charged_a_minute() {
        let mut meter = Meter::default();
        meter.end_instance(0, 5_000_000_000);
        meter.end_instance(0, 90_000_000_000);
        assert_eq!(
            meter.usage(90_000_000_000, 0, 0, 0).instance_ns,
            150_000_000_000
        );
    }
}
