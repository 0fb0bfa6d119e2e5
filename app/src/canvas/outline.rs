//! Frames around what is selected, hovered or focused.

use egui::epaint::{RectShape, StrokeKind};
use egui::{Color32, Shape, Stroke};

use super::paint::without_straight;
use super::space::Space;
use crate::scene::{LinkElement, Rect};
use crate::theme::{Rgba, Theme, style};

/// Around a card.
pub fn card(space: &Space, rect: Rect, color: Rgba) -> Shape {
    frame(space, rect, 12.0, Stroke::new(2.0, color))
}

/// Around a card from far away, where its corners are not seen to be round: thousands may be selected.
pub fn speck(space: &Space, rect: Rect, color: Rgba) -> Shape {
    let outer = space.rect_to_screen(rect).expand(1.0);
    Shape::rect_filled(outer, 0.0, color)
}

/// Around what has the keyboard: outside of the frame of a selection, so that both are seen.
pub fn focus(space: &Space, rect: Rect, corner: f32, theme: &Theme) -> Shape {
    const OUT: f32 = 3.0;
    let out = OUT / space.zoom();
    let stroke = Stroke::new(2.0, theme.text);
    frame(space, rect.inflate(out), corner + out, stroke)
}

/// Something that can be hit, however small it is drawn; screen points.
pub fn target(rect: egui::Rect) -> egui::Rect {
    let size = rect.size().max(egui::Vec2::splat(style::TARGET));
    egui::Rect::from_center_size(rect.center(), size)
}

/// Around any rectangle of the canvas.
pub fn frame(space: &Space, rect: Rect, corner: f32, stroke: Stroke) -> Shape {
    let corner = (corner * space.zoom()).round().clamp(0.0, 255.0) as u8;
    RectShape::new(
        space.rect_to_screen(rect),
        corner,
        Color32::TRANSPARENT,
        stroke,
        StrokeKind::Middle,
    )
    .into()
}

/// A glow under a selected link.
pub fn link(space: &Space, link: &LinkElement, color: Rgba) -> Shape {
    along(space, link, points(space, link), color)
}

/// The glow along these points of the screen.
pub fn along(space: &Space, link: &LinkElement, points: Vec<egui::Pos2>, color: Rgba) -> Shape {
    Shape::line(points, wider(space, link, color.faded(0.55)))
}

/// A veil over a link under the pointer or with the keyboard; what runs on it shows through.
pub fn link_veil(space: &Space, link: &LinkElement, color: Rgba) -> Shape {
    let stroke = wider(space, link, color.faded(0.22));
    Shape::line(points(space, link), stroke)
}

fn points(space: &Space, link: &LinkElement) -> Vec<egui::Pos2> {
    let points = link.line().iter().map(|p| space.to_screen(*p));
    without_straight(points.collect())
}

fn wider(space: &Space, link: &LinkElement, color: Rgba) -> Stroke {
    Stroke::new((link.width * space.zoom()).max(1.0) + 5.0, color)
}
