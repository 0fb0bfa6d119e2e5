//! A whole egui frame becomes a picture of the size of its window.

use egui::{Color32, Context, Pos2, RawInput, Rect, vec2};
use topolab_raster::{Raster, screenshot};

#[test]
fn a_frame_becomes_a_picture_at_the_scale_of_the_screen() {
    let ctx = Context::default();
    let mut input = RawInput {
        screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(20.0, 10.0))),
        ..Default::default()
    };
    let viewport = input.viewports.entry(input.viewport_id).or_default();
    viewport.native_pixels_per_point = Some(2.0);
    let blue = Rect::from_min_size(Pos2::new(5.0, 5.0), vec2(10.0, 3.0));
    let mut raster = Raster::default();
    for background in [Color32::WHITE, Color32::BLACK] {
        // The second frame brings no textures: the raster has kept those of the first.
        let output = ctx.run_ui(input.clone(), |ui| {
            ui.painter().rect_filled(blue, 0.0, Color32::BLUE);
        });
        let (rgba, width, height) = screenshot(&ctx, output, &mut raster, background);
        assert_eq!((width, height, rgba.len()), (40, 20, 40 * 20 * 4));
        let pixel = |x: usize, y: usize| &rgba[(y * width + x) * 4..][..4];
        assert_eq!(pixel(0, 0), background.to_array());
        assert_eq!(pixel(20, 13), Color32::BLUE.to_array());
    }
}
