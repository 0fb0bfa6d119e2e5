//! The snapshot of a run.

use crate::foundation::ids::Id;
use crate::foundation::stats::LatencyHistogram;
use crate::foundation::units::SimTime;

use super::core::Engine;
use super::instance::{Instance, Life};
use super::recorder::{LiveStation, seconds};
use super::rules::Rules;
use super::snapshot::{
    Cause, ComponentView, Failure, Health, Instances, Latency, LinkView, RuleFigures, Series,
    Snapshot, TargetCount, Totals,
};
use super::station::{Areas, Body, Station};

/// Utilisation from which a component is busy, and from which it is saturated.
const BUSY: f64 = 0.7;
const SATURATED: f64 = 0.95;
/// Age of the first message in a line from which a queue is busy, ns.
const LATE: u64 = 10_000_000_000;
/// Share of failing requests from which a component is affected, or saturated where they begin.
const FAILING: f64 = 0.01;

impl Engine {
    /// A picture of the run at this instant.
    pub fn snapshot(&self) -> Snapshot {
        let targets = self.target_counts();
        let component = |index: &u32| self.component(*index, targets[*index as usize]);
        Snapshot {
            now: SimTime(self.now),
            events: self.events,
            totals: self.totals(),
            latency: latency(&self.clients_latency_since_start()),
            live: self.recorder.live,
            components: self.station_order.iter().map(component).collect(),
            links: self
                .link_order
                .iter()
                .map(|index| self.link_view(*index))
                .collect(),
            kinds: self.kind_views(),
            lost_containers: self.lost_containers(),
            failures: self.failures(),
            faults: self.faults.active(),
            series: Series {
                window_s: self.recorder.width() as f64 / 1e9,
                points: self.recorder.points().to_vec(),
            }
            .into(),
            marks: self.marks.clone().into(),
        }
    }

    /// Times from arrival at a component (for a client: from sending) to the answer, successful ones, since the start.
    pub fn latencies(&self, component: &Id) -> Option<LatencyHistogram> {
        let mut stations = self.stations.iter();
        stations
            .find(|station| station.plan.id == *component)
            .map(|station| station.measures.latency.total())
    }

    fn totals(&self) -> Totals {
        Totals {
            arrived: self.roots.arrived,
            ok: self.roots.ok,
            failed: self.roots.all_failed(),
            in_flight: self.roots_in_flight(),
            wasted: self.stations.iter().map(|s| s.measures.wasted).sum(),
        }
    }

    /// End to end, all clients together.
    fn clients_latency_since_start(&self) -> LatencyHistogram {
        let mut all = LatencyHistogram::new();
        for station in self
            .stations
            .iter()
            .filter(|s| matches!(s.body, Body::Source(_)))
        {
            all.merge(&station.measures.latency.total());
        }
        all
    }

    fn failures(&self) -> Vec<Failure> {
        let mut found = Vec::new();
        for station in &self.stations {
            for (cause, count) in Cause::ALL.into_iter().zip(station.measures.failures) {
                if count > 0 {
                    found.push(Failure {
                        cause,
                        component: station.plan.id.clone(),
                        count,
                    });
                }
            }
        }
        found.sort_by(|a, b| {
            (b.count, a.cause, &a.component).cmp(&(a.count, b.cause, &b.component))
        });
        found
    }

    fn link_view(&self, index: u32) -> LinkView {
        let link = &self.links[index as usize];
        let (per_s, failed_per_s) = self
            .recorder
            .live_links
            .get(index as usize)
            .copied()
            .unwrap_or_default();
        let (requests, failed) = (link.requests, link.failed);
        LinkView {
            id: link.plan.id.clone(),
            requests,
            failed,
            per_s,
            failed_per_s,
            cut: link.cut,
            black_hole: link.is_hole(),
            retries: link.rest.retries,
            special: link.special_view(self.now),
        }
    }

    /// By station.
    fn target_counts(&self) -> Vec<TargetCount> {
        let mut counts = vec![TargetCount::default(); self.stations.len()];
        for station in self.stations.iter().filter(|station| !station.gone) {
            let Body::Balancer(balancer) = &station.body else {
                continue;
            };
            for target in balancer.targets.list.iter().filter(|t| t.registered) {
                let count = &mut counts[target.station as usize];
                count.registered += 1;
                count.healthy += u32::from(target.healthy);
            }
        }
        counts
    }

    fn component(&self, index: u32, targets: TargetCount) -> ComponentView {
        let (now, station) = (self.now, &self.stations[index as usize]);
        let m = &station.measures;
        let live = self
            .recorder
            .live_stations
            .get(index as usize)
            .copied()
            .unwrap_or_default();
        let utilization_mean = station.utilization(&Areas::default(), &station.areas(now));
        let utilization = if live.live.window_s > 0.0 {
            live.utilization
        } else {
            utilization_mean
        };
        let bounded = station.has_slots();
        let holds_slots = matches!(station.body, Body::Group(_) | Body::Functions(_));
        ComponentView {
            id: station.plan.id.clone(),
            health: self.health_of(station, &live, utilization, targets),
            arrived: m.arrived,
            ok: m.ok,
            failed: m.failed,
            in_system: station.present().max(0) as u64,
            wasted: m.wasted,
            queue: m.queue.level().max(0) as u64,
            queue_max: m.queue.max().max(0) as u64,
            queue_mean: m.queue.mean(now),
            utilization,
            utilization_mean,
            slots_held: if holds_slots {
                m.inside.level().max(0) as u64
            } else {
                0
            },
            slots_waiting: m.waiting.level().max(0) as u64,
            slots: bounded.then(|| m.slots.level() as u64),
            cpu: live.cpu,
            instances: station.instances(now),
            targets,
            rules: station.rule_figures(),
            cache: station.cache().map(|cache| cache.figures(now)),
            messages: self.message_figures(station),
            latency: latency(&m.latency.total()),
            live: live.live,
            usage: station.usage(now),
        }
    }
}

impl Engine {
    /// A queue whose line is old is busy, however little it has to do itself.
    fn health_of(
        &self,
        station: &Station,
        live: &LiveStation,
        utilization: f64,
        targets: TargetCount,
    ) -> Health {
        let health = station.health(live, utilization, targets);
        let late = match &station.body {
            Body::Queue(queue) => self.age_of_line(queue).is_some_and(|age| age >= LATE),
            _ => false,
        };
        if late && health == Health::Ok {
            Health::Busy
        } else {
            health
        }
    }
}

impl Station {
    fn rule_figures(&self) -> RuleFigures {
        let figures = |rules: &Rules| RuleFigures {
            abandoned: rules.abandoned,
            displaced: rules.displaced,
            shed: rules.shed,
            throttled: rules.throttled,
            limit: self.admission_limit(rules),
        };
        self.rules.as_deref().map(figures).unwrap_or_default()
    }

    /// What the instances that serve may hold at once.
    fn admission_limit(&self, rules: &Rules) -> Option<u64> {
        let Body::Group(group) = &self.body else {
            return None;
        };
        let serving = group.instances.iter().filter(|i| i.serves());
        let limit = |i: &Instance| Some(u64::from(i.gate().limit(&rules.part.admission)?));
        serving.map(limit).sum()
    }

    fn instances(&self, now: u64) -> Instances {
        let m = &self.measures;
        let (mean, max) = (m.instances.mean(now), m.instances.max().max(0) as u32);
        match &self.body {
            Body::Group(group) => {
                let count =
                    |life: Life| group.instances.iter().filter(|i| i.life == life).count() as u32;
                let warming = group
                    .instances
                    .iter()
                    .filter(|i| i.is_up() && i.warm_at > now)
                    .count() as u32;
                Instances {
                    up: count(Life::Up) - warming,
                    warming,
                    booting: count(Life::Booting),
                    draining: count(Life::Draining),
                    down: count(Life::Dead),
                    desired: group.desired,
                    mean,
                    max,
                }
            }
            Body::Functions(functions) => {
                let late: u64 = functions.expired(now).map(|end| now - end).sum();
                let all = functions.environments() - functions.expired(now).count() as u32;
                let mean = mean - late as f64 / now.max(1) as f64;
                Instances {
                    up: all,
                    desired: all,
                    mean,
                    max,
                    ..Instances::default()
                }
            }
            _ => Instances::default(),
        }
    }

    fn health(&self, live: &LiveStation, utilization: f64, targets: TargetCount) -> Health {
        let (served, failed) = (live.live.served_per_s, live.live.failed_per_s);
        let too_many = |per_s: f64| per_s > FAILING * (served + failed);
        // With none healthy a balancer sends to all of them.
        let out = targets.is_out() && live.live.offered_per_s <= 0.0;
        let mut targets_out = false;
        let down = match &self.body {
            Body::Group(group) => group.desired > 0 && !group.instances.iter().any(|i| i.serves()),
            Body::Balancer(balancer) => {
                let registered = || balancer.targets.list.iter().filter(|t| t.registered);
                targets_out = registered().any(|t| !t.healthy);
                // With none healthy it sends to all: that may well be answered.
                targets_out && !registered().any(|t| t.healthy) && served <= 0.0
            }
            _ => false,
        };
        if down || self.lost {
            return Health::Down;
        }
        if self.measures.arrived == 0 {
            return Health::Unknown;
        }
        // Whom clients ask has failed, not they.
        let client = matches!(self.body, Body::Source(_));
        let begins = too_many(live.begun_per_s) && !client;
        match utilization {
            _ if begins => Health::Saturated,
            u if u >= SATURATED => Health::Saturated,
            _ if too_many(failed) || targets_out || out => Health::Affected,
            u if u >= BUSY || self.lacks_instances() => Health::Busy,
            _ => Health::Ok,
        }
    }
}

/// Figures of a histogram, seconds.
pub(super) fn latency(histogram: &LatencyHistogram) -> Latency {
    Latency {
        count: histogram.count(),
        mean: histogram.mean().unwrap_or(0.0) / 1e9,
        p50: seconds(histogram.quantile(0.5)),
        p90: seconds(histogram.quantile(0.9)),
        p95: seconds(histogram.quantile(0.95)),
        p99: seconds(histogram.quantile(0.99)),
        max: seconds(histogram.max()),
    }
}
