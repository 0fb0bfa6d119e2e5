//! Where a thing that is moved, resized or dropped comes to stand: in line with its neighbours, as far from them as they
//! are from each other, or on the grid.
//!
//! Pure: rectangles in, offsets and gaps out. Across and down are each decided for themselves.

use crate::scene::{Point, Rect};
use crate::session::placement::GRID;

/// How near, on the screen, something must come to be drawn into line; points.
pub const REACH: f32 = 6.0;
/// What lies farther away than this is no neighbour; canvas points.
const AROUND: f32 = 1200.0;
/// Places this close are the same; canvas points.
pub const CLOSE: f32 = 0.5;

/// The least, the middle and the greatest place of a rectangle along an axis.
pub fn places(rect: &Rect, axis: usize) -> [f32; 3] {
    [rect.min[axis], rect.center()[axis], rect.max[axis]]
}

/// Where the corner of a moved rectangle comes to stand. `reach`: canvas points.
pub fn moved(rect: &Rect, others: &[Rect], reach: f32) -> Point {
    let near = neighbours(rect, others);
    [0, 1].map(|axis| {
        let lines = in_line(&places(rect, axis), &near, axis);
        let gaps = spaced(rect, &near, axis);
        let best = nearest(lines.into_iter().chain(gaps), reach);
        exact(rect.min[axis] + best.unwrap_or_else(|| to_grid(rect.min[axis])))
    })
}

/// Where a pulled edge comes to stand, at `place` along an axis of a rectangle now.
pub fn pulled(rect: &Rect, place: f32, axis: usize, others: &[Rect], reach: f32) -> f32 {
    let near = neighbours(rect, others);
    let best = nearest(in_line(&[place], &near, axis).into_iter(), reach);
    exact(place + best.unwrap_or_else(|| to_grid(place)))
}

/// Without the rounding of the way there: middles and halves of whole numbers are whole sixteenths.
fn exact(place: f32) -> f32 {
    const PARTS: f32 = 16.0;
    (place * PARTS).round() / PARTS
}

fn to_grid(place: f32) -> f32 {
    (place / GRID).round() * GRID - place
}

fn nearest(offsets: impl Iterator<Item = f32>, reach: f32) -> Option<f32> {
    let near = offsets.filter(|offset| offset.abs() <= reach);
    near.min_by(|a, b| a.abs().total_cmp(&b.abs()))
}

fn neighbours(rect: &Rect, others: &[Rect]) -> Vec<Rect> {
    let around = rect.inflate(AROUND);
    let near = others.iter().filter(|other| around.intersects(other));
    near.copied().collect()
}

/// Offsets that bring one of the own places onto an edge or the middle of a neighbour; a middle only onto a middle.
fn in_line(own: &[f32], near: &[Rect], axis: usize) -> Vec<f32> {
    let is_middle = |index: usize| own.len() == 3 && index == 1;
    let mut offsets = Vec::new();
    for other in near {
        for (a, place) in own.iter().enumerate() {
            for (b, line) in places(other, axis).into_iter().enumerate() {
                if is_middle(a) == (b == 1) || own.len() == 1 {
                    offsets.push(line - place);
                }
            }
        }
    }
    offsets
}

/// The neighbours beside a rectangle in its row (or above and below it in its column), in order.
fn row(rect: &Rect, near: &[Rect], axis: usize) -> Vec<Rect> {
    let across = 1 - axis;
    let beside = |other: &&Rect| {
        rect.min[across] < other.max[across] && other.min[across] < rect.max[across]
    };
    let mut row: Vec<Rect> = near.iter().filter(beside).copied().collect();
    row.sort_by(|a, b| a.min[axis].total_cmp(&b.min[axis]));
    row
}

/// Offsets that make the gap to a neighbour the same as the one between it and the next, or the gaps on both sides.
fn spaced(rect: &Rect, near: &[Rect], axis: usize) -> Vec<f32> {
    let row = row(rect, near, axis);
    let mut offsets = Vec::new();
    for pair in row.windows(2) {
        let gap = pair[1].min[axis] - pair[0].max[axis];
        if gap <= 0.0 {
            continue;
        }
        offsets.push(pair[1].max[axis] + gap - rect.min[axis]);
        offsets.push(pair[0].min[axis] - gap - rect.max[axis]);
        let between = (pair[0].max[axis] + pair[1].min[axis]) / 2.0;
        offsets.push(between - rect.center()[axis]);
    }
    offsets
}

/// The equal gaps that a rectangle stands at: each from one edge to the next, along the axis, at a height in between.
pub fn gaps(rect: &Rect, others: &[Rect]) -> Vec<[Point; 2]> {
    let near = neighbours(rect, others);
    let mut found = Vec::new();
    for axis in [0, 1] {
        let row = row(rect, &near, axis);
        let before = row.iter().rposition(|r| r.max[axis] <= rect.min[axis]);
        let after = row.iter().position(|r| r.min[axis] >= rect.max[axis]);
        let line = [
            before.and_then(|i| i.checked_sub(1)).map(|i| row[i]),
            before.map(|i| row[i]),
            Some(*rect),
            after.map(|i| row[i]),
            after.and_then(|i| row.get(i + 1)).copied(),
        ];
        let between: Vec<Option<[Rect; 2]>> = line
            .windows(2)
            .map(|pair| Some([pair[0]?, pair[1]?]))
            .collect();
        let width = |pair: &[Rect; 2]| pair[1].min[axis] - pair[0].max[axis];
        // Those beside the rectangle itself are the second and the third.
        for own in [1_usize, 2] {
            let Some(gap) = between[own] else { continue };
            let same = |other: &usize| {
                let other = between[*other];
                other.is_some_and(|other| (width(&other) - width(&gap)).abs() < CLOSE)
            };
            let equal: Vec<usize> = [own - 1, own + 1].into_iter().filter(same).collect();
            if width(&gap) > 0.0 && !equal.is_empty() {
                let pairs = equal.into_iter().chain([own]);
                found.extend(pairs.filter_map(|i| Some(bar(&between[i]?, axis))));
            }
        }
    }
    found.sort_by(|a, b| {
        let key = |bar: &[Point; 2]| [bar[0][0], bar[0][1], bar[1][0], bar[1][1]];
        let pairs = key(a).into_iter().zip(key(b));
        pairs.fold(std::cmp::Ordering::Equal, |so_far, (x, y)| {
            so_far.then(x.total_cmp(&y))
        })
    });
    found.dedup();
    found
}

/// Across the gap between two rectangles, where both of them lie.
fn bar(pair: &[Rect; 2], axis: usize) -> [Point; 2] {
    let across = 1 - axis;
    let low = pair[0].min[across].max(pair[1].min[across]);
    let high = pair[0].max[across].min(pair[1].max[across]);
    let middle = (low + high) / 2.0;
    [pair[0].max[axis], pair[1].min[axis]].map(|at| {
        if axis == 0 {
            [at, middle]
        } else {
            [middle, at]
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(x: f32, y: f32) -> Rect {
        Rect::at([x, y], [176.0, 84.0])
    }

    #[test]
    fn edges_and_middles_of_neighbours_draw_what_is_near() {
        let others = [Rect::at([400.0, 300.0], [240.0, 120.0])];
        // What is put, and where its corner comes to stand.
        let cases = [
            // Left edge to left edge, top to bottom edge.
            ([403.0, 417.0], [400.0, 420.0]),
            // Right edge to right edge, middle to middle.
            ([467.0, 319.0], [464.0, 318.0]),
            // Left edge to right edge; down it is on the grid.
            ([644.0, 101.0], [640.0, 104.0]),
            // Nothing near: the grid alone.
            ([11.0, 13.0], [8.0, 16.0]),
        ];
        for (put, want) in cases {
            let rect = card(put[0], put[1]);
            assert_eq!(moved(&rect, &others, 6.0), want, "{put:?}");
        }
        // What is far from the hand on the screen is far here, too.
        assert_eq!(moved(&card(403.0, 417.0), &others, 1.0), [400.0, 416.0]);
    }

    #[test]
    fn what_is_beyond_the_neighbourhood_draws_nothing() {
        let far = [card(20_000.0, 3.0)];
        assert_eq!(moved(&card(0.0, 1.0), &far, 6.0), [0.0, 0.0]);
    }

    #[test]
    fn gaps_become_equal_beyond_and_between_two_neighbours() {
        // A gap of 61, which is no step of the grid.
        let others = [card(0.0, 0.0), card(237.0, 0.0)];
        let at = |x: f32| moved(&card(x, 3.0), &others, 6.0)[0];
        assert_eq!(at(478.0), 237.0 + 176.0 + 61.0);
        assert_eq!(at(-240.0), -61.0 - 176.0);
        let apart = [card(0.0, 0.0), card(501.0, 0.0)];
        let middle = moved(&card(252.0, 0.0), &apart, 6.0)[0];
        assert_eq!(middle, (176.0 + 501.0) / 2.0 - 88.0);
        // Beside the row nothing is spaced out: 478 is nearest to 480 of the grid.
        assert_eq!(moved(&card(478.0, 700.0), &others, 2.5)[0], 480.0);
    }

    #[test]
    fn a_pulled_edge_meets_edges_and_middles() {
        let others = [Rect::at([400.0, 300.0], [240.0, 120.0])];
        let frame = Rect::at([0.0, 0.0], [200.0, 200.0]);
        for (place, want) in [
            (402.0, 400.0),
            (517.0, 520.0),
            (636.0, 640.0),
            (203.0, 200.0),
        ] {
            assert_eq!(pulled(&frame, place, 0, &others, 6.0), want);
        }
    }

    #[test]
    fn equal_gaps_are_shown_and_unequal_ones_are_not() {
        let others = [card(0.0, 0.0), card(237.0, 0.0)];
        let shown = gaps(&card(474.0, 8.0), &others);
        assert_eq!(
            shown,
            [
                [[176.0, 42.0], [237.0, 42.0]],
                [[413.0, 46.0], [474.0, 46.0]]
            ]
        );
        assert!(gaps(&card(480.0, 8.0), &others).is_empty());
        assert!(gaps(&card(474.0, 400.0), &others).is_empty());
        let between = [card(0.0, 0.0), card(500.0, 0.0)];
        assert_eq!(gaps(&card(250.0, 0.0), &between).len(), 2);
    }
}
