//! One line of the form: name on the left, control on the right; between them the way back to the default.

use egui::{Align, Button, Label, Layout, Rect, Response, RichText, Sense, Ui, UiBuilder, Vec2};

use super::field::{Change, Field};
use crate::panels::icon;
use crate::panels::words;
use crate::theme::Theme;
use crate::theme::style::{RADIUS, TARGET};

/// Width of the way back.
const RESET: f32 = TARGET;
const GAP: f32 = 4.0;
const INDENT: f32 = 10.0;

/// Where name and control stand in a line.
fn columns(line: Rect) -> [Rect; 2] {
    let name = (line.width() * 0.42).clamp(88.0, 150.0);
    let left = line.with_max_x(line.left() + name);
    [left, line.with_min_x(left.right() + GAP)]
}

fn part<R>(ui: &mut Ui, rect: Rect, salt: (&str, &str), add: impl FnOnce(&mut Ui) -> R) -> R {
    let id = ui.id().with(salt);
    let builder = UiBuilder::new()
        .id(id)
        .max_rect(rect)
        .layout(Layout::left_to_right(Align::Center));
    let mut child = ui.new_child(builder);
    child.spacing_mut().item_spacing.x = GAP;
    add(&mut child)
}

/// A plain line: name and control.
pub fn plain<R>(ui: &mut Ui, name: &str, control: impl FnOnce(&mut Ui, &Response) -> R) -> R {
    line(ui, name, 0.0, control)
}

/// A line that belongs to the one above it.
pub fn indented<R>(ui: &mut Ui, name: &str, control: impl FnOnce(&mut Ui, &Response) -> R) -> R {
    line(ui, name, INDENT, control)
}

fn line<R>(
    ui: &mut Ui,
    name: &str,
    indent: f32,
    control: impl FnOnce(&mut Ui, &Response) -> R,
) -> R {
    let (line, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), TARGET), Sense::hover());
    let [left, middle] = columns(line);
    let label = part(
        ui,
        left.with_min_x(left.left() + indent),
        ("name", name),
        |ui| {
            ui.add(
                Label::new(RichText::new(name).weak())
                    .truncate()
                    .sense(Sense::hover()),
            )
        },
    );
    part(ui, middle, ("control", name), |ui| control(ui, &label))
}

/// The line of a parameter, with help on its name and the way back to the default.
pub fn show(
    ui: &mut Ui,
    field: &Field<'_>,
    control: impl FnOnce(&mut Ui, &Response) -> Option<Change>,
) -> Option<Change> {
    let (line, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), TARGET), Sense::hover());
    let [left, middle] = columns(line);
    let back = left.with_min_x(left.right() - RESET);
    let left = if field.changed {
        left.with_max_x(back.left())
    } else {
        left
    };
    let label = part(ui, left, ("name", field.spec.id), |ui| name(ui, field));
    let reset = field.changed && part(ui, back, ("reset", field.spec.id), |ui| reset(ui, field));
    let change = part(ui, middle, ("control", field.spec.id), |ui| {
        control(ui, &label)
    });
    if reset { Some(None) } else { change }
}

fn name(ui: &mut Ui, field: &Field<'_>) -> Response {
    let color = if field.changed {
        field.theme.text
    } else {
        field.theme.text_dim
    };
    let mut text = field.name();
    if words::is_unverified(field.spec.source.confidence) && !field.changed {
        text.push_str(" *");
    }
    // Not a stop on the way of the keyboard: whoever walks through the form wants the values.
    let label = Label::new(RichText::new(text).color(color))
        .truncate()
        .show_tooltip_when_elided(false)
        .sense(Sense::CLICK);
    let label = ui.add(label).on_hover_ui(|ui| help(ui, field));
    if let Some(setting) = field.setting() {
        offers(&label, field, setting);
    }
    label
}

/// A right-click copies what the command line calls it, and asks to sweep it.
fn offers(label: &Response, field: &Field<'_>, setting: String) {
    label.context_menu(|ui| {
        copy(ui, field, setting);
        if let Some(sweep) = field.sweep
            && ui.button(field.texts.tr("sweep.this")).clicked()
        {
            sweep.set(true);
            ui.close();
        }
    });
}

/// What the command line calls a part of it is copied by a right-click.
fn copies(label: &Response, field: &Field<'_>, setting: String) {
    label.context_menu(|ui| copy(ui, field, setting));
}

fn copy(ui: &mut Ui, field: &Field<'_>, setting: String) {
    let copy = field.texts.tr_with("inspector.copy", &[("text", &setting)]);
    if ui.button(copy).clicked() {
        ui.ctx().copy_text(setting);
        ui.close();
    }
}

/// A part of a value, on a line of its own below it: a figure of a distribution, the number of a kind.
pub fn of_part<R>(
    ui: &mut Ui,
    field: &Field<'_>,
    name: &str,
    part: &str,
    control: impl FnOnce(&mut Ui, &Response) -> R,
) -> R {
    indented(ui, name, |ui, label| {
        if let Some(setting) = field.setting() {
            let setting = format!("{setting}.{part}");
            let label = ui.interact(label.rect, label.id.with("part"), Sense::CLICK);
            let label = label.on_hover_ui(|ui| {
                ui.set_max_width(300.0);
                ui.label(RichText::new(format!("{}: {name}", field.name())).strong());
                command_line(ui, field, &setting);
            });
            copies(&label, field, setting);
        }
        control(ui, label)
    })
}

fn command_line(ui: &mut Ui, field: &Field<'_>, setting: &str) {
    let holes = [("setting", setting)];
    let words = field.texts.tr_with("inspector.setting", &holes);
    ui.label(RichText::new(words).color(field.theme.text_dim).small());
}

/// What a parameter is worth without being set, and where that comes from.
fn help(ui: &mut Ui, field: &Field<'_>) {
    ui.set_max_width(300.0);
    ui.label(RichText::new(field.name()).strong());
    let default = field.shown(&field.spec.default);
    ui.label(
        field
            .texts
            .tr_with("inspector.default", &[("value", &default)]),
    );
    let range = field.range();
    if !range.is_empty() {
        ui.label(RichText::new(range).weak());
    }
    ui.label(RichText::new(field.texts.source(field.spec.source.text)).weak());
    let confidence = words::confidence(field.texts, field.spec.source.confidence);
    let unverified = words::is_unverified(field.spec.source.confidence);
    let color = if unverified {
        field.theme.busy
    } else {
        field.theme.text_dim
    };
    let words = match field.spec.source.date {
        Some(date) => {
            let date = words::date(field.texts, date);
            let values = [("confidence", confidence), ("date", &date)];
            field.texts.tr_with("inspector.source_date", &values)
        }
        None => confidence.to_owned(),
    };
    ui.label(RichText::new(words).color(color).small());
    if let Some(setting) = field.setting() {
        command_line(ui, field, &setting);
    }
}

fn reset(ui: &mut Ui, field: &Field<'_>) -> bool {
    let label = field
        .texts
        .tr_with("inspector.reset", &[("name", &field.name())]);
    let default = field.shown(&field.spec.default);
    let hint = field
        .texts
        .tr_with("inspector.default", &[("value", &default)]);
    icon::button(
        ui,
        "ui-reset",
        Vec2::new(RESET, TARGET),
        13.0,
        field.theme.text_dim,
        &label,
    )
    .on_hover_text(hint)
    .clicked()
}

/// Divides a control between a number and the word beside it.
pub fn split(ui: &Ui, word: &str) -> (f32, f32) {
    let all = ui.available_width();
    let text =
        egui::WidgetText::from(word).into_galley(ui, None, f32::INFINITY, egui::TextStyle::Button);
    let right = (text.size().x + 13.0).min(all * 0.6);
    (all - right - GAP, right)
}

/// Where something would stand if there were something, as if it were there; true when it was pressed.
pub fn placeholder(ui: &mut Ui, width: f32, name: &str, theme: &Theme) -> bool {
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, TARGET), Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::ComboBox, true, name));
    let line = match response.hovered() || response.has_focus() {
        true => theme.line_strong,
        false => theme.line,
    };
    let line = egui::Stroke::new(1.0, egui::Color32::from(line));
    ui.painter()
        .rect_stroke(rect, RADIUS, line, egui::StrokeKind::Inside);
    ui.painter().text(
        rect.left_center() + egui::vec2(8.0, 0.0),
        egui::Align2::LEFT_CENTER,
        "–",
        egui::FontId::proportional(13.0),
        theme.text_dim.into(),
    );
    response.clicked()
}

/// The word that may stand in place of a number; true when it was pressed.
pub fn word_toggle(ui: &mut Ui, on: bool, text: &str, name: &str, width: f32) -> bool {
    let button = Button::new(text)
        .selected(on)
        .min_size(Vec2::new(width, TARGET))
        .truncate();
    ui.spacing_mut().button_padding.x = 6.0;
    let response = ui.add(button);
    let label = format!("{name}: {text}");
    response
        .widget_info(|| egui::WidgetInfo::selected(egui::WidgetType::Checkbox, true, on, &label));
    response.clicked()
}

/// The arrow of a box that opens a list.
pub fn arrow(ui: &Ui, rect: Rect, theme: &Theme) {
    icon::paint_arrow(ui, rect, theme);
}
