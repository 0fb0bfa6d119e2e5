//! How wide a text is in the bundled fonts, and the cut that makes it fit.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use ttf_parser::Face;

use super::fonts;
use super::geometry::Point;
use super::shape::{Anchor, Shape, Text};
use crate::theme::Rgba;

/// The two cuts of the bundled typeface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weight {
    Regular,
    SemiBold,
}

/// Size and weight of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Font {
    pub size: f32,
    pub weight: Weight,
}

impl Font {
    pub const fn regular(size: f32) -> Self {
        Self {
            size,
            weight: Weight::Regular,
        }
    }

    pub const fn semibold(size: f32) -> Self {
        Self {
            size,
            weight: Weight::SemiBold,
        }
    }
}

const ELLIPSIS: &str = "…";

/// Width that a character without a glyph of its own is given, in ems: the fallback fonts draw it at most square.
const UNKNOWN_EM: f32 = 1.05;

/// Characters whose width is remembered: the basic plane, which holds Latin and Hangul.
const REMEMBERED: usize = 0x1_0000;

/// One face, and the widths that were asked for so far (the bits of the number; 0: not yet).
struct Cut {
    face: LazyLock<Option<Face<'static>>>,
    widths: [AtomicU32; REMEMBERED],
}

static REGULAR: Cut = Cut {
    face: LazyLock::new(|| Face::parse(fonts::REGULAR, 0).ok()),
    widths: [const { AtomicU32::new(0) }; REMEMBERED],
};
static SEMIBOLD: Cut = Cut {
    face: LazyLock::new(|| Face::parse(fonts::SEMIBOLD, 0).ok()),
    widths: [const { AtomicU32::new(0) }; REMEMBERED],
};

impl Cut {
    fn of(weight: Weight) -> &'static Cut {
        match weight {
            Weight::Regular => &REGULAR,
            Weight::SemiBold => &SEMIBOLD,
        }
    }

    /// Width of a character, in ems.
    fn advance(&self, c: char) -> f32 {
        let Some(slot) = self.widths.get(c as usize) else {
            return self.read(c);
        };
        match slot.load(Ordering::Relaxed) {
            0 => {
                let width = self.read(c);
                slot.store(width.to_bits(), Ordering::Relaxed);
                width
            }
            bits => f32::from_bits(bits),
        }
    }

    fn read(&self, c: char) -> f32 {
        let known = self.face.as_ref().and_then(|face| {
            let advance = face.glyph_hor_advance(face.glyph_index(c)?)?;
            Some(f32::from(advance) / f32::from(face.units_per_em()))
        });
        known.unwrap_or(UNKNOWN_EM)
    }
}

/// The digit that takes the most room.
pub fn widest_digit(font: Font) -> char {
    let cut = Cut::of(font.weight);
    let wider = |a: &char, b: &char| cut.advance(*a).total_cmp(&cut.advance(*b));
    ('0'..='9').max_by(wider).unwrap_or('0')
}

/// Width of one line of text.
pub fn width(string: &str, font: Font) -> f32 {
    let cut = Cut::of(font.weight);
    string.chars().map(|c| cut.advance(c)).sum::<f32>() * font.size
}

/// The text on one line, cut with an ellipsis where it is wider than `room`; empty where nothing fits.
pub fn elide(string: &str, font: Font, room: f32) -> String {
    let line = one_line(string);
    if width(&line, font) <= room {
        return line;
    }
    let room = room - width(ELLIPSIS, font);
    if room < 0.0 {
        return String::new();
    }
    let cut = Cut::of(font.weight);
    let mut used = 0.0;
    let fits = |c: &char| {
        used += cut.advance(*c) * font.size;
        used <= room
    };
    let kept: String = line.chars().take_while(fits).collect();
    format!("{}{ELLIPSIS}", kept.trim_end())
}

fn one_line(string: &str) -> String {
    string
        .trim()
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// A text shape cut to its room; the measured width comes along.
pub fn fitted(at: Point, anchor: Anchor, font: Font, color: Rgba, string: &str, room: f32) -> Text {
    let string = elide(string, font, room);
    let width = width(&string, font);
    Text {
        at,
        anchor,
        size: font.size,
        weight: font.weight,
        color,
        string,
        width,
    }
}

/// [`fitted`] as a shape.
pub fn label(at: Point, anchor: Anchor, font: Font, color: Rgba, string: &str, room: f32) -> Shape {
    Shape::Text(fitted(at, anchor, font, color, string, room))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: Font = Font::semibold(13.0);

    #[test]
    fn the_bundled_fonts_are_read() {
        assert!(REGULAR.face.is_some() && SEMIBOLD.face.is_some());
        assert!(width("한글", NAME) > width("ab", NAME));
        assert!(width("W", NAME) > width("i", NAME));
    }

    #[test]
    fn what_fits_is_left_alone() {
        assert_eq!(elide("ALB", NAME, 100.0), "ALB");
    }

    #[test]
    fn long_texts_are_cut_to_their_room_in_both_languages() {
        for long in [
            "an extraordinarily long name of a component",
            "아주 길고 긴 주문 처리 데이터베이스의 이름",
        ] {
            for room in [8.0, 20.0, 57.3, 99.0] {
                let cut = elide(long, NAME, room);
                assert!(width(&cut, NAME) <= room, "{cut} in {room}");
                assert!(cut.is_empty() || cut.ends_with('…'));
            }
        }
    }

    #[test]
    fn nothing_fits_into_nothing() {
        assert_eq!(elide("name", NAME, 0.0), "");
        assert_eq!(elide("name", NAME, -5.0), "");
        assert_eq!(elide("", NAME, 10.0), "");
    }

    #[test]
    fn line_breaks_become_spaces() {
        assert_eq!(elide("a\nb\tc", NAME, 100.0), "a b c");
    }
}
