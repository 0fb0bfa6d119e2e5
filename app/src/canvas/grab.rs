//! What a drag takes hold of: whatever lies where the button went down.
//!
//! The widget that reports a drag is the one under the pointer at the end of a frame. In a slow frame a quick hand is
//! far from where it pressed by then, so only the place of the press counts.

use egui::{Pos2, Ui};
use sim_core::foundation::ids::Id;

use super::gesture::{Gesture, Marquee, Shift};
use super::stage::{Stage, select_if_new};
use super::{bends, cards, containers, notes};
use crate::commands::AppCommand;

/// Begins the gesture that fits the place where the button went down.
pub fn begin(ui: &Ui, stage: &Stage<'_>, gesture: &mut Gesture, out: &mut Vec<AppCommand>) {
    let (origin, held) = ui.input(|input| (input.pointer.press_origin(), input.modifiers));
    let Some(origin) = origin.filter(|_| gesture.is_idle()) else {
        return;
    };
    if let Some(taken) = bends::taken(stage, origin) {
        *gesture = taken;
        return;
    }
    if let Some(link) = cards::link_from(stage, origin) {
        *gesture = Gesture::Connect(link);
        return;
    }
    let from = stage.space.to_canvas(origin);
    *gesture = match item_at(stage, origin) {
        Some(id) => {
            select_if_new(stage, id, out);
            let shift = Shift::new(stage.view.document, id, stage.dragged_with(id), from);
            let shift = shift.map(|shift| match held.alt {
                true => shift.of_a_copy(stage.view.document),
                false => shift,
            });
            shift.map_or(Gesture::Idle, Gesture::Shift)
        }
        None => Gesture::Marquee(Marquee::new(from, held.shift)),
    };
}

/// The card, note or container that a press takes hold of, the topmost one.
fn item_at<'a>(stage: &'a Stage<'_>, at: Pos2) -> Option<&'a Id> {
    let p = stage.space.to_canvas(at);
    if let Some(plate) = stage.covered(at) {
        return Some(&plate.id);
    }
    let (mut here, _) = stage.near(p, 0.0);
    here.reverse();
    here.retain(|card| card.rect.contains(p));
    let front = here
        .iter()
        .find(|card| stage.view.selection.contains(&card.id));
    let card = front.or(here.first()).map(|card| &card.id);
    card.or_else(|| notes::paper_at(stage, at))
        .or_else(|| containers::held_at(stage, at))
        .or_else(|| notes::frame_at(stage, at))
}
