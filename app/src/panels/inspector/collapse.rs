//! The button that draws a container as one card, and as a frame again.

use egui::{Button, Ui, Vec2};
use sim_core::catalog::container::crosses;
use sim_core::document::Container;

use crate::commands::{AppCommand, keys, menu, table};
use crate::session::View;
use crate::theme::style::TARGET;

/// Shows the button; nothing for what lies across others.
pub fn show(ui: &mut Ui, view: &View<'_>, container: &Container, out: &mut Vec<AppCommand>) {
    if crosses(&container.kind) {
        return;
    }
    let (name, command) = menu::turn(container);
    let key = table::entry(name).map(|entry| keys::text(ui.ctx(), entry));
    ui.add_space(6.0);
    let text = view.texts.tr(&format!("command.{name}"));
    let button = Button::new(text).min_size(Vec2::new(0.0, TARGET));
    let response = ui.add(button);
    if response.on_hover_text(key.unwrap_or_default()).clicked() {
        out.push(command);
    }
}
