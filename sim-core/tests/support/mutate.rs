//! Good files made bad: bytes, tokens, values; the same for the same seed.
//!
//! Shared by path: other test crates and fuzzers name this file in `#[path]`.
#![allow(clippy::unwrap_used, dead_code)]

use serde_json::{Value, json};
use sim_core::document::invariants;
use sim_core::file::{FileError, load, repair, save};

/// Loads and repairs whatever these bytes are: the body of a fuzzer. Whatever loads keeps the rules, and is saved and
/// loaded as the same document. Gives how it went.
pub fn load_any(bytes: &[u8]) -> Outcome {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Outcome::NoText;
    };
    match load(text) {
        Ok(loaded) => {
            assert_eq!(invariants(&loaded.document), Ok(()));
            let again = load(&save(&loaded.document)).unwrap();
            assert_eq!(again.document, loaded.document);
            assert_eq!(repair(text).unwrap().repairs, []);
            Outcome::Loaded
        }
        Err(error) => {
            let words = error.to_string();
            assert!(words.len() < 2_000, "{words}");
            repaired(text, &error)
        }
    }
}

/// How a mutated file fared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    NoText,
    Loaded,
    Repaired,
    Refused,
}

fn repaired(text: &str, error: &FileError) -> Outcome {
    match repair(text) {
        Ok(repaired) => {
            assert_ne!(repaired.repairs, [], "{error}");
            assert!(!matches!(error, FileError::Newer { .. }));
            assert_eq!(invariants(&repaired.document), Ok(()));
            let again = load(&save(&repaired.document)).unwrap();
            assert_eq!(again.document, repaired.document);
            Outcome::Repaired
        }
        Err(_) => Outcome::Refused,
    }
}

/// Numbers from a seed (SplitMix64).
pub struct Dice(pub u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 to `below` - 1; 0 if there is nothing below.
    pub fn below(&mut self, below: usize) -> usize {
        (self.next() % below.max(1) as u64) as usize
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// Damages a file in one to four places.
pub fn mutated(text: &str, dice: &mut Dice) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    if dice.below(2) == 0
        && let Ok(mut value) = serde_json::from_str::<Value>(text)
    {
        for _ in 0..=dice.below(3) {
            change_value(&mut value, dice);
        }
        bytes = value.to_string().into_bytes();
        if dice.below(4) > 0 {
            return bytes;
        }
    }
    for _ in 0..=dice.below(3) {
        change_bytes(&mut bytes, dice);
    }
    bytes
}

const TOKENS: [&str; 18] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "null",
    "-",
    "1e999",
    "-0",
    "NaN",
    "\u{feff}",
    "\\ud800",
    "가",
    "99999999999999999999",
    "\0",
];

fn change_bytes(bytes: &mut Vec<u8>, dice: &mut Dice) {
    let (a, b) = (dice.below(bytes.len()), dice.below(bytes.len()));
    let (from, to) = (a.min(b), a.max(b));
    match dice.below(7) {
        0 if !bytes.is_empty() => bytes[a] ^= 1 << dice.below(8),
        1 if !bytes.is_empty() => bytes[a] = dice.below(256) as u8,
        2 => bytes.truncate(a),
        3 => {
            bytes.drain(from..to.min(from + 200));
        }
        4 => {
            let piece = bytes[from..to.min(from + 500)].to_vec();
            bytes.splice(a..a, piece);
        }
        5 => {
            let deep = dice.pick(&["[", "{\"a\":"]).repeat(dice.below(300));
            bytes.splice(a..a, deep.into_bytes());
        }
        _ => {
            let token = dice.pick(&TOKENS).bytes();
            bytes.splice(a..a, token);
        }
    }
}

/// Changes one value somewhere: another value, no value, a value twice, another name.
fn change_value(value: &mut Value, dice: &mut Dice) {
    let deeper = dice.below(5) > 0;
    match value {
        Value::Array(list) if deeper && !list.is_empty() => {
            let at = dice.below(list.len());
            change_value(&mut list[at], dice);
        }
        Value::Object(object) if deeper && !object.is_empty() => {
            let at = dice.below(object.len());
            if let Some(inner) = object.values_mut().nth(at) {
                change_value(inner, dice);
            }
        }
        Value::Array(list) if !list.is_empty() => {
            let at = dice.below(list.len());
            match dice.below(3) {
                0 => drop(list.remove(at)),
                1 => list.push(list[at].clone()),
                _ => list.swap(0, at),
            }
        }
        Value::Object(object) if !object.is_empty() => {
            let at = dice.below(object.len());
            let name = object.keys().nth(at).cloned().unwrap_or_default();
            let inner = object.shift_remove(&name).unwrap_or_default();
            if dice.below(2) == 0 {
                object.insert(format!("{name}x"), inner);
            }
        }
        _ => *value = odd(dice),
    }
}

fn odd(dice: &mut Dice) -> Value {
    let texts = [
        "",
        "x",
        "web",
        "users",
        "zone-a",
        "a b",
        "\u{0}",
        "target_tracking",
    ];
    match dice.below(9) {
        0 => json!(null),
        1 => json!(dice.below(2) == 0),
        2 => json!(-1),
        3 => json!(1e300),
        4 => json!(0.5),
        5 => json!(u64::MAX),
        6 => json!([0, 0]),
        7 => json!({ "type": "exponential", "mean_ms": dice.below(100) }),
        _ => json!(dice.pick(&texts)),
    }
}
