//! The empty ground: marquee, clicks beside everything, links along their curve, drops from the palette.

use egui::{PointerButton, Pos2, Response, Stroke, Ui};
use indexmap::IndexSet;
use sim_core::foundation::ids::Id;

use super::gesture::{Gesture, light_up};
use super::snapping::{self, REACH};
use super::stage::Stage;
use super::{containers, grab, guides, links, menu, outline, tooltip};
use crate::commands::{AppCommand, SelectMode};
use crate::scene::{CARD, LinkElement, Point, Rect};
use crate::session::placement::{container_at, container_size, note_size, snap};
use crate::session::{Adding, Dialog, Finder, linking};

/// What is shown of a dragged pattern, canvas points.
const PATTERN: Point = [240.0, 160.0];

/// What the ground remembers between frames.
#[derive(Debug, Default)]
pub struct Ground {
    /// What the open menu was called up on.
    menu: MenuOf,
    /// Where it was called up, canvas points.
    menu_at: Point,
}

/// What lies under a click of the right button beside every card.
#[derive(Debug, Default)]
enum MenuOf {
    Link(Id),
    /// The inside of a container: "lose this zone" is found wherever in the zone one looks for it.
    Container(Id),
    #[default]
    Nothing,
}

impl Ground {
    /// Everything the ground under cards and containers answers to.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        stage: &Stage<'_>,
        response: &Response,
        gesture: &mut Gesture,
        out: &mut Vec<AppCommand>,
    ) {
        let pointer = ui.input(|input| input.pointer.latest_pos());
        let hovered = pointer
            .filter(|_| response.hovered() && stage.free)
            .and_then(|p| links::at(stage, p));
        if let Some(link) = hovered {
            links::clicks(ui, stage, link, response, out);
            if !stage.view.selection.contains(&link.id) {
                links::light_up(ui, stage, link);
            }
            if stage.tips {
                response
                    .clone()
                    .on_hover_ui_at_pointer(|ui| tooltip::link(ui, stage, link));
            }
        } else if stage.free && response.double_clicked() {
            out.extend(
                response
                    .interact_pointer_pos()
                    .map(|at| quick_add(stage, at)),
            );
        } else if stage.free && response.clicked() {
            out.push(AppCommand::ClearSelection);
        }
        if response.secondary_clicked() {
            self.menu = menu_at(stage, hovered, pointer, out);
            self.menu_at = pointer.map_or(self.menu_at, |p| stage.space.to_canvas(p));
        }
        response.context_menu(|ui| match &self.menu {
            MenuOf::Link(link) => menu::link(ui, stage, link, Some(self.menu_at), gesture, out),
            MenuOf::Container(container) => menu::container(ui, stage, container, out),
            MenuOf::Nothing => menu::ground(ui, stage, self.menu_at, out),
        });
        if response.drag_started_by(PointerButton::Primary) {
            grab::begin(ui, stage, gesture, out);
        }
        drops(ui, stage, response, out);
    }
}

/// Asks what shall stand at a point of the screen.
fn quick_add(stage: &Stage<'_>, at: Pos2) -> AppCommand {
    let adding = Adding {
        at: Some(corner(CARD, stage.space.to_canvas(at))),
        anchor: Some([at.x, at.y]),
        ..Adding::default()
    };
    AppCommand::ShowDialog(Dialog::Finder(Finder::Add(adding)))
}

/// What the menu is about; a container is selected, because the menu's commands act on the selection.
fn menu_at(
    stage: &Stage<'_>,
    hovered: Option<&LinkElement>,
    pointer: Option<Pos2>,
    out: &mut Vec<AppCommand>,
) -> MenuOf {
    if let Some(link) = hovered {
        return MenuOf::Link(link.id.clone());
    }
    let Some(container) = pointer.and_then(|at| containers::around(stage, at)) else {
        return MenuOf::Nothing;
    };
    out.push(AppCommand::Select {
        ids: vec![container.clone()],
        mode: SelectMode::Replace,
    });
    MenuOf::Container(container.clone())
}

/// Things dragged out of the palette come as the command that would place them, without a place.
fn drops(ui: &Ui, stage: &Stage<'_>, response: &Response, out: &mut Vec<AppCommand>) {
    let pointer = ui.input(|input| input.pointer.latest_pos().or(input.pointer.interact_pos()));
    let Some(pointer) = pointer else { return };
    if let Some(dragged) = response.dnd_hover_payload::<AppCommand>() {
        preview(ui, stage, &dragged, pointer);
    }
    if let Some(dropped) = response.dnd_release_payload::<AppCommand>() {
        match link_under(stage, &dropped, pointer) {
            Some((link, service)) => {
                let middle = stage.space.to_canvas(pointer);
                insert_into(stage, link, service, middle, out);
            }
            None => out.extend(placed(&dropped, |size| {
                dropped_at(ui, stage, size, pointer).0
            })),
        }
    }
}

/// The link a dragged component would be put into, and its service.
fn link_under<'a>(
    stage: &'a Stage<'_>,
    dragged: &'a AppCommand,
    pointer: Pos2,
) -> Option<(&'a LinkElement, &'a str)> {
    match dragged {
        AppCommand::Place { service, .. } if linking::fits_between(service) => {
            // Nothing can stand in the middle of several links at once.
            let single = |link: &&LinkElement| stage.scene.folded.links_of(&link.id).len() == 1;
            Some((links::at(stage, pointer).filter(single)?, service))
        }
        _ => None,
    }
}

/// Puts a new component into a link, its middle at a canvas point.
pub fn insert_into(
    stage: &Stage<'_>,
    link: &LinkElement,
    service: &str,
    middle: Point,
    out: &mut Vec<AppCommand>,
) {
    let at = corner(CARD, middle);
    let view = stage.view;
    if let Some((edit, id)) = linking::between(view.document, view.texts, &link.id, service, at) {
        out.push(AppCommand::Edit(edit, "step.add"));
        out.push(AppCommand::Select {
            ids: vec![id],
            mode: SelectMode::Replace,
        });
    }
}

/// Size and container kind of what is dragged; `None` for anything that is not placed.
fn dragged_size(command: &AppCommand) -> Option<(Point, Option<&str>)> {
    match command {
        AppCommand::Place { .. } => Some((CARD, None)),
        AppCommand::PlaceContainer { kind, .. } => Some((container_size(kind), Some(kind))),
        AppCommand::PlaceNote { kind, .. } => Some((note_size(*kind), None)),
        AppCommand::PlacePattern { .. } => Some((PATTERN, None)),
        _ => None,
    }
}

fn corner(size: Point, pointer: Point) -> Point {
    snap([pointer[0] - size[0] / 2.0, pointer[1] - size[1] / 2.0])
}

/// Where something of a size comes to stand under the pointer, in line with what is around; and that.
fn dropped_at(ui: &Ui, stage: &Stage<'_>, size: Point, pointer: Pos2) -> (Point, Vec<Rect>) {
    let rect = Rect::around(stage.space.to_canvas(pointer), size);
    if ui.input(|input| input.modifiers.alt) {
        return (rect.min, Vec::new());
    }
    let resting = guides::neighbours(stage.view.document, &IndexSet::new(), size != CARD);
    let at = snapping::moved(&rect, &resting, REACH / stage.space.zoom());
    (at, resting)
}

fn placed(command: &AppCommand, place: impl FnOnce(Point) -> Point) -> Option<AppCommand> {
    let (size, _) = dragged_size(command)?;
    let place = Some(place(size));
    match command.clone() {
        AppCommand::Place {
            service, parent, ..
        } => Some(AppCommand::Place {
            service,
            at: place,
            parent,
        }),
        AppCommand::PlaceContainer { kind, .. } => {
            Some(AppCommand::PlaceContainer { kind, at: place })
        }
        AppCommand::PlaceNote { kind, .. } => Some(AppCommand::PlaceNote { kind, at: place }),
        // A pattern hangs on the pointer by its corner: it is larger than what is shown of it.
        AppCommand::PlacePattern { stem, .. } => Some(AppCommand::PlacePattern { stem, at: place }),
        _ => None,
    }
}

fn preview(ui: &Ui, stage: &Stage<'_>, command: &AppCommand, pointer: Pos2) {
    let Some((size, kind)) = dragged_size(command) else {
        return;
    };
    let (at, resting) = dropped_at(ui, stage, size, pointer);
    let accent = stage.view.theme.accent;
    if let Some((link, _)) = link_under(stage, command, pointer) {
        ui.painter().add(outline::link(&stage.space, link, accent));
    } else if !matches!(
        command,
        AppCommand::PlaceNote { .. } | AppCommand::PlacePattern { .. }
    ) {
        let host = container_at(stage.view.document, at, size, kind);
        light_up(ui, stage, host.as_ref());
        guides::paint(ui, stage, &Rect::at(at, size), &resting);
    }
    let stroke = Stroke::new(2.0, accent.faded(0.8));
    let frame = outline::frame(&stage.space, Rect::at(at, size), 12.0, stroke);
    ui.painter().add(frame);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_dropped_stands_under_the_pointer_on_the_grid() {
        let dragged = AppCommand::Place {
            service: "was".to_owned(),
            at: None,
            parent: None,
        };
        let want = AppCommand::Place {
            service: "was".to_owned(),
            at: Some([16.0, 56.0]),
            parent: None,
        };
        assert_eq!(
            placed(&dragged, |size| corner(size, [103.0, 99.0])),
            Some(want)
        );
        assert_eq!(placed(&AppCommand::Undo, |_| [0.0, 0.0]), None);
    }
}
