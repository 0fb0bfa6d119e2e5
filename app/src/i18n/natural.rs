//! Names in the order that people expect: web-2 before web-10, capital or not.

use std::cmp::Ordering;

/// Compares two names: runs of digits by what they count, all else letter by letter.
pub fn compare(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    loop {
        let [l, r] = [left, right].map(|text| text.chars().next());
        let (Some(l), Some(r)) = (l, r) else {
            // Where they say the same (`Web` and `web`, `7` and `07`), the bytes decide: no two names are equal.
            return l.is_some().cmp(&r.is_some()).then_with(|| a.cmp(b));
        };
        let order = if l.is_ascii_digit() && r.is_ascii_digit() {
            let ([l, r], rest) = ([left, right].map(number), [left, right].map(behind));
            [left, right] = rest;
            l.len().cmp(&r.len()).then_with(|| l.cmp(r))
        } else {
            [left, right] = [(left, l), (right, r)].map(|(text, c)| &text[c.len_utf8()..]);
            l.to_lowercase().cmp(r.to_lowercase())
        };
        if order.is_ne() {
            return order;
        }
    }
}

/// Where the digits at the beginning end.
fn end(text: &str) -> usize {
    text.find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len())
}

/// The digits at the beginning, without zeros before them.
fn number(text: &str) -> &str {
    text[..end(text)].trim_start_matches('0')
}

fn behind(text: &str) -> &str {
    &text[end(text)..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_names_count() {
        let sorted = [
            "",
            "7",
            "007b",
            "10",
            "ALB",
            "db",
            "DB 2",
            "db 2b",
            "web-1",
            "web-2",
            "web-02x",
            "web-10",
            "web-99999999999999999999999999",
            "web-100000000000000000000000000",
            "Web-a",
            "가 서버 2",
            "가 서버 10",
            "나",
        ];
        for (at, a) in sorted.iter().enumerate() {
            for (other, b) in sorted.iter().enumerate() {
                assert_eq!(compare(a, b), at.cmp(&other), "{a} {b}");
            }
        }
    }

    #[test]
    fn names_that_say_the_same_still_have_an_order() {
        for [a, b] in [["Web", "web"], ["web-07", "web-7"]] {
            assert_eq!(compare(a, b), Ordering::Less);
            assert_eq!(compare(b, a), Ordering::Greater);
            assert_eq!(compare(a, a), Ordering::Equal);
        }
    }
}
