//! Wheel, pinch and the zoom buttons of the pointer: where the view looks.

use egui::Ui;

use super::space::Space;

/// Natural logarithm of the zoom per point of the wheel.
const WHEEL: f32 = 0.004;

/// Moves and zooms the view as the wheel or two fingers ask while the pointer is over the canvas.
pub fn wheel(ui: &Ui, space: Space, zooms: bool) -> Space {
    if !ui.rect_contains_pointer(space.area) {
        return space;
    }
    ui.input(|input| match input.pointer.hover_pos() {
        Some(pointer) if input.zoom_delta() != 1.0 => {
            // A pinch is taken as it is; a notch of the wheel would be too much of a leap.
            let by_wheel = input.modifiers.command;
            let factor = input.zoom_delta();
            space.zoomed(if by_wheel { factor.sqrt() } else { factor }, pointer)
        }
        // Swapped by a setting: a notch up and a notch down lead back to where one was. Sideways still pans.
        Some(pointer) if zooms && input.smooth_scroll_delta().y != 0.0 => {
            let factor = (input.smooth_scroll_delta().y * WHEEL).exp();
            space.zoomed(factor, pointer)
        }
        _ => space.panned(input.smooth_scroll_delta()),
    })
}

/// Whether a press that begins now pans: the middle button, or any while Space is held.
pub fn pan_begins(ui: &Ui, space: &Space) -> bool {
    if !ui.rect_contains_pointer(space.area) {
        return false;
    }
    ui.input(|input| {
        let middle = input.pointer.button_pressed(egui::PointerButton::Middle);
        let with_space = input.pointer.primary_pressed() && input.key_down(egui::Key::Space);
        middle || with_space
    })
}
