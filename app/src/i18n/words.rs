//! Names of catalog things in the language of the window.

use sim_core::catalog::prices;
use sim_core::catalog::service::Piece;
use sim_core::catalog::{self, Confidence};
use sim_core::check::{Finding, Severity};
use sim_core::document::{Component, Document, Fault, FaultKind, Item};
use sim_core::engine::snapshot::LinkView;
use sim_core::foundation::ids::Id;

use super::{Texts, digits, values};

/// The first key that has a text; else the bare id with spaces for underscores.
fn first_of(texts: Texts, keys: &[String], id: &str) -> String {
    keys.iter()
        .find_map(|key| texts.find(key))
        .map_or_else(|| id.replace('_', " "), str::to_owned)
}

pub fn service(texts: Texts, id: &str) -> String {
    first_of(texts, &[format!("service.{id}")], id)
}

pub fn container(texts: Texts, kind: &str) -> String {
    first_of(texts, &[format!("container.{kind}")], kind)
}

/// A parameter's name: its own for this owner (a service, `link`, a container kind), else the common one.
pub fn param(texts: Texts, owner: &str, id: &str) -> String {
    first_of(
        texts,
        &[format!("param.{owner}.{id}"), format!("param.{id}")],
        id,
    )
}

pub fn group(texts: Texts, id: &str) -> String {
    first_of(texts, &[format!("group.{id}")], id)
}

/// A choice's name. Instance types and the like have no translation and stay as they are; sizes of tasks are told.
pub fn choice(texts: Texts, owner: &str, param: &str, value: &str) -> String {
    let keys = [
        format!("choice.{owner}.{param}.{value}"),
        format!("choice.{param}.{value}"),
    ];
    let known = keys.iter().find_map(|key| texts.find(key));
    known.map_or_else(
        || task(value).unwrap_or_else(|| value.to_owned()),
        str::to_owned,
    )
}

/// What a size of a task has; `None`: it is none.
pub fn task(value: &str) -> Option<String> {
    let size = prices::task_size(value)?;
    let memory = digits::plain(size.memory_gb());
    Some(format!("{} vCPU · {memory} GB", digits::plain(size.vcpu())))
}

/// The word that stands in place of a number.
pub fn word(texts: Texts, word: &str) -> String {
    first_of(texts, &[format!("word.{word}")], word)
}

/// A priced unit: `hour`, `GB-month`.
pub fn unit(texts: Texts, unit: &str) -> String {
    first_of(texts, &[format!("unit.{}", unit.replace(' ', "_"))], unit)
}

pub fn dimension(texts: Texts, id: &str) -> String {
    first_of(texts, &[format!("dimension.{id}")], id)
}

/// What a kind of fault is called, without its figure.
pub fn fault_name(texts: Texts, kind: &FaultKind) -> String {
    first_of(texts, &[format!("fault.{}", kind.name())], kind.name())
}

/// What a fault is called, with its figure.
pub fn fault(texts: Texts, kind: &FaultKind) -> String {
    let name = fault_name(texts, kind);
    match kind {
        FaultKind::Slow { factor } | FaultKind::Capacity { factor } => {
            format!("{name} {}", texts.times(*factor))
        }
        FaultKind::Throttle { per_s } => format!("{name} {}/s", digits::plain(*per_s)),
        _ => name,
    }
}

/// A fault of the scenario in one line: when, how long, what, where.
pub fn planned(texts: Texts, document: &Document, planned: &Fault) -> String {
    let (what, target) = (fault(texts, &planned.kind), item(document, &planned.target));
    let at = seconds(planned.at_s);
    let values = [
        ("at", at.as_str()),
        ("what", what.as_str()),
        ("target", target.as_str()),
    ];
    match planned.for_s.map(seconds) {
        Some(span) => {
            let [at, what, target] = values;
            texts.tr_with("scenario.fault_for", &[at, ("span", &span), what, target])
        }
        None => texts.tr_with("scenario.fault", &values),
    }
}

/// A time as it was typed, to the last digit.
pub fn seconds(seconds: f64) -> String {
    format!("{} s", digits::plain(seconds))
}

/// Translation key of what a fault does.
pub fn fault_help(kind: &FaultKind) -> &'static str {
    match kind {
        FaultKind::CrashOne => "fault.help.crash_one",
        FaultKind::CrashAll => "fault.help.crash_all",
        FaultKind::Slow { .. } => "fault.help.slow",
        FaultKind::CutLink => "fault.help.cut_link",
        FaultKind::BlackHole => "fault.help.black_hole",
        FaultKind::LoseZone => "fault.help.lose_zone",
        FaultKind::Throttle { .. } => "fault.help.throttle",
        FaultKind::Capacity { .. } => "fault.help.capacity",
        FaultKind::CacheFlush => "fault.help.cache_flush",
        FaultKind::ColdEverything => "fault.help.cold_everything",
    }
}

/// The date of a source, which may be coarse: `2024-07 to 2026-05`, `undated`.
pub fn date(texts: Texts, date: &str) -> String {
    if date == "undated" {
        return texts.tr("source.undated").to_owned();
    }
    let until = date.replace(" to ", texts.tr("source.to"));
    until.replace(" and ", texts.tr("source.and"))
}

pub fn confidence(texts: Texts, confidence: Confidence) -> &'static str {
    texts.tr(match confidence {
        Confidence::Verified => "confidence.verified",
        Confidence::VerifiedSecondary => "confidence.verified_secondary",
        Confidence::VerifiedSecondaryOld => "confidence.verified_secondary_old",
        Confidence::Derived => "confidence.derived",
        Confidence::FromMemory => "confidence.from_memory",
        Confidence::Assumption => "confidence.assumption",
    })
}

/// Whether a figure has to be marked as unverified.
pub fn is_unverified(confidence: Confidence) -> bool {
    confidence == Confidence::FromMemory
}

/// What an item is: its service or kind, or the word for a link.
pub fn kind_of(texts: Texts, item: &Item<'_>) -> String {
    match item {
        Item::Component(component) => service(texts, &component.service),
        Item::Container(found) => container(texts, &found.kind),
        Item::Link(_) => texts.tr("inspector.link").to_owned(),
        Item::Note(note) => texts
            .tr(&format!("note.kind.{}", note.kind.name()))
            .to_owned(),
    }
}

/// The name of an item as lists show it.
pub fn item(document: &Document, id: &Id) -> String {
    document
        .item(id)
        .map_or_else(|| id.to_string(), |item| item.name(document))
}

/// How many messages a link has dropped because its buffer was full; `None`: none.
pub fn dropped(texts: Texts, document: &Document, link: &LinkView) -> Option<String> {
    let special = link.special.as_ref();
    let dropped = special.map_or(0, |special| special.dropped);
    let (n, name) = (texts.count(dropped), item(document, &link.id));
    let holes = [("n", n.as_str()), ("link", &name)];
    (dropped > 0).then(|| texts.tr_with("failures.dropped", &holes))
}

/// The one-line configuration of a component, as under the name of its card, piece by piece.
pub fn summary(texts: Texts, component: &Component) -> Vec<String> {
    let Some(found) = catalog::service(&component.service) else {
        return Vec::new();
    };
    let piece = |piece: Piece| match piece {
        Piece::Plain(text) => text,
        Piece::Choice(param, value) => choice(texts, found.id, param, &value),
        Piece::Word(key) => texts.tr(key).to_owned(),
        Piece::Counted(key, n) => texts.tr_with(key, &[("n", &digits::plain(n))]),
        Piece::Amount(number, sign) => values::with_sign(number, sign),
    };
    (found.summary)(&component.settings())
        .into_iter()
        .map(piece)
        .collect()
}

/// What an item is, and for a component how it is configured; in pieces that each mean something.
pub fn line(texts: Texts, item: &Item<'_>) -> Vec<String> {
    let mut pieces = vec![kind_of(texts, item)];
    match item {
        Item::Component(component) => pieces.extend(summary(texts, component)),
        Item::Container(container) => pieces.push(container.settings().text("region").to_owned()),
        Item::Link(_) | Item::Note(_) => {}
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// As many whole pieces on one line as fit, and a mark where some are left out; the first one in any case.
pub fn whole_pieces(pieces: &[String], fits: impl Fn(&str) -> bool) -> String {
    let all = pieces.join(" · ");
    let fewer = (1..pieces.len()).rev().map(|n| pieces[..n].join(" · "));
    let marked = fewer.map(|some| format!("{some} · …"));
    let first = || pieces.first().cloned().unwrap_or_default();
    let mut choices = std::iter::once(all).chain(marked);
    choices.find(|line| fits(line)).unwrap_or_else(first)
}

/// A finding in the language of the window; in English where there is no translation.
pub fn finding(texts: Texts, finding: &Finding) -> String {
    let key = format!("finding.{}", finding.key);
    let named = |name: &str, value: &str| match name {
        "param" => param(texts, "", value),
        "limit" | "slots" | "callers" | "tries" | "min" | "max" | "desired" => value
            .parse()
            .map_or_else(|_| value.to_owned(), |count: u64| texts.count(count)),
        _ => value.to_owned(),
    };
    let args: Vec<(&str, String)> = finding
        .args
        .iter()
        .map(|(name, value)| (*name, named(name, value)))
        .collect();
    let args: Vec<(&str, &str)> = args
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    if texts.find(&key).is_some() {
        texts.tr_with(&key, &args)
    } else {
        finding.to_string()
    }
}

/// Translation key of a severity.
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "severity.error",
        Severity::Warning => "severity.warning",
        Severity::Hint => "severity.hint",
    }
}

#[cfg(test)]
mod tests;
