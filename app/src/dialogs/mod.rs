//! The dialogs: a path to type, a failure to read, a question before work is lost, keys, about.
//!
//! Architecture invariant: they read a [`View`] and send
//! [`AppCommand`]s; they never look at the file system. Escape is a key of the table of
//! commands, and closes whichever is open.

mod about;
mod changed;
mod failure;
mod finder;
mod keys;
mod overwrite;
mod parts;
mod path_field;
mod picture;
mod recover;
mod repair;
mod sweep;
mod unsaved;

use egui::{Context, Frame, Id, Margin, Modal, Ui};

use crate::commands::AppCommand;
use crate::session::{Dialog, View};

/// What the dialogs remember between frames.
#[derive(Default)]
pub struct Dialogs {
    /// The dialog that was open in the last frame: another one starts anew.
    shown: Option<Dialog>,
    path: path_field::PathField,
    finder: finder::State,
    sweep: sweep::State,
}

/// Draws the open dialog, if there is one, over everything.
pub fn show(ctx: &Context, view: &View<'_>, state: &mut Dialogs, out: &mut Vec<AppCommand>) {
    let fresh = state.shown.as_ref() != view.dialog;
    if fresh {
        state.shown = view.dialog.cloned();
        state.path = path_field::PathField::of(view.dialog);
    }
    let Some(dialog) = view.dialog else {
        return;
    };
    let listed = matches!(dialog, Dialog::Finder(_));
    let margin = Margin::same(if listed { 10 } else { 18 });
    let frame = Frame::popup(&ctx.global_style()).inner_margin(margin);
    let mut modal = Modal::new(Id::new("dialog")).frame(frame);
    if let Dialog::Finder(what) = dialog {
        modal = finder::modal(what, modal, Id::new("finder"));
    }
    let shown = modal.show(ctx, |ui| content(ui, view, dialog, state, fresh, out));
    let asks = matches!(
        dialog,
        Dialog::Unsaved { .. }
            | Dialog::Overwrite { .. }
            | Dialog::Recover { .. }
            | Dialog::Changed { .. }
    );
    if shown.backdrop_response.clicked() && !asks {
        out.push(AppCommand::CloseDialog);
    }
}

fn content(
    ui: &mut Ui,
    view: &View<'_>,
    dialog: &Dialog,
    state: &mut Dialogs,
    fresh: bool,
    out: &mut Vec<AppCommand>,
) {
    match dialog {
        Dialog::Keys => keys::show(ui, view, fresh, out),
        Dialog::Finder(what) => finder::show(ui, view, what, &mut state.finder, fresh, out),
        Dialog::About => about::show(ui, view, fresh, out),
        Dialog::Picture { kind } => picture::show(ui, view, *kind, fresh, out),
        Dialog::Sweep => sweep::show(ui, view, &mut state.sweep, fresh, out),
        Dialog::OpenPath
        | Dialog::LogPath { .. }
        | Dialog::SavePath { .. }
        | Dialog::ExportPath { .. } => {
            path_field::show(ui, view, dialog, &mut state.path, fresh, out);
        }
        Dialog::Failure {
            title,
            text,
            elsewhere,
        } => failure::show(ui, view, (title, text), elsewhere.as_ref(), fresh, out),
        Dialog::Overwrite { writing } => overwrite::show(ui, view, writing, fresh, out),
        Dialog::Unsaved { .. } => unsaved::show(ui, view, fresh, out),
        Dialog::Recover { about, more, .. } => recover::show(ui, view, about, *more, fresh, out),
        Dialog::Changed { path, saving } => changed::show(ui, view, path, *saving, fresh, out),
        Dialog::Repair { path, why, repairs } => {
            repair::show(ui, view, path, why, repairs, fresh, out);
        }
    }
}
