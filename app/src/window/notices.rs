//! Messages over the canvas: what just happened, and why a run cannot go on.

use egui::{
    Align, Align2, Area, Context, Frame, Id, Layout, Margin, Order, Rect, Response, RichText,
    Sense, Stroke, Ui, Vec2,
};

use crate::commands::AppCommand;
use crate::session::{Level, Message, Messages, View};
use crate::theme::style::{RADIUS, TARGET};
use crate::theme::{Rgba, Theme};

/// Widest notice, points.
const WIDTH: f32 = 460.0;

/// From the left and the foot of the canvas: where it shows its zoom.
const CORNER: Vec2 = Vec2::new(68.0, 34.0);

/// Draws the messages at the foot of the canvas, newest below, and the run's problem at its head.
pub(super) fn show(
    ctx: &Context,
    canvas: Rect,
    view: &View<'_>,
    messages: &Messages,
    out: &mut Vec<AppCommand>,
) {
    let width = WIDTH.min(canvas.width() - 32.0).max(120.0);
    if let Some(problem) = view.run.problem {
        let text = problem.sentence(view.texts);
        area(
            "run problem",
            canvas.center_top() + Vec2::new(0.0, 12.0),
            Align2::CENTER_TOP,
            ctx,
            |ui| {
                box_of(ui, view.theme, Level::Error, width, |ui| {
                    ui.label(RichText::new(text).color(view.theme.text));
                });
            },
        );
    }
    if let Some(share) = view.arranging {
        arranging(ctx, canvas, view, share, out);
    }
    if messages.iter().next().is_none() {
        return;
    }
    let beside = (canvas.width() - width) / 2.0 > CORNER.x + 8.0;
    let foot = if beside { 12.0 } else { CORNER.y + 8.0 };
    area(
        "messages",
        canvas.center_bottom() - Vec2::new(0.0, foot),
        Align2::CENTER_BOTTOM,
        ctx,
        |ui| {
            for message in messages.iter() {
                one(ui, view, message, width, out);
            }
        },
    );
}

/// How far a layout is, and the way out of it.
fn arranging(ctx: &Context, canvas: Rect, view: &View<'_>, share: f32, out: &mut Vec<AppCommand>) {
    let at = canvas.center_top() + Vec2::new(0.0, 12.0);
    let width = WIDTH.min(canvas.width() - 32.0).clamp(120.0, 300.0);
    area("layout under way", at, Align2::CENTER_TOP, ctx, |ui| {
        box_of(ui, view.theme, Level::Info, width, |ui| {
            ui.horizontal(|ui| {
                let texts = view.texts;
                ui.label(RichText::new(texts.tr("layout.under_way")).color(view.theme.text));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let cancel = egui::Button::new(texts.tr("layout.cancel"));
                    if ui.add(cancel.min_size(Vec2::new(0.0, TARGET))).clicked() {
                        out.push(AppCommand::CancelArrange);
                    }
                    let bar = egui::ProgressBar::new(share).desired_height(6.0);
                    ui.add(bar.fill(view.theme.accent.into()));
                });
            });
        });
    });
}

pub(super) fn area(
    name: &str,
    at: egui::Pos2,
    pivot: Align2,
    ctx: &Context,
    add: impl FnOnce(&mut Ui),
) {
    let area = Area::new(Id::new(name))
        .order(Order::Foreground)
        .fixed_pos(at)
        .pivot(pivot)
        .constrain(true);
    area.fade_in(false).show(ctx, add);
}

fn one(ui: &mut Ui, view: &View<'_>, message: &Message, width: f32, out: &mut Vec<AppCommand>) {
    box_of(ui, view.theme, message.level, width, |ui| {
        let close = view
            .texts
            .tr_with("message.dismiss", &[("text", &message.text)]);
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            let cross = cross(ui, view.theme);
            cross.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, true, &close));
            if cross.clicked() {
                out.push(AppCommand::DismissMessage(message.number));
            }
            ui.with_layout(Layout::top_down(Align::Min), |ui| {
                ui.add_space(4.0);
                ui.label(RichText::new(&message.text).color(view.theme.text));
            });
        });
    });
}

/// A button with a cross, drawn: not every font has the sign.
fn cross(ui: &mut Ui, theme: &Theme) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(TARGET), Sense::click());
    let colour = if response.hovered() || response.has_focus() {
        theme.text
    } else {
        theme.text_dim
    };
    let (middle, arm) = (rect.center(), 4.0);
    for way in [Vec2::new(arm, arm), Vec2::new(arm, -arm)] {
        ui.painter()
            .line_segment([middle - way, middle + way], Stroke::new(1.5, colour));
    }
    response
}

pub(super) fn box_of(
    ui: &mut Ui,
    theme: &Theme,
    level: Level,
    width: f32,
    add: impl FnOnce(&mut Ui),
) {
    let line: Rgba = match level {
        Level::Info => theme.accent,
        Level::Warning => theme.busy,
        Level::Error => theme.down,
    };
    let frame = Frame::new()
        .fill(theme.popup.into())
        .stroke(Stroke::new(1.0, line))
        .corner_radius(RADIUS)
        .inner_margin(Margin {
            left: 12,
            right: 6,
            top: 4,
            bottom: 6,
        })
        .shadow(ui.visuals().popup_shadow);
    frame.show(ui, |ui| {
        ui.set_width(width - 20.0);
        add(ui);
    });
}

/// The hint while a file hangs over the window.
pub(super) fn drop_hint(ctx: &Context, view: &View<'_>) {
    if ctx.input(|input| input.raw.hovered_files.is_empty()) {
        return;
    }
    let screen = ctx.content_rect();
    area(
        "drop hint",
        screen.center(),
        Align2::CENTER_CENTER,
        ctx,
        |ui| {
            box_of(ui, view.theme, Level::Info, WIDTH, |ui| {
                ui.vertical_centered(|ui| {
                    ui.label(RichText::new(view.texts.tr("message.drop_to_open")).heading())
                });
            });
        },
    );
}
