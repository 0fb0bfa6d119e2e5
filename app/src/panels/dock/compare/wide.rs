//! Lines of words over all columns of figures: what was changed, and what does not differ. Those at the top wrap.

use std::sync::Arc;

use egui::text::{LayoutJob, TextWrapping};
use egui::{Color32, FontId, Galley, Pos2, Ui};
use sim_core::foundation::ids::Id;
use sim_core::report::compare::{Comparison, Row, Target};

use super::columns::{Columns, NAME};
use super::line::{INSET, Line};
use super::list::{self, ROW, Tall};
use crate::commands::AppCommand;
use crate::i18n::{compared as words, happened};
use crate::session::View;
use crate::theme::style::{regular, semibold};

/// Most rows of one line, and what one more makes it higher.
const MOST_ROWS: usize = 4;
const PITCH: f32 = 16.0;
/// A gap at which nothing is torn apart.
const HELD: &str = "\u{a0}";

/// A line of words.
pub struct Wide<'a> {
    name: &'static str,
    /// Where the name is not that of the line above.
    named: bool,
    inset: f32,
    text: String,
    /// What differs stands out, what does not stands back.
    strong: bool,
    target: Option<&'a Id>,
}

impl<'a> Wide<'a> {
    /// `None`: it is a line of figures.
    pub fn of(view: &View<'_>, found: &'a Comparison, line: Line) -> Option<Self> {
        let texts = view.texts;
        let whole = |name: &str, text: String, strong: bool| Self {
            name: texts.tr(name),
            named: true,
            inset: 0.0,
            text,
            strong,
            target: None,
        };
        Some(match line {
            Line::Change(at) => {
                let change = found.changes.get(at)?;
                let text = happened::change(texts, view.document, change);
                Self {
                    named: at == 0,
                    target: change.target.as_ref(),
                    ..whole("compare.changed", text, true)
                }
            }
            Line::MoreChanges(more) => {
                let n = texts.count(more as u64);
                let text = texts.tr_with("compare.more_changes", &[("n", &n)]);
                Self {
                    named: false,
                    ..whole("compare.changed", text, true)
                }
            }
            Line::TargetsAsBefore => {
                whole("scenario.targets", as_before(view, &found.targets), false)
            }
            Line::Alike(None) => whole("compare.about_the_same", alike(view, &found.run), false),
            Line::Alike(Some(at)) => {
                let of = found.components.get(at)?;
                Self {
                    inset: INSET,
                    target: Some(&of.id),
                    ..whole("compare.about_the_same", alike(view, &of.rows), false)
                }
            }
            _ => return None,
        })
    }

    pub fn show(self, ui: &mut Ui, view: &View<'_>, height: f32, out: &mut Vec<AppCommand>) {
        let label = format!("{}: {}", self.name, self.text.replace(HELD, " "));
        let (rect, response) = list::high_row(ui, view, &label, self.target, height);
        let columns = Columns::new(rect);
        let theme = view.theme;
        let color = if self.strong {
            theme.text
        } else {
            theme.text_soft
        };
        let galley = self.galley(ui, rect.width(), rows(height));
        let top = rect.center().y - galley.size().y / 2.0;
        let at = Pos2::new(columns.x(NAME), top);
        let mut cut = galley.elided;
        ui.painter().galley(at, galley, Color32::from(color));
        if self.named {
            // Beside the first of several rows.
            let first = Columns::new(rect.with_max_y(rect.top() + ROW));
            first.name(ui, self.inset, self.name, regular(12.5), theme.text_soft);
            cut |= first.cut();
        }
        if let (true, Some(target)) = (response.clicked(), self.target) {
            out.push(list::select(target));
        }
        if cut {
            response.on_hover_text(label);
        }
    }

    fn galley(&self, ui: &Ui, width: f32, rows: usize) -> Arc<Galley> {
        let font: FontId = match self.strong {
            true => semibold(12.5),
            false => regular(12.5),
        };
        let mut job = LayoutJob::simple(
            self.text.clone(),
            font,
            Color32::PLACEHOLDER,
            width * (1.0 - NAME),
        );
        job.wrap = TextWrapping {
            max_rows: rows,
            // What has no gaps, such as an address, is cut anywhere.
            break_anywhere: rows == 1,
            ..job.wrap
        };
        ui.painter().layout_job(job)
    }
}

fn rows(height: f32) -> usize {
    1 + ((height - ROW) / PITCH).round() as usize
}

/// The heights of lines that wrap: those before all components, of which there may be thousands.
pub fn tall(ui: &Ui, view: &View<'_>, found: &Comparison, lines: &[Line], width: f32) -> Tall {
    let top = lines.iter().enumerate();
    let top = top.take_while(|(_, line)| !matches!(line, Line::Component(_)));
    let high = top.filter_map(|(at, line)| {
        let wide = Wide::of(view, found, *line)?;
        let more = wide.galley(ui, width, MOST_ROWS).rows.len().max(1) - 1;
        (more > 0).then_some((at, ROW + PITCH * more as f32))
    });
    Tall(high.collect())
}

/// Pieces of a text, none of which is torn apart where it wraps.
fn held(pieces: impl Iterator<Item = String>) -> String {
    let pieces = pieces.map(|piece| piece.replace(' ', HELD));
    pieces.collect::<Vec<_>>().join("  ·  ")
}

/// The figures that do not differ, with what they are in this run.
fn alike(view: &View<'_>, rows: &[Row]) -> String {
    let texts = view.texts;
    let alike = rows.iter().filter(|row| row.judgement.is_alike());
    let told = alike.map(|row| {
        let value = words::value(texts, row.measure, row.sides[1]);
        format!("{} {value}", words::measure(texts, row.measure))
    });
    held(told)
}

/// The targets of which both runs met the same.
fn as_before(view: &View<'_>, targets: &[Target]) -> String {
    let same = targets.iter().filter(|of| of.judgement.is_alike());
    let told = same.map(|target| {
        let (name, [_, now]) = words::target(view.texts, target);
        format!("{name} {now}")
    });
    held(told)
}
