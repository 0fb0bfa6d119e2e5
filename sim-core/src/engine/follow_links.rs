//! Links follow a changed document or a fault: what waits on them goes on waiting, or goes the new way.

use std::collections::BTreeMap;

use super::core::Engine;
use super::instant::Step;
use super::job::{CLIENT, NONE, State};
use super::mail::Letter;
use super::network::SpecialPlan;
use super::special::{Special, in_line};

impl Engine {
    /// After a change of the document.
    pub(super) fn follow_specials(&mut self) {
        for link in 0..self.links.len() as u32 {
            self.follow_special(link);
        }
        self.recount_connections();
    }

    /// After a change of the document, which may have moved instances to other zones: calls on their way know whether
    /// they go back to another zone.
    pub(super) fn follow_distances(&mut self) {
        let under_way: Vec<u32> = self
            .jobs
            .used()
            .filter(|(_, job)| job.link != NONE && !job.is_branch())
            .filter(|(_, job)| job.parent != NONE && job.parent != CLIENT)
            .map(|(index, _)| index)
            .collect();
        for index in under_way {
            let job = self.jobs[index];
            let zoned = self.links[job.link as usize].zoned;
            self.jobs[index].far = zoned && self.is_far(job.parent, job.station, job.instance);
        }
    }

    fn follow_special(&mut self, link: u32) {
        let way = &self.links[link as usize];
        let (plan, gone) = (way.plan.special, way.gone);
        let needed = plan != SpecialPlan::default() || way.is_hole();
        if way.special.is_none() {
            if needed {
                self.make_special(link);
            }
            return;
        }
        let (callers, letters) = self.left_over(link, plan, gone);
        let now = self.now;
        let way = &mut self.links[link as usize];
        match way.special.as_deref_mut() {
            Some(special) if needed => special.set_plan(plan, now),
            _ => way.special = None,
        }
        way.settle();
        for caller in callers {
            self.jobs[caller].state = State::Connected;
            self.jobs[caller].event = 0;
            self.agenda.push(Step::Connected(caller, link));
        }
        if gone {
            self.links[link as usize].failed += letters.len() as u64;
        } else {
            self.redirect_mail(link, letters);
            self.resume_mail(link);
        }
    }

    /// Makes room for what a plain link does not have.
    pub(super) fn make_special(&mut self, link: u32) {
        let plan = self.links[link as usize].plan.special;
        let chance = self.stream(&self.links[link as usize].plan.id, "loss");
        let special = Special::new(plan, chance, self.now);
        let way = &mut self.links[link as usize];
        way.special = Some(Box::new(special));
        way.settle();
    }

    /// Callers in line and messages that wait where nothing lets them wait any more.
    fn left_over(&mut self, link: u32, plan: SpecialPlan, gone: bool) -> (Vec<u32>, Vec<Letter>) {
        let (now, jobs) = (self.now, &self.jobs);
        let way = &mut self.links[link as usize];
        let callers = match way.pools() {
            Some(pools) if gone || plan.pool.is_none() => {
                pools.drain(now, |waiter| in_line(jobs, waiter))
            }
            _ => Vec::new(),
        };
        let letters = match way.mail() {
            Some(mail) if gone || plan.mail.is_none() => mail.clear(now),
            _ => Vec::new(),
        };
        (callers, letters)
    }

    /// Counts the connections that are out: calls may have been on their way when the pool came.
    fn recount_connections(&mut self) {
        let mut held: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for link in 0..self.links.len() as u32 {
            if self.links[link as usize].pools().is_some() {
                held.insert(link, Vec::new());
            }
        }
        if held.is_empty() {
            return;
        }
        for (_, job) in self.jobs.used() {
            let (link, caller) = if job.state == State::Connected {
                (job.link_or_child, Some(job))
            } else if job.parent != NONE && !job.is_branch() {
                (job.link, Some(&self.jobs[job.parent]))
            } else {
                (NONE, None)
            };
            if let (Some(instances), Some(caller)) = (held.get_mut(&link), caller) {
                instances.push(caller.instance);
            }
        }
        for (link, instances) in held {
            let now = self.now;
            let Some(pools) = self.links[link as usize].pools() else {
                continue;
            };
            pools.set_held(now, instances.into_iter());
            for at in 0..pools.instances() {
                self.serve_line(link, at);
            }
        }
    }
}
