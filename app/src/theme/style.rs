//! The tokens as an egui style: sizes, text styles, visuals.

use egui::style::{Selection, WidgetVisuals, Widgets};
use egui::{
    Color32, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, Style, TextStyle, Vec2,
    Visuals,
};

use super::{Rgba, Theme};

/// Name of the font family for headings and figures; the regular weight is egui's proportional family.
pub const SEMIBOLD: &str = "semibold";

/// Corner radius of cards, fields and buttons, points.
pub const RADIUS: u8 = 6;
/// Opacity of the accent over what is selected.
pub const SELECTED: f32 = 0.35;
/// Smallest height of anything that can be pressed, points.
pub const TARGET: f32 = 24.0;

/// The semibold face at a size.
pub fn semibold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(SEMIBOLD.into()))
}

/// The regular face at a size.
pub fn regular(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

fn stroke(width: f32, colour: Rgba) -> Stroke {
    Stroke::new(width, Color32::from(colour))
}

fn widget(ground: Rgba, line: Rgba, text: Rgba) -> WidgetVisuals {
    WidgetVisuals {
        bg_fill: ground.into(),
        weak_bg_fill: ground.into(),
        bg_stroke: stroke(1.0, line),
        corner_radius: CornerRadius::same(RADIUS),
        fg_stroke: stroke(1.0, text),
        expansion: 0.0,
    }
}

fn visuals(theme: &Theme) -> Visuals {
    let base = if theme.dark {
        Visuals::dark()
    } else {
        Visuals::light()
    };
    let shadow = Shadow {
        offset: [0, 4],
        blur: 16,
        spread: 0,
        color: Color32::from_black_alpha(if theme.dark { 110 } else { 40 }),
    };
    Visuals {
        dark_mode: theme.dark,
        widgets: Widgets {
            noninteractive: widget(theme.panel, theme.line, theme.text_soft),
            inactive: widget(theme.field, theme.line, theme.text),
            hovered: widget(theme.field_hover, theme.line_strong, theme.text),
            active: widget(theme.field_hover, theme.accent, theme.text),
            open: widget(theme.field_hover, theme.line_strong, theme.text),
        },
        selection: Selection {
            bg_fill: theme.accent.faded(SELECTED).into(),
            stroke: stroke(1.0, theme.text),
        },
        hyperlink_color: theme.link().into(),
        faint_bg_color: theme.field.into(),
        extreme_bg_color: theme.field.into(),
        text_edit_bg_color: Some(theme.field.into()),
        code_bg_color: theme.field.into(),
        warn_fg_color: theme.busy.into(),
        error_fg_color: theme.down.into(),
        window_fill: theme.popup.into(),
        window_stroke: stroke(1.0, theme.line),
        window_corner_radius: CornerRadius::same(10),
        menu_corner_radius: CornerRadius::same(8),
        panel_fill: theme.panel.into(),
        popup_shadow: shadow,
        window_shadow: shadow,
        weak_text_color: Some(theme.text_dim.into()),
        striped: false,
        ..base
    }
}

/// Puts the look of a theme into a style.
pub fn apply(theme: &Theme, style: &mut Style) {
    style.visuals = visuals(theme);
    style.text_styles = [
        (TextStyle::Small, regular(11.0)),
        (TextStyle::Body, regular(13.0)),
        (TextStyle::Button, regular(13.0)),
        (
            TextStyle::Monospace,
            FontId::new(12.0, FontFamily::Monospace),
        ),
        (TextStyle::Heading, semibold(15.0)),
    ]
    .into();
    style.spacing.item_spacing = Vec2::new(8.0, 6.0);
    style.spacing.button_padding = Vec2::new(8.0, 4.0);
    style.spacing.interact_size = Vec2::new(32.0, TARGET);
    style.spacing.menu_margin = Margin::same(6);
    style.spacing.window_margin = Margin::same(14);
    style.spacing.scroll.floating = true;
    style.interaction.tooltip_delay = 0.4;
    style.interaction.selectable_labels = false;
}
