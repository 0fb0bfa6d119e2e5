//! What happens inside a component: admission, queue, work, completion.

use super::control::Control;
use super::core::Engine;
use super::instance::Life;
use super::job::{Fate, NONE, State};
use super::snapshot::Cause;
use super::station::Body;

impl Engine {
    /// A call has reached its component.
    #[inline]
    pub(super) fn deliver(&mut self, job: u32) {
        let (now, index) = (self.now, self.jobs[job].station);
        self.jobs[job].entered = now;
        let station = &mut self.stations[index as usize];
        station.measures.arrived += 1;
        station.measures.in_system.up(now);
        if station.gone || station.lost {
            return self.turn_away(job, Cause::Unreachable);
        }
        if let Some(throttle) = &mut station.throttle
            && !throttle.take(now)
        {
            return self.turn_away(job, Cause::Throttled);
        }
        match station.body {
            Body::Group(_) => self.enter_group(job, index),
            Body::Balancer(_) => self.enter_balancer(job, index),
            Body::Functions(_) => self.enter_functions(job, index),
            Body::Store(_) => self.enter_store(job, index),
            Body::Source(_) => self.turn_away(job, Cause::Unreachable),
        }
    }

    /// A slot, or a place in the queue, or a refusal.
    #[inline]
    fn enter_group(&mut self, job: u32, index: u32) {
        let now = self.now;
        let station = &mut self.stations[index as usize];
        let Body::Group(group) = &mut station.body else {
            return;
        };
        let (slots, places, lifo) = (group.part.slots, group.part.queue, group.is_lifo());
        let at = self.jobs[job].instance;
        let Some(instance) = group.instances.get_mut(at as usize).filter(|i| i.serves()) else {
            return self.turn_away(job, Cause::Unreachable);
        };
        if slots.is_none_or(|slots| instance.held < slots) {
            return self.start_work(job, index);
        }
        if places.is_some_and(|places| instance.queued >= places) {
            return self.turn_away(job, Cause::Refused);
        }
        instance.enqueue(&mut self.jobs, job, lifo);
        self.jobs[job].state = State::Queued;
        station.measures.queue.up(now);
    }

    /// A job takes a slot of its instance and goes to work.
    #[inline]
    fn start_work(&mut self, job: u32, index: u32) {
        let now = self.now;
        let station = &mut self.stations[index as usize];
        let work = station.service.sample(&mut station.work_stream);
        station.meter.requests += 1;
        station.measures.held.up(now);
        let at = self.jobs[job].instance;
        self.jobs[job].state = State::Working;
        let Body::Group(group) = &mut station.body else {
            return;
        };
        let instance = &mut group.instances[at as usize];
        instance.held += 1;
        instance.working += 1;
        if let Some(processor) = &mut instance.processor {
            processor.add(now, job, work);
            let busy = processor.busy_milli();
            station.measures.busy.add(now, busy - instance.busy.level());
            instance.busy.set(now, busy);
            self.arm_processor(index, at);
        } else {
            instance.busy.add(now, 1000);
            self.jobs[job].event = self.calendar.push(now + work, job);
        }
    }

    /// Sees to it that an event comes when the next job on an instance's processors ends.
    fn arm_processor(&mut self, index: u32, at: u32) {
        let Body::Group(group) = &mut self.stations[index as usize].body else {
            return;
        };
        let instance = &mut group.instances[at as usize];
        let Some(due) = instance.processor.as_ref().and_then(|p| p.next_end()) else {
            return;
        };
        if due >= instance.wake_at {
            // An event comes earlier; it will look again.
            return;
        }
        let what = Control::Processor {
            station: index,
            instance: at,
        };
        if instance.wake_at != u64::MAX {
            self.controls.cancel(instance.wake_slot, what);
        }
        instance.wake_at = due;
        let slot = self.schedule(due, what);
        if let Body::Group(group) = &mut self.stations[index as usize].body {
            group.instances[at as usize].wake_slot = slot;
        }
    }

    /// The same after the speed has changed: what was armed means nothing any more.
    pub(super) fn rearm_processor(&mut self, index: u32, at: u32) {
        let Body::Group(group) = &mut self.stations[index as usize].body else {
            return;
        };
        let instance = &mut group.instances[at as usize];
        if instance.wake_at != u64::MAX {
            self.controls.cancel(
                instance.wake_slot,
                Control::Processor {
                    station: index,
                    instance: at,
                },
            );
            instance.wake_at = u64::MAX;
        }
        self.arm_processor(index, at);
    }

    /// The first job on an instance's processors may have ended.
    pub(super) fn processor_event(&mut self, index: u32, at: u32) {
        let now = self.now;
        loop {
            let station = &mut self.stations[index as usize];
            let Body::Group(group) = &mut station.body else {
                return;
            };
            let Some(instance) = group.instances.get_mut(at as usize) else {
                return;
            };
            if instance.wake_at <= now {
                // The event that called here; a later one was armed by work begun inside this loop, and holds.
                instance.wake_at = u64::MAX;
            }
            let Some(processor) = &mut instance.processor else {
                return;
            };
            let Some(job) = processor.take_ended(now) else {
                break;
            };
            let busy = processor.busy_milli();
            station.measures.busy.add(now, busy - instance.busy.level());
            instance.busy.set(now, busy);
            self.own_work_done(job, index, at);
        }
        self.arm_processor(index, at);
    }

    /// A job's own work is done (its one event): now it calls below, or it is complete.
    #[inline]
    pub(super) fn work_done(&mut self, job: u32) {
        let index = self.jobs[job].station;
        match &mut self.stations[index as usize].body {
            Body::Group(group) => {
                let at = self.jobs[job].instance;
                group.instances[at as usize].busy.add(self.now, -1000);
                self.own_work_done(job, index, at);
            }
            Body::Balancer(_) => self.forward(job),
            Body::Functions(_) => self.function_worked(job, index),
            Body::Store(_) | Body::Source(_) => self.next_call(job),
        }
    }

    #[inline]
    fn own_work_done(&mut self, job: u32, index: u32, at: u32) {
        if let Body::Group(group) = &mut self.stations[index as usize].body {
            group.instances[at as usize].working -= 1;
        }
        self.next_call(job);
    }

    /// A job holds its slot and waits for an answer from below.
    #[inline]
    pub(super) fn begin_waiting(&mut self, job: u32) {
        if self.jobs[job].state == State::Working {
            self.jobs[job].state = State::Calling;
            let index = self.jobs[job].station;
            self.stations[index as usize].measures.waiting.up(self.now);
        }
    }

    /// A job is done: it is counted, its slot is free, the answer leaves.
    #[inline]
    pub(super) fn complete(&mut self, job: u32) {
        let (now, index) = (self.now, self.jobs[job].station);
        let elapsed = now - self.jobs[job].entered;
        self.let_go(job, index, true);
        let measures = &mut self.stations[index as usize].measures;
        measures.sojourn += u128::from(elapsed);
        measures.in_system.down(now);
        measures.answered(elapsed, self.recorder.live_width > 0);
        self.reply(job, Fate::OK);
    }

    /// A job that holds something fails.
    pub(super) fn fail(&mut self, job: u32, fate: Fate) {
        let index = self.jobs[job].station;
        self.let_go(job, index, true);
        self.count_failure(job, index);
        self.reply(job, fate);
    }

    /// A job that holds nothing yet is turned away.
    pub(super) fn turn_away(&mut self, job: u32, cause: Cause) {
        let index = self.jobs[job].station;
        self.count_failure(job, index);
        self.reply(job, Fate::because(cause, index));
    }

    fn count_failure(&mut self, job: u32, index: u32) {
        let now = self.now;
        let elapsed = now - self.jobs[job].entered;
        let measures = &mut self.stations[index as usize].measures;
        measures.failed += 1;
        measures.sojourn += u128::from(elapsed);
        measures.in_system.down(now);
    }

    /// Frees what a job holds; the next in the queue starts. `keep`: a function's environment can be used again.
    #[inline]
    pub(super) fn let_go(&mut self, job: u32, index: u32, keep: bool) {
        let now = self.now;
        let waiting = matches!(self.jobs[job].state, State::Calling | State::Backoff);
        let station = &mut self.stations[index as usize];
        match &mut station.body {
            Body::Group(_) => {
                if waiting {
                    station.measures.waiting.down(now);
                }
                station.measures.held.down(now);
                self.free_slot(job, index);
            }
            Body::Functions(_) => {
                if waiting {
                    station.measures.waiting.down(now);
                }
                self.end_invocation(job, index, keep);
            }
            Body::Store(_) => {
                if waiting {
                    station.measures.waiting.down(now);
                }
            }
            Body::Balancer(_) | Body::Source(_) => {}
        }
    }

    #[inline]
    fn free_slot(&mut self, job: u32, index: u32) {
        let now = self.now;
        let at = self.jobs[job].instance;
        let station = &mut self.stations[index as usize];
        let Body::Group(group) = &mut station.body else {
            return;
        };
        let slots = group.part.slots;
        let instance = &mut group.instances[at as usize];
        instance.held -= 1;
        if let Some(slots) = slots
            && instance.capacity > slots
        {
            let capacity = slots.max(instance.held);
            station
                .measures
                .slots
                .add(now, i64::from(capacity) - i64::from(instance.capacity));
            instance.capacity = capacity;
        }
        if slots.is_none_or(|slots| instance.held < slots)
            && let Some(next) = instance.dequeue(&mut self.jobs)
        {
            station.measures.queue.down(now);
            return self.start_work(next, index);
        }
        if instance.life == Life::Draining && instance.is_empty() {
            self.stop_if_drained(index, at);
        }
    }

    /// Starts queued jobs while an instance has free slots (after the number of slots has grown).
    pub(super) fn fill_slots(&mut self, index: u32, at: u32) {
        loop {
            let now = self.now;
            let station = &mut self.stations[index as usize];
            let Body::Group(group) = &mut station.body else {
                return;
            };
            let slots = group.part.slots;
            let instance = &mut group.instances[at as usize];
            if !instance.serves() || slots.is_some_and(|slots| instance.held >= slots) {
                return;
            }
            let Some(next) = instance.dequeue(&mut self.jobs) else {
                return;
            };
            station.measures.queue.down(now);
            self.start_work(next, index);
        }
    }

    /// Ends a job by force: whatever waits for it hears `fate`; the call it waits for loses its caller.
    pub(super) fn abort(&mut self, job: u32, fate: Fate) {
        self.detach(job);
        self.end_detached(job, fate);
    }

    /// Cuts a job off from its own event and from the call it waits for.
    pub(super) fn detach(&mut self, job: u32) {
        let record = &mut self.jobs[job];
        record.event = 0;
        if record.state == State::Calling && record.link_or_child != NONE {
            let child = record.link_or_child;
            record.link_or_child = NONE;
            self.jobs[child].parent = NONE;
        }
    }

    /// Counts a detached job out; whatever waits for it hears `fate`.
    pub(super) fn end_detached(&mut self, job: u32, fate: Fate) {
        let index = self.jobs[job].station;
        self.count_failure(job, index);
        self.reply(job, fate);
    }
}
