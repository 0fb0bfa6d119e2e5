//! One of a few words, or one of many.

use egui::{ComboBox, Response, RichText, Ui};
use sim_core::catalog::Value;

use super::field::{Change, Field};
use super::{long, row};
use crate::panels::words;
use crate::theme::Theme;
use crate::theme::style::TARGET;

/// Lists longer than this are searched.
const LONG: usize = 12;

/// A choice parameter.
pub fn show(
    ui: &mut Ui,
    field: &Field<'_>,
    options: &[&'static str],
    label: &Response,
) -> Option<Change> {
    let current = match field.value {
        // What all of them will be is none of what they are now.
        _ if field.mixed.is_some() => "",
        Value::Text(text) => text.as_str(),
        _ => "",
    };
    let picked = if options.len() > LONG {
        long::show(ui, field, options, current)
    } else {
        short(ui, field, options, current, label)
    };
    picked
        .filter(|picked| *picked != current)
        .map(|picked| Some(Value::from(picked)))
}

/// The arrow of a box, as egui asks for it.
pub fn arrow(
    theme: &'static Theme,
) -> impl FnOnce(&Ui, egui::Rect, &egui::style::WidgetVisuals, bool) {
    move |ui, rect, _, _| row::arrow(ui, rect, theme)
}

/// The value, or that items differ in it.
pub fn shown(field: &Field<'_>, current: &str) -> RichText {
    match field.differing() {
        Some(mixed) => RichText::new(mixed).color(field.theme.text_dim),
        None => {
            let name = words::choice(field.texts, field.owner, field.spec.id, current);
            RichText::new(name)
        }
    }
}

fn short(
    ui: &mut Ui,
    field: &Field<'_>,
    options: &[&'static str],
    current: &str,
    label: &Response,
) -> Option<&'static str> {
    let name = |value: &str| words::choice(field.texts, field.owner, field.spec.id, value);
    let mut picked = None;
    ui.spacing_mut().interact_size.y = TARGET;
    let combo = ComboBox::from_id_salt(field.spec.id)
        .width(ui.available_width())
        .truncate()
        .selected_text(shown(field, current))
        .icon(arrow(field.theme));
    let shown = combo.show_ui(ui, |ui| {
        for option in options {
            if ui
                .selectable_label(*option == current, name(option))
                .clicked()
            {
                picked = Some(*option);
            }
        }
    });
    shown.response.labelled_by(label.id);
    picked
}
