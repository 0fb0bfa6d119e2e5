//! The lesson of a service or a container kind, in the language of the window.

use egui::{TextStyle, Ui};
use egui_commonmark::{CommonMarkCache, CommonMarkViewer};
use sim_core::catalog::{container, service};
use sim_core::document::Item;

use crate::i18n::Lang;
use crate::session::View;
use crate::theme::style::semibold;

/// Shows the Learn text.
pub fn show(ui: &mut Ui, view: &View<'_>, item: &Item<'_>, cache: &mut CommonMarkCache) {
    let lesson = match item {
        Item::Component(component) => service(&component.service).map(|service| service.learn),
        Item::Container(found) => container::kind(&found.kind).map(|kind| kind.learn),
        Item::Link(_) | Item::Note(_) => None,
    };
    let Some((english, korean)) = lesson else {
        return;
    };
    let text = match view.texts.lang() {
        Lang::En => english,
        Lang::Ko => korean,
    };
    ui.add_space(6.0);
    ui.style_mut().interaction.selectable_labels = true;
    // Otherwise the first line of every point is as tall as a button.
    ui.spacing_mut().interact_size.y = 15.0;
    ui.style_mut()
        .text_styles
        .insert(TextStyle::Heading, semibold(14.0));
    // Headings of the first level alone are set in the semibold face.
    let text = text.replace("## ", "# ");
    CommonMarkViewer::new()
        .indentation_spaces(1)
        .default_width(Some(ui.available_width() as usize))
        .show(ui, cache, &text);
}
