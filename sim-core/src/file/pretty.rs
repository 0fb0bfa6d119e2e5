//! JSON for people and for text diffs: what fits on a line stays on it, the rest has one field per line.
//!
//! It works on text alone, so that every number stays as it is.

/// Longest line that is not broken.
const WIDTH: usize = 110;
/// Down to this depth (the file, its lists) everything is broken, so that an item keeps its line.
const ALWAYS_BROKEN: usize = 1;
/// Below this depth nothing is broken: all of a document is above it, and what else a file has may be nested so deep
/// that indents would be most of it.
const DEEPEST: usize = 8;

/// The text of a value that has no blanks between its parts, with a line end at its end.
pub fn pretty(text: &str) -> String {
    let mut writer = Writer {
        rest: text,
        out: String::with_capacity(text.len() + text.len() / 4),
    };
    writer.value(0, 0);
    writer.out.push('\n');
    writer.out
}

struct Writer<'t> {
    rest: &'t str,
    out: String,
}

impl Writer<'_> {
    /// `used`: characters on the line before this value.
    fn value(&mut self, depth: usize, used: usize) {
        let open = self.rest.as_bytes().first().copied();
        let nested = matches!(open, Some(b'{' | b'['));
        let empty = matches!(self.rest.as_bytes().get(1), Some(b'}' | b']'));
        let broken = depth == 0 || depth <= ALWAYS_BROKEN && open == Some(b'[');
        let too_deep = depth > DEEPEST;
        if !nested || empty || too_deep || !broken && self.fits(WIDTH.saturating_sub(used)) {
            self.line();
            return;
        }
        let indent = "  ".repeat(depth + 1);
        self.sign();
        loop {
            self.out.push('\n');
            self.out.push_str(&indent);
            let mut used = indent.len() + 1;
            if open == Some(b'{') {
                let from = self.out.len();
                self.line();
                self.sign();
                self.out.push(' ');
                used = indent.len() + self.out[from..].chars().count() + 1;
            }
            self.value(depth + 1, used);
            let more = self.rest.starts_with(',');
            if !more {
                break;
            }
            self.sign();
        }
        self.out.push('\n');
        self.out.push_str(&indent[2..]);
        self.sign();
    }

    /// The next sign, as it is.
    fn sign(&mut self) {
        if let Some(sign) = self.rest.chars().next() {
            self.out.push(sign);
            self.rest = &self.rest[sign.len_utf8()..];
        }
    }

    /// Whether the next value is at most so many characters on one line.
    fn fits(&self, most: usize) -> bool {
        let mut count = 0;
        for part in Parts::of(self.rest) {
            count += part.shown();
            if count > most {
                return false;
            }
        }
        true
    }

    /// The next value on one line, with a space behind every comma and colon.
    fn line(&mut self) {
        let mut taken = 0;
        for part in Parts::of(self.rest) {
            self.out.push(part.sign);
            if part.spaced {
                self.out.push(' ');
            }
            taken += part.sign.len_utf8();
        }
        self.rest = &self.rest[taken..];
    }
}

/// One sign of a value.
struct Part {
    sign: char,
    spaced: bool,
}

impl Part {
    fn shown(&self) -> usize {
        1 + usize::from(self.spaced)
    }
}

/// The signs of the one value that a text begins with.
struct Parts<'t> {
    signs: std::iter::Peekable<std::str::Chars<'t>>,
    depth: usize,
    in_text: bool,
    escaped: bool,
    begun: bool,
}

impl<'t> Parts<'t> {
    fn of(text: &'t str) -> Self {
        Self {
            signs: text.chars().peekable(),
            depth: 0,
            in_text: false,
            escaped: false,
            begun: false,
        }
    }
}

impl Iterator for Parts<'_> {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        let next = *self.signs.peek()?;
        let outside = self.depth == 0 && !self.in_text;
        let ends = matches!(next, ',' | ':' | '}' | ']');
        if outside && self.begun && ends {
            return None;
        }
        self.begun = true;
        let sign = self.signs.next()?;
        let mut spaced = false;
        if self.in_text {
            (self.in_text, self.escaped) =
                (self.escaped || sign != '"', !self.escaped && sign == '\\');
        } else {
            match sign {
                '"' => self.in_text = true,
                '{' | '[' => self.depth += 1,
                '}' | ']' => self.depth -= 1,
                ',' | ':' => spaced = true,
                _ => {}
            }
        }
        Some(Part { sign, spaced })
    }
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
        assert_eq!(pretty(&value.to_string()), expected);
    }

    #[test]
    fn what_is_nested_deep_does_not_grow() {
        let text = format!(
            "{}{}0{}",
            "[".repeat(100),
            "0,".repeat(1_000),
            "]".repeat(100)
        );
        assert!(pretty(&text).len() < 2 * text.len());
    }

    #[test]
    fn brackets_in_texts_are_none_and_numbers_stay_as_they_are() {
        let text = r#"{"a,:{[":"\\\"}],:","n":[1.50,1e5,{"x":[]}],"e":{}}"#;
        let expected = r#"{
  "a,:{[": "\\\"}],:",
  "n": [
    1.50,
    1e5,
    {"x": []}
  ],
  "e": {}
}
"#;
        assert_eq!(pretty(text), expected);
        assert_eq!(
            pretty("{}"),
            "{}
"
        );
    }
}
