//! The program's icon: one thing that spreads over three, on the accent colour.

use egui::IconData;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use crate::theme::Theme;

/// Pixels along one side.
const SIDE: u32 = 128;

/// The icon; an empty one (which the desktop replaces by its own) should the drawing fail.
pub(super) fn icon() -> IconData {
    let drawn = pixels();
    drawn.map_or_else(IconData::default, |rgba| IconData {
        rgba,
        width: SIDE,
        height: SIDE,
    })
}

fn pixels() -> Option<Vec<u8>> {
    let glyph = include_str!("../../../assets/icons/alb.svg");
    let ground = Theme::dark().accent.css();
    let svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64">
        <rect width="64" height="64" rx="14" fill="{ground}"/><g transform="translate(8 8)">{glyph}</g></svg>"#
    );
    let tree = Tree::from_str(&svg, &Options::default()).ok()?;
    let mut pixmap = Pixmap::new(SIDE, SIDE)?;
    let scale = SIDE as f32 / 64.0;
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut pixmap.as_mut(),
    );
    Some(
        pixmap
            .pixels()
            .iter()
            .map(|p| p.demultiply())
            .flat_map(|p| [p.red(), p.green(), p.blue(), p.alpha()])
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_icon_is_drawn() {
        let icon = icon();
        assert_eq!((icon.width, icon.height), (SIDE, SIDE));
        let at = |x: u32, y: u32| &icon.rgba[((y * SIDE + x) * 4) as usize..][..4];
        assert_eq!(at(0, 0)[3], 0, "the corner is round");
        assert_eq!(at(64, 6), Theme::dark().accent.0);
        assert!(
            icon.rgba
                .chunks(4)
                .filter(|p| *p == [255, 255, 255, 255])
                .count()
                > 200,
            "the glyph is there"
        );
    }
}
