//! In which zones the instances of a component stand: the drawing says so, by where the card lies.

use std::sync::Arc;

use egui::{Label, RichText, Sense, Ui};
use sim_core::catalog::part::{GroupPart, Part};
use sim_core::catalog::service;
use sim_core::catalog::service::Category;
use sim_core::document::{Component, Container, Document};
use sim_core::foundation::ids::Id;

use crate::panels::words;
use crate::session::View;

/// Shows them where that matters: for what has instances, inside a region with zones.
pub fn show(ui: &mut Ui, view: &View<'_>, component: &Component) {
    let Some(group) = group(component) else {
        return;
    };
    let mut zones = names(view.document, component);
    if !may_span(&group) {
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
    if let Some(region) = wider(view.document, component).filter(|_| may_span(&group)) {
        let region = words::item(view.document, region);
        let how = texts.tr_with("inspector.zones_span", &[("region", &region)]);
        ui.add_space(2.0);
        ui.add(Label::new(RichText::new(how).small().color(theme.text_dim)).wrap());
    }
}

/// The region around a component that stands in one of several zones of it.
fn wider<'a>(document: &'a Document, component: &Component) -> Option<&'a Id> {
    let around = document.ancestors(component.parent.as_ref());
    let of_kind = |kind: &str| around.iter().find(|container| container.kind == kind);
    let region = &of_kind("zone").and(of_kind("region"))?.id;
    let inside = |zone: &&Arc<Container>| {
        let around = document.ancestors(zone.parent.as_ref());
        zone.kind == "zone" && around.iter().any(|outer| outer.id == *region)
    };
    let zones = document.containers.values().filter(inside).count();
    let region = document.containers.get(region)?;
    (zones > 1).then_some(&region.id)
}

/// Whether it has, or may get, more than one instance.
fn may_span(group: &GroupPart) -> bool {
    group.instances > 1 || group.scaling.is_some() || group.failover.is_some()
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::scene::fixture::{id, three_tier};

    #[test]
    fn only_what_stands_in_one_of_several_zones_may_go_wider() {
        let mut document = three_tier();
        let region =
            |document: &Document, name: &str| wider(document, &document.components[name]).cloned();
        assert_eq!(region(&document, "was-a"), Some(id("seoul")));
        assert_eq!(region(&document, "web"), None);
        let alb = document
            .components
            .get_mut("alb")
            .map(Arc::make_mut)
            .unwrap();
        alb.parent = Some(id("seoul"));
        assert_eq!(region(&document, "alb"), None, "it shares them all");
        document
            .containers
            .retain(|name, _| name.as_str() != "zone-c");
        assert_eq!(region(&document, "was-a"), None, "there is no other one");
    }
}
