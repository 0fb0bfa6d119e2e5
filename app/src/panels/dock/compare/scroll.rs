//! Where the list stands: at its top as it opens, then at a component that is selected elsewhere.

use egui::{Align, Rect, Ui};
use sim_core::foundation::ids::Id;
use sim_core::report::compare::Comparison;

use super::line::Line;
use super::list::{ROW, Tall};
use crate::session::View;

/// What was seen last.
#[derive(Default)]
pub struct Scroll {
    /// The pass in which the list was shown.
    pass: Option<u64>,
    /// Number of the kept run that was compared with.
    kept: u64,
    selected: Option<Id>,
}

impl Scroll {
    /// Whether the list was not shown just before, or compares with another run.
    pub fn opens(&mut self, ui: &Ui, view: &View<'_>, kept: u64) -> bool {
        let now = ui.ctx().cumulative_pass_nr();
        let before = self.pass.replace(now);
        let other = std::mem::replace(&mut self.kept, kept) != kept;
        let opens = other || before.is_none_or(|before| before + 1 < now);
        if opens {
            self.selected = view.selection.single().cloned();
        }
        opens
    }

    /// The place of a component that was selected since the last look.
    pub fn wanted(&mut self, view: &View<'_>, found: &Comparison, opens: bool) -> Option<usize> {
        let selected = view.selection.single();
        if opens || selected == self.selected.as_ref() {
            return None;
        }
        self.selected = selected.cloned();
        let mut all = found.components.iter();
        all.position(|of| Some(&of.id) == selected)
    }
}

/// Brings the lines of a component into view, unless some of them are; the list begins at the cursor.
pub fn show(ui: &Ui, seen: Rect, lines: &[Line], tall: &Tall, component: usize) {
    let heading = Line::Component(component);
    let Some(first) = lines.iter().position(|line| *line == heading) else {
        return;
    };
    let own = lines[first + 1..].iter();
    let own = own.take_while(|line| !matches!(line, Line::Component(_)));
    let end = first + 1 + own.count();
    let top = ui.cursor().top();
    let above = top - ui.max_rect().top();
    let [from, to] = [first, end].map(|at| tall.top(at));
    if above + from < seen.max.y - ROW && above + to > seen.min.y + ROW {
        return;
    }
    let line = Rect::from_x_y_ranges(ui.max_rect().x_range(), top + from..=top + to);
    ui.scroll_to_rect(line, Some(Align::TOP));
}
