//! The document's request kinds: names, sizes, priorities; adding and removing.

use egui::{Button, RichText, TextEdit, Ui, Vec2};
use sim_core::catalog::param::Unit;
use sim_core::document::RequestKind;
use sim_core::document::rules::{MAX_KIND_KIB, MAX_KINDS, MAX_NAME, MAX_PRIORITY};
use sim_core::edit::Edit;

use super::number::{self, Bounds};
use super::{offered, row};
use crate::commands::AppCommand;
use crate::panels::{heading, icon, words};
use crate::session::View;
use crate::theme::style::TARGET;

/// Shows the kinds, each with what can be set on it.
pub fn show(ui: &mut Ui, view: &View<'_>, out: &mut Vec<AppCommand>) {
    heading(ui, view.texts.tr("kinds.title"), view.theme);
    if view.document.kinds.is_empty() {
        let help = RichText::new(view.texts.tr("kinds.help")).small();
        ui.label(help.color(view.theme.text_dim));
    }
    for kind in view.document.kinds.values() {
        ui.push_id(kind.id.as_str(), |ui| one(ui, view, kind, out));
    }
    add(ui, view, out);
}

fn add(ui: &mut Ui, view: &View<'_>, out: &mut Vec<AppCommand>) {
    let room = view.document.kinds.len() < MAX_KINDS;
    let button = Button::new(view.texts.tr("kinds.add")).min_size(Vec2::new(0.0, TARGET));
    if ui.add_enabled(room, button).clicked() {
        let number = (view.document.kinds.len() + 1).to_string();
        let name = view.texts.tr_with("kinds.new", &[("n", &number)]);
        let kind = RequestKind::new(view.document.fresh_kind_id("kind"), name);
        out.push(AppCommand::Edit(Edit::AddKind { kind }, "step.kind_add"));
    }
}

fn one(ui: &mut Ui, view: &View<'_>, kind: &RequestKind, out: &mut Vec<AppCommand>) {
    let mut next = kind.clone();
    ui.horizontal(|ui| {
        let wide = ui.available_width() - TARGET - ui.spacing().item_spacing.x;
        let name = TextEdit::singleline(&mut next.name)
            .desired_width(wide)
            .margin(egui::Margin::symmetric(8, 4))
            .char_limit(MAX_NAME);
        let response = ui.add(name);
        let label = view.texts.tr("kinds.name");
        response
            .ctx
            .accesskit_node_builder(response.id, |node| node.set_label(label));
        remove(ui, view, kind, out);
    });
    let sizes = [
        ("kinds.request_kib", &mut next.request_kib, 1.0),
        ("kinds.response_kib", &mut next.response_kib, 10.0),
    ];
    for (key, size, usual) in sizes {
        let title = view.texts.tr(key);
        row::indented(ui, title, |ui, _| {
            sized(ui, view, &format!("{}: {title}", kind.name), size, usual)
        });
    }
    let title = view.texts.tr("kinds.priority");
    row::indented(ui, title, |ui, _| {
        let most = f64::from(MAX_PRIORITY);
        let bounds = Bounds {
            min: -most,
            max: most,
            integer: true,
        };
        let (name, number) = (format!("{}: {title}", kind.name), f64::from(kind.priority));
        if let Some(number) = number::drag_named(ui, number, bounds, Unit::Count, &name, view.texts)
        {
            next.priority = number as i32;
        }
    });
    ui.add_space(4.0);
    if next != *kind {
        out.push(AppCommand::Edit(Edit::SetKind { kind: next }, "step.kind"));
    }
}

/// A size of its own, or the link's.
fn sized(ui: &mut Ui, view: &View<'_>, name: &str, size: &mut Option<f64>, usual: f64) {
    let word = words::word(view.texts, "of_link");
    let (left, right) = row::split(ui, &word);
    let bounds = Bounds {
        min: 0.0,
        max: MAX_KIND_KIB,
        integer: false,
    };
    match size {
        Some(number) => {
            let field = ui.allocate_ui(Vec2::new(left, TARGET), |ui| {
                number::drag_named(ui, *number, bounds, Unit::Kibibytes, name, view.texts)
            });
            if let Some(changed) = field.inner {
                *size = Some(changed);
            }
        }
        None => *size = offered::show(ui, name, (usual, bounds), left),
    }
    if row::word_toggle(ui, size.is_none(), &word, name, right) {
        *size = if size.is_none() { Some(usual) } else { None };
    }
}

/// The way out; closed, with the reason, while something names the kind.
fn remove(ui: &mut Ui, view: &View<'_>, kind: &RequestKind, out: &mut Vec<AppCommand>) {
    let label = view.texts.tr_with("kinds.remove", &[("name", &kind.name)]);
    let user = view.document.user_of_kind(&kind.id);
    let hint = user.map(|id| {
        let name = words::item(view.document, id);
        view.texts.tr_with("kinds.used", &[("name", &name)])
    });
    ui.add_enabled_ui(hint.is_none(), |ui| {
        let size = Vec2::splat(TARGET);
        let button = icon::button(ui, "ui-trash", size, 14.0, view.theme.text_dim, &label);
        let button = match hint {
            Some(hint) => button.on_disabled_hover_text(hint),
            None => button.on_hover_text(&label),
        };
        if button.clicked() {
            let id = kind.id.clone();
            out.push(AppCommand::Edit(
                Edit::RemoveKind { id },
                "step.kind_remove",
            ));
        }
    });
}
