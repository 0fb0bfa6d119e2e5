//! Several items are selected: how many of what, and what can be done with all of them.

use egui::{Button, RichText, Ui, Vec2};
use sim_core::document::{InOrder, Item};

use crate::commands::AppCommand;
use crate::layout::{Axis, Line};
use crate::panels::{icon, words};
use crate::session::{Selection, View};
use crate::theme::style::{TARGET, semibold};

/// Shows the number of selected items, their kinds, and the common actions.
pub fn show(ui: &mut Ui, view: &View<'_>, out: &mut Vec<AppCommand>) {
    let count = view.texts.count(view.selection.len() as u64);
    ui.label(
        RichText::new(view.texts.tr_with("inspector.several", &[("n", &count)]))
            .font(semibold(15.0)),
    );
    ui.add_space(4.0);
    for (kind, count) in kinds(view, view.selection) {
        ui.label(RichText::new(format!("{count} × {kind}")).color(view.theme.text_soft));
    }
    ui.add_space(6.0);
    order(ui, view, out);
    let actions = [
        ("command.group", AppCommand::Group),
        ("command.duplicate", AppCommand::Duplicate),
        ("command.fit_selection", AppCommand::FitSelection),
        ("command.delete", AppCommand::Delete),
        ("command.clear_selection", AppCommand::ClearSelection),
    ];
    for (key, command) in actions {
        let button =
            Button::new(view.texts.tr(key)).min_size(Vec2::new(ui.available_width(), TARGET));
        if ui.add(button).clicked() {
            out.push(command);
        }
    }
    super::several::show(ui, view, out);
}

/// Eight ways to put them in order, as icons in a row. Links alone have no places.
fn order(ui: &mut Ui, view: &View<'_>, out: &mut Vec<AppCommand>) {
    let mut known = InOrder::new(view.document);
    let items = view.selection.iter().filter_map(|id| known.item(id));
    let placed = items.filter(|item| !matches!(item, Item::Link(_))).take(2);
    if placed.count() < 2 {
        return;
    }
    use AppCommand::{Align, Distribute};
    let ways = [
        ("ui-align-left", "command.align_left", Align(Line::Left)),
        (
            "ui-align-center",
            "command.align_center",
            Align(Line::Center),
        ),
        ("ui-align-right", "command.align_right", Align(Line::Right)),
        ("ui-align-top", "command.align_top", Align(Line::Top)),
        (
            "ui-align-middle",
            "command.align_middle",
            Align(Line::Middle),
        ),
        (
            "ui-align-bottom",
            "command.align_bottom",
            Align(Line::Bottom),
        ),
        (
            "ui-distribute-h",
            "command.distribute_horizontally",
            Distribute(Axis::Horizontal),
        ),
        (
            "ui-distribute-v",
            "command.distribute_vertically",
            Distribute(Axis::Vertical),
        ),
    ];
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let room = Vec2::new(ui.available_width() / ways.len() as f32, TARGET);
        for (glyph, key, command) in ways {
            let name = view.texts.tr(key);
            let button = icon::button(ui, glyph, room, 16.0, view.theme.text_soft, name);
            if button.on_hover_text(name).clicked() {
                out.push(command);
            }
        }
    });
    ui.add_space(4.0);
}

/// The kinds among the selected items with their numbers, in the order of the first of each.
fn kinds(view: &View<'_>, selection: &Selection) -> Vec<(String, usize)> {
    let mut known = InOrder::new(view.document);
    let items = selection.iter().filter_map(|id| known.item(id));
    // By what they are before by what that is called: thousands of items are of a few sorts.
    let mut sorts: Vec<(&str, Item<'_>, usize)> = Vec::new();
    for item in items {
        let sort = match &item {
            Item::Component(component) => component.service.as_str(),
            Item::Container(container) => container.kind.as_str(),
            Item::Link(_) => "link",
            Item::Note(note) => note.kind.name(),
        };
        let same =
            |known: &Item<'_>| std::mem::discriminant(known) == std::mem::discriminant(&item);
        match sorts
            .iter_mut()
            .find(|(known, of, _)| *known == sort && same(of))
        {
            Some((_, _, count)) => *count += 1,
            None => sorts.push((sort, item, 1)),
        }
    }
    let mut found: Vec<(String, usize)> = Vec::new();
    for (_, item, number) in sorts {
        let kind = words::kind_of(view.texts, &item);
        match found.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, count)) => *count += number,
            None => found.push((kind, number)),
        }
    }
    found
}
