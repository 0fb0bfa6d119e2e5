//! Wheel, pinch and the zoom buttons of the pointer: where the view looks.

use egui::Ui;

use super::space::Space;

/// Moves and zooms the view as the wheel or two fingers ask while the pointer is over the canvas.
pub fn wheel(ui: &Ui, space: Space) -> Space {
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
