//! From far away: each container says its name, how many components it holds and how the worst of them is, at a size that
//! can be read. Where the cards in it are specks, it stands for them.

use egui::epaint::{RectShape, StrokeKind};
use egui::text::{LayoutJob, TextWrapping};
use egui::{Color32, Context, Galley, Rect, Shape, Stroke, Vec2, pos2, vec2};
use sim_core::engine::snapshot::Health;
use sim_core::foundation::ids::Id;
use sim_core::report::inside::Count;

use super::labels;
use super::paint::{DETAIL_FROM, TEXT_FROM, health_shapes};
use super::space::Space;
use crate::i18n::Texts;
use crate::scene::figures::word;
use crate::scene::index::Index;
use crate::scene::text::{self, Font};
use crate::scene::{self, ContainerElement, Scene, collapsed};
use crate::theme::{Rgba, Theme, style};

/// The smallest container that can say something; a longer name than this may be cut. Screen points.
const SMALLEST: Vec2 = vec2(40.0, 26.0);
const LONG_NAME: f32 = 80.0;
/// Height of a line of words.
const LINE: f32 = 16.0;
const PADDING: f32 = 5.0;
/// Radius of the corners of a plate that stands for cards.
const COVER_CORNER: f32 = 5.0;
const MARK: f32 = 4.5;
/// From the left edge of a mark to the words behind it.
const BEHIND_MARK: f32 = 14.0;
const NAME: f32 = 12.0;
const SMALL: f32 = 11.0;

/// A container that speaks for itself from far away.
#[derive(Clone, Debug, PartialEq)]
pub struct Plate {
    pub id: Id,
    /// Its place in the scene.
    index: usize,
    /// On the screen.
    pub rect: Rect,
    /// It stands for the cards in it; else it is a label above its frame.
    pub covers: bool,
}

/// The plates at this zoom, the outermost first; none where the words of the drawing itself can be read. Those out of
/// sight are among them, so that where the view looks changes none of the others.
pub fn plates(scene: &Scene, index_of: &Index, space: &Space) -> Vec<Plate> {
    if space.zoom() >= TEXT_FROM {
        return Vec::new();
    }
    let frames: Vec<Rect> = scene
        .containers
        .iter()
        .map(|container| space.rect_to_screen(container.rect))
        .collect();
    let speaking: Vec<bool> = scene.containers.iter().zip(&frames).map(speaks).collect();
    // One with a speaking container in it leaves the room to that.
    let outer = |index: usize| {
        let own = &frames[index];
        let inner = |(other, rect): (usize, &Rect)| {
            other != index && speaking[other] && own.contains_rect(*rect) && *rect != *own
        };
        frames.iter().enumerate().any(inner)
    };
    let mut placed: Vec<Plate> = Vec::new();
    let mut taken: Vec<Rect> = Vec::new();
    for (index, container) in scene.containers.iter().enumerate() {
        let frame = frames[index];
        if !speaking[index] {
            continue;
        }
        let covers = space.zoom() < DETAIL_FROM && !outer(index) && !container.band;
        let rect = if covers {
            let is_taken = taken.iter().any(|rect| rect.intersects(frame.shrink(0.5)));
            (!is_taken).then_some(frame)
        } else {
            let others = scene.containers.iter().zip(&frames);
            let others = others.filter(|(other, _)| !container.band && !other.band);
            let others = others.map(|(_, rect)| *rect);
            let near = cards_at_edges(index_of, container.rect, space);
            let cards = near.iter().filter_map(|at| scene.cards.get(*at));
            let ground = labels::Ground {
                placed: &taken,
                others: others.filter(|rect| !rect.contains_rect(frame)).collect(),
                cards: cards.map(|card| space.rect_to_screen(card.rect)).collect(),
            };
            labels::place(frame, least_width(container), &ground)
        };
        taken.extend(rect);
        placed.extend(rect.map(|rect| Plate {
            id: container.id.clone(),
            index,
            rect,
            covers,
        }));
    }
    placed
}

/// The cards that a label at the upper or the lower edge of a container could hide. Not all that stand in it: of a large
/// one these would be most of a drawing, in every frame.
fn cards_at_edges(index: &Index, rect: scene::Rect, space: &Space) -> Vec<usize> {
    let reach = 2.0 * labels::HEIGHT / space.zoom();
    let at = |y: f32| {
        let corners = [[rect.min[0], y], [rect.max[0], y]];
        index.cards_within(&scene::Rect::new(corners[0], corners[1]).inflate(reach))
    };
    let mut cards = [at(rect.min[1]), at(rect.max[1])].concat();
    cards.sort_unstable();
    cards.dedup();
    cards
}

/// Width of a label that says the name and nothing else.
fn least_width(container: &ContainerElement) -> f32 {
    text::width(&container.name, Font::semibold(SMALL)) + 2.0 * PADDING + BEHIND_MARK + 2.0
}

/// Where the plates that are painted in a part of the screen hide all that is under them.
pub fn covers(plates: &[Plate], sight: Rect) -> Vec<Rect> {
    let there = |plate: &&Plate| plate.covers && sight.intersects(plate.rect);
    let whole = plates.iter().filter(there);
    // Not at their round corners.
    whole.map(|plate| plate.rect.shrink(COVER_CORNER)).collect()
}

/// Whether a container is large enough for its name.
fn speaks((container, frame): (&ContainerElement, &Rect)) -> bool {
    let name = text::width(&container.name, Font::semibold(NAME)).min(LONG_NAME);
    let least = SMALLEST.max(vec2(name + 2.0 * PADDING, 0.0));
    frame.width() >= least.x && frame.height() >= least.y
}

/// The plates as shapes.
pub fn paint<'a>(
    ctx: &Context,
    plates: impl IntoIterator<Item = &'a Plate>,
    scene: &Scene,
    theme: &Theme,
    texts: Texts,
) -> Vec<Shape> {
    let mut shapes = Vec::new();
    for plate in plates {
        let (Some(container), Some(count)) = (
            scene.containers.get(plate.index),
            scene.counts.get(plate.index),
        ) else {
            continue;
        };
        let writer = Writer { ctx, theme, texts };
        match plate.covers {
            true => writer.cover(plate, container, count, &mut shapes),
            false => writer.label(plate, container, count, &mut shapes),
        }
    }
    shapes
}

/// Puts words on plates.
struct Writer<'a> {
    ctx: &'a Context,
    theme: &'a Theme,
    texts: Texts,
}

impl Writer<'_> {
    /// Two lines in the middle of a filled frame; one where there is no room for two.
    fn cover(
        &self,
        plate: &Plate,
        container: &ContainerElement,
        count: &Count,
        out: &mut Vec<Shape>,
    ) {
        let health = self.theme.health(count.worst);
        let (tint, edge) = match count.worst {
            Health::Unknown => (0.08, self.theme.line_strong),
            _ => (0.2, health),
        };
        let fill = health.over(self.theme.canvas, tint);
        out.push(self.plate(plate.rect, COVER_CORNER, fill, edge));
        let room = plate.rect.width() - 2.0 * PADDING;
        let name = |room: f32| self.words(&container.name, NAME, self.theme.text, room);
        let middle = plate.rect.center();
        if plate.rect.height() < 2.0 * LINE + 4.0 {
            self.line(plate.rect, count, Some(name(room - BEHIND_MARK)), out);
            return;
        }
        let title = name(room);
        let at = pos2(middle.x - title.size().x / 2.0, middle.y - LINE + 1.0);
        out.push(Shape::galley(at, title, self.theme.text.into()));
        let lower = Rect::from_center_size(pos2(middle.x, middle.y + LINE / 2.0), vec2(room, LINE));
        self.line(lower, count, None, out);
    }

    /// One line on a small plate.
    fn label(
        &self,
        plate: &Plate,
        container: &ContainerElement,
        count: &Count,
        out: &mut Vec<Shape>,
    ) {
        let room = plate.rect.width() - 2.0 * PADDING - BEHIND_MARK;
        let name = &container.name;
        let word = word(count.worst, self.texts);
        let choices = [
            format!("{name} · {}", self.state(count)),
            format!("{name} · {} · {word}", self.number(count)),
            format!("{name} · {word}"),
            format!("{name} · {}", self.number(count)),
        ];
        let galley = |text: &String| self.words(text, SMALL, self.theme.text, f32::INFINITY);
        let mut fitting = choices.iter().map(galley);
        let found = fitting.find(|galley| galley.size().x <= room);
        let words = found.unwrap_or_else(|| self.words(name, SMALL, self.theme.text, room));
        let size = vec2(
            words.size().x + 2.0 * PADDING + BEHIND_MARK,
            labels::HEIGHT - 2.0,
        );
        let rect = Rect::from_min_size(plate.rect.min + vec2(0.0, 1.0), size);
        out.push(self.plate(rect, 4.0, self.theme.canvas, self.theme.line_strong));
        self.line(rect, count, Some(words), out);
    }

    /// Mark and words, together in the middle of a rectangle; without words of its own, count and health.
    fn line(
        &self,
        rect: Rect,
        count: &Count,
        words: Option<std::sync::Arc<Galley>>,
        out: &mut Vec<Shape>,
    ) {
        let room = rect.width() - BEHIND_MARK;
        let words = words.unwrap_or_else(|| self.short(count, room));
        let left = rect.center().x - (words.size().x + BEHIND_MARK) / 2.0;
        let middle = rect.center().y;
        let color = self.theme.health(count.worst);
        out.extend(health_shapes(
            pos2(left + MARK, middle),
            count.worst,
            MARK,
            color,
        ));
        let at = pos2(left + BEHIND_MARK, middle - words.size().y / 2.0);
        out.push(Shape::galley(at, words, self.theme.text.into()));
    }

    /// Count and health in as many words as there is room for, the number at least.
    fn short(&self, count: &Count, room: f32) -> std::sync::Arc<Galley> {
        let number = self.number(count);
        let word = word(count.worst, self.texts);
        let choices = [self.state(count), format!("{number} · {word}")];
        let galley = |text: &str| self.words(text, SMALL, self.theme.text_soft, f32::INFINITY);
        let mut fitting = choices.iter().map(|text| galley(text));
        let found = fitting.find(|galley| galley.size().x <= room);
        found.unwrap_or_else(|| galley(&number))
    }

    fn number(&self, count: &Count) -> String {
        self.texts.count(count.components as u64)
    }

    /// `12 components · busy`.
    fn state(&self, count: &Count) -> String {
        let components = collapsed::count(count.components, self.texts);
        format!("{components} · {}", word(count.worst, self.texts))
    }

    fn words(&self, text: &str, size: f32, color: Rgba, room: f32) -> std::sync::Arc<Galley> {
        let font = style::semibold(size);
        let mut job = LayoutJob::simple_singleline(text.to_owned(), font, color.into());
        job.wrap = TextWrapping::truncate_at_width(room.max(0.0));
        self.ctx.fonts_mut(|fonts| fonts.layout_job(job))
    }

    fn plate(&self, rect: Rect, corner: f32, fill: Rgba, edge: Rgba) -> Shape {
        let stroke = Stroke::new(1.0, edge);
        let fill = Color32::from(fill);
        RectShape::new(rect, corner, fill, stroke, StrokeKind::Inside).into()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::scene::fixture::{component, container, document, snapshot, three_tier};
    use crate::session::Camera;

    fn index(scene: &Scene) -> Index {
        let mut index = Index::default();
        index.follow(scene);
        index
    }

    fn at_zoom(zoom: f32) -> Vec<(String, bool)> {
        let mut document = three_tier();
        for zone in ["zone-a", "zone-c"] {
            let found = document.containers.get_mut(zone).unwrap();
            std::sync::Arc::make_mut(found).name = zone.to_owned();
        }
        let run = snapshot(&document);
        let scene = crate::scene::build(&document, Some(&run), Theme::dark(), Texts::default());
        let space = Space {
            area: Rect::from_min_size(pos2(0.0, 0.0), vec2(800.0, 600.0)),
            camera: Camera::new([300.0, 200.0], zoom),
        };
        let found = plates(&scene, &index(&scene), &space);
        for (index, plate) in found.iter().enumerate() {
            let apart = |other: &Plate| !other.rect.shrink(0.5).intersects(plate.rect.shrink(0.5));
            assert!(found[..index].iter().all(apart), "{found:?}");
        }
        let names = found
            .iter()
            .map(|plate| (plate.id.to_string(), plate.covers));
        names.collect()
    }

    #[test]
    fn the_farther_the_fewer_speak_and_the_last_stand_for_their_cards() {
        let of = |list: &[(&str, bool)]| -> Vec<(String, bool)> {
            list.iter()
                .map(|(name, on)| ((*name).to_owned(), *on))
                .collect()
        };
        assert!(at_zoom(0.5).is_empty());
        let labels = of(&[("seoul", false), ("zone-a", false), ("zone-c", false)]);
        assert_eq!(at_zoom(0.3), labels);
        let covers = of(&[("seoul", false), ("zone-a", true), ("zone-c", true)]);
        assert_eq!(at_zoom(0.14), covers);
        // The zones are too small to be read: the region stands for them.
        assert_eq!(at_zoom(0.1), of(&[("seoul", true)]));
    }

    /// Two zones that touch, each with a card under its title, at zooms at which labels are drawn.
    #[test]
    fn the_label_of_a_zone_stands_in_no_other_one_and_on_no_card() {
        let zone = |name: &str, y: f32| {
            container(name, "zone", name, [0.0, y, 420.0, 240.0], Some("seoul"))
        };
        let card =
            |name: &str, y: f32, zone: &str| component(name, "was", name, [24.0, y], Some(zone));
        let document = document(
            vec![card("a", 60.0, "upper"), card("b", 300.0, "lower")],
            vec![
                container(
                    "seoul",
                    "region",
                    "seoul",
                    [-40.0, -40.0, 500.0, 560.0],
                    None,
                ),
                zone("upper", 0.0),
                zone("lower", 240.0),
            ],
            vec![],
        );
        let scene = crate::scene::build(&document, None, Theme::dark(), Texts::default());
        for zoom in [0.349, 0.3, 0.27, 0.2, 0.16] {
            let space = Space {
                area: Rect::from_min_size(pos2(0.0, 0.0), vec2(800.0, 600.0)),
                camera: Camera::new([300.0, 200.0], zoom),
            };
            let found = plates(&scene, &index(&scene), &space);
            let rect = |name: &str| found.iter().find(|p| p.id.as_str() == name).unwrap().rect;
            let frame = |name: &str| {
                let found = scene.containers.iter().find(|c| c.id.as_str() == name);
                space.rect_to_screen(found.unwrap().rect)
            };
            for (own, other) in [("upper", "lower"), ("lower", "upper")] {
                let label = rect(own).shrink(0.5);
                assert!(
                    !label.intersects(frame(other)),
                    "{own} at {zoom}: {found:?}"
                );
                let mut cards = scene
                    .cards
                    .iter()
                    .map(|card| space.rect_to_screen(card.rect));
                // Farther out a zone is hardly larger than its label.
                let free = zoom < 0.2 || !cards.any(|card| label.intersects(card));
                assert!(free, "{own} at {zoom}: {label}");
            }
        }
    }

    #[test]
    fn only_a_painted_plate_that_stands_for_cards_hides_what_is_under_it() {
        let document = three_tier();
        let scene = crate::scene::build(&document, None, Theme::dark(), Texts::default());
        let area = Rect::from_min_size(pos2(0.0, 0.0), vec2(800.0, 600.0));
        let hidden = |zoom: f32, sight: Rect| {
            let camera = Camera::new([300.0, 200.0], zoom);
            let plates = plates(&scene, &index(&scene), &Space { area, camera });
            let covers = covers(&plates, sight);
            let inside = |cover: &Rect| {
                plates
                    .iter()
                    .any(|p| p.covers && p.rect.contains_rect(*cover))
            };
            assert!(covers.iter().all(inside));
            covers.len()
        };
        assert_eq!(hidden(0.3, area), 0);
        assert_eq!(hidden(0.1, area), 1);
        assert_eq!(hidden(0.1, area.translate(vec2(2000.0, 0.0))), 0);
    }

    #[test]
    fn counts_and_the_worst_health_come_with_the_scene() {
        let document = three_tier();
        let run = snapshot(&document);
        let scene = crate::scene::build(&document, Some(&run), Theme::dark(), Texts::default());
        let of = |name: &str| {
            let index = scene.containers.iter().position(|c| c.id.as_str() == name);
            scene.counts[index.unwrap()]
        };
        assert_eq!(
            (of("seoul").components, of("seoul").worst),
            (7, Health::Down)
        );
        assert_eq!(
            (of("zone-a").components, of("zone-a").worst),
            (2, Health::Saturated)
        );
    }
}
