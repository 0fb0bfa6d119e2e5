//! One figure of the Live tab: name, value, and its course so far.

use egui::{Align, Label, Layout, RichText, Sense, Ui, UiBuilder, Vec2};

use crate::panels::spark;
use crate::session::View;
use crate::theme::Rgba;
use crate::theme::style::semibold;

const HEIGHT: f32 = 22.0;
const SPARK: Vec2 = Vec2::new(60.0, 16.0);

/// What a line shows.
pub struct Line<'a> {
    pub key: &'a str,
    pub value: String,
    /// Behind the value, smaller.
    pub detail: String,
    /// The course, and the top of its scale where that is fixed.
    pub course: Option<(Vec<f64>, Option<f64>)>,
    pub color: Rgba,
    /// The value needs attention.
    pub alarm: bool,
}

impl<'a> Line<'a> {
    pub fn new(view: &View<'_>, key: &'a str, value: String) -> Self {
        Self {
            key,
            value,
            detail: String::new(),
            course: None,
            color: view.theme.accent,
            alarm: false,
        }
    }

    pub fn detail(mut self, detail: String) -> Self {
        self.detail = detail;
        self
    }

    pub fn course(mut self, values: Vec<f64>, top: Option<f64>, color: Rgba) -> Self {
        (self.course, self.color) = (Some((values, top)), color);
        self
    }

    pub fn alarm(mut self, on: bool) -> Self {
        self.alarm = on;
        self
    }

    pub fn show(self, ui: &mut Ui, view: &View<'_>) {
        let (rect, _) =
            ui.allocate_exact_size(Vec2::new(ui.available_width(), HEIGHT), Sense::hover());
        let name = (rect.width() * 0.33).clamp(80.0, 130.0);
        let theme = view.theme;
        let mut part = |from: f32, to: f32, layout: Layout, add: &mut dyn FnMut(&mut Ui)| {
            let area = egui::Rect::from_min_max(
                egui::pos2(from, rect.top()),
                egui::pos2(to, rect.bottom()),
            );
            add(&mut ui.new_child(UiBuilder::new().max_rect(area).layout(layout)));
        };
        let left_to_right = Layout::left_to_right(Align::Center);
        part(rect.left(), rect.left() + name, left_to_right, &mut |ui| {
            ui.add(
                Label::new(RichText::new(view.texts.tr(self.key)).color(theme.text_dim)).truncate(),
            );
        });
        let right = if self.course.is_some() {
            rect.right() - SPARK.x - 8.0
        } else {
            rect.right()
        };
        part(rect.left() + name + 6.0, right, left_to_right, &mut |ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            let color = if self.alarm { theme.down } else { theme.text };
            ui.add(Label::new(
                RichText::new(&self.value).font(semibold(13.0)).color(color),
            ));
            if !self.detail.is_empty() {
                ui.add(
                    Label::new(RichText::new(&self.detail).small().color(theme.text_dim))
                        .truncate(),
                );
            }
        });
        if let Some((values, top)) = &self.course {
            part(
                rect.right() - SPARK.x,
                rect.right(),
                left_to_right,
                &mut |ui| spark::show(ui, values, *top, SPARK, self.color, theme),
            );
        }
    }
}
