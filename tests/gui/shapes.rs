//! What a frame paints, as data: no pixel is made for these checks.

use egui::epaint::{ClippedShape, Shape, Vertex};
use egui::{Color32, Mesh, Pos2, Rect, TextureId};
use egui_kittest::Harness;
use topolab::widgets::triangles;

/// What the last frame of a window was painted from.
pub fn of<State>(window: &Harness<'_, State>) -> Vec<ClippedShape> {
    let shapes = triangles::shapes(&window.ctx);
    assert!(!shapes.is_empty(), "a window whose shapes are not kept");
    shapes
}

/// Calls `see` for every single shape of a frame with what it is clipped to, in the order of painting.
pub fn each<'a>(shapes: &'a [ClippedShape], mut see: impl FnMut(Rect, &'a Shape)) {
    fn visit<'a>(clip: Rect, shape: &'a Shape, see: &mut impl FnMut(Rect, &'a Shape)) {
        match shape {
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| visit(clip, shape, see)),
            Shape::Noop => {}
            shape => see(clip, shape),
        }
    }
    for clipped in shapes {
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
pub fn not_a_number(shapes: &[ClippedShape]) -> Option<String> {
    let mut found = None;
    each(shapes, |clip, shape| {
        let wrong = |p: &Pos2| !p.x.is_finite() || !p.y.is_finite();
        if found.is_none() && (clip.any_nan() || places(shape).iter().any(wrong)) {
            found = Some(format!("{shape:?}").chars().take(600).collect());
        }
    });
    found
}

/// A filled area; what is kept from frame to frame comes as triangles.
pub enum Fill<'a> {
    Area(Rect, Color32),
    Triangles(Rect, &'a Mesh),
}

impl Fill<'_> {
    /// What is filled by a shape in a clip.
    pub fn of<'a>(clip: Rect, shape: &'a Shape) -> Option<Fill<'a>> {
        let area = |rect: Rect, color: Color32| {
            (color.a() > 0).then_some(Fill::Area(rect.intersect(clip), color))
        };
        match shape {
            Shape::Rect(rect) => area(rect.rect, rect.fill),
            Shape::Circle(circle) => area(circle.visual_bounding_rect(), circle.fill),
            Shape::Mesh(mesh) if mesh.texture_id == TextureId::default() => {
                Some(Fill::Triangles(mesh.calc_bounds().intersect(clip), mesh))
            }
            _ => None,
        }
    }

    /// The colours it puts on a point, the upper ones last.
    pub fn colors(&self, at: Pos2) -> Vec<Color32> {
        match self {
            Fill::Area(rect, color) if rect.contains(at) => vec![*color],
            Fill::Triangles(rect, mesh) if rect.contains(at) => {
                let corners = mesh.indices.chunks_exact(3);
                let triangles = corners.map(|of| [0, 1, 2].map(|i| mesh.vertices[of[i] as usize]));
                triangles.filter_map(|of| color_in(of, at)).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// The colour of a triangle at a point in it.
fn color_in(corners: [Vertex; 3], at: Pos2) -> Option<Color32> {
    let [a, b, c] = corners.map(|corner| corner.pos);
    let cross = |p: Pos2, q: Pos2, r: Pos2| (q - p).rot90().dot(r - p);
    let whole = cross(a, b, c);
    let shares = [cross(b, c, at), cross(c, a, at), cross(a, b, at)].map(|part| part / whole);
    if whole == 0.0 || shares.iter().any(|share| *share < 0.0) {
        return None;
    }
    let mixed = [0, 1, 2, 3].map(|channel| {
        let parts = corners.iter().zip(shares);
        parts
            .map(|(corner, share)| f32::from(corner.color.to_array()[channel]) * share)
            .sum::<f32>()
            .round() as u8
    });
    let [r, g, b, a] = mixed;
    (a > 0).then(|| Color32::from_rgba_premultiplied(r, g, b, a))
}
