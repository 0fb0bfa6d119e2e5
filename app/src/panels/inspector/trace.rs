//! Recorded arrivals: how many, over how long.

use egui::{Label, Response, RichText, Ui};
use sim_core::catalog::Value;
use sim_core::catalog::trace::Trace;

use super::field::{Change, Field};
use crate::i18n::Texts;

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
pub fn show(ui: &mut Ui, field: &Field<'_>, label: &Response) -> Option<Change> {
    let text = match field.value {
        Value::Text(text) => in_words(text, field.texts),
        _ => String::new(),
    };
    let shown = Label::new(RichText::new(text).color(field.theme.text_soft)).truncate();
    ui.add(shown).labelled_by(label.id);
    None
}
