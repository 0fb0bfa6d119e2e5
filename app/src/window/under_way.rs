//! What is being done with files, once it takes long enough to be noticed.

use std::time::Duration;

use egui::{Align, Align2, Button, Context, Layout, Rect, RichText, Ui, Vec2};

use super::notices::{area, box_of};
use crate::commands::AppCommand;
use crate::session::{Level, Task, UnderWay, View};
use crate::theme::style::TARGET;

/// Seconds before it is said.
const QUIET_S: f64 = 0.2;
/// Widest, points.
const WIDTH: f32 = 420.0;

/// Draws what is under way at the head of the canvas. That the window waits for a save before it closes is said at once.
pub(super) fn show(ctx: &Context, canvas: Rect, view: &View<'_>, out: &mut Vec<AppCommand>) {
    let now = ctx.input(|input| input.time);
    let waits = |work: &UnderWay| view.closing && work.task == Task::Save;
    let quiet = |work: &UnderWay| QUIET_S - (now - work.since.unwrap_or(now));
    let shown = |work: &&UnderWay| waits(work) || quiet(work) <= 0.0;
    let next = view.work.iter().map(quiet).filter(|left| *left > 0.0);
    if let Some(left) = next.reduce(f64::min) {
        ctx.request_repaint_after(Duration::from_secs_f64(left));
    }
    if view.work.iter().filter(shown).count() == 0 {
        return;
    }
    let width = WIDTH.min(canvas.width() - 32.0).max(120.0);
    let at = canvas.center_top() + Vec2::new(0.0, 12.0);
    area("under way", at, Align2::CENTER_TOP, ctx, |ui| {
        for work in view.work.iter().filter(shown) {
            box_of(ui, view.theme, Level::Info, width, |ui| {
                one(ui, view, work, waits(work), out);
            });
        }
    });
}

fn one(ui: &mut Ui, view: &View<'_>, work: &UnderWay, closing: bool, out: &mut Vec<AppCommand>) {
    let key = if closing {
        "work.closing"
    } else {
        work.task.key()
    };
    let text = view.texts.tr_with(key, &[("file", &work.file)]);
    ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
        if work.stop.is_some() {
            let button = Button::new(view.texts.tr("work.stop"));
            if ui.add(button.min_size(Vec2::new(0.0, TARGET))).clicked() {
                out.push(AppCommand::StopWork(work.number));
            }
        }
        ui.with_layout(Layout::top_down(Align::Min), |ui| {
            ui.add_space(4.0);
            ui.label(RichText::new(text).color(view.theme.text));
        });
    });
}
