//! The words and numbers of a card or a link, before they are cut to their places.

use sim_core::catalog::service;
use sim_core::document::{Component, Link};
use sim_core::engine::snapshot::{
    ComponentView, Health, Instances, LinkView, Snapshot, TargetCount,
};
use sim_core::foundation::ids::Id;
use sim_core::playback::glance::Rates;

use super::layout::Before;
use crate::i18n::{RateForm, Texts, targets, words};

/// What stands in place of a figure that nothing has measured yet.
pub const NONE: &str = "–";

/// Failing share from which a link counts as failing, as for components.
const FAILING: f64 = 0.01;

/// Everything a card says.
#[derive(Clone, Debug, PartialEq)]
pub struct CardFigures {
    pub health: Health,
    pub word: &'static str,
    /// The one-line configuration, piece by piece; or the scaling under way.
    pub configuration: Vec<String>,
    /// The same in shorter words, where there is less room; empty where there are none.
    pub shorter: Vec<String>,
    /// 0..1; `None` before the run.
    pub utilization: Option<f64>,
    pub rate: String,
    /// 99th percentile, or the queue while there is one.
    pub right: String,
    /// A fault is in force on it.
    pub faulty: bool,
}

/// All that a card shows of a run: while it is equal, the card looks the same.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CardRun {
    pub health: Health,
    /// Up, warming, booting, draining, desired.
    instances: [u32; 5],
    targets: TargetCount,
    /// 0..1; `None` before the run.
    utilization: Option<f64>,
    /// `None` before the first window.
    offered_per_s: Option<f64>,
    queue: u64,
    /// `None` without a single request.
    p99_s: Option<f64>,
    faulty: bool,
}

/// A snapshot, asked for the figures of items: they stand where the document has them if it has not changed since.
#[derive(Debug)]
pub struct Measured<'a> {
    snapshot: &'a Snapshot,
    components: Before<'a, ComponentView>,
    links: Before<'a, LinkView>,
}

impl<'a> Measured<'a> {
    pub fn new(snapshot: &'a Snapshot) -> Self {
        Self {
            snapshot,
            components: Before::new(&snapshot.components, |view| &view.id),
            links: Before::new(&snapshot.links, |view| &view.id),
        }
    }

    /// Of the component at `index` in the document; `None`: the run has no such component.
    #[inline]
    pub fn health(&self, index: usize, id: &Id) -> Option<Health> {
        self.component(index, id).map(|view| view.health)
    }

    #[inline]
    fn component(&self, index: usize, id: &Id) -> Option<&'a ComponentView> {
        self.components.get_by(index, id, |view| &view.id)
    }
}

impl CardRun {
    /// `index`: place of the component in the document.
    pub fn of(id: &Id, index: usize, measured: Option<&Measured<'_>>) -> Self {
        let Some(m) = measured else {
            return Self::default();
        };
        let faults = &m.snapshot.faults;
        let faulty = faults.iter().any(|fault| fault.target == *id);
        let Some(view) = m.component(index, id) else {
            return Self {
                faulty,
                ..Self::default()
            };
        };
        let Instances {
            up,
            warming,
            booting,
            draining,
            desired,
            ..
        } = view.instances;
        Self {
            health: view.health,
            instances: [up, warming, booting, draining, desired],
            targets: view.targets,
            utilization: (m.snapshot.events > 0).then(|| clean_share(view.utilization)),
            offered_per_s: (view.live.window_s > 0.0).then_some(view.live.offered_per_s),
            queue: view.queue,
            p99_s: (view.live.samples > 0).then_some(view.live.p99_s),
            faulty,
        }
    }
}

impl CardFigures {
    pub fn of(component: &Component, run: &CardRun, texts: Texts) -> Self {
        let configuration = configuration(component, run, texts);
        Self {
            health: run.health,
            word: word(run.health, texts),
            shorter: shorter(&configuration, texts),
            configuration,
            utilization: run.utilization,
            rate: run
                .offered_per_s
                .map_or(NONE.to_owned(), |rate| texts.per_second(rate)),
            right: right_figure(run, texts),
            faulty: run.faulty,
        }
    }
}

fn clean_share(share: f64) -> f64 {
    if share.is_finite() {
        share.clamp(0.0, 1.0)
    } else {
        0.0
    }
}

/// The word for a health.
pub fn word(health: Health, texts: Texts) -> &'static str {
    match health {
        Health::Unknown => texts.tr("health.unknown"),
        Health::Ok => texts.tr("health.ok"),
        Health::Busy => texts.tr("health.busy"),
        Health::Affected => texts.tr("health.affected"),
        Health::Saturated => texts.tr("health.saturated"),
        Health::Down => texts.tr("health.down"),
    }
}

fn right_figure(run: &CardRun, texts: Texts) -> String {
    if run.queue > 0 {
        return texts.tr_with("scene.queue", &[("n", &texts.count(run.queue))]);
    }
    let time = run.p99_s.map(|time| texts.duration(time));
    let time = time.as_deref().unwrap_or(NONE);
    texts.tr_with("scene.p99", &[("time", time)])
}

fn configuration(component: &Component, run: &CardRun, texts: Texts) -> Vec<String> {
    if service(&component.service).is_none() {
        return vec![texts.tr_with("scene.unknown_service", &[("service", &component.service)])];
    }
    let targets = || out_of_service(run.targets, texts);
    match scaling(run.instances, texts).or_else(targets) {
        Some(change) => vec![change],
        None => words::summary(texts, component)
            .into_iter()
            .map(|piece| with_live_count(piece, run.instances[0]))
            .collect(),
    }
}

/// `1 of 2 targets healthy` while a balancer has taken some out.
fn out_of_service(targets: TargetCount, texts: Texts) -> Option<String> {
    let some = targets.healthy < targets.registered;
    some.then(|| targets::count(texts, targets))
}

/// `1 → 2 · warming` while the number of instances is changing.
fn scaling([up, warming, booting, draining, desired]: [u32; 5], texts: Texts) -> Option<String> {
    let total = desired.to_string();
    if up == 0 && booting == 0 && warming >= desired && warming > 0 {
        // All of them are new, and serve: it does not grow from none.
        return Some(format!("{warming} · {}", texts.tr("scene.warming")));
    }
    let (now, key) = if booting > 0 {
        (up, "scene.booting")
    } else if warming > 0 {
        (up, "scene.warming")
    } else if draining > 0 {
        (up + draining, "scene.draining")
    } else if up < desired {
        let up = up.to_string();
        return Some(texts.tr_with("scene.up_of", &[("n", &up), ("total", &total)]));
    } else {
        return None;
    };
    Some(format!("{now} → {total} · {}", texts.tr(key)))
}

/// The number of instances in a piece such as `2–8 × t3.medium` as it is right now.
fn with_live_count(piece: String, up: u32) -> String {
    let is_count = |text: &str| text.chars().all(|c| c.is_ascii_digit() || c == '–');
    match piece.split_once(" × ") {
        Some((count, rest)) if is_count(count) && up > 0 => format!("{up} × {rest}"),
        _ => piece,
    }
}

/// Words of a configuration that there is a shorter one for.
const LONG_WORDS: [&str; 1] = ["summary.multi_az"];

fn shorter(pieces: &[String], texts: Texts) -> Vec<String> {
    let short = |piece: &String| {
        let key = LONG_WORDS.into_iter().find(|key| texts.tr(key) == piece)?;
        Some(texts.tr(&format!("{key}.short")).to_owned())
    };
    let found: Vec<Option<String>> = pieces.iter().map(short).collect();
    if found.iter().all(Option::is_none) {
        return Vec::new();
    }
    let all = found.into_iter().zip(pieces);
    all.map(|(short, piece)| short.unwrap_or_else(|| piece.clone()))
        .collect()
}

/// What a screen reader says of a card, and the first line of its tooltip.
pub fn card_label(component: &Component, figures: &CardFigures, texts: Texts) -> String {
    let mut label = format!(
        "{}, {}",
        component.name,
        service_name(&component.service, texts)
    );
    if let Some(share) = figures.utilization {
        label.push_str(", ");
        label.push_str(&texts.tr_with("scene.utilisation", &[("share", &texts.share(share))]));
    }
    format!("{label}, {}", figures.word)
}

/// The translated name of a service; its id for a service the catalog does not know.
pub fn service_name(id: &str, texts: Texts) -> String {
    texts
        .find(&format!("service.{id}"))
        .unwrap_or(id)
        .to_owned()
}

/// How a link's line is drawn, by what passes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// A call: the caller waits for the answer.
    Solid,
    /// An event: fire and forget.
    Dashed,
    /// A stream: in order, without waiting.
    Dotted,
    /// Messages that the far end fetches.
    LongDashed,
}

impl Pattern {
    fn of(link: &Link) -> Self {
        match link.settings().text("mode") {
            "event" => Pattern::Dashed,
            "stream" => Pattern::Dotted,
            "poll" => Pattern::LongDashed,
            _ => Pattern::Solid,
        }
    }
}

/// What a link shows at a glance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LinkFigures {
    pub health: Health,
    pub per_s: f64,
    pub cut: bool,
    pub pattern: Pattern,
    /// There is something to say of what passes it: while nothing runs there is not.
    pub said: bool,
}

/// All that a link shows of a run: while it is equal, the link looks the same.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LinkRun {
    /// `None`: the run has no such link.
    pub rates: Option<Rates>,
    /// The live figures cover some time.
    pub measured: bool,
    /// Of the component it leads to.
    pub target: Option<Health>,
}

impl LinkRun {
    /// `index`: place of the link in the document; `target`: health of the component it leads to, where the run has it.
    pub fn of(
        id: &Id,
        index: usize,
        target: Option<Health>,
        measured: Option<&Measured<'_>>,
    ) -> Self {
        let Some(m) = measured else {
            return Self::default();
        };
        let view = m.links.get_by(index, id, |view| &view.id);
        Self {
            rates: view.map(|view| Rates {
                per_s: view.per_s,
                failed_per_s: view.failed_per_s,
                cut: view.cut,
            }),
            measured: m.snapshot.live.window_s > 0.0,
            target,
        }
    }
}

impl LinkFigures {
    pub fn of(link: &Link, run: &LinkRun) -> Self {
        Self::with(Pattern::of(link), run)
    }

    pub fn with(pattern: Pattern, run: &LinkRun) -> Self {
        let per_s = run.rates.map_or(0.0, |rates| {
            if rates.per_s.is_finite() {
                rates.per_s.max(0.0)
            } else {
                0.0
            }
        });
        let cut = run.rates.is_some_and(|rates| rates.cut);
        Self {
            health: link_health(run),
            per_s,
            cut,
            pattern,
            said: run.rates.is_some() && (cut || run.measured),
        }
    }

    /// A name for the form of what the pill says, all but which digits it has; `None` where only the text tells.
    pub(super) fn text_form(&self, texts: Texts) -> Option<RateForm> {
        let is_rate = self.said && !self.cut;
        is_rate.then(|| texts.rate_form(self.per_s)).flatten()
    }

    /// Text of the pill; `None` while nothing runs.
    pub fn pill(&self, texts: Texts) -> Option<String> {
        match self.cut {
            _ if !self.said => None,
            true => Some(texts.tr("scene.cut").to_owned()),
            false => Some(texts.per_second(self.per_s)),
        }
    }
}

/// A cut link is down; else it is as well as the component it leads to, and affected at least if it fails: why is told
/// where that begins.
fn link_health(run: &LinkRun) -> Health {
    match run.rates {
        None => Health::Unknown,
        Some(rates) if rates.cut => Health::Down,
        Some(rates)
            if rates.failed_per_s > FAILING * rates.per_s.max(f64::MIN_POSITIVE)
                && rates.failed_per_s > 0.0 =>
        {
            run.target.unwrap_or_default().max(Health::Affected)
        }
        Some(rates) if rates.per_s <= 0.0 => Health::Unknown,
        Some(_) => run.target.unwrap_or(Health::Ok),
    }
}

/// What of a link is looked at with every snapshot, whether it shows or not.
#[derive(Clone, Copy, Debug)]
pub struct LinkGlance {
    pub health: Health,
    said: bool,
    cut: bool,
    per_s: f64,
    form: Option<RateForm>,
}

impl LinkGlance {
    pub fn of(run: &LinkRun, texts: Texts) -> Self {
        let figures = LinkFigures::with(Pattern::Solid, run);
        Self {
            health: figures.health,
            said: figures.said,
            cut: figures.cut,
            per_s: figures.per_s,
            form: figures.text_form(texts),
        }
    }

    /// Whether the line has another colour with other figures.
    pub fn looks_another(&self, now: &LinkFigures) -> bool {
        self.health != now.health
    }

    /// Whether the pill takes as much room with other figures, as far as can be told without measuring.
    pub fn keeps_its_room(&self, now: &LinkFigures) -> bool {
        (self.said, self.cut) == (now.said, now.cut)
            && (self.per_s == now.per_s || self.form.is_some_and(|form| form.has(now.per_s)))
    }
}

/// What a screen reader says of a link between two cards of these names; `pill`: what its pill says.
pub fn link_label(
    [from, to]: [&str; 2],
    figures: &LinkFigures,
    pill: Option<&str>,
    texts: Texts,
) -> String {
    let ends = format!("{from} → {to}");
    match pill {
        Some(pill) if figures.cut => format!("{ends}, {pill}"),
        Some(pill) => format!("{ends}, {pill}, {}", word(figures.health, texts)),
        None => ends,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;

    #[test]
    fn a_card_tells_of_targets_that_are_out_and_of_instances_that_are_new() {
        let targets = |healthy, registered, lang| {
            let count = TargetCount {
                registered,
                healthy,
            };
            out_of_service(count, Texts::new(lang))
        };
        assert_eq!(
            targets(1, 2, Lang::En).as_deref(),
            Some("1 of 2 targets healthy")
        );
        assert_eq!(
            targets(0, 3, Lang::Ko).as_deref(),
            Some("대상 3개 중 0개 정상")
        );
        assert_eq!(targets(2, 2, Lang::En), None);
        assert_eq!(targets(0, 0, Lang::En), None);
        let instances = |all| scaling(all, Texts::new(Lang::En));
        assert_eq!(instances([2, 0, 0, 0, 2]), None);
        assert_eq!(
            instances([1, 1, 0, 0, 2]).as_deref(),
            Some("1 → 2 · warming")
        );
        assert_eq!(instances([0, 2, 0, 0, 2]).as_deref(), Some("2 · warming"));
    }
}
