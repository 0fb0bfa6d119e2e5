//! Nothing is selected: the document itself, and the scenario that is run on it.

use egui::{Response, RichText, TextEdit, Ui};
use sim_core::catalog::param::Unit;
use sim_core::document::{Scenario, Targets};
use sim_core::edit::Edit;

use super::number::{self, Bounds};
use super::{faults, kinds, offered, row};
use crate::commands::AppCommand;
use crate::panels::{heading, words};
use crate::session::View;

/// Between the frame of a field and its text.
const MARGIN: egui::Margin = egui::Margin::symmetric(8, 4);
/// Longest run that can be asked for: a week.
const MAX_DURATION_S: f64 = 604_800.0;
/// Seeds are whole numbers that a field of the form can hold exactly.
const MAX_SEED: f64 = 9_007_199_254_740_991.0;

/// Shows title, scenario, targets and the planned faults.
pub fn show(ui: &mut Ui, view: &View<'_>, out: &mut Vec<AppCommand>) {
    title(ui, view, out);
    kinds::show(ui, view, out);
    let old: &Scenario = &view.document.scenario;
    let mut scenario = old.clone();
    heading(ui, view.texts.tr("scenario.run"), view.theme);
    run(ui, view, &mut scenario);
    heading(ui, view.texts.tr("scenario.targets"), view.theme);
    ui.label(
        RichText::new(view.texts.tr("scenario.targets_help"))
            .small()
            .color(view.theme.text_dim),
    );
    targets(ui, view, &mut scenario.targets);
    heading(ui, view.texts.tr("scenario.faults"), view.theme);
    planned_faults(ui, view, &mut scenario);
    if scenario != *old {
        out.push(AppCommand::Edit(
            Edit::SetScenario { scenario },
            "step.scenario",
        ));
    }
}

fn title(ui: &mut Ui, view: &View<'_>, out: &mut Vec<AppCommand>) {
    let (mut name, mut description) = (
        view.document.name.clone(),
        view.document.description.clone(),
    );
    let texts = view.texts;
    heading(ui, texts.tr("scenario.document"), view.theme);
    let hint = texts.tr("document.untitled");
    let label = ui.label(RichText::new(texts.tr("scenario.name")).color(view.theme.text_dim));
    let field = TextEdit::singleline(&mut name)
        .hint_text(hint)
        .desired_width(f32::INFINITY)
        .margin(MARGIN)
        .char_limit(120);
    let named = ui.add(field).labelled_by(label.id).changed();
    let label =
        ui.label(RichText::new(texts.tr("scenario.description")).color(view.theme.text_dim));
    let field = TextEdit::multiline(&mut description)
        .hint_text(texts.tr("scenario.description_hint"))
        .desired_rows(4)
        .margin(MARGIN)
        .desired_width(f32::INFINITY);
    let described = ui.add(field).labelled_by(label.id).changed();
    if named || described {
        out.push(AppCommand::Edit(
            Edit::SetTitle { name, description },
            "step.title",
        ));
    }
}

fn run(ui: &mut Ui, view: &View<'_>, scenario: &mut Scenario) {
    let whole = Bounds {
        min: 0.0,
        max: MAX_SEED,
        integer: true,
    };
    let seconds = Bounds {
        min: 1.0,
        max: MAX_DURATION_S,
        integer: false,
    };
    row::plain(ui, view.texts.tr("scenario.seed"), |ui, label| {
        if let Some(seed) = number::drag(
            ui,
            scenario.seed as f64,
            whole,
            Unit::Count,
            ui.available_width(),
            label,
            view.texts,
        ) {
            scenario.seed = seed as u64;
        }
    });
    row::plain(ui, view.texts.tr("scenario.duration"), |ui, label| {
        if let Some(duration) = number::drag(
            ui,
            scenario.duration_s,
            seconds,
            Unit::Seconds,
            ui.available_width(),
            label,
            view.texts,
        ) {
            scenario.duration_s = duration;
        }
    });
    ui.label(
        RichText::new(view.texts.tr("scenario.duration_help"))
            .small()
            .color(view.theme.text_dim),
    );
}

fn targets(ui: &mut Ui, view: &View<'_>, targets: &mut Targets) {
    let lines = [
        (
            "target.p99",
            &mut targets.p99_ms,
            Unit::Milliseconds,
            1e6,
            300.0,
        ),
        (
            "target.failed",
            &mut targets.failed_percent,
            Unit::Percent,
            100.0,
            1.0,
        ),
        (
            "target.cost",
            &mut targets.usd_per_month,
            Unit::Factor,
            1e9,
            500.0,
        ),
    ];
    for (key, target, unit, max, usual) in lines {
        let bounds = Bounds {
            min: 0.0,
            max,
            integer: false,
        };
        let name = view.texts.tr(key);
        row::plain(ui, name, |ui, label| {
            optional(ui, view, name, target, (unit, bounds, usual), label)
        });
    }
}

/// A figure that may be absent.
fn optional(
    ui: &mut Ui,
    view: &View<'_>,
    name: &str,
    target: &mut Option<f64>,
    kind: (Unit, Bounds, f64),
    label: &Response,
) {
    let (unit, bounds, usual) = kind;
    let none = words::word(view.texts, "none");
    let (left, right) = row::split(ui, &none);
    match target {
        Some(number) => {
            if let Some(changed) = number::drag(ui, *number, bounds, unit, left, label, view.texts)
            {
                *target = Some(changed);
            }
        }
        None => *target = offered::show(ui, name, (usual, bounds), left),
    }
    if row::word_toggle(ui, target.is_none(), &none, name, right) {
        *target = if target.is_none() { Some(usual) } else { None };
    }
}

/// The faults of the scenario, each with a way to take it out.
fn planned_faults(ui: &mut Ui, view: &View<'_>, scenario: &mut Scenario) {
    if scenario.faults.is_empty() {
        ui.label(RichText::new(view.texts.tr("scenario.no_faults")).color(view.theme.text_dim));
        return;
    }
    if let Some(index) = faults::planned(ui, view, |_| true) {
        scenario.faults.remove(index);
    }
}
