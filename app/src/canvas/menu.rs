//! The menus of the right button.

use egui::containers::menu::SubMenuButton;
use egui::{Button, RichText, Ui, WidgetInfo, WidgetType};
use sim_core::catalog::container::crosses;
use sim_core::document::rules::MAX_BENDS;
use sim_core::document::{Container, FaultKind, Note, NoteColor, NoteKind};
use sim_core::edit::Edit;
use sim_core::foundation::ids::Id;

use super::bends;
use super::gesture::Gesture;
use super::ground;
use super::stage::Stage;
use crate::commands::menu::{blocked, label, turn};
use crate::commands::table::{self, Menu};
use crate::commands::{AppCommand, keys};
use crate::layout::Line;
use crate::scene::figures::service_name;
use crate::scene::{LinkElement, Point};
use crate::session::grouping::is_group;
use crate::session::linking::End;
use crate::session::{faults_for, linking};

fn item(ui: &mut Ui, text: &str, command: impl FnOnce() -> AppCommand, out: &mut Vec<AppCommand>) {
    if ui.add(Button::new(text)).clicked() {
        out.push(command());
        ui.close();
    }
}

/// A command of the table with its key.
fn of_table(ui: &mut Ui, stage: &Stage<'_>, id: &str, out: &mut Vec<AppCommand>) {
    if let Some(entry) = table::entry(id) {
        keyed(ui, stage, id, entry.command(), out);
    }
}

/// The same where another command does what the one of the table would do.
fn keyed(ui: &mut Ui, stage: &Stage<'_>, id: &str, command: AppCommand, out: &mut Vec<AppCommand>) {
    let key = table::entry(id).map(|entry| keys::text(ui.ctx(), entry));
    let key = RichText::new(key.unwrap_or_default()).weak();
    let text = stage.tr(&format!("command.{id}"));
    let response = ui.add(Button::new(text).shortcut_text(key));
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, text));
    if response.clicked() {
        out.push(command);
        ui.close();
    }
}

/// What is done with whatever is selected.
fn edits(ui: &mut Ui, stage: &Stage<'_>, out: &mut Vec<AppCommand>) {
    for id in ["cut", "copy", "duplicate", "delete"] {
        of_table(ui, stage, id, out);
    }
}

/// What can be done with several selected items at once; nothing where fewer are selected.
fn several(ui: &mut Ui, stage: &Stage<'_>, out: &mut Vec<AppCommand>) {
    let entries = || table::of_menu(Menu::Arrange);
    let view = stage.view;
    if view.selection.single().is_some() || blocked(&AppCommand::Align(Line::Left), view).is_some()
    {
        return;
    }
    SubMenuButton::new(stage.tr("menu.arrange")).ui(ui, |ui| {
        let mut last = None;
        for entry in entries() {
            if last.is_some_and(|group| entry.menu != group) {
                ui.separator();
            }
            last = Some(entry.menu);
            let why = blocked(&entry.command(), view);
            let key = RichText::new(keys::text(ui.ctx(), entry)).weak();
            let button = Button::new(label(entry, view)).shortcut_text(key);
            let response = ui.add_enabled(why.is_none(), button);
            if response
                .on_disabled_hover_text(stage.tr(why.unwrap_or_default()))
                .clicked()
            {
                out.push(entry.command());
                ui.close();
            }
        }
    });
    ui.separator();
}

/// On a card.
pub fn component(ui: &mut Ui, stage: &Stage<'_>, id: &Id, out: &mut Vec<AppCommand>) {
    several(ui, stage, out);
    keyed(
        ui,
        stage,
        "rename",
        AppCommand::BeginRename(id.clone()),
        out,
    );
    edits(ui, stage, out);
    faults(ui, stage, id, out);
}

/// On a link; `at`: where the menu was called up, if it was on the line.
pub fn link(
    ui: &mut Ui,
    stage: &Stage<'_>,
    id: &Id,
    at: Option<Point>,
    gesture: &mut Gesture,
    out: &mut Vec<AppCommand>,
) {
    if stage.scene.folded.links_of(id).len() == 1 {
        insert(ui, stage, id, out);
        bending(ui, stage, id, at, out);
        ends(ui, stage, id, gesture, out);
    }
    keyed(ui, stage, "delete", AppCommand::Delete, out);
    // A fault is in force on one link; several that are drawn as one line are not all meant.
    if stage.scene.folded.links_of(id).len() == 1 {
        faults(ui, stage, id, out);
    }
}

/// Everything that can be put into a link, as dropping it there does.
fn insert(ui: &mut Ui, stage: &Stage<'_>, id: &Id, out: &mut Vec<AppCommand>) {
    let Some(link) = stage.scene.links.iter().find(|link| link.id == *id) else {
        return;
    };
    SubMenuButton::new(stage.tr("canvas.insert")).ui(ui, |ui| {
        for known in linking::between_all() {
            let name = service_name(known.id, stage.view.texts);
            if ui.add(Button::new(name)).clicked() {
                let middle = link.way.middle();
                ground::insert_into(stage, link, known.id, middle, out);
                ui.close();
            }
        }
    });
}

fn bending(ui: &mut Ui, stage: &Stage<'_>, id: &Id, at: Option<Point>, out: &mut Vec<AppCommand>) {
    let bends = stage.view.document.links.get(id).map(|link| &link.bends);
    let drawn = stage.links().find(|link| link.id == *id);
    if let Some(drawn) = drawn.filter(|_| bends.is_some_and(|bends| bends.len() < MAX_BENDS)) {
        let add = || bent(id, bends::with_new(drawn, at), "step.bend");
        item(ui, stage.tr("link.add_bend"), add, out);
    }
    if bends.is_some_and(|bends| !bends.is_empty()) {
        straighten(ui, stage, id, out);
    }
}

/// What takes an end of a link into the hand: the next click says which card it comes to. And what turns the link around.
fn ends(ui: &mut Ui, stage: &Stage<'_>, id: &Id, gesture: &mut Gesture, out: &mut Vec<AppCommand>) {
    let drawn = stage.scene.links.iter().find(|link| link.id == *id);
    let (Some(drawn), Some(link)) = (drawn, stage.view.document.links.get(id)) else {
        return;
    };
    for (key, end) in ["link.reconnect_from", "link.reconnect_to"]
        .into_iter()
        .zip(End::ALL)
    {
        if ui.add(Button::new(stage.tr(key))).clicked() {
            if let Some(connect) = bends::end_in_hand(drawn, end, true) {
                *gesture = Gesture::Connect(connect);
            }
            ui.close();
        }
    }
    let why = linking::refusal(stage.view.document, &link.to, &link.from).map(|key| {
        let names = [&link.to, &link.from].map(|end| stage.view.document.name_of(end));
        let texts = stage.view.texts;
        texts.tr_with(key, &[("from", &names[0]), ("to", &names[1])])
    });
    let reverse = ui.add_enabled(why.is_none(), Button::new(stage.tr("link.reverse")));
    if reverse
        .on_disabled_hover_text(why.unwrap_or_default())
        .clicked()
    {
        out.push(AppCommand::Reconnect {
            link: id.clone(),
            from: link.to.clone(),
            to: link.from.clone(),
        });
        ui.close();
    }
}

/// On a bend of a link.
pub fn bend(
    ui: &mut Ui,
    stage: &Stage<'_>,
    link: &LinkElement,
    index: usize,
    out: &mut Vec<AppCommand>,
) {
    let mut bends = bends::knots(link);
    if index < bends.len() {
        bends.remove(index);
    }
    let remove = || bent(&link.id, bends, "step.bend");
    item(ui, stage.tr("link.remove_bend"), remove, out);
    straighten(ui, stage, &link.id, out);
}

fn straighten(ui: &mut Ui, stage: &Stage<'_>, id: &Id, out: &mut Vec<AppCommand>) {
    let none = || bent(id, Vec::new(), "step.straighten");
    item(ui, stage.tr("link.straighten"), none, out);
}

/// Gives a link other bends.
pub fn bent(id: &Id, bends: Vec<Point>, step: &'static str) -> AppCommand {
    let id = id.clone();
    AppCommand::Edit(Edit::Bend { id, bends }, step)
}

/// On a container.
pub fn container(ui: &mut Ui, stage: &Stage<'_>, id: &Id, out: &mut Vec<AppCommand>) {
    several(ui, stage, out);
    let found = stage.view.document.containers.get(id);
    if let Some(found) = found.filter(|found| !crosses(&found.kind)) {
        fold(ui, stage, found, out);
    }
    if found.is_some_and(|found| is_group(&found.kind)) {
        of_table(ui, stage, "ungroup", out);
    }
    keyed(
        ui,
        stage,
        "rename",
        AppCommand::BeginRename(id.clone()),
        out,
    );
    edits(ui, stage, out);
    faults(ui, stage, id, out);
}

/// Collapse or expand, with its key.
fn fold(ui: &mut Ui, stage: &Stage<'_>, container: &Container, out: &mut Vec<AppCommand>) {
    let (name, command) = turn(container);
    keyed(ui, stage, name, command, out);
}

/// On a note or frame.
pub fn note(ui: &mut Ui, stage: &Stage<'_>, id: &Id, out: &mut Vec<AppCommand>) {
    item(
        ui,
        stage.tr("note.write"),
        || AppCommand::BeginRename(id.clone()),
        out,
    );
    edits(ui, stage, out);
    let Some(note) = stage.view.document.notes.get(id) else {
        return;
    };
    ui.separator();
    for color in NoteColor::ALL {
        let text = stage.tr(&format!("note.color.{}", color.name()));
        let dot = RichText::new("●").color(stage.view.theme.note(color));
        let button = Button::new((dot, text)).selected(note.color == color);
        if ui.add(button).clicked() {
            let note = Note {
                color,
                ..Note::clone(note)
            };
            out.push(AppCommand::Edit(Edit::SetNote { note }, "step.note_color"));
            ui.close();
        }
    }
}

/// On empty ground; what is added stands at `at`.
pub fn ground(ui: &mut Ui, stage: &Stage<'_>, at: Point, out: &mut Vec<AppCommand>) {
    for (key, kind) in [
        ("command.add_note", NoteKind::Text),
        ("command.add_frame", NoteKind::Frame),
    ] {
        let at = Some(at);
        item(
            ui,
            stage.tr(key),
            || AppCommand::PlaceNote { kind, at },
            out,
        );
    }
    ui.separator();
    keyed(ui, stage, "paste", AppCommand::RequestPaste(Some(at)), out);
    for id in ["select_all", "fit_all"] {
        of_table(ui, stage, id, out);
    }
}

/// The faults that fit, and the way to end them; nothing where none fits.
fn faults(ui: &mut Ui, stage: &Stage<'_>, id: &Id, out: &mut Vec<AppCommand>) {
    let found = stage.view.document.item(id);
    let kinds = found.map_or_else(Vec::new, |item| faults_for(stage.view, id, &item));
    if kinds.is_empty() {
        return;
    }
    ui.separator();
    for kind in kinds {
        let command = || AppCommand::Inject {
            kind,
            target: id.clone(),
            for_s: None,
        };
        item(ui, &fault_name(stage, &kind), command, out);
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
        FaultKind::Capacity { .. } => "fault.capacity",
        FaultKind::CacheFlush => "fault.cache_flush",
        FaultKind::ColdEverything => "fault.cold_everything",
    });
    match kind {
        FaultKind::Slow { factor } | FaultKind::Capacity { factor } => {
            format!("{name} {}", stage.view.texts.times(*factor))
        }
        FaultKind::Throttle { per_s } => format!("{name} {}", stage.view.texts.per_second(*per_s)),
        _ => name.to_owned(),
    }
}
