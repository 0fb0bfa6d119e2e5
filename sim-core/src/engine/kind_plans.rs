//! Request kinds of a document to numbers: who sends which, what passes where, sizes and work.

use crate::catalog::Settings;
use crate::document::rules::MAX_KINDS;
use crate::document::{Document, RequestKind, rules};

use super::error::CompileError;
use super::network::KindPlan;

/// Bytes of a KiB.
const KIB: f64 = 1024.0;

/// The kinds in the document's order.
pub fn kinds(document: &Document) -> Result<Vec<KindPlan>, CompileError> {
    let count = document.kinds.len();
    if count > MAX_KINDS {
        return Err(CompileError::TooMany {
            what: "request kinds",
            count,
            limit: MAX_KINDS,
        });
    }
    let plan = |kind: &RequestKind| {
        rules::check_kind(kind).map_err(|broken| CompileError::BadKind {
            kind: kind.id.clone(),
            reason: broken.to_string(),
        })?;
        Ok(KindPlan {
            id: kind.id.clone(),
            priority: kind.priority,
        })
    };
    document.kinds.values().map(|kind| plan(kind)).collect()
}

/// Kinds with their numbers.
fn numbered(document: &Document) -> impl Iterator<Item = (u8, &RequestKind)> {
    let kinds = document.kinds.values();
    kinds.enumerate().map(|(at, kind)| (at as u8 + 1, &**kind))
}

/// The kinds that a client sends, with their shares.
pub fn mix(document: &Document, settings: &Settings<'_>) -> Vec<(u8, f64)> {
    let sent = document.kinds_sent(settings).into_iter();
    sent.map(|(index, share)| (index as u8 + 1, share))
        .collect()
}

/// Factors on the service time by kind; empty where all are 1.
pub fn work_by_kind(document: &Document, settings: &Settings<'_>) -> Vec<f64> {
    let factor = |kind: &RequestKind| settings.of_kind("work_by_kind", &kind.id).unwrap_or(1.0);
    let mut factors = vec![1.0];
    factors.extend(numbered(document).map(|(_, kind)| factor(kind)));
    if factors.iter().all(|factor| *factor == 1.0) {
        factors.clear();
    }
    factors
}

/// One bit for each kind that passes a link. Requests without kind (bit 0) always pass.
pub fn passes(document: &Document, settings: &Settings<'_>) -> u64 {
    let named = settings.kinds("kinds");
    if named.is_empty() {
        return u64::MAX;
    }
    numbered(document)
        .filter(|(_, kind)| named.contains(&kind.id))
        .fold(1, |mask, (number, _)| mask | 1 << number)
}

/// Bytes of requests and answers over a link by kind; empty where no kind has sizes of its own.
pub fn bytes_by_kind(document: &Document, usual: (u64, u64)) -> Vec<(u64, u64)> {
    let sized = |kind: &RequestKind| kind.request_kib.is_some() || kind.response_kib.is_some();
    if !document.kinds.values().any(|kind| sized(kind)) {
        return Vec::new();
    }
    let bytes = |kib: Option<f64>, usual: u64| kib.map_or(usual, |kib| (kib * KIB) as u64);
    let own = |kind: &RequestKind| {
        (
            bytes(kind.request_kib, usual.0),
            bytes(kind.response_kib, usual.1),
        )
    };
    std::iter::once(usual)
        .chain(numbered(document).map(|(_, kind)| own(kind)))
        .collect()
}
