//! In which zones the instances of a component stand: the drawing says so, by where the card lies.

use egui::{Label, RichText, Sense, Ui};
use sim_core::catalog::part::{GroupPart, Part};
use sim_core::catalog::service;
use sim_core::catalog::service::Category;
use sim_core::document::{Component, Document};

use crate::panels::words;
use crate::session::View;

/// Shows them where that matters: for what has instances, inside a region with zones.
pub fn show(ui: &mut Ui, view: &View<'_>, component: &Component) {
    let Some(group) = group(component) else {
        return;
    };
    let mut zones = names(view.document, component);
    if group.instances <= 1 && group.scaling.is_none() && group.failover.is_none() {
        // One instance is in one place: the first.
        zones.truncate(1);
    }
    if zones.is_empty() {
        return;
    }
    let (texts, theme) = (view.texts, view.theme);
    let said = texts.tr_with("inspector.zones", &[("names", &zones.join(", "))]);
    ui.add_space(6.0);
    let label = Label::new(RichText::new(said).color(theme.text_soft)).wrap();
    let label = ui.add(label.sense(Sense::hover()));
    label.on_hover_text(texts.tr("inspector.zones_help"));
}

/// `None`: it has no instances.
fn group(component: &Component) -> Option<GroupPart> {
    let service = service(&component.service)?;
    if service.category == Category::Clients {
        // A client may carry a whole log.
        return None;
    }
    match (service.compile)(&component.settings()) {
        Part::Group(group) => Some(group),
        _ => None,
    }
}

fn names(document: &Document, component: &Component) -> Vec<String> {
    let zones = document.zones_of(component);
    zones.iter().map(|id| words::item(document, id)).collect()
}
