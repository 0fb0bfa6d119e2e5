//! A whole name where it would be cut: on two lines, smaller if need be. The window has a tooltip for the rest of a name,
//! a picture on paper has not.

use super::geometry::Point;
use super::shape::{Anchor, Shape};
use super::text::{self, Font};
use crate::theme::Rgba;

/// The smallest size of a name, points.
const SMALLEST: f32 = 9.0;

/// A name as it is set.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    pub lines: Vec<String>,
    pub font: Font,
}

impl Name {
    /// One line, cut with an ellipsis.
    pub fn cut(name: &str, font: Font, room: f32) -> Self {
        let lines = vec![text::elide(name, font, room)];
        Self { lines, font }
    }

    /// The largest form that shows all of it on at most so many lines: first broken between words, then anywhere. Cut
    /// only where not even the smallest does.
    pub fn whole(name: &str, font: Font, room: f32, most: usize) -> Self {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        for anywhere in [false, true] {
            let mut font = font;
            while font.size >= SMALLEST {
                let lines = lines(&name, font, room, anywhere);
                if lines.len() <= most && lines.iter().all(|line| text::width(line, font) <= room) {
                    return Self { lines, font };
                }
                font.size -= 1.0;
            }
        }
        let font = Font {
            size: SMALLEST,
            ..font
        };
        let mut lines = lines(&name, font, room, true);
        let rest = lines.split_off(most.saturating_sub(1).min(lines.len()));
        lines.push(text::elide(&rest.concat(), font, room));
        Self { lines, font }
    }

    /// Sets it with a line of another kind so far below, both around a height: gives the baseline of that line.
    pub fn write(
        &self,
        [left, middle]: Point,
        below: f32,
        color: Rgba,
        out: &mut Vec<Shape>,
    ) -> f32 {
        let pitch = self.font.size * 1.17;
        let height = pitch * (self.lines.len() as f32 - 1.0) + below;
        let mut baseline = middle - height / 2.0;
        for line in &self.lines {
            let (at, room) = ([left, baseline], f32::INFINITY);
            out.push(text::label(at, Anchor::Start, self.font, color, line, room));
            baseline += pitch;
        }
        middle + height / 2.0
    }
}

/// As many lines as it takes. A piece that is wider than the room stands alone, or is broken where the room ends.
fn lines(name: &str, font: Font, room: f32, anywhere: bool) -> Vec<String> {
    let mut lines = vec![String::new()];
    for piece in pieces(name) {
        let mut line = lines.pop().unwrap_or_default();
        let fits = |line: &str, more: &str| {
            text::width(&format!("{line}{}", more.trim_end()), font) <= room
        };
        if fits(&line, piece) {
            line.push_str(piece);
        } else if !anywhere {
            if !line.is_empty() {
                lines.push(line);
            }
            line = piece.to_owned();
        } else {
            for c in piece.chars() {
                if !line.is_empty() && !fits(&line, &c.to_string()) {
                    lines.push(std::mem::take(&mut line));
                }
                line.push(c);
            }
        }
        lines.push(line);
    }
    let trimmed = lines.iter().map(|line| line.trim().to_owned());
    trimmed.collect()
}

/// A name in pieces between which a line may end: words, and parts of words such as `orders-`, `Orders`, `DB`.
fn pieces(name: &str) -> Vec<&str> {
    let (mut pieces, mut from) = (Vec::new(), 0);
    let mut before = ' ';
    for (at, c) in name.char_indices() {
        let ends = matches!(before, ' ' | '-' | '_' | '/' | '.');
        if at > from && (ends || before.is_lowercase() && c.is_uppercase()) {
            pieces.push(&name[from..at]);
            from = at;
        }
        before = c;
    }
    pieces.push(&name[from..]);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    const FONT: Font = Font::semibold(13.0);
    const ROOM: f32 = 98.0;

    fn whole(name: &str) -> Name {
        Name::whole(name, FONT, ROOM, 2)
    }

    #[test]
    fn short_names_stay_as_they_are() {
        for name in ["ALB", "Order DB", "주문 DB", ""] {
            assert_eq!(whole(name), Name::cut(name, FONT, ROOM));
        }
    }

    #[test]
    fn long_names_are_broken_between_words_and_kept_whole() {
        for (name, lines) in [
            ("Order processing service", ["Order", "processing service"]),
            ("order-processing-api", ["order-", "processing-api"]),
            ("주문 처리 데이터베이스", ["주문 처리", "데이터베이스"]),
        ] {
            let found = whole(name);
            let joined = found.lines.join(" ").replace("- ", "-");
            assert_eq!(joined, name);
            assert_eq!(found.lines.len(), lines.len(), "{found:?}");
            assert!(
                found
                    .lines
                    .iter()
                    .all(|line| text::width(line, found.font) <= ROOM)
            );
        }
    }

    #[test]
    fn names_have_joints() {
        for (name, want) in [
            ("Order DB", &["Order ", "DB"][..]),
            ("OrdersAndPostgreSQL", &["Orders", "And", "Postgre", "SQL"]),
            ("a-b_c/d.e", &["a-", "b_", "c/", "d.", "e"]),
            ("주문 DB", &["주문 ", "DB"]),
            ("", &[""]),
        ] {
            assert_eq!(pieces(name), want);
        }
    }

    #[test]
    fn whatever_a_name_is_it_keeps_to_its_room() {
        let long = "아주길고긴주문처리데이터베이스의이름".repeat(6);
        let names = [
            "ElastiCacheForSessionsOfAllCustomers",
            "아주길고긴주문처리데이터베이스의이름",
            "a-b_c/d.e f",
            "Amazon Relational Database Service for orders",
            &long,
        ];
        for name in names {
            for most in [1, 2, 3] {
                for room in [30.0, 57.3, ROOM, 112.0] {
                    let found = Name::whole(name, FONT, room, most);
                    assert!((1..=most).contains(&found.lines.len()), "{found:?}");
                    for line in &found.lines {
                        assert!(text::width(line, found.font) <= room, "{found:?} in {room}");
                    }
                    let all: String = found.lines.concat().replace(' ', "");
                    let cut = all.ends_with('…');
                    assert!(cut || all == name.replace(' ', ""), "{found:?}");
                }
            }
        }
        assert!(!whole(names[0]).lines.concat().ends_with('…'));
        assert!(!whole(names[1]).lines.concat().ends_with('…'));
        let three = Name::whole(names[3], FONT, ROOM, 3);
        assert!(!three.lines.concat().ends_with('…'), "{three:?}");
    }
}
