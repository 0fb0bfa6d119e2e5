//! The words and numbers of a card or a link, before they are cut to their places.

use sim_core::catalog::service::Piece;
use sim_core::catalog::{Service, service};
use sim_core::document::{Component, Document, Link};
use sim_core::engine::snapshot::{ComponentView, Health, Instances, LinkView, Snapshot};

use crate::i18n::Texts;

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
    /// 0..1; `None` before the run.
    pub utilization: Option<f64>,
    pub rate: String,
    /// 99th percentile, or the queue while there is one.
    pub right: String,
    /// A fault is in force on it.
    pub faulty: bool,
}

impl CardFigures {
    pub fn of(
        component: &Component,
        view: Option<&ComponentView>,
        snapshot: Option<&Snapshot>,
        texts: Texts,
    ) -> Self {
        let health = view.map_or(Health::Unknown, |view| view.health);
        let faulty =
            snapshot.is_some_and(|s| s.faults.iter().any(|fault| fault.target == component.id));
        Self {
            health,
            word: word(health, texts),
            configuration: configuration(component, view, texts),
            utilization: view
                .filter(|_| started(snapshot))
                .map(|view| clean_share(view.utilization)),
            rate: view
                .filter(|v| v.live.window_s > 0.0)
                .map_or(NONE.to_owned(), |v| texts.per_second(v.live.offered_per_s)),
            right: right_figure(view, texts),
            faulty,
        }
    }
}

/// The entry at `index`, where a snapshot has it if the document has not changed since; else wherever it is.
pub fn nth<T>(list: &[T], index: usize, is_it: impl Fn(&T) -> bool) -> Option<&T> {
    let there = list.get(index).filter(|entry| is_it(entry));
    there.or_else(|| list.iter().find(|entry| is_it(entry)))
}

fn started(snapshot: Option<&Snapshot>) -> bool {
    snapshot.is_some_and(|s| s.events > 0)
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
        Health::Saturated => texts.tr("health.saturated"),
        Health::Down => texts.tr("health.down"),
    }
}

fn right_figure(view: Option<&ComponentView>, texts: Texts) -> String {
    match view {
        Some(view) if view.queue > 0 => {
            texts.tr_with("scene.queue", &[("n", &texts.count(view.queue))])
        }
        Some(view) if view.live.samples > 0 => {
            texts.tr_with("scene.p99", &[("time", &texts.duration(view.live.p99_s))])
        }
        _ => texts.tr_with("scene.p99", &[("time", NONE)]),
    }
}

fn configuration(component: &Component, view: Option<&ComponentView>, texts: Texts) -> Vec<String> {
    let Some(service) = service(&component.service) else {
        return vec![texts.tr_with("scene.unknown_service", &[("service", &component.service)])];
    };
    let instances = view.map(|view| view.instances).unwrap_or_default();
    match scaling(&instances, texts) {
        Some(change) => vec![change],
        None => pieces(component, service, texts)
            .into_iter()
            .map(|piece| with_live_count(piece, &instances))
            .collect(),
    }
}

/// `1 → 2 · warming` while the number of instances is changing.
fn scaling(instances: &Instances, texts: Texts) -> Option<String> {
    let total = instances.desired.to_string();
    let (now, key) = if instances.booting > 0 {
        (instances.up, "scene.booting")
    } else if instances.warming > 0 {
        (instances.up, "scene.warming")
    } else if instances.draining > 0 {
        (instances.up + instances.draining, "scene.draining")
    } else if instances.up < instances.desired {
        let up = instances.up.to_string();
        return Some(texts.tr_with("scene.up_of", &[("n", &up), ("total", &total)]));
    } else {
        return None;
    };
    Some(format!("{now} → {total} · {}", texts.tr(key)))
}

/// The number of instances in a piece such as `2–8 × t3.medium` as it is right now.
fn with_live_count(piece: String, instances: &Instances) -> String {
    let is_count = |text: &str| text.chars().all(|c| c.is_ascii_digit() || c == '–');
    match piece.split_once(" × ") {
        Some((count, rest)) if is_count(count) && instances.up > 0 => {
            format!("{} × {rest}", instances.up)
        }
        _ => piece,
    }
}

fn pieces(component: &Component, service: &Service, texts: Texts) -> Vec<String> {
    let piece = |piece: Piece| match piece {
        Piece::Plain(text) => text,
        Piece::Choice(param, value) => choice(service, param, &value, texts),
        Piece::Counted(key, n) => texts.tr_with(key, &[("n", &n)]),
    };
    (service.summary)(&component.settings())
        .into_iter()
        .map(piece)
        .collect()
}

/// The translated name of a choice; the choice itself, without underscores, where there is none.
fn choice(service: &Service, param: &str, value: &str, texts: Texts) -> String {
    let own = texts.find(&format!("choice.{}.{param}.{value}", service.id));
    let common = || texts.find(&format!("choice.{param}.{value}"));
    own.or_else(common)
        .map_or_else(|| value.replace('_', " "), str::to_owned)
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

/// Everything a link says.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkFigures {
    pub health: Health,
    pub per_s: f64,
    pub cut: bool,
    pub pattern: Pattern,
    /// Text of the pill; `None` while nothing runs.
    pub pill: Option<String>,
}

impl LinkFigures {
    pub fn of(
        link: &Link,
        view: Option<&LinkView>,
        target: Option<&ComponentView>,
        snapshot: Option<&Snapshot>,
        texts: Texts,
    ) -> Self {
        let per_s = view.map_or(0.0, |view| {
            if view.per_s.is_finite() {
                view.per_s.max(0.0)
            } else {
                0.0
            }
        });
        let cut = view.is_some_and(|view| view.cut);
        let measured = snapshot.is_some_and(|s| s.live.window_s > 0.0);
        let pill = match view {
            Some(_) if cut => Some(texts.tr("scene.cut").to_owned()),
            Some(_) if measured => Some(texts.per_second(per_s)),
            _ => None,
        };
        Self {
            health: link_health(view, target),
            per_s,
            cut,
            pattern: Pattern::of(link),
            pill,
        }
    }
}

/// A cut link is down; a failing one saturated; else it is as well as the component it leads to.
fn link_health(view: Option<&LinkView>, target: Option<&ComponentView>) -> Health {
    match view {
        None => Health::Unknown,
        Some(view) if view.cut => Health::Down,
        Some(view)
            if view.failed_per_s > FAILING * view.per_s.max(f64::MIN_POSITIVE)
                && view.failed_per_s > 0.0 =>
        {
            Health::Saturated
        }
        Some(view) if view.per_s <= 0.0 => Health::Unknown,
        Some(_) => target.map_or(Health::Ok, |target| target.health),
    }
}

/// What a screen reader says of a link.
pub fn link_label(document: &Document, link: &Link, figures: &LinkFigures, texts: Texts) -> String {
    let ends = format!(
        "{} → {}",
        document.name_of(&link.from),
        document.name_of(&link.to)
    );
    match &figures.pill {
        Some(pill) if figures.cut => format!("{ends}, {pill}"),
        Some(pill) => format!("{ends}, {pill}, {}", word(figures.health, texts)),
        None => ends,
    }
}
