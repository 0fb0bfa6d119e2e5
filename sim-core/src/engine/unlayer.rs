//! Requests that were foreseen through layers become jobs like any others: before something can change them.

use super::calendar::LaneId;
use super::core::Engine;
use super::flow::start_timer;
use super::job::{CLIENT, Job, NONE, State};
use super::layer_path::{Front, Path};
use super::layers::Layers;
use super::station::Body;

/// Where a request stands at the upper layer.
#[derive(Clone, Copy)]
enum Stage {
    Waits,
    Works {
        end: u64,
    },
    /// Its call below is the n-th of those whose end is known.
    Calls {
        nth: usize,
    },
}

impl Engine {
    /// All of them, wherever they are foreseen.
    pub(super) fn unfold_all_layers(&mut self) {
        for station in &mut self.stations {
            station.layers = NONE;
        }
        for at in 0..self.layered.len() {
            self.unfold_layers(at);
        }
    }

    /// Those that a component has a part in.
    pub(super) fn unfold_layers_at(&mut self, station: u32) {
        for at in 0..self.layered.len() {
            let layered = self.layered[at].as_ref();
            if layered.is_some_and(|layered| layered.concerns(station)) {
                self.unfold_layers(at);
            }
        }
    }

    /// Those whose callers' patience ends now; the clock is set for the others.
    pub(super) fn look_at_patience(&mut self) {
        let now = self.now;
        for at in 0..self.layered.len() {
            let ends = |this: &Self| this.layered[at].as_ref()?.patience_ends();
            if ends(self).is_some_and(|ends| ends <= now) {
                self.unfold_layers(at);
            }
        }
        let all = self.layered.iter_mut().flatten();
        let next = all.filter_map(|layered| {
            layered.update_watched();
            layered.patience_ends()
        });
        let next = next.min();
        self.watch_patience(next);
    }

    #[cold]
    pub(super) fn unfold_layers(&mut self, at: usize) {
        self.count_layers(at);
        let Some(layered) = self.layered.get_mut(at).and_then(Option::take) else {
            return;
        };
        let (path, layers) = (layered.path, &layered.layers);
        self.stations[path.entry as usize].layers = NONE;
        if let Some(service) = layers.draws_of_begun() {
            self.stations[path.lower as usize].service = service;
        }
        let callers = self.unfold_upper(&path, layers);
        self.unfold_lower(&path, layers, &callers);
        let (before, _) = layers.line();
        for came in before {
            if let (Some(job), Some(front)) = (self.unfold_front(&path, came, 0), path.front) {
                let record = &mut self.jobs[job];
                record.state = State::Working;
                record.event = self.calendar.push(came + front.delay, job);
            }
        }
    }

    /// Jobs at the upper layer, in the order in which they came: their callers' patience ends in that order, too. Returns
    /// those that have called below, in the order in which the ends of their calls are known.
    fn unfold_upper(&mut self, path: &Path, layers: &Layers) -> Vec<u32> {
        let (waiting, begun) = layers.known();
        let known = begun.iter().chain(waiting).enumerate();
        let called = known.map(|(nth, known)| (known.came, Stage::Calls { nth }));
        let working = layers.working();
        let working = working.map(|(came, end)| (came, Stage::Works { end }));
        let (_, line) = layers.line();
        let mut all: Vec<(u64, Stage)> = called
            .chain(working)
            .chain(line.map(|came| (came, Stage::Waits)))
            .collect();
        all.sort_by_key(|(came, _)| *came);
        let mut callers = vec![NONE; begun.len() + waiting.len()];
        for (came, stage) in all {
            let Some(job) = self.unfold_above(path, came) else {
                continue;
            };
            match stage {
                Stage::Waits => self.queue_unfolded(path.upper, job),
                Stage::Works { end } => {
                    self.jobs[job].state = State::Working;
                    self.jobs[job].event = self.calendar.push(end, job);
                }
                Stage::Calls { nth } => callers[nth] = job,
            }
        }
        callers
    }

    /// A job at the upper layer, and that of the balancer before it.
    fn unfold_above(&mut self, path: &Path, came: u64) -> Option<u32> {
        let (link, parent, entered) = match path.front {
            Some(front) => {
                let mark = u64::from(front.target);
                let parent = self.unfold_front(path, came, mark)?;
                (front.link, parent, came + front.delay)
            }
            None => (path.asks, CLIENT, came),
        };
        let job = self.unfold_one(path.upper, link, parent, entered)?;
        let Some(front) = path.front else {
            return Some(job);
        };
        self.wait_for(parent, job);
        if let Some(lane) = self.late_lane(front) {
            self.jobs[job].timed = true;
            start_timer(&mut self.calendar, &self.jobs, lane, entered, job);
        }
        Some(job)
    }

    /// A balancer's job.
    fn unfold_front(&mut self, path: &Path, came: u64, mark: u64) -> Option<u32> {
        let job = self.unfold_one(path.entry, path.asks, CLIENT, came)?;
        self.jobs[job].mark = mark;
        Some(job)
    }

    /// Jobs at the lower layer, in the order in which they were called.
    fn unfold_lower(&mut self, path: &Path, layers: &Layers, callers: &[u32]) {
        let (waiting, begun) = layers.known();
        for (at, (known, caller)) in begun.iter().chain(waiting).zip(callers).enumerate() {
            if *caller == NONE {
                continue;
            }
            let record = &mut self.jobs[*caller];
            (record.cursor, record.calls_left) = (1, 1);
            let Some(job) = self.unfold_one(path.lower, path.below, *caller, known.called) else {
                continue;
            };
            self.wait_for(*caller, job);
            if at < begun.len() {
                self.jobs[job].state = State::Working;
                self.jobs[job].event = self.calendar.push(known.end, job);
            } else {
                self.queue_unfolded(path.lower, job);
            }
        }
    }

    fn unfold_one(&mut self, station: u32, link: u32, parent: u32, entered: u64) -> Option<u32> {
        let depth = match parent {
            CLIENT => 1,
            _ => self.jobs[parent].depth + 1,
        };
        let instance = match &self.stations[station as usize].body {
            Body::Group(group) => group.sole().unwrap_or(NONE),
            _ => NONE,
        };
        self.new_job(Job {
            state: State::Working,
            entered,
            station,
            instance,
            link,
            depth,
            parent,
            ..Job::EMPTY
        })
    }

    /// A job joins the queue that it has been counted in already.
    fn queue_unfolded(&mut self, station: u32, job: u32) {
        let at = self.jobs[job].instance;
        self.jobs[job].state = State::Queued;
        if let Body::Group(group) = &mut self.stations[station as usize].body {
            let instance = &mut group.instances[at as usize];
            instance.queued -= 1;
            instance.enqueue(&mut self.jobs, job, false);
        }
    }

    /// A lane of timers for calls that were made before now: what stands there comes due later than all that stood there
    /// before.
    fn late_lane(&mut self, front: Front) -> Option<LaneId> {
        let patience = front.patience?;
        let way = &mut self.links[front.link as usize];
        match way.rest.late_lane {
            Some((delay, lane)) if delay == patience => Some(lane),
            _ => {
                let lane = self.calendar.lane_apart(patience)?;
                way.rest.late_lane = Some((patience, lane));
                Some(lane)
            }
        }
    }
}
