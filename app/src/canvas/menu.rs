//! The menus of the right button.

use egui::{Button, Ui};
use sim_core::catalog::service;
use sim_core::document::FaultKind;
use sim_core::foundation::ids::Id;

use super::stage::Stage;
use crate::commands::AppCommand;

const SLOW_FACTOR: f64 = 5.0;
/// Throttle to this where nothing arrives, requests per second.
const LEAST_RATE: f64 = 10.0;

fn item(ui: &mut Ui, text: &str, command: impl FnOnce() -> AppCommand, out: &mut Vec<AppCommand>) {
    if ui.add(Button::new(text)).clicked() {
        out.push(command());
        ui.close();
    }
}

/// On a card.
pub fn component(ui: &mut Ui, stage: &Stage<'_>, id: &Id, out: &mut Vec<AppCommand>) {
    item(
        ui,
        stage.tr("command.rename"),
        || AppCommand::BeginRename(id.clone()),
        out,
    );
    item(
        ui,
        stage.tr("command.duplicate"),
        || AppCommand::Duplicate,
        out,
    );
    item(ui, stage.tr("command.delete"), || AppCommand::Delete, out);
    let component = stage.view.document.components.get(id);
    if component
        .and_then(|c| service(&c.service))
        .is_some_and(|service| service.ports.accepts)
    {
        let rate = stage
            .view
            .component(id)
            .map_or(0.0, |view| view.live.offered_per_s);
        let per_s = if rate >= 2.0 {
            (rate / 2.0).round()
        } else {
            LEAST_RATE
        };
        let slow = FaultKind::Slow {
            factor: SLOW_FACTOR,
        };
        faults(
            ui,
            stage,
            id,
            &[
                FaultKind::CrashOne,
                FaultKind::CrashAll,
                slow,
                FaultKind::Throttle { per_s },
            ],
            out,
        );
    }
}

/// On a link.
pub fn link(ui: &mut Ui, stage: &Stage<'_>, id: &Id, out: &mut Vec<AppCommand>) {
    item(ui, stage.tr("command.delete"), || AppCommand::Delete, out);
    faults(
        ui,
        stage,
        id,
        &[FaultKind::CutLink, FaultKind::BlackHole],
        out,
    );
}

/// On a container.
pub fn container(ui: &mut Ui, stage: &Stage<'_>, id: &Id, out: &mut Vec<AppCommand>) {
    item(
        ui,
        stage.tr("command.rename"),
        || AppCommand::BeginRename(id.clone()),
        out,
    );
    item(
        ui,
        stage.tr("command.duplicate"),
        || AppCommand::Duplicate,
        out,
    );
    item(ui, stage.tr("command.delete"), || AppCommand::Delete, out);
    if stage
        .view
        .document
        .containers
        .get(id)
        .is_some_and(|container| container.kind == "zone")
    {
        faults(ui, stage, id, &[FaultKind::LoseZone], out);
    }
}

/// On empty ground.
pub fn ground(ui: &mut Ui, stage: &Stage<'_>, out: &mut Vec<AppCommand>) {
    item(
        ui,
        stage.tr("command.paste"),
        || AppCommand::RequestPaste,
        out,
    );
    item(
        ui,
        stage.tr("command.select_all"),
        || AppCommand::SelectAll,
        out,
    );
    item(ui, stage.tr("command.fit_all"), || AppCommand::FitAll, out);
}

fn faults(ui: &mut Ui, stage: &Stage<'_>, id: &Id, kinds: &[FaultKind], out: &mut Vec<AppCommand>) {
    ui.separator();
    for kind in kinds {
        let command = || AppCommand::Inject {
            kind: *kind,
            target: id.clone(),
            for_s: None,
        };
        item(ui, &fault_name(stage, kind), command, out);
    }
    let snapshot = stage.view.snapshot();
    let broken = snapshot.is_some_and(|s| {
        s.faults.iter().any(|fault| fault.target == *id) || s.lost_containers.contains(id)
    });
    let heal = ui.add_enabled(broken, Button::new(stage.tr("canvas.heal")));
    if heal
        .on_disabled_hover_text(stage.tr("canvas.nothing_to_heal"))
        .clicked()
    {
        out.push(AppCommand::Heal { target: id.clone() });
        ui.close();
    }
}

fn fault_name(stage: &Stage<'_>, kind: &FaultKind) -> String {
    let name = stage.tr(match kind {
        FaultKind::CrashOne => "fault.crash_one",
        FaultKind::CrashAll => "fault.crash_all",
        FaultKind::Slow { .. } => "fault.slow",
        FaultKind::CutLink => "fault.cut_link",
        FaultKind::BlackHole => "fault.black_hole",
        FaultKind::LoseZone => "fault.lose_zone",
        FaultKind::Throttle { .. } => "fault.throttle",
    });
    match kind {
        FaultKind::Slow { factor } => format!("{name} {}", stage.view.texts.times(*factor)),
        FaultKind::Throttle { per_s } => format!("{name} {}", stage.view.texts.per_second(*per_s)),
        _ => name.to_owned(),
    }
}
