//! Lines that show while a card is moved that it stands in line with others.

use egui::{Stroke, Ui};

use super::stage::Stage;
use crate::scene::{Point, Rect};

/// Middles this close count as in line, canvas points.
const CLOSE: f32 = 0.5;

/// Paints a line through the middles of the moved card and of every card in line with it, across and down.
pub fn paint(ui: &Ui, stage: &Stage<'_>, moved: &Rect, others: &[Rect]) {
    let stroke = Stroke::new(1.0, stage.view.theme.accent.faded(0.7));
    for line in lines(moved, others) {
        let ends = line.map(|point| stage.space.to_screen(point));
        ui.painter().line_segment(ends, stroke);
    }
}

fn lines(moved: &Rect, others: &[Rect]) -> Vec<[Point; 2]> {
    let center = moved.center();
    let mut found = Vec::new();
    for axis in [0, 1] {
        // Along the other axis, from the first to the last card in line.
        let in_line = others
            .iter()
            .filter(|rect| (rect.center()[axis] - center[axis]).abs() < CLOSE);
        let along = 1 - axis;
        let ends = in_line.fold(None, |ends: Option<[f32; 2]>, rect| {
            let [low, high] = ends.unwrap_or([moved.min[along], moved.max[along]]);
            Some([low.min(rect.min[along]), high.max(rect.max[along])])
        });
        if let Some(ends) = ends {
            found.push(ends.map(|at| {
                if axis == 0 {
                    [center[0], at]
                } else {
                    [at, center[1]]
                }
            }));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_runs_through_all_that_stand_in_line() {
        let card = |x: f32, y: f32| Rect::at([x, y], [176.0, 84.0]);
        let others = [
            card(300.0, 0.0),
            card(900.0, 0.0),
            card(0.0, 400.0),
            card(700.0, 100.0),
        ];
        let found = lines(&card(0.0, 0.0), &others);
        assert_eq!(
            found,
            [[[88.0, 0.0], [88.0, 484.0]], [[0.0, 42.0], [1076.0, 42.0]]]
        );
        assert!(lines(&card(33.0, 17.0), &others).is_empty());
    }
}
