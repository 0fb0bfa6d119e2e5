//! Dashed lines, of which only what shows is made: the frame of a large container has thousands of dashes, and few of
//! them are on the screen.

use egui::{Pos2, Rect, Shape, Stroke};

/// The dashes along a polyline, the first at its start. Those outside of `sight` may be left out; all others lie as if
/// all were there.
pub fn along(points: &[Pos2], stroke: Stroke, dash: f32, gap: f32, sight: Rect) -> Vec<Shape> {
    let mut shapes = Vec::new();
    // From the start of the part to where the next dash begins; while one is under way from the part before, negative.
    let mut next = 0.0;
    for part in points.windows(2) {
        let [from, to] = [part[0], part[1]];
        let length = from.distance(to);
        if length <= 0.0 {
            continue;
        }
        let at = |way: f32| from + (to - from) * (way.clamp(0.0, length) / length);
        let seen = within(from, to, sight.expand(stroke.width)).unwrap_or([1.0, 0.0]);
        let [first, last] = seen.map(|share| share * length);
        while next < length {
            let end = next + dash;
            if end >= first && next <= last {
                shapes.push(Shape::line_segment([at(next), at(end)], stroke));
            }
            if end >= length {
                break;
            }
            // Whole periods to the first that shows, or behind the last.
            let goal = if end < first {
                first.min(length)
            } else if next > last {
                length
            } else {
                next
            };
            let skipped = ((goal - end) / (dash + gap)).floor().max(0.0);
            next += (skipped + 1.0) * (dash + gap);
        }
        next -= length;
    }
    shapes
}

/// The shares of the way from `from` to `to` between which it runs inside of a rectangle.
fn within(from: Pos2, to: Pos2, rect: Rect) -> Option<[f32; 2]> {
    let mut share = [0.0_f32, 1.0_f32];
    for axis in 0..2 {
        let (start, way) = (from[axis], to[axis] - from[axis]);
        let edges = [rect.min[axis] - start, rect.max[axis] - start];
        if way == 0.0 {
            if edges[0] > 0.0 || edges[1] < 0.0 {
                return None;
            }
            continue;
        }
        let [a, b] = edges.map(|edge| edge / way);
        share = [share[0].max(a.min(b)), share[1].min(a.max(b))];
    }
    (share[0] <= share[1]).then_some(share)
}

#[cfg(test)]
mod tests {
    use egui::{Color32, pos2};

    use super::*;

    const STROKE: Stroke = Stroke {
        width: 1.0,
        color: Color32::RED,
    };

    fn ends(shapes: &[Shape]) -> Vec<[Pos2; 2]> {
        let of = |shape: &Shape| match shape {
            Shape::LineSegment { points, .. } => *points,
            other => unreachable!("{other:?}"),
        };
        let ends = shapes.iter().map(of);
        // Where a dash ends on a corner, one of no length may or may not follow.
        ends.filter(|[a, b]| a.distance(*b) > 1e-2).collect()
    }

    /// A box with round corners, as far as it matters here, and a line that turns about.
    fn lines() -> Vec<Vec<Pos2>> {
        let frame = [
            [0.0, 10.0],
            [7.0, 3.0],
            [10.0, 0.0],
            [900.0, 0.0],
            [905.5, 4.0],
            [905.5, 610.0],
            [0.0, 610.0],
            [0.0, 10.0],
        ];
        let zigzag = [
            [-50.0, 20.0],
            [300.0, 22.0],
            [-20.0, 200.0],
            [-20.0, 200.0],
            [400.0, -300.0],
        ];
        [&frame[..], &zigzag[..]]
            .map(|line| line.iter().map(|p| pos2(p[0], p[1])).collect())
            .to_vec()
    }

    #[test]
    fn all_in_sight_they_are_those_of_a_dashed_line() {
        for line in lines() {
            for (dash, gap) in [(6.0, 4.0), (1.0, 1.0), (31.0, 2.5)] {
                let seen = ends(&along(&line, STROKE, dash, gap, Rect::EVERYTHING));
                let wanted = ends(&Shape::dashed_line(&line, STROKE, dash, gap));
                assert_eq!(seen.len(), wanted.len());
                for (a, b) in seen.iter().flatten().zip(wanted.iter().flatten()) {
                    assert!(a.distance(*b) < 0.05, "{a:?} {b:?}");
                }
            }
        }
    }

    #[test]
    fn in_a_small_sight_none_that_touches_it_is_missing_or_moved() {
        for line in lines() {
            for corner in [
                [-60.0, -40.0],
                [100.0, -5.0],
                [870.0, 580.0],
                [300.0, 300.0],
            ] {
                let sight = Rect::from_min_size(pos2(corner[0], corner[1]), egui::vec2(90.0, 70.0));
                let all = ends(&along(&line, STROKE, 6.0, 4.0, Rect::EVERYTHING));
                let few = ends(&along(&line, STROKE, 6.0, 4.0, sight));
                let touches = |ends: &&[Pos2; 2]| within(ends[0], ends[1], sight).is_some();
                for wanted in all.iter().filter(touches) {
                    let same =
                        |dash: &[Pos2; 2]| (0..2).all(|end| dash[end].distance(wanted[end]) < 0.05);
                    assert!(few.iter().any(same), "{wanted:?} of {sight:?}");
                }
                assert!(few.len() < all.len() / 2, "{} of {}", few.len(), all.len());
            }
        }
    }
}
