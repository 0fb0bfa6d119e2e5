//! The lines: one figure of both runs, the difference, and whether that is for the better.

use egui::{Align2, Pos2, Ui};
use sim_core::foundation::ids::Id;
use sim_core::report::compare::{Compared, Comparison, Judgement, Row, Target};

use super::columns::{ARROW, Columns, NAME, arrow, heard};
use super::list;
use crate::commands::AppCommand;
use crate::i18n::{compared as words, happened};
use crate::session::View;
use crate::theme::Rgba;
use crate::theme::style::{regular, semibold};

/// Where what belongs to a component begins.
const INSET: f32 = 14.0;

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
                let name = texts.tr("compare.changed");
                let shown = if at == 0 { name } else { "" };
                let line = Wide {
                    name,
                    shown,
                    inset: 0.0,
                    text: &text,
                    strong: true,
                };
                wide(ui, view, &line, change.target.as_ref(), out);
            }
        }
        Line::MoreChanges(more) => {
            let n = texts.count(more as u64);
            let text = texts.tr_with("compare.more_changes", &[("n", &n)]);
            let name = texts.tr("compare.changed");
            let line = Wide {
                name,
                shown: "",
                inset: 0.0,
                text: &text,
                strong: true,
            };
            wide(ui, view, &line, None, out);
        }
        Line::Target(at) => {
            if let Some(target) = found.targets.get(at) {
                target_line(ui, view, target);
            }
        }
        Line::TargetsAsBefore => {
            let name = texts.tr("scenario.targets");
            let text = as_before(view, &found.targets);
            let line = Wide {
                name,
                shown: name,
                inset: 0.0,
                text: &text,
                strong: false,
            };
            wide(ui, view, &line, None, out);
        }
        Line::OfRun(at) => {
            if let Some(row) = found.run.get(at) {
                figure(ui, view, "", row, None, out);
            }
        }
        Line::Alike(of) => {
            let of = of.map(|at| found.components.get(at));
            let rows = match of {
                None => Some(&found.run),
                Some(of) => of.map(|of| &of.rows),
            };
            let text = alike(view, rows.map_or(&[], |rows| rows));
            let name = texts.tr("compare.about_the_same");
            let inset = if of.is_some() { INSET } else { 0.0 };
            let line = Wide {
                name,
                shown: name,
                inset,
                text: &text,
                strong: false,
            };
            wide(ui, view, &line, of.flatten().map(|of| &of.id), out);
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
    let columns = Columns(rect);
    columns.name(ui, 0.0, &name, regular(12.5), theme.text_soft);
    let shown = sides.each_ref().map(String::as_str);
    columns.figures(ui, shown, regular(12.5), [theme.text_soft, theme.text]);
    if let Some(word) = word {
        let color = worth(view, target.judgement);
        columns.rest(ui, ARROW, word, regular(12.5), color);
    }
    response.on_hover_text(label);
}

/// The targets of which both runs met the same.
fn as_before(view: &View<'_>, targets: &[Target]) -> String {
    let same = targets.iter().filter(|of| of.judgement.is_alike());
    let told = same.map(|target| {
        let (name, [_, now]) = words::target(view.texts, target);
        format!("{name} {now}")
    });
    told.collect::<Vec<_>>().join("  ·  ")
}

/// The name of a component, and whether it is in both runs and did anything else.
fn heading(ui: &mut Ui, view: &View<'_>, of: &Compared, out: &mut Vec<AppCommand>) {
    let same = || view.texts.tr("compare.no_difference");
    let word = words::presence(view.texts, of.presence);
    let word = word.or_else(|| of.is_same().then(same));
    let said = word.map(|word| format!(", {word}")).unwrap_or_default();
    let label = of.name.clone() + &said;
    let (rect, response) = list::row(ui, view, &label, Some(&of.id));
    let columns = Columns(rect);
    columns.name(ui, 0.0, &of.name, semibold(12.5), view.theme.text);
    if let Some(word) = word {
        columns.rest(ui, ARROW, word, regular(12.5), view.theme.text_dim);
    }
    if response.clicked() {
        out.push(list::select(&of.id));
    }
}

/// The figures that do not differ, with what they are in this run.
fn alike(view: &View<'_>, rows: &[Row]) -> String {
    let texts = view.texts;
    let alike = rows.iter().filter(|row| row.judgement.is_alike());
    let told = alike.map(|row| {
        let value = words::value(texts, row.measure, row.sides[1]);
        format!("{} {value}", words::measure(texts, row.measure))
    });
    told.collect::<Vec<_>>().join("  ·  ")
}

/// Words over all columns of figures.
struct Wide<'a> {
    name: &'a str,
    /// The name, where it is not that of the line above.
    shown: &'a str,
    inset: f32,
    text: &'a str,
    /// What differs stands out, what does not stands back.
    strong: bool,
}

fn wide(
    ui: &mut Ui,
    view: &View<'_>,
    line: &Wide<'_>,
    target: Option<&Id>,
    out: &mut Vec<AppCommand>,
) {
    let Wide { name, text, .. } = line;
    let (rect, response) = list::row(ui, view, &format!("{name}: {text}"), target);
    let columns = Columns(rect);
    let theme = view.theme;
    columns.name(ui, line.inset, line.shown, regular(12.5), theme.text_soft);
    let at = Pos2::new(columns.x(NAME), rect.center().y);
    let room = rect.right() - at.x;
    let (font, color) = match line.strong {
        true => (semibold(12.5), theme.text),
        false => (regular(12.5), theme.text_soft),
    };
    list::text(ui, at, Align2::LEFT_CENTER, text, font, color, room);
    if let (true, Some(target)) = (response.clicked(), target) {
        out.push(list::select(target));
    }
    response.on_hover_text(*text);
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
}

fn worth(view: &View<'_>, judgement: Judgement) -> Rgba {
    match judgement {
        Judgement::Better => view.theme.ok,
        Judgement::Worse => view.theme.down,
        _ => view.theme.text_dim,
    }
}
