//! Tips make room for the keyboard: a key takes them away until the pointer moves again. Who types with a resting
//! pointer wants to see what a tip would cover.

use egui::{Event, Pos2, Ui};

/// Where the pointer rested when a key was pressed.
#[derive(Default)]
pub struct Hush(Option<Pos2>);

impl Hush {
    /// Whether there are no tips in this frame.
    pub fn update(&mut self, ui: &Ui) -> bool {
        let (pointer, typed) = ui.input(|input| {
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
            (input.pointer.hover_pos(), input.events.iter().any(typed))
        });
        if typed {
            self.0 = pointer;
        } else if self.0 != pointer {
            self.0 = None;
        }
        self.0.is_some()
    }
}
