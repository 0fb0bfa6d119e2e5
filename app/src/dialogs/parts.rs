//! What dialogs share: title, and buttons in a row on the right.

use egui::{Align, Button, Color32, Layout, RichText, Ui, Vec2};

use crate::session::View;
use crate::theme::style::semibold;

const BUTTON: Vec2 = Vec2::new(84.0, 28.0);

pub fn title(ui: &mut Ui, view: &View<'_>, text: &str) {
    ui.label(
        RichText::new(text)
            .font(semibold(16.0))
            .color(view.theme.text),
    );
    ui.add_space(6.0);
}

/// One button of a dialog.
pub struct Choice<'a> {
    pub text: &'a str,
    /// What Enter means: drawn in the accent colour, takes the keyboard when the dialog opens.
    pub main: bool,
    pub enabled: bool,
}

impl<'a> Choice<'a> {
    pub fn main(text: &'a str) -> Self {
        Self {
            text,
            main: true,
            enabled: true,
        }
    }

    pub fn other(text: &'a str) -> Self {
        Self {
            text,
            main: false,
            enabled: true,
        }
    }
}

/// Buttons from the right, the main one rightmost; gives the index of the one that was pressed.
pub fn buttons(ui: &mut Ui, view: &View<'_>, choices: &[Choice<'_>], focus: bool) -> Option<usize> {
    let mut pressed = None;
    ui.add_space(12.0);
    let size = Vec2::new(ui.available_width(), BUTTON.y);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        for (index, choice) in choices.iter().enumerate() {
            let on_accent = view.theme.words_on(view.theme.accent);
            let (ground, text) = match choice.main && choice.enabled {
                true => (view.theme.accent, on_accent),
                false => (view.theme.field, view.theme.text),
            };
            let text = RichText::new(choice.text).color(text);
            let button = Button::new(text)
                .fill(Color32::from(ground))
                .min_size(BUTTON);
            let response = ui.add_enabled(choice.enabled, button);
            if focus && choice.main {
                response.request_focus();
            }
            if response.clicked() {
                pressed = Some(index);
            }
        }
    });
    pressed
}
