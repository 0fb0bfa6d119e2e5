//! What the review of the design says, worst first. A click selects what it is about.

use std::sync::Arc;

use egui::{Align2, Color32, Galley, Pos2, Ui};
use sim_core::check::{Finding, Severity};
use sim_core::engine::snapshot::Health;
use sim_core::foundation::ids::Id;

use super::list::Tall;
use super::{empty, list};
use crate::commands::AppCommand;
use crate::panels::{mark, words};
use crate::session::View;
use crate::theme::style::{regular, semibold};

const WORD: f32 = 70.0;
/// Beside the text of a line.
const AROUND: f32 = WORD + 40.0;
/// Of thousands that are selected together not all are told whole.
const MOST_WHOLE: usize = 20;

/// Shows the list of findings.
pub fn show(ui: &mut Ui, view: &View<'_>, out: &mut Vec<AppCommand>) {
    if view.findings.is_empty() {
        empty::show(ui, view, "dock.no_findings", "dock.no_findings_hint");
        return;
    }
    ui.add_space(4.0);
    let tall = told_whole(ui, view);
    list::lines_with(ui, "findings", view.findings.len(), &tall, |ui, at| {
        line(ui, view, &view.findings[at], tall.height(at), out);
    });
}

/// What is said of the selection has as many lines as it takes.
fn told_whole(ui: &Ui, view: &View<'_>) -> Tall {
    let room = ui.available_width() - AROUND;
    let selected = |finding: &Finding| {
        let target = finding.target.as_ref();
        target.is_some_and(|id| view.selection.contains(id))
    };
    let all = view.findings.iter().enumerate();
    let all = all
        .filter(|(_, finding)| selected(finding))
        .take(MOST_WHOLE);
    let high = all.filter_map(|(at, finding)| {
        let text = words::finding(view.texts, finding);
        let galley = whole(ui, view, text, room);
        (galley.rows.len() > 1).then(|| (at, (galley.size().y + 8.0).ceil()))
    });
    Tall(high.collect())
}

fn whole(ui: &Ui, view: &View<'_>, text: String, room: f32) -> Arc<Galley> {
    let color = Color32::from(view.theme.text_soft);
    ui.painter().layout(text, regular(13.0), color, room)
}

fn line(ui: &mut Ui, view: &View<'_>, finding: &Finding, height: f32, out: &mut Vec<AppCommand>) {
    let text = words::finding(view.texts, finding);
    let word = view.texts.tr(words::severity(finding.severity));
    let label = format!("{word}: {text}");
    let (rect, response) = list::high_row(ui, view, &label, finding.target.as_ref(), height);
    let middle = rect.top() + list::ROW / 2.0;
    let mark = Pos2::new(rect.left() + 12.0, middle);
    let look = look(finding.severity);
    mark::paint(ui.painter(), look, mark, 4.5, view.theme);
    let at = |x: f32| Pos2::new(rect.left() + x, middle);
    list::text(
        ui,
        at(26.0),
        Align2::LEFT_CENTER,
        word,
        semibold(12.0),
        view.theme.text_dim,
        WORD,
    );
    let room = rect.width() - AROUND;
    let many = height > list::ROW;
    if many {
        let galley = whole(ui, view, text.clone(), room);
        let corner = Pos2::new(rect.left() + 26.0 + WORD, rect.top() + 4.0);
        ui.painter().galley(corner, galley, Color32::PLACEHOLDER);
    } else {
        list::text(
            ui,
            at(26.0 + WORD),
            Align2::LEFT_CENTER,
            &text,
            regular(13.0),
            view.theme.text_soft,
            room,
        );
    }
    if let (true, Some(target)) = (response.clicked(), &finding.target) {
        out.push(select(view, target));
    }
    if !many {
        response.on_hover_text(text);
    }
}

/// Selects what a finding is about; what is put away in a collapsed container comes out, so that it can be seen.
fn select(view: &View<'_>, target: &Id) -> AppCommand {
    match view.document.is_put_away(target) {
        true => AppCommand::Uncover(target.clone()),
        false => list::select(target),
    }
}

/// A mark with a shape of its own for each severity.
fn look(severity: Severity) -> Health {
    match severity {
        Severity::Error => Health::Down,
        Severity::Warning => Health::Busy,
        Severity::Hint => Health::Unknown,
    }
}
