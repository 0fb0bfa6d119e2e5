//! The form of a component, a link or a container, made from the catalog's description of its parameters.

use std::cell::Cell;

use egui::{RichText, Ui};
use sim_core::catalog::param::Kind;
use sim_core::catalog::{ParamSpec, Settings, Value};
use sim_core::edit::Edit;
use sim_core::foundation::ids::Id;

use super::field::{Change, Field};
use super::machine::Market;
use super::number::Bounds;
use super::{by_kind, choice, distribution, number, row, trace};
use crate::commands::AppCommand;
use crate::panels::{heading, words};
use crate::session::View;
use crate::theme::style::TARGET;

/// What the form is about.
pub struct Form<'a> {
    pub id: &'a Id,
    /// The service, `link`, or the container kind: where translations start.
    pub owner: &'a str,
    pub specs: &'a [ParamSpec],
    pub settings: Settings<'a>,
}

/// Shows every parameter that counts at the moment, under the headings of the catalog.
pub fn show(ui: &mut Ui, view: &View<'_>, form: &Form<'_>, out: &mut Vec<AppCommand>) {
    let mut group = "";
    let kinds = &view.document.kinds;
    let market = Market::of(view.document, form.id, &form.settings);
    let shown = |spec: &&ParamSpec| {
        form.settings.applies(spec) && !(kinds.is_empty() && by_kind::is_about_kinds(spec))
    };
    for spec in form.specs.iter().filter(shown) {
        if spec.group != group {
            group = spec.group;
            heading(ui, &words::group(view.texts, group), view.theme);
        }
        let (owner, settings) = (form.owner, &form.settings);
        let mut field = Field::new(spec, owner, settings, kinds, view.texts, view.theme);
        (field.market, field.item) = (market, Some(form.id));
        let sweep = Cell::new(false);
        let varies = matches!(spec.kind, Kind::Number { .. })
            || matches!(
                (&spec.kind, field.value),
                (Kind::Times { .. }, Value::Times(_))
            );
        field.sweep = varies.then_some(&sweep);
        let change = ui
            .push_id((form.id.as_str(), spec.id), |ui| control(ui, &field))
            .inner;
        if let Some(value) = change {
            out.push(set(form.id, spec, value));
        }
        if sweep.get() {
            let which = (form.id.clone(), spec.id.to_owned());
            out.push(AppCommand::AskSweep(Some(which)));
        }
        if spec.kind == Kind::Trace && trace::import(ui, &field) {
            out.push(AppCommand::ImportLog(form.id.clone()));
        }
    }
    if form.specs.is_empty() {
        ui.label(RichText::new(view.texts.tr("inspector.no_params")).color(view.theme.text_dim));
    } else if unverified(form) {
        ui.add_space(8.0);
        ui.label(
            RichText::new(view.texts.tr("inspector.unverified_note"))
                .small()
                .color(view.theme.text_dim),
        );
    }
}

/// Whether a default that is in force has not been checked, and so is marked.
fn unverified(form: &Form<'_>) -> bool {
    let in_force = |spec: &&ParamSpec| {
        form.settings.applies(spec) && form.settings.value(spec.id) == Some(&spec.default)
    };
    form.specs
        .iter()
        .filter(|spec| words::is_unverified(spec.source.confidence))
        .any(|spec| in_force(&spec))
}

/// The control that fits a parameter.
pub fn control(ui: &mut Ui, field: &Field<'_>) -> Option<Change> {
    match &field.spec.kind {
        Kind::Number {
            min,
            max,
            integer,
            unit,
            instead,
        } => {
            let bounds = Bounds {
                min: *min,
                max: *max,
                integer: *integer,
            };
            row::show(ui, field, |ui, label| {
                number::show(ui, field, bounds, *unit, *instead, label)
            })
        }
        Kind::Choice(options) => row::show(ui, field, |ui, label| {
            choice::show(ui, field, options, label)
        }),
        Kind::Flag => row::show(ui, field, |ui, label| flag(ui, field, label)),
        Kind::Times { instead } => distribution::show(ui, field, *instead),
        Kind::Kinds => by_kind::set(ui, field),
        Kind::ByKind { min, max, absent } => by_kind::numbers(ui, field, (*min, *max), *absent),
        Kind::Trace => row::show(ui, field, |ui, _| trace::show(ui, field)),
    }
}

fn flag(ui: &mut Ui, field: &Field<'_>, label: &egui::Response) -> Option<Change> {
    let mut on = *field.value == Value::Flag(true);
    ui.spacing_mut().interact_size.y = TARGET;
    square(ui);
    let text = field.texts.tr(if on { "word.on" } else { "word.off" });
    let response = ui.checkbox(&mut on, text).labelled_by(label.id);
    response.changed().then_some(Some(Value::Flag(on)))
}

/// Corners by which a check box is not taken for a radio button.
pub fn square(ui: &mut Ui) {
    let widgets = &mut ui.visuals_mut().widgets;
    for state in [
        &mut widgets.inactive,
        &mut widgets.hovered,
        &mut widgets.active,
    ] {
        state.corner_radius = egui::CornerRadius::same(3);
    }
}

/// Back to the default is said as such, so that documents hold what differs and nothing else.
fn set(id: &Id, spec: &ParamSpec, value: Change) -> AppCommand {
    let value = value.filter(|value| *value != spec.default);
    AppCommand::Edit(
        Edit::SetParam {
            id: id.clone(),
            param: spec.id.to_owned(),
            value,
        },
        "step.configure",
    )
}
