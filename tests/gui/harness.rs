//! A test window: `egui_kittest` drives it, the CPU rasteriser draws it; no GPU, display or font of the system.
//!
//! ```ignore
//! let mut window = harness::window([400.0, 300.0]).build_ui(|ui| { ui.button("Play"); });
//! window.get_by_role_and_label(Role::Button, "Play").click();
//! window.run();
//! window.snapshot("name_of_the_picture");
//! ```

use egui::{
    Color32, Context, Event, FullOutput, Modifiers, PointerButton, Pos2, Rect, TexturesDelta, Ui,
    UiBuilder, Vec2,
};
use egui_kittest::{Harness, HarnessBuilder, TestRenderer};
use image::RgbaImage;
use topolab_raster::Raster;

/// A window of that size in points, at one pixel per point unless the builder is told otherwise.
pub fn window<State>(size: impl Into<Vec2>) -> HarnessBuilder<State> {
    HarnessBuilder::default()
        .with_size(size)
        .renderer(CpuRenderer::default())
}

/// Gives `add` the whole window, as the desktop does; the test window alone would keep a margin around it.
pub fn edge_to_edge(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    let whole = ui.ctx().content_rect();
    let mut ui = ui.new_child(UiBuilder::new().max_rect(whole));
    ui.set_clip_rect(whole);
    add(&mut ui);
}

/// Presses at `from`, moves to `to` as a hand would, and lets go. Each event gets a frame of its own,
/// because egui must see the pointer travel before it takes a press for a drag.
pub fn drag<State>(window: &mut Harness<'_, State>, from: Pos2, to: Pos2) {
    window.hover_at(from);
    window.step();
    window.drag_at(from);
    window.step();
    for share in [0.25, 0.6, 1.0] {
        window.hover_at(from.lerp(to, share));
        window.step();
    }
    window.drop_at(to);
    window.run_steps(2);
}

/// Presses and lets go twice, as quickly as frames come.
pub fn double_click<State>(window: &mut Harness<'_, State>, at: Pos2) {
    window.hover_at(at);
    window.step();
    for pressed in [true, false, true, false] {
        window.event(Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        window.step();
    }
    window.run();
}

/// All pixels of `area`, which is in points; what lies outside of the picture is left out.
pub fn pixels(picture: &RgbaImage, area: Rect, pixels_per_point: f32) -> Vec<Color32> {
    let area = area * pixels_per_point;
    let (right, bottom) = (picture.width() as f32, picture.height() as f32);
    let columns = area.min.x.max(0.0) as u32..area.max.x.clamp(0.0, right) as u32;
    let rows = area.min.y.max(0.0) as u32..area.max.y.clamp(0.0, bottom) as u32;
    rows.flat_map(|y| columns.clone().map(move |x| (x, y)))
        .map(|(x, y)| picture.get_pixel(x, y).0)
        .map(|[r, g, b, a]| Color32::from_rgba_unmultiplied(r, g, b, a))
        .collect()
}

#[derive(Default)]
struct CpuRenderer(Raster);

impl TestRenderer for CpuRenderer {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        self.0.apply(delta);
    }

    fn render(&mut self, ctx: &Context, output: &FullOutput) -> Result<RgbaImage, String> {
        // Opaque, so that the picture can be looked at: what no panel has painted shows the panel colour.
        let background = ctx.global_style().visuals.panel_fill.to_opaque();
        let (rgba, width, height) =
            topolab_raster::screenshot(ctx, output.clone(), &mut self.0, background);
        RgbaImage::from_raw(width as u32, height as u32, rgba)
            .ok_or_else(|| format!("a picture of {width} x {height} pixels is too large"))
    }
}

/// The text that the last step has put on the clipboard.
pub fn copied<State>(window: &egui_kittest::Harness<'_, State>) -> Option<String> {
    let mut commands = window.output().platform_output.commands.iter();
    commands.find_map(|command| match command {
        egui::OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    })
}
