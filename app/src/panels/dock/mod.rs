//! The dock: the run over time, what happened, what the review says, and every component in one table.

mod chart;
mod compare;
mod components;
mod costs;
mod curves;
mod empty;
mod events;
mod failures;
mod findings;
mod happened;
mod legend;
mod list;
mod plot;
mod ticks;
mod time_bar;
mod timeline;
mod times;

use egui::Ui;

use crate::commands::AppCommand;
use crate::panels::tabs;
use crate::session::View;

/// What the dock remembers between frames.
#[derive(Default)]
pub struct Dock {
    tab: Tab,
    /// Simulated time under the pointer, seconds: one crosshair for all charts.
    cursor: Option<f64>,
    costs: costs::Costs,
    /// How the table of components is sorted.
    order: components::Order,
    compare: compare::State,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Tab {
    #[default]
    Timeline,
    Events,
    Findings,
    Components,
    Failures,
    Compare,
}

const TABS: [Tab; 6] = [
    Tab::Timeline,
    Tab::Events,
    Tab::Findings,
    Tab::Components,
    Tab::Failures,
    Tab::Compare,
];

impl Tab {
    fn key(self) -> &'static str {
        match self {
            Tab::Timeline => "dock.timeline",
            Tab::Events => "dock.events",
            Tab::Findings => "dock.findings",
            Tab::Components => "dock.components",
            Tab::Failures => "dock.failures",
            Tab::Compare => "dock.compare",
        }
    }

    /// How many there are to see behind the tab.
    fn count(self, view: &View<'_>) -> usize {
        match self {
            Tab::Timeline | Tab::Components | Tab::Compare => 0,
            Tab::Events => view.snapshot().map_or(0, |snapshot| snapshot.marks.len()),
            Tab::Findings => view.findings.len(),
            Tab::Failures => view
                .snapshot()
                .map_or(0, |snapshot| snapshot.failures.len()),
        }
    }
}

/// Shows the dock in the whole of `ui`.
pub fn show(ui: &mut Ui, view: &View<'_>, state: &mut Dock, out: &mut Vec<AppCommand>) {
    // The dock keeps its height, whatever is in it.
    ui.take_available_space();
    // Who keeps a run is about to compare.
    if state.compare.is_new(view) {
        state.tab = Tab::Compare;
    }
    let names: Vec<tabs::Name> = TABS
        .iter()
        .map(|tab| tabs::Name {
            text: view.texts.tr(tab.key()),
            count: tab.count(view),
        })
        .collect();
    let open = TABS.iter().position(|tab| *tab == state.tab).unwrap_or(0);
    if let Some(picked) = tabs::show(ui, &names, open, view.theme) {
        state.tab = TABS.get(picked).copied().unwrap_or_default();
    }
    match state.tab {
        Tab::Timeline => timeline::show(ui, view, state, out),
        Tab::Events => events::show(ui, view, out),
        Tab::Findings => findings::show(ui, view, out),
        Tab::Components => components::show(ui, view, &mut state.order, out),
        Tab::Failures => failures::show(ui, view, out),
        Tab::Compare => compare::show(ui, view, &mut state.compare, out),
    }
}
