//! The chart of a sweep in the window: the shapes of the scene, as an exported picture has them.

use egui::{Align2, Color32, Pos2, Rect, Sense, StrokeKind, Ui, Vec2, WidgetInfo, WidgetType};
use sim_core::report::sweep::Varied;

use crate::i18n::swept as words;
use crate::scene::shape::Text;
use crate::scene::sweep::{self as scene, Chart};
use crate::scene::text::Weight;
use crate::scene::{Anchor, Point, Shape, Stroke};
use crate::session::{Swept, View};
use crate::theme::style::{regular, semibold};

/// Height, points: less in a low window.
const HEIGHTS: std::ops::RangeInclusive<f32> = 190.0..=320.0;

/// Draws the chart as wide as there is room. `varied`: as the design is now; `told`: what readers of the screen hear.
pub fn show(ui: &mut Ui, view: &View<'_>, swept: &Swept, varied: &Varied, told: &str) {
    let screen = ui.ctx().content_rect().height();
    let height = (screen * 0.33).clamp(*HEIGHTS.start(), *HEIGHTS.end());
    let size = Vec2::new(ui.available_width(), height);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let subject = words::subject(view.texts, view.document, varied);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Image, true, &subject));
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_value(told));
    let chart = Chart {
        document: &swept.document,
        varied,
        sweep: &swept.sweep,
        log: swept.form.log,
        theme: view.theme,
        texts: view.texts,
    };
    let line = egui::Stroke::new(1.0, Color32::from(view.theme.line));
    let ground = Color32::from(view.theme.chart);
    ui.painter()
        .rect(rect, 8.0, ground, line, StrokeKind::Inside);
    for shape in scene::chart(chart, rect.size().into()) {
        paint(ui, rect, &shape);
    }
}

/// A shape of a chart: charts have neither curves nor icons.
fn paint(ui: &Ui, rect: Rect, shape: &Shape) {
    let at = |[x, y]: Point| rect.min + Vec2::new(x, y);
    let painter = ui.painter();
    match shape {
        Shape::Line { points, stroke } => {
            let points: Vec<Pos2> = points.iter().map(|point| at(*point)).collect();
            painter.extend(line(points, stroke));
        }
        Shape::Circle {
            center,
            radius,
            fill,
        } => {
            painter.circle_filled(at(*center), *radius, Color32::from(*fill));
        }
        Shape::Text(text) => write(ui, at(text.at), text),
        Shape::Rect { .. } | Shape::Curve { .. } | Shape::Polygon { .. } | Shape::Icon { .. } => {}
    }
}

fn line(points: Vec<Pos2>, stroke: &Stroke) -> Vec<egui::Shape> {
    let line = egui::Stroke::new(stroke.width, Color32::from(stroke.color));
    match stroke.dash {
        Some([dash, gap]) => egui::Shape::dashed_line(&points, line, dash, gap),
        None => vec![egui::Shape::line(points, line)],
    }
}

/// A text on its baseline.
fn write(ui: &Ui, at: Pos2, text: &Text) {
    let align = match text.anchor {
        Anchor::Start => Align2::LEFT_CENTER,
        Anchor::Middle => Align2::CENTER_CENTER,
        Anchor::End => Align2::RIGHT_CENTER,
    };
    let font = match text.weight {
        Weight::Regular => regular(text.size),
        Weight::SemiBold => semibold(text.size),
    };
    // Digits stand about so far above the baseline.
    let middle = at - Vec2::new(0.0, text.size * 0.36);
    let color = Color32::from(text.color);
    ui.painter().text(middle, align, &text.string, font, color);
}
