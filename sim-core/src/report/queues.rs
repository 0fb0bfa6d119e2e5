//! What has become of the messages of a queue, in the JSON report.

use serde_json::{Value, json};

use super::output::number;
use crate::engine::snapshot::MessageFigures;

/// The figures of one queue's messages.
pub(super) fn messages_json(messages: &MessageFigures) -> Value {
    json!({
        "received": messages.received,
        "returned": messages.returned,
        "dead": messages.dead,
        "expired": messages.expired,
        "out": messages.out,
        "hidden": messages.hidden,
        "oldest_s": messages.oldest_s.map_or(Value::Null, number),
    })
}
