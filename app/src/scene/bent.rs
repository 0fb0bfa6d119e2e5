//! The way of a link with bends: a smooth line from port to port through all of them.

use super::geometry::{Curve, Point, distance};
use super::route::Port;

/// How far the line runs straight out of a port at most, canvas points.
const STUB: f32 = 96.0;
/// Length of a control arm as a share of the stretch it belongs to: a third draws it as an even spline.
const ARM: f32 = 1.0 / 3.0;

/// The line through the bends; one part between two of them, and one to each port.
pub fn through(from: Port, bends: &[Point], to: Port) -> Curve {
    let knots: Vec<Point> = std::iter::once(from.at)
        .chain(bends.iter().copied())
        .chain([to.at])
        .collect();
    let last = knots.len() - 1;
    // Where the line heads at a knot: out of and into the ports, past a bend as from its neighbour to its neighbour.
    let heading = |knot: usize| match knot {
        0 => from.side.normal(),
        knot if knot == last => to.side.normal().map(|v| -v),
        knot => direction(knots[knot - 1], knots[knot + 1]),
    };
    let arm = |knot: usize, stretch: f32| match knot {
        0 => (stretch * 0.5).min(STUB),
        knot if knot == last => (stretch * 0.5).min(STUB),
        _ => stretch * ARM,
    };
    let part = |index: usize| {
        let (a, b) = (knots[index], knots[index + 1]);
        let stretch = distance(a, b);
        let (out, into) = (arm(index, stretch), -arm(index + 1, stretch));
        let [leave, arrive] = [heading(index), heading(index + 1)];
        [
            [a[0] + leave[0] * out, a[1] + leave[1] * out],
            [b[0] + arrive[0] * into, b[1] + arrive[1] * into],
            b,
        ]
    };
    Curve {
        start: from.at,
        parts: (0..last).map(part).collect(),
    }
}

/// Of length one; none at all between equal points.
fn direction(a: Point, b: Point) -> Point {
    let far = distance(a, b);
    if far > 0.0 {
        [(b[0] - a[0]) / far, (b[1] - a[1]) / far]
    } else {
        [0.0, 0.0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::route::Side;

    fn port(at: Point, side: Side) -> Port {
        Port { at, side }
    }

    #[test]
    fn it_goes_through_every_bend_without_a_corner() {
        let bends = [[100.0, -80.0], [220.0, 40.0], [300.0, 40.0]];
        let from = port([0.0, 0.0], Side::Right);
        let to = port([400.0, 0.0], Side::Left);
        let curve = through(from, &bends, to);
        assert_eq!(curve.parts.len(), 4);
        let ends: Vec<Point> = curve.parts.iter().map(|part| part[2]).collect();
        assert_eq!(ends[..3], bends);
        assert_eq!(ends[3], to.at);
        for pair in curve.parts.windows(2) {
            let (knot, before, after) = (pair[0][2], pair[0][1], pair[1][0]);
            let (into, out) = (direction(before, knot), direction(knot, after));
            let turn = into[0] * out[0] + into[1] * out[1];
            assert!(turn > 0.999, "a corner at {knot:?}");
        }
        // It leaves and enters across the sides of the cards.
        assert_eq!(curve.parts[0][0][1], 0.0);
        assert_eq!(curve.parts[3][1][1], 0.0);
    }

    #[test]
    fn points_on_top_of_each_other_draw_a_line_all_the_same() {
        let here = [8.0, 8.0];
        let ports = [Side::Right, Side::Left].map(|side| port(here, side));
        let curve = through(ports[0], &[here, here, here], ports[1]);
        assert!(curve.flatten(8).iter().flatten().all(|v| v.is_finite()));
    }
}
