//! Tips make room: a key, or the end of a drag, takes them away until the pointer moves again. Who types with a resting
//! pointer, or has just put something down, wants to see what a tip would cover.

use egui::{Event, Pos2, Ui};

/// Where the pointer rested then.
#[derive(Default)]
pub struct Hush(Option<Pos2>);

impl Hush {
    /// Whether there are no tips in this frame.
    pub fn update(&mut self, ui: &Ui) -> bool {
        let (pointer, busy) = ui.input(|input| {
            let typed = |event: &Event| {
                matches!(
                    event,
                    Event::Key { pressed: true, .. }
                        | Event::Text(_)
                        | Event::Copy
                        | Event::Cut
                        | Event::Paste(_)
                )
            };
            let busy = input.events.iter().any(typed) || input.pointer.any_released();
            (input.pointer.hover_pos(), busy)
        });
        if busy {
            self.0 = pointer;
        } else if self.0 != pointer {
            self.0 = None;
        }
        self.0.is_some()
    }
}
