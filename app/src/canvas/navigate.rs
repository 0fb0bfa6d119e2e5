//! Wheel, pinch and the zoom buttons of the pointer: where the view looks.

use egui::Ui;

use super::space::Space;

/// Moves and zooms the view as the wheel or two fingers ask while the pointer is over the canvas.
pub fn wheel(ui: &Ui, space: Space) -> Space {
    if !ui.rect_contains_pointer(space.area) {
        return space;
    }
    let (pointer, zoom, scroll) = ui.input(|input| {
        (
            input.pointer.hover_pos(),
            input.zoom_delta(),
            input.smooth_scroll_delta(),
        )
    });
    match pointer {
        Some(pointer) if zoom != 1.0 => space.zoomed(zoom, pointer),
        _ => space.panned(scroll),
    }
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
