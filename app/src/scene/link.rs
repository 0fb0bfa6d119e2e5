//! One link: a curve with a head, as wide as its traffic is heavy, and a pill with the rate.

use sim_core::document::{Document, Link};
use sim_core::engine::snapshot::Health;
use sim_core::foundation::ids::Id;

use super::figures::{LinkFigures, LinkRun, Pattern, link_label};
use super::geometry::{Point, Rect, along, bounds_of, length};
use super::layout::{ARROW, Way};
use super::mark::cross;
use super::shape::{Anchor, Shape, Stroke};
use super::text::{self, Font};
use crate::i18n::Texts;
use crate::theme::{Rgba, Theme};

const PILL: Font = Font::regular(11.0);
const PILL_HEIGHT: f32 = 18.0;
const PILL_PADDING: f32 = 7.0;
const PILL_ROOM: f32 = 96.0;
const THINNEST: f32 = 1.5;
/// Width of the heaviest link, canvas points.
pub const THICKEST: f32 = 5.0;

/// A link as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkElement {
    pub id: Id,
    pub from: Id,
    pub to: Id,
    /// The way as a polyline: for hitting it, and for what moves along it.
    pub line: Vec<Point>,
    /// Around the line, without its width.
    pub bounds: Rect,
    pub width: f32,
    pub color: Rgba,
    /// Ends and state in words.
    pub label: String,
    pub figures: LinkFigures,
    /// Curve and head; under the cards.
    pub shapes: Vec<Shape>,
    /// Box and text of the rate; over everything. Empty before the run, or where no free place was found.
    pub pill: Vec<Shape>,
}

/// Draws a link with what it shows of a run; the pill is placed by `labels`.
pub fn link(
    document: &Document,
    link: &Link,
    way: &Way,
    run: &LinkRun,
    theme: &Theme,
    texts: Texts,
) -> LinkElement {
    let figures = LinkFigures::of(link, run, texts);
    let color = line_color(&figures, theme);
    let width = width(figures.per_s);
    let line = way.curve.flatten(24);
    let mut shapes = vec![
        Shape::Curve {
            curve: way.curve.clone(),
            stroke: stroke(&figures, width, color),
        },
        head(way, width, color),
    ];
    if figures.cut {
        shapes.extend(cut_mark(&line, color, theme));
    }
    LinkElement {
        id: link.id.clone(),
        from: link.from.clone(),
        to: link.to.clone(),
        label: link_label(document, link, &figures, texts),
        bounds: bounds_of(&line).unwrap_or_default(),
        line,
        width,
        color,
        figures,
        shapes,
        pill: Vec::new(),
    }
}

fn line_color(figures: &LinkFigures, theme: &Theme) -> Rgba {
    match figures.health {
        Health::Unknown => theme.unknown.faded(0.85),
        health => theme.health(health),
    }
}

/// Wider by the same step for every tenfold rate.
pub fn width(per_s: f64) -> f32 {
    (THINNEST + 0.7 * (1.0 + per_s.max(0.0)).log10() as f32).min(THICKEST)
}

fn stroke(figures: &LinkFigures, width: f32, color: Rgba) -> Stroke {
    match figures.pattern {
        _ if figures.cut => Stroke::dashed(width, color, [3.0, 6.0]),
        Pattern::Solid => Stroke::solid(width, color),
        Pattern::Dashed => Stroke::dashed(width, color, [8.0, 5.0]),
        // As long as wide: dots, however thick the line is.
        Pattern::Dotted => Stroke::dashed(width, color, [width, width + 3.0]),
        Pattern::LongDashed => Stroke::dashed(width, color, [14.0, 5.0]),
    }
}

fn head(way: &Way, width: f32, color: Rgba) -> Shape {
    let [nx, ny] = way.tip.side.normal();
    let [x, y] = way.tip.at;
    let half = 3.5 + width * 0.5;
    // Longer than the gap the curve leaves, so that no slit shows between the two.
    let back = ARROW + 1.0;
    let base = [x + nx * back, y + ny * back];
    let points = vec![
        [x, y],
        [base[0] - ny * half, base[1] + nx * half],
        [base[0] + ny * half, base[1] - nx * half],
    ];
    Shape::Polygon {
        points,
        fill: color,
    }
}

fn cut_mark(line: &[Point], color: Rgba, theme: &Theme) -> Vec<Shape> {
    let middle = along(line, length(line) * 0.5);
    let mut shapes = vec![Shape::Circle {
        center: middle,
        radius: 9.0,
        fill: theme.canvas,
    }];
    shapes.extend(cross(middle, 5.0, Stroke::solid(2.5, color)));
    shapes
}

/// Size of the pill; `None` where the link has none.
pub fn pill_size(link: &LinkElement) -> Option<Point> {
    let text = link.figures.pill.as_ref()?;
    let text = text::elide(text, PILL, PILL_ROOM);
    Some([text::width(&text, PILL) + 2.0 * PILL_PADDING, PILL_HEIGHT])
}

/// The pill in its place.
pub fn pill(link: &LinkElement, rect: Rect, theme: &Theme) -> Vec<Shape> {
    let Some(words) = &link.figures.pill else {
        return Vec::new();
    };
    let frame = if link.figures.cut {
        theme.down
    } else {
        theme.line
    };
    let baseline = [rect.center()[0], rect.center()[1] + 4.0];
    vec![
        Shape::Rect {
            rect,
            corner: 6.0,
            fill: Some(theme.canvas),
            stroke: Some(Stroke::solid(1.0, frame)),
        },
        text::label(
            baseline,
            Anchor::Middle,
            PILL,
            theme.text_soft,
            words,
            PILL_ROOM,
        ),
    ]
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::scene::fixture::{id, three_tier};

    #[test]
    fn every_mode_of_a_link_has_a_line_of_its_own() {
        let mut seen = Vec::new();
        for mode in sim_core::catalog::link::MODES {
            let mut document = three_tier();
            let link = document.links.get_mut(&id("web-alb")).map(Arc::make_mut);
            let params = link.map(|link| &mut link.params);
            params.map(|params| params.insert("mode".to_owned(), mode.into()));
            let scene = crate::scene::build(&document, None, Theme::dark(), Texts::default());
            let drawn = scene.links.iter().find(|link| link.id == id("web-alb"));
            let shapes = drawn.map(|link| link.shapes.clone()).unwrap_or_default();
            let Some(Shape::Curve { stroke, .. }) = shapes.first() else {
                panic!("{mode} draws no curve");
            };
            assert_eq!(stroke.dash.is_none(), mode == "call", "{mode}");
            assert!(
                !seen.contains(&stroke.dash),
                "{mode} looks like another one"
            );
            seen.push(stroke.dash);
        }
    }
}
