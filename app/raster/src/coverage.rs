//! Which pixels a triangle covers: exact edge functions in fixed point, solved for one span per row.
//!
//! A pixel belongs to a triangle when its centre lies inside, or on a top or left edge. Because the arithmetic is
//! exact, triangles that share an edge cover every pixel along it once: no gap, no overlap.

use crate::canvas::PixelRect;
use egui::Pos2;

/// Corners snap to 1/256 of a pixel, the precision of common GPUs.
const SUBPIXELS: i64 = 256;
/// Corners farther out than this many pixels are pulled in to keep the products below 2^62.
const FAR: f32 = (1 << 21) as f32;

/// One side of the triangle: positive inside, scaled so that it never exceeds 64 bits.
#[derive(Clone, Copy)]
struct Edge {
    /// Value at the centre of the first pixel of the bounds.
    start: i64,
    per_x: i64,
    per_y: i64,
    /// -1 on bottom and right edges, whose pixel centres belong to the neighbour.
    bias: i64,
}

/// The covered part of one row, and how much each corner weighs at its first pixel.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    pub y: i32,
    pub x0: i32,
    pub x1: i32,
    pub weights: [f32; 3],
}

pub(crate) struct Coverage {
    bounds: PixelRect,
    /// `edges[i]` lies opposite of corner `i`, so its value over the area is the weight of that corner.
    edges: [Edge; 3],
    inverse_area: f32,
}

impl Coverage {
    /// Nothing to draw (outside, without area, not finite) gives `None`. Either winding order is drawn.
    pub(crate) fn new(corners: [Pos2; 3], clip: PixelRect) -> Option<Self> {
        if corners.iter().any(|corner| !corner.is_finite()) {
            return None;
        }
        let [a, b, c] = corners.map(snap);
        let bounds = bounds([a, b, c], clip)?;
        let area = (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0);
        let edge = |from, to| Edge::new(from, to, bounds);
        let edges = match area.signum() {
            1 => [edge(b, c), edge(c, a), edge(a, b)],
            -1 => [edge(c, b), edge(a, c), edge(b, a)],
            _ => return None,
        };
        Some(Self {
            bounds,
            edges,
            inverse_area: 1.0 / area.abs() as f32,
        })
    }

    /// How the weights change from one pixel to the next on the right, and to the next below.
    pub(crate) fn steps(&self) -> ([f32; 3], [f32; 3]) {
        let share = |step: i64| step as f32 * self.inverse_area;
        (
            self.edges.map(|edge| share(edge.per_x)),
            self.edges.map(|edge| share(edge.per_y)),
        )
    }

    pub(crate) fn spans(&self) -> impl Iterator<Item = Span> + '_ {
        (self.bounds.y0..self.bounds.y1).filter_map(|y| self.span(y))
    }

    fn span(&self, y: i32) -> Option<Span> {
        let row = i64::from(y - self.bounds.y0);
        let values = self.edges.map(|edge| edge.start + edge.per_y * row);
        let (mut first, mut end) = (0, i64::from(self.bounds.x1 - self.bounds.x0));
        for (edge, value) in self.edges.iter().zip(values) {
            edge.narrow(value + edge.bias, &mut first, &mut end);
        }
        if first >= end {
            return None;
        }
        let weight =
            |i: usize| (values[i] + self.edges[i].per_x * first) as f32 * self.inverse_area;
        Some(Span {
            y,
            x0: self.bounds.x0 + first as i32,
            x1: self.bounds.x0 + end as i32,
            weights: [weight(0), weight(1), weight(2)],
        })
    }
}

impl Edge {
    fn new(from: (i64, i64), to: (i64, i64), bounds: PixelRect) -> Self {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let center = |pixel: i32| i64::from(pixel) * SUBPIXELS + SUBPIXELS / 2;
        let top_or_left = dy < 0 || (dy == 0 && dx > 0);
        Self {
            start: dx * (center(bounds.y0) - from.1) - dy * (center(bounds.x0) - from.0),
            per_x: -dy * SUBPIXELS,
            per_y: dx * SUBPIXELS,
            bias: if top_or_left { 0 } else { -1 },
        }
    }

    /// Shrinks `first..end` to the columns where `value + per_x * column` is not negative.
    #[inline]
    fn narrow(&self, value: i64, first: &mut i64, end: &mut i64) {
        if self.per_x < 0 {
            *end = match value {
                0.. => (*end).min(value / -self.per_x + 1),
                _ => *first,
            };
        } else if value < 0 {
            *first = match self.per_x {
                0 => *end,
                step => (*first).max((step - 1 - value) / step),
            };
        }
    }
}

fn snap(corner: Pos2) -> (i64, i64) {
    let fixed = |v: f32| (v.clamp(-FAR, FAR) * SUBPIXELS as f32).round() as i64;
    (fixed(corner.x), fixed(corner.y))
}

/// The pixels whose centres lie within the corners' box, cut to the clip.
fn bounds(corners: [(i64, i64); 3], clip: PixelRect) -> Option<PixelRect> {
    let half = SUBPIXELS / 2;
    let first = |v: i64| (v - half + SUBPIXELS - 1).div_euclid(SUBPIXELS) as i32;
    let end = |v: i64| (v - half).div_euclid(SUBPIXELS) as i32 + 1;
    let [a, b, c] = corners;
    let bounds = PixelRect {
        x0: first(a.0.min(b.0).min(c.0)).max(clip.x0),
        y0: first(a.1.min(b.1).min(c.1)).max(clip.y0),
        x1: end(a.0.max(b.0).max(c.0)).min(clip.x1),
        y1: end(a.1.max(b.1).max(c.1)).min(clip.y1),
    };
    (bounds.x0 < bounds.x1 && bounds.y0 < bounds.y1).then_some(bounds)
}
