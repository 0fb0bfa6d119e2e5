//! Numbers of more digits than a number here can have: while a tree is mended they are texts in it, so that those in
//! fields that nobody knows are written back as they were.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::Value;

/// Shorter numbers lose nothing.
const SHORT: usize = 15;

const WORD: &str = "number ";

/// How a text that is a number begins.
#[derive(Debug)]
pub struct Digits {
    sign: String,
}

impl Digits {
    /// A sign that does not occur in the text.
    pub fn of(text: &str) -> Self {
        // One look at the text, however many of them are in it.
        let words = text.split(WORD).skip(1);
        let numbers = words.filter_map(|rest| rest.split(' ').next()?.parse::<u64>().ok());
        let taken: BTreeSet<u64> = numbers.collect();
        let free = (0..).find(|n| !taken.contains(n)).unwrap_or(u64::MAX);
        Self {
            sign: format!("{WORD}{free} "),
        }
    }

    /// The text with its long numbers as texts.
    pub fn hold<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut held = String::new();
        let mut done = 0;
        for (from, to) in numbers(text) {
            let number = &text[from..to];
            if number.len() > SHORT && is_rounded(number) {
                held.push_str(&text[done..from]);
                held.push_str(&format!("\"{}{number}\"", self.sign));
                done = to;
            }
        }
        if done == 0 {
            return Cow::Borrowed(text);
        }
        held.push_str(&text[done..]);
        Cow::Owned(held)
    }

    /// The text with these numbers as numbers again.
    pub fn release(&self, text: String) -> String {
        let start = format!("\"{}", self.sign);
        let mut parts = text.split(start.as_str());
        let mut released = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            match part.split_once('"') {
                Some((number, rest)) if number.bytes().all(is_of_number) => {
                    released.push_str(number);
                    released.push_str(rest);
                }
                _ => {
                    released.push_str(&start);
                    released.push_str(part);
                }
            }
        }
        released
    }
}

/// Whether reading a number and writing it gives another text.
fn is_rounded(number: &str) -> bool {
    let read = serde_json::from_str::<Value>(number);
    let written = read.map(|read| read.to_string());
    written.is_ok_and(|written| written != number)
}

fn is_of_number(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E')
}

/// Where the numbers of a JSON text begin and end.
fn numbers(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let from = at;
            match bytes[at] {
                b'"' => at = end_of_text(bytes, at),
                b'-' | b'0'..=b'9' => {
                    let length = bytes[at..].iter().take_while(|b| is_of_number(**b)).count();
                    at += length;
                    return Some((from, at));
                }
                _ => at += 1,
            }
        }
        None
    })
}

/// The byte after a text that begins here.
fn end_of_text(bytes: &[u8], from: usize) -> usize {
    let mut at = from + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_are_held_and_come_back_as_they_were() {
        let text = r#"{"a": [12345678901234567890123, -0.12345678901234567890, 1.5, 100000000000000000],
            "12345678901234567890123": "12345678901234567890123 \" 12345678901234567890123", "e": 1e5,
            "big": 1.000000000000000000001E+30}"#;
        let digits = Digits::of(text);
        let held = digits.hold(text);
        assert_eq!(held.matches(&digits.sign).count(), 3, "{held}");
        let tree: Value = serde_json::from_str(&held).unwrap_or_default();
        assert!(
            tree["a"][0].is_string() && tree["a"][3].is_number(),
            "{tree}"
        );
        assert_eq!(digits.release(held.into_owned()), text);
        assert!(matches!(digits.hold("[1, 2.25, \"x\"]"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_text_that_looks_like_a_held_number_stays_one() {
        let text = r#"["number 0 1", 12345678901234567890123]"#;
        let digits = Digits::of(text);
        let held = digits.hold(text).into_owned();
        assert_eq!(digits.release(held), text);
        let many: String = (0..100_000).map(|n| format!("number {n} ")).collect();
        assert_eq!(Digits::of(&many).sign, "number 100000 ");
        let digits = Digits::of("");
        let odd = r#"["number 0 one", "number 0 "#;
        assert_eq!(digits.release(odd.to_owned()), odd);
    }

    #[test]
    fn any_text_is_taken() {
        for text in [
            "",
            "\"",
            "\"\\",
            "-",
            "[1,",
            "{\"é\": 123456789012345678901é",
            "\"\\\\\" 1",
        ] {
            let digits = Digits::of(text);
            assert_eq!(digits.release(digits.hold(text).into_owned()), text);
        }
    }
}
