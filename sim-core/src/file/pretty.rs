//! JSON for people and for text diffs: what fits on a line stays on it, the rest has one field per line.

use serde_json::Value;

/// Longest line that is not broken.
const WIDTH: usize = 110;
/// Down to this depth (the file, its lists) everything is broken, so that an item keeps its line.
const ALWAYS_BROKEN: usize = 1;

/// The text of a value, with a line end at its end.
pub fn pretty(value: &Value) -> String {
    let mut out = String::new();
    write(value, 0, 0, &mut out);
    out.push('\n');
    out
}

/// `used`: characters on the line before this value.
fn write(value: &Value, depth: usize, used: usize, out: &mut String) {
    let list = depth <= ALWAYS_BROKEN && value.as_array().is_some_and(|items| !items.is_empty());
    if depth > 0 && !list {
        let line = compact(value);
        if used + line.chars().count() <= WIDTH || !is_nested(value) {
            out.push_str(&line);
            return;
        }
    }
    let indent = "  ".repeat(depth + 1);
    let end = "  ".repeat(depth);
    match value {
        Value::Object(map) => {
            out.push_str("{\n");
            for (index, (field, value)) in map.iter().enumerate() {
                let head = format!("{indent}{}: ", quoted(field));
                out.push_str(&head);
                write(value, depth + 1, head.chars().count() + 1, out);
                out.push_str(if index + 1 < map.len() { ",\n" } else { "\n" });
            }
            out.push_str(&format!("{end}}}"));
        }
        Value::Array(list) => {
            out.push_str("[\n");
            for (index, value) in list.iter().enumerate() {
                out.push_str(&indent);
                write(value, depth + 1, indent.len() + 1, out);
                out.push_str(if index + 1 < list.len() { ",\n" } else { "\n" });
            }
            out.push_str(&format!("{end}]"));
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}

fn is_nested(value: &Value) -> bool {
    match value {
        Value::Object(map) => !map.is_empty(),
        Value::Array(list) => !list.is_empty(),
        _ => false,
    }
}

/// One line, with a space behind every comma and colon.
fn compact(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let pairs: Vec<String> = map
                .iter()
                .map(|(k, v)| format!("{}: {}", quoted(k), compact(v)))
                .collect();
            format!("{{{}}}", pairs.join(", "))
        }
        Value::Array(list) => {
            let items: Vec<String> = list.iter().map(compact).collect();
            format!("[{}]", items.join(", "))
        }
        scalar => scalar.to_string(),
    }
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::pretty;

    #[test]
    fn items_keep_their_line_and_long_ones_are_broken() {
        let long = "x".repeat(100);
        let value = serde_json::json!({
            "version": 1,
            "empty": [],
            "list": [{"id": "a", "at": [1, 2.5]}, {"id": "b", "name": long}],
        });
        let expected = format!(
            r#"{{
  "version": 1,
  "empty": [],
  "list": [
    {{"id": "a", "at": [1, 2.5]}},
    {{
      "id": "b",
      "name": "{long}"
    }}
  ]
}}
"#
        );
        assert_eq!(pretty(&value), expected);
    }
}
