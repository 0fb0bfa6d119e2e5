//! What the review of the design says, worst first. A click selects what it is about.

use egui::{Align2, Pos2, Ui};
use sim_core::check::{Finding, Severity};
use sim_core::engine::snapshot::Health;
use sim_core::foundation::ids::Id;

use super::{empty, list};
use crate::commands::AppCommand;
use crate::panels::{mark, words};
use crate::session::View;
use crate::theme::style::{regular, semibold};

const WORD: f32 = 70.0;

/// Shows the list of findings.
pub fn show(ui: &mut Ui, view: &View<'_>, out: &mut Vec<AppCommand>) {
    if view.findings.is_empty() {
        empty::show(ui, view, "dock.no_findings", "dock.no_findings_hint");
        return;
    }
    ui.add_space(4.0);
    list::lines(ui, "findings", view.findings.len(), |ui, at| {
        line(ui, view, &view.findings[at], out);
    });
}

fn line(ui: &mut Ui, view: &View<'_>, finding: &Finding, out: &mut Vec<AppCommand>) {
    let text = words::finding(view.texts, finding);
    let word = view.texts.tr(words::severity(finding.severity));
    let label = format!("{word}: {text}");
    let (rect, response) = list::row(ui, view, &label, finding.target.as_ref());
    let middle = rect.center().y;
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
    list::text(
        ui,
        at(26.0 + WORD),
        Align2::LEFT_CENTER,
        &text,
        regular(13.0),
        view.theme.text_soft,
        rect.width() - WORD - 40.0,
    );
    if let (true, Some(target)) = (response.clicked(), &finding.target) {
        out.push(select(view, target));
    }
    response.on_hover_text(text);
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
