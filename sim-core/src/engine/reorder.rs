//! A changed document gives a station other rules: those who wait are put in the new order, and learn patience.

use crate::catalog::part::Part;

use super::core::Engine;
use super::instance::Instance;
use super::job::Jobs;
use super::ranks::{End, NOT_BEGUN};
use super::rules::Rules;
use super::station::Body;

impl Engine {
    /// The rules of a component follow its parameters, before its part does.
    ///
    /// A station that has had rules keeps its lines when they are taken away: without rules they are plain queues.
    pub(super) fn follow_rules(&mut self, index: u32) {
        let id = self.stations[index as usize].plan.id.clone();
        let stream = self.stream(&id, "patience");
        let station = &mut self.stations[index as usize];
        let (Part::Group(part), Body::Group(group)) = (&station.plan.part, &station.body) else {
            return;
        };
        let order = group.part.discipline;
        let impatient = match &mut station.rules {
            Some(rules) => {
                let before = rules.patience.is_some();
                rules.set(part, &mut self.calendar, self.now);
                before
            }
            None => {
                let rules = Rules::of(part, stream, &mut self.calendar, self.now);
                station.rules = rules.map(Box::new);
                false
            }
        };
        station.guard();
        let resort = station
            .rules
            .as_ref()
            .is_some_and(|rules| rules.discipline != order);
        self.reorder(index, resort, !impatient);
    }

    /// Requests have other priorities: lines follow, and whoever is more urgent now than one at work displaces it.
    pub(super) fn follow_priorities(&mut self) {
        for index in 0..self.stations.len() as u32 {
            self.reorder(index, true, false);
            let Body::Group(group) = &self.stations[index as usize].body else {
                continue;
            };
            for at in 0..group.instances.len() as u32 {
                self.displace_by_those_waiting(index, at);
            }
        }
    }

    /// Puts everybody who waits in the order of the present rules. `resort`: by their arrival, not by the order they
    /// have; `teach`: patience begins with those who are there.
    fn reorder(&mut self, index: u32, resort: bool, teach: bool) {
        let station = &mut self.stations[index as usize];
        let (Body::Group(group), Some(rules)) = (&mut station.body, &mut station.rules) else {
            return;
        };
        for instance in &mut group.instances {
            let mut waiting = instance.take_waiting(&mut self.jobs);
            if resort {
                waiting.sort_by_key(|(job, _)| self.jobs[*job].entered);
                if rules.end() == End::Head {
                    waiting.reverse();
                }
            }
            for member in instance.line().running.drain() {
                let rank = rules.rank(&self.kinds, &self.jobs[member.job]);
                let running = &mut instance.line().running;
                self.jobs[member.job].link_or_child =
                    running.add(member.job, rank, member.mark, End::Tail);
            }
            for (job, left) in waiting {
                let rank = rules.rank(&self.kinds, &self.jobs[job]);
                let node = instance.line().waiting.add(job, rank, left, End::Tail);
                self.jobs[job].link_or_child = node;
                let length = if teach && left == NOT_BEGUN {
                    rules.draw_patience()
                } else {
                    None
                };
                if let Some(length) = length {
                    let due = self.jobs[job].entered.saturating_add(length);
                    self.jobs[job].event = self.calendar.push(due.max(self.now), job);
                }
            }
        }
    }
}

impl Instance {
    /// Takes all who wait off their places, in order, each with the work it has left. They still count as waiting.
    fn take_waiting(&mut self, jobs: &mut Jobs) -> Vec<(u32, u64)> {
        let queued = self.queued;
        let mut all = Vec::with_capacity(queued as usize);
        while let Some(job) = self.dequeue(jobs) {
            all.push((job, NOT_BEGUN));
        }
        let members = self.line().waiting.drain();
        all.extend(members.iter().map(|member| (member.job, member.mark)));
        self.queued = queued;
        all
    }
}
