//! Notes and frames under the hand: taken, dragged, opened for writing; links in a note lead to the browser.

use egui::{
    CursorIcon, OpenUrl, PointerButton, Pos2, Rect, Response, Sense, Stroke, Ui, WidgetInfo,
    WidgetType,
};
use sim_core::document::NoteKind;
use sim_core::foundation::ids::Id;

use super::gesture::Gesture;
use super::paint::TEXT_FROM;
use super::stage::{ItemKind, Stage, select, select_if_new, widget};
use super::{containers, grab, menu, outline};
use crate::commands::AppCommand;
use crate::scene::NoteElement;
use crate::theme::style;

const CORNER: f32 = 8.0;

/// Frames lie under the containers: their widgets come before those of all else.
pub fn frames(ui: &mut Ui, stage: &Stage<'_>, gesture: &mut Gesture, out: &mut Vec<AppCommand>) {
    for frame in stage.scene.frames() {
        let edges = containers::strips(stage.space.rect_to_screen(frame.rect));
        for (part, rect) in edges.into_iter().enumerate() {
            if let Some(rect) = stage.visible(rect) {
                let id = stage.id.with(("frame", frame.id.as_str(), part));
                let response = ui.interact(rect, id, containers::EDGE);
                take(ui, stage, frame, &response, gesture, out);
            }
        }
        handle(ui, stage, frame, gesture, out);
    }
}

/// Notes with text; after the containers, before links and cards.
pub fn papers(ui: &mut Ui, stage: &Stage<'_>, gesture: &mut Gesture, out: &mut Vec<AppCommand>) {
    for note in stage.scene.papers() {
        handle(ui, stage, note, gesture, out);
        let being_written = stage.view.renaming == Some(&note.id);
        if note.empty && !being_written && stage.space.zoom() >= TEXT_FROM {
            hint(ui, stage, note);
        }
        links(ui, stage, note);
    }
}

/// The part that has a name and takes the keyboard.
fn handle(
    ui: &mut Ui,
    stage: &Stage<'_>,
    note: &NoteElement,
    gesture: &mut Gesture,
    out: &mut Vec<AppCommand>,
) {
    let held = outline::target(stage.space.rect_to_screen(note.handle()));
    let Some(rect) = stage.visible(held) else {
        return;
    };
    let id = widget(stage.id, ItemKind::Note, &note.id);
    let response = ui.interact(rect, id, Sense::click_and_drag());
    if stage.view.focus_item == Some(&note.id) {
        response.request_focus();
    }
    let selected = stage.view.selection.contains(&note.id);
    response.widget_info(|| WidgetInfo::selected(WidgetType::Button, true, selected, &note.label));
    take(ui, stage, note, &response, gesture, out);
}

fn take(
    ui: &Ui,
    stage: &Stage<'_>,
    note: &NoteElement,
    response: &Response,
    gesture: &mut Gesture,
    out: &mut Vec<AppCommand>,
) {
    if stage.free {
        if response.double_clicked() {
            out.push(AppCommand::BeginRename(note.id.clone()));
        } else if response.clicked() {
            out.push(select(ui, &note.id));
        } else if response.secondary_clicked() {
            select_if_new(stage, &note.id, out);
        } else if response.drag_started_by(PointerButton::Primary) {
            grab::begin(ui, stage, gesture, out);
        }
    }
    response.context_menu(|ui| menu::note(ui, stage, &note.id, out));
    let selected = stage.view.selection.contains(&note.id);
    let theme = stage.view.theme;
    if response.has_focus() {
        let ring = outline::focus(&stage.space, note.rect, CORNER, theme);
        ui.painter().add(ring);
    } else if response.hovered() && !selected {
        let stroke = Stroke::new(1.5, theme.line_strong);
        ui.painter()
            .add(outline::frame(&stage.space, note.rect, CORNER, stroke));
    }
}

/// What an empty note is for; on the screen only, not in exported pictures.
fn hint(ui: &Ui, stage: &Stage<'_>, note: &NoteElement) {
    let rect = stage.space.rect_to_screen(note.rect);
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    let size = (13.0 * stage.space.zoom()).max(3.0);
    let color = stage.view.theme.text_soft.into();
    let text = stage.tr("note.hint").to_owned();
    let galley = painter.layout(text, style::regular(size), color, rect.width() - 2.0 * size);
    painter.galley(rect.min + egui::Vec2::splat(size * 0.9), galley, color);
}

fn links(ui: &mut Ui, stage: &Stage<'_>, note: &NoteElement) {
    if stage.space.zoom() < TEXT_FROM || !stage.free {
        return;
    }
    for (index, (rect, target)) in note.links.iter().enumerate() {
        let Some(rect) = stage.visible(stage.space.rect_to_screen(*rect)) else {
            continue;
        };
        if !is_web(target) {
            continue;
        }
        let id = stage.id.with(("note link", note.id.as_str(), index));
        let response = ui
            .interact(rect, id, Sense::click())
            .on_hover_cursor(CursorIcon::PointingHand)
            .on_hover_text(&**target);
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Link, true, &**target));
        if response.clicked() {
            ui.ctx().open_url(OpenUrl::new_tab(&**target));
        }
    }
}

/// Only pages are opened: a file of a stranger must not start programs.
fn is_web(target: &str) -> bool {
    target.starts_with("https://") || target.starts_with("http://")
}

/// The note that a press at a point of the screen takes hold of, the topmost one.
pub fn paper_at<'a>(stage: &'a Stage<'_>, at: Pos2) -> Option<&'a Id> {
    let p = stage.space.to_canvas(at);
    let here =
        |note: &&std::sync::Arc<NoteElement>| note.kind == NoteKind::Text && note.rect.contains(p);
    stage
        .scene
        .notes
        .iter()
        .rev()
        .find(here)
        .map(|note| &note.id)
}

/// The frame whose title or edge is at a point of the screen.
pub fn frame_at<'a>(stage: &'a Stage<'_>, at: Pos2) -> Option<&'a Id> {
    let held = |frame: &&std::sync::Arc<NoteElement>| {
        let rect = |rect| stage.space.rect_to_screen(rect);
        let strips: [Rect; 4] = containers::strips(rect(frame.rect));
        frame.kind == NoteKind::Frame
            && (rect(frame.handle()).contains(at) || strips.iter().any(|strip| strip.contains(at)))
    };
    stage
        .scene
        .notes
        .iter()
        .rev()
        .find(held)
        .map(|note| &note.id)
}

#[cfg(test)]
mod tests {
    use super::is_web;

    #[test]
    fn only_pages_of_the_web_are_opened() {
        assert!(is_web("https://example.org") && is_web("http://example.org"));
        assert!(!is_web("file:///etc/passwd") && !is_web("javascript:alert(1)") && !is_web("a.sh"));
    }
}
