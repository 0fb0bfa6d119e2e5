//! What the hand is doing on the canvas: one gesture at a time, each a small struct in a file of its own.
//!
//! A gesture follows the pointer, may show what it would do (an [`Edit`] that is applied to a copy), and becomes
//! commands when the button is let go. Escape forgets it.

mod bend;
mod connect;
mod marquee;
mod resize;
mod shift;

use egui::{Key, Ui, Vec2};
use sim_core::document::Document;
use sim_core::edit::Edit;

pub use bend::Bend;
pub use connect::Connect;
pub use marquee::Marquee;
pub use resize::{Pull, Resize};
pub use shift::{Shift, light_up};

use super::snapping::REACH;
use super::space::Space;
use super::stage::Stage;
use crate::commands::AppCommand;
use crate::scene::Point;

/// The hand in one frame.
#[derive(Clone, Copy, Debug)]
pub struct Hand {
    /// Canvas points.
    pub at: Point,
    /// Exactly where the pointer is, without neighbours and grid.
    pub free: bool,
    /// How near something must come to be drawn into line, canvas points.
    pub reach: f32,
}

/// The gesture under way.
#[derive(Debug, Default)]
pub enum Gesture {
    #[default]
    Idle,
    Pan,
    Marquee(Marquee),
    Shift(Shift),
    Resize(Resize),
    Bend(Bend),
    Connect(Connect),
}

impl Gesture {
    pub fn is_idle(&self) -> bool {
        matches!(self, Gesture::Idle)
    }

    /// Takes in where the pointer is now; gives the view back, moved where the gesture moves it.
    pub fn follow(&mut self, ui: &Ui, space: Space) -> Space {
        if ui.input(|input| input.key_pressed(Key::Escape)) {
            *self = Gesture::Idle;
        }
        let (pointer, moved, alt) =
            ui.input(|i| (i.pointer.latest_pos(), i.pointer.delta(), i.modifiers.alt));
        let Some(pointer) = pointer else { return space };
        let space = match self {
            Gesture::Idle => return space,
            Gesture::Pan => return space.panned(moved),
            _ => self.pan_at_edge(ui, space),
        };
        let hand = Hand {
            at: space.to_canvas(pointer),
            free: alt,
            reach: REACH / space.zoom(),
        };
        match self {
            Gesture::Idle | Gesture::Pan => {}
            Gesture::Marquee(marquee) => marquee.follow(hand),
            Gesture::Shift(shift) => shift.follow(hand),
            Gesture::Resize(resize) => resize.follow(hand),
            Gesture::Bend(bend) => bend.follow(hand),
            Gesture::Connect(connect) => connect.follow(hand),
        }
        space
    }

    fn pan_at_edge(&self, ui: &Ui, space: Space) -> Space {
        let dragging = ui.input(|input| input.pointer.is_decidedly_dragging());
        let pointer = ui
            .input(|input| input.pointer.latest_pos())
            .filter(|_| dragging);
        let push = pointer.map_or(Vec2::ZERO, |pointer| space.push_at_edge(pointer));
        if push != Vec2::ZERO {
            ui.ctx().request_repaint();
        }
        space.panned(push)
    }

    /// The change that letting go now would make.
    pub fn preview(&self, document: &Document) -> Option<Edit> {
        match self {
            Gesture::Shift(shift) => shift.edit(document),
            Gesture::Resize(resize) => resize.edit(),
            Gesture::Bend(bend) => bend.edit(),
            _ => None,
        }
    }

    /// What is drawn over the picture while the gesture lasts.
    pub fn paint(&self, ui: &Ui, stage: &Stage<'_>) {
        match self {
            Gesture::Idle | Gesture::Pan | Gesture::Bend(_) => {}
            Gesture::Resize(resize) => resize.paint(ui, stage),
            Gesture::Marquee(marquee) => marquee.paint(ui, stage),
            Gesture::Shift(shift) => shift.paint(ui, stage),
            Gesture::Connect(connect) => connect.paint(ui, stage),
        }
    }

    /// Ends the gesture when its button is let go.
    pub fn end(&mut self, ui: &Ui, stage: &Stage<'_>, out: &mut Vec<AppCommand>) {
        let (down, released) =
            ui.input(|input| (input.pointer.any_down(), input.pointer.primary_released()));
        let over = match self {
            Gesture::Connect(connect) => connect.is_over(down, released),
            _ => !down,
        };
        if !over {
            return;
        }
        let step = |edit: Option<Edit>, name| edit.map(|edit| AppCommand::Edit(edit, name));
        match std::mem::take(self) {
            Gesture::Idle | Gesture::Pan => {}
            Gesture::Marquee(marquee) => marquee.end(stage, out),
            Gesture::Shift(shift) => out.extend(shift.command()),
            Gesture::Resize(resize) => out.extend(step(resize.edit(), "step.resize")),
            Gesture::Bend(bend) => out.extend(step(bend.edit(), "step.bend")),
            Gesture::Connect(connect) => connect.end(stage, out),
        }
    }
}
