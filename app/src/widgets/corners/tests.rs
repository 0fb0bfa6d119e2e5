#![allow(clippy::unwrap_used)]

use egui::{Context, RawInput, Stroke, pos2, vec2};
use topolab_raster::Raster;

use super::*;

const SIDE: usize = 160;

/// Rectangles of every kind a window has.
fn rectangles() -> Vec<RectShape> {
    let kinds = [StrokeKind::Inside, StrokeKind::Middle, StrokeKind::Outside];
    let widths = [0.0, 0.6, 1.0, 1.3, 2.0, 3.0];
    let radii = [1, 2, 3, 4, 6, 8, 12, 20, 40];
    let mut all = Vec::new();
    for (at, radius) in radii.into_iter().enumerate() {
        for width in widths {
            for (step, kind) in kinds.into_iter().enumerate() {
                let by = 0.21 * (at + step) as f32;
                let rect = Rect::from_min_size(
                    pos2(8.3 + by, 9.6),
                    vec2(60.4 + by, 23.5 + 3.0 * at as f32),
                );
                let fill = match (at + step) % 3 {
                    0 if width > 0.0 => Color32::TRANSPARENT,
                    1 => Color32::from_rgba_unmultiplied(20, 120, 220, 120),
                    _ => Color32::from_rgb(240, 240, 240),
                };
                let stroke = Stroke::new(width, Color32::from_rgb(230, 60, 20));
                all.push(RectShape::new(rect, radius, fill, stroke, kind));
            }
        }
    }
    all
}

/// The pixels of a window with one shape in it, and of how many corners its triangles are.
fn painted(ctx: &Context, raster: &mut Raster, shape: &RectShape, pixels: f32) -> (Vec<u8>, usize) {
    let side = SIDE as f32 / pixels;
    let mut input = RawInput {
        screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(side, side))),
        ..RawInput::default()
    };
    let viewport = input.viewports.get_mut(&input.viewport_id).unwrap();
    viewport.native_pixels_per_point = Some(pixels);
    let mut output = ctx.run_ui(input, |ui| {
        ui.painter().add(shape.clone());
    });
    raster.apply(&mut output.textures_delta);
    let primitives = ctx.tessellate(output.shapes, pixels);
    let corners = primitives.iter().map(|clipped| match &clipped.primitive {
        egui::epaint::Primitive::Mesh(mesh) => mesh.indices.len(),
        egui::epaint::Primitive::Callback(_) => 0,
    });
    let corners = corners.sum();
    let pixels = raster.paint(&primitives, SIDE, SIDE, pixels, Color32::BLACK);
    (pixels, corners)
}

#[test]
fn with_fewer_points_no_eye_sees_a_difference() {
    /// Of the 255 steps of a colour, in one pixel of a soft edge: so far are egui's own corners from the round, that have as
    /// many points however fine the screen is, and farther on a finer one.
    const MOST: f32 = 40.0;
    for pixels in [1.0, 1.5, 2.0] {
        let [plain, ours] = [false, true].map(|ours| {
            let ctx = Context::default();
            if ours {
                crate::widgets::triangles::install(&ctx);
            }
            let mut raster = Raster::default();
            let all = rectangles();
            let all = all
                .iter()
                .map(|shape| painted(&ctx, &mut raster, shape, pixels));
            all.collect::<Vec<_>>()
        });
        let (mut before, mut now, mut worst) = (0, 0, (0, 0, String::new()));
        for ((plain, ours), shape) in plain.iter().zip(&ours).zip(rectangles()) {
            let apart = plain.0.iter().zip(&ours.0).map(|(a, b)| a.abs_diff(*b));
            let most = apart.clone().max().unwrap();
            let sum: u32 = apart.map(u32::from).sum();
            worst = worst.max((most, sum, format!("{shape:?}")));
            let round = plain.0.iter().any(|value| *value > 100);
            assert!(round, "{shape:?}");
            assert!(
                (sum as f32) < 9_000.0 * pixels,
                "{sum} at {pixels}: {shape:?}"
            );
            (before, now) = (before + plain.1, now + ours.1);
        }
        assert!(f32::from(worst.0) <= MOST * pixels, "{worst:?} at {pixels}");
        let most = if pixels == 1.0 {
            before * 3 / 4
        } else {
            before
        };
        assert!(now <= most, "{now} of {before} at {pixels}");
    }
}

#[test]
fn other_rectangles_are_left_to_egui() {
    let options = TessellationOptions::default();
    let taken = |shape: &RectShape| add(shape, 1.0, &options, &mut Mesh::default());
    let rect = Rect::from_min_size(pos2(10.0, 10.0), vec2(60.0, 30.0));
    let round = RectShape::filled(rect, 6, Color32::RED);
    assert!(taken(&round));
    let sharp = RectShape::filled(rect, 0, Color32::RED);
    let mixed = RectShape {
        corner_radius: CornerRadius {
            ne: 0,
            ..CornerRadius::same(6)
        },
        ..round.clone()
    };
    let turned = RectShape {
        angle: 0.3,
        ..round.clone()
    };
    let blurred = round.clone().with_blur_width(8.0);
    let thin = RectShape {
        rect: rect.with_max_y(11.0),
        ..round.clone()
    };
    let endless = RectShape {
        rect: Rect::EVERYTHING,
        ..round
    };
    for other in [sharp, mixed, turned, blurred, thin, endless] {
        assert!(!taken(&other), "{other:?}");
    }
}
