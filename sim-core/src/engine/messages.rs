//! Messages go from a queue to its consumers.
//!
//! A consumer fetches when it has a free worker: the queue knows how many of its messages each of them has, and sends the
//! next one to the least busy that has room. Waiting with an empty hand (long polling) costs no time. A message is the
//! caller of the call that brings it to a consumer: done is answered in time and without failure; else it is hidden until
//! its visibility ends, and waits again behind the others. A consumer that has taken too long works on, and what it does
//! is done twice.

use super::core::Engine;
use super::error::EngineError;
use super::instant::Step;
use super::job::{Fate, Job, NONE, State, timer_tag};
use super::laws::broken;
use super::queue::{LEAST_HIDDEN, Queue};
use super::snapshot::MessageFigures;
use super::station::{Body, Station};
use super::targets::Target;

impl Engine {
    /// Somebody hands in a message: it takes its time.
    pub(super) fn enter_queue(&mut self, job: u32, index: u32) {
        let now = self.now;
        let station = &mut self.stations[index as usize];
        station.measures.begun += 1;
        station.measures.inside.up(now);
        let work = station.draw_work(self.jobs[job].kind);
        let row = station.work_row;
        self.jobs[job].state = State::Working;
        self.jobs[job].event = self.calendar.push_after(row, now, work, job);
    }

    /// A message is taken in: from here on it is on its own, and its sender is answered.
    pub(super) fn take_in(&mut self, job: u32, index: u32) {
        let record = self.jobs[job];
        let bytes = self.links[record.link as usize].plan.bytes(record.kind).0;
        let message = Job {
            state: State::Working,
            station: index,
            link: record.link,
            depth: record.depth,
            kind: record.kind,
            entered: record.entered,
            detached: true,
            ..Job::EMPTY
        };
        let Some(message) = self.new_job(message) else {
            return;
        };
        let station = &mut self.stations[index as usize];
        let Body::Queue(queue) = &station.body else {
            return;
        };
        station.meter.writes += queue.charged(bytes);
        let (delay, retention) = (queue.part.delay.0, queue.part.retention.0);
        self.keep_for(message, retention);
        if delay > 0 {
            self.hide(message, delay);
        } else {
            self.message_visible(message, index);
        }
        if let Some(caller) = self.send_back(job, Fate::OK) {
            self.resume(caller, Fate::OK);
        }
    }

    /// A message goes at the end of its time, unless a consumer has it by then.
    fn keep_for(&mut self, message: u32, retention: u64) {
        let tag = timer_tag(self.jobs[message].generation, true);
        if let Some(lane) = self.calendar.lane(retention) {
            let jobs = &self.jobs;
            let alive = |index, tag| jobs.is_timed(index, tag);
            self.calendar.push_lane(lane, self.now, message, tag, alive);
        }
    }

    fn hide(&mut self, message: u32, delay: u64) {
        let at = self.now.saturating_add(delay);
        self.jobs[message].state = State::Backoff;
        self.jobs[message].event = self.calendar.push(at, message);
    }

    /// A message may be fetched; so far it counts as one that may not.
    fn put_in_line(&mut self, message: u32, index: u32) {
        let now = self.now;
        self.jobs[message].state = State::Queued;
        let station = &mut self.stations[index as usize];
        if let Body::Queue(queue) = &mut station.body {
            queue.line.push_back(message);
            station.measures.inside.down(now);
            station.measures.queue.up(now);
            self.agenda.push(Step::Consume(index));
        }
    }

    /// A message is visible, for the first time or again.
    pub(super) fn message_visible(&mut self, message: u32, index: u32) {
        if self.stations[index as usize].gone {
            return self.drop_message(message, index);
        }
        self.put_in_line(message, index);
    }

    /// Consumers that have room fetch what there is.
    pub(super) fn fetch_messages(&mut self, index: u32) {
        let now = self.now;
        while let Some((message, picked)) = self.next_fetch(index) {
            let station = &mut self.stations[index as usize];
            let Body::Queue(queue) = &mut station.body else {
                return;
            };
            let Target { link, instance, .. } = *queue.targets.take(picked);
            let bytes = self.links[link as usize]
                .plan
                .bytes(self.jobs[message].kind)
                .0;
            queue.line.pop_front();
            queue.out += 1;
            queue.received += 1;
            station.meter.reads += queue.charged(bytes);
            station.measures.queue.down(now);
            station.measures.inside.up(now);
            let record = &mut self.jobs[message];
            record.state = State::Calling;
            record.instance = picked;
            record.mark = now;
            record.calls_left = record.calls_left.saturating_add(1);
            self.call(message, link, instance);
            if self.error.is_some() {
                return;
            }
        }
    }

    /// The next message and the consumer that fetches it.
    fn next_fetch(&mut self, index: u32) -> Option<(u32, u32)> {
        loop {
            let station = &mut self.stations[index as usize];
            let Body::Queue(queue) = &mut station.body else {
                return None;
            };
            if station.gone || station.lost || queue.out >= queue.part.most_out {
                return None;
            }
            let message = *queue.line.front()?;
            let kind = self.jobs[message].kind;
            let concurrency = queue.part.concurrency;
            // Taken out, so that the consumers can be looked at.
            let mut targets = std::mem::take(&mut queue.targets);
            let takes = |target: &Target| self.links[target.link as usize].plan.lets_pass(kind);
            let picked = targets.least_of(|t| takes(t) && self.has_room(t, concurrency));
            // Looked at only where nobody has room: there may be consumers, but none for this kind.
            let unwanted = picked.is_none() && {
                let mut there = targets.list.iter().filter(|t| t.registered).peekable();
                there.peek().is_some() && !there.any(takes)
            };
            if let Body::Queue(queue) = &mut self.stations[index as usize].body {
                queue.targets = targets;
            }
            if let Some(picked) = picked {
                return Some((message, picked));
            }
            if !unwanted {
                return None;
            }
            // It must not hold up the others.
            self.take_from_line(message, index);
            self.put_aside(message, index);
        }
    }

    /// Whether a consumer can be reached and has a free worker.
    fn has_room(&self, target: &Target, concurrency: Option<u32>) -> bool {
        let link = &self.links[target.link as usize];
        let station = &self.stations[target.station as usize];
        if !link.is_open() || station.gone || station.lost {
            return false;
        }
        let most = match &station.body {
            Body::Group(group) => {
                let up = group.instances.get(target.instance as usize);
                if !up.is_some_and(|i| i.is_up() && i.epoch == target.epoch) {
                    return false;
                }
                group.part.slots
            }
            Body::Functions(functions) => {
                let all = functions.part.concurrency;
                Some(concurrency.map_or(all, |most| most.min(all)))
            }
            _ => concurrency,
        };
        most.is_none_or(|most| target.outstanding < most)
    }

    /// A consumer has done what a message asked for.
    pub(super) fn message_done(&mut self, message: u32, index: u32) {
        let now = self.now;
        self.comes_back(message, index);
        let station = &mut self.stations[index as usize];
        // It is deleted: another request.
        station.meter.reads += 1;
        station.measures.answered(now - self.jobs[message].entered);
        station.measures.inside.down(now);
        self.jobs.release(message);
        self.agenda.push(Step::Consume(index));
    }

    /// A consumer has failed, or has not answered in time.
    pub(super) fn message_failed(&mut self, message: u32, index: u32) {
        let now = self.now;
        self.comes_back(message, index);
        self.agenda.push(Step::Consume(index));
        let station = &mut self.stations[index as usize];
        let Body::Queue(queue) = &mut station.body else {
            return;
        };
        let record = &self.jobs[message];
        let tries = u32::from(record.calls_left);
        if station.gone || now - record.entered >= queue.part.retention.0 {
            return self.drop_message(message, index);
        }
        if queue.part.max_receives.is_some_and(|most| tries >= most) {
            return self.put_aside(message, index);
        }
        queue.returned += 1;
        let visible = record.mark.saturating_add(queue.part.visibility.0);
        self.hide(message, visible.saturating_sub(now).max(LEAST_HIDDEN));
    }

    /// No consumer has a message any more.
    fn comes_back(&mut self, message: u32, index: u32) {
        if let Body::Queue(queue) = &mut self.stations[index as usize].body {
            queue
                .targets
                .give_back(u64::from(self.jobs[message].instance));
            queue.out = queue.out.saturating_sub(1);
        }
    }

    /// A message's time is over; if a consumer has it, that is seen when it comes back.
    pub(super) fn message_expires(&mut self, message: u32, index: u32) {
        match self.jobs[message].state {
            State::Queued => {
                self.take_from_line(message, index);
                self.drop_message(message, index);
            }
            State::Backoff => self.drop_message(message, index),
            _ => {}
        }
    }

    fn take_from_line(&mut self, message: u32, index: u32) {
        let now = self.now;
        let station = &mut self.stations[index as usize];
        if let Body::Queue(queue) = &mut station.body {
            queue.drop_from_line(message);
            station.measures.queue.down(now);
            station.measures.inside.up(now);
            self.jobs[message].state = State::Backoff;
        }
    }

    /// A message has come back too often.
    fn put_aside(&mut self, message: u32, index: u32) {
        if let Body::Queue(queue) = &mut self.stations[index as usize].body {
            queue.dead += 1;
        }
        self.end_undone(message, index);
    }

    fn drop_message(&mut self, message: u32, index: u32) {
        if let Body::Queue(queue) = &mut self.stations[index as usize].body {
            queue.expired += 1;
        }
        self.end_undone(message, index);
    }

    /// A message that is in no line leaves without having been done.
    fn end_undone(&mut self, message: u32, index: u32) {
        let now = self.now;
        let measures = &mut self.stations[index as usize].measures;
        measures.failed_after(now - self.jobs[message].entered);
        measures.inside.down(now);
        self.jobs.release(message);
    }

    /// A queue was deleted: what waits in it goes with it.
    pub(super) fn empty_queue(&mut self, index: u32) {
        let waiting = match &self.stations[index as usize].body {
            Body::Queue(queue) => Vec::from(queue.line.clone()),
            _ => return,
        };
        for message in waiting {
            self.take_from_line(message, index);
            self.drop_message(message, index);
        }
    }

    /// Consumers may have come, or a way may be open again: they look whether there is something to fetch.
    pub(super) fn wake_consumers(&mut self) {
        for (index, station) in self.stations.iter().enumerate() {
            if matches!(station.body, Body::Queue(_)) {
                self.agenda.push(Step::Consume(index as u32));
            }
        }
    }

    /// What has become of a component's messages; `None`: it keeps none.
    pub(super) fn message_figures(&self, station: &Station) -> Option<MessageFigures> {
        let Body::Queue(queue) = &station.body else {
            return None;
        };
        Some(MessageFigures {
            received: queue.received,
            returned: queue.returned,
            dead: queue.dead,
            expired: queue.expired,
            out: u64::from(queue.out),
            hidden: (station.measures.inside.level().max(0) as u64)
                .saturating_sub(u64::from(queue.out)),
            oldest_s: self.age_of_line(queue).map(|age| age as f64 / 1e9),
        })
    }

    /// A queue's line is as long as it is counted, and consumers have as many messages as are out.
    pub(super) fn check_queues(&self) -> Result<(), EngineError> {
        for station in &self.stations {
            let Body::Queue(queue) = &station.body else {
                continue;
            };
            let (line, counted) = (queue.line.len() as i64, station.measures.queue.level());
            let at_consumers: u64 = queue
                .targets
                .list
                .iter()
                .map(|t| u64::from(t.outstanding))
                .sum();
            let out = u64::from(queue.out);
            if line != counted || out != at_consumers {
                let law = format!(
                    "messages in line {line} = counted {counted}, out {out} = at consumers {at_consumers}"
                );
                return Err(broken(station.plan.id.as_str(), law));
            }
        }
        Ok(())
    }

    /// How long the first message in the line has been here, ns.
    pub(super) fn age_of_line(&self, queue: &Queue) -> Option<u64> {
        let first = queue.line.front()?;
        Some(self.now - self.jobs[*first].entered)
    }
}

/// The consumer of a message that is out.
pub(super) fn consumer_of(queue: &Queue, record: &Job) -> Option<Target> {
    let at = (record.instance != NONE).then_some(record.instance)?;
    queue.targets.list.get(at as usize).copied()
}
