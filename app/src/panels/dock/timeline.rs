//! The run over time: four charts on one time axis with one crosshair, and the bar with what happened.

use egui::{Pos2, Rect, Ui, Vec2};

use super::chart;
use super::times::Times;
use super::{Dock, curves, empty, time_bar};
use crate::commands::AppCommand;
use crate::panels::scrolled;
use crate::session::View;

const GAP: f32 = 8.0;
const LEAST_WIDTH: f32 = 190.0;
/// A plot that can be read, below a title and a line of the legend.
const LEAST_HEIGHT: f32 = 98.0;
const MOST_HEIGHT: f32 = 260.0;

/// Shows charts and bar.
pub fn show(ui: &mut Ui, view: &View<'_>, state: &mut Dock, out: &mut Vec<AppCommand>) {
    let started = view
        .snapshot()
        .filter(|snapshot| !snapshot.series.points.is_empty() || snapshot.now.as_nanos() > 0);
    let Some(snapshot) = started else {
        state.cursor = None;
        empty::show(ui, view, "dock.not_started", "dock.not_started_hint");
        return;
    };
    let costs = view.frame.map(|frame| &*frame.window_costs);
    state.costs.update(costs.unwrap_or_default());
    let half = snapshot.series.window_s / 2.0;
    let windows = snapshot
        .series
        .points
        .iter()
        .map(|point| point.start_s + half)
        .collect();
    let times = Times::new(windows, snapshot.now.as_secs_f64());
    let charts = curves::charts(view, snapshot, &state.costs);
    let room = ui.available_rect_before_wrap();
    let upper = Rect::from_min_max(
        room.min + Vec2::new(0.0, GAP),
        Pos2::new(room.right(), room.bottom() - time_bar::HEIGHT),
    );
    let mut cursor = None;
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(upper));
    scrolled::area(&mut child, "charts", |ui, area| {
        area.show(ui, |ui| {
            let (columns, size) = grid(upper.size(), charts.len());
            let rows = charts.len().div_ceil(columns);
            let height = rows as f32 * (size.y + GAP) - GAP;
            let (area, _) =
                ui.allocate_exact_size(Vec2::new(upper.width(), height), egui::Sense::hover());
            for (index, chart) in charts.iter().enumerate() {
                let cell = Vec2::new(
                    (index % columns) as f32 * (size.x + GAP),
                    (index / columns) as f32 * (size.y + GAP),
                );
                let rect = Rect::from_min_size(area.min + cell, size);
                cursor = chart::show(ui, view, chart, &times, state.cursor, rect).or(cursor);
            }
        })
    });
    let lower = Rect::from_min_max(Pos2::new(room.left(), upper.bottom()), room.max);
    time_bar::show(ui, view, &times, state.cursor, lower, out);
    if cursor != state.cursor {
        state.cursor = cursor;
        // The other charts draw the crosshair from the next frame on.
        ui.ctx().request_repaint();
    }
}

/// Columns and the size of one chart.
fn grid(room: Vec2, count: usize) -> (usize, Vec2) {
    let fits = |columns: &usize| (room.x + GAP) / *columns as f32 - GAP >= LEAST_WIDTH;
    let columns = [count, 2].into_iter().find(fits).unwrap_or(1).max(1);
    let rows = count.div_ceil(columns) as f32;
    let width = (room.x + GAP) / columns as f32 - GAP;
    let height = ((room.y + GAP) / rows - GAP).clamp(LEAST_HEIGHT, MOST_HEIGHT);
    (columns, Vec2::new(width, height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charts_stand_in_one_row_two_or_four() {
        assert_eq!(grid(Vec2::new(900.0, 150.0), 4).0, 4);
        assert_eq!(grid(Vec2::new(528.0, 150.0), 4).0, 2);
        assert_eq!(grid(Vec2::new(300.0, 150.0), 4).0, 1);
        for width in [200.0, 528.0, 783.0, 784.0, 1600.0] {
            let (columns, size) = grid(Vec2::new(width, 150.0), 4);
            assert!(columns as f32 * (size.x + GAP) - GAP <= width + 0.01);
            assert!(size.y >= LEAST_HEIGHT);
        }
    }
}
