//! The shapes of the last draw pass, shown again while nothing changes, or only the place the view looks at.
//!
//! The graph widget asks for another frame whenever it is shown. So it is shown only when there is something new to
//! draw; in all other frames the recorded shapes stand in, and a stopped program sleeps. A view that glides shows them
//! moved by whole pixels; when it rests between two pixels, the picture is drawn once more for that very place.

use std::time::Duration;

use egui::emath::GuiRounding;
use egui::{Rect, Sense, Shape, Ui, Vec2};

use super::kept::Kept;
use super::space::Space;
use crate::session::Selection;

/// How far beyond the view is drawn while it moves: this share of its sides.
const BEYOND: f32 = 0.3;
/// A view that has not moved for so long rests, seconds.
const REST: f64 = 0.2;

/// Everything a recorded picture depends on.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// Of the scene.
    pub generation: u64,
    /// Of the dots.
    pub tick: u64,
    pub space: Space,
    pub selection: Selection,
    pub focusing: bool,
    /// Whether links far away have tips.
    pub tips: bool,
    pub pixels_per_point: f32,
    /// The texture of glyphs: what was painted with another shows glyphs that are gone.
    pub glyphs: u64,
}

impl Key {
    /// Whether two look at the same place in the same way, whatever there is to see.
    fn stays(&self, other: &Self) -> bool {
        self.space == other.space
            && self.pixels_per_point == other.pixels_per_point
            && self.glyphs == other.glyphs
    }

    /// Whether two differ in nothing but where they look.
    fn differs_in_pan(&self, other: &Self) -> bool {
        let (here, there) = (&self.space, &other.space);
        let look = (self.focusing, self.tips, self.pixels_per_point);
        (self.generation, self.tick) == (other.generation, other.tick)
            && look == (other.focusing, other.tips, other.pixels_per_point)
            && (here.area, here.camera.zoom) == (there.area, there.camera.zoom)
            && self.glyphs == other.glyphs
            && self.selection == other.selection
    }
}

/// The recording.
#[derive(Default)]
pub struct Replay {
    recorded: Option<Recorded>,
    /// Where the view looked in the last frame, and since when.
    looks: Option<([f32; 2], f64)>,
}

struct Recorded {
    key: Key,
    /// The part of the screen that was painted; `None`: all there is lies in it.
    sight: Option<Rect>,
    shapes: Vec<Shape>,
    /// The same, where they are more than a passing view.
    kept: Option<Kept>,
}

impl Replay {
    /// By how much the recording must be moved to show what `key` asks for, a whole number of pixels; `None`: it cannot.
    pub fn reach(&mut self, ui: &Ui, key: &Key) -> Option<Vec2> {
        let rests_for = self.rests_for(ui, key);
        let recorded = self.recorded.as_ref()?;
        if recorded.key == *key {
            return Some(Vec2::ZERO);
        }
        if !recorded.key.differs_in_pan(key) {
            return None;
        }
        let wanted = recorded.key.space.way_to(&key.space);
        let moved = wanted.round_to_pixels(key.pixels_per_point);
        let in_sight = |sight: Rect| sight.translate(moved).contains_rect(key.space.area);
        let shows = recorded.sight.is_none_or(in_sight);
        if !shows || moved == wanted {
            return shows.then_some(moved);
        }
        if rests_for >= REST {
            return None;
        }
        let left = Duration::from_secs_f64(REST - rests_for);
        ui.ctx().request_repaint_after(left);
        Some(moved)
    }

    /// For how long the view has not moved, seconds.
    fn rests_for(&mut self, ui: &Ui, key: &Key) -> f64 {
        let now = ui.input(|input| input.time);
        let pan = key.space.camera.pan;
        let since = match self.looks {
            Some((before, since)) if before == pan => since,
            _ => now,
        };
        self.looks = Some((pan, since));
        now - since
    }

    /// What to draw for a key that the recording cannot show: more than the canvas while the view moves.
    pub fn sight(&self, key: &Key) -> Rect {
        let area = key.space.area;
        let before = self.recorded.as_ref().map(|recorded| &recorded.key);
        let moves =
            before.is_some_and(|before| before.space != key.space && before.differs_in_pan(key));
        if moves {
            area.expand2(area.size() * BEYOND)
        } else {
            area
        }
    }

    /// Draws the recording, with the same widget id as the graph would have had.
    pub fn show(&mut self, ui: &mut Ui, moved: Vec2) -> egui::Response {
        let (response, painter) = ui.allocate_painter(ui.available_size(), Sense::click_and_drag());
        if let Some(recorded) = &mut self.recorded {
            let shapes = &mut recorded.shapes;
            let anew = || Kept::new(ui.ctx(), std::mem::take(shapes));
            recorded.kept.get_or_insert_with(anew).show(&painter, moved);
        }
        response
    }

    /// Runs a draw pass, which adds what it draws to a list, and records that; `sight`: the part of the screen that it
    /// paints, `None` where that is all there is. Where the view stays what it was, most of it will be what it was too.
    pub fn record<R>(
        &mut self,
        ui: &mut Ui,
        key: Key,
        sight: Option<Rect>,
        draw: impl FnOnce(&mut Ui, &mut Vec<Shape>) -> R,
    ) -> R {
        let mut shapes = Vec::new();
        let result = draw(ui, &mut shapes);
        let before = self.recorded.take();
        let same = |before: &Recorded| before.key.stays(&key);
        let kept = before.filter(same).and_then(|before| before.kept);
        let painter = ui.painter().with_clip_rect(key.space.area);
        let kept = match kept {
            Some(before) => {
                let mut kept = before.followed_by(ui.ctx(), std::mem::take(&mut shapes));
                kept.show(&painter, Vec2::ZERO);
                Some(kept)
            }
            None => {
                painter.extend(shapes.iter().cloned());
                None
            }
        };
        self.recorded = Some(Recorded {
            key,
            sight,
            shapes,
            kept,
        });
        result
    }

    /// The view that the recording shows when it is moved.
    pub fn space(&self, asked: Space, moved: Option<Vec2>) -> Space {
        match (&self.recorded, moved) {
            (Some(recorded), Some(moved)) => recorded.key.space.panned(moved),
            _ => asked,
        }
    }
}
