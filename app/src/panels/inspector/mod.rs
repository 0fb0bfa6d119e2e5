//! The inspector: Configure, Live, Cost and Learn of what is selected; the scenario when nothing is.

mod by_kind;
mod choice;
mod collapse;
mod configure;
mod cost;
mod differ;
mod distribution;
mod faults;
mod field;
mod header;
mod kinds;
mod learn;
mod live;
mod long;
mod machine;
mod many;
mod note;
mod notice;
mod number;
mod offered;
mod place;
mod row;
mod scenario;
mod several;
mod shapes;
mod trace;
mod typed;
mod zones;

use egui::{RichText, Ui};
use egui_commonmark::CommonMarkCache;
use sim_core::catalog::{ParamSpec, container, link, service};
use sim_core::document::Item;
use sim_core::foundation::ids::Id;

use crate::commands::AppCommand;
use crate::panels::{scrolled, tabs, words};
use crate::session::View;

/// What the inspector remembers between frames.
#[derive(Default)]
pub struct Inspector {
    tab: Tab,
    typing: header::Typing,
    faults: faults::FaultForm,
    markdown: CommonMarkCache,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Tab {
    #[default]
    Configure,
    Live,
    Cost,
    Learn,
}

impl Tab {
    fn key(self) -> &'static str {
        match self {
            Tab::Configure => "inspector.configure",
            Tab::Live => "inspector.live",
            Tab::Cost => "inspector.cost",
            Tab::Learn => "inspector.learn",
        }
    }

    fn of(item: &Item<'_>) -> &'static [Tab] {
        match item {
            Item::Component(_) => &[Tab::Configure, Tab::Live, Tab::Cost, Tab::Learn],
            Item::Link(_) => &[Tab::Configure, Tab::Live],
            Item::Container(_) => &[Tab::Configure, Tab::Live, Tab::Learn],
            Item::Note(_) => &[Tab::Configure],
        }
    }
}

/// Shows the inspector in the whole of `ui`.
pub fn show(ui: &mut Ui, view: &View<'_>, state: &mut Inspector, out: &mut Vec<AppCommand>) {
    let single = view.selection.single();
    if let Some(note) = single.and_then(|id| view.document.notes.get(id)) {
        scrolled(ui, note.id.as_str(), |ui| {
            note::show(ui, view, note, out);
            place::show(ui, view, &note.id, out);
        });
        return;
    }
    match single.and_then(|id| Some((id, view.document.item(id)?))) {
        Some((id, item)) => one(ui, view, state, id, &item, out),
        None if view.selection.is_empty() => {
            scrolled(ui, "scenario", |ui| scenario::show(ui, view, out))
        }
        None => scrolled(ui, "several", |ui| many::show(ui, view, out)),
    }
}

fn scrolled(ui: &mut Ui, salt: &str, add: impl FnOnce(&mut Ui)) {
    scrolled::area(ui, salt, |ui, area| {
        area.show(ui, |ui| {
            add(ui);
            ui.add_space(12.0);
        });
    });
}

fn one(
    ui: &mut Ui,
    view: &View<'_>,
    state: &mut Inspector,
    id: &Id,
    item: &Item<'_>,
    out: &mut Vec<AppCommand>,
) {
    header::show(ui, view, id, item, &mut state.typing, out);
    let offered = Tab::of(item);
    let open = offered
        .iter()
        .position(|tab| *tab == state.tab)
        .unwrap_or(0);
    let names: Vec<tabs::Name> = offered
        .iter()
        .map(|tab| tabs::Name {
            text: view.texts.tr(tab.key()),
            count: 0,
        })
        .collect();
    if let Some(picked) = tabs::show(ui, &names, open, view.theme) {
        state.tab = offered.get(picked).copied().unwrap_or_default();
    }
    let tab = offered.get(open).copied().unwrap_or_default();
    // Everything that is selected is shown from its beginning, each lesson once for all that it is about.
    let of = match (tab, item) {
        (Tab::Learn, Item::Component(component)) => component.service.as_str(),
        (Tab::Learn, Item::Container(found)) => found.kind.as_str(),
        _ => id.as_str(),
    };
    let salt = format!("{} {of}", tab.key());
    scrolled(ui, &salt, |ui| match tab {
        Tab::Configure => {
            configure(ui, view, id, item, out);
            place::show(ui, view, id, out);
        }
        Tab::Live => live::show(ui, view, &mut state.faults, id, item, out),
        Tab::Cost => cost::show(ui, view, id),
        Tab::Learn => learn::show(ui, view, item, &mut state.markdown),
    });
}

fn configure(ui: &mut Ui, view: &View<'_>, id: &Id, item: &Item<'_>, out: &mut Vec<AppCommand>) {
    let none: &[ParamSpec] = &[];
    let (owner, specs, settings) = match item {
        Item::Component(component) => {
            let specs = service(&component.service).map_or(none, |service| (service.params)());
            (component.service.as_str(), specs, component.settings())
        }
        Item::Link(found) => ("link", link::params(), found.settings()),
        Item::Container(found) => {
            let specs = container::kind(&found.kind).map_or(none, |kind| (kind.params)());
            (found.kind.as_str(), specs, found.settings())
        }
        Item::Note(_) => return,
    };
    if let Item::Component(component) = item
        && service(&component.service).is_none()
    {
        let text = view.texts.tr_with(
            "inspector.unknown_service",
            &[("service", &component.service)],
        );
        ui.label(RichText::new(text).color(view.theme.busy));
        return;
    }
    findings(ui, view, id);
    match item {
        Item::Container(found) => collapse::show(ui, view, found, out),
        Item::Component(found) => zones::show(ui, view, found),
        Item::Link(_) | Item::Note(_) => {}
    }
    configure::show(
        ui,
        view,
        &configure::Form {
            id,
            owner,
            specs,
            settings,
        },
        out,
    );
}

/// What the review says about the item, before its parameters.
fn findings(ui: &mut Ui, view: &View<'_>, id: &Id) {
    for finding in view
        .findings
        .iter()
        .filter(|finding| finding.target.as_ref() == Some(id))
    {
        let title = view.texts.tr(words::severity(finding.severity));
        notice::notice(ui, view, title, &words::finding(view.texts, finding));
    }
}
