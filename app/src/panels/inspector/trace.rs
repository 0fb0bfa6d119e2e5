//! Recorded arrivals: how many, over how long.

use egui::{Label, RichText, Ui};
use sim_core::catalog::Value;

use super::field::{Change, Field};
use super::row;
use crate::theme::style::TARGET;

/// The line of a trace: it is read from a log, never typed.
pub fn show(ui: &mut Ui, field: &Field<'_>) -> Option<Change> {
    let text = match field.value {
        Value::Text(_) => field.shown(field.value),
        _ => String::new(),
    };
    let shown = Label::new(RichText::new(text).color(field.theme.text_soft)).truncate();
    ui.add(shown);
    None
}

/// The line below: where to get one.
pub fn import(ui: &mut Ui, field: &Field<'_>) -> bool {
    row::indented(ui, "", |ui, _| {
        ui.spacing_mut().interact_size.y = TARGET;
        let button = ui.button(field.texts.tr("inspector.import_log"));
        let help = field.texts.tr("inspector.import_log_help");
        button.on_hover_text(help).clicked()
    })
}
