//! Markdown in a rectangle: headings, bold, lists, code, quotes and links as measured lines of text.
//!
//! Colours are named by role, so a page stays what it is when the look changes.

mod flow;
mod reader;

use std::sync::Arc;

use super::geometry::{Point, Rect};
use super::text::Weight;

/// The colour of a text, by role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    Text,
    Soft,
    Link,
}

/// Letters of one style on one line. Positions count from the upper left corner of the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// On the baseline.
    pub at: Point,
    pub size: f32,
    pub weight: Weight,
    pub ink: Ink,
    pub string: String,
    pub width: f32,
}

/// What is drawn besides letters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mark {
    /// Ground of code, under the letters.
    Code(Rect),
    /// Bar beside a quotation.
    Quote(Rect),
    /// Line under a link, or through what is struck out.
    Line(Point, Point, Ink),
    /// Rule across the page.
    Rule(Point, Point),
    /// Dot before an item of a list.
    Dot(Point),
}

/// A page of text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    pub runs: Vec<Run>,
    pub marks: Vec<Mark>,
    /// Where each link can be clicked, and where it leads.
    pub links: Vec<(Rect, Arc<str>)>,
    /// There was more text than room.
    pub cut: bool,
}

/// Sets Markdown in a page of that width and height; what does not fit below is left out.
pub fn page(markdown: &str, size: [f32; 2]) -> Page {
    let mut page = reader::read(markdown, size[0].max(MIN_WIDTH), size[1]);
    page.cut_below(size[1]);
    page
}

/// Narrower lines would hold no word.
const MIN_WIDTH: f32 = 40.0;

impl Page {
    fn cut_below(&mut self, height: f32) {
        let before = self.runs.len();
        self.runs.retain(|run| run.at[1] + run.size * 0.3 <= height);
        self.cut |= self.runs.len() < before;
        self.links.retain(|(rect, _)| rect.max[1] <= height + 1.0);
        self.marks.retain_mut(|mark| match mark {
            Mark::Code(rect) | Mark::Quote(rect) => {
                rect.max[1] = rect.max[1].min(height);
                rect.min[1] < height - 2.0
            }
            Mark::Line(a, ..) | Mark::Rule(a, _) | Mark::Dot(a) => a[1] <= height,
        });
    }
}

#[cfg(test)]
mod tests;
