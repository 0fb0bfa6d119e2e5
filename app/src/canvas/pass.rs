//! The draw pass of cards and links: the graph widget says whose turn it is, here it is drawn.
//!
//! What is drawn is collected here, not handed to the widget shape by shape: of those it takes each for itself.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use egui::{Context, Pos2, Shape};

use super::dim::Dim;
use super::dots::Dots;
use super::outline;
use super::paint::Brush;
use super::space::Space;
use crate::scene::figures::Pattern;
use crate::scene::layout::Way;
use crate::scene::shares::{in_shares, leave};
use crate::scene::{CardElement, LinkElement, Rect};
use crate::theme::{Rgba, Theme};

/// What it takes to draw.
pub struct Palette {
    pub brush: Brush,
    pub theme: &'static Theme,
    pub dots: Arc<Dots>,
    pub dim: Dim,
    /// What lies in one of these is painted over afterwards.
    pub covers: Vec<egui::Rect>,
}

impl Palette {
    /// Whether something shows: it lies where is painted, and not wholly under a cover.
    fn shows(&self, rect: Rect) -> bool {
        /// As far as a line, its glow or a frame around a selected card may stick out, screen points.
        const OUT: f32 = 8.0;
        let on_screen = || self.brush.space.rect_to_screen(rect).expand(OUT);
        let covered = |on_screen| self.covers.iter().any(|c| c.contains_rect(on_screen));
        self.brush.sees(rect) && (self.covers.is_empty() || !covered(on_screen()))
    }
}

/// What there is to draw, in drawing order.
#[derive(Default)]
pub struct Items {
    pub cards: Vec<Arc<CardElement>>,
    pub links: Vec<Arc<LinkElement>>,
    /// Of each link: its hair, as it was drawn last.
    hairs: Vec<Option<Hair>>,
}

/// A link from far away, and what it was made from.
struct Hair {
    way: Arc<Way>,
    color: Rgba,
    pattern: Pattern,
    space: Space,
    tips: bool,
    shape: Shape,
}

impl Hair {
    fn new(link: &LinkElement, brush: &Brush) -> Self {
        Self {
            way: Arc::clone(&link.way),
            color: link.color,
            pattern: link.figures.pattern,
            space: brush.space,
            tips: brush.tips,
            shape: brush.hair(link),
        }
    }

    /// The points of its line, where that is all it is.
    fn line(&self) -> Option<&[Pos2]> {
        match &self.shape {
            Shape::Path(path) => Some(&path.points),
            _ => None,
        }
    }

    fn is_of(&self, link: &LinkElement, brush: &Brush) -> bool {
        Arc::ptr_eq(&self.way, &link.way)
            && (self.color, self.pattern) == (link.color, link.figures.pattern)
            && (self.space, self.tips) == (brush.space, brush.tips)
    }
}

impl Items {
    /// Becomes these, writing only what is another one.
    pub fn take<'a>(
        &mut self,
        cards: impl ExactSizeIterator<Item = &'a Arc<CardElement>>,
        links: impl ExactSizeIterator<Item = &'a Arc<LinkElement>>,
    ) {
        take(&mut self.cards, cards);
        take(&mut self.links, links);
        self.hairs.resize_with(self.links.len(), || None);
    }

    /// Makes the hairs of links that have none or another one; mostly each is what it was in the pass before.
    fn comb(&mut self, palette: &Palette) {
        let brush = &palette.brush;
        let links = &self.links;
        let fits = |hair: &Option<Hair>, at: usize| {
            hair.as_ref()
                .is_some_and(|hair| hair.is_of(&links[at], brush))
        };
        let hairs = self.hairs.iter().enumerate();
        let stale = hairs.filter(|(at, hair)| !fits(hair, *at) && palette.shows(links[*at].bounds));
        let stale: Vec<usize> = stale.map(|(at, _)| at).collect();
        let anew = |range: Range<usize>| -> Vec<Hair> {
            let stale = stale[range].iter();
            stale.map(|at| Hair::new(&links[*at], brush)).collect()
        };
        let mut made = in_shares(stale.len(), anew).into_iter().flatten();
        let before = stale.iter().zip(&mut made);
        let before: Vec<_> = before
            .map(|(at, hair)| self.hairs[*at].replace(hair))
            .collect();
        leave(before);
    }
}

fn take<'a, T: 'a>(list: &mut Vec<Arc<T>>, items: impl ExactSizeIterator<Item = &'a Arc<T>>) {
    let mut items = items;
    list.truncate(items.len());
    for (had, item) in list.iter_mut().zip(&mut items) {
        if !Arc::ptr_eq(had, item) {
            *had = Arc::clone(item);
        }
    }
    list.extend(items.cloned());
}

/// The pass under way.
struct Pass {
    palette: Palette,
    items: Items,
    shapes: Vec<Shape>,
    /// What is selected: over the rest.
    front: Vec<Shape>,
}

thread_local! {
    /// The widget cannot hand it to what it calls.
    static PASS: RefCell<Option<Pass>> = const { RefCell::new(None) };
}

/// Runs a pass over these items; what `draw` gives, and what was drawn.
pub fn run<R>(items: &mut Items, palette: Palette, draw: impl FnOnce() -> R) -> (R, Vec<Shape>) {
    let mut items_of_pass = std::mem::take(items);
    if palette.brush.is_far() {
        items_of_pass.comb(&palette);
    }
    let count = items_of_pass.cards.len() + items_of_pass.links.len();
    PASS.set(Some(Pass {
        palette,
        items: items_of_pass,
        shapes: Vec::with_capacity(count),
        front: Vec::new(),
    }));
    let result = draw();
    let Some(mut pass) = PASS.take() else {
        return (result, Vec::new());
    };
    *items = pass.items;
    pass.shapes.append(&mut pass.front);
    (result, pass.shapes)
}

/// Draws a card.
pub fn card(ctx: &Context, at: usize, selected: bool) {
    PASS.with_borrow_mut(|pass| pass.as_mut().map(|pass| pass.card(ctx, at, selected)));
}

/// Draws a link.
pub fn link(ctx: &Context, at: usize, selected: bool) {
    PASS.with_borrow_mut(|pass| pass.as_mut().map(|pass| pass.link(ctx, at, selected)));
}

impl Pass {
    fn card(&mut self, ctx: &Context, at: usize, selected: bool) {
        let Palette {
            brush, theme, dim, ..
        } = &self.palette;
        let seen = |card: &&Arc<CardElement>| self.palette.shows(card.rect);
        let Some(card) = self.items.cards.get(at).filter(seen) else {
            return;
        };
        let out = match selected {
            true => &mut self.front,
            false => &mut self.shapes,
        };
        let far = brush.is_far();
        if selected && far {
            out.push(outline::speck(&brush.space, card.rect, theme.accent));
        }
        dim.paint(&card.id, out, |out| {
            if far {
                let inner = if selected { 1.0 } else { 0.0 };
                out.push(brush.speck(card, theme, inner));
            } else {
                brush.paint(ctx, &card.details().shapes, out);
            }
        });
        if selected && !far {
            out.push(outline::card(&brush.space, card.rect, theme.accent));
        }
    }

    fn link(&mut self, ctx: &Context, at: usize, selected: bool) {
        let Palette {
            brush,
            theme,
            dots,
            dim,
            ..
        } = &self.palette;
        let seen = |link: &&Arc<LinkElement>| self.palette.shows(link.bounds);
        let Some(link) = self.items.links.get(at).filter(seen) else {
            return;
        };
        let out = match selected {
            true => &mut self.front,
            false => &mut self.shapes,
        };
        let hair = self.items.hairs.get(at).and_then(Option::as_ref);
        if selected {
            let line = hair.filter(|_| brush.is_far()).and_then(Hair::line);
            out.push(match line {
                Some(line) => outline::along(&brush.space, link, line.to_vec(), theme.accent),
                None => brush.glow(link, theme.accent),
            });
        }
        dim.paint(&link.id, out, |out| {
            if brush.is_far() {
                out.extend(hair.map(|hair| hair.shape.clone()));
            } else {
                brush.paint(ctx, &link.details().shapes, out);
                dots.paint(link, brush, theme, out);
            }
        });
    }
}
