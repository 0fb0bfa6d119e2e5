//! One of very many, as instance types are: a list with a search field, processors, memory and price.

use egui::{
    Atom, Button, Id, Key, Popup, PopupCloseBehavior, Rect, RichText, ScrollArea, TextEdit, Ui,
    Vec2, WidgetInfo, WidgetType, pos2,
};

use sim_core::foundation::money::PicoUsd;

use super::choice::shown;
use super::field::Field;
use super::{machine, row};
use crate::i18n::search::rank;
use crate::panels::{digits, text, words};
use crate::theme::style::{TARGET, regular};

/// Size of the open list.
const WIDTH: f32 = 330.0;
const HEIGHT: f32 = 260.0;
/// Where processors and memory begin in a line.
const CAPACITY: f32 = 130.0;
const PAD: f32 = 8.0;

/// The box; what was picked from its list.
pub fn show(
    ui: &mut Ui,
    field: &Field<'_>,
    options: &[&'static str],
    current: &str,
) -> Option<&'static str> {
    let text = shown(field, current);
    let name = text.text().to_owned();
    let button = Button::new(text)
        .right_text(Atom::custom(Id::new("arrow"), Vec2::splat(14.0)))
        .min_size(Vec2::new(ui.available_width(), TARGET))
        .truncate();
    let shown = button.atom_ui(ui);
    if let Some(rect) = shown.rect(Id::new("arrow")) {
        row::arrow(ui, rect, field.theme);
    }
    let response = shown.response;
    response.widget_info(|| {
        let mut info = WidgetInfo::new(WidgetType::ComboBox);
        info.label = Some(field.name());
        info.current_text_value = Some(name.clone());
        info
    });
    let response = match told(field, current) {
        Some(hint) => response.on_hover_text(hint),
        None => response,
    };
    let popup = Popup::menu(&response)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .width(WIDTH);
    popup
        .show(|ui| list(ui, field, options, current))
        .and_then(|shown| shown.inner)
}

/// An hour of one, where the price list says so for all that are meant.
fn per_hour(field: &Field<'_>, option: &str) -> Option<PicoUsd> {
    field.market?.per_hour(option)
}

/// What a type is and costs, in words.
fn told(field: &Field<'_>, option: &str) -> Option<String> {
    let capacity = machine::capacity(option)?;
    let Some(price) = per_hour(field, option) else {
        let none = field.texts.tr("inspector.no_price");
        return Some(format!("{capacity}\n{none}"));
    };
    let month = machine::per_month(field.texts, price);
    let values = [("hour", &*digits::unit_price(price)), ("month", &*month)];
    let price = field.texts.tr_with("inspector.price", &values);
    Some(format!("{capacity}\n{price}"))
}

/// Whether the open list was not shown in the frame before last: egui lays out what opens once before it shows it.
fn opens(ui: &Ui, memory: Id) -> bool {
    let now = ui.ctx().cumulative_pass_nr();
    let memory = memory.with("passes");
    ui.data_mut(|data| {
        let (first, last) = data.get_temp(memory).unwrap_or((now, now));
        let first = if last + 1 < now { now } else { first };
        data.insert_temp(memory, (first, now));
        now <= first + 1
    })
}

/// The open list: a search field, and what fits.
fn list(
    ui: &mut Ui,
    field: &Field<'_>,
    options: &[&'static str],
    current: &str,
) -> Option<&'static str> {
    let memory = ui.id().with(("search", field.spec.id));
    let opens = opens(ui, memory);
    let mut query: String = ui.data(|data| data.get_temp(memory)).unwrap_or_default();
    if opens {
        query.clear();
    }
    let input = ui.add(
        TextEdit::singleline(&mut query)
            .hint_text(field.texts.tr("inspector.search_choice"))
            .desired_width(f32::INFINITY)
            .margin(egui::Margin::symmetric(8, 4)),
    );
    let enter = input.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if !enter && ui.memory(|memory| memory.focused().is_none()) {
        input.request_focus();
    }
    let wanted = query.trim().to_lowercase();
    let found: Vec<&'static str> = options
        .iter()
        .copied()
        .filter(|option| fits(option, &wanted))
        .collect();
    let mut picked = if enter { found.first().copied() } else { None };
    let mut area = ScrollArea::vertical()
        .max_height(HEIGHT)
        .auto_shrink([false, true]);
    if opens {
        area = area.vertical_scroll_offset(offset(ui, &found, current));
    } else if input.changed() {
        area = area.vertical_scroll_offset(0.0);
    }
    area.show_rows(ui, TARGET, found.len(), |ui, range| {
        for option in found.get(range).unwrap_or_default() {
            if entry(ui, field, option, *option == current) {
                picked = Some(*option);
            }
        }
    });
    if found.is_empty() {
        ui.label(RichText::new(field.texts.tr("inspector.no_choice")).weak());
    } else if let Some(market) = field.market {
        let note = field
            .texts
            .tr_with("inspector.prices_of", &[("region", market.region)]);
        ui.label(RichText::new(note).small().color(field.theme.text_dim));
    }
    if picked.is_some() {
        query.clear();
        ui.close();
    }
    ui.data_mut(|data| data.insert_temp(memory, query));
    picked
}

/// Whether a type is wanted: a part of its name, or what it has.
fn fits(option: &str, wanted: &str) -> bool {
    let has = || machine::capacity(option).and_then(|has| rank(wanted, &has));
    option.contains(wanted) || has().is_some_and(|rank| rank < 2)
}

/// Where the list is scrolled to so that the current choice is in its middle.
fn offset(ui: &Ui, found: &[&str], current: &str) -> f32 {
    let line = TARGET + ui.spacing().item_spacing.y;
    let at = found.iter().position(|option| *option == current);
    at.map_or(0.0, |at| ((at as f32 + 0.5) * line - HEIGHT / 2.0).max(0.0))
}

fn entry(ui: &mut Ui, field: &Field<'_>, option: &str, selected: bool) -> bool {
    let size = Vec2::new(ui.available_width(), TARGET);
    let name = words::choice(field.texts, field.owner, field.spec.id, option);
    let response = ui.add(Button::selectable(selected, name.as_str()).min_size(size));
    // A size of a task is called by what it has: that is not said twice.
    let capacity = machine::capacity(option).filter(|has| *has != name);
    let capacity = capacity.unwrap_or_default();
    // A month, which is what bills are told in.
    let price = per_hour(field, option).map(|price| machine::per_month(field.texts, price));
    let known = price.is_some();
    let price = price.unwrap_or_else(|| "–".to_owned());
    response.widget_info(|| {
        let mut info = WidgetInfo::selected(WidgetType::Button, true, selected, &name);
        info.current_text_value = Some(match capacity.as_str() {
            "" => price.clone(),
            capacity => format!("{capacity}, {price}"),
        });
        info
    });
    columns(ui, field, response.rect, [&capacity, &price], known);
    let clicked = response.clicked();
    if let Some(told) = told(field, option) {
        response.on_hover_text(told);
    }
    clicked
}

/// Processors and memory in the middle, the price at the right.
fn columns(ui: &Ui, field: &Field<'_>, row: Rect, [capacity, price]: [&str; 2], known: bool) {
    let (painter, theme) = (ui.painter(), field.theme);
    let middle = row.center().y;
    let font = || regular(11.5);
    let at = pos2(row.left() + CAPACITY, middle);
    text(
        painter,
        at,
        egui::Align2::LEFT_CENTER,
        capacity,
        font(),
        theme.text_soft,
    );
    let color = if known { theme.text } else { theme.text_dim };
    let at = pos2(row.right() - PAD, middle);
    text(
        painter,
        at,
        egui::Align2::RIGHT_CENTER,
        price,
        font(),
        color,
    );
}
