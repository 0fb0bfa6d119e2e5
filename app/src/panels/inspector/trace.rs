//! Recorded arrivals: how many, over how long.

use egui::{Label, RichText, Ui};
use sim_core::catalog::Value;
use sim_core::catalog::trace::Trace;

use super::field::{Change, Field};
use super::row;
use crate::i18n::Texts;
use crate::theme::style::TARGET;

/// A trace in one line: `3,053 requests in 56 s`.
pub fn in_words(text: &str, texts: Texts) -> String {
    let trace = Trace::parse(text).unwrap_or_default();
    if trace.requests() == 0 {
        return texts.tr("trace.none").to_owned();
    }
    let requests = texts.count(trace.requests());
    let span = texts.duration(trace.length().as_secs_f64());
    texts.tr_with("trace.summary", &[("n", &requests), ("span", &span)])
}

/// The line of a trace: it is read from a log, never typed.
pub fn show(ui: &mut Ui, field: &Field<'_>) -> Option<Change> {
    let text = match field.value {
        Value::Text(text) => in_words(text, field.texts),
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
