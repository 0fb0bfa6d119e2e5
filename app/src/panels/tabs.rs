//! A row of tabs with a line under the open one.

use egui::accesskit::Role;
use egui::{Color32, Sense, Stroke, Ui, Vec2, WidgetInfo, WidgetType};

use crate::theme::Theme;
use crate::theme::style::{TARGET, regular, semibold};

const HEIGHT: f32 = 28.0;
/// Between two of them, and the least of it where there is little room.
const GAP: f32 = 18.0;
const LEAST_GAP: f32 = 6.0;

/// What stands on a tab.
pub struct Name {
    pub text: &'static str,
    /// Shown behind the text; 0: nothing.
    pub count: usize,
}

impl Name {
    fn shown(&self) -> String {
        if self.count == 0 {
            self.text.to_owned()
        } else {
            format!("{}  {}", self.text, self.count)
        }
    }
}

/// Shows tabs by index; gives the one that was picked.
pub fn show(ui: &mut Ui, names: &[Name], open: usize, theme: &Theme) -> Option<usize> {
    let mut picked = None;
    let widths: Vec<f32> = names.iter().map(|name| width(ui, name)).collect();
    let gaps = names.len().saturating_sub(1).max(1) as f32;
    let gap = (ui.available_width() - widths.iter().sum::<f32>()) / gaps;
    // Where even that is too little, there are two rows of them.
    let row = ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(gap.floor().clamp(LEAST_GAP, GAP), 0.0);
        for (index, (name, width)) in names.iter().zip(&widths).enumerate() {
            if tab(ui, name, *width, index == open, theme) {
                picked = Some(index);
            }
        }
    });
    let rect = row.response.rect;
    let line = Stroke::new(1.0, Color32::from(theme.line));
    ui.painter()
        .hline(ui.max_rect().x_range(), rect.bottom(), line);
    picked.filter(|picked| *picked != open)
}

/// The width of the bold name in both states, so that nothing moves when a tab opens.
fn width(ui: &Ui, name: &Name) -> f32 {
    let width_in = |font| {
        let galley = ui
            .painter()
            .layout_no_wrap(name.shown(), font, Color32::PLACEHOLDER);
        galley.size().x
    };
    width_in(semibold(13.0))
        .max(width_in(regular(13.0)))
        .max(TARGET)
}

fn tab(ui: &mut Ui, name: &Name, width: f32, open: bool, theme: &Theme) -> bool {
    let font = if open { semibold(13.0) } else { regular(13.0) };
    let shown = name.shown();
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, HEIGHT), Sense::click());
    response
        .widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, true, open, name.text));
    // egui knows no tabs.
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(Role::Tab);
        node.set_selected(open);
        node.clear_toggled();
        if name.count > 0 {
            node.set_value(name.count.to_string());
        }
    });
    let color = match (open, response.hovered() || response.has_focus()) {
        (true, _) => theme.text,
        (false, true) => theme.text_soft,
        (false, false) => theme.text_dim,
    };
    ui.painter().text(
        rect.left_center(),
        egui::Align2::LEFT_CENTER,
        shown,
        font,
        color.into(),
    );
    if open {
        ui.painter().hline(
            rect.x_range(),
            rect.bottom(),
            Stroke::new(2.0, Color32::from(theme.accent)),
        );
    }
    response.clicked()
}
