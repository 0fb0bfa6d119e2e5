//! The lines: one figure of both runs, the difference, and whether that is for the better.

use egui::Ui;
use sim_core::foundation::ids::Id;
use sim_core::report::compare::{Compared, Comparison, Judgement, Row, Target};

use super::columns::{ARROW, Columns, arrow, heard};
use super::list;
use super::wide::Wide;
use crate::commands::AppCommand;
use crate::i18n::compared as words;
use crate::session::View;
use crate::theme::Rgba;
use crate::theme::style::{regular, semibold};

/// Where what belongs to a component begins.
pub const INSET: f32 = 14.0;

/// A line of the list; numbers are places in the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    Change(usize),
    MoreChanges(usize),
    Target(usize),
    /// Those that both runs meet, or neither.
    TargetsAsBefore,
    OfRun(usize),
    Component(usize),
    OfComponent(usize, usize),
    /// What does not differ, of the run or of a component.
    Alike(Option<usize>),
}

impl Line {
    pub fn is_change(self) -> bool {
        matches!(self, Line::Change(_) | Line::MoreChanges(_))
    }
}

/// Shows one line; `height`: as high as it is.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    found: &Comparison,
    (line, height): (Line, f32),
    out: &mut Vec<AppCommand>,
) {
    if let Some(wide) = Wide::of(view, found, line) {
        return wide.show(ui, view, height, out);
    }
    match line {
        Line::Target(at) => {
            if let Some(target) = found.targets.get(at) {
                target_line(ui, view, target);
            }
        }
        Line::OfRun(at) => {
            if let Some(row) = found.run.get(at) {
                figure(ui, view, "", row, None, out);
            }
        }
        Line::Component(at) => {
            if let Some(of) = found.components.get(at) {
                heading(ui, view, of, out);
            }
        }
        Line::OfComponent(at, row) => {
            if let Some(of) = found.components.get(at)
                && let Some(row) = of.rows.get(row)
            {
                let place = format!("{}, ", of.name);
                figure(ui, view, &place, row, Some(&of.id), out);
            }
        }
        // Those over all columns.
        Line::Change(_) | Line::MoreChanges(_) | Line::TargetsAsBefore | Line::Alike(_) => {}
    }
}

/// A target, whether each run met it, and whether that is for the better.
fn target_line(ui: &mut Ui, view: &View<'_>, target: &Target) {
    let (texts, theme) = (view.texts, view.theme);
    let (name, sides) = words::target(texts, target);
    let word = words::worth(texts, target.judgement);
    let told = word.map(|word| format!(", {word}")).unwrap_or_default();
    let place = texts.tr("compare.target");
    let label = heard(view, &format!("{place}, {name}"), &sides) + &told;
    let (rect, response) = list::row(ui, view, &label, None);
    let columns = Columns::new(rect);
    columns.name(ui, 0.0, &name, regular(12.5), theme.text_soft);
    let shown = sides.each_ref().map(String::as_str);
    columns.figures(ui, shown, regular(12.5), [theme.text_soft, theme.text]);
    if let Some(word) = word {
        let color = worth(view, target.judgement);
        columns.rest(ui, ARROW, word, regular(12.5), color);
    }
    if columns.cut() {
        response.on_hover_text(label);
    }
}

/// The name of a component, and whether it is in both runs and did anything else.
fn heading(ui: &mut Ui, view: &View<'_>, of: &Compared, out: &mut Vec<AppCommand>) {
    let same = || view.texts.tr("compare.no_difference");
    let word = words::presence(view.texts, of.presence);
    let word = word.or_else(|| of.is_same().then(same));
    let said = word.map(|word| format!(", {word}")).unwrap_or_default();
    let label = of.name.clone() + &said;
    let (rect, response) = list::row(ui, view, &label, Some(&of.id));
    let columns = Columns::new(rect);
    columns.heading(ui, &of.name, word, semibold(12.5), view.theme.text);
    if let Some(word) = word {
        columns.rest(ui, ARROW, word, regular(12.5), view.theme.text_dim);
    }
    if response.clicked() {
        out.push(list::select(&of.id));
    }
    if columns.cut() {
        response.on_hover_text(label);
    }
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
    let columns = Columns::new(rect);
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
    if columns.cut() {
        response.on_hover_text(label);
    }
}

fn worth(view: &View<'_>, judgement: Judgement) -> Rgba {
    match judgement {
        Judgement::Better => view.theme.ok,
        Judgement::Worse => view.theme.down,
        _ => view.theme.text_dim,
    }
}
