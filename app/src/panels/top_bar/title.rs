//! The name of the drawing and whether a file holds it, in a place that no name makes wider.

use egui::{Align, Label, Layout, Rect, RichText, Sense, Ui, UiBuilder};

use crate::commands::{entry, keys};
use crate::session::View;
use crate::theme::style::{regular, semibold};

/// Width where there is room for everything, and at most.
const WIDTHS: [f32; 2] = [200.0, 360.0];
/// From this width of the bar on there is more than that.
const SPACIOUS: f32 = 1560.0;
/// Height of both lines.
const HEIGHT: f32 = 31.0;

/// Where the drawing is: the word, and the sentence under the pointer.
fn state(view: &View<'_>) -> (&'static str, &'static str) {
    match (view.path.is_some(), view.dirty) {
        (true, true) => ("top_bar.unsaved", "top_bar.unsaved_help"),
        (true, false) => ("top_bar.saved", "top_bar.saved_help"),
        (false, _) => ("top_bar.no_file", "top_bar.no_file_help"),
    }
}

/// How wide the place is in a bar of this width. Figures that grow and shrink have no say: nothing beside it shall move.
pub fn width(bar: f32) -> f32 {
    (WIDTHS[0] + 0.5 * (bar - SPACIOUS)).clamp(WIDTHS[0], WIDTHS[1])
}

/// Shows both in exactly that width, one above the other.
pub fn show(ui: &mut Ui, view: &View<'_>, width: f32) {
    let name = view.title();
    let (word, help) = state(view);
    let tip = tip(ui, view, &name, help);
    let theme = view.theme;
    let color = if view.dirty {
        theme.busy
    } else {
        theme.text_dim
    };
    let lines = [
        RichText::new(&name).font(semibold(14.0)).color(theme.text),
        RichText::new(view.texts.tr(word))
            .font(regular(11.0))
            .color(color),
    ];
    let size = egui::vec2(width, ui.available_height());
    let (place, _) = ui.allocate_exact_size(size, Sense::hover());
    let place = Rect::from_center_size(place.center(), egui::vec2(width, HEIGHT));
    let layout = Layout::top_down(Align::Min);
    let mut inside = ui.new_child(UiBuilder::new().max_rect(place).layout(layout));
    inside.spacing_mut().item_spacing.y = 0.0;
    for line in lines {
        // Its tip has the whole name.
        let label = Label::new(line).truncate().show_tooltip_when_elided(false);
        inside.add(label).on_hover_text(&tip);
    }
}

/// The whole name and where it is, how it stands there, and what keeps it meanwhile.
fn tip(ui: &Ui, view: &View<'_>, name: &str, help: &str) -> String {
    let save = entry("save").map_or_else(String::new, |entry| keys::text(ui.ctx(), entry));
    let path = view.path.map(|path| path.display().to_string());
    let mut lines = vec![name.to_owned()];
    lines.extend(path);
    lines.push(view.texts.tr_with(help, &[("key", &save)]));
    if view.keeping && (view.dirty || view.path.is_none()) {
        lines.push(view.texts.tr("top_bar.kept_help").to_owned());
    }
    lines.join("\n")
}
