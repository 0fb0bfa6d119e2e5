//! A sweep of one parameter: over which values, how far it is, and what came of it.

mod chart;
mod form;
mod table;

use std::sync::Arc;
use std::time::Duration;

use egui::{Button, ProgressBar, RichText, ScrollArea, Ui, Vec2};
use sim_core::document::Document;
use sim_core::document::changes::{Change, What, listed};
use sim_core::report::sweep::Varied;

use super::parts::{self, Choice};
use crate::commands::AppCommand;
use crate::i18n::{errors, swept as words};
use crate::session::{NotSwept, SweepForm, Sweeping, Swept, View};

/// As wide and as high as it gets, points, and what it leaves of the window.
const SIZE: Vec2 = Vec2::new(860.0, 760.0);
const AROUND: Vec2 = Vec2::new(72.0, 100.0);

/// Title, fields and buttons.
const HEAD_AND_FOOT: f32 = 130.0;

/// So often it is shown how far a sweep is.
const LOOK: Duration = Duration::from_millis(100);

/// What is remembered between frames.
#[derive(Default)]
pub struct State {
    known: Option<Known>,
}

/// Whether a design has become another one since its sweep; of which ones that is known.
struct Known {
    revision: u64,
    document: Arc<Document>,
    form: SweepForm,
    stale: bool,
}

pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    state: &mut State,
    fresh: bool,
    out: &mut Vec<AppCommand>,
) {
    let texts = view.texts;
    let room = ui.ctx().content_rect().size() - AROUND;
    ui.set_width(SIZE.x.min(room.x).max(240.0));
    let found = view.sweep.and_then(|sweeping| {
        let varied = sweeping.form.varied(view.document)?;
        Some((sweeping, varied))
    });
    let Some((sweeping, varied)) = found else {
        // What was to be varied is gone, or counts no more.
        parts::title(ui, view, texts.tr("sweep.title"));
        ui.label(texts.tr("why.nothing_to_vary"));
        if parts::buttons(ui, view, &[Choice::main(texts.tr("dialog.close"))], fresh).is_some() {
            out.push(AppCommand::CloseDialog);
        }
        return;
    };
    let subject = words::subject(texts, view.document, &varied);
    parts::title(
        ui,
        view,
        &texts.tr_with("sweep.title_of", &[("what", &subject)]),
    );
    let ready = form::show(ui, view, sweeping, &varied, out);
    ui.add_space(6.0);
    let height = (SIZE.y.min(room.y) - HEAD_AND_FOOT).max(120.0);
    ScrollArea::vertical()
        .max_height(height)
        .min_scrolled_height(height)
        .auto_shrink([false, true])
        .show(ui, |ui| below(ui, view, state, sweeping, &varied, out));
    foot(ui, view, sweeping, ready, fresh, out);
}

/// What came of it, or how far it is.
fn below(
    ui: &mut Ui,
    view: &View<'_>,
    state: &mut State,
    sweeping: &Sweeping,
    varied: &Varied,
    out: &mut Vec<AppCommand>,
) {
    let texts = view.texts;
    let dim = |text: &str| RichText::new(text).color(view.theme.text_dim);
    if let Some(share) = sweeping.share() {
        ui.add(ProgressBar::new(share).show_percentage());
        ui.ctx().request_repaint_after(LOOK);
        ui.label(dim(texts.tr("sweep.under_way")));
        return;
    }
    match &sweeping.last {
        None => {
            ui.label(dim(texts.tr("sweep.hint")));
        }
        Some(Err(why)) => {
            let why = match why {
                NotSwept::Stopped => texts.tr("sweep.stopped").to_owned(),
                NotSwept::Lost => texts.tr("sweep.lost").to_owned(),
                NotSwept::Run(value, error) => {
                    let value = words::value(varied, *value);
                    format!("{value}: {}", errors::replication(texts, error))
                }
            };
            ui.label(RichText::new(why).color(view.theme.text));
        }
        Some(Ok(swept)) => result(ui, view, state, swept, varied, out),
    }
}

fn result(
    ui: &mut Ui,
    view: &View<'_>,
    state: &mut State,
    swept: &Swept,
    varied: &Varied,
    out: &mut Vec<AppCommand>,
) {
    let texts = view.texts;
    let targets = &swept.document.scenario.targets;
    let knee = words::knee(texts, &swept.varied, targets, &swept.sweep);
    ui.label(RichText::new(&knee).strong());
    let notes = swept.sweep.notes.iter();
    let mut lines: Vec<String> = notes.map(|note| words::note(texts, *note)).collect();
    if state.is_stale(view, swept) {
        lines.push(texts.tr("sweep.stale").to_owned());
    }
    for line in lines {
        ui.label(RichText::new(line).small().color(view.theme.text_dim));
    }
    chart::show(ui, view, swept, varied, &knee);
    table::show(ui, view, swept, varied, out);
}

impl State {
    /// Whether anything but the parameter itself was changed since.
    fn is_stale(&mut self, view: &View<'_>, swept: &Swept) -> bool {
        let known = self.known.as_ref().filter(|known| {
            let same = Arc::ptr_eq(&known.document, &swept.document);
            same && known.revision == view.revision && known.form == swept.form
        });
        if let Some(known) = known {
            return known.stale;
        }
        let (changes, more) = listed(&swept.document, view.document, 1);
        let own = |change: &Change| {
            let same = |param: &str| param == swept.form.param;
            let set = matches!(&change.what, What::Set { param, .. } if same(param));
            set && change.target.as_ref() == Some(&swept.form.target)
        };
        let stale = more > 0 || !changes.iter().all(own);
        self.known = Some(Known {
            revision: view.revision,
            document: Arc::clone(&swept.document),
            form: swept.form.clone(),
            stale,
        });
        stale
    }
}

/// Buttons: begin or end it, copy what came of it, close.
fn foot(
    ui: &mut Ui,
    view: &View<'_>,
    sweeping: &Sweeping,
    ready: bool,
    fresh: bool,
    out: &mut Vec<AppCommand>,
) {
    let texts = view.texts;
    let runs = sweeping.share().is_some();
    let copy = Choice {
        text: texts.tr("sweep.copy"),
        main: false,
        enabled: !runs && sweeping.swept().is_some(),
    };
    let main = Choice {
        text: texts.tr(if runs { "sweep.stop" } else { "sweep.start" }),
        main: true,
        enabled: runs || ready,
    };
    let choices = [main, Choice::other(texts.tr("dialog.close")), copy];
    match parts::buttons(ui, view, &choices, fresh) {
        Some(0) if runs => out.push(AppCommand::StopSweep),
        Some(0) => out.push(AppCommand::StartSweep),
        Some(1) => out.push(AppCommand::CloseDialog),
        Some(_) => out.push(AppCommand::CopySweep),
        None => {}
    }
}

/// A button as high as everything that is pressed here.
fn small(text: &str) -> Button<'_> {
    Button::new(text).min_size(Vec2::new(0.0, crate::theme::style::TARGET))
}
