//! Why a command cannot be done right now; what a menu shows for it.

use sim_core::document::Container;

use super::command::{AppCommand, SidePanel};
use crate::session::{View, collapsing, grouping, linking, placement, ran};

/// Translation key of the reason why a command can do nothing now; `None` if it can.
pub fn blocked(command: &AppCommand, view: &View<'_>) -> Option<&'static str> {
    let nothing_selected = view.selection.is_empty();
    let nothing_drawn = view.document.components.is_empty()
        && view.document.containers.is_empty()
        && view.document.notes.is_empty();
    let (bad, why) = match command {
        AppCommand::Undo => (view.undo.is_none(), "why.nothing_to_undo"),
        AppCommand::Redo => (view.redo.is_none(), "why.nothing_to_redo"),
        AppCommand::Delete | AppCommand::Duplicate | AppCommand::Copy | AppCommand::Cut => {
            (nothing_selected, "why.nothing_selected")
        }
        AppCommand::FitSelection
        | AppCommand::NudgeSelection { .. }
        | AppCommand::ClearSelection => (nothing_selected, "why.nothing_selected"),
        AppCommand::ConnectSelected => (
            linking::chosen(view.document, view.selection).is_none(),
            "why.select_two_components",
        ),
        AppCommand::AddBeside(_) => (!one_component(view), "why.select_component"),
        AppCommand::Walk(_) => (view.document.components.is_empty(), "why.nothing_drawn"),
        AppCommand::Find(_) => (nothing_drawn, "why.nothing_drawn"),
        AppCommand::RenameSelected => (!can_rename(view), "why.select_one"),
        AppCommand::Align(_) => (chosen(view) < 2, "why.select_two"),
        AppCommand::Distribute(_) => (chosen(view) < 3, "why.select_three"),
        AppCommand::Arrange => (nothing_drawn, "why.nothing_drawn"),
        AppCommand::Group => return no_group(view),
        AppCommand::Ungroup => (
            grouping::groups(view.document, view.selection).is_empty(),
            "why.select_group",
        ),
        AppCommand::Collapse(_) => (
            collapsing::open(view.document, view.selection).is_empty(),
            "why.select_open",
        ),
        AppCommand::Expand(_) => (
            collapsing::shut(view.document, view.selection).is_empty(),
            "why.select_collapsed",
        ),
        AppCommand::SelectAll | AppCommand::FitAll => (nothing_drawn, "why.nothing_drawn"),
        AppCommand::ExportPng | AppCommand::ExportSvg | AppCommand::CopyPicture => {
            (nothing_drawn, "why.nothing_drawn")
        }
        AppCommand::SizePanel { panel, .. } => (!is_open(*panel, view), "why.panel_closed"),
        AppCommand::ScaleInterface(by) => (!view.interface.can(*by), "why.no_other_size"),
        AppCommand::ExportJson | AppCommand::ExportMarkdown => (view.frame.is_none(), "why.no_run"),
        AppCommand::AskRecovery => (view.leftovers == 0, "why.nothing_left_behind"),
        AppCommand::Play
        | AppCommand::TogglePlay
        | AppCommand::StepEvent
        | AppCommand::StepSeconds(_) => (view.frame.is_none(), "why.no_run"),
        AppCommand::KeepRun => (!view.frame.is_some_and(ran), "why.nothing_ran"),
        AppCommand::RunAgain | AppCommand::CopyComparison if view.baseline.is_none() => {
            (true, "why.nothing_kept")
        }
        AppCommand::RunAgain => (view.frame.is_none(), "why.no_run"),
        AppCommand::CopyComparison => (!view.frame.is_some_and(ran), "why.nothing_ran"),
        AppCommand::AskSweep(None) => (view.document.components.is_empty(), "why.nothing_drawn"),
        AppCommand::Faster => (view.run.asked.faster() == view.run.asked, "why.fastest"),
        AppCommand::Slower => (view.run.asked.slower() == view.run.asked, "why.slowest"),
        _ => (false, ""),
    };
    bad.then_some(why)
}

/// What draws a container as one card, or as a frame again: the id in the table, and the command.
pub fn turn(container: &Container) -> (&'static str, AppCommand) {
    let id = Some(container.id.clone());
    match container.is_card() {
        true => ("expand", AppCommand::Expand(id)),
        false => ("collapse", AppCommand::Collapse(id)),
    }
}

fn is_open(panel: SidePanel, view: &View<'_>) -> bool {
    let open = view.open_panels;
    let open = match panel {
        SidePanel::Palette => open.palette,
        SidePanel::Inspector => open.inspector,
        SidePanel::Dock => open.dock,
    };
    open && !view.presenting
}

/// Why what is selected may be no group.
fn no_group(view: &View<'_>) -> Option<&'static str> {
    let tops = placement::tops(view.document, view.selection.iter());
    grouping::home(view.document, &tops).err()
}

/// How many cards and containers are selected, what stands in another one of them not counted.
fn chosen(view: &View<'_>) -> usize {
    placement::tops(view.document, view.selection.iter()).len()
}

/// One component, container or note is selected.
fn can_rename(view: &View<'_>) -> bool {
    view.selection
        .single()
        .is_some_and(|id| !view.document.links.contains_key(id) && view.document.contains(id))
}

fn one_component(view: &View<'_>) -> bool {
    let single = view.selection.single();
    single.is_some_and(|id| view.document.components.contains_key(id))
}

/// The name of a command as the menu shows it: undo and redo say what, play says what it would do.
pub fn label(entry: &super::Entry, view: &View<'_>) -> String {
    let texts = view.texts;
    let step = |key: &str, name: Option<&'static str>| {
        name.map(|name| texts.tr_with(key, &[("step", texts.tr(name))]))
    };
    let special = match entry.id {
        "undo" => step("command.undo_step", view.undo),
        "redo" => step("command.redo_step", view.redo),
        "toggle_play" => Some(
            texts
                .tr(if view.run.playing {
                    "command.pause"
                } else {
                    "command.play"
                })
                .to_owned(),
        ),
        _ => None,
    };
    special.unwrap_or_else(|| texts.tr(&entry.key()).to_owned())
}
