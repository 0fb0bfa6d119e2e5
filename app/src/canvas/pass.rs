//! The draw pass of cards and links: the graph widget says whose turn it is, here it is drawn.
//!
//! What is drawn is collected here, not handed to the widget shape by shape: of those it takes each for itself.
//!
//! Architecture invariant: between two passes nobody but the scene holds its elements, so that it may change them where
//! they are. A pass borrows them.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use egui::epaint::Tessellator;
use egui::{Context, Mesh, Pos2, Shape};

use super::dim::Dim;
use super::dots::Dots;
use super::layer::Layer;
use super::outline;
use super::paint::Brush;
use super::space::Space;
use crate::scene::figures::Pattern;
use crate::scene::layout::Way;
use crate::scene::shares::{in_shares, leave};
use crate::scene::{CardElement, LinkElement, Rect, Scene};
use crate::theme::{Rgba, Theme};

/// As far as a line, its glow or a frame around a selected card may stick out, screen points.
const OUT: f32 = 8.0;

/// What it takes to draw.
pub struct Palette {
    pub brush: Brush,
    pub theme: &'static Theme,
    pub dots: Arc<Dots>,
    pub dim: Dim,
    pub window: Window,
}

/// What of the drawing a pass paints, canvas points: thousands are asked whether they are in it.
pub struct Window {
    sight: Rect,
    covers: Vec<Rect>,
}

impl Window {
    /// `covers`: what lies in one of these parts of the screen is painted over afterwards.
    pub fn new(brush: &Brush, covers: &[egui::Rect]) -> Self {
        let space = brush.space;
        let on_canvas =
            |rect: egui::Rect| Rect::new(space.to_canvas(rect.min), space.to_canvas(rect.max));
        let covers = covers.iter().map(|cover| cover.shrink(OUT));
        Self {
            sight: on_canvas(brush.seen()),
            covers: covers
                .filter(|cover| cover.is_positive())
                .map(on_canvas)
                .collect(),
        }
    }

    /// Whether something is covered.
    pub fn hides(&self) -> bool {
        !self.covers.is_empty()
    }

    /// Whether something shows: it lies where is painted, and not wholly under a cover.
    pub fn shows(&self, rect: &Rect) -> bool {
        self.sight.touches(rect) && !self.covers.iter().any(|cover| cover.encloses(rect))
    }
}

/// What there is to draw, in drawing order: places in the scene.
#[derive(Default)]
pub struct Items {
    pub cards: Vec<usize>,
    pub links: Vec<usize>,
    /// Of each link: its hair, as it was drawn last.
    hairs: Vec<Option<Hair>>,
    /// Per point, where the hairs were made.
    pixels: f32,
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
    fn new(link: &LinkElement, brush: &Brush, tessellator: &mut Tessellator) -> Self {
        let shape = match brush.hair(link) {
            // Of thousands of links each may have a dozen dashes.
            Shape::Vec(parts) => {
                let mut mesh = Mesh::default();
                let parts = parts.into_iter();
                parts.for_each(|part| tessellator.tessellate_shape(part, &mut mesh));
                mesh.into()
            }
            whole => whole,
        };
        Self {
            way: Arc::clone(&link.way),
            color: link.color,
            pattern: link.figures.pattern,
            space: brush.space,
            tips: brush.tips,
            shape,
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
    /// Becomes these.
    pub fn take(&mut self, cards: Vec<usize>, links: Vec<usize>) {
        (self.cards, self.links) = (cards, links);
        self.hairs.resize_with(self.links.len(), || None);
    }

    /// Makes the hairs of links that have none or another one; mostly each is what it was in the pass before.
    fn comb(&mut self, ctx: &Context, links: &[Arc<LinkElement>], palette: &Palette) {
        let Palette { brush, window, .. } = palette;
        // Triangles of dashes are made for pixels of a size.
        let pixels = ctx.pixels_per_point();
        if std::mem::replace(&mut self.pixels, pixels) != pixels {
            self.hairs.fill_with(|| None);
        }
        let (hairs, places) = (&self.hairs, &self.links);
        let options = ctx.tessellation_options(|options| *options);
        let anew = |range: Range<usize>| -> Vec<(usize, Hair)> {
            let mut tessellator = Tessellator::new(pixels, options, [1, 1], Vec::new());
            let mut made = Vec::new();
            for at in range {
                let link = &*links[places[at]];
                let fits = |hair: &Hair| hair.is_of(link, brush);
                if window.shows(&link.bounds) && !hairs[at].as_ref().is_some_and(fits) {
                    made.push((at, Hair::new(link, brush, &mut tessellator)));
                }
            }
            made
        };
        let made = in_shares(places.len(), anew).into_iter().flatten();
        let before: Vec<_> = made
            .map(|(at, hair)| self.hairs[at].replace(hair))
            .collect();
        leave(before);
    }
}

/// The pass under way.
struct Pass {
    palette: Palette,
    items: Items,
    /// Of the scene.
    cards: Vec<Arc<CardElement>>,
    links: Vec<Arc<LinkElement>>,
    rest: Layer,
    /// What is selected: over the rest.
    front: Layer,
}

thread_local! {
    /// The widget cannot hand it to what it calls.
    static PASS: RefCell<Option<Pass>> = const { RefCell::new(None) };
}

/// Runs a pass over these items of a scene, which adds what is drawn to a list; what `draw` gives.
pub fn run<R>(
    ctx: &Context,
    items: &mut Items,
    scene: &mut Scene,
    palette: Palette,
    out: &mut Vec<Shape>,
    draw: impl FnOnce() -> R,
) -> R {
    if palette.brush.is_far() {
        items.comb(ctx, &scene.links, &palette);
    }
    out.reserve(items.cards.len() + items.links.len());
    PASS.set(Some(Pass {
        palette,
        items: std::mem::take(items),
        cards: std::mem::take(&mut scene.cards),
        links: std::mem::take(&mut scene.links),
        rest: Layer::on(std::mem::take(out)),
        front: Layer::default(),
    }));
    let result = draw();
    if let Some(pass) = PASS.take() {
        *items = pass.items;
        (scene.cards, scene.links) = (pass.cards, pass.links);
        *out = pass.rest.into_shapes();
        out.append(&mut pass.front.into_shapes());
    }
    result
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
        let seen = |card: &&Arc<CardElement>| self.palette.window.shows(&card.rect);
        let card = self.items.cards.get(at).and_then(|at| self.cards.get(*at));
        let Some(card) = card.filter(seen) else {
            return;
        };
        let layer = match selected {
            true => &mut self.front,
            false => &mut self.rest,
        };
        if brush.is_far() {
            let out = &mut layer.shapes;
            if selected {
                out.push(outline::speck(&brush.space, card.rect, theme.accent));
            }
            let inner = if selected { 1.0 } else { 0.0 };
            let speck = brush.speck(card, theme, inner);
            dim.paint(&card.id, out, |out| out.push(speck));
            return;
        }
        let reach = brush
            .space
            .rect_to_screen(card.rect.inflate(OUT))
            .expand(OUT);
        layer.add(reach, |out| {
            dim.paint(&card.id, out, |out| {
                brush.paint(ctx, &card.details().shapes, out);
            });
        });
        if selected {
            let frame = outline::card(&brush.space, card.rect, theme.accent);
            layer.shapes.push(frame);
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
        let seen = |link: &&Arc<LinkElement>| self.palette.window.shows(&link.bounds);
        let link = self.items.links.get(at).and_then(|at| self.links.get(*at));
        let Some(link) = link.filter(seen) else {
            return;
        };
        let layer = match selected {
            true => &mut self.front,
            false => &mut self.rest,
        };
        // Before all cards of its layer, so that no icon waits.
        let out = &mut layer.shapes;
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use egui::{RawInput, pos2, vec2};

    use super::*;
    use crate::canvas::icons::Atlas;
    use crate::i18n::Texts;
    use crate::scene::fixture::three_tier;
    use crate::session::Camera;

    fn palette(ctx: &Context, zoom: f32) -> Palette {
        let area = egui::Rect::from_min_size(pos2(0.0, 0.0), vec2(900.0, 700.0));
        let brush = Brush {
            space: Space {
                area,
                camera: Camera::new([200.0, 200.0], zoom),
            },
            sight: area,
            atlas: Arc::new(Atlas::new(ctx)),
            galleys: Arc::default(),
            tips: false,
        };
        Palette {
            window: Window::new(&brush, &[]),
            brush,
            theme: Theme::dark(),
            dots: Arc::default(),
            dim: Dim::default(),
        }
    }

    /// The three tiers; every link an event, so that its line is dashed.
    fn scene() -> Scene {
        let mut document = three_tier();
        for link in document.links.values_mut() {
            let params = &mut Arc::make_mut(link).params;
            params.insert("mode".to_owned(), "event".into());
        }
        crate::scene::build(&document, None, Theme::dark(), Texts::default())
    }

    fn in_a_frame(mut work: impl FnMut(&Context)) {
        let ctx = Context::default();
        let mut output = ctx.run_ui(RawInput::default(), |ui| work(ui.ctx()));
        output.textures_delta.set.drain().for_each(drop);
        output.textures_delta.free.drain().for_each(drop);
    }

    #[test]
    fn after_a_pass_nobody_but_the_scene_holds_its_elements() {
        in_a_frame(|ctx| {
            let (mut scene, mut items) = (scene(), Items::default());
            let count = (scene.cards.len(), scene.links.len());
            items.take((0..count.0).collect(), (0..count.1).collect());
            for _ in 0..2 {
                let mut out = Vec::new();
                run(
                    ctx,
                    &mut items,
                    &mut scene,
                    palette(ctx, 0.1),
                    &mut out,
                    || {
                        (0..count.1).for_each(|at| link(ctx, at, at == 0));
                        (0..count.0).for_each(|at| card(ctx, at, at == 0));
                    },
                );
                // Those that are selected have something around them.
                assert_eq!(out.len(), count.0 + count.1 + 2);
                assert_eq!((scene.cards.len(), scene.links.len()), count);
                assert!(scene.cards.iter_mut().all(|c| Arc::get_mut(c).is_some()));
                assert!(scene.links.iter_mut().all(|l| Arc::get_mut(l).is_some()));
            }
        });
    }

    #[test]
    fn the_dashes_of_a_hair_are_one_mesh_of_their_triangles() {
        in_a_frame(|ctx| {
            let (scene, palette) = (scene(), palette(ctx, 0.14));
            let options = ctx.tessellation_options(|options| *options);
            let tessellator = || Tessellator::new(1.0, options, [1, 1], Vec::new());
            for link in &scene.links {
                let Shape::Vec(dashes) = palette.brush.hair(link) else {
                    panic!("no dashes");
                };
                assert!(dashes.len() > 1);
                let mut wanted = Mesh::default();
                for dash in dashes {
                    tessellator().tessellate_shape(dash, &mut wanted);
                }
                let hair = Hair::new(link, &palette.brush, &mut tessellator());
                assert_eq!(hair.shape, Shape::from(wanted));
                assert!(hair.is_of(link, &palette.brush));
            }
        });
    }

    #[test]
    fn dashes_from_far_away_are_as_far_apart_as_can_be_told() {
        in_a_frame(|ctx| {
            let scene = scene();
            for zoom in [0.14, 0.06, 0.02] {
                let brush = palette(ctx, zoom).brush;
                let dashed = scene
                    .links
                    .iter()
                    .filter_map(|link| match brush.hair(link) {
                        Shape::Vec(dashes) => Some(dashes),
                        _ => None,
                    });
                let mut pairs = 0;
                for dashes in dashed {
                    let start = |shape: &Shape| match shape {
                        Shape::Path(path) => path.points[0],
                        other => panic!("no dash: {other:?}"),
                    };
                    for pair in dashes.windows(2) {
                        let apart = start(&pair[0]).distance(start(&pair[1]));
                        // Less than the way along the line where it turns between them.
                        assert!(apart > 1.5, "{apart} at {zoom}");
                        pairs += 1;
                    }
                }
                assert!(zoom < 0.1 || pairs > scene.links.len(), "{pairs}");
            }
        });
    }
}
