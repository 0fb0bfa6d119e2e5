//! What a frame paints, as data: no pixel is made for these checks.

use egui::epaint::Shape;
use egui::{Color32, FullOutput, Pos2, Rect};

/// Calls `see` for every single shape of a frame with what it is clipped to, in the order of painting.
pub fn each<'a>(output: &'a FullOutput, mut see: impl FnMut(Rect, &'a Shape)) {
    fn visit<'a>(clip: Rect, shape: &'a Shape, see: &mut impl FnMut(Rect, &'a Shape)) {
        match shape {
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| visit(clip, shape, see)),
            Shape::Noop => {}
            shape => see(clip, shape),
        }
    }
    for clipped in &output.shapes {
        visit(clipped.clip_rect, &clipped.shape, &mut see);
    }
}

/// The numbers that place a shape.
fn places(shape: &Shape) -> Vec<Pos2> {
    let corners = |rect: &Rect| vec![rect.min, rect.max];
    match shape {
        Shape::Circle(circle) => vec![circle.center, Pos2::new(circle.radius, 0.0)],
        Shape::Ellipse(ellipse) => vec![ellipse.center, ellipse.radius.to_pos2()],
        Shape::LineSegment { points, .. } => points.to_vec(),
        Shape::Path(path) => path.points.clone(),
        Shape::Rect(rect) => corners(&rect.rect),
        Shape::Text(text) => vec![text.pos, text.galley.rect.min, text.galley.rect.max],
        Shape::Mesh(mesh) => mesh.vertices.iter().map(|vertex| vertex.pos).collect(),
        Shape::QuadraticBezier(curve) => curve.points.to_vec(),
        Shape::CubicBezier(curve) => curve.points.to_vec(),
        Shape::Noop | Shape::Vec(_) | Shape::Callback(_) => Vec::new(),
    }
}

/// The first shape that has a place which is no number, described.
pub fn not_a_number(output: &FullOutput) -> Option<String> {
    let mut found = None;
    each(output, |clip, shape| {
        let wrong = |p: &Pos2| !p.x.is_finite() || !p.y.is_finite();
        if found.is_none() && (clip.any_nan() || places(shape).iter().any(wrong)) {
            found = Some(format!("{shape:?}").chars().take(600).collect());
        }
    });
    found
}

/// A filled area: where, and in which colour.
pub fn fill(shape: &Shape) -> Option<(Rect, Color32)> {
    match shape {
        Shape::Rect(rect) => Some((rect.rect, rect.fill)),
        Shape::Circle(circle) => Some((circle.visual_bounding_rect(), circle.fill)),
        _ => None,
    }
    .filter(|(_, color)| color.a() > 0)
}
