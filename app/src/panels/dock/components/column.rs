//! The columns of the table: what each tells, how wide it is, how it is written.

use egui::Rect;
use sim_core::engine::snapshot::ComponentView;
use sim_core::foundation::ids::Id;
use sim_core::report::bill::usd_per_month;

use crate::i18n::{Texts, as_shown};
use crate::panels::samples;
use crate::session::View;

/// The name's share of the width.
pub const NAME_SHARE: f32 = 0.24;

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Name,
    Offered,
    Served,
    Utilisation,
    Queue,
    P99,
    Failed,
    Cost,
}

/// The columns behind the name, from left to right.
pub const FIGURES: [Column; 7] = [
    Column::Offered,
    Column::Served,
    Column::Utilisation,
    Column::Queue,
    Column::P99,
    Column::Failed,
    Column::Cost,
];

impl Column {
    /// The translation key of its heading.
    pub fn key(self) -> &'static str {
        match self {
            Column::Name => "table.name",
            Column::Offered => "table.offered",
            Column::Served => "table.served",
            Column::Utilisation => "table.utilisation",
            Column::Queue => "table.queue",
            Column::P99 => "table.p99",
            Column::Failed => "table.failed",
            Column::Cost => "table.cost",
        }
    }

    /// The key of when that was: now, or over the whole run.
    pub fn when(self) -> Option<&'static str> {
        match self {
            Column::Name => None,
            Column::Offered | Column::Served | Column::Utilisation | Column::Queue => {
                Some("table.tip.now")
            }
            Column::P99 | Column::Failed | Column::Cost => Some("table.tip.since_start"),
        }
    }

    /// Its share of the width behind the name: amounts of money are the longest, then counts since the start.
    fn share(self) -> f32 {
        match self {
            Column::Cost => 1.3,
            Column::Failed => 1.1,
            Column::Utilisation => 0.9,
            Column::Queue => 0.85,
            _ => 1.0,
        }
    }

    /// Where it stands in a line.
    pub fn place(self, line: Rect) -> Rect {
        let first = line.width() * NAME_SHARE;
        let end = line.left() + first;
        if self == Column::Name {
            return line.with_max_x(end);
        }
        let shares = |columns: &[Column]| columns.iter().map(|column| column.share()).sum::<f32>();
        let unit = (line.width() - first - 6.0) / shares(&FIGURES);
        let before = FIGURES.iter().take_while(|column| **column != self);
        let left = end + unit * before.map(|column| column.share()).sum::<f32>();
        Rect::from_x_y_ranges(left..=left + unit * self.share(), line.y_range())
    }

    /// The figure of a component that runs; `None` where there is none to tell.
    pub fn figure(self, view: &View<'_>, id: &Id, figures: &ComponentView) -> Option<f64> {
        match self {
            Column::Name => None,
            Column::Offered => Some(figures.live.offered_per_s),
            Column::Served => Some(figures.live.served_per_s),
            // Where there is something that could be used up.
            Column::Utilisation => view.works(id).then_some(figures.utilization),
            Column::Queue => Some(figures.queue as f64),
            Column::P99 => {
                samples::enough(figures.latency.count, 0.99).then_some(figures.latency.p99)
            }
            Column::Failed => Some(figures.failed as f64),
            // At the mean rate since the start.
            Column::Cost => {
                let frame = view.frame?;
                Some(usd_per_month(frame.cost_of(id), frame.snapshot.now))
            }
        }
    }

    /// The sum over all components, where it tells something: a request that passes three of them is offered to,
    /// served by and late at each, but it waits at one place at a time, and is paid for at each.
    pub fn total(self, view: &View<'_>) -> Option<f64> {
        let frame = view.frame?;
        match self {
            Column::Queue => {
                let queues = frame.snapshot.components.iter().map(|of| of.queue);
                Some(queues.sum::<u64>() as f64)
            }
            Column::Cost => Some(usd_per_month(frame.bill.total, frame.snapshot.now)),
            _ => None,
        }
    }

    /// A figure in words.
    pub fn text(self, texts: Texts, figure: f64) -> String {
        match self {
            Column::Name => String::new(),
            Column::Offered | Column::Served => texts.per_second(figure),
            Column::Utilisation => texts.share(figure),
            Column::Queue | Column::Failed => texts.count(figure as u64),
            Column::P99 => texts.duration(figure),
            Column::Cost => texts.usd(figure),
        }
    }

    /// What of a figure counts for the order of lines: where two are shown alike, none goes before the other.
    pub fn counts(self, figure: f64) -> f64 {
        match self {
            Column::Offered | Column::Served => as_shown(figure),
            Column::Utilisation => (figure * 100.0).round(),
            _ => figure,
        }
    }
}
