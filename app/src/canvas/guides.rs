//! Lines that show while something is moved, resized or dropped: that it stands in line with others, and at equal gaps.

use egui::{Pos2, Stroke, Ui, Vec2};
use indexmap::IndexSet;
use sim_core::document::Document;
use sim_core::foundation::ids::Id;

use super::snapping::{CLOSE, gaps, places};
use super::stage::Stage;
use crate::scene::fold::drawn;
use crate::scene::{Point, Rect};
use crate::session::placement::frame_of;

/// Half the length of the ends of a gap, screen points.
const TICK: f32 = 4.0;

/// What is in line with what: cards and notes among themselves; frames and containers with everything outside of them.
pub fn neighbours(document: &Document, moved: &IndexSet<Id>, is_box: bool) -> Vec<Rect> {
    let drawn = drawn(document);
    let boxes = drawn.containers.keys().filter(|_| is_box);
    let all = drawn
        .components
        .keys()
        .chain(drawn.notes.keys())
        .chain(boxes);
    let rests = |id: &&Id| {
        let rides = || {
            let parent = match drawn.components.get(*id) {
                Some(component) => component.parent.as_ref(),
                None => drawn.containers.get(*id).and_then(|c| c.parent.as_ref()),
            };
            let around = drawn.ancestors(parent);
            around.iter().any(|host| moved.contains(&host.id))
        };
        !moved.contains(*id) && !rides()
    };
    let frames = all.filter(rests).filter_map(|id| frame_of(document, id));
    frames.map(|(at, size)| Rect::at(at, size)).collect()
}

/// Paints a line through everything that stands in line with the moved rectangle, across and down, and bars over equal
/// gaps.
pub fn paint(ui: &Ui, stage: &Stage<'_>, moved: &Rect, others: &[Rect]) {
    let stroke = Stroke::new(1.0, stage.view.theme.accent.faded(0.7));
    for line in lines(moved, others) {
        let ends = line.map(|point| stage.space.to_screen(point));
        ui.painter().line_segment(ends, stroke);
    }
    let stroke = Stroke::new(1.5, stage.view.theme.accent);
    for gap in gaps(moved, others) {
        let [from, to] = gap.map(|point| stage.space.to_screen(point));
        ui.painter().line_segment([from, to], stroke);
        for end in [from, to] {
            ui.painter().line_segment(tick(end, to - from), stroke);
        }
    }
}

/// The end of a gap, across its direction.
fn tick(end: Pos2, along: Vec2) -> [Pos2; 2] {
    let across = along.normalized().rot90() * TICK;
    [end - across, end + across]
}

fn lines(moved: &Rect, others: &[Rect]) -> Vec<[Point; 2]> {
    let mut found = Vec::new();
    for axis in [0, 1] {
        let centered = |rect: &Rect| (rect.center()[axis] - moved.center()[axis]).abs() < CLOSE;
        let own = places(moved, axis);
        // The middle first: what it goes through needs no lines along its edges.
        for (index, place) in [1, 0, 2].into_iter().map(|index| (index, own[index])) {
            let in_line = others.iter().filter(|rect| match index {
                1 => centered(rect),
                _ => {
                    let meets = |line: &f32| (line - place).abs() < CLOSE;
                    let [low, _, high] = places(rect, axis);
                    !centered(rect) && [low, high].iter().any(meets)
                }
            });
            // Along the other axis, from the first to the last in line.
            let along = 1 - axis;
            let ends = in_line.fold(None, |ends: Option<[f32; 2]>, rect| {
                let [low, high] = ends.unwrap_or([moved.min[along], moved.max[along]]);
                Some([low.min(rect.min[along]), high.max(rect.max[along])])
            });
            found.extend(ends.map(|ends| {
                ends.map(|at| match axis {
                    0 => [place, at],
                    _ => [at, place],
                })
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
        // Edge to edge, of things of unlike size.
        let frame = [Rect::at([0.0, 200.0], [400.0, 300.0])];
        let edges = lines(&card(0.0, 0.0), &frame);
        assert_eq!(edges, [[[0.0, 0.0], [0.0, 500.0]]]);
        let corner = lines(&card(400.0, 116.0), &frame);
        assert_eq!(
            corner,
            [
                [[400.0, 116.0], [400.0, 500.0]],
                [[0.0, 200.0], [576.0, 200.0]]
            ]
        );
    }
}
