//! The parameters of several items of one kind: a change goes to all of them, and values that differ are shown as such.

use egui::{RichText, Ui};
use sim_core::catalog::param::Kind;
use sim_core::catalog::{ParamMap, ParamSpec, Settings, Value, container, link, service};
use sim_core::document::{InOrder, Item};
use sim_core::edit::Edit;
use sim_core::foundation::ids::Id;

use super::field::{Change, Field};
use super::machine::Market;
use super::{by_kind, configure, differ};
use crate::commands::AppCommand;
use crate::panels::{heading, words};
use crate::session::View;
use crate::theme::style::semibold;

/// Items of one kind.
struct Group<'a> {
    /// The service, `link`, or the container kind.
    owner: &'a str,
    specs: &'static [ParamSpec],
    name: String,
    items: Vec<&'a Id>,
    /// Their settings, in their order; of neighbours that are set alike one will do: mostly thousands are.
    settings: Vec<(&'a ParamMap, Settings<'a>)>,
}

impl<'a> Group<'a> {
    fn push(&mut self, id: &'a Id, params: &'a ParamMap, settings: impl FnOnce() -> Settings<'a>) {
        self.items.push(id);
        if self.settings.last().is_none_or(|(last, _)| *last != params) {
            self.settings.push((params, settings()));
        }
    }
}

/// A form for every kind among the selected items.
pub fn show(ui: &mut Ui, view: &View<'_>, out: &mut Vec<AppCommand>) {
    let groups = groups(view);
    let several = groups.len() > 1;
    for group in groups {
        ui.add_space(8.0);
        if several {
            ui.label(RichText::new(&group.name).font(semibold(14.0)));
        }
        ui.push_id(group.owner, |ui| form(ui, view, &group, out));
    }
}

fn groups<'a>(view: &View<'a>) -> Vec<Group<'a>> {
    let mut found: Vec<Group<'a>> = Vec::new();
    let mut items = InOrder::new(view.document);
    for id in view.selection.iter() {
        let Some(item) = items.item(id) else {
            continue;
        };
        let (id, owner, specs, params) = match item {
            Item::Component(component) => {
                let Some(known) = service(&component.service) else {
                    continue;
                };
                let owner = component.service.as_str();
                let specs = (known.params)();
                let params = &component.params;
                (&component.id, owner, specs, params)
            }
            Item::Link(link) => (&link.id, "link", link::params(), &link.params),
            Item::Container(container) => {
                let kind = container::kind(&container.kind);
                let specs = kind.map_or(&[][..], |kind| (kind.params)());
                let owner = container.kind.as_str();
                let params = &container.params;
                (&container.id, owner, specs, params)
            }
            Item::Note(_) => continue,
        };
        let settings = || Settings::new(specs, params);
        match found.iter_mut().find(|group| group.owner == owner) {
            Some(group) => group.push(id, params, settings),
            None => found.push(Group {
                owner,
                specs,
                name: words::kind_of(view.texts, &item),
                items: vec![id],
                settings: vec![(params, settings())],
            }),
        }
    }
    found
}

/// Every parameter that counts for all of them at the moment.
fn form(ui: &mut Ui, view: &View<'_>, group: &Group<'_>, out: &mut Vec<AppCommand>) {
    let kinds = &view.document.kinds;
    let market = market(view, group);
    let shown = |spec: &&ParamSpec| {
        let counts = group
            .settings
            .iter()
            .all(|(_, settings)| settings.applies(spec));
        counts && !(kinds.is_empty() && by_kind::is_about_kinds(spec))
    };
    let mut title = "";
    for spec in group.specs.iter().filter(shown) {
        let Some((_, first)) = group.settings.first() else {
            return;
        };
        if spec.group != title {
            title = spec.group;
            heading(ui, &words::group(view.texts, title), view.theme);
        }
        let mut field = Field::new(spec, group.owner, first, kinds, view.texts, view.theme);
        let values: Vec<&Value> = values(group, spec);
        field.market = market;
        field.changed = values.iter().any(|value| **value != spec.default);
        let differ = values.iter().any(|value| *value != field.value);
        field.mixed = differ.then_some(&values);
        let change = ui.push_id(spec.id, |ui| control(ui, &field)).inner;
        if let Some(value) = change {
            out.push(set(group, spec, &value));
        }
    }
    if group.specs.is_empty() {
        ui.label(RichText::new(view.texts.tr("inspector.no_params")).color(view.theme.text_dim));
    }
}

/// Where all of them are paid for, if that is one place.
fn market<'a>(view: &View<'a>, group: &Group<'a>) -> Option<Market<'a>> {
    let (_, first) = group.settings.first()?;
    let of = |settings: &Settings<'a>, id: &Id| Market::of(view.document, id, settings);
    let market = of(first, group.items.first()?)?;
    let alike = |(_, settings): &(&ParamMap, Settings<'a>)| {
        settings.value("engine") == first.value("engine")
    };
    let here = |id: &&Id| of(first, id) == Some(market);
    (group.settings.iter().all(alike) && group.items.iter().all(here)).then_some(market)
}

fn values<'a>(group: &Group<'a>, spec: &'static ParamSpec) -> Vec<&'a Value> {
    let value = |(_, settings): &(&ParamMap, Settings<'a>)| {
        settings.value(spec.id).unwrap_or(&spec.default)
    };
    group.settings.iter().map(value).collect()
}

/// The usual control where it can tell values that differ and take a new one for all, else a box of those there are.
fn control(ui: &mut Ui, field: &Field<'_>) -> Option<Change> {
    let takes_new = matches!(field.spec.kind, Kind::Number { .. } | Kind::Choice(_));
    match field.differing().filter(|_| !takes_new) {
        Some(told) => differ::show(ui, field, &told),
        None => configure::control(ui, field),
    }
}

fn set(group: &Group<'_>, spec: &ParamSpec, change: &Change) -> AppCommand {
    let value = change.clone().filter(|value| *value != spec.default);
    let edit = |id: &&Id| Edit::SetParam {
        id: Id::clone(id),
        param: spec.id.to_owned(),
        value: value.clone(),
    };
    let edits = group.items.iter().map(edit).collect();
    AppCommand::Edit(Edit::Batch { edits }, "step.configure")
}
