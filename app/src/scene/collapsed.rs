//! A collapsed container: one card with the figures of all that stands in it.

use std::sync::Arc;

use sim_core::catalog::container::kind;
use sim_core::document::Container;
use sim_core::engine::snapshot::Health;
use sim_core::report::inside::Inside;

use super::card::{AIRY, CARD, CardDetails, MIDDLE, TIGHT};
use super::container::{CHEVRON, kind_name};
use super::figures::{CardFigures, NONE, word};
use super::geometry::{Point, Rect};
use super::mark::health_mark;
use super::name::Name;
use super::shape::{Anchor, Shape, Stroke};
use super::text::{self, Font};
use super::tile::{PADDING, TILE, tile};
use crate::i18n::Texts;
use crate::theme::{Rgba, Theme};

const CORNER: f32 = 12.0;
const NAME: Font = Font::semibold(13.0);
const SMALL: Font = Font::regular(11.0);
const WORD: Font = Font::semibold(11.0);
const MARK_RADIUS: f32 = 4.5;
const GAP: f32 = 6.0;
/// How far the edges of the cards underneath look out.
const STACK: f32 = 3.0;
/// Baselines below the heading, from the top of the card.
const UPPER: f32 = 59.0;
const LOWER: f32 = 75.0;

/// Where a collapsed container is drawn: its corner stays where it is.
pub fn collapsed_rect(container: &Container) -> Rect {
    Rect::at(container.at, CARD)
}

/// Where the mark that expands it stands: left of the name.
pub fn chevron(card: &Rect) -> Rect {
    let at = [card.min[0] + 2.0 * PADDING + TILE - 3.0, card.min[1] + 13.5];
    Rect::at(at, CHEVRON)
}

/// A collapsed container, with all that its card shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Collapsed {
    pub container: Arc<Container>,
    pub inside: Inside,
    /// A fault is in force on it or in it.
    pub faulty: bool,
}

impl Collapsed {
    /// Words and shapes of its card.
    pub fn details(&self, theme: &Theme, texts: Texts, paper: bool) -> CardDetails {
        let (container, inside) = (&self.container, &self.inside);
        let rect = collapsed_rect(container);
        let figures = figures(container, inside, self.faulty, texts);
        let frame = theme.container(&container.kind);
        let mut shapes = body(rect, frame, theme);
        let icon = kind(&container.kind).map_or("ui-warning", |kind| kind.icon);
        tile(rect, icon, frame, self.faulty, theme, &mut shapes);
        heading(container, rect, &figures, theme, paper, &mut shapes);
        rows(rect, inside, &figures, theme, texts, &mut shapes);
        if paper {
            // Before a run there is nothing to measure, and no place for it.
            shapes.retain(|shape| !matches!(shape, Shape::Text(text) if text.string == NONE));
        }
        CardDetails {
            label: label(container, &figures, texts),
            figures,
            shapes,
        }
    }
}

/// How many components there are, in words.
pub fn count(components: usize, texts: Texts) -> String {
    match components {
        1 => texts.tr("scene.component").to_owned(),
        n => texts.tr_with("scene.components", &[("n", &texts.count(n as u64))]),
    }
}

fn figures(container: &Container, inside: &Inside, faulty: bool, texts: Texts) -> CardFigures {
    let health = inside.count.worst;
    let cost = inside.usd_per_month;
    CardFigures {
        health,
        word: word(health, texts),
        configuration: vec![
            kind_name(&container.kind, texts),
            count(inside.count.components, texts),
        ],
        shorter: Vec::new(),
        utilization: inside.utilization,
        rate: inside
            .rates
            .map_or(NONE.to_owned(), |rates| texts.per_second(rates.goodput)),
        right: cost.map_or(NONE.to_owned(), |usd| texts.usd_per_month(usd)),
        faulty,
    }
}

/// What a screen reader says.
fn label(container: &Container, figures: &CardFigures, texts: Texts) -> String {
    let shut = texts.tr("scene.collapsed");
    let what = figures.configuration.join(", ");
    format!("{}, {what}, {shut}, {}", container.name, figures.word)
}

/// A card on others: two edges look out below.
fn body(rect: Rect, frame: Rgba, theme: &Theme) -> Vec<Shape> {
    let sheet = |step: f32| {
        let inset = step * STACK;
        let min = [rect.min[0] + inset, rect.max[1] - 2.0 * CORNER];
        Shape::Rect {
            rect: Rect::new(min, [rect.max[0] - inset, rect.max[1] + inset]),
            corner: CORNER,
            fill: Some(theme.card),
            stroke: Some(Stroke::solid(1.0, frame.over(theme.canvas, 0.55))),
        }
    };
    let top = Shape::Rect {
        rect,
        corner: CORNER,
        fill: Some(frame.over(theme.card, 0.07)),
        stroke: Some(Stroke::solid(1.5, frame)),
    };
    vec![sheet(2.0), sheet(1.0), top]
}

/// Chevron, name and mark; the kind, and the word of a health that is not fine.
fn heading(
    container: &Container,
    rect: Rect,
    figures: &CardFigures,
    theme: &Theme,
    paper: bool,
    out: &mut Vec<Shape>,
) {
    let chevron = chevron(&rect);
    out.push(Shape::Icon {
        name: "ui-chevron-right".to_owned(),
        rect: chevron,
        tint: theme.text_soft,
    });
    let mark = [rect.max[0] - 13.0, rect.min[1] + 14.0];
    let color = theme.health(figures.health);
    if !paper || figures.health != Health::Unknown {
        out.extend(health_mark(figures.health, mark, MARK_RADIUS, color));
    }
    let left = chevron.max[0] + 2.0;
    let name_room = mark[0] - MARK_RADIUS - GAP - left;
    let name = match paper {
        true => Name::whole(&container.name, NAME, name_room, 2),
        false => Name::cut(&container.name, NAME, name_room),
    };
    let at = [left, rect.min[1] + MIDDLE];
    let below = if name.lines.len() > 1 { TIGHT } else { AIRY };
    let baseline = name.write(at, below, theme.text, out);
    let left = rect.min[0] + 2.0 * PADDING + TILE;
    let mut line = Line {
        left,
        right: rect.max[0] - PADDING,
        baseline,
    };
    if figures.health > Health::Ok {
        line.right(figures.word, WORD, color, out);
    }
    let kind = figures.configuration.first().map_or("", String::as_str);
    line.left(kind, SMALL, theme.text_dim, out);
}

/// How many there are and what they cost; what is answered in time and what fails.
fn rows(
    rect: Rect,
    inside: &Inside,
    figures: &CardFigures,
    theme: &Theme,
    texts: Texts,
    out: &mut Vec<Shape>,
) {
    let line = |baseline: f32| Line {
        left: rect.min[0] + PADDING,
        right: rect.max[0] - PADDING,
        baseline: rect.min[1] + baseline,
    };
    let soft = match inside.usd_per_month.is_some() {
        true => theme.text_soft,
        false => theme.text_dim,
    };
    let mut upper = line(UPPER);
    upper.right(&figures.right, SMALL, soft, out);
    let count = figures.configuration.last().map_or("", String::as_str);
    upper.left(count, SMALL, theme.text_dim, out);
    let mut lower = line(LOWER);
    let failed = inside.rates.map(|rates| rates.failed);
    if let Some(failed) = failed.filter(|failed| *failed > 0.0) {
        let rate = texts.per_second(failed);
        let words = texts.tr_with("scene.failed", &[("rate", &rate)]);
        lower.right(&words, WORD, theme.down, out);
    }
    lower.left(&figures.rate, SMALL, soft, out);
}

/// A line of text with something at both ends.
struct Line {
    left: f32,
    right: f32,
    baseline: f32,
}

impl Line {
    /// At the right end, as far as there is room; the rest of the line is left for the other end.
    fn right(&mut self, words: &str, font: Font, color: Rgba, out: &mut Vec<Shape>) {
        let at: Point = [self.right, self.baseline];
        let text = text::fitted(at, Anchor::End, font, color, words, self.right - self.left);
        self.right -= text.width + GAP;
        out.push(Shape::Text(text));
    }

    fn left(&self, words: &str, font: Font, color: Rgba, out: &mut Vec<Shape>) {
        let at = [self.left, self.baseline];
        let room = (self.right - self.left).max(0.0);
        out.push(text::label(at, Anchor::Start, font, color, words, room));
    }
}
