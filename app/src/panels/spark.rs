//! A line the size of a word.

use egui::{Color32, Rect, Sense, Shape, Stroke, Ui, Vec2};

use crate::theme::{Rgba, Theme};

/// More points than these are thinned out: a word has no more pixels.
const MOST: usize = 120;

/// Draws values from zero to their largest (or to `top`) into a small field.
pub fn show(ui: &mut Ui, values: &[f64], top: Option<f64>, size: Vec2, color: Rgba, theme: &Theme) {
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let base = Stroke::new(1.0, Color32::from(theme.line));
    ui.painter()
        .hline(rect.x_range(), rect.bottom() - 0.5, base);
    let points = points(values, top, rect.shrink2(Vec2::new(1.0, 2.0)));
    let flat = values.iter().all(|value| *value == 0.0);
    if points.len() > 1 && !flat {
        ui.painter()
            .add(Shape::line(points, Stroke::new(1.5, Color32::from(color))));
    }
}

fn points(values: &[f64], top: Option<f64>, rect: Rect) -> Vec<egui::Pos2> {
    let step = values.len().div_ceil(MOST).max(1);
    // Of each group the largest stays: a spike must not vanish.
    let largest = |group: &[f64]| {
        group
            .iter()
            .copied()
            .filter(|v| v.is_finite())
            .fold(0.0, f64::max)
    };
    let thinned: Vec<f64> = values.chunks(step).map(largest).collect();
    let top = top.unwrap_or_else(|| largest(&thinned)).max(1e-12);
    let last = thinned.len().saturating_sub(1).max(1) as f32;
    let at = |(index, value): (usize, &f64)| {
        let x = rect.left() + rect.width() * index as f32 / last;
        let y = rect.bottom() - rect.height() * (value / top).clamp(0.0, 1.0) as f32;
        egui::pos2(x, y)
    };
    thinned.iter().enumerate().map(at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spikes_survive_thinning_and_nothing_leaves_the_field() {
        let mut values = vec![1.0; 10_000];
        values[4_321] = 100.0;
        values[77] = f64::NAN;
        let field = Rect::from_min_size(egui::pos2(10.0, 20.0), Vec2::new(60.0, 16.0));
        let line = points(&values, None, field);
        assert!(line.len() <= MOST);
        assert!(line.iter().all(|point| field.expand(0.01).contains(*point)));
        assert!(
            line.iter()
                .any(|point| (point.y - field.top()).abs() < 0.01)
        );
        assert!(points(&[], None, field).is_empty());
    }
}
