//! The panels around the canvas: top bar, palette, inspector, dock.
//!
//! Architecture invariant: they read a [`View`](crate::session::View) and send
//! [`AppCommand`](crate::commands::AppCommand)s. What a panel remembers between frames (an open tab, a half-typed
//! search) is in its own small state; nothing of the document is.

pub mod dock;
pub mod inspector;
mod mark;
pub mod palette;
mod reason;
mod scrolled;
mod spark;
mod tabs;
pub mod top_bar;

pub(crate) use crate::widgets::icon;

use crate::i18n::{digits, samples, words};

use egui::{Align2, Color32, FontId, Painter, Pos2, RichText, Ui};

use crate::theme::style::semibold;
use crate::theme::{Rgba, Theme};

/// What the panels remember between frames.
#[derive(Default)]
pub struct Panels {
    pub palette: palette::Palette,
    pub inspector: inspector::Inspector,
    pub dock: dock::Dock,
}

/// A heading in small capitals-like type above a group of lines.
fn heading(ui: &mut Ui, text: &str, theme: &Theme) {
    ui.add_space(8.0);
    ui.label(
        RichText::new(text.to_uppercase())
            .font(semibold(11.0))
            .color(theme.text_dim),
    );
}

/// A text on one line. It is laid out without its colour, as where only its width is asked for: so it is done once.
fn text(painter: &Painter, at: Pos2, align: Align2, text: &str, font: FontId, color: Rgba) {
    let galley = painter.layout_no_wrap(text.to_owned(), font, Color32::PLACEHOLDER);
    let rect = align.anchor_size(at, galley.size());
    painter.galley(rect.min, galley, color.into());
}
