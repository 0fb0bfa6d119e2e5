//! Points, rectangles and curves in canvas points: the scene's own, so that no view type leaks into it.

use std::sync::LazyLock;

/// x, y.
pub type Point = [f32; 2];

/// Coordinates beyond this are pulled back: a document may hold any number, a picture may not.
pub const LIMIT: f32 = 1.0e6;

/// A finite coordinate for any number.
pub fn tame(value: f32) -> f32 {
    if value.is_nan() {
        0.0
    } else {
        value.clamp(-LIMIT, LIMIT)
    }
}

/// An axis-aligned rectangle; `min` is the top left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    pub min: Point,
    pub max: Point,
}

impl Rect {
    pub fn new(min: Point, max: Point) -> Self {
        Self { min, max }
    }

    /// From a corner and a size, both made finite and the size not negative.
    pub fn at(at: Point, size: Point) -> Self {
        let min = at.map(tame);
        let max = [
            min[0] + tame(size[0]).max(0.0),
            min[1] + tame(size[1]).max(0.0),
        ];
        Self { min, max }
    }

    pub fn around(center: Point, size: Point) -> Self {
        let min = [center[0] - size[0] / 2.0, center[1] - size[1] / 2.0];
        Self {
            min,
            max: [min[0] + size[0], min[1] + size[1]],
        }
    }

    /// Spanned by two opposite corners, in whichever order.
    pub fn spanned(a: Point, b: Point) -> Self {
        Self {
            min: [a[0].min(b[0]), a[1].min(b[1])],
            max: [a[0].max(b[0]), a[1].max(b[1])],
        }
    }

    pub fn width(&self) -> f32 {
        self.max[0] - self.min[0]
    }

    pub fn height(&self) -> f32 {
        self.max[1] - self.min[1]
    }

    pub fn center(&self) -> Point {
        [
            (self.min[0] + self.max[0]) / 2.0,
            (self.min[1] + self.max[1]) / 2.0,
        ]
    }

    pub fn inflate(&self, by: f32) -> Self {
        Self {
            min: [self.min[0] - by, self.min[1] - by],
            max: [self.max[0] + by, self.max[1] + by],
        }
    }

    pub fn contains(&self, p: Point) -> bool {
        (self.min[0]..=self.max[0]).contains(&p[0]) && (self.min[1]..=self.max[1]).contains(&p[1])
    }

    /// Whether `other` lies wholly inside.
    pub fn encloses(&self, other: &Rect) -> bool {
        self.contains(other.min) && self.contains(other.max)
    }

    pub fn intersects(&self, other: &Rect) -> bool {
        self.min[0] < other.max[0]
            && other.min[0] < self.max[0]
            && self.min[1] < other.max[1]
            && other.min[1] < self.max[1]
    }

    /// As [`intersects`](Self::intersects), or both have an edge or a corner in common.
    pub fn touches(&self, other: &Rect) -> bool {
        self.min[0] <= other.max[0]
            && other.min[0] <= self.max[0]
            && self.min[1] <= other.max[1]
            && other.min[1] <= self.max[1]
    }

    pub fn union(&self, other: &Rect) -> Self {
        Self {
            min: [self.min[0].min(other.min[0]), self.min[1].min(other.min[1])],
            max: [self.max[0].max(other.max[0]), self.max[1].max(other.max[1])],
        }
    }

    pub fn is_finite(&self) -> bool {
        self.min.iter().chain(&self.max).all(|v| v.is_finite())
    }
}

/// A chain of cubic curves.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curve {
    pub start: Point,
    /// Each: first control point, second control point, end.
    pub parts: Vec<[Point; 3]>,
}

impl Curve {
    /// A point at every `1 / steps` of each part, the start included.
    pub fn flatten(&self, steps: usize) -> Vec<Point> {
        self.points((0..steps).map(|i| weights((i + 1) as f32 / steps as f32)))
    }

    /// [`flatten`](Self::flatten) in [`STEPS`]; quicker, as thousands of links are drawn in it.
    pub fn line(&self) -> Vec<Point> {
        self.points(WEIGHTS.iter().copied())
    }

    /// Every `step`th point of that line, for who looks from far away; both ends are among them.
    pub fn rough_line(&self, step: usize) -> Vec<Point> {
        let step = step.clamp(1, STEPS);
        self.points(WEIGHTS[step - 1..].iter().copied().step_by(step))
    }

    /// Around that line, without a list of its points: of thousands of links few lines are ever asked for.
    pub fn line_bounds(&self) -> Rect {
        let mut around = Rect::new(self.start, self.start);
        let mut from = self.start;
        for [a, b, to] in &self.parts {
            around = around.union(&bounds_of_part([from, *a, *b, *to]));
            from = *to;
        }
        around
    }

    fn points(&self, weights: impl ExactSizeIterator<Item = [f32; 4]> + Clone) -> Vec<Point> {
        let mut points = Vec::with_capacity(1 + weights.len() * self.parts.len());
        points.push(self.start);
        let mut from = self.start;
        for [a, b, to] in &self.parts {
            points.extend(weights.clone().map(|w| cubic(from, *a, *b, *to, w)));
            from = *to;
        }
        points
    }

    pub fn end(&self) -> Point {
        self.parts.last().map_or(self.start, |part| part[2])
    }
}

/// Stretches of the line of a link for each part of its curve.
pub const STEPS: usize = 24;

/// Points that are worked out side by side: a divisor of [`STEPS`].
const LANES: usize = 8;

/// Of the points on such a line.
static WEIGHTS: LazyLock<[[f32; 4]; STEPS]> =
    LazyLock::new(|| std::array::from_fn(|i| weights((i + 1) as f32 / STEPS as f32)));

/// How much the four points of a cubic curve count at a share of its way.
fn weights(t: f32) -> [f32; 4] {
    let s = 1.0 - t;
    [s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t]
}

fn cubic(p: Point, a: Point, b: Point, q: Point, [w0, w1, w2, w3]: [f32; 4]) -> Point {
    // Both written out: this is what large drawings spend their time on when everything in them moves.
    [
        w0 * p[0] + w1 * a[0] + w2 * b[0] + w3 * q[0],
        w0 * p[1] + w1 * a[1] + w2 * b[1] + w3 * q[1],
    ]
}

/// Around the points of one part of a line.
fn bounds_of_part([p, a, b, q]: [Point; 4]) -> Rect {
    let mut around = Rect::new(p, p);
    for axis in 0..2 {
        // Lane by lane, so that the processor takes several points at once.
        let (mut low, mut high) = ([p[axis]; LANES], [p[axis]; LANES]);
        for weights in WEIGHTS.chunks_exact(LANES) {
            for lane in 0..LANES {
                let [w0, w1, w2, w3] = weights[lane];
                let at = w0 * p[axis] + w1 * a[axis] + w2 * b[axis] + w3 * q[axis];
                low[lane] = if at < low[lane] { at } else { low[lane] };
                high[lane] = if at > high[lane] { at } else { high[lane] };
            }
        }
        around.min[axis] = low.into_iter().fold(p[axis], f32::min);
        around.max[axis] = high.into_iter().fold(p[axis], f32::max);
    }
    around
}

pub fn distance(a: Point, b: Point) -> f32 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

/// Length of a polyline.
pub fn length(line: &[Point]) -> f32 {
    line.windows(2).map(|w| distance(w[0], w[1])).sum()
}

/// The point at a distance from the start of a polyline; its end where the line is shorter.
pub fn along(line: &[Point], at: f32) -> Point {
    let mut left = at.max(0.0);
    for w in line.windows(2) {
        let step = distance(w[0], w[1]);
        if step > 0.0 && left <= step {
            let t = left / step;
            return [
                w[0][0] + (w[1][0] - w[0][0]) * t,
                w[0][1] + (w[1][1] - w[0][1]) * t,
            ];
        }
        left -= step;
    }
    line.last().copied().unwrap_or_default()
}

/// Distance of a point to a polyline; infinite for an empty line.
pub fn distance_to_line(line: &[Point], p: Point) -> f32 {
    line.windows(2)
        .map(|w| distance_to_segment(w[0], w[1], p))
        .fold(f32::INFINITY, f32::min)
}

fn distance_to_segment(a: Point, b: Point, p: Point) -> f32 {
    let ab = [b[0] - a[0], b[1] - a[1]];
    let square = ab[0] * ab[0] + ab[1] * ab[1];
    let t = if square > 0.0 {
        (((p[0] - a[0]) * ab[0] + (p[1] - a[1]) * ab[1]) / square).clamp(0.0, 1.0)
    } else {
        0.0
    };
    distance([a[0] + ab[0] * t, a[1] + ab[1] * t], p)
}

/// Bounds of points; `None` for none.
pub fn bounds_of(points: &[Point]) -> Option<Rect> {
    let first = points.first()?;
    Some(points.iter().fold(Rect::new(*first, *first), |r, p| {
        r.union(&Rect::new(*p, *p))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_becomes_finite() {
        let rect = Rect::at([f32::NAN, f32::INFINITY], [f32::NEG_INFINITY, 5.0]);
        assert!(rect.is_finite());
        assert_eq!(rect.width(), 0.0);
    }

    #[test]
    fn a_straight_curve_has_its_length_and_its_middle() {
        let curve = Curve {
            start: [0.0, 0.0],
            parts: vec![[[10.0, 0.0], [20.0, 0.0], [30.0, 0.0]]],
        };
        let line = curve.flatten(10);
        assert!((length(&line) - 30.0).abs() < 1e-3);
        assert!((along(&line, 15.0)[0] - 15.0).abs() < 1e-3);
        assert_eq!(along(&line, 99.0), curve.end());
        assert!((distance_to_line(&line, [15.0, 4.0]) - 4.0).abs() < 1e-3);
    }

    #[test]
    fn bounds_and_a_rough_line_are_those_of_the_whole_line() {
        let mut seed = 7_u32;
        let mut any = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) as f32 / 1.0e4 - 800.0
        };
        for round in 0..300 {
            let curve = Curve {
                start: [any(), any()],
                parts: (0..round % 4)
                    .map(|_| [0; 3].map(|_| [any(), any()]))
                    .collect(),
            };
            let line = curve.line();
            assert_eq!(Some(curve.line_bounds()), bounds_of(&line));
            for step in [1, 2, 6, 12, STEPS] {
                let some: Vec<Point> = line.iter().copied().step_by(step).collect();
                assert_eq!(curve.rough_line(step), some);
            }
            assert_eq!(curve.rough_line(6).last(), line.last());
        }
    }

    #[test]
    fn degenerate_lines_are_answered() {
        assert_eq!(along(&[], 3.0), [0.0, 0.0]);
        assert_eq!(along(&[[1.0, 1.0], [1.0, 1.0]], 3.0), [1.0, 1.0]);
        assert_eq!(distance_to_line(&[[1.0, 1.0], [1.0, 1.0]], [1.0, 3.0]), 2.0);
        assert_eq!(bounds_of(&[]), None);
    }
}
