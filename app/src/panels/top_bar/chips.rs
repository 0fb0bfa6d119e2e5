//! The chips of the top bar: status by colour, shape and word; the rest under the pointer.

use egui::{Align2, Color32, Rect, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, WidgetType};
use sim_core::engine::snapshot::Health;

use super::verdict::Chip;
use crate::panels::{mark, text};
use crate::session::View;
use crate::theme::style::{regular, semibold};

const HEIGHT: f32 = 28.0;
/// From the middle of the bar down to the middle of the chips, and up to that of what stands over all of them.
const DOWN: f32 = 6.5;
const UP: f32 = 15.5;
const PAD: f32 = 10.0;
const MARK: f32 = 18.0;
const GAP: f32 = 8.0;
/// The least room of a value.
const LEAST: f32 = 52.0;
/// Between two chips.
pub const BETWEEN: f32 = 6.0;

/// Widths of a chip without its label and with it.
fn widths(ui: &Ui, chip: &Chip) -> [f32; 2] {
    around(ui, chip, value_width(ui, &chip.value))
}

/// Widths that a chip is given room for: figures as long as usual ones move nothing else in the bar.
pub fn roomy(ui: &Ui, chip: &Chip) -> [f32; 2] {
    let values = [&chip.value, &chip.usual].map(|value| value_width(ui, value));
    around(ui, chip, values[0].max(values[1]))
}

fn value_width(ui: &Ui, value: &str) -> f32 {
    text_width(ui, &steady(value), true).max(LEAST)
}

fn around(ui: &Ui, chip: &Chip, value: f32) -> [f32; 2] {
    let label = text_width(ui, chip.label, false) + GAP;
    [0.0, label].map(|label| (PAD + MARK + label + value + PAD).ceil())
}

/// The same with the widest digit everywhere: while figures run, nothing beside them may move.
fn steady(text: &str) -> String {
    text.replace(|c: char| c.is_ascii_digit(), "0")
}

pub fn text_width(ui: &Ui, text: &str, bold: bool) -> f32 {
    let font = if bold { semibold(13.0) } else { regular(11.5) };
    ui.painter()
        .layout_no_wrap(text.to_owned(), font, Color32::PLACEHOLDER)
        .size()
        .x
}

/// Shows the chips at the right end of the bar, and above them what time they are of: the whole run, where cards and
/// links tell of now.
pub fn row(ui: &mut Ui, view: &View<'_>, chips: &[Chip], labels: bool) {
    ui.spacing_mut().item_spacing.x = BETWEEN;
    let places: Vec<Rect> = chips
        .iter()
        .rev()
        .map(|chip| show(ui, view, chip, labels))
        .collect();
    if let Some(all) = places.into_iter().reduce(Rect::union) {
        caption(ui, view, all);
    }
}

/// A line over all chips, with words in its middle.
fn caption(ui: &mut Ui, view: &View<'_>, chips: Rect) {
    let words = view.texts.tr("live.since_start");
    let y = chips.center().y - DOWN - UP;
    let galley =
        ui.painter()
            .layout_no_wrap(words.to_owned(), regular(10.0), view.theme.text_dim.into());
    let place = Rect::from_center_size(egui::pos2(chips.center().x, y), galley.size());
    let response = ui.interact(place, ui.id().with("since_start"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, words));
    ui.painter().galley(place.min, galley, Color32::PLACEHOLDER);
    let stroke = Stroke::new(1.0, Color32::from(view.theme.line));
    let [left, right] = [place.left() - GAP, place.right() + GAP];
    let (from, to) = (chips.left() + 1.0, chips.right() - 1.0);
    for (ends, end) in [([from, left], from), ([right, to], to)] {
        if ends[0] < ends[1] {
            ui.painter().hline(ends[0]..=ends[1], y, stroke);
            ui.painter().vline(end, y..=y + 3.0, stroke);
        }
    }
}

/// Shows a chip; where it stands.
fn show(ui: &mut Ui, view: &View<'_>, chip: &Chip, label: bool) -> Rect {
    let width = widths(ui, chip)[usize::from(label)];
    let (rect, _) = ui.allocate_exact_size(Vec2::new(width, HEIGHT), Sense::hover());
    let rect = rect.translate(Vec2::new(0.0, DOWN));
    let response = ui.interact(rect, ui.id().with(chip.label), Sense::hover());
    let theme = view.theme;
    let painter = ui.painter();
    let stroke = Stroke::new(1.0, Color32::from(theme.line));
    painter.rect(
        rect,
        8.0,
        Color32::from(theme.field),
        stroke,
        StrokeKind::Inside,
    );
    let middle = rect.center().y;
    let center = egui::pos2(rect.left() + PAD + 5.0, middle);
    if chip.status == Health::Unknown {
        painter.circle_stroke(center, 4.0, Stroke::new(1.5, Color32::from(theme.text_dim)));
    } else {
        mark::paint(painter, chip.status, center, 4.5, theme);
    }
    if label {
        let at = egui::pos2(rect.left() + PAD + MARK, middle);
        text(
            painter,
            at,
            Align2::LEFT_CENTER,
            chip.label,
            regular(11.5),
            theme.text_dim,
        );
    }
    let at = egui::pos2(rect.right() - PAD, middle);
    text(
        painter,
        at,
        Align2::RIGHT_CENTER,
        &chip.value,
        semibold(13.0),
        if chip.stale {
            theme.text_dim
        } else {
            theme.text
        },
    );
    let word = view.texts.tr(match chip.status {
        Health::Ok => "chip.good",
        Health::Unknown => "chip.not_judged",
        _ => "chip.bad",
    });
    response.widget_info(|| {
        WidgetInfo::labeled(
            WidgetType::Label,
            true,
            format!("{} {}, {word}", chip.label, chip.value),
        )
    });
    let since = view.texts.tr("table.tip.since_start");
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_description(since));
    let title = format!("{} {}", chip.label, chip.value);
    response.on_hover_ui(|ui| {
        ui.set_max_width(280.0);
        ui.label(egui::RichText::new(title).font(semibold(13.0)));
        ui.label(egui::RichText::new(since).color(Color32::from(theme.text_dim)));
        ui.label(&chip.hint);
    });
    rect
}
