//! What happens inside a component: admission, queue, work, completion.

use super::calendar::Calendar;
use super::core::Engine;
use super::delays::Row;
use super::instance::{Instance, Life};
use super::job::{Fate, Job, Jobs, State};
use super::snapshot::Cause;
use super::station::{Body, Station};

impl Station {
    /// Lets a request into a group where that takes nothing but a free slot or a place in the queue, or into a balancer
    /// that always takes the same time. `false`: it has not entered, there is more to it.
    #[inline(always)]
    pub(super) fn admit(
        &mut self,
        jobs: &mut Jobs,
        calendar: &mut Calendar,
        now: u64,
        job: u32,
        at: u32,
    ) -> bool {
        let group = match &mut self.body {
            Body::Group(group) if group.direct => group,
            Body::Balancer(_) if self.work_row != Row::NONE => {
                self.measures.begun += 1;
                self.measures.inside.up(now);
                let record = &mut jobs[job];
                record.state = State::Working;
                record.event = calendar.push_row(self.work_row, now, job);
                return true;
            }
            _ => return false,
        };
        let Some(instance) = group.instances.get_mut(at as usize).filter(|i| i.serves()) else {
            return false;
        };
        if instance.held < group.slots {
            instance.held += 1;
            self.measures.inside.up(now);
            self.measures.begun += 1;
            let mut work = self.service.draw();
            if !self.indifferent {
                work = self.plan.work_of_kind(jobs[job].kind, work);
            }
            instance.begin(&mut jobs[job], calendar, now, (job, work), at, group.simple);
        } else if instance.queued < group.places {
            jobs[job].state = State::Queued;
            instance.enqueue(jobs, job, group.lifo);
            self.measures.queue.up(now);
        } else {
            return false;
        }
        true
    }

    /// A request goes to work on the slot that it has (and that is counted as held).
    #[inline(always)]
    fn begin(&mut self, jobs: &mut Jobs, calendar: &mut Calendar, now: u64, job: u32, at: u32) {
        self.measures.begun += 1;
        let record = &mut jobs[job];
        let work = self.draw_work(record.kind);
        if let Body::Group(group) = &mut self.body {
            let instance = &mut group.instances[at as usize];
            instance.begin(record, calendar, now, (job, work), at, group.simple);
        }
    }
}

impl Instance {
    /// A request goes to work.
    #[inline(always)]
    pub(super) fn begin(
        &mut self,
        record: &mut Job,
        calendar: &mut Calendar,
        now: u64,
        (job, work): (u32, u64),
        at: u32,
        simple: bool,
    ) {
        self.working += 1;
        record.state = State::Working;
        if simple {
            record.event = calendar.push(now + work, job);
        } else {
            let owner = (record.station, at);
            self.work_on(record, calendar, now, (job, work), owner);
        }
    }

    /// A request goes to work where processors are shared, their use is read by a scaling group, or there are rules.
    #[inline(never)]
    pub(super) fn work_on(
        &mut self,
        record: &mut Job,
        calendar: &mut Calendar,
        now: u64,
        (job, work): (u32, u64),
        owner: (u32, u32),
    ) {
        if let Some(processor) = &mut self.processor {
            processor.add(now, job, work);
            self.read_busy(now);
            self.arm(calendar, owner);
        } else {
            self.busy.add(now, 1000);
            record.event = calendar.push(now + work, job);
        }
    }

    /// Sees to it that an event comes when the next job on its processors ends. Where one comes earlier, it will look
    /// again.
    #[inline(always)]
    fn arm(&mut self, calendar: &mut Calendar, owner: (u32, u32)) {
        let due = self.processor.as_ref().map_or(u64::MAX, |p| p.next_end());
        if due < self.wake_at {
            calendar.set_wake(self, owner, due);
        }
    }

    /// The same when the event has come, or the speed has changed: with nothing at work no event comes.
    #[inline(always)]
    fn arm_or_rest(&mut self, calendar: &mut Calendar, owner: (u32, u32)) {
        self.arm(calendar, owner);
        if self.wake_at == u64::MAX {
            calendar.rest(self);
        }
    }
}

impl Engine {
    /// A call has reached its component.
    #[inline(always)]
    pub(super) fn deliver(&mut self, job: u32) {
        let record = &mut self.jobs[job];
        record.entered = self.now;
        let index = record.station;
        let station = &mut self.stations[index as usize];
        station.measures.arrived += 1;
        if station.guarded {
            if let Some(cause) = station.turns_away(self.now) {
                return self.turn_away(job, cause);
            }
            if station.rules.is_some() {
                return self.enter_line(job, index);
            }
        }
        let at = self.jobs[job].instance;
        if !station.admit(&mut self.jobs, &mut self.calendar, self.now, job, at) {
            self.enter(job, index);
        }
    }

    pub(super) fn enter(&mut self, job: u32, index: u32) {
        match self.stations[index as usize].body {
            Body::Group(_) => self.enter_group(job, index),
            Body::Balancer(_) => self.enter_balancer(job, index),
            Body::Functions(_) => self.enter_functions(job, index),
            Body::Store(_) => self.enter_store(job, index),
            Body::Queue(_) => self.enter_queue(job, index),
            Body::Source(_) => self.turn_away(job, Cause::Unreachable),
        }
    }

    /// A slot, or a place in the queue, or a refusal.
    fn enter_group(&mut self, job: u32, index: u32) {
        let now = self.now;
        let station = &mut self.stations[index as usize];
        let Body::Group(group) = &mut station.body else {
            return;
        };
        let record = &mut self.jobs[job];
        let serving = group.instances.get_mut(record.instance as usize);
        let Some(instance) = serving.filter(|i| i.serves()) else {
            return self.turn_away(job, Cause::Unreachable);
        };
        if instance.held < group.slots {
            instance.held += 1;
            station.measures.inside.up(now);
            self.start_work(job, index);
        } else if instance.queued < group.places {
            record.state = State::Queued;
            instance.enqueue(&mut self.jobs, job, group.lifo);
            station.measures.queue.up(now);
        } else {
            self.turn_away(job, Cause::Refused)
        }
    }

    /// A job goes to work on the slot that it has taken (and that is counted as held).
    fn start_work(&mut self, job: u32, index: u32) {
        let at = self.jobs[job].instance;
        let station = &mut self.stations[index as usize];
        station.begin(&mut self.jobs, &mut self.calendar, self.now, job, at);
    }

    /// The same where the work is known, under rules.
    pub(super) fn start_on_processor(&mut self, job: u32, index: u32, at: u32, work: u64) {
        if let Body::Group(group) = &mut self.stations[index as usize].body {
            let instance = &mut group.instances[at as usize];
            let record = &mut self.jobs[job];
            let calendar = &mut self.calendar;
            instance.work_on(record, calendar, self.now, (job, work), (index, at));
        }
    }

    /// Sees to it anew that an event comes when the next job on an instance's processors ends, after the speed has
    /// changed: what was armed means nothing any more.
    pub(super) fn rearm_processor(&mut self, index: u32, at: u32) {
        if let Body::Group(group) = &mut self.stations[index as usize].body {
            let instance = &mut group.instances[at as usize];
            instance.wake_at = u64::MAX;
            instance.arm_or_rest(&mut self.calendar, (index, at));
        }
    }

    /// The first job on an instance's processors may have ended.
    ///
    /// The register that said so is set anew at the end, or by work that begins on the way.
    #[inline(never)]
    pub(super) fn wake(&mut self, wake: u32) {
        let (index, at) = self.calendar.owner(wake);
        let now = self.now;
        loop {
            let Body::Group(group) = &mut self.stations[index as usize].body else {
                return;
            };
            let Some(instance) = group.instances.get_mut(at as usize) else {
                return;
            };
            if instance.wake_at <= now {
                instance.wake_at = u64::MAX;
            }
            let ended = instance.processor.as_mut().and_then(|p| p.take_ended(now));
            let Some(job) = ended else {
                return instance.arm_or_rest(&mut self.calendar, (index, at));
            };
            instance.read_busy(now);
            instance.working -= 1;
            if group.direct {
                // Not inlined: the code that answers come through is at hand already.
                if self.next_call(job) {
                    self.complete(job);
                }
            } else {
                self.ruled_work_done(job, index, at);
            }
        }
    }

    /// A job's own work is done (its one event): now it calls below, or it is complete.
    #[inline(always)]
    pub(super) fn work_done(&mut self, job: u32) {
        let record = &self.jobs[job];
        let (index, at, entered) = (record.station, record.instance, record.entered);
        let now = self.now;
        let station = &mut self.stations[index as usize];
        let last = station.last;
        let Body::Group(group) = &mut station.body else {
            return self.other_work_done(job, index);
        };
        let instance = &mut group.instances[at as usize];
        instance.working -= 1;
        if group.simple && last && instance.held <= group.slots && instance.life == Life::Up {
            // Its answer is due: what follows is `count_out` for a slot that is all a request needs.
            station.measures.answered(now - entered);
            if let Some(next) = instance.dequeue(&mut self.jobs) {
                station.measures.queue.down(now);
                station.begin(&mut self.jobs, &mut self.calendar, now, next, at);
            } else {
                instance.held -= 1;
                station.measures.inside.down(now);
            }
            return match self.send_back(job, Fate::OK) {
                Some(caller) if self.goes_on(caller) => self.complete_here(caller),
                _ => {}
            };
        }
        if !group.simple {
            instance.busy.add(self.now, -1000);
            if !group.direct {
                return self.ruled_work_done(job, index, at);
            }
        }
        self.go_on_here(job);
    }

    /// A job makes its next call, or is complete: inlined for the places that plain requests come through.
    #[inline(always)]
    fn go_on_here(&mut self, job: u32) {
        if self.next_call(job) {
            self.complete_here(job);
        }
    }

    fn other_work_done(&mut self, job: u32, index: u32) {
        match &self.stations[index as usize].body {
            Body::Group(_) => {}
            Body::Balancer(_) => self.forward(job),
            Body::Functions(_) => self.function_worked(job, index),
            Body::Queue(_) => self.take_in(job, index),
            Body::Store(_) | Body::Source(_) => self.go_on(job),
        }
    }

    /// Work is done where there are rules, or answers are kept.
    fn ruled_work_done(&mut self, job: u32, index: u32, at: u32) {
        if let Body::Group(group) = &mut self.stations[index as usize].body {
            group.instances[at as usize].leave_running(&mut self.jobs[job]);
            if group.cache.is_some() {
                return self.looked_up(job, index);
            }
        }
        self.go_on(job);
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

    /// A job is done: it is counted, its slot is free, the answer leaves. A caller that gets its last answer at once is
    /// done as well, and so on upwards.
    pub(super) fn complete(&mut self, job: u32) {
        self.complete_here(job);
    }

    /// The same, inlined: for the one place that plain requests come through.
    #[inline(always)]
    fn complete_here(&mut self, mut job: u32) {
        loop {
            self.count_out(job);
            match self.send_back(job, Fate::OK) {
                Some(caller) if self.goes_on(caller) => job = caller,
                _ => return,
            }
        }
    }

    /// Frees what a successful job holds, and records it.
    #[inline(always)]
    fn count_out(&mut self, job: u32) {
        let (now, record) = (self.now, &self.jobs[job]);
        let (index, at, state) = (record.station, record.instance, record.state);
        let elapsed = now - record.entered;
        let station = &mut self.stations[index as usize];
        station.measures.answered(elapsed);
        let group = match &mut station.body {
            Body::Group(group) => group,
            Body::Balancer(_) => return station.measures.inside.down(now),
            _ => return self.let_go(job, index, true),
        };
        if !group.direct {
            let keeps = group.cache.is_some();
            if group.ruled {
                self.learn_limit(index, at, elapsed);
            }
            if keeps {
                self.keep_answer(job, index);
            }
            return self.let_go(job, index, true);
        }
        // What follows is `let_go` and `free_slot` for a slot that is all a request holds.
        if state != State::Working {
            station.measures.waiting.down(now);
        }
        let instance = &mut group.instances[at as usize];
        if instance.held <= group.slots
            && let Some(next) = instance.dequeue(&mut self.jobs)
        {
            station.measures.queue.down(now);
            station.begin(&mut self.jobs, &mut self.calendar, now, next, at);
        } else if instance.life == Life::Up && instance.held <= group.slots {
            instance.held -= 1;
            station.measures.inside.down(now);
        } else {
            self.free_slot(job, index);
        }
    }

    /// A job that holds something fails.
    pub(super) fn fail(&mut self, job: u32, fate: Fate) {
        let (index, at) = (self.jobs[job].station, self.jobs[job].instance);
        if self.stations[index as usize].rules.is_some() {
            self.learn_limit(index, at, u64::MAX);
        }
        if self.stations[index as usize].cache().is_some() {
            self.fetch_failed(job, index, fate);
        }
        self.let_go(job, index, true);
        self.count_failure(job, index);
        self.reply(job, fate);
    }

    /// A job that holds nothing yet is turned away.
    pub(super) fn turn_away(&mut self, job: u32, cause: Cause) {
        let index = self.jobs[job].station;
        self.stations[index as usize].measures.turned_away += 1;
        self.count_failure(job, index);
        self.reply(job, Fate::because(cause, index));
    }

    fn count_failure(&mut self, job: u32, index: u32) {
        let elapsed = self.now - self.jobs[job].entered;
        self.stations[index as usize].measures.failed_after(elapsed);
    }

    /// Frees what a job holds; the next in the queue starts. `keep`: a function's environment can be used again.
    #[inline(never)]
    pub(super) fn let_go(&mut self, job: u32, index: u32, keep: bool) {
        let now = self.now;
        let waiting = self.jobs[job].state.waits_below();
        let station = &mut self.stations[index as usize];
        match &station.body {
            Body::Group(_) => {
                if waiting {
                    station.measures.waiting.down(now);
                }
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
                station.measures.inside.down(now);
            }
            Body::Balancer(_) | Body::Queue(_) => station.measures.inside.down(now),
            Body::Source(_) => {}
        }
    }

    /// The next in the queue takes the slot over, or it is free.
    fn free_slot(&mut self, job: u32, index: u32) {
        let now = self.now;
        let at = self.jobs[job].instance;
        let station = &mut self.stations[index as usize];
        let Body::Group(group) = &mut station.body else {
            return;
        };
        let slots = group.slots;
        let instance = &mut group.instances[at as usize];
        if instance.held <= slots
            && let Some(next) = instance.dequeue(&mut self.jobs)
        {
            station.measures.queue.down(now);
            return self.start_work(next, index);
        }
        instance.held -= 1;
        station.measures.inside.down(now);
        if group.part.slots.is_some() && instance.capacity > slots {
            let capacity = slots.max(instance.held);
            station
                .measures
                .slots
                .add(now, i64::from(capacity) - i64::from(instance.capacity));
            instance.capacity = capacity;
        }
        if group.ruled {
            return self.next_turns(index, at);
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
            if group.ruled {
                return self.next_turns(index, at);
            }
            let slots = group.slots;
            let instance = &mut group.instances[at as usize];
            if !instance.serves() || instance.held >= slots {
                return;
            }
            let Some(next) = instance.dequeue(&mut self.jobs) else {
                return;
            };
            instance.held += 1;
            station.measures.queue.down(now);
            station.measures.inside.up(now);
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
        self.jobs[job].event = 0;
        self.abandon_call(job);
    }

    /// Counts a detached job out; whatever waits for it hears `fate`.
    pub(super) fn end_detached(&mut self, job: u32, fate: Fate) {
        let index = self.jobs[job].station;
        self.count_failure(job, index);
        self.reply(job, fate);
    }
}
