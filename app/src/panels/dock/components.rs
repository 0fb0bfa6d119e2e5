//! Every component in one table: load, use, queue, latency, failures, cost. A click selects.

use egui::{Align2, Color32, Pos2, Rect, Sense, Stroke, Ui, Vec2};
use sim_core::document::Component;
use sim_core::engine::snapshot::{ComponentView, Health};
use sim_core::foundation::ids::Id;
use sim_core::report::bill::usd_per_month;

use super::{empty, list};
use crate::commands::AppCommand;
use crate::panels::{mark, samples};
use crate::session::View;
use crate::theme::style::{regular, semibold};

const NAME_SHARE: f32 = 0.26;

/// Translation keys of the columns behind the name, and their shares of the width: amounts of money are the longest.
const COLUMNS: [(&str, f32); 7] = [
    ("table.offered", 1.0),
    ("table.served", 1.0),
    ("table.utilisation", 0.9),
    ("table.queue", 0.9),
    ("table.p99", 1.0),
    ("table.failed", 0.9),
    ("table.cost", 1.3),
];

/// The columns that tell about the whole run; the others tell how it is now.
const SINCE_START: [&str; 3] = ["table.p99", "table.failed", "table.cost"];

/// Shows the table.
pub fn show(ui: &mut Ui, view: &View<'_>, out: &mut Vec<AppCommand>) {
    if view.document.components.is_empty() {
        empty::show(ui, view, "dock.no_components", "dock.no_components_hint");
        return;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.add_space(4.0);
    head(ui, view);
    list::lines(
        ui,
        "components",
        view.document.components.len(),
        |ui, at| {
            if let Some((_, component)) = view.document.components.get_index(at) {
                line(ui, view, component, out);
            }
        },
    );
}

fn line(ui: &mut Ui, view: &View<'_>, component: &Component, out: &mut Vec<AppCommand>) {
    let figures = view.component(&component.id);
    let health = figures.map_or(Health::Unknown, |figures| figures.health);
    let word = view.texts.tr(&format!("health.{}", health.name()));
    let label = format!("{}, {word}", component.name);
    let (rect, response) = list::row(ui, view, &label, Some(&component.id));
    let middle = rect.center().y;
    let mark = Pos2::new(rect.left() + 12.0, middle);
    mark::paint(ui.painter(), health, mark, 4.5, view.theme);
    list::text(
        ui,
        Pos2::new(rect.left() + 26.0, middle),
        Align2::LEFT_CENTER,
        &component.name,
        semibold(12.5),
        view.theme.text,
        rect.width() * NAME_SHARE - 34.0,
    );
    for (index, text) in cells(view, &component.id, figures).iter().enumerate() {
        cell(ui, view, rect, index, text, false);
    }
    if response.clicked() {
        out.push(list::select(&component.id));
    }
}

fn head(ui: &mut Ui, view: &View<'_>) {
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 20.0), Sense::hover());
    let at = Pos2::new(rect.left() + 26.0, rect.center().y);
    let name = view.texts.tr("table.name");
    list::text(
        ui,
        at,
        Align2::LEFT_CENTER,
        name,
        semibold(11.0),
        view.theme.text_dim,
        rect.width() * NAME_SHARE - 34.0,
    );
    for (index, (key, _)) in COLUMNS.iter().enumerate() {
        cell(ui, view, rect, index, view.texts.tr(key), true);
        let (right, width) = column(rect, index);
        let place = Rect::from_x_y_ranges(right - width..=right, rect.y_range());
        let tip = if SINCE_START.contains(key) {
            "table.tip.since_start"
        } else {
            "table.tip.now"
        };
        let head = ui.interact(place, ui.id().with(key), Sense::hover());
        head.on_hover_text(view.texts.tr(tip));
    }
    ui.painter().hline(
        rect.x_range(),
        rect.bottom(),
        Stroke::new(1.0, Color32::from(view.theme.line)),
    );
}

/// The right edge of a column, and its width.
fn column(row: Rect, index: usize) -> (f32, f32) {
    let first = row.width() * NAME_SHARE;
    let shares = |columns: &[(&str, f32)]| columns.iter().map(|(_, share)| share).sum::<f32>();
    let unit = (row.width() - first - 6.0) / shares(&COLUMNS);
    let right = row.left() + first + unit * shares(&COLUMNS[..=index]);
    (right, unit * COLUMNS[index].1)
}

/// A text at the right edge of its column.
fn cell(ui: &Ui, view: &View<'_>, row: Rect, index: usize, text: &str, head: bool) {
    let (right, width) = column(row, index);
    let at = Pos2::new(right, row.center().y);
    let (font, color) = if head {
        (semibold(11.0), view.theme.text_dim)
    } else {
        (regular(12.5), view.theme.text_soft)
    };
    list::text(ui, at, Align2::RIGHT_CENTER, text, font, color, width - 6.0);
}

fn cells(view: &View<'_>, id: &Id, figures: Option<&ComponentView>) -> [String; 7] {
    let texts = view.texts;
    let none = || "–".to_owned();
    let Some(figures) =
        figures.filter(|_| view.snapshot().is_some_and(|snapshot| snapshot.events > 0))
    else {
        return std::array::from_fn(|_| none());
    };
    let p99 =
        samples::enough(figures.latency.count, 0.99).then(|| texts.duration(figures.latency.p99));
    [
        texts.per_second(figures.live.offered_per_s),
        texts.per_second(figures.live.served_per_s),
        used(view, id, figures),
        texts.count(figures.queue),
        p99.unwrap_or_else(none),
        texts.count(figures.failed),
        cost(view, id).unwrap_or_else(none),
    ]
}

/// Utilisation, where there is something that could be used up.
fn used(view: &View<'_>, id: &Id, figures: &ComponentView) -> String {
    if view.works(id) {
        view.texts.share(figures.utilization)
    } else {
        "–".to_owned()
    }
}

/// Dollars a month at the mean rate since the start.
fn cost(view: &View<'_>, id: &Id) -> Option<String> {
    let frame = view.frame?;
    let month = usd_per_month(frame.cost_of(id), frame.snapshot.now);
    Some(view.texts.usd(month))
}
