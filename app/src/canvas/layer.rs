//! Shapes in drawing order, of which icons wait for what does not touch them.
//!
//! Icons have a texture of their own, and whenever another texture has its turn another mesh begins. In the order of the
//! cards these would be two for each of them; this way they are two for all of them, unless cards lie on each other.

use std::collections::HashMap;

use egui::{Rect, Shape, TextureId};

/// Side of the squares by which it is found out what touches an icon, screen points.
const SIDE: f32 = 64.0;
/// What is longer than this is taken to touch every icon.
const LONG: f32 = 4_096.0;

/// The shapes, and the icons that wait.
#[derive(Default)]
pub struct Layer {
    pub shapes: Vec<Shape>,
    waiting: Vec<Shape>,
    /// Where those are, by the squares that they reach into.
    spots: HashMap<[i32; 2], Vec<Rect>>,
}

impl Layer {
    /// Goes on with these shapes.
    pub fn on(shapes: Vec<Shape>) -> Self {
        Self {
            shapes,
            ..Self::default()
        }
    }

    /// Adds what `paint` adds to a list. It paints nothing outside of `reach`; nor may what is added to `shapes` until the
    /// next call.
    pub fn add(&mut self, reach: Rect, paint: impl FnOnce(&mut Vec<Shape>)) {
        if self.touches(reach) {
            self.let_go();
        }
        let from = self.shapes.len();
        paint(&mut self.shapes);
        self.hold_back(from);
    }

    /// All of it, in drawing order.
    pub fn into_shapes(mut self) -> Vec<Shape> {
        self.let_go();
        self.shapes
    }

    /// Whether an icon waits in a part of the screen.
    fn touches(&self, reach: Rect) -> bool {
        let touched = |cell| match self.spots.get(&cell) {
            Some(spots) => spots.iter().any(|spot| spot.intersects(reach)),
            None => false,
        };
        !self.waiting.is_empty() && cells(reach).is_none_or(|mut cells| cells.any(touched))
    }

    /// Lets the icons wait among the shapes from a place on, but for those on which others of these shapes lie.
    fn hold_back(&mut self, from: usize) {
        let mut at = from;
        while let Some(shape) = self.shapes.get(at) {
            let has_texture = shape.texture_id() != TextureId::default();
            let spot = has_texture.then(|| shape.visual_bounding_rect());
            let above = &self.shapes[at + 1..];
            let free = |spot: &Rect| {
                let on_it = |shape: &Shape| shape.visual_bounding_rect().intersects(*spot);
                !above.iter().any(on_it)
            };
            match spot
                .filter(free)
                .and_then(|spot| Some((spot, cells(spot)?)))
            {
                Some((spot, cells)) => {
                    cells.for_each(|cell| self.spots.entry(cell).or_default().push(spot));
                    self.waiting.push(self.shapes.remove(at));
                }
                None => at += 1,
            }
        }
    }

    fn let_go(&mut self) {
        self.shapes.append(&mut self.waiting);
        self.spots.clear();
    }
}

/// The squares that a rectangle reaches into; `None`: too many.
fn cells(rect: Rect) -> Option<impl Iterator<Item = [i32; 2]>> {
    if !rect.is_finite() || rect.size().max_elem() > LONG {
        return None;
    }
    let [from, to] = [rect.min, rect.max].map(|at| (at / SIDE).floor());
    let rows = from.y as i32..=to.y as i32;
    Some(rows.flat_map(move |y| (from.x as i32..=to.x as i32).map(move |x| [x, y])))
}

#[cfg(test)]
mod tests {
    use egui::{Color32, Mesh, pos2, vec2};

    use super::*;

    /// A card with an icon, and on every third one something on the icon; the number is in the colours.
    fn card(number: u8, corner: egui::Pos2) -> (Rect, Vec<Shape>) {
        let rect = Rect::from_min_size(corner, vec2(60.0, 30.0));
        let color = |part| Color32::from_rgb(number, part, 0);
        let icon = Rect::from_min_size(corner + vec2(5.0, 5.0), vec2(20.0, 20.0));
        let mut mesh = Mesh::with_texture(TextureId::Managed(7));
        mesh.add_rect_with_uv(icon, Rect::ZERO, color(1));
        let mut shapes = vec![
            Shape::rect_filled(rect, 0.0, color(0)),
            Shape::mesh(mesh),
            Shape::rect_filled(rect.with_min_x(icon.max.x + 4.0), 0.0, color(2)),
        ];
        if number.is_multiple_of(3) {
            shapes.push(Shape::circle_filled(icon.center(), 3.0, color(3)));
        }
        (rect, shapes)
    }

    fn drawn(corners: &[egui::Pos2]) -> (Vec<Shape>, Vec<Shape>) {
        let (mut layer, mut wanted) = (Layer::default(), Vec::new());
        for (at, corner) in corners.iter().enumerate() {
            let (rect, shapes) = card(at as u8, *corner);
            wanted.extend(shapes.iter().cloned());
            layer.add(rect, |out| out.extend(shapes));
        }
        (layer.into_shapes(), wanted)
    }

    #[test]
    fn what_touches_keeps_its_order() {
        let mut seed = 3_u32;
        let mut any = |below: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) % below
        };
        let mut moved = 0;
        for _ in 0..60 {
            let corners: Vec<egui::Pos2> = (0..12)
                .map(|_| pos2(any(300) as f32 - 90.0, any(200) as f32 - 50.0))
                .collect();
            let (seen, wanted) = drawn(&corners);
            assert_eq!(seen.len(), wanted.len());
            let place = |shape: &Shape| seen.iter().position(|other| other == shape);
            for (at, below) in wanted.iter().enumerate() {
                for above in &wanted[at + 1..] {
                    let [a, b] = [below, above].map(Shape::visual_bounding_rect);
                    assert!(!a.intersects(b) || place(below) < place(above));
                    moved += usize::from(place(below) > place(above));
                }
            }
        }
        assert!(moved > 100, "{moved}");
    }

    #[test]
    fn icons_of_cards_that_do_not_touch_come_last_and_together() {
        let corners: Vec<egui::Pos2> = (0..40)
            .map(|at| pos2(70.0 * (at % 8) as f32, 40.0 * (at / 8) as f32))
            .collect();
        let (seen, _) = drawn(&corners);
        let turns = seen.windows(2);
        let turns = turns.filter(|pair| pair[0].texture_id() != pair[1].texture_id());
        // But for every third one, on which something lies.
        assert_eq!(turns.count(), 2 * 14 + 1);
    }

    #[test]
    fn what_is_endless_or_nowhere_lets_all_icons_go() {
        for reach in [Rect::EVERYTHING, Rect::NAN] {
            let mut layer = Layer::default();
            let (rect, shapes) = card(1, pos2(10.0, 10.0));
            layer.add(rect, |out| out.extend(shapes));
            assert_eq!(layer.shapes.len(), 2);
            layer.add(reach, |_| ());
            assert_eq!(layer.shapes.len(), 3);
        }
    }
}
