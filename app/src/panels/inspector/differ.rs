//! Several items differ in something that is not typed: a box that lists what there is among them, and what else all of
//! them could have. Nothing is chosen until a hand chooses it.

use egui::{ComboBox, RichText, Ui};
use sim_core::catalog::Value;
use sim_core::catalog::param::Kind;

use super::field::{Change, Field};
use super::{choice, distribution, row, shapes};
use crate::i18n::times;
use crate::theme::style::TARGET;

/// Height of the open list: most of its lines are seen without scrolling.
const LIST: f32 = 320.0;

/// One line of the list: words, and the value that all of them get.
struct Entry {
    words: String,
    value: Value,
}

/// The line of a parameter with `told`, the values in words.
pub fn show(ui: &mut Ui, field: &Field<'_>, told: &str) -> Option<Change> {
    row::show(ui, field, |ui, label| {
        let mut picked = None;
        ui.spacing_mut().interact_size.y = TARGET;
        let combo = ComboBox::from_id_salt((field.spec.id, "of all"))
            .width(ui.available_width())
            .height(LIST)
            .truncate()
            .selected_text(RichText::new(told).color(field.theme.text_dim))
            .icon(choice::arrow(field.theme));
        let shown = combo.show_ui(ui, |ui| {
            let [there, others] = [there(field), others(field)];
            for (number, entry) in there.iter().chain(&others).enumerate() {
                if number > 0 && number == there.len() {
                    ui.separator();
                }
                if ui.selectable_label(false, &entry.words).clicked() {
                    picked = Some(entry.value.clone());
                }
            }
        });
        let hint = format!("{told}\n{}", field.texts.tr("inspector.choose_all"));
        shown.response.labelled_by(label.id).on_hover_text(hint);
        picked.map(Some)
    })
}

/// The values that there are.
fn there(field: &Field<'_>) -> Vec<Entry> {
    let entry = |value: &&Value| Entry {
        words: field.shown(value),
        value: (*value).clone(),
    };
    field.distinct().iter().map(entry).collect()
}

/// Those that none of them has: the default, and every shape of times about its mean.
fn others(field: &Field<'_>) -> Vec<Entry> {
    let there = field.distinct();
    let other = |value: &Value| !there.contains(&value);
    let mut found: Vec<Entry> = Vec::new();
    if other(&field.spec.default) {
        found.push(Entry {
            words: field.shown(&field.spec.default),
            value: field.spec.default.clone(),
        });
    }
    if let Kind::Times { instead } = field.spec.kind {
        let word = instead.map(Value::from);
        if let Some(word) = word.filter(|word| other(word) && *word != field.spec.default) {
            found.push(Entry {
                words: field.shown(&word),
                value: word,
            });
        }
        let usual = distribution::usual(field);
        found.extend(shapes::NAMES.into_iter().map(|shape| {
            let times = shapes::reshaped(&usual, shape);
            Entry {
                words: times::in_words(&times, field.texts),
                value: Value::Times(times),
            }
        }));
        found.retain(|entry| other(&entry.value));
        found.dedup_by(|a, b| a.value == b.value);
    }
    found
}
