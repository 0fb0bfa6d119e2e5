//! What the selected item does right now: rate, errors, duration; utilisation, saturation; faults to inject.

mod cache;
mod component;
mod inside;
mod latency;
mod line;
mod link;
mod messages;

use egui::{RichText, Ui};
use sim_core::document::Item;
use sim_core::foundation::ids::Id;

use super::faults;
use crate::commands::AppCommand;
use crate::session::View;

/// Shows the Live tab.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    form: &mut faults::FaultForm,
    id: &Id,
    item: &Item<'_>,
    out: &mut Vec<AppCommand>,
) {
    let started = view.snapshot().is_some_and(|snapshot| snapshot.events > 0);
    match item {
        _ if !started => {
            ui.add_space(8.0);
            ui.label(RichText::new(view.texts.tr("live.not_started")).color(view.theme.text_dim));
        }
        Item::Component(_) => component::show(ui, view, id),
        Item::Link(_) => link::show(ui, view, id),
        Item::Container(_) => inside::show(ui, view, id, out),
        Item::Note(_) => {}
    }
    faults::show(ui, view, form, id, item, out);
}
