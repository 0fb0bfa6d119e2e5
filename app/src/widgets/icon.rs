//! The glyphs of `assets/icons` in the window: rasterised once per size, tinted when painted.

use std::collections::HashMap;

use egui::{
    Color32, ColorImage, Context, CornerRadius, Id, Image, Rect, Response, Sense, TextureHandle,
    TextureOptions, Ui, Vec2, WidgetInfo, WidgetType,
};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use crate::theme::{Rgba, Theme, icons};

type Textures = HashMap<(&'static str, u32), TextureHandle>;

/// The glyph as a white texture of that many pixels; `None` for an unknown name.
pub fn texture(ctx: &Context, name: &str, pixels: u32) -> Option<TextureHandle> {
    let (name, svg) = icons::ALL.iter().find(|(known, _)| *known == name)?;
    let id = Id::new("topolab glyphs");
    let known: Option<TextureHandle> = ctx.data_mut(|data| {
        data.get_temp_mut_or_default::<Textures>(id)
            .get(&(*name, pixels))
            .cloned()
    });
    if known.is_some() {
        return known;
    }
    let image = rasterised(svg, pixels)?;
    let texture = ctx.load_texture(*name, image, TextureOptions::LINEAR);
    ctx.data_mut(|data| {
        data.get_temp_mut_or_default::<Textures>(id)
            .insert((*name, pixels), texture.clone())
    });
    Some(texture)
}

fn rasterised(svg: &str, pixels: u32) -> Option<ColorImage> {
    let tree = Tree::from_str(svg, &Options::default()).ok()?;
    let mut pixmap = Pixmap::new(pixels, pixels)?;
    let scale = pixels as f32 / icons::SIDE;
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut pixmap.as_mut(),
    );
    let colors = pixmap.pixels().iter();
    let colors =
        colors.map(|p| Color32::from_rgba_premultiplied(p.red(), p.green(), p.blue(), p.alpha()));
    Some(ColorImage::new([pixels as usize; 2], colors.collect()))
}

/// Paints a glyph into a square.
pub fn paint(ui: &Ui, name: &str, rect: Rect, color: Rgba) {
    let pixels = (rect.width() * ui.ctx().pixels_per_point())
        .round()
        .clamp(1.0, 512.0) as u32;
    if let Some(texture) = texture(ui.ctx(), name, pixels) {
        Image::new((texture.id(), rect.size()))
            .tint(Color32::from(color))
            .paint_at(ui, rect);
    }
}

/// Paints the arrow of a box that opens a list.
pub fn paint_arrow(ui: &Ui, rect: Rect, theme: &Theme) {
    let side = Rect::from_center_size(rect.center(), Vec2::splat(12.0));
    paint(ui, "ui-chevron-down", side, theme.text_dim);
}

/// Paints a glyph on a coloured tile, as on the cards.
pub fn paint_tile(ui: &Ui, name: &str, rect: Rect, ground: Rgba, theme: &Theme) {
    let corner = CornerRadius::same((rect.width() * 0.24).round() as u8);
    ui.painter()
        .rect_filled(rect, corner, Color32::from(ground));
    paint(ui, name, rect.shrink(rect.width() * 0.17), theme.on(ground));
}

/// A tile in the flow of a layout.
pub fn tile(ui: &mut Ui, name: &str, side: f32, ground: Rgba, theme: &Theme) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(side), Sense::hover());
    paint_tile(ui, name, rect, ground, theme);
    response
}

/// A button that is a glyph, with a name for readers of the screen.
pub fn button(
    ui: &mut Ui,
    name: &str,
    size: Vec2,
    glyph: f32,
    color: Rgba,
    label: &str,
) -> Response {
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, ui.is_enabled(), label));
    let visuals = ui.style().interact(&response);
    if response.hovered() || response.has_focus() {
        ui.painter()
            .rect_filled(rect, visuals.corner_radius, visuals.bg_fill);
    }
    let color = if ui.is_enabled() {
        color
    } else {
        color.faded(0.4)
    };
    paint(
        ui,
        name,
        Rect::from_center_size(rect.center(), Vec2::splat(glyph)),
        color,
    );
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_glyph_is_drawn() {
        for (name, svg) in icons::ALL {
            let image = rasterised(svg, 24);
            let inked = image.map_or(0, |image| {
                image.pixels.iter().filter(|p| p.a() > 128).count()
            });
            assert!(inked > 10, "{name}: {inked} pixels");
        }
    }
}
