//! What Topolab is, its version, and whose work it stands on.

use egui::{RichText, Ui};

use super::parts::{self, Choice};
use crate::commands::AppCommand;
use crate::session::View;

const WIDTH: f32 = 420.0;

/// Shows name, version, one sentence, licences.
pub fn show(ui: &mut Ui, view: &View<'_>, fresh: bool, out: &mut Vec<AppCommand>) {
    let texts = view.texts;
    ui.set_width(WIDTH);
    parts::title(ui, view, &format!("Topolab {}", env!("CARGO_PKG_VERSION")));
    ui.label(RichText::new(texts.tr("about.sentence")).color(view.theme.text));
    ui.add_space(6.0);
    for key in ["about.same", "about.prices", "about.licence", "about.font"] {
        ui.label(RichText::new(texts.tr(key)).color(view.theme.text_soft));
    }
    if parts::buttons(ui, view, &[Choice::main(texts.tr("dialog.close"))], fresh).is_some() {
        out.push(AppCommand::CloseDialog);
    }
}
