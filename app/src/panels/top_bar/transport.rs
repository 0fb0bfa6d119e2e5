//! Play, step, reset, pace, clock and seed.

use egui::{ComboBox, DragValue, Frame, Margin, Response, RichText, Stroke, Ui, Vec2};

use super::plan::Plan;
use crate::commands::{AppCommand, entry, keys, menu};
use crate::panels::icon;
use crate::runner::{PACES, Pace};
use crate::session::View;
use crate::theme::Rgba;
use crate::theme::style::{TARGET, regular, semibold};

const BUTTON: Vec2 = Vec2::new(28.0, TARGET);
const GLYPH: f32 = 17.0;
const PACE: f32 = 74.0;
const CLOCK: f32 = 76.0;
const SEED: f32 = 78.0;

/// Width of what is always there.
pub const CORE_WIDTH: f32 = 3.0 * BUTTON.x + PACE + CLOCK + 5.0 * 6.0 + 2.0 * 8.0;
/// Width that the seed adds.
pub const SEED_WIDTH: f32 = SEED + 6.0;

/// The group of controls on its own ground.
pub fn show(ui: &mut Ui, view: &View<'_>, plan: &Plan, out: &mut Vec<AppCommand>) {
    let frame = Frame::new()
        .fill(view.theme.field.into())
        .stroke(Stroke::new(1.0, egui::Color32::from(view.theme.line)))
        .corner_radius(8)
        .inner_margin(Margin::symmetric(8, 3));
    frame.show(ui, |ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.spacing_mut().interact_size.y = TARGET;
        buttons(ui, view, out);
        pace(ui, view, plan, out);
        clock(ui, view);
        if plan.seed {
            seed(ui, view, out);
        }
    });
}

fn buttons(ui: &mut Ui, view: &View<'_>, out: &mut Vec<AppCommand>) {
    let (glyph, color) = if view.run.playing {
        ("ui-pause", view.theme.accent)
    } else {
        ("ui-play", view.theme.text)
    };
    button(ui, view, "toggle_play", glyph, color, out);
    button(ui, view, "step_event", "ui-step", view.theme.text_soft, out);
    button(ui, view, "reset", "ui-reset", view.theme.text_soft, out);
}

fn button(
    ui: &mut Ui,
    view: &View<'_>,
    id: &str,
    glyph: &str,
    color: Rgba,
    out: &mut Vec<AppCommand>,
) {
    let Some(entry) = entry(id) else {
        return;
    };
    let command = entry.command();
    let blocked = menu::blocked(&command, view);
    let label = menu::label(entry, view);
    let inner = ui
        .add_enabled_ui(blocked.is_none(), |ui| {
            icon::button(ui, glyph, BUTTON, GLYPH, color, &label)
        })
        .inner;
    let hint = format!("{label}  ({})", keys::text(ui.ctx(), entry));
    let response = match blocked {
        Some(why) => inner.on_disabled_hover_text(view.texts.tr(why)),
        None => inner.on_hover_text(hint),
    };
    if response.clicked() {
        out.push(command);
    }
}

/// A pace as the box shows it.
fn pace_name(view: &View<'_>, pace: Pace) -> String {
    match pace {
        Pace::Times(factor) => view.texts.times(factor),
        Pace::Max => view.texts.tr("top_bar.max").to_owned(),
    }
}

fn pace(ui: &mut Ui, view: &View<'_>, plan: &Plan, out: &mut Vec<AppCommand>) {
    let (asked, theme) = (view.run.asked, view.theme);
    let text = RichText::new(pace_name(view, asked))
        .font(semibold(13.0))
        .color(view.theme.accent);
    let combo = ComboBox::from_id_salt("pace")
        .width(PACE)
        .height(420.0)
        .selected_text(text)
        .icon(move |ui, rect, _, _| crate::panels::icon::paint_arrow(ui, rect, theme));
    let shown = combo.show_ui(ui, |ui| {
        for pace in PACES {
            if ui
                .selectable_label(pace == asked, pace_name(view, pace))
                .clicked()
            {
                out.push(AppCommand::SetPace(pace));
            }
        }
    });
    named(&shown.response, view.texts.tr("top_bar.pace"));
    shown.response.on_hover_text(achieved(view));
    if plan.achieved && view.run.playing {
        ui.label(
            RichText::new(achieved(view))
                .font(regular(11.0))
                .color(view.theme.text_dim),
        );
    }
}

/// `asked ×60 · ×59.8 achieved`.
pub fn achieved(view: &View<'_>) -> String {
    let asked = pace_name(view, view.run.asked);
    match view.run.achieved {
        Some(achieved) => view.texts.tr_with(
            "top_bar.achieved",
            &[("asked", &asked), ("achieved", &view.texts.times(achieved))],
        ),
        None => view.texts.tr_with("top_bar.asked", &[("asked", &asked)]),
    }
}

fn clock(ui: &mut Ui, view: &View<'_>) {
    let text = RichText::new(view.texts.clock(view.now()))
        .font(semibold(13.0))
        .color(view.theme.text);
    let (rect, _) = ui.allocate_exact_size(Vec2::new(CLOCK, TARGET), egui::Sense::hover());
    let mut child = ui.new_child(
        egui::UiBuilder::new()
            .max_rect(rect)
            .layout(egui::Layout::left_to_right(egui::Align::Center)),
    );
    child
        .label(text)
        .on_hover_text(view.texts.tr("top_bar.clock"));
}

fn seed(ui: &mut Ui, view: &View<'_>, out: &mut Vec<AppCommand>) {
    let mut seed = view.run.seed;
    ui.spacing_mut().interact_size.x = SEED;
    let prefix = RichText::new(format!("{} ", view.texts.tr("scenario.seed")))
        .font(regular(11.0))
        .color(view.theme.text_dim);
    let response = ui.add(
        DragValue::new(&mut seed)
            .speed(0.05)
            .update_while_editing(false)
            .prefix(prefix),
    );
    named(&response, view.texts.tr("top_bar.seed"));
    if seed != view.run.seed {
        out.push(AppCommand::SetSeed(seed));
    }
    response.on_hover_text(view.texts.tr("top_bar.seed_help"));
}

/// Gives a control that shows only its value a name for readers of the screen.
fn named(response: &Response, name: &str) {
    response
        .ctx
        .accesskit_node_builder(response.id, |node| node.set_label(name));
}
