//! The laws that hold in every run, checked at its end in release builds too. All integers, so equality is exact.

use super::core::Engine;
use super::error::EngineError;
use super::job::{CLIENT, Job, NONE, State};
use super::station::{Body, Station};

impl Engine {
    /// Conservation of requests, Little's law, utilisation at most 1.
    pub fn check_laws(&self) -> Result<(), EngineError> {
        let mut present = vec![(0i64, 0u128); self.stations.len()];
        for (_, job) in self.jobs.used().filter(|(_, job)| in_system(job)) {
            let (count, age) = &mut present[job.station as usize];
            *count += 1;
            *age += u128::from(self.now - job.entered);
            if job.parent == CLIENT {
                let client = self.links[job.link as usize].plan.from;
                let (count, age) = &mut present[client as usize];
                *count += 1;
                *age += u128::from(self.now - job.entered);
            }
        }
        self.age_foreseen(&mut present);
        for (station, (count, age)) in self.stations.iter().zip(present) {
            self.check_station(station, count, age)?;
        }
        self.check_roots()?;
        self.check_links()?;
        self.check_kinds()?;
        self.check_queues()?;
        self.check_caches()
    }

    /// Adds the requests that are foreseen: how many there are, and for how long.
    fn age_foreseen(&self, present: &mut [(i64, u128)]) {
        let mut add = |station: u32, arrived: u64| {
            let (count, age) = &mut present[station as usize];
            *count += 1;
            *age += u128::from(self.now - arrived);
        };
        for station in &self.foreseen {
            let Some(known) = self.stations[*station as usize].foresight() else {
                continue;
            };
            let (running, waiting) = known.present();
            for visit in running.iter().chain(waiting) {
                add(*station, visit.arrived);
                add(self.links[known.link as usize].plan.from, visit.arrived);
            }
        }
        for layered in self.layered.iter().flatten() {
            layered.each_present(&mut add);
        }
    }

    fn check_roots(&self) -> Result<(), EngineError> {
        let in_flight = self.roots_in_flight();
        if self.roots.arrived != self.roots.ok + self.roots.all_failed() + in_flight {
            let law = format!(
                "arrived {} = ok {} + failed {} + in flight {in_flight}",
                self.roots.arrived,
                self.roots.ok,
                self.roots.all_failed()
            );
            return Err(broken("the clients", law));
        }
        Ok(())
    }

    /// Clients' requests without an end so far.
    pub(super) fn roots_in_flight(&self) -> u64 {
        let sources = self
            .stations
            .iter()
            .filter(|s| matches!(s.body, Body::Source(_)));
        sources.map(|s| s.present().max(0) as u64).sum()
    }

    fn check_station(&self, station: &Station, count: i64, age: u128) -> Result<(), EngineError> {
        let (now, m) = (self.now, &station.measures);
        let name = station.plan.id.as_str();
        let inside = station.present();
        if count != inside || m.arrived as i64 != (m.ok + m.failed) as i64 + inside {
            let law = format!(
                "arrived {} = ok {} + failed {} + present {inside} (found {count})",
                m.arrived, m.ok, m.failed
            );
            return Err(broken(name, law));
        }
        let (area, spent) = (
            station.present_area(now),
            m.latency.sum() + m.failed_sojourn + age,
        );
        if area != spent as i128 {
            let law = format!("Little: area {area} = time spent {spent}");
            return Err(broken(name, law));
        }
        let areas = station.areas(now);
        if station.has_slots() && areas.held > areas.slots {
            let law = format!("slots held {} <= slots there {}", areas.held, areas.slots);
            return Err(broken(name, law));
        }
        if areas.busy > areas.cores {
            let law = format!("processors busy {} <= there {}", areas.busy, areas.cores);
            return Err(broken(name, law));
        }
        let gauges = [&m.inside, &m.waiting, &m.queue];
        if gauges.iter().any(|gauge| gauge.level() < 0)
            || m.waiting.level() > m.inside.level().max(inside)
        {
            return Err(broken(name, "no level is negative".to_owned()));
        }
        Ok(())
    }
}

/// Whether a job counts at its component: inside it, or under way for a client.
fn in_system(job: &Job) -> bool {
    job.is_inside() || (job.state == State::Root && job.link_or_child != NONE)
}

pub(super) fn broken(place: &str, law: String) -> EngineError {
    EngineError::LawBroken {
        place: place.to_owned(),
        law,
    }
}
