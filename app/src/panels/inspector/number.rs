//! A number: drag or type, unit behind it, and the word that may stand in its place.

use std::cell::RefCell;

use egui::{Align, DragValue, Key, Layout, Margin, Response, TextEdit, Ui, Vec2};
use sim_core::catalog::Value;
use sim_core::catalog::param::Unit;

use super::field::{Change, Field};
use super::{offered, row, typed};
use crate::i18n::Texts;
use crate::panels::digits::{parse, plain};
use crate::panels::words;
use crate::theme::style::TARGET;

/// The bounds of a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    pub min: f64,
    pub max: f64,
    pub integer: bool,
}

/// How far one point of dragging goes: one percent of the value, a tenth for small whole numbers.
fn speed(value: f64, bounds: Bounds) -> f64 {
    let least = if bounds.integer {
        0.1
    } else {
        (bounds.max - bounds.min).min(1.0) / 100.0
    };
    (value.abs() / 100.0).max(least)
}

/// The bare control, named by the label beside it; gives the new number when the hand or the keyboard changed it.
pub fn drag(
    ui: &mut Ui,
    number: f64,
    bounds: Bounds,
    unit: Unit,
    width: f32,
    label: &Response,
    texts: Texts,
) -> Option<f64> {
    let (response, changed) = control(ui, number, (bounds, unit), width, texts);
    response.labelled_by(label.id);
    changed
}

/// The same where the label beside it would not be a name of its own.
pub fn drag_named(
    ui: &mut Ui,
    number: f64,
    bounds: Bounds,
    unit: Unit,
    name: &str,
    texts: Texts,
) -> Option<f64> {
    let width = ui.available_width();
    let (response, changed) = control(ui, number, (bounds, unit), width, texts);
    response
        .ctx
        .accesskit_node_builder(response.id, |node| node.set_label(name));
    changed
}

fn control(
    ui: &mut Ui,
    number: f64,
    (bounds, unit): (Bounds, Unit),
    width: f32,
    texts: Texts,
) -> (Response, Option<f64>) {
    let mut changed = number;
    // Only what is given in is parsed, not each letter.
    let typed = RefCell::new(None);
    ui.spacing_mut().interact_size = Vec2::new(width, TARGET);
    let control = DragValue::new(&mut changed)
        .range(bounds.min..=bounds.max)
        .speed(speed(number, bounds))
        .max_decimals(if bounds.integer { 0 } else { 3 })
        .update_while_editing(false)
        .custom_formatter(|number, _| plain(number))
        .custom_parser(|text| {
            typed.replace(Some(text.to_owned()));
            parse(text)
        })
        .suffix((
            egui::Atom::grow(),
            egui::RichText::new(unit.sign()).small().weak(),
        ));
    // While it is edited the text stands where it stood.
    let layout = Layout::left_to_right(Align::Center).with_main_align(Align::Min);
    let response = ui.with_layout(layout, |ui| ui.add(control)).inner;
    let typed = typed.take();
    typed::say(ui, &response, typed.as_deref(), (bounds, unit), texts);
    if bounds.integer {
        changed = changed.round();
    }
    (response, (changed != number).then_some(changed))
}

/// A number parameter with the word that may stand in its place.
pub fn show(
    ui: &mut Ui,
    field: &Field<'_>,
    bounds: Bounds,
    unit: Unit,
    instead: Option<&'static str>,
    label: &Response,
) -> Option<Change> {
    let width = ui.available_width();
    if let Some(mixed) = field.differing() {
        return differing(ui, field, bounds, instead, (&mixed, label));
    }
    let Some(word) = instead else {
        let number = as_number(field.value).unwrap_or(bounds.min);
        return drag(ui, number, bounds, unit, width, label, field.texts)
            .map(|number| Some(Value::Number(number)));
    };
    let text = words::word(field.texts, word);
    let is_word = as_number(field.value).is_none();
    let (left, right) = row::split(ui, &text);
    let mut change = None;
    if is_word {
        let number = usual(field, bounds);
        change = offered::show(ui, &field.name(), (number, bounds), left)
            .map(|number| Some(Value::Number(number)));
    } else if let Some(number) = as_number(field.value) {
        change = drag(ui, number, bounds, unit, left, label, field.texts)
            .map(|number| Some(Value::Number(number)));
    }
    if row::word_toggle(ui, is_word, &text, &field.name(), right) {
        change = Some(if is_word {
            Some(Value::Number(usual(field, bounds)))
        } else {
            Some(Value::from(word))
        });
    }
    change
}

/// A number as whole as it has to be.
pub fn whole(number: f64, bounds: Bounds) -> f64 {
    match bounds.integer {
        true => number.round(),
        false => number,
    }
}

/// Items differ: what is typed, or the word, is for all of them.
fn differing(
    ui: &mut Ui,
    field: &Field<'_>,
    bounds: Bounds,
    instead: Option<&'static str>,
    (mixed, label): (&str, &Response),
) -> Option<Change> {
    let word = instead.map(|word| (word, words::word(field.texts, word)));
    let (left, right) = match &word {
        Some((_, text)) => row::split(ui, text),
        None => (ui.available_width(), 0.0),
    };
    let id = ui.id().with((field.spec.id, "of all"));
    let mut typed: String = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let edit = TextEdit::singleline(&mut typed)
        .id(id)
        .hint_text(mixed)
        .desired_width(left)
        .margin(Margin::symmetric(8, 2))
        .min_size(Vec2::new(left, TARGET))
        .vertical_align(Align::Center);
    let response = ui
        .add_sized(Vec2::new(left, TARGET), edit)
        .labelled_by(label.id);
    let ended = response.lost_focus();
    // What is told stands in the field itself only as long as nothing is typed.
    response.on_hover_text(format!("{mixed}\n{}", field.texts.tr("inspector.set_all")));
    let given_up = ended && ui.input(|input| input.key_pressed(Key::Escape));
    let number = parse(&typed).filter(|_| ended && !given_up);
    ui.data_mut(|data| {
        if ended || typed.is_empty() {
            data.remove::<String>(id);
        } else {
            data.insert_temp(id, typed);
        }
    });
    let mut change = number.map(|number| {
        let number = number.clamp(bounds.min, bounds.max);
        Some(Value::Number(whole(number, bounds)))
    });
    if let Some((word, text)) = word
        && row::word_toggle(ui, false, &text, &field.name(), right)
    {
        change = Some(Some(Value::from(word)));
    }
    change
}

fn as_number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => Some(*number),
        _ => None,
    }
}

/// The number to start from when the word goes: the default if it is one, else something small but useful.
fn usual(field: &Field<'_>, bounds: Bounds) -> f64 {
    as_number(&field.spec.default)
        .unwrap_or(100.0)
        .clamp(bounds.min, bounds.max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dragging_moves_large_and_small_numbers() {
        let whole = Bounds {
            min: 0.0,
            max: 1e6,
            integer: true,
        };
        assert_eq!(speed(10_000.0, whole), 100.0);
        assert_eq!(speed(3.0, whole), 0.1);
        assert_eq!(
            speed(
                0.0,
                Bounds {
                    min: 0.0,
                    max: 1.0,
                    integer: false
                }
            ),
            0.01
        );
    }
}
