//! The points of a sweep, one on a line, each with the way to make its value that of the design.

use egui::{Grid, RichText, ScrollArea, Ui};
use sim_core::report::compare::Measure;
use sim_core::report::sweep::{Knee, Point, Varied};

use super::small;
use crate::commands::AppCommand;
use crate::i18n::{compared, swept as words};
use crate::session::{Swept, View};

/// Figures of a line, with the keys of their headings.
const COLUMNS: [(Measure, &str); 5] = [
    (Measure::P99, "table.p99"),
    (Measure::Failed, "table.failed"),
    (Measure::Goodput, "canvas.tip.served"),
    (Measure::UsdPerMonth, "table.cost"),
    (Measure::UsdPerMillionOk, "sweep.million"),
];

/// `varied`: as the design is now.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    swept: &Swept,
    varied: &Varied,
    out: &mut Vec<AppCommand>,
) {
    let texts = view.texts;
    let points = &swept.sweep.points;
    let judged = points.iter().any(|point| point.holds().is_some());
    let marked = swept.sweep.knee.places(points.len());
    let heading = |ui: &mut Ui, key: &str| {
        ui.label(
            RichText::new(texts.tr(key))
                .small()
                .color(view.theme.text_dim),
        );
    };
    ui.add_space(8.0);
    ScrollArea::horizontal().show(ui, |ui| {
        Grid::new("points")
            .striped(true)
            .spacing([16.0, 4.0])
            .show(ui, |ui| {
                heading(ui, "report.value");
                ui.label("");
                COLUMNS.iter().for_each(|(_, key)| heading(ui, key));
                if judged {
                    heading(ui, "sweep.targets");
                }
                heading(ui, "sweep.busiest");
                ui.end_row();
                for (at, point) in points.iter().enumerate() {
                    let mark = marked.contains(&at).then_some(swept.sweep.knee);
                    line(ui, view, (point, varied), mark, judged, out);
                    ui.end_row();
                }
            });
    });
}

fn line(
    ui: &mut Ui,
    view: &View<'_>,
    (point, varied): (&Point, &Varied),
    mark: Option<Knee>,
    judged: bool,
    out: &mut Vec<AppCommand>,
) {
    let texts = view.texts;
    let shown = words::value(varied, point.value);
    let is_today = varied.today == Some(point.value);
    let mark = mark.map(|knee| match knee {
        Knee::Targets { .. } => texts.tr("sweep.is_limit"),
        _ => texts.tr("sweep.is_knee"),
    });
    let marks = is_today.then(|| texts.tr("sweep.is_today"));
    let marks = marks.into_iter().chain(mark);
    let marks: String = marks.map(|mark| format!(" · {mark}")).collect();
    let strong = RichText::new(format!("{shown}{marks}")).strong();
    ui.label(if mark.is_some() {
        strong.color(view.theme.accent)
    } else {
        strong
    });
    let label = texts.tr_with("sweep.use", &[("value", &shown)]);
    let button = ui.add_enabled(!is_today, small(texts.tr("sweep.use_short")));
    ui.ctx()
        .accesskit_node_builder(button.id, |node| node.set_label(label.as_str()));
    if button.on_hover_text(label).clicked() {
        out.push(AppCommand::Edit(varied.edit(point.value), "step.configure"));
        // Two values that are taken one after the other are two steps.
        out.push(AppCommand::EndGesture);
    }
    for (measure, _) in COLUMNS {
        ui.label(compared::value(texts, measure, point.figure(measure)));
    }
    if judged {
        ui.label(words::verdict(texts, point).unwrap_or_default());
    }
    let busiest = point.busiest.as_ref();
    let busiest = busiest.map(|of| words::busiest(texts, view.document, of));
    ui.label(busiest.unwrap_or_else(|| "–".to_owned()));
}
