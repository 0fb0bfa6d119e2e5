//! A line of a list or table: the whole of it can be pressed, and selects what it is about.

use egui::{
    Align2, Color32, FontId, Pos2, Rect, Response, Sense, Ui, UiBuilder, Vec2, WidgetInfo,
    WidgetType, text::LayoutJob,
};
use sim_core::foundation::ids::Id;

use crate::commands::{AppCommand, SelectMode};
use crate::panels::scrolled;
use crate::session::View;
use crate::theme::Rgba;
use crate::theme::style::TARGET;

/// Height of a line, points.
pub const ROW: f32 = TARGET;

/// So many lines before and behind those that show are there, too: the keyboard goes on to them.
const AROUND: usize = 8;

/// A list of lines that scrolls; `line` makes one of them. Of thousands only those that show are made.
pub fn lines(ui: &mut Ui, name: &str, count: usize, line: impl FnMut(&mut Ui, usize)) {
    lines_with(ui, name, count, &Tall::default(), line);
}

/// The same with some lines that are higher than others.
pub fn lines_with(
    ui: &mut Ui,
    name: &str,
    count: usize,
    tall: &Tall,
    mut line: impl FnMut(&mut Ui, usize),
) {
    ui.spacing_mut().item_spacing.y = 0.0;
    scrolled::area(ui, name, |ui, area| {
        area.show_viewport(ui, |ui, seen| {
            visible_with(ui, seen, count, tall, &mut line);
        })
    });
}

/// The lines of a list that begins here, and ends what scrolls; `seen`: what of the area shows.
pub fn visible_with(
    ui: &mut Ui,
    seen: Rect,
    count: usize,
    tall: &Tall,
    line: &mut impl FnMut(&mut Ui, usize),
) {
    let from = ui.cursor().top();
    let above = from - ui.max_rect().top();
    ui.set_height(above + tall.top(count));
    let first = tall.at((seen.min.y - above).max(0.0));
    let first = first.saturating_sub(AROUND).min(count);
    let end = tall.at((seen.max.y - above).max(0.0)) + 1 + AROUND;
    let all = first..end.clamp(first, count);
    let [top, bottom] = [all.start, all.end].map(|at| tall.top(at));
    let room = Rect::from_x_y_ranges(ui.max_rect().x_range(), from + top..=from + bottom);
    ui.scope_builder(UiBuilder::new().max_rect(room), |ui| {
        // A line keeps its id while others come into view.
        ui.skip_ahead_auto_ids(all.start);
        all.for_each(|at| line(ui, at));
    });
}

/// The lines of a list that are higher than others, which few are: their numbers and heights, from the first on.
#[derive(Default)]
pub struct Tall(pub Vec<(usize, f32)>);

impl Tall {
    pub fn height(&self, line: usize) -> f32 {
        let found = self.0.iter().find(|(at, _)| *at == line);
        found.map_or(ROW, |(_, height)| *height)
    }

    /// Where a line begins.
    pub fn top(&self, line: usize) -> f32 {
        let before = self.0.iter().take_while(|(at, _)| *at < line);
        let more: f32 = before.map(|(_, height)| height - ROW).sum();
        ROW * line as f32 + more
    }

    /// The line that stands there.
    fn at(&self, y: f32) -> usize {
        let mut more = 0.0;
        for (at, height) in &self.0 {
            let top = ROW * *at as f32 + more;
            if y < top {
                break;
            }
            if y < top + height {
                return *at;
            }
            more += height - ROW;
        }
        ((y - more) / ROW).max(0.0) as usize
    }
}

/// Selects the item that a line is about.
pub fn select(id: &Id) -> AppCommand {
    AppCommand::Select {
        ids: vec![id.clone()],
        mode: SelectMode::Replace,
    }
}

/// A line with a name for readers of the screen; lit while the pointer or the keyboard is on it, or its item selected.
pub fn row(ui: &mut Ui, view: &View<'_>, label: &str, target: Option<&Id>) -> (Rect, Response) {
    high_row(ui, view, label, target, ROW)
}

/// The same of another height.
pub fn high_row(
    ui: &mut Ui,
    view: &View<'_>,
    label: &str,
    target: Option<&Id>,
    height: f32,
) -> (Rect, Response) {
    let (id, rect) = ui.allocate_space(Vec2::new(ui.available_width(), height));
    (rect, pressed(ui, view, label, target, (id, rect)))
}

/// The same for a line that may change its place: the keyboard goes with what it is about.
pub fn moving_row(ui: &mut Ui, view: &View<'_>, label: &str, target: &Id) -> (Rect, Response) {
    let (_, rect) = ui.allocate_space(Vec2::new(ui.available_width(), ROW));
    let id = ui.id().with(target);
    (rect, pressed(ui, view, label, Some(target), (id, rect)))
}

fn pressed(
    ui: &mut Ui,
    view: &View<'_>,
    label: &str,
    target: Option<&Id>,
    (id, rect): (egui::Id, Rect),
) -> Response {
    let known = target.is_some_and(|id| view.document.contains(id));
    let sense = if known {
        Sense::click()
    } else {
        Sense::hover()
    };
    let response = ui.interact(rect, id, sense);
    let selected = target.is_some_and(|id| view.selection.contains(id));
    let kind = if known {
        WidgetType::Button
    } else {
        WidgetType::Label
    };
    response.widget_info(|| WidgetInfo::selected(kind, true, selected, label));
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    let lit = known && (response.hovered() || response.has_focus());
    if lit || selected {
        let color = if lit {
            view.theme.field_hover
        } else {
            view.theme.field
        };
        ui.painter().rect_filled(rect, 5.0, Color32::from(color));
    }
    response
}

/// A text on one line, cut where the room ends: where it stands.
pub fn text(
    ui: &Ui,
    at: Pos2,
    align: Align2,
    text: &str,
    font: FontId,
    color: Rgba,
    room: f32,
) -> Rect {
    cut_text(ui, at, align, text, font, color, room).0
}

/// The same, and whether it was cut: then the whole of it should be told where the pointer rests.
pub fn cut_text(
    ui: &Ui,
    at: Pos2,
    align: Align2,
    text: &str,
    font: FontId,
    color: Rgba,
    room: f32,
) -> (Rect, bool) {
    let mut job = LayoutJob::simple_singleline(text.to_owned(), font, color.into());
    job.wrap = egui::text::TextWrapping::truncate_at_width(room.max(0.0));
    let galley = ui.painter().layout_job(job);
    let (rect, cut) = (align.anchor_size(at, galley.size()), galley.elided);
    ui.painter().galley(rect.min, galley, Color32::PLACEHOLDER);
    (rect, cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stand_where_those_before_them_end() {
        let tall = Tall(vec![(2, 60.0), (3, 40.0), (7, 30.0)]);
        let mut end = 0.0;
        for line in 0..12 {
            assert_eq!(tall.top(line), end, "{line}");
            for within in [0.0, tall.height(line) / 2.0, tall.height(line) - 0.1] {
                assert_eq!(tall.at(end + within), line, "{line} + {within}");
            }
            end += tall.height(line);
        }
        assert_eq!(tall.top(12), end);
    }
}
