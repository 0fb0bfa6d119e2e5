//! Targets that balancers have taken out, in words: how many are left, who probes them, and why the probes fail.

use sim_core::document::{Component, Document};
use sim_core::engine::snapshot::{ComponentView, Snapshot, TargetCount};
use sim_core::foundation::ids::Id;

use super::{Texts, words};

/// What of a component is in service, and why not all of it.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetsOut {
    /// `1 of 2 targets healthy`.
    pub count: String,
    pub why: String,
}

/// How many targets are in service.
pub fn count(texts: Texts, targets: TargetCount) -> String {
    let (n, total) = (
        texts.count(targets.healthy.into()),
        texts.count(targets.registered.into()),
    );
    texts.tr_with("scene.targets_healthy", &[("n", &n), ("total", &total)])
}

/// Of a component whose balancers do not send to all of it; `None`: they do, or it has none.
pub fn out(
    texts: Texts,
    document: &Document,
    snapshot: &Snapshot,
    figures: &ComponentView,
) -> Option<TargetsOut> {
    let targets = figures.targets;
    if targets.healthy >= targets.registered {
        return None;
    }
    let id = &figures.id;
    let before = document.links.values().filter(|link| link.to == *id);
    let balancers = before.filter_map(|link| document.components.get(&link.from));
    let balancers: Vec<&Component> = balancers
        .filter_map(|found| probes(found).then_some(&**found))
        .collect();
    let mut lines = causes(texts, document, snapshot, figures);
    if lines.is_empty() {
        lines.push(texts.tr("targets.no_cause").to_owned());
    }
    lines.extend(balancers.into_iter().map(|found| check(texts, found)));
    Some(TargetsOut {
        count: count(texts, targets),
        why: lines.join("\n"),
    })
}

fn probes(component: &Component) -> bool {
    component.settings().count("unhealthy_after").is_some()
}

/// What is seen now that no probe gets through.
fn causes(
    texts: Texts,
    document: &Document,
    snapshot: &Snapshot,
    figures: &ComponentView,
) -> Vec<String> {
    let mut causes = Vec::new();
    let down = figures.instances.down;
    if down > 0 {
        let n = texts.count(down.into());
        causes.push(texts.tr_with("targets.down", &[("n", &n)]));
    }
    let shut = snapshot
        .links
        .iter()
        .filter(|link| link.cut || link.black_hole);
    let shut = shut.filter_map(|view| document.links.get(&view.id));
    let of = |id: &Id| {
        document
            .components
            .get(id)
            .is_some_and(|found| probes(found))
    };
    for link in shut.filter(|link| link.to == figures.id && of(&link.from)) {
        let from = words::item(document, &link.from);
        causes.push(texts.tr_with("targets.cut", &[("from", &from)]));
    }
    let full = figures
        .slots
        .is_some_and(|slots| figures.slots_held >= slots);
    if full && figures.queue > 0 {
        causes.push(texts.tr("targets.full").to_owned());
    }
    causes
}

/// The check of one balancer.
fn check(texts: Texts, balancer: &Component) -> String {
    let settings = balancer.settings();
    let count = |id: &str| texts.count(settings.count(id).unwrap_or(1).max(1).into());
    let seconds = settings.number("health_interval_s").unwrap_or(0.0);
    let values = [
        ("balancer", &*balancer.name),
        ("interval", &*texts.duration(seconds)),
        ("bad", &*count("unhealthy_after")),
        ("good", &*count("healthy_after")),
    ];
    texts.tr_with("targets.check", &values)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::i18n::Lang;
    use sim_core::foundation::units::{SimTime, Span};
    use sim_core::playback::Player;

    /// Two instances behind a balancer that probes every 10 s; what happens to them at 20 s, seen at 60 s.
    fn after(fault: &str) -> (Document, Snapshot) {
        let text = r#"{ "version": 1, "name": "", "description": "",
          "scenario": { "faults": [FAULT] },
          "components": [
            { "id": "users", "service": "client", "name": "Users", "at": [0, 0], "params": { "rate_per_s": 20 } },
            { "id": "alb", "service": "alb", "name": "Front", "at": [240, 0], "params": { "health_interval_s": 10 } },
            { "id": "web", "service": "server", "name": "Web", "at": [480, 0], "params": { "instances": 2 } } ],
          "links": [
            { "id": "users-alb", "from": "users", "to": "alb" },
            { "id": "alb-web", "from": "alb", "to": "web" } ] }"#;
        let text = text.replace("FAULT", fault);
        let document = sim_core::file::load(&text).unwrap().document;
        let mut player = Player::new(&document, 7).unwrap();
        let until = SimTime::ZERO + Span::from_secs(60);
        player.run_until(until, u64::MAX).unwrap();
        (document, player.frame().snapshot)
    }

    fn told(fault: &str, lang: Lang) -> Option<TargetsOut> {
        let (document, snapshot) = after(fault);
        let web = snapshot
            .components
            .iter()
            .find(|view| view.id.as_str() == "web");
        out(Texts::new(lang), &document, &snapshot, web.unwrap())
    }

    #[test]
    fn what_balancers_took_out_is_counted_and_explained() {
        assert_eq!(told("", Lang::En), None);
        let crash = r#"{ "at_s": 20, "kind": "crash_one", "target": "web" }"#;
        let out = told(crash, Lang::En).unwrap();
        assert_eq!(out.count, "1 of 2 targets healthy");
        assert!(out.why.contains("1 instance is down."), "{}", out.why);
        let check = "Front checks its targets every 10.0 s: after 2 failures in a row";
        assert!(out.why.contains(check), "{}", out.why);
        let cut = r#"{ "at_s": 20, "kind": "cut_link", "target": "alb-web" }"#;
        let out = told(cut, Lang::Ko).unwrap();
        assert_eq!(out.count, "대상 2개 중 0개 정상");
        assert!(out.why.contains("Front에서 오는 연결"), "{}", out.why);
        assert!(!out.why.contains("인스턴스"), "{}", out.why);
    }
}
