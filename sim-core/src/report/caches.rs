//! What the caches of a run have found, missed and kept: in the JSON report and in the text.

use serde_json::{Value, json};

use super::output::number;
use super::plain::{grouped, table};
use crate::document::Document;
use crate::engine::snapshot::{CacheFigures, ComponentView, Snapshot};

/// The figures of one cache; entries and their ends only where it knows keys.
pub(super) fn cache_json(cache: &CacheFigures) -> Value {
    let mut row = json!({
        "hits": cache.hits,
        "misses": cache.misses,
        "hit_ratio": cache.hit_ratio().map_or(Value::Null, number),
    });
    if let Some(entries) = cache.entries {
        row["coalesced"] = Value::from(cache.followed);
        row["entries"] = Value::from(entries);
        row["capacity"] = cache.capacity.map_or(Value::Null, Value::from);
        row["filled"] = Value::from(cache.filled);
        row["evicted"] = Value::from(cache.evicted);
        row["expired"] = Value::from(cache.expired);
        row["flushed"] = Value::from(cache.flushed);
    }
    row
}

const HEADINGS: [&str; 9] = [
    "cache",
    "hits",
    "misses",
    "hit ratio",
    "coalesced",
    "entries",
    "evicted",
    "expired",
    "flushed",
];

/// A table of the caches, if there are any.
pub(super) fn caches(document: &Document, snapshot: &Snapshot, out: &mut String) {
    let row = |view: &ComponentView| {
        let cache = view.cache.as_ref()?;
        let known = |count: u64| match cache.entries {
            Some(_) => grouped(count),
            None => "-".to_owned(),
        };
        let ratio = |ratio: f64| format!("{:.2} %", ratio * 100.0);
        Some(vec![
            document.name_of(&view.id),
            grouped(cache.hits),
            grouped(cache.misses),
            cache.hit_ratio().map_or_else(|| "-".to_owned(), ratio),
            known(cache.followed),
            known(cache.entries.unwrap_or(0)),
            known(cache.evicted),
            known(cache.expired),
            known(cache.flushed),
        ])
    };
    let mut rows: Vec<Vec<String>> = vec![HEADINGS.map(str::to_owned).to_vec()];
    rows.extend(snapshot.components.iter().filter_map(row));
    if rows.len() > 1 {
        out.push('\n');
        table(&rows, 1, out);
    }
}
