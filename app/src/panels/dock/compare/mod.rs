//! The kept run and the present one side by side: which they are, what was changed, every figure with its difference.
//! A click selects the component.

mod chooser;
mod columns;
mod head;
mod intervals;
mod line;
mod scroll;
mod wide;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Color32, Stroke, Ui};
use sim_core::document::Document;
use sim_core::foundation::units::SimTime;
use sim_core::report::compare::{Comparison, Row, Target};

use super::{empty, list};
use crate::commands::AppCommand;
use crate::panels::scrolled;
use crate::session::View;
use line::Line;
use scroll::Scroll;

/// So long figures stand still while a run plays, seconds: two columns that change thirty times a second cannot be read.
const REST: f64 = 0.25;

/// Most changes that are told one by one.
const MOST_CHANGES: usize = 8;

/// The comparison as it was made last.
#[derive(Default)]
pub struct State {
    /// The last kept run that was seen, by its number.
    seen: u64,
    found: Option<Comparison>,
    command: intervals::Command,
    lines: Vec<Line>,
    made: Option<Made>,
    scroll: Scroll,
}

/// What it was made of, and when.
struct Made {
    kept: u64,
    /// Tells the figures of one instant from those of another.
    run: (SimTime, u64),
    /// What runs: a change that comes while a run stands makes another document of it, and no other figures.
    document: Arc<Document>,
    /// Where the command finds it, and whether it is there as it is.
    file: (Option<PathBuf>, bool),
    at: f64,
}

impl Made {
    fn is_of(&self, other: &Made) -> bool {
        let same = Arc::ptr_eq(&self.document, &other.document);
        same && (self.kept, self.run, &self.file) == (other.kept, other.run, &other.file)
    }
}

impl State {
    /// Whether a run was kept since the last look.
    pub fn is_new(&mut self, view: &View<'_>) -> bool {
        let last = view.kept_runs.last().map_or(0, |kept| kept.number);
        // Those of a drawing that comes back are no new ones.
        let new = last > self.seen;
        self.seen = self.seen.max(last);
        new
    }

    /// Takes over the figures; `now`: seconds of the window's clock.
    fn update(&mut self, view: &View<'_>, now: f64) {
        // A run that stands at its beginning has no figures: it would be the cheapest of all.
        let frame = view
            .frame
            .filter(|frame| frame.snapshot.now > SimTime::ZERO);
        let (Some(kept), Some(frame)) = (view.baseline, frame) else {
            (self.found, self.made) = (None, None);
            return;
        };
        let made = Made {
            kept: kept.number,
            run: (frame.snapshot.now, frame.snapshot.events),
            document: Arc::clone(&frame.document),
            file: (view.path.map(Path::to_owned), view.dirty),
            at: now,
        };
        if let Some(before) = &self.made {
            let rests = view.run.playing && before.kept == made.kept && now - before.at < REST;
            if before.is_of(&made) || rests {
                return;
            }
        }
        let found = Comparison::between(&kept.side, &frame.side());
        self.lines = lines(&found);
        self.command = intervals::command(view, kept, &found);
        self.found = Some(found);
        self.made = Some(made);
    }
}

/// What there is to show, from top to bottom.
fn lines(found: &Comparison) -> Vec<Line> {
    let told = found.changes.len().min(MOST_CHANGES);
    let mut lines: Vec<Line> = (0..told).map(Line::Change).collect();
    let more = found.changes.len() - told + found.more_changes;
    lines.extend((more > 0).then_some(Line::MoreChanges(more)));
    // What is as it was shares a line.
    let as_before = |target: &Target| target.judgement.is_alike();
    let several = found.targets.iter().filter(|of| as_before(of)).count() > 1;
    let targets = found.targets.iter().enumerate();
    let own = targets.filter(|(_, of)| !(several && as_before(of)));
    lines.extend(own.map(|(at, _)| Line::Target(at)));
    lines.extend(several.then_some(Line::TargetsAsBefore));
    tell(&mut lines, &found.run, Line::OfRun, Line::Alike(None));
    for (at, of) in found.components.iter().enumerate() {
        lines.push(Line::Component(at));
        if !of.is_same() {
            let line = |row| Line::OfComponent(at, row);
            tell(&mut lines, &of.rows, line, Line::Alike(Some(at)));
        }
    }
    lines
}

/// First what differs: several figures that do not share one line.
fn tell(lines: &mut Vec<Line>, rows: &[Row], line: impl Fn(usize) -> Line, alike: Line) {
    let several = rows.iter().filter(|row| row.judgement.is_alike()).count() > 1;
    let told = rows.iter().enumerate();
    let told = told.filter(|(_, row)| !(several && row.judgement.is_alike()));
    lines.extend(told.map(|(at, _)| line(at)));
    lines.extend(several.then_some(alike));
}

/// Shows the tab.
pub fn show(ui: &mut Ui, view: &View<'_>, state: &mut State, out: &mut Vec<AppCommand>) {
    let Some(kept) = view.baseline else {
        empty::show_with(
            ui,
            view,
            "dock.nothing_kept",
            "dock.nothing_kept_hint",
            |ui| {
                head::command(ui, view, "keep_run", None, out);
            },
        );
        return;
    };
    state.update(view, ui.input(|input| input.time));
    let Some(found) = &state.found else {
        let (title, hint) = ("dock.not_started", "dock.not_started_hint");
        empty::show_with(ui, view, title, hint, |ui| {
            head::command(ui, view, "run_again", None, out);
        });
        return;
    };
    ui.spacing_mut().item_spacing.y = 0.0;
    columns::headings(ui, view, kept);
    let all = &state.lines;
    let opens = state.scroll.opens(ui, view, kept.number);
    let wanted = state.scroll.wanted(view, found, opens);
    scrolled::area(ui, "compare", |ui, area| {
        let area = match opens {
            // What must be known, and the totals.
            true => area.vertical_scroll_offset(0.0),
            false => area,
        };
        area.show_viewport(ui, |ui, seen| {
            head::show(ui, view, kept, found, out);
            // Between a design and itself there is no difference to be sure of.
            if !found.changes.is_empty() {
                intervals::show(ui, view, &state.command);
                ui.add_space(4.0);
            }
            let tall = wide::tall(ui, view, found, all, ui.available_width());
            if let Some(wanted) = wanted {
                scroll::show(ui, seen, all, &tall, wanted);
            }
            list::visible_with(ui, seen, all.len(), &tall, &mut |ui, at| {
                // What came of the changes begins here.
                if at > 0 && all[at - 1].is_change() && !all[at].is_change() {
                    let (line, top) = (Color32::from(view.theme.line), ui.cursor().top());
                    let across = ui.max_rect().x_range();
                    ui.painter().hline(across, top, Stroke::new(1.0, line));
                }
                line::show(ui, view, found, (all[at], tall.height(at)), out);
            });
        })
    });
}
