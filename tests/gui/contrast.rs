//! All words of the main screens on the grounds they really stand on: a pair of colours that no table tells is found.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use egui::Color32;
use egui::epaint::{Shape, TextShape};
use topolab::commands::AppCommand;
use topolab::i18n::Lang;
use topolab::theme::contrast::{TEXT, contrast};
use topolab::theme::{Rgba, Theme, ThemeChoice};

use super::access::every_screen;
use super::canvas::{Window, app, command};
use super::shapes::{self, Fill};

fn rgba(color: Color32) -> Rgba {
    Rgba(color.to_srgba_unmultiplied())
}

/// What is painted so far at the middle of a text, one above the other.
fn ground(fills: &[Fill<'_>], at: egui::Pos2, theme: &Theme) -> Rgba {
    let mut ground = theme.panel;
    for color in fills.iter().flat_map(|fill| fill.colors(at)) {
        let above = rgba(color);
        ground = above.over(ground, above.opacity());
    }
    ground
}

/// The colours a text is painted in; none where it is faded as a whole (switched off, or dimmed by a focus).
fn colors(text: &TextShape) -> Vec<Color32> {
    let told = text.galley.job.sections.iter().map(|part| {
        let own = part.format.color;
        let own = if own == Color32::PLACEHOLDER {
            text.fallback_color
        } else {
            own
        };
        text.override_text_color.unwrap_or(own)
    });
    told.filter(|color| color.a() == 255 && text.opacity_factor == 1.0)
        .collect()
}

/// Words that are hard to read on a screen.
fn hard(window: &Window, screen: &str, found: &mut BTreeSet<String>) {
    let theme = app(window).session().theme();
    let painted = shapes::of(window);
    let mut fills = Vec::new();
    shapes::each(&painted, |clip, shape| {
        fills.extend(Fill::of(clip, shape));
        let Shape::Text(text) = shape else { return };
        let rect = text
            .galley
            .rect
            .translate(text.pos.to_vec2())
            .intersect(clip);
        if text.galley.text().trim().is_empty() || !rect.is_positive() {
            return;
        }
        let ground = ground(&fills, rect.center(), theme);
        for color in colors(text) {
            let got = contrast(rgba(color), ground);
            if got < TEXT {
                let (above, below) = (rgba(color).css(), ground.css());
                let words: String = text.galley.text().chars().take(30).collect();
                found.insert(format!("{above} on {below} {got:.2}: {words:?} ({screen})"));
            }
        }
    });
}

#[test]
fn all_words_can_be_read_where_they_stand() {
    let mut found = BTreeSet::new();
    for look in [ThemeChoice::Dark, ThemeChoice::Light] {
        every_screen([1440.0, 900.0], Lang::En, &mut |window, screen| {
            if app(window).session().view().theme_choice != look {
                // The look of a screen is that of the next frame.
                let open = app(window).session().view().dialog.cloned();
                if open.is_none() && !egui::Popup::is_any_open(&window.ctx) {
                    command(window, AppCommand::SetTheme(look));
                }
            }
            hard(window, &format!("{look:?} {screen}"), &mut found);
        });
    }
    let found: Vec<String> = found.into_iter().collect();
    assert!(
        found.is_empty(),
        "{} pairs:\n{}",
        found.len(),
        found.join("\n")
    );
}
