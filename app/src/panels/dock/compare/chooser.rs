//! Which kept run is compared with: its name, a list of the others, and a way to be rid of it.

use egui::{ComboBox, Margin, TextEdit, Ui, Vec2, WidgetInfo};

use crate::commands::AppCommand;
use crate::panels::icon;
use crate::session::{Baseline, View};
use crate::theme::style::TARGET;

/// Widths of the field for the name, points, and of the buttons behind it, which then mostly stand on the same line.
const NAME: [f32; 2] = [120.0, 260.0];
const BUTTONS: f32 = 490.0;
/// Most letters of a name.
const MOST: usize = 120;
/// Widths of the box, and of the open list.
const BOX: f32 = 60.0;
const LIST: f32 = 440.0;

/// Shows the three; the box only where there are several.
pub fn show(ui: &mut Ui, view: &View<'_>, kept: &Baseline, out: &mut Vec<AppCommand>) {
    name(ui, view, kept, out);
    if view.kept_runs.len() > 1 {
        choose(ui, view, kept, out);
    }
    let label = view.texts.tr("compare.drop");
    let size = Vec2::splat(TARGET);
    let button = icon::button(ui, "ui-trash", size, 15.0, view.theme.text_soft, label);
    if button.clicked() {
        out.push(AppCommand::DropKeptRun(kept.number));
    }
    button.on_hover_text(format!("{label}: {}", kept.name(view.texts)));
}

/// The name can be typed over; where nothing is typed, it has one by itself.
fn name(ui: &mut Ui, view: &View<'_>, kept: &Baseline, out: &mut Vec<AppCommand>) {
    let mut name = kept.given_name().to_owned();
    let own = kept.own_name(view.texts);
    let edit = TextEdit::singleline(&mut name)
        .id(ui.id().with(("name of the kept run", kept.number)))
        .hint_text(own.as_str())
        .char_limit(MOST)
        .desired_width((ui.available_width() - BUTTONS).clamp(NAME[0], NAME[1]))
        .margin(Margin::symmetric(6, 4));
    let response = ui.add(edit);
    let (given, label) = (kept.given_name(), view.texts.tr("compare.name"));
    response.widget_info(|| {
        let mut info = WidgetInfo::text_edit(true, given, given, &own);
        info.label = Some(label.to_owned());
        info
    });
    if name != given {
        out.push(AppCommand::NameKeptRun(name));
    }
    response.on_hover_text(format!("{label}: {}", told(view, kept)));
}

fn choose(ui: &mut Ui, view: &View<'_>, kept: &Baseline, out: &mut Vec<AppCommand>) {
    let (texts, theme, all) = (view.texts, view.theme, view.kept_runs);
    let at = all.iter().position(|run| run.number == kept.number);
    let [n, count] = [at.map_or(0, |at| at + 1), all.len()].map(|n| texts.count(n as u64));
    ui.spacing_mut().interact_size.y = TARGET;
    let combo = ComboBox::from_id_salt("kept runs")
        .width(BOX)
        .selected_text(texts.tr_with("compare.chosen", &[("n", &n), ("all", &count)]))
        .icon(move |ui, rect, _, _| icon::paint_arrow(ui, rect, theme));
    let shown = combo.show_ui(ui, |ui| {
        ui.set_max_width(LIST);
        ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Wrap);
        // The last one first, as it is mostly meant.
        for run in all.iter().rev() {
            let chosen = run.number == kept.number;
            if ui.selectable_label(chosen, told(view, run)).clicked() {
                out.push(AppCommand::ChooseKeptRun(run.number));
            }
        }
    });
    let label = texts.tr("compare.choose");
    let response = shown.response;
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label(label));
    response.on_hover_text(label);
}

/// The name, and how long ago it was kept.
fn told(view: &View<'_>, run: &Baseline) -> String {
    format!("{}  ·  {}", run.name(view.texts), run.age(view.texts))
}
