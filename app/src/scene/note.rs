//! Notes and frames: words on the canvas. A note is a sheet with Markdown, a frame a titled rectangle behind all else.

use std::sync::Arc;

use sim_core::document::{Document, Note, NoteKind};
use sim_core::foundation::ids::Id;

use super::geometry::{Point, Rect};
use super::layout::Before;
use super::markdown::{self, Ink, Mark, Page};
use super::shape::{Anchor, Shape, Stroke, Text};
use super::text::{self, Font};
use crate::i18n::Texts;
use crate::theme::{Rgba, Theme};

/// The smallest note or frame, canvas points.
pub const SMALLEST: Point = [64.0, 40.0];
/// Height of a frame's title, canvas points.
pub const TITLE_HEIGHT: f32 = 28.0;
/// Between the edge of a note and its text.
pub const PADDING: f32 = 12.0;

const CORNER: f32 = 8.0;
const TITLE: Font = Font::semibold(14.0);
const DOT: f32 = 2.0;

/// A note or frame as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct NoteElement {
    pub id: Id,
    pub kind: NoteKind,
    pub rect: Rect,
    /// What it is and how it begins, in words.
    pub label: String,
    pub empty: bool,
    pub shapes: Vec<Shape>,
    pub links: Vec<(Rect, Arc<str>)>,
}

impl NoteElement {
    /// Where pressing takes hold of it, besides a frame's edges: a note everywhere, a frame by its title.
    pub fn handle(&self) -> Rect {
        match self.kind {
            NoteKind::Text => self.rect,
            NoteKind::Frame => {
                let bottom = (self.rect.min[1] + TITLE_HEIGHT).min(self.rect.max[1]);
                Rect::new(self.rect.min, [self.rect.max[0], bottom])
            }
        }
    }
}

/// The set text of every note, in the document's order; empty for frames. Text that was set before, as it was set then.
pub fn pages(document: &Document, set: &[Arc<Note>], pages: &[Arc<Page>]) -> Vec<Arc<Page>> {
    let before: Vec<(&Arc<Note>, &Arc<Page>)> = set.iter().zip(pages).collect();
    let before = Before::new(&before, |(note, _)| &note.id);
    let alike = |a: &Note, b: &Note| a.kind == b.kind && a.size == b.size && a.text == b.text;
    let page = |(index, note): (usize, &Arc<Note>)| {
        let set = before.get(index, &note.id);
        let same = set.filter(|(other, _)| Arc::ptr_eq(note, other) || alike(note, other));
        match (same, note.kind) {
            (Some((_, page)), _) => Arc::clone(page),
            (None, NoteKind::Text) => {
                let room = note.size.map(|v| v - 2.0 * PADDING);
                Arc::new(markdown::page(&note.text, room))
            }
            (None, NoteKind::Frame) => Arc::default(),
        }
    };
    document.notes.values().enumerate().map(page).collect()
}

/// Draws all notes and frames: frames first, they lie at the bottom.
pub fn notes(
    document: &Document,
    pages: &[Arc<Page>],
    theme: &Theme,
    texts: Texts,
) -> Vec<Arc<NoteElement>> {
    let drawn = document.notes.values().zip(pages);
    let mut all: Vec<_> = drawn
        .map(|(note, page)| Arc::new(element(note, page, theme, texts)))
        .collect();
    all.sort_by_key(|note| note.kind == NoteKind::Text);
    all
}

fn element(note: &Note, page: &Page, theme: &Theme, texts: Texts) -> NoteElement {
    let rect = Rect::at(note.at, note.size);
    let color = theme.note(note.color);
    let shapes = match note.kind {
        NoteKind::Text => sheet(rect, page, color, theme),
        NoteKind::Frame => frame(rect, &note.text, color, theme),
    };
    let origin = rect.min.map(|v| v + PADDING);
    let moved = |link: &Rect| Rect::new(plus(link.min, origin), plus(link.max, origin));
    let links = page
        .links
        .iter()
        .map(|(at, to)| (moved(at), Arc::clone(to)));
    NoteElement {
        id: note.id.clone(),
        kind: note.kind,
        rect,
        label: label(note, texts),
        empty: note.text.trim().is_empty(),
        shapes,
        links: links.collect(),
    }
}

fn label(note: &Note, texts: Texts) -> String {
    let title = note.title();
    let title = if title.is_empty() {
        texts.tr("note.empty")
    } else {
        title
    };
    texts.tr_with(
        &format!("note.label.{}", note.kind.name()),
        &[("text", title)],
    )
}

fn plus(a: Point, b: Point) -> Point {
    [a[0] + b[0], a[1] + b[1]]
}

fn sheet(rect: Rect, page: &Page, color: Rgba, theme: &Theme) -> Vec<Shape> {
    let ground = theme.note_ground(color);
    let origin = rect.min.map(|v| v + PADDING);
    let mut shapes = vec![Shape::Rect {
        rect,
        corner: CORNER,
        fill: Some(ground),
        stroke: Some(Stroke::solid(1.0, color.faded(0.7))),
    }];
    let ink = |ink: Ink| match ink {
        Ink::Text => theme.text,
        Ink::Soft => theme.text_soft,
        Ink::Link => theme.note_link(),
    };
    for mark in &page.marks {
        shapes.push(match *mark {
            Mark::Code(at) => Shape::Rect {
                rect: Rect::new(plus(at.min, origin), plus(at.max, origin)),
                corner: 4.0,
                fill: Some(theme.note_code(ground)),
                stroke: None,
            },
            Mark::Quote(at) => Shape::Rect {
                rect: Rect::new(plus(at.min, origin), plus(at.max, origin)),
                corner: 1.5,
                fill: Some(color),
                stroke: None,
            },
            Mark::Line(a, b, role) => Shape::Line {
                points: vec![plus(a, origin), plus(b, origin)],
                stroke: Stroke::solid(1.0, ink(role)),
            },
            Mark::Rule(a, b) => Shape::Line {
                points: vec![plus(a, origin), plus(b, origin)],
                stroke: Stroke::solid(1.0, color.faded(0.7)),
            },
            Mark::Dot(at) => Shape::Circle {
                center: plus(at, origin),
                radius: DOT,
                fill: theme.text_soft,
            },
        });
    }
    shapes.extend(page.runs.iter().map(|run| {
        Shape::Text(Text {
            at: plus(run.at, origin),
            anchor: Anchor::Start,
            size: run.size,
            weight: run.weight,
            color: ink(run.ink),
            string: run.string.clone(),
            width: run.width,
        })
    }));
    if page.cut {
        let corner = [rect.max[0] - PADDING, rect.max[1] - 5.0];
        let (font, color) = (Font::semibold(13.0), theme.text_soft);
        shapes.push(text::label(corner, Anchor::End, font, color, "…", 20.0));
    }
    shapes
}

fn frame(rect: Rect, title: &str, color: Rgba, theme: &Theme) -> Vec<Shape> {
    let mut shapes = vec![Shape::Rect {
        rect,
        corner: CORNER,
        fill: Some(color.faded(0.06)),
        stroke: Some(Stroke::solid(1.5, color.faded(0.8))),
    }];
    let at = plus(rect.min, [PADDING, 20.0]);
    let room = (rect.width() - 2.0 * PADDING).max(0.0);
    if rect.height() >= TITLE_HEIGHT {
        shapes.push(text::label(
            at,
            Anchor::Start,
            TITLE,
            theme.text,
            title,
            room,
        ));
    }
    shapes
}
