//! Find on the canvas: every match is lit, Enter goes from one to the next, Shift+Enter back, Escape ends it.

use egui::{
    Align, Button, Frame, Key, Layout, Rect, Stroke, TextEdit, Ui, UiBuilder, Vec2, WidgetInfo,
};
use sim_core::document::Document;
use sim_core::foundation::ids::Id;

use super::outline;
use super::stage::Stage;
use crate::commands::AppCommand;
use crate::i18n::{Lang, Texts, search};
use crate::scene::figures::service_name;
use crate::session::placement::frame_of;
use crate::theme::style::{self, TARGET};

const SIZE: Vec2 = Vec2::new(330.0, 40.0);

/// What is looked for and which match is the current one.
#[derive(Debug, Default)]
pub struct Find {
    query: String,
    current: usize,
    open: bool,
}

impl Find {
    /// Shows the bar while the session says that something is being looked for.
    pub fn show(&mut self, ui: &mut Ui, stage: &Stage<'_>, out: &mut Vec<AppCommand>) {
        if !stage.view.finding {
            self.open = false;
            return;
        }
        let fresh = !std::mem::replace(&mut self.open, true) || stage.view.focus_find;
        let found = matches(stage.view.document, &self.query);
        self.current = self.current.min(found.len().saturating_sub(1));
        self.light(ui, stage, &found);
        let before = self.query.clone();
        let step = self.bar(ui, stage, &found, fresh, out);
        if self.query != before {
            self.current = 0;
            let first = matches(stage.view.document, &self.query).into_iter().next();
            out.extend(first.map(AppCommand::Reveal));
        } else if let Some(step) = step.filter(|_| !found.is_empty()) {
            let count = found.len() as isize;
            self.current = (self.current as isize + step).rem_euclid(count) as usize;
            out.extend(found.get(self.current).map(|id| reached(stage, id)));
        }
    }

    fn light(&self, ui: &Ui, stage: &Stage<'_>, found: &[Id]) {
        let theme = stage.view.theme;
        for (index, id) in found.iter().enumerate() {
            let Some((at, size)) = frame_of(stage.view.document, id) else {
                continue;
            };
            let rect = crate::scene::Rect::at(at, size).inflate(4.0);
            let current = index == self.current;
            let stroke = Stroke::new(if current { 4.0 } else { 2.0 }, theme.busy);
            ui.painter()
                .add(outline::frame(&stage.space, rect, 14.0, stroke));
        }
    }

    /// The bar; how many matches to go on.
    fn bar(
        &mut self,
        ui: &mut Ui,
        stage: &Stage<'_>,
        found: &[Id],
        fresh: bool,
        out: &mut Vec<AppCommand>,
    ) -> Option<isize> {
        let area = stage.space.area;
        let corner = area.right_top() + Vec2::new(-SIZE.x - 12.0, 10.0);
        let rect = Rect::from_min_size(corner, SIZE);
        let theme = stage.view.theme;
        let mut step = None;
        ui.painter().rect(
            rect,
            8.0,
            theme.popup,
            Stroke::new(1.0, theme.line_strong),
            egui::StrokeKind::Inside,
        );
        // Nothing under the bar takes its clicks.
        ui.interact(
            rect,
            stage.id.with("find bar"),
            egui::Sense::CLICK | egui::Sense::DRAG,
        );
        let inner = UiBuilder::new()
            .max_rect(rect.shrink(6.0))
            .layout(Layout::right_to_left(Align::Center));
        ui.scope_builder(inner, |ui| {
            let button = |ui: &mut Ui, sign: &str, key: &str| {
                let name = stage.tr(key);
                let response = ui.add(Button::new(sign).min_size(Vec2::splat(TARGET)));
                response.widget_info(|| WidgetInfo::labeled(egui::WidgetType::Button, true, name));
                response.on_hover_text(name).clicked()
            };
            if button(ui, "×", "find.close") {
                out.push(AppCommand::Find(false));
            }
            if button(ui, "↓", "find.next") {
                step = Some(1);
            }
            if button(ui, "↑", "find.previous") {
                step = Some(-1);
            }
            let [at, of] = [(self.current + 1).min(found.len()), found.len()]
                .map(|n| stage.view.texts.count(n as u64));
            let count = stage
                .view
                .texts
                .tr_with("find.count", &[("at", &at), ("of", &of)]);
            ui.label(
                egui::RichText::new(count)
                    .font(style::regular(12.0))
                    .color(theme.text_dim),
            );
            if let Some(by) = self.field(ui, stage, fresh, out) {
                step = Some(by);
            }
        });
        step
    }

    fn field(
        &mut self,
        ui: &mut Ui,
        stage: &Stage<'_>,
        fresh: bool,
        out: &mut Vec<AppCommand>,
    ) -> Option<isize> {
        let hint = stage.tr("find.hint");
        let edit = TextEdit::singleline(&mut self.query)
            .id(stage.id.with("find field"))
            .hint_text(hint)
            .frame(Frame::NONE)
            .margin(egui::Margin::symmetric(4, 0))
            .min_size(Vec2::new(0.0, TARGET))
            .vertical_align(Align::Center)
            .desired_width(f32::INFINITY);
        let response = ui.add(edit);
        let text = self.query.clone();
        response.widget_info(|| {
            let mut info = WidgetInfo::text_edit(true, &text, &text, hint);
            info.label = Some(hint.to_owned());
            info
        });
        if fresh {
            response.request_focus();
        }
        if !response.lost_focus() {
            return None;
        }
        let (enter, escape, shift) = ui.input(|input| {
            (
                input.key_pressed(Key::Enter),
                input.key_pressed(Key::Escape),
                input.modifiers.shift,
            )
        });
        if escape {
            out.push(AppCommand::Find(false));
        }
        if !enter {
            return None;
        }
        response.request_focus();
        Some(if shift { -1 } else { 1 })
    }
}

/// Shows a match that was asked for: what is put away in a collapsed container comes out. While the words are being
/// typed, its card is shown instead, so that half a word changes nothing.
fn reached(stage: &Stage<'_>, id: &Id) -> AppCommand {
    match stage.view.document.is_put_away(id) {
        true => AppCommand::Uncover(id.clone()),
        false => AppCommand::Reveal(id.clone()),
    }
}

/// Components, containers and notes whose name, text or service holds the words, in the order of the document.
fn matches(document: &Document, query: &str) -> Vec<Id> {
    if query.trim().is_empty() {
        return Vec::new();
    }
    /// Beyond this rank letters are only there in order: too little for a find.
    const STRICT: u8 = 3;
    let fits = |text: &str| search::rank(query, text).is_some_and(|rank| rank <= STRICT);
    let service = |id: &str| {
        Lang::ALL
            .into_iter()
            .any(|lang| fits(&service_name(id, Texts::new(lang))))
    };
    let components = document.components.values();
    let components = components
        .filter(|c| fits(&c.name) || fits(c.id.as_str()) || service(&c.service))
        .map(|c| &c.id);
    let containers = document
        .containers
        .values()
        .filter(|c| fits(&c.name))
        .map(|c| &c.id);
    let notes = document
        .notes
        .values()
        .filter(|n| fits(&n.text))
        .map(|n| &n.id);
    components.chain(containers).chain(notes).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::fixture::three_tier;

    #[test]
    fn names_services_and_ids_of_either_language_are_found() {
        let document = three_tier();
        let found = |query: &str| matches(&document, query).len();
        assert_eq!(found(""), 0);
        assert!(found("rds") == 1 && found("데이터베이스") == 1);
        assert!(found("nginx") >= 2);
        assert_eq!(found("no such thing"), 0);
    }
}
