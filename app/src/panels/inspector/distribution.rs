//! A distribution of times: its shape, the figures of the shape, and the mean that follows.

use egui::{ComboBox, Response, RichText, Ui};
use sim_core::catalog::Value;
use sim_core::catalog::param::Unit;
use sim_core::foundation::chance::{Distribution, MAX_DISTRIBUTION_MS};

use super::field::{Change, Field};
use super::number::{self, Bounds};
use super::row;
use super::shapes;
use crate::panels::words;
use crate::theme::style::TARGET;

/// The lines of a distribution parameter.
pub fn show(ui: &mut Ui, field: &Field<'_>, instead: Option<&'static str>) -> Option<Change> {
    let times = match field.value {
        Value::Times(times) => Some(times),
        _ => None,
    };
    let mut change = row::show(ui, field, |ui, label| {
        shape_line(ui, field, times, instead, label)
    });
    let Some(times) = times else {
        return change;
    };
    for (name, value) in shapes::figures(times) {
        if let Some(value) = figure(ui, field, times, name, value) {
            change = Some(Some(Value::Times(shapes::with_figure(times, name, value))));
        }
    }
    mean(ui, field, times);
    change
}

/// Shape, and the word that may stand in place of a distribution.
fn shape_line(
    ui: &mut Ui,
    field: &Field<'_>,
    times: Option<&Distribution>,
    instead: Option<&'static str>,
    label: &Response,
) -> Option<Change> {
    let word = instead.map(|word| (word, words::word(field.texts, word)));
    let room = word.as_ref().map(|(_, text)| row::split(ui, text));
    let width = room.map_or(ui.available_width(), |(left, _)| left);
    let mut change = match times {
        Some(times) => shape_box(ui, field, times, width, label)
            .map(|shape| Some(Value::Times(shapes::reshaped(times, shape)))),
        None => row::placeholder(ui, width, &field.name(), field.theme)
            .then(|| Some(Value::Times(usual(field)))),
    };
    if let (Some((word, text)), Some((_, right))) = (word, room)
        && row::word_toggle(ui, times.is_none(), &text, &field.name(), right)
    {
        change = Some(if times.is_none() {
            Some(Value::Times(usual(field)))
        } else {
            Some(Value::from(word))
        });
    }
    change
}

/// The distribution to start from where there is none.
pub fn usual(field: &Field<'_>) -> Distribution {
    match &field.spec.default {
        Value::Times(times) => *times,
        _ => Distribution::Constant { ms: 1.0 },
    }
}

fn shape_box(
    ui: &mut Ui,
    field: &Field<'_>,
    times: &Distribution,
    width: f32,
    label: &Response,
) -> Option<&'static str> {
    let mut picked = None;
    ui.spacing_mut().interact_size.y = TARGET;
    let current = shapes::name(times);
    let text = field.texts.tr(shapes::key(times));
    let combo = ComboBox::from_id_salt(field.spec.id)
        .width(width)
        .truncate()
        .selected_text(text)
        .icon(super::choice::arrow(field.theme));
    let shown = combo.show_ui(ui, |ui| {
        for shape in shapes::NAMES {
            let name = field
                .texts
                .find(&format!("distribution.{shape}"))
                .unwrap_or(shape);
            if ui.selectable_label(shape == current, name).clicked() && shape != current {
                picked = Some(shape);
            }
        }
    });
    shown.response.labelled_by(label.id);
    picked
}

/// One figure of the shape, on a line of its own.
fn figure(
    ui: &mut Ui,
    field: &Field<'_>,
    times: &Distribution,
    name: &'static str,
    value: f64,
) -> Option<f64> {
    let integer = name == "k";
    let (unit, (min, max)) = match shapes::range(times, name) {
        Some(range) if integer => (Unit::Count, range),
        Some(range) => (Unit::Factor, range),
        None => (Unit::Milliseconds, (0.0, MAX_DISTRIBUTION_MS)),
    };
    let bounds = Bounds { min, max, integer };
    let title = field.texts.tr(shapes::figure_key(name));
    let full = format!("{}: {title}", field.name());
    let line = |ui: &mut Ui| {
        row::of_part(ui, field, title, name, |ui, _| {
            number::drag_named(ui, value, bounds, unit, &full, field.texts)
        })
    };
    ui.push_id((field.spec.id, name), line).inner
}

/// The mean, where the shape does not give it itself.
fn mean(ui: &mut Ui, field: &Field<'_>, times: &Distribution) {
    if matches!(times, Distribution::Constant { .. })
        || shapes::figures(times)
            .iter()
            .any(|(name, _)| *name == "mean_ms")
    {
        return;
    }
    let title = field.texts.tr("distribution.mean");
    let text = field.texts.duration(times.mean_ms() / 1000.0);
    ui.push_id((field.spec.id, "mean"), |ui| {
        row::indented(ui, title, |ui, _| {
            ui.add_space(8.0);
            ui.label(RichText::new(text).color(field.theme.text_soft));
        });
    });
}
