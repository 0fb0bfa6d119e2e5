//! The tile of a card: its glyph on a coloured ground, and a mark while a fault is in force.

use super::geometry::Rect;
use super::shape::Shape;
use crate::theme::{Rgba, Theme};

/// From the edges of a card to what stands in it, canvas points.
pub const PADDING: f32 = 10.0;
/// Side of a tile.
pub const TILE: f32 = 34.0;
const ICON: f32 = 22.0;
const CORNER: f32 = 9.0;

/// Draws the tile of a card that stands at `card`.
pub fn tile(
    card: Rect,
    icon: &str,
    ground: Rgba,
    faulty: bool,
    theme: &Theme,
    out: &mut Vec<Shape>,
) {
    let tile = Rect::at([card.min[0] + PADDING, card.min[1] + PADDING], [TILE; 2]);
    out.push(Shape::Rect {
        rect: tile,
        corner: CORNER,
        fill: Some(ground),
        stroke: None,
    });
    out.push(Shape::Icon {
        name: icon.to_owned(),
        rect: Rect::around(tile.center(), [ICON; 2]),
        tint: theme.on(ground),
    });
    if faulty {
        let center = [tile.max[0] - 2.0, tile.max[1] - 2.0];
        let dot = |radius, fill| Shape::Circle {
            center,
            radius,
            fill,
        };
        out.extend([dot(8.5, theme.card), dot(7.5, theme.down)]);
        out.push(Shape::Icon {
            name: "ui-fault".to_owned(),
            rect: Rect::around(center, [11.0; 2]),
            tint: theme.on(theme.down),
        });
    }
}
