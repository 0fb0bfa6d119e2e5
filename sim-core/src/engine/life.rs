//! Instances come and go: launch, boot, warm-up, drain.

use super::control::Control;
use super::core::Engine;
use super::instance::Life;
use super::job::{Job, State};
use super::processor::Processor;
use super::station::Body;

/// How long a leaving instance may answer what it has where no group says otherwise, ns (deregistration delay, 300 s).
const DRAIN: u64 = 300_000_000_000;

impl Engine {
    /// Brings the number of instances to what is wanted. `at_start`: they are there at once, booted and warm.
    pub(super) fn reconcile(&mut self, index: u32, at_start: bool) {
        loop {
            let station = &mut self.stations[index as usize];
            let Body::Group(group) = &mut station.body else {
                return;
            };
            if station.gone {
                return;
            }
            // The dead count: they come back when healed, or are replaced when somebody has noticed.
            let dead = group
                .instances
                .iter()
                .filter(|i| i.life == Life::Dead)
                .count() as u32;
            let (there, desired) = (group.counting() + dead, group.desired);
            let ready = at_start || group.scaling().is_none();
            if there < desired {
                if !self.launch(index, ready) {
                    break;
                }
            } else if there > desired {
                if let Some(dead) = group.instances.iter_mut().find(|i| i.life == Life::Dead) {
                    dead.life = Life::Gone;
                } else if let Some(leaver) = group.first_to_leave() {
                    self.leave(index, leaver);
                } else {
                    break;
                }
            } else {
                break;
            }
        }
        self.sync_targets_of(index);
    }

    /// Launches one instance. `false`: every zone is lost.
    fn launch(&mut self, index: u32, ready: bool) -> bool {
        let now = self.now;
        let lost = &self.zone_lost;
        let station = &mut self.stations[index as usize];
        let Body::Group(group) = &mut station.body else {
            return false;
        };
        let is_lost = |zone: u32| lost.get(zone as usize).copied().unwrap_or(false);
        let Some(zone) = group.zone_for_launch(&station.plan.zones, is_lost) else {
            return false;
        };
        let at = group.record(zone, now);
        if ready {
            self.instance_up(index, at, true);
            return true;
        }
        let boot = group.boot.sample(&mut station.life_stream);
        let epoch = group.instances[at as usize].epoch;
        self.schedule(
            now + boot,
            Control::Booted {
                station: index,
                instance: at,
                epoch,
            },
        );
        true
    }

    pub(super) fn booted(&mut self, index: u32, at: u32, epoch: u32) {
        if self.is_instance(index, at, epoch, Life::Booting) {
            self.instance_up(index, at, false);
            self.sync_targets_of(index);
        }
    }

    /// An instance takes traffic from now on.
    pub(super) fn instance_up(&mut self, index: u32, at: u32, warm: bool) {
        let now = self.now;
        let station = &mut self.stations[index as usize];
        let Body::Group(group) = &mut station.body else {
            return;
        };
        let warm_up = group.scaling().map_or(0, |scaling| scaling.warm_up.0);
        let slots = group.part.slots.unwrap_or(0);
        let processor = Processor::of(&group.part, now);
        let instance = &mut group.instances[at as usize];
        instance.life = Life::Up;
        // What was launched or died under other parameters comes up with today's.
        instance.processor = processor;
        instance.up_since = now;
        instance.warm_at = if warm { now } else { now + warm_up };
        instance.metric_since = instance.warm_at;
        instance.metric_area = instance.busy.area(now);
        instance.capacity = slots;
        let busy = instance.recount_busy(now);
        let cores = instance.processor.as_ref().map_or(0, |p| p.cores_milli());
        let (epoch, warm_at) = (instance.epoch, instance.warm_at);
        group.list_up();
        let measures = &mut station.measures;
        measures.busy_before += busy;
        measures.instances.up(now);
        measures.slots.add(now, i64::from(slots));
        measures.cores.add(now, cores);
        if warm_at > now {
            self.schedule(
                warm_at,
                Control::Warm {
                    station: index,
                    instance: at,
                    epoch,
                },
            );
        }
    }

    /// From here on an instance counts in the metric.
    pub(super) fn warmed(&mut self, index: u32, at: u32, epoch: u32) {
        let now = self.now;
        if self.is_instance(index, at, epoch, Life::Up)
            && let Body::Group(group) = &mut self.stations[index as usize].body
        {
            let instance = &mut group.instances[at as usize];
            instance.metric_since = now;
            instance.metric_area = instance.busy.area(now);
        }
    }

    pub(super) fn is_instance(&self, index: u32, at: u32, epoch: u32, life: Life) -> bool {
        let Body::Group(group) = &self.stations[index as usize].body else {
            return false;
        };
        group
            .instances
            .get(at as usize)
            .is_some_and(|i| i.epoch == epoch && i.life == life)
    }

    /// An instance leaves the group: it answers what it has, and stops.
    fn leave(&mut self, index: u32, at: u32) {
        let now = self.now;
        let Body::Group(group) = &mut self.stations[index as usize].body else {
            return;
        };
        let drain = group.scaling().map_or(DRAIN, |scaling| scaling.drain.0);
        let instance = &mut group.instances[at as usize];
        if instance.life == Life::Booting {
            instance.life = Life::Gone;
            let launched = instance.launched;
            self.stations[index as usize]
                .meter
                .end_instance(launched, now);
            return;
        }
        instance.life = Life::Draining;
        let epoch = instance.epoch;
        group.list_up();
        if self.is_drained(index, at) {
            self.stop_instance(index, at);
        } else {
            self.schedule(
                now + drain,
                Control::DrainEnd {
                    station: index,
                    instance: at,
                    epoch,
                },
            );
        }
    }

    pub(super) fn drain_end(&mut self, index: u32, at: u32, epoch: u32) {
        if self.is_instance(index, at, epoch, Life::Draining) {
            let doomed = self.detach_all(index, at);
            self.stop_instance(index, at);
            self.end_all(&doomed, index);
        }
    }

    /// Whether a leaving instance holds nothing, and nothing is on its way to it.
    fn is_drained(&self, index: u32, at: u32) -> bool {
        let Body::Group(group) = &self.stations[index as usize].body else {
            return false;
        };
        let comes = |job: &Job| {
            job.station == index && job.instance == at && job.state == State::Travelling
        };
        group.instances[at as usize].is_empty() && !self.jobs.used().any(|(_, job)| comes(job))
    }

    /// A leaving instance has finished a request: with the last one it is gone.
    pub(super) fn stop_if_drained(&mut self, index: u32, at: u32) {
        if self.is_drained(index, at) {
            self.stop_instance(index, at);
        }
    }

    /// A drained instance is gone.
    fn stop_instance(&mut self, index: u32, at: u32) {
        self.instance_down(index, at, Life::Gone);
    }

    /// An instance stops serving: gauges, meter, list.
    pub(super) fn instance_down(&mut self, index: u32, at: u32, life: Life) {
        let now = self.now;
        let station = &mut self.stations[index as usize];
        let Body::Group(group) = &mut station.body else {
            return;
        };
        let instance = &mut group.instances[at as usize];
        let (served, busy) = (instance.serves(), instance.forget_busy(now));
        let cores = instance.processor.as_ref().map_or(0, |p| p.cores_milli());
        let (capacity, launched) = (instance.capacity, instance.launched);
        self.calendar.discharge(instance);
        instance.clear(now);
        instance.life = life;
        group.list_up();
        station.meter.end_instance(launched, now);
        station.measures.busy_before += busy;
        if served {
            let measures = &mut station.measures;
            measures.instances.down(now);
            measures.slots.add(now, -i64::from(capacity));
            measures.cores.add(now, -cores);
        }
    }
}
