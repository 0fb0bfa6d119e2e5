//! Rounded rectangles as triangles, with as many points around a corner as can be told apart.
//!
//! egui gives a corner up to eight times the points that its size on the screen needs, and a line of one pixel two rows
//! of points that lie on each other. Cards, pills, fields and tiles are most of a picture's triangles, and every
//! triangle is copied and sent to the screen in every frame.

use std::f32::consts::FRAC_PI_4;
use std::sync::LazyLock;

use egui::emath::GuiRounding;
use egui::epaint::{CornerRadiusF32, RectShape, TessellationOptions};
use egui::{Color32, CornerRadius, Mesh, Pos2, Rect, StrokeKind, TextureId, Vec2};

/// How far a corner may cut off from the round, pixels. Its points stand so that half of it is too much, half too little.
const OFF: f32 = 0.1;
/// Most parts of a corner.
const MOST: usize = 32;
/// Smaller radii are left to egui, points and pixels: its corners have few.
const SMALL: [f32; 2] = [2.0, 2.5];
/// Rows of points nearer than this share of the soft edge are one.
const SAME: f32 = 0.02;

/// Directions around a quarter of a circle from 0 to 90 degrees, by the number of parts less one.
static ARCS: LazyLock<Vec<Vec<Vec2>>> = LazyLock::new(|| {
    let arc = |parts: usize| {
        let angle = |at| at as f32 / parts as f32 * 2.0 * FRAC_PI_4;
        let mut arc: Vec<Vec2> = (0..=parts).map(|at| Vec2::angled(angle(at))).collect();
        // What is straight stays straight.
        (arc[0], arc[parts]) = (Vec2::RIGHT, Vec2::DOWN);
        arc
    };
    (1..=MOST).map(arc).collect()
});

/// A row of points around a rectangle: how far outside of its edge, and its colour.
type Row = (f32, Color32);

/// Adds the triangles of a rounded rectangle to a mesh without texture. Not done where it is another kind of rectangle, or
/// one that egui makes something else of.
pub fn add(shape: &RectShape, pixels: f32, options: &TessellationOptions, mesh: &mut Mesh) -> bool {
    let soft = options.feathering_size_in_pixels / pixels;
    if !is_round(shape)
        || !options.feathering
        || soft <= 0.0
        || mesh.texture_id != TextureId::default()
    {
        return false;
    }
    let Some((rect, radius)) = outline(shape, pixels, soft, options) else {
        return false;
    };
    let (rows, filled) = rows(shape, soft);
    if !filled && shape.stroke.is_empty() {
        return true;
    }
    let parts = parts(radius, pixels);
    let Some(arc) = ARCS.get(parts - 1) else {
        return false;
    };
    let first = mesh.vertices.len() as u32;
    around(rect, radius, arc, &rows, mesh);
    let points = 4 * arc.len() as u32;
    weave(first, points, rows.len() as u32, filled, mesh);
    true
}

/// Whether all corners are alike and round, and nothing is turned, blurred, textured or without an end.
fn is_round(shape: &RectShape) -> bool {
    let corner = shape.corner_radius;
    corner.nw > 0
        && corner == CornerRadius::same(corner.nw)
        && (shape.blur_width, shape.angle) == (0.0, 0.0)
        && shape.brush.is_none()
        && shape.rect.is_finite()
        && shape.rect.is_positive()
        && (shape.stroke.width <= 0.0) == shape.stroke.is_empty()
}

/// The outer edge, line included, and the radius of its corners: those that egui would take.
fn outline(
    shape: &RectShape,
    pixels: f32,
    soft: f32,
    options: &TessellationOptions,
) -> Option<(Rect, f32)> {
    let RectShape {
        mut rect,
        stroke,
        stroke_kind,
        ..
    } = *shape;
    let width = stroke.width.max(0.0);
    let out = match stroke_kind {
        StrokeKind::Inside => 0.0,
        StrokeKind::Middle => width / 2.0,
        StrokeKind::Outside => width,
    };
    let least = rect.expand(out).size().min_elem();
    // Nothing but line, or nothing but a line.
    if least <= 2.0 * width + 0.5 * soft || (width == 0.0 && least <= 2.0 * soft) {
        return None;
    }
    if shape
        .round_to_pixels
        .unwrap_or(options.round_rects_to_pixels)
    {
        rect = match stroke_kind {
            StrokeKind::Middle if is_odd(stroke.width, pixels) => {
                rect.round_to_pixel_center(pixels)
            }
            _ => rect.round_to_pixels(pixels),
        };
    }
    let rect = rect.expand(out);
    let radius = CornerRadiusF32::from(shape.corner_radius).nw + out;
    // As egui rounds a little more, for the look of it.
    let radius = (radius + 0.4).max(width + 0.1);
    let radius = radius.min(rect.size().min_elem() / 2.0);
    // Nor so small that the inside of the line has no corner left.
    let large = radius > SMALL[0] && radius * pixels >= SMALL[1] && radius >= width + soft;
    large.then_some((rect, radius))
}

/// Whether the middle of a line of this width lies in the middle of a pixel.
fn is_odd(width: f32, pixels: f32) -> bool {
    width > 0.0 && (width * pixels <= 1.0 || (width * pixels * 0.5 + 0.25).fract() > 0.5)
}

/// In how many parts a corner of this radius goes around: never more than egui gives it.
fn parts(radius: f32, pixels: f32) -> usize {
    let most = match radius {
        small if small <= 5.0 => 4,
        middle if middle < 18.0 => 8,
        large if large < 50.0 => 16,
        _ => MOST,
    };
    let parts = FRAC_PI_4 * (radius * pixels / (2.0 * OFF)).sqrt();
    (parts.ceil() as usize).clamp(2, most)
}

/// From the outside to the inside; whether the innermost one is filled.
fn rows(shape: &RectShape, soft: f32) -> (Vec<Row>, bool) {
    let (fill, stroke) = (shape.fill, shape.stroke);
    let none = Color32::TRANSPARENT;
    let half = 0.5 * soft;
    let filled = fill != none;
    if stroke.is_empty() {
        return (vec![(half, none), (-half, fill)], filled);
    }
    let (width, color) = (stroke.width, stroke.color);
    let mut middle = -0.5 * width;
    if width <= 0.9 * soft {
        // Thinner than a pixel: a ridge as wide as two, and fainter.
        if filled {
            middle += 0.5 * (soft - width);
        }
        let faint = color.gamma_multiply(width / soft);
        let rows = vec![
            (middle + soft, none),
            (middle, faint),
            (middle - soft, fill),
        ];
        return (rows, filled);
    }
    let (inner, outer) = (0.5 * (width - soft), 0.5 * (width + soft));
    let rows = if inner.abs() <= SAME * soft {
        vec![
            (middle + outer, none),
            (middle, color),
            (middle - outer, fill),
        ]
    } else {
        vec![
            (middle + outer, none),
            (middle + inner, color),
            (middle - inner, color),
            (middle - outer, fill),
        ]
    };
    (rows, filled)
}

/// Adds the points, those of all rows at one place after the other.
fn around(rect: Rect, radius: f32, arc: &[Vec2], rows: &[Row], mesh: &mut Mesh) {
    let last = arc.len() - 1;
    let half_part = FRAC_PI_4 / last as f32;
    // Between two points the edge runs inside of the round: so they stand a little outside.
    let out = radius * 0.5 * (1.0 - half_part.cos());
    let inner = rect.shrink(radius);
    let centers = [
        inner.right_bottom(),
        inner.left_bottom(),
        inner.left_top(),
        inner.right_top(),
    ];
    mesh.reserve_vertices(4 * arc.len() * rows.len());
    for (quarter, center) in centers.into_iter().enumerate() {
        for (at, way) in arc.iter().enumerate() {
            let way = turned(*way, quarter);
            let ends = at == 0 || at == last;
            let from = if ends { radius } else { radius + out };
            let point = |by: f32| -> Pos2 { center + way * (from + by) };
            rows.iter()
                .for_each(|(by, color)| mesh.colored_vertex(point(*by), *color));
        }
    }
}

/// A direction turned by so many right angles.
fn turned(way: Vec2, quarters: usize) -> Vec2 {
    match quarters {
        0 => way,
        1 => Vec2::new(-way.y, way.x),
        2 => -way,
        _ => Vec2::new(way.y, -way.x),
    }
}

/// Adds the triangles between the rows, and those of what the innermost one encloses.
fn weave(first: u32, points: u32, rows: u32, filled: bool, mesh: &mut Mesh) {
    mesh.reserve_triangles((points * (2 * (rows - 1) + 1)) as usize);
    let mut before = points - 1;
    for here in 0..points {
        for row in 0..rows - 1 {
            let (a, b) = (first + before * rows + row, first + here * rows + row);
            mesh.add_triangle(a, a + 1, b);
            mesh.add_triangle(a + 1, b, b + 1);
        }
        before = here;
    }
    if filled {
        let inside = first + rows - 1;
        for at in 2..points {
            mesh.add_triangle(inside + (at - 1) * rows, inside, inside + at * rows);
        }
    }
}

#[cfg(test)]
mod tests;
