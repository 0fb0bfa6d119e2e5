//! What the caches of a run have found, missed and kept, in the JSON report.

use serde_json::{Value, json};

use super::output::number;
use crate::engine::snapshot::CacheFigures;

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
