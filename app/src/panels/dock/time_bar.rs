//! The run as one bar: how far it has come, and what happened on the way.

use egui::{
    Align2, Color32, Pos2, Rangef, Rect, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo, WidgetType,
};
use sim_core::engine::snapshot::Mark;

use super::times::{Times, instant, short_time};
use super::{happened, list};
use crate::commands::AppCommand;
use crate::session::View;
use crate::theme::style::{TARGET, regular, semibold};

/// Height of the bar with its labels and times, points.
pub const HEIGHT: f32 = 46.0;

const LINE: f32 = 3.0;
/// Half the stroke that shows now.
const END: f32 = 5.0;
/// Marks nearer than this share one triangle, points: each can be hit.
const NEAR: f32 = TARGET;
/// Marks drawn at most: the latest.
const MOST: usize = 2_000;

/// A triangle with everything that happened there.
struct Group<'a> {
    x: f32,
    marks: Vec<&'a Mark>,
}

/// Shows the bar in `rect`.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    times: &Times,
    cursor: Option<f64>,
    rect: Rect,
    out: &mut Vec<AppCommand>,
) {
    let theme = view.theme;
    let span = Rangef::new(rect.left() + END, rect.right() - END);
    let y = rect.top() + 22.0;
    let x_of = |seconds: f64| span.min + span.span() * (seconds / times.end).clamp(0.0, 1.0) as f32;
    let now = x_of(view.now().as_secs_f64());
    let painter = ui.painter();
    painter.hline(span, y, Stroke::new(LINE, Color32::from(theme.line_strong)));
    painter.hline(
        span.min..=now,
        y,
        Stroke::new(LINE, Color32::from(theme.accent)),
    );
    if let Some(at) = cursor {
        painter.vline(
            x_of(at),
            y - 7.0..=y + 7.0,
            Stroke::new(1.0, Color32::from(theme.text_dim)),
        );
    }
    // A stroke, not a knob: nothing can be pulled here.
    painter.vline(
        now,
        y - END..=y + END,
        Stroke::new(2.0, Color32::from(theme.accent)),
    );
    clock(ui, view, times, cursor.map(|at| (at, x_of(at))), now, rect);
    let marks = view
        .snapshot()
        .map_or(&[][..], |snapshot| snapshot.marks.as_slice());
    let groups = grouped(marks, x_of);
    labels(ui, view, &groups, span, y);
    for group in &groups {
        triangle(ui, view, group, y, out);
    }
}

/// Start, end, and the instant of the crosshair or of now.
fn clock(
    ui: &Ui,
    view: &View<'_>,
    times: &Times,
    cursor: Option<(f64, f32)>,
    now: f32,
    rect: Rect,
) {
    let theme = view.theme;
    let y = rect.bottom() - 8.0;
    let painter = ui.painter();
    let dim = Color32::from(theme.text_dim);
    let (text, x) = match cursor {
        Some((at, x)) => (view.texts.clock(instant(at)), x),
        None => (view.texts.clock(view.now()), now),
    };
    let galley = painter.layout_no_wrap(text, semibold(12.0), theme.text.into());
    let half = galley.size().x / 2.0;
    let x = x.clamp(
        rect.left() + half,
        (rect.right() - half).max(rect.left() + half),
    );
    let shown = Rangef::new(x - half - 8.0, x + half + 8.0);
    painter.galley(Pos2::new(x - half, y - galley.size().y / 2.0), galley, dim);
    for (at, x, align) in [
        (0.0, rect.left(), Align2::LEFT_CENTER),
        (times.end, rect.right(), Align2::RIGHT_CENTER),
    ] {
        // The middle text may stand where an end would.
        if !shown.contains(x) && !shown.contains(x - 30.0) && !shown.contains(x + 30.0) {
            painter.text(
                Pos2::new(x, y),
                align,
                short_time(at, times.step),
                regular(11.0),
                dim,
            );
        }
    }
}

/// Marks that would cover each other stand together.
fn grouped(marks: &[Mark], x_of: impl Fn(f64) -> f32) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for mark in marks.iter().skip(marks.len().saturating_sub(MOST)) {
        let x = x_of(mark.at.as_secs_f64());
        match groups.last_mut() {
            Some(group) if (x - group.x).abs() < NEAR => group.marks.push(mark),
            _ => groups.push(Group {
                x,
                marks: vec![mark],
            }),
        }
    }
    groups
}

/// Names the marks that there is room for, those that matter most first.
fn labels(ui: &Ui, view: &View<'_>, groups: &[Group<'_>], span: Rangef, y: f32) {
    let heaviest = |group: &Group<'_>| {
        group
            .marks
            .iter()
            .copied()
            .max_by_key(|mark| happened::weight(mark))
            .cloned()
    };
    let mut order: Vec<(Mark, f32)> = groups
        .iter()
        .filter_map(|group| Some((heaviest(group)?, group.x)))
        .collect();
    order.sort_by_key(|(mark, _)| std::cmp::Reverse(happened::weight(mark)));
    let mut taken: Vec<Rangef> = Vec::new();
    for (mark, x) in order.into_iter().take(40) {
        let text = happened::sentence(view, &mark);
        let galley =
            ui.painter()
                .layout_no_wrap(text, regular(10.5), happened::color(view, &mark).into());
        let half = galley.size().x / 2.0;
        let left = (x - half).clamp(span.min, (span.max - 2.0 * half).max(span.min));
        let room = Rangef::new(left - 6.0, left + 2.0 * half + 6.0);
        if room.max > span.max + 8.0
            || taken
                .iter()
                .any(|other| other.min < room.max && room.min < other.max)
        {
            continue;
        }
        ui.painter()
            .galley(Pos2::new(left, y - 21.0), galley, Color32::PLACEHOLDER);
        taken.push(room);
    }
}

/// A triangle above the bar: hovered it says everything, pressed it selects the place.
fn triangle(ui: &mut Ui, view: &View<'_>, group: &Group<'_>, y: f32, out: &mut Vec<AppCommand>) {
    let Some(first) = group
        .marks
        .iter()
        .copied()
        .max_by_key(|mark| happened::weight(mark))
    else {
        return;
    };
    let color = Color32::from(happened::color(view, first));
    let tip = Pos2::new(group.x, y - 2.0);
    let corners = vec![tip, tip + Vec2::new(-4.0, -6.0), tip + Vec2::new(4.0, -6.0)];
    ui.painter()
        .add(Shape::convex_polygon(corners, color, Stroke::NONE));
    let area = Rect::from_center_size(tip - Vec2::new(0.0, 4.0), Vec2::splat(TARGET));
    let id = ui.id().with(("mark", first.at.as_nanos()));
    let response = ui.interact(area, id, Sense::click());
    let label = format!(
        "{} {}",
        view.texts.clock(first.at),
        happened::sentence(view, first)
    );
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &label));
    if let (true, Some(target)) = (response.clicked(), &first.target) {
        out.push(list::select(target));
    }
    response.on_hover_ui(|ui| {
        for mark in group.marks.iter().take(8) {
            ui.label(format!(
                "{}   {}",
                view.texts.clock(mark.at),
                happened::sentence(view, mark)
            ));
            if let Some(more) = happened::more(view, mark) {
                ui.label(egui::RichText::new(more).color(view.theme.text_soft));
            }
        }
        if group.marks.len() > 8 {
            ui.label(view.texts.tr_with(
                "dock.more",
                &[("n", &view.texts.count(group.marks.len() as u64 - 8))],
            ));
        }
    });
}
