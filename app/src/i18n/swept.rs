//! A sweep in words: what was varied, where its knee is, and what must be known of it.

use sim_core::catalog::Kind;
use sim_core::document::{Document, Item, Targets};
use sim_core::report::sweep::{Busiest, Knee, NoKnee, NotVaried, Note, Point, Sweep, Varied};
use sim_core::report::verdict::Target;

use super::{Texts, values, words};

/// A number of the parameter with its unit: `80/s`.
pub fn value(varied: &Varied, number: f64) -> String {
    values::with_unit(number, varied.unit())
}

/// The parameter without its owner: `Rate`; of a distribution: `Service time (mean)`.
pub fn parameter(texts: Texts, document: &Document, varied: &Varied) -> String {
    let owner = match document.item(&varied.target) {
        Some(Item::Component(component)) => component.service.as_str(),
        Some(Item::Container(container)) => container.kind.as_str(),
        _ => "link",
    };
    let name = words::param(texts, owner, varied.spec.id);
    match varied.spec.kind {
        Kind::Times { .. } => format!("{name} ({})", texts.tr("distribution.mean")),
        _ => name,
    }
}

/// What is varied: `Client: Rate`.
pub fn subject(texts: Texts, document: &Document, varied: &Varied) -> String {
    let name = words::item(document, &varied.target);
    format!("{name}: {}", parameter(texts, document, varied))
}

/// The parameter's value in the design: `80/s`; the word for none.
pub fn today(texts: Texts, varied: &Varied) -> String {
    let today = varied.today.map(|number| value(varied, number));
    today.unwrap_or_else(|| texts.tr("sweep.no_number").to_owned())
}

/// Where it breaks, in a sentence, and how that was found.
pub fn knee(texts: Texts, varied: &Varied, targets: &Targets, found: &Sweep) -> String {
    let at = |place: usize| found.points.get(place).map_or(0.0, |point| point.value);
    let shown = |place: usize| value(varied, at(place));
    let set = limits(texts, targets);
    match found.knee {
        Knee::Targets {
            first,
            last,
            elsewhere,
        } => {
            let (from, to) = (shown(first), shown(last));
            let last_one = found.points.len().saturating_sub(1);
            let (key, beyond) = match (first, last) {
                (0, _) => ("sweep.knee.up_to", Some(last + 1)),
                (_, last) if last == last_one => ("sweep.knee.down_to", first.checked_sub(1)),
                _ => ("sweep.knee.between", None),
            };
            let next = beyond.map(shown).unwrap_or_default();
            let missed = beyond.and_then(|place| found.points.get(place));
            let missed = missed
                .map(|point| missing(texts, point))
                .unwrap_or_default();
            let holes = [
                ("from", from.as_str()),
                ("to", &to),
                ("next", &next),
                ("missed", &missed),
                ("targets", &set),
            ];
            let told = texts.tr_with(key, &holes);
            match elsewhere {
                true => format!("{told} {}", texts.tr("sweep.knee.elsewhere")),
                false => told,
            }
        }
        Knee::Bend(place) => texts.tr_with("sweep.knee.bend", &[("at", &shown(place))]),
        Knee::None(why) => {
            let key = match why {
                NoKnee::AllHold => "sweep.knee.all_hold",
                NoKnee::NoneHolds => "sweep.knee.none_holds",
                NoKnee::Flat => "sweep.knee.flat",
                NoKnee::Even => "sweep.knee.even",
                NoKnee::TooFew => "sweep.knee.too_few",
            };
            texts.tr_with(key, &[("targets", &set)])
        }
    }
}

/// The targets that are set: `p99 ≤ 1 s, failed ≤ 1 %`.
fn limits(texts: Texts, targets: &Targets) -> String {
    let all = [Target::P99, Target::Failed, Target::Cost];
    let each = all.into_iter().filter_map(|target| {
        let most = target.of(targets)?;
        let most = match target {
            Target::P99 => texts.duration(most / 1e3),
            Target::Failed => texts.percent(most),
            Target::Cost => texts.usd_per_month(most),
        };
        Some(format!("{} ≤ {most}", target_name(texts, target)))
    });
    each.collect::<Vec<_>>().join(", ")
}

fn target_name(texts: Texts, target: Target) -> &'static str {
    texts.tr(match target {
        Target::P99 => "target.p99",
        Target::Failed => "sweep.failed",
        Target::Cost => "sweep.cost",
    })
}

/// The targets that are not met, or not known to be.
fn missing(texts: Texts, point: &Point) -> String {
    let missed = point.targets.iter().filter(|(_, met)| *met != Some(true));
    let missed = missed.map(|(target, _)| target_name(texts, *target));
    missed.collect::<Vec<_>>().join(", ")
}

/// Whether the targets are met: in a word, or which ones are not.
pub fn verdict(texts: Texts, point: &Point) -> Option<String> {
    Some(match point.holds()? {
        true => texts.tr("report.met").to_owned(),
        false => {
            let missed = missing(texts, point);
            texts.tr_with("sweep.missed", &[("targets", &missed)])
        }
    })
}

/// The busiest component and how busy it is: `Server 81 %`.
pub fn busiest(texts: Texts, document: &Document, busiest: &Busiest) -> String {
    let name = words::item(document, &busiest.id);
    format!("{name} {}", texts.share(busiest.utilization))
}

pub fn note(texts: Texts, note: Note) -> String {
    let (key, n) = match note {
        Note::Overloaded(points) => ("sweep.note.overloaded", points),
        Note::FewAnswers(points) => ("sweep.note.few_answers", points),
    };
    texts.tr_with(key, &[("n", &texts.count(n as u64))])
}

/// How many runs there were, and that they share their chance.
pub fn runs(texts: Texts, runs: usize) -> String {
    match runs {
        0 | 1 => texts.tr("sweep.one_run").to_owned(),
        n => texts.tr_with("sweep.runs", &[("n", &texts.count(n as u64))]),
    }
}

/// Why a parameter cannot be varied.
pub fn not_varied(texts: Texts, document: &Document, id: &str, why: &NotVaried) -> String {
    match why {
        NotVaried::NoItem | NotVaried::NoParam => texts.tr("sweep.error.none").to_owned(),
        NotVaried::NotANumber => texts.tr("sweep.error.not_a_number").to_owned(),
        NotVaried::NoEffect { other, values } => {
            let owner = id.parse().ok();
            let owner = owner.as_ref().and_then(|id| document.item(id));
            let owner = match &owner {
                Some(Item::Component(component)) => component.service.as_str(),
                Some(Item::Container(container)) => container.kind.as_str(),
                _ => "link",
            };
            let name = words::param(texts, owner, other);
            let holes = [("other", name.as_str()), ("id", other), ("values", values)];
            texts.tr_with("sweep.error.no_effect", &holes)
        }
    }
}
