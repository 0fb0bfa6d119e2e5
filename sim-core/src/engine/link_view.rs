//! What is shown of a link that is special, and the laws that hold on it.

use super::core::Engine;
use super::error::EngineError;
use super::gauge::Gauge;
use super::laws::broken;
use super::link::Link;
use super::snapshot::SpecialView;
use super::special::in_line;

impl Link {
    /// Figures of what a plain link does not have.
    pub fn special_view(&self, now: u64) -> Option<SpecialView> {
        let special = self.special.as_deref()?;
        let (pools, mail) = (special.pools.as_ref(), special.mail.as_ref());
        let none = Gauge::default();
        let line = mail.map_or_else(|| pools.map_or(&none, |p| &p.waiting), |m| &m.waiting);
        let level = |gauge: &Gauge| gauge.level().max(0) as u64;
        let busy = special.there.busy(now).max(special.back.busy(now));
        Some(SpecialView {
            mode: self.plan.mode,
            waiting: level(line),
            waiting_max: line.max().max(0) as u64,
            waiting_mean: line.mean(now),
            connections: pools.map(|pools| (level(&pools.held), pools.held.mean(now))),
            breaker: special.breaker.as_ref().map(|breaker| breaker.state(now)),
            under_way: mail.map_or(0, |mail| u64::from(mail.under_way())),
            utilization: special
                .bandwidth
                .map(|_| (busy as f64 / now.max(1) as f64).clamp(0.0, 1.0)),
            lost: special.lost,
            dropped: mail.map_or(0, |mail| mail.dropped),
            refused: special.refused,
            no_connection: pools.map_or(0, |pools| pools.given_up),
            denied: special.denied,
        })
    }
}

impl Engine {
    /// No connection is out twice, no line is shorter than empty, and no wire carries more than time allows.
    pub(super) fn check_links(&self) -> Result<(), EngineError> {
        for link in &self.links {
            let Some(special) = link.special.as_deref() else {
                continue;
            };
            let name = link.plan.id.as_str();
            if let Some(pools) = &special.pools {
                let (held, waiting) = (pools.held.level(), pools.waiting.level());
                if held < 0
                    || waiting < 0
                    || pools.counted(|w| in_line(&self.jobs, w)) != (held, waiting)
                {
                    let law = format!(
                        "connections out {held}, in line {waiting}: found {:?}",
                        pools.counted(|w| in_line(&self.jobs, w))
                    );
                    return Err(broken(name, law));
                }
            }
            if special.mail.as_ref().is_some_and(|mail| !mail.adds_up()) {
                return Err(broken(name, "messages waiting add up".to_owned()));
            }
            let busy = special
                .there
                .busy(self.now)
                .max(special.back.busy(self.now));
            if busy > u128::from(self.now) {
                let law = format!("carried for {busy} of {} ns", self.now);
                return Err(broken(name, law));
            }
        }
        Ok(())
    }
}
