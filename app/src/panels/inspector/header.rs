//! What is selected: tile, name to edit, and what it is in one line.

use egui::{Align, Color32, Frame, Label, Layout, RichText, TextEdit, Ui, Vec2};
use sim_core::catalog::{container, service};
use sim_core::document::{Item, NoteKind};
use sim_core::edit::Edit;
use sim_core::foundation::ids::Id;

use crate::commands::AppCommand;
use crate::panels::{icon, words};
use crate::session::View;
use crate::theme::Rgba;
use crate::theme::style::{TARGET, semibold};

/// The name while it is being typed: an empty one is not sent, and must still be possible on the way to another.
pub type Typing = Option<(Id, String)>;

const TILE: f32 = 36.0;

/// Shows the header of one item.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    id: &Id,
    item: &Item<'_>,
    typing: &mut Typing,
    out: &mut Vec<AppCommand>,
) {
    let (glyph, ground) = look(view, item);
    ui.horizontal(|ui| {
        icon::tile(ui, glyph, TILE, ground, view.theme);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            match item {
                Item::Link(_) | Item::Note(_) => {
                    let name = RichText::new(item.name(view.document)).font(semibold(15.0));
                    // As high as a name that can be typed.
                    let room = Vec2::new(ui.available_width(), TARGET);
                    ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
                        ui.set_min_height(TARGET);
                        ui.add(Label::new(name).truncate())
                    });
                }
                Item::Component(_) | Item::Container(_) => name(ui, view, id, item, typing, out),
            }
            what(ui, view, item);
        });
    });
}

/// What it is and how it is configured: whole pieces, all of them under the pointer.
fn what(ui: &mut Ui, view: &View<'_>, item: &Item<'_>) {
    let pieces = words::line(view.texts, item);
    let (room, font) = (
        ui.available_width(),
        egui::TextStyle::Small.resolve(ui.style()),
    );
    let line = words::whole_pieces(&pieces, |line| {
        let (text, font) = (line.to_owned(), font.clone());
        let galley = ui
            .painter()
            .layout_no_wrap(text, font, Color32::PLACEHOLDER);
        galley.size().x <= room
    });
    let whole = pieces.join(" · ");
    let text = RichText::new(&line).small().color(view.theme.text_dim);
    let cut = line != whole;
    let shown = ui.add(Label::new(text).truncate().show_tooltip_when_elided(!cut));
    if cut {
        ui.ctx()
            .accesskit_node_builder(shown.id, |node| node.set_description(whole.as_str()));
        shown.on_hover_text(whole);
    }
}

/// The icon of a note or frame.
pub fn note_icon(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::Text => "ui-note",
        NoteKind::Frame => "ui-frame",
    }
}

fn look(view: &View<'_>, item: &Item<'_>) -> (&'static str, Rgba) {
    match item {
        Item::Component(component) => service(&component.service)
            .map_or(("ui-warning", view.theme.unknown), |service| {
                (service.icon, view.theme.category(service.category))
            }),
        Item::Container(found) => {
            let glyph = container::kind(&found.kind).map_or("ui-warning", |kind| kind.icon);
            (glyph, view.theme.container(&found.kind))
        }
        Item::Link(_) => ("ui-link", view.theme.unknown),
        Item::Note(note) => (note_icon(note.kind), view.theme.note(note.color)),
    }
}

fn name(
    ui: &mut Ui,
    view: &View<'_>,
    id: &Id,
    item: &Item<'_>,
    typing: &mut Typing,
    out: &mut Vec<AppCommand>,
) {
    let known = item.name(view.document);
    let mut text = match typing {
        Some((typed, text)) if typed == id => text.clone(),
        _ => known.clone(),
    };
    let field = TextEdit::singleline(&mut text)
        .id(ui.id().with(("name of", id.as_str())))
        .font(semibold(15.0))
        .desired_width(ui.available_width())
        .frame(Frame::NONE)
        .min_size(Vec2::new(0.0, TARGET))
        .vertical_align(Align::Center)
        .char_limit(80);
    let hint = view.texts.tr("inspector.name");
    let response = ui.add(field);
    response.widget_info(|| {
        let mut info = egui::WidgetInfo::text_edit(true, &known, &text, "");
        info.label = Some(hint.to_owned());
        info
    });
    if response.hovered() || response.has_focus() {
        let color = if response.has_focus() {
            view.theme.accent
        } else {
            view.theme.line_strong
        };
        let rect = response.rect;
        ui.painter().hline(
            rect.x_range(),
            rect.bottom() + 1.0,
            egui::Stroke::new(1.0, egui::Color32::from(color)),
        );
    }
    if response.changed() && !text.trim().is_empty() {
        let edit = Edit::Rename {
            id: id.clone(),
            name: text.trim().to_owned(),
        };
        out.push(AppCommand::Edit(edit, "step.rename"));
    }
    *typing = response.has_focus().then(|| (id.clone(), text));
}
