//! The columns: what a figure is, both runs, the difference; and their headings.

use std::cell::Cell;

use egui::{
    Align2, Color32, FontId, Pos2, Rect, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo, WidgetType,
};

use super::list;
use crate::session::{Baseline, View};
use crate::theme::Rgba;
use crate::theme::style::{TARGET, regular, semibold};

/// Where the columns end, as shares of the width: what it is, the kept run, this run; the difference has the rest.
pub const NAME: f32 = 0.3;
const KEPT: f32 = 0.46;
const NOW: f32 = 0.62;
/// Between this run and the difference, and around the arrow.
const GAP: f32 = 12.0;
pub const ARROW: f32 = 14.0;
/// Height of the headings.
const HEADINGS: f32 = 38.0;

/// What the columns are, above all lines: of the two runs, how long they ran, and on which seed.
pub fn headings(ui: &mut Ui, view: &View<'_>, kept: &Baseline) {
    let (texts, theme) = (view.texts, view.theme);
    let size = Vec2::new(ui.available_width(), HEADINGS);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let line = Stroke::new(1.0, Color32::from(theme.line));
    ui.painter().hline(rect.x_range(), rect.bottom(), line);
    let columns = Columns::new(rect.with_max_y(rect.top() + TARGET));
    let font = || semibold(11.0);
    columns.name(ui, 0.0, texts.tr("report.figure"), font(), theme.text_dim);
    let sides = [texts.tr("compare.kept"), texts.tr("compare.now")];
    columns.figures(ui, sides, font(), [theme.text_dim; 2]);
    let difference = texts.tr("compare.difference");
    columns.rest(ui, ARROW, difference, font(), theme.text_dim);

    let below = Columns::new(rect.with_min_y(rect.top() + TARGET - 6.0));
    let lengths = [kept.side.length, view.now()].map(|length| texts.clock(length));
    let seeds = [kept.side.seed, view.run.seed].map(|seed| seed.to_string());
    let seed = texts.tr("scenario.seed");
    let both = [0, 1].map(|side| format!("{} · {seed} {}", lengths[side], seeds[side]));
    // Where there is room for the time alone: what seeds mean to the comparison is told in the head.
    let shown = match both.iter().all(|text| below.fits(ui, text, regular(11.0))) {
        true => &both,
        false => &lengths,
    };
    let shown = shown.each_ref().map(String::as_str);
    below.figures(ui, shown, regular(11.0), [theme.text_dim; 2]);
    let times = heard(view, texts.tr("report.simulated"), &lengths);
    let seeds = heard(view, seed, &seeds);
    let label = format!("{times}; {seeds}");
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, &label));
    if columns.cut() || below.cut() {
        response.on_hover_text(format!("{times}\n{seeds}"));
    }
}

/// A figure of both runs, for readers of the screen.
pub fn heard(view: &View<'_>, figure: &str, [first, second]: &[String; 2]) -> String {
    let values = [("figure", figure), ("first", first), ("second", second)];
    view.texts.tr_with("compare.line", &values)
}

/// A triangle that points to where the figure went.
pub fn arrow(ui: &Ui, center: Pos2, up: bool, color: Rgba) {
    let down = if up { -1.0 } else { 1.0 };
    let corners = [[-1.0, -0.8 * down], [1.0, -0.8 * down], [0.0, 0.9 * down]];
    let corners = corners.map(|[x, y]| center + Vec2::new(x, y) * 4.5);
    let shape = Shape::convex_polygon(corners.to_vec(), Color32::from(color), Stroke::NONE);
    ui.painter().add(shape);
}

/// The columns of a line.
pub struct Columns {
    pub rect: Rect,
    cut: Cell<bool>,
}

impl Columns {
    pub fn new(rect: Rect) -> Self {
        let cut = Cell::new(false);
        Self { rect, cut }
    }

    /// Whether anything that was written had not room enough: then the whole is told where the pointer rests.
    pub fn cut(&self) -> bool {
        self.cut.get()
    }

    fn write(
        &self,
        ui: &Ui,
        (at, align): (Pos2, Align2),
        text: &str,
        font: FontId,
        color: Rgba,
        room: f32,
    ) -> f32 {
        let (rect, cut) = list::cut_text(ui, at, align, text, font, color, room);
        self.cut.set(self.cut.get() || cut);
        rect.width()
    }

    pub fn x(&self, share: f32) -> f32 {
        self.rect.left() + self.rect.width() * share
    }

    /// Whether a text fits into the column of either run.
    fn fits(&self, ui: &Ui, text: &str, font: FontId) -> bool {
        let galley = ui
            .painter()
            .layout_no_wrap(text.to_owned(), font, Color32::PLACEHOLDER);
        galley.size().x <= self.rect.width() * (NOW - KEPT) - 6.0
    }

    pub fn name(&self, ui: &Ui, inset: f32, text: &str, font: FontId, color: Rgba) {
        let at = Pos2::new(self.rect.left() + inset, self.rect.center().y);
        let room = self.rect.width() * NAME - inset - 8.0;
        self.write(ui, (at, Align2::LEFT_CENTER), text, font, color, room);
    }

    /// A name with a word in the last column, or with nothing behind it.
    pub fn heading(&self, ui: &Ui, text: &str, word: Option<&str>, font: FontId, color: Rgba) {
        let end = word.map_or(self.rect.right(), |_| self.x(NOW) + GAP);
        let at = self.rect.left_center();
        let room = end - at.x - 8.0;
        self.write(ui, (at, Align2::LEFT_CENTER), text, font, color, room);
    }

    /// Of the kept run and of this one, to the right.
    pub fn figures(&self, ui: &Ui, texts: [&str; 2], font: FontId, colors: [Rgba; 2]) {
        let ends = [(NAME, KEPT), (KEPT, NOW)];
        for ((text, color), (from, to)) in texts.into_iter().zip(colors).zip(ends) {
            let at = Pos2::new(self.x(to), self.rect.center().y);
            let room = self.rect.width() * (to - from) - 6.0;
            let place = (at, Align2::RIGHT_CENTER);
            self.write(ui, place, text, font.clone(), color, room);
        }
    }

    pub fn arrow(&self) -> Pos2 {
        Pos2::new(self.x(NOW) + GAP + ARROW / 2.0 - 3.0, self.rect.center().y)
    }

    /// In the last column, so far from where that begins; how wide it became.
    pub fn rest(&self, ui: &Ui, inset: f32, text: &str, font: FontId, color: Rgba) -> f32 {
        let at = Pos2::new(self.x(NOW) + GAP + inset, self.rect.center().y);
        let room = self.rect.right() - at.x;
        self.write(ui, (at, Align2::LEFT_CENTER), text, font, color, room)
    }
}
