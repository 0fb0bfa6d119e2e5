//! One link: a curve with a head, as wide as its traffic is heavy, and a pill with the rate.

use std::sync::{Arc, OnceLock};

use sim_core::document::{Component, Link};
use sim_core::engine::snapshot::Health;
use sim_core::foundation::ids::Id;

use super::figures::{LinkFigures, LinkRun, Pattern, link_label};
use super::geometry::{Point, Rect};
use super::layout::{ARROW, Way};
use super::mark::cross;
use super::shape::{Anchor, Shape, Stroke};
use super::text::{self, Font};
use crate::i18n::{RateForm, Texts};
use crate::theme::{Rgba, Theme};

const PILL: Font = Font::regular(11.0);
const PILL_HEIGHT: f32 = 18.0;
const PILL_PADDING: f32 = 7.0;
const PILL_ROOM: f32 = 96.0;
const THINNEST: f32 = 1.5;
/// Width of the heaviest link, canvas points.
pub const THICKEST: f32 = 5.0;

/// A link as it is drawn.
#[derive(Clone, Debug)]
pub struct LinkElement {
    pub id: Id,
    pub from: Id,
    pub to: Id,
    /// Around the line, without its width.
    pub bounds: Rect,
    pub width: f32,
    pub color: Rgba,
    pub figures: LinkFigures,
    /// Where it runs.
    pub way: Arc<Way>,
    /// The cards at its ends, for their names.
    ends: [Arc<Component>; 2],
    theme: &'static Theme,
    texts: Texts,
    details: OnceLock<LinkDetails>,
    /// The room of the pill, which stands in its middle; `None` where it has none.
    place: Option<Rect>,
    pill: OnceLock<Vec<Shape>>,
}

/// What only a closer look at a link shows. Of thousands of links few are ever looked at closely.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkDetails {
    /// Ends and state in words.
    pub label: String,
    /// Curve and head; under the cards.
    pub shapes: Vec<Shape>,
}

impl LinkElement {
    /// A link with what it shows of a run; its pill is placed by `labels`.
    pub fn new(
        link: &Link,
        way: &Arc<Way>,
        ends: [&Arc<Component>; 2],
        run: &LinkRun,
        theme: &'static Theme,
        texts: Texts,
    ) -> Self {
        let figures = LinkFigures::of(link, run);
        Self {
            id: link.id.clone(),
            from: link.from.clone(),
            to: link.to.clone(),
            bounds: way.bounds,
            width: width(figures.per_s),
            color: line_color(&figures, theme),
            figures,
            way: Arc::clone(way),
            ends: ends.map(Arc::clone),
            theme,
            texts,
            details: OnceLock::new(),
            place: None,
            pill: OnceLock::new(),
        }
    }

    /// Becomes what [`new`](Self::new) makes of a link of the same id, theme and texts; its pill stays where it is.
    /// `link`: `None` where it is the one that it was made from.
    pub(super) fn follow(
        &mut self,
        link: Option<&Link>,
        way: &Arc<Way>,
        ends: [&Arc<Component>; 2],
        run: &LinkRun,
    ) {
        self.figures = match link {
            Some(link) => LinkFigures::of(link, run),
            None => LinkFigures::with(self.figures.pattern, run),
        };
        if let Some(link) = link {
            (self.from, self.to) = (link.from.clone(), link.to.clone());
        }
        self.bounds = way.bounds;
        self.width = width(self.figures.per_s);
        self.color = line_color(&self.figures, self.theme);
        keep(&mut self.way, way);
        for (had, end) in self.ends.iter_mut().zip(ends) {
            keep(had, end);
        }
        self.details.take();
        self.pill.take();
    }

    /// The way as a polyline: for hitting it, and for what moves along it.
    pub fn line(&self) -> &[Point] {
        self.way.line()
    }

    /// Words and shapes; worked out when somebody asks for the first time.
    pub fn details(&self) -> &LinkDetails {
        self.details.get_or_init(|| {
            let ends = self.ends.each_ref().map(|end| end.name.as_str());
            let pill = self.words();
            LinkDetails {
                label: link_label(ends, &self.figures, pill.as_deref(), self.texts),
                shapes: self.shapes(),
            }
        })
    }

    fn shapes(&self) -> Vec<Shape> {
        let stroke = stroke(&self.figures, self.width, self.color);
        let curve = self.way.curve.clone();
        let head = head(&self.way, self.width, self.color);
        let mut shapes = vec![Shape::Curve { curve, stroke }, head];
        if self.figures.cut {
            shapes.extend(cut_mark(self.way.middle(), self.color, self.theme));
        }
        shapes
    }

    /// What the pill says; `None` where the link has none.
    pub fn words(&self) -> Option<String> {
        self.figures.pill(self.texts)
    }

    /// A name for the form of what the pill says; see [`LinkFigures::text_form`].
    pub(super) fn text_form(&self) -> Option<RateForm> {
        self.figures.text_form(self.texts)
    }

    /// Where the pill may be.
    pub(super) fn place(&self) -> Option<Rect> {
        self.place
    }

    pub(super) fn put_pill(&mut self, place: Option<Rect>) {
        self.place = place;
        self.pill = OnceLock::new();
    }

    /// Box and text of the rate; over everything. Empty before the run.
    pub fn pill(&self) -> &[Shape] {
        self.pill.get_or_init(|| {
            let pill = self.place.zip(self.words());
            pill.map(|(place, words)| pill_shapes(self, place.center(), &words))
                .unwrap_or_default()
        })
    }

    /// The box of the pill.
    pub fn pill_rect(&self) -> Option<Rect> {
        self.pill().first().and_then(Shape::bounds)
    }
}

impl PartialEq for LinkElement {
    /// Whether both look the same.
    fn eq(&self, other: &Self) -> bool {
        (&self.id, &self.from, &self.to) == (&other.id, &other.from, &other.to)
            && (self.line(), self.bounds) == (other.line(), other.bounds)
            && (self.width, self.color, self.figures) == (other.width, other.color, other.figures)
            && self.details() == other.details()
            && self.pill() == other.pill()
    }
}

/// Makes it the other one, unless it is.
fn keep<T>(had: &mut Arc<T>, other: &Arc<T>) {
    if !Arc::ptr_eq(had, other) {
        *had = Arc::clone(other);
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

fn cut_mark(middle: Point, color: Rgba, theme: &Theme) -> Vec<Shape> {
    let mut shapes = vec![Shape::Circle {
        center: middle,
        radius: 9.0,
        fill: theme.canvas,
    }];
    shapes.extend(cross(middle, 5.0, Stroke::solid(2.5, color)));
    shapes
}

/// Size of a pill with these words.
fn pill_size(words: &str) -> Point {
    let width = text::width(&text::elide(words, PILL, PILL_ROOM), PILL);
    [width + 2.0 * PILL_PADDING, PILL_HEIGHT]
}

/// Size of what is kept free for the pill of a link: enough for every number of as many digits, so that it stays where
/// it is while the last digits change. `None` where the link has none.
pub fn pill_room(link: &LinkElement) -> Option<Point> {
    let widest = text::widest_digit(PILL);
    let digit = |c: char| if c.is_ascii_digit() { widest } else { c };
    let words: String = link.words()?.chars().map(digit).collect();
    Some(pill_size(&words))
}

/// The pill around a point.
fn pill_shapes(link: &LinkElement, center: Point, words: &str) -> Vec<Shape> {
    let theme = link.theme;
    let frame = if link.figures.cut {
        theme.down
    } else {
        theme.line
    };
    let rect = Rect::around(center, pill_size(words));
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
            let shapes = drawn
                .map(|link| link.details().shapes.clone())
                .unwrap_or_default();
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
