//! What scrolls in a panel. Its bar stands in the panel's margin, beside what it scrolls and not on it.

use egui::{Margin, ScrollArea, Ui, UiBuilder};

/// So much of the margin is the bar's.
const BAR: i8 = 8;

/// An area of the whole of `ui` that scrolls up and down; `show` shows it.
pub fn area<R>(ui: &mut Ui, name: &str, show: impl FnOnce(&mut Ui, ScrollArea) -> R) -> R {
    let room = ui.available_rect_before_wrap();
    let wide = room.with_max_x(room.right() + f32::from(BAR));
    let mut child = ui.new_child(UiBuilder::new().max_rect(wide));
    child.spacing_mut().scroll.bar_width = f32::from(BAR);
    let margin = Margin {
        right: BAR,
        ..Margin::ZERO
    };
    let area = ScrollArea::vertical()
        .id_salt(name)
        .auto_shrink([false, false])
        .content_margin(margin);
    let shown = show(&mut child, area);
    ui.advance_cursor_after_rect(room);
    shown
}
