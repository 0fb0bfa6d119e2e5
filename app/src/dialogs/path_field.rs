//! A path to type, where the desktop has no file dialog.

use std::ops::Range;
use std::path::PathBuf;

use egui::text::{CCursor, CCursorRange};
use egui::{Key, Margin, RichText, TextEdit, Ui};

use super::parts::{self, Choice};
use crate::commands::AppCommand;
use crate::session::{Dialog, View};

const WIDTH: f32 = 480.0;

/// What was typed so far.
#[derive(Default)]
pub struct PathField {
    text: String,
}

impl PathField {
    /// The field as a dialog opens with it.
    pub fn of(dialog: Option<&Dialog>) -> Self {
        let text = match dialog {
            Some(Dialog::SavePath { suggested } | Dialog::ExportPath { suggested, .. }) => {
                suggested.clone()
            }
            _ => String::new(),
        };
        Self { text }
    }
}

/// Translation key of what is wrong with a path; what can only be known by looking at the disk is not.
fn wrong(text: &str) -> Option<&'static str> {
    let text = text.trim();
    let last = text.rsplit(['/', '\\']).next().unwrap_or_default();
    if text.is_empty() {
        Some("dialog.path_empty")
    } else if text.contains('\0') {
        Some("dialog.path_sign")
    } else if matches!(last, "" | "." | "..") {
        Some("dialog.path_folder")
    } else {
        None
    }
}

/// Where in a path the name of its file stands, without the ending: what most people change of what is suggested. In
/// letters.
fn name_in(path: &str) -> Range<usize> {
    let begins = path.rfind(['/', '\\']).map_or(0, |at| at + 1);
    let name = &path[begins..];
    let ends = name.rfind('.').filter(|at| *at > 0).unwrap_or(name.len());
    let letters = |end: usize| path[..end].chars().count();
    letters(begins)..letters(begins + ends)
}

fn select(ui: &Ui, id: egui::Id, letters: Range<usize>) {
    let mut state = TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
    let [from, to] = [letters.start, letters.end].map(CCursor::new);
    state
        .cursor
        .set_char_range(Some(CCursorRange::two(from, to)));
    state.store(ui.ctx(), id);
}

/// Shows the field; Enter or the button takes the path.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    dialog: &Dialog,
    state: &mut PathField,
    fresh: bool,
    out: &mut Vec<AppCommand>,
) {
    let texts = view.texts;
    let (title, button) = match dialog {
        Dialog::OpenPath => ("dialog.open_title", "dialog.open"),
        Dialog::LogPath { .. } => ("dialog.log_title", "dialog.open"),
        Dialog::ExportPath { .. } => ("dialog.export_title", "dialog.export"),
        _ => ("dialog.save_title", "dialog.save"),
    };
    ui.set_width(WIDTH);
    parts::title(ui, view, texts.tr(title));
    let label = ui.label(RichText::new(texts.tr("dialog.path")).color(view.theme.text_dim));
    let field = TextEdit::singleline(&mut state.text)
        .hint_text(texts.tr("dialog.path_hint"))
        .desired_width(f32::INFINITY)
        .margin(Margin::symmetric(8, 6));
    let response = ui.add(field).labelled_by(label.id);
    if fresh {
        response.request_focus();
        select(ui, response.id, name_in(&state.text));
    }
    let problem = wrong(&state.text);
    let said = problem
        .filter(|_| !state.text.trim().is_empty())
        .unwrap_or("dialog.path_help");
    let color = if said == "dialog.path_help" {
        view.theme.text_dim
    } else {
        view.theme.busy
    };
    ui.label(RichText::new(texts.tr(said)).small().color(color));
    let choices = [
        Choice {
            enabled: problem.is_none(),
            ..Choice::main(texts.tr(button))
        },
        Choice::other(texts.tr("dialog.cancel")),
    ];
    let pressed = parts::buttons(ui, view, &choices, false);
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    match (pressed, entered, problem) {
        (Some(1), _, _) => out.push(AppCommand::CloseDialog),
        (Some(_), _, None) | (None, true, None) => out.push(answer(dialog, state, view)),
        (None, true, Some(_)) => response.request_focus(),
        _ => {}
    }
}

fn answer(dialog: &Dialog, state: &PathField, view: &View<'_>) -> AppCommand {
    let path = PathBuf::from(state.text.trim());
    match dialog {
        Dialog::OpenPath => AppCommand::OpenPath(path),
        Dialog::LogPath { client } => AppCommand::ImportLogFrom {
            client: client.clone(),
            path,
        },
        Dialog::ExportPath { kind, .. } => AppCommand::ExportTo {
            path,
            kind: *kind,
            scale: view.picture.scale(),
        },
        _ => AppCommand::SaveTo(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_file_is_what_is_typed_over() {
        for (path, name) in [
            ("/home/kim/shop.v2.json", "shop.v2"),
            ("C:\\designs\\상점.json", "상점"),
            ("/설계/상점", "상점"),
            ("/a/.json", ".json"),
            ("shop.json", "shop"),
            ("", ""),
        ] {
            let range = name_in(path);
            let found: String = path.chars().take(range.end).skip(range.start).collect();
            assert_eq!(found, name, "{path}");
        }
    }

    #[test]
    fn paths_that_cannot_be_files_are_refused() {
        let cases = [
            ("", Some("dialog.path_empty")),
            ("   ", Some("dialog.path_empty")),
            ("designs/", Some("dialog.path_folder")),
            ("C:\\designs\\", Some("dialog.path_folder")),
            ("..", Some("dialog.path_folder")),
            ("a\0b", Some("dialog.path_sign")),
            ("shop.json", None),
            ("/home/kim/설계/상점.json", None),
        ];
        for (text, expected) in cases {
            assert_eq!(wrong(text), expected, "{text:?}");
        }
    }
}
