//! Where an item stands and how large it is, as numbers: the way to move and to resize without dragging.

use egui::Ui;
use sim_core::catalog::param::Unit;
use sim_core::document::rules::{MAX_POSITION, MAX_SIZE};
use sim_core::document::{Document, Item};
use sim_core::edit::Edit;
use sim_core::foundation::ids::Id;

use super::number::Bounds;
use super::{number, row};
use crate::commands::AppCommand;
use crate::panels::heading;
use crate::scene::{Point, container, note};
use crate::session::View;
use crate::session::placement::frame_of;

/// Shows the numbers of one item; a link has no place of its own.
pub fn show(ui: &mut Ui, view: &View<'_>, id: &Id, out: &mut Vec<AppCommand>) {
    let Some((at, size)) = frame_of(view.document, id) else {
        return;
    };
    // The place that is meant here is that of the drawing; a region has another one among its settings.
    let smallest = smallest(view.document, id);
    let key = match smallest {
        Some(_) => "inspector.place_size",
        None => "inspector.place",
    };
    heading(ui, view.texts.tr(key), view.theme);
    for (axis, key) in ["inspector.x", "inspector.y"].into_iter().enumerate() {
        let most = f64::from(MAX_POSITION);
        if let Some(to) = line(ui, view, key, at[axis], [-most, most]) {
            let mut by = [0.0; 2];
            by[axis] = to - at[axis];
            let ids = vec![id.clone()];
            out.push(AppCommand::Edit(Edit::Move { ids, by }, "step.move"));
        }
    }
    let Some(smallest) = smallest else {
        return;
    };
    for (axis, key) in ["inspector.width", "inspector.height"]
        .into_iter()
        .enumerate()
    {
        let bounds = [smallest[axis], MAX_SIZE].map(f64::from);
        if let Some(to) = line(ui, view, key, size[axis], bounds) {
            let mut size = size;
            size[axis] = to;
            let id = id.clone();
            out.push(AppCommand::Edit(
                Edit::Resize { id, at, size },
                "step.resize",
            ));
        }
    }
}

/// The least size of what can be resized.
fn smallest(document: &Document, id: &Id) -> Option<Point> {
    match document.item(id)? {
        // Collapsed it is a card, which has one size.
        Item::Container(found) if found.is_card() => None,
        Item::Container(_) => Some(container::SMALLEST),
        Item::Note(_) => Some(note::SMALLEST),
        Item::Component(_) | Item::Link(_) => None,
    }
}

fn line(ui: &mut Ui, view: &View<'_>, key: &str, value: f32, [min, max]: [f64; 2]) -> Option<f32> {
    // What stands otherwise already, read from a file or between two lines of the grid, is no wish to change it.
    let value_now = f64::from(value);
    let bounds = Bounds {
        min: min.min(value_now),
        max: max.max(value_now),
        integer: false,
    };
    let to = row::plain(ui, view.texts.tr(key), |ui, label| {
        let width = ui.available_width();
        number::drag(ui, value_now, bounds, Unit::Count, width, label, view.texts)
    });
    to.map(|to| to.clamp(min, max).round() as f32)
}
