//! Parameters that name the document's request kinds: a set of them, or a number for each.

use egui::{RichText, Ui};
use indexmap::IndexMap;
use sim_core::catalog::param::{Absent, Kind, Unit};
use sim_core::catalog::{ParamSpec, Value};
use sim_core::document::RequestKind;
use sim_core::foundation::ids::Id;

use super::configure::square;
use super::field::{Change, Field};
use super::number::{self, Bounds};
use super::row;
use crate::theme::style::TARGET;

/// Whether a parameter is about kinds: without any there is nothing to show.
pub fn is_about_kinds(spec: &ParamSpec) -> bool {
    matches!(spec.kind, Kind::Kinds | Kind::ByKind { .. })
}

fn summary(ui: &mut Ui, field: &Field<'_>, text: String) {
    let label = RichText::new(text).color(field.theme.text_soft);
    ui.add(egui::Label::new(label).truncate());
}

/// One line for each kind: whether it is in the set. All and none mean the same: every kind.
pub fn set(ui: &mut Ui, field: &Field<'_>) -> Option<Change> {
    let named: &[Id] = match field.value {
        Value::Kinds(kinds) => kinds,
        _ => &[],
    };
    let mut change = row::show(ui, field, |ui, _| {
        summary(ui, field, field.shown(field.value));
        None
    });
    for kind in field.kinds.values() {
        let inside = named.is_empty() || named.contains(&kind.id);
        if line(ui, field, kind, |ui, name| tick(ui, inside, name)) {
            let after: Vec<Id> = field
                .kinds
                .keys()
                .filter(|id| {
                    if **id == kind.id {
                        !inside
                    } else {
                        named.is_empty() || named.contains(id)
                    }
                })
                .cloned()
                .collect();
            let all = after.len() == field.kinds.len();
            change = Some((!all && !after.is_empty()).then_some(Value::Kinds(after)));
        }
    }
    change
}

fn tick(ui: &mut Ui, inside: bool, name: &str) -> bool {
    let mut on = inside;
    ui.spacing_mut().interact_size.y = TARGET;
    square(ui);
    let response = ui.checkbox(&mut on, "");
    response
        .ctx
        .accesskit_node_builder(response.id, |node| node.set_label(name));
    response.changed()
}

/// One line for each kind: its number.
pub fn numbers(
    ui: &mut Ui,
    field: &Field<'_>,
    (min, max): (f64, f64),
    absent: Absent,
) -> Option<Change> {
    let none = IndexMap::new();
    let numbers = match field.value {
        Value::ByKind(numbers) => numbers,
        _ => &none,
    };
    let mut change = row::show(ui, field, |ui, _| {
        summary(ui, field, field.shown(field.value));
        None
    });
    let bounds = Bounds {
        min,
        max,
        integer: false,
    };
    let usual = match absent {
        Absent::Is(number) => number,
        Absent::EqualOrNone if numbers.is_empty() => 1.0,
        Absent::EqualOrNone => 0.0,
    };
    for kind in field.kinds.values() {
        let number = numbers.get(&kind.id).copied().unwrap_or(usual);
        let changed = line(ui, field, kind, |ui, name| {
            number::drag_named(ui, number, bounds, Unit::Factor, name, field.texts)
        });
        if let Some(number) = changed {
            change = Some(Some(Value::ByKind(with(
                field, numbers, usual, kind, number,
            ))));
        }
    }
    change
}

/// The numbers after one of them has changed, in the order of the kinds. Where kinds without a number would be left
/// out from now on, they keep the share that they had.
fn with(
    field: &Field<'_>,
    numbers: &IndexMap<Id, f64>,
    usual: f64,
    changed: &RequestKind,
    number: f64,
) -> IndexMap<Id, f64> {
    let shares = numbers.is_empty() && usual > 0.0;
    let value = |id: &Id| {
        if *id == changed.id {
            return Some(number);
        }
        let own = numbers.get(id).copied();
        own.or_else(|| shares.then_some(usual))
    };
    let each = field.kinds.keys();
    each.filter_map(|id| Some((id.clone(), value(id)?)))
        .collect()
}

fn line<R>(
    ui: &mut Ui,
    field: &Field<'_>,
    kind: &RequestKind,
    control: impl FnOnce(&mut Ui, &str) -> R,
) -> R {
    let full = format!("{}: {}", field.name(), kind.name);
    let (name, id) = (kind.name.as_str(), kind.id.as_str());
    // Of a set of kinds there is no part to be set.
    let has_parts = matches!(field.spec.kind, Kind::ByKind { .. });
    ui.push_id((field.spec.id, id), |ui| match has_parts {
        true => row::of_part(ui, field, name, id, |ui, _| control(ui, &full)),
        false => row::indented(ui, name, |ui, _| control(ui, &full)),
    })
    .inner
}
