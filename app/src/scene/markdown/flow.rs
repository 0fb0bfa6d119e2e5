//! Letters of mixed styles broken into lines.

use super::Ink;
use crate::scene::text::{self, Font};

/// How a letter looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    pub font: Font,
    pub ink: Ink,
    pub code: bool,
    pub struck: bool,
    /// Index of the link it belongs to.
    pub link: Option<usize>,
}

/// A letter in its style; `'\n'` ends a line.
pub type Letter = (char, Style);

fn width(letters: &[Letter]) -> f32 {
    letters
        .iter()
        .map(|(c, style)| text::width(c.encode_utf8(&mut [0; 4]), style.font))
        .sum()
}

/// Breaks between words, and inside of a word only where it is wider than a whole line.
pub fn lines(letters: &[Letter], room: f32) -> Vec<Vec<Letter>> {
    let mut lines = Vec::new();
    for hard in letters.split(|(c, _)| *c == '\n') {
        let mut line: Vec<Letter> = Vec::new();
        let mut used = 0.0;
        for word in words(hard) {
            let wide = width(word.1);
            let gap = if line.is_empty() { 0.0 } else { width(word.0) };
            if used + gap + wide <= room {
                if !line.is_empty() {
                    line.extend_from_slice(word.0);
                }
                line.extend_from_slice(word.1);
                used += gap + wide;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            (line, used) = broken(word.1, room, &mut lines);
        }
        lines.push(line);
    }
    lines
}

/// A word over several lines if need be; the last one is handed back with its width.
fn broken(word: &[Letter], room: f32, lines: &mut Vec<Vec<Letter>>) -> (Vec<Letter>, f32) {
    let (mut line, mut used) = (Vec::new(), 0.0);
    for letter in word {
        let wide = width(std::slice::from_ref(letter));
        if used + wide > room && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
            used = 0.0;
        }
        line.push(*letter);
        used += wide;
    }
    (line, used)
}

/// Words, each with the blanks before it.
fn words(letters: &[Letter]) -> Vec<(&[Letter], &[Letter])> {
    let blank = |letter: &Letter| letter.0.is_whitespace();
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let begin = letters[at..]
            .iter()
            .position(|l| !blank(l))
            .map_or(letters.len(), |n| at + n);
        let end = letters[begin..]
            .iter()
            .position(blank)
            .map_or(letters.len(), |n| begin + n);
        if begin < end {
            found.push((&letters[at..begin], &letters[begin..end]));
        }
        at = end;
    }
    found
}
