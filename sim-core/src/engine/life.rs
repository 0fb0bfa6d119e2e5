//! Instances come and go: launch, boot, drain, death, replacement, failover.

use super::control::Control;
use super::core::Engine;
use super::instance::Life;
use super::job::{Fate, NONE, State};
use super::snapshot::{Cause, MarkKind};
use super::station::Body;

/// How long a scaling group takes to notice that an instance is not running any more, ns (assumption: its status is
/// polled).
const NOTICE: u64 = 30_000_000_000;
/// How long a leaving instance may answer what it has where no group says otherwise, ns (deregistration delay, 300 s).
const DRAIN: u64 = 300_000_000_000;

impl Engine {
    /// Brings the number of instances to what is wanted. `at_start`: they are there at once, booted and warm.
    pub(super) fn reconcile(&mut self, index: u32, at_start: bool) {
        loop {
            let station = &self.stations[index as usize];
            let Body::Group(group) = &station.body else {
                return;
            };
            if station.gone {
                return;
            }
            let dead_ones_return = group.scaling().is_none();
            let dead = group
                .instances
                .iter()
                .filter(|i| i.life == Life::Dead)
                .count() as u32;
            let there = group.counting() + if dead_ones_return { dead } else { 0 };
            if there < group.desired {
                if !self.launch(index, at_start || dead_ones_return) {
                    break;
                }
            } else if group.counting() > 0 && there > group.desired {
                let Some(leaver) = group.first_to_leave() else {
                    break;
                };
                self.leave(index, leaver);
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
    fn instance_up(&mut self, index: u32, at: u32, warm: bool) {
        let now = self.now;
        let station = &mut self.stations[index as usize];
        let Body::Group(group) = &mut station.body else {
            return;
        };
        let warm_up = group.scaling().map_or(0, |scaling| scaling.warm_up.0);
        let slots = group.part.slots.unwrap_or(0);
        let instance = &mut group.instances[at as usize];
        instance.life = Life::Up;
        instance.up_since = now;
        instance.warm_at = if warm { now } else { now + warm_up };
        instance.metric_since = instance.warm_at;
        instance.metric_area = instance.busy.area(now);
        instance.capacity = slots;
        let cores = instance.processor.as_ref().map_or(0, |p| p.cores_milli());
        let (epoch, warm_at) = (instance.epoch, instance.warm_at);
        group.list_up();
        let measures = &mut station.measures;
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

    fn is_instance(&self, index: u32, at: u32, epoch: u32, life: Life) -> bool {
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
        let (epoch, empty) = (instance.epoch, instance.is_empty());
        group.list_up();
        if empty {
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
            self.abort_all(index, at);
            self.stop_instance(index, at);
        }
    }

    /// A drained instance is gone.
    pub(super) fn stop_instance(&mut self, index: u32, at: u32) {
        self.instance_down(index, at, Life::Gone);
    }

    /// An instance stops serving: gauges, meter, list.
    fn instance_down(&mut self, index: u32, at: u32, life: Life) {
        let now = self.now;
        let station = &mut self.stations[index as usize];
        let Body::Group(group) = &mut station.body else {
            return;
        };
        let instance = &mut group.instances[at as usize];
        let (served, busy) = (instance.serves(), instance.busy.level());
        let cores = instance.processor.as_ref().map_or(0, |p| p.cores_milli());
        let (capacity, launched) = (instance.capacity, instance.launched);
        if instance.wake_at != u64::MAX {
            self.controls.cancel(
                instance.wake_slot,
                Control::Processor {
                    station: index,
                    instance: at,
                },
            );
        }
        let has_processor = instance.processor.is_some();
        instance.clear(now);
        instance.life = life;
        group.list_up();
        station.meter.end_instance(launched, now);
        if served {
            let measures = &mut station.measures;
            measures.instances.down(now);
            measures.slots.add(now, -i64::from(capacity));
            measures.cores.add(now, -cores);
            if has_processor {
                measures.busy.add(now, -busy);
            }
        }
    }

    /// An instance dies with all it holds.
    pub(super) fn kill(&mut self, index: u32, at: u32) {
        let Body::Group(group) = &self.stations[index as usize].body else {
            return;
        };
        let life = group.instances[at as usize].life;
        if !matches!(life, Life::Up | Life::Draining | Life::Booting) {
            return;
        }
        let epoch = group.instances[at as usize].epoch;
        let replaced = group.scaling().is_some();
        self.abort_all(index, at);
        self.instance_down(
            index,
            at,
            if life == Life::Draining {
                Life::Gone
            } else {
                Life::Dead
            },
        );
        if replaced {
            self.schedule(
                self.now + NOTICE,
                Control::Noticed {
                    station: index,
                    instance: at,
                    epoch,
                },
            );
        }
        self.begin_failover(index);
    }

    /// Ends every job on an instance.
    fn abort_all(&mut self, index: u32, at: u32) {
        let now = self.now;
        let here = |job: &super::job::Job| {
            job.station == index
                && job.instance == at
                && matches!(
                    job.state,
                    State::Queued | State::Working | State::Calling | State::Backoff
                )
        };
        let doomed: Vec<(u32, State)> = self
            .jobs
            .used()
            .filter(|(_, job)| here(job))
            .map(|(i, job)| (i, job.state))
            .collect();
        for (job, state) in doomed {
            let measures = &mut self.stations[index as usize].measures;
            match state {
                State::Queued => measures.queue.down(now),
                State::Calling | State::Backoff => {
                    measures.waiting.down(now);
                    measures.held.down(now);
                }
                _ => measures.held.down(now),
            }
            self.abort(job, Fate::because(Cause::Error, index));
        }
    }

    /// A scaling group replaces a dead instance.
    pub(super) fn noticed(&mut self, index: u32, at: u32, epoch: u32) {
        if !self.is_instance(index, at, epoch, Life::Dead) {
            return;
        }
        if let Body::Group(group) = &mut self.stations[index as usize].body {
            group.instances[at as usize].life = Life::Gone;
        }
        let id = self.stations[index as usize].plan.id.clone();
        self.mark(Some(id), MarkKind::Replaced);
        self.reconcile(index, false);
    }

    /// A standby takes over when no instance is left.
    fn begin_failover(&mut self, index: u32) {
        let station = &mut self.stations[index as usize];
        let Body::Group(group) = &mut station.body else {
            return;
        };
        let Some(failover) = group.failover else {
            return;
        };
        if station.gone
            || group.failing_over
            || group.counting() > 0
            || station.plan.zones.len() < 2
        {
            return;
        }
        group.failing_over = true;
        let delay = failover.sample(&mut station.life_stream);
        self.schedule(self.now + delay, Control::FailoverDone { station: index });
    }

    pub(super) fn failover_done(&mut self, index: u32) {
        let Body::Group(group) = &mut self.stations[index as usize].body else {
            return;
        };
        group.failing_over = false;
        if group.counting() > 0 {
            return;
        }
        for instance in &mut group.instances {
            if instance.life == Life::Dead {
                instance.life = Life::Gone;
            }
        }
        let id = self.stations[index as usize].plan.id.clone();
        self.mark(Some(id), MarkKind::FailedOver);
        self.reconcile(index, true);
    }

    /// Dead instances come back, except in lost zones and where a group replaces them.
    pub(super) fn revive(&mut self, index: u32) {
        let lost = &self.zone_lost;
        let Body::Group(group) = &mut self.stations[index as usize].body else {
            return;
        };
        if group.scaling().is_some() {
            return self.reconcile(index, false);
        }
        let is_lost = |zone: u32| zone != NONE && lost.get(zone as usize).copied().unwrap_or(false);
        let dead =
            |(_, i): &(usize, &super::instance::Instance)| i.life == Life::Dead && !is_lost(i.zone);
        let returning: Vec<u32> = group
            .instances
            .iter()
            .enumerate()
            .filter(dead)
            .map(|(at, _)| at as u32)
            .collect();
        for at in returning {
            if let Body::Group(group) = &mut self.stations[index as usize].body {
                group.instances[at as usize].launched = self.now;
            }
            self.instance_up(index, at, true);
        }
        self.sync_targets_of(index);
    }
}
