//! Instances die and are made good for: crash, replacement, failover, revival.

use super::control::Control;
use super::core::Engine;
use super::instance::{Instance, Life};
use super::job::{Fate, Job, NONE, State};
use super::snapshot::{Cause, MarkKind};
use super::station::Body;

/// How long a scaling group takes to notice that an instance is not running any more, ns (assumption: its status is
/// polled).
const NOTICE: u64 = 30_000_000_000;

impl Engine {
    /// An instance dies with all it holds.
    pub(super) fn kill(&mut self, index: u32, at: u32) {
        self.unfold_at(index);
        let Body::Group(group) = &self.stations[index as usize].body else {
            return;
        };
        let life = group.instances[at as usize].life;
        if !matches!(life, Life::Up | Life::Draining | Life::Booting) {
            return;
        }
        let epoch = group.instances[at as usize].epoch;
        let replaced = group.scaling().is_some();
        let after = if life == Life::Draining {
            Life::Gone
        } else {
            Life::Dead
        };
        // First everything is off the instance, then the callers hear: what they do next must not find it half alive.
        let doomed = self.detach_all(index, at);
        self.instance_down(index, at, after);
        self.end_all(&doomed, index);
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

    /// Takes every job off an instance: none of them hears from below any more.
    pub(super) fn detach_all(&mut self, index: u32, at: u32) -> Vec<u32> {
        let now = self.now;
        let here = |job: &Job| job.station == index && job.instance == at && job.is_inside();
        let doomed = self.jobs.used().filter(|(_, job)| here(job));
        // In the order in which they came, not in that of their records: which record a job has is told by what else is
        // in flight, and by edits that change nothing of the run.
        let order = |job: &Job| (job.entered, job.event, job.link);
        let mut doomed: Vec<_> = doomed
            .map(|(index, job)| (order(job), index, job.state))
            .collect();
        doomed.sort_by_key(|(order, ..)| *order);
        let doomed = doomed.into_iter().map(|(_, index, state)| (index, state));
        let doomed: Vec<(u32, State)> = doomed.collect();
        for (job, state) in &doomed {
            let measures = &mut self.stations[index as usize].measures;
            match state {
                State::Queued => measures.queue.down(now),
                state if state.waits_below() => {
                    measures.waiting.down(now);
                    measures.inside.down(now);
                }
                _ => measures.inside.down(now),
            }
            self.detach(*job);
        }
        let doomed: Vec<u32> = doomed.into_iter().map(|(job, _)| job).collect();
        self.lose_contents(index, &doomed);
        doomed
    }

    /// Whatever waits for these detached jobs hears of their death.
    pub(super) fn end_all(&mut self, doomed: &[u32], index: u32) {
        for job in doomed {
            self.end_detached(*job, Fate::because(Cause::Error, index));
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
        let has_standby = station.has_standby();
        let Body::Group(group) = &mut station.body else {
            return;
        };
        let Some(failover) = group.failover else {
            return;
        };
        let dead = group.instances.iter().any(|i| i.life == Life::Dead);
        if station.gone || !has_standby || group.failing_over || group.counting() > 0 || !dead {
            return;
        }
        group.failing_over = true;
        let delay = failover.sample(&mut station.life_stream);
        self.schedule(self.now + delay, Control::FailoverDone { station: index });
    }

    pub(super) fn failover_done(&mut self, index: u32) {
        let now = self.now;
        let lost = &self.zone_lost;
        let station = &mut self.stations[index as usize];
        let Body::Group(group) = &mut station.body else {
            return;
        };
        group.failing_over = false;
        if group.counting() > 0 || station.gone {
            return;
        }
        let primary = group.instances.iter().find(|i| i.life == Life::Dead);
        let was_in = primary.map_or(NONE, |primary| primary.zone);
        let is_lost = |zone: u32| lost.get(zone as usize).copied().unwrap_or(false);
        let zones = station.plan.zones.iter().copied();
        let standby = zones
            .filter(|zone| !is_lost(*zone))
            .min_by_key(|zone| *zone == was_in);
        let Some(zone) = standby else {
            // Nowhere to go: the dead one waits for a zone to come back.
            return;
        };
        for instance in &mut group.instances {
            if instance.life == Life::Dead {
                instance.life = Life::Gone;
            }
        }
        let at = group.record(zone, now);
        let id = station.plan.id.clone();
        self.instance_up(index, at, true);
        self.mark(Some(id), MarkKind::FailedOver);
        self.reconcile(index, true);
    }

    /// Dead instances come back where `returns` says so of their zone, except in lost zones, under a crash in force,
    /// and where a group replaces them.
    pub(super) fn revive(&mut self, index: u32, returns: impl Fn(u32) -> bool) {
        let crashed = self.is_crashed(index);
        let lost = &self.zone_lost;
        let Body::Group(group) = &mut self.stations[index as usize].body else {
            return;
        };
        if group.scaling().is_some() {
            return self.reconcile(index, false);
        }
        if crashed {
            return;
        }
        let is_lost = |zone: u32| zone != NONE && lost.get(zone as usize).copied().unwrap_or(false);
        let comes_back = |(_, i): &(usize, &Instance)| {
            i.life == Life::Dead && !is_lost(i.zone) && returns(i.zone)
        };
        let returning: Vec<u32> = group
            .instances
            .iter()
            .enumerate()
            .filter(comes_back)
            .map(|(at, _)| at as u32)
            .collect();
        for at in returning {
            if let Body::Group(group) = &mut self.stations[index as usize].body {
                group.instances[at as usize].launched = self.now;
            }
            self.instance_up(index, at, true);
        }
        self.begin_failover(index);
        self.sync_targets_of(index);
    }
}
