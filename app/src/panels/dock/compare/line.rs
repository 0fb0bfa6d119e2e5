//! The lines: one figure of both runs, the difference, and whether that is for the better.

use egui::{Align2, Color32, Pos2, Rect, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo, WidgetType};
use sim_core::foundation::ids::Id;
use sim_core::report::compare::{Comparison, Judgement, Row};

use super::{component, list};
use crate::commands::AppCommand;
use crate::i18n::{compared as words, happened};
use crate::session::{Baseline, View};
use crate::theme::Rgba;
use crate::theme::style::{TARGET, regular, semibold};

/// Where the columns end, as shares of the width: what it is, the kept run, this run; the difference has the rest.
const NAME: f32 = 0.3;
const KEPT: f32 = 0.46;
const NOW: f32 = 0.62;
/// Between this run and the difference, and around the arrow.
const GAP: f32 = 12.0;
const ARROW: f32 = 14.0;
/// Height of the headings.
const HEADINGS: f32 = 38.0;
/// Where what belongs to a component begins.
const INSET: f32 = 14.0;

/// A line of the list; numbers are places in the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    Change(usize),
    MoreChanges(usize),
    OfRun(usize),
    Component(usize),
    OfComponent(usize, usize),
}

/// What the columns are, above all lines: of the two runs, how long they ran, and on which seed.
pub fn headings(ui: &mut Ui, view: &View<'_>, kept: &Baseline) {
    let (texts, theme) = (view.texts, view.theme);
    let size = Vec2::new(ui.available_width(), HEADINGS);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let line = Stroke::new(1.0, Color32::from(theme.line));
    ui.painter().hline(rect.x_range(), rect.bottom(), line);
    let columns = Columns(rect.with_max_y(rect.top() + TARGET));
    let font = || semibold(11.0);
    columns.name(ui, 0.0, texts.tr("report.figure"), font(), theme.text_dim);
    let sides = [texts.tr("compare.kept"), texts.tr("compare.now")];
    columns.figures(ui, sides, font(), [theme.text_dim; 2]);
    let difference = texts.tr("compare.difference");
    columns.rest(ui, ARROW, difference, font(), theme.text_dim);

    let below = Columns(rect.with_min_y(rect.top() + TARGET - 6.0));
    let lengths = [kept.side.length, view.now()].map(|length| texts.clock(length));
    let seeds = [kept.side.seed, view.run.seed].map(|seed| seed.to_string());
    let seed = texts.tr("scenario.seed");
    let both = [0, 1].map(|side| format!("{} · {seed} {}", lengths[side], seeds[side]));
    // Where there is room for the time alone: what seeds mean to the comparison is told in any case.
    let shown = match both.iter().all(|text| below.fits(ui, text, regular(11.0))) {
        true => &both,
        false => &lengths,
    };
    let shown = shown.each_ref().map(String::as_str);
    below.figures(ui, shown, regular(11.0), [theme.text_dim; 2]);
    let times = heard(view, texts.tr("report.simulated"), &lengths);
    let seeds = heard(view, seed, &seeds);
    response
        .widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, format!("{times}; {seeds}")));
}

/// Shows one line.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    found: &Comparison,
    line: Line,
    out: &mut Vec<AppCommand>,
) {
    let texts = view.texts;
    match line {
        Line::Change(at) => {
            if let Some(change) = found.changes.get(at) {
                let text = happened::change(texts, view.document, change);
                changed(ui, view, at == 0, &text, change.target.as_ref(), out);
            }
        }
        Line::MoreChanges(more) => {
            let n = texts.count(more as u64);
            let text = texts.tr_with("compare.more_changes", &[("n", &n)]);
            changed(ui, view, false, &text, None, out);
        }
        Line::OfRun(at) => {
            if let Some(row) = found.run.get(at) {
                if at == 0 {
                    let (line, width) = (Color32::from(view.theme.line), ui.available_width());
                    let top = ui.cursor().left_top();
                    let across = top.x..=top.x + width;
                    ui.painter().hline(across, top.y, Stroke::new(1.0, line));
                }
                figure(ui, view, "", row, None, out);
            }
        }
        Line::Component(at) => {
            if let Some(of) = component(found, at) {
                let same = || texts.tr("compare.no_difference");
                let word = words::presence(texts, of.presence);
                let word = word.or_else(|| of.is_same().then(same));
                heading(ui, view, &of.name, word, Some(&of.id), out);
            }
        }
        Line::OfComponent(at, row) => {
            if let Some(of) = component(found, at)
                && let Some(row) = of.rows.get(row)
            {
                let place = format!("{}, ", of.name);
                figure(ui, view, &place, row, Some(&of.id), out);
            }
        }
    }
}

fn heading(
    ui: &mut Ui,
    view: &View<'_>,
    name: &str,
    word: Option<&str>,
    target: Option<&Id>,
    out: &mut Vec<AppCommand>,
) {
    let label = word.map_or(name.to_owned(), |word| format!("{name}, {word}"));
    let (rect, response) = list::row(ui, view, &label, target);
    let columns = Columns(rect);
    columns.name(ui, 0.0, name, semibold(12.5), view.theme.text);
    if let Some(word) = word {
        columns.rest(ui, ARROW, word, regular(12.5), view.theme.text_dim);
    }
    if let (true, Some(target)) = (response.clicked(), target) {
        out.push(list::select(target));
    }
}

/// What was changed, in words over all columns of figures.
fn changed(
    ui: &mut Ui,
    view: &View<'_>,
    first: bool,
    text: &str,
    target: Option<&Id>,
    out: &mut Vec<AppCommand>,
) {
    let name = view.texts.tr("compare.changed");
    let (rect, response) = list::row(ui, view, &format!("{name}: {text}"), target);
    let columns = Columns(rect);
    if first {
        columns.name(ui, 0.0, name, regular(12.5), view.theme.text_soft);
    }
    let at = Pos2::new(columns.x(NAME), rect.center().y);
    let room = rect.right() - at.x;
    let font = semibold(12.5);
    list::text(
        ui,
        at,
        Align2::LEFT_CENTER,
        text,
        font,
        view.theme.text,
        room,
    );
    if let (true, Some(target)) = (response.clicked(), target) {
        out.push(list::select(target));
    }
    response.on_hover_text(text);
}

/// A figure of both runs; `place`: whose it is, for readers of the screen.
fn figure(
    ui: &mut Ui,
    view: &View<'_>,
    place: &str,
    row: &Row,
    target: Option<&Id>,
    out: &mut Vec<AppCommand>,
) {
    let (texts, theme) = (view.texts, view.theme);
    let name = words::measure(texts, row.measure);
    let sides = row.sides.map(|side| words::value(texts, row.measure, side));
    let difference = words::difference(texts, row);
    let word = words::worth(texts, row.judgement);
    let told = [difference.as_deref(), word].into_iter().flatten();
    let told: String = told.map(|part| format!(", {part}")).collect();
    let label = heard(view, &format!("{place}{name}"), &sides) + &told;
    let (rect, response) = list::row(ui, view, &label, target);
    let columns = Columns(rect);
    let inset = if target.is_some() { INSET } else { 0.0 };
    columns.name(ui, inset, name, regular(12.5), theme.text_soft);
    let color = [theme.text_soft, theme.text];
    columns.figures(
        ui,
        sides.each_ref().map(String::as_str),
        regular(12.5),
        color,
    );
    let mut left = ARROW;
    if let Some(difference) = &difference {
        if row.judgement.differs() {
            let up = row.difference.is_some_and(|found| found.by > 0.0);
            arrow(ui, columns.arrow(), up, worth(view, row.judgement));
        }
        let strong = row.judgement.differs();
        let font = if strong {
            semibold(12.5)
        } else {
            regular(12.5)
        };
        left += columns.rest(ui, left, difference, font, theme.text) + 8.0;
    }
    if let Some(word) = word {
        // Words in colours can be read on the ground of a panel, not on that of a line that is lit.
        let chosen = target.is_some_and(|id| view.selection.contains(id));
        let lit = chosen || response.hovered() || response.has_focus();
        let color = match row.judgement {
            Judgement::Better | Judgement::Worse if lit => theme.text,
            judgement => worth(view, judgement),
        };
        columns.rest(ui, left, word, regular(12.5), color);
    }
    if let (true, Some(target)) = (response.clicked(), target) {
        out.push(list::select(target));
    }
    response.on_hover_text(label);
}

fn heard(view: &View<'_>, figure: &str, [first, second]: &[String; 2]) -> String {
    let values = [("figure", figure), ("first", first), ("second", second)];
    view.texts.tr_with("compare.line", &values)
}

fn worth(view: &View<'_>, judgement: Judgement) -> Rgba {
    match judgement {
        Judgement::Better => view.theme.ok,
        Judgement::Worse => view.theme.down,
        _ => view.theme.text_dim,
    }
}

/// A triangle that points to where the figure went.
fn arrow(ui: &Ui, center: Pos2, up: bool, color: Rgba) {
    let down = if up { -1.0 } else { 1.0 };
    let corners = [[-1.0, -0.8 * down], [1.0, -0.8 * down], [0.0, 0.9 * down]];
    let corners = corners.map(|[x, y]| center + Vec2::new(x, y) * 4.5);
    let shape = Shape::convex_polygon(corners.to_vec(), Color32::from(color), Stroke::NONE);
    ui.painter().add(shape);
}

/// The columns of a line.
struct Columns(Rect);

impl Columns {
    fn x(&self, share: f32) -> f32 {
        self.0.left() + self.0.width() * share
    }

    /// Whether a text fits into the column of either run.
    fn fits(&self, ui: &Ui, text: &str, font: egui::FontId) -> bool {
        let galley = ui
            .painter()
            .layout_no_wrap(text.to_owned(), font, Color32::PLACEHOLDER);
        galley.size().x <= self.0.width() * (NOW - KEPT) - 6.0
    }

    fn name(&self, ui: &Ui, inset: f32, text: &str, font: egui::FontId, color: Rgba) {
        let at = Pos2::new(self.0.left() + inset, self.0.center().y);
        let room = self.0.width() * NAME - inset - 8.0;
        list::text(ui, at, Align2::LEFT_CENTER, text, font, color, room);
    }

    /// Of the kept run and of this one, to the right.
    fn figures(&self, ui: &Ui, texts: [&str; 2], font: egui::FontId, colors: [Rgba; 2]) {
        let ends = [(NAME, KEPT), (KEPT, NOW)];
        for ((text, color), (from, to)) in texts.into_iter().zip(colors).zip(ends) {
            let at = Pos2::new(self.x(to), self.0.center().y);
            let room = self.0.width() * (to - from) - 6.0;
            list::text(
                ui,
                at,
                Align2::RIGHT_CENTER,
                text,
                font.clone(),
                color,
                room,
            );
        }
    }

    fn arrow(&self) -> Pos2 {
        Pos2::new(self.x(NOW) + GAP + ARROW / 2.0 - 3.0, self.0.center().y)
    }

    /// In the last column, so far from where that begins; how wide it became.
    fn rest(&self, ui: &Ui, inset: f32, text: &str, font: egui::FontId, color: Rgba) -> f32 {
        let at = Pos2::new(self.x(NOW) + GAP + inset, self.0.center().y);
        let room = self.0.right() - at.x;
        list::text(ui, at, Align2::LEFT_CENTER, text, font, color, room).width()
    }
}
