//! What is asked: the parameter, from where to where, in how many steps, for how long.

use egui::{ComboBox, DragValue, RichText, Ui, Vec2};
use sim_core::document::rules::MAX_DURATION_S;
use sim_core::report::sweep::{MAX_POINTS, StepsError, Varied};

use crate::commands::AppCommand;
use crate::i18n::{digits, swept as words};
use crate::session::{SweepForm, Sweeping, View, variable};
use crate::theme::style::TARGET;

/// Shows the fields; whether there is a range to begin with.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    sweeping: &Sweeping,
    varied: &Varied,
    out: &mut Vec<AppCommand>,
) -> bool {
    let texts = view.texts;
    let mut form = sweeping.form.clone();
    let values = form.values(varied);
    ui.add_enabled_ui(sweeping.share().is_none(), |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().interact_size.y = TARGET;
            parameter(ui, view, varied, out);
            let unit = varied.unit().sign();
            let (least, most) = varied.bounds();
            let bounds = (least, most, varied.is_whole());
            name(ui, view, "sweep.from");
            number(ui, &mut form.from, bounds, unit, texts.tr("sweep.from"));
            name(ui, view, "sweep.to");
            number(ui, &mut form.to, bounds, unit, texts.tr("sweep.to"));
            name(ui, view, "sweep.count");
            let mut count = form.count as f64;
            let counts = (2.0, MAX_POINTS as f64, true);
            number(ui, &mut count, counts, "", texts.tr("sweep.count"));
            form.count = count as usize;
            spacing(ui, view, &mut form);
            name(ui, view, "sweep.for");
            let times = (1.0, MAX_DURATION_S, false);
            number(ui, &mut form.length_s, times, "s", texts.tr("sweep.for"));
        });
    });
    match &values {
        Ok(values) => {
            let list: Vec<String> = values.iter().map(|value| digits::plain(*value)).collect();
            let list = list.join(", ");
            let told = texts.tr_with("sweep.values", &[("list", &list)]);
            let told = RichText::new(told).small().color(view.theme.text_dim);
            ui.add(egui::Label::new(told).truncate());
        }
        Err(why) => {
            let key = match why {
                StepsError::LogOfZero => "sweep.error.log_of_zero",
                StepsError::Same | StepsError::Count(_) => "cli.vary.same",
            };
            let told = RichText::new(texts.tr(key)).small();
            ui.label(told.color(view.theme.busy));
        }
    }
    if form != sweeping.form {
        out.push(AppCommand::SetSweep(form));
    }
    values.is_ok()
}

/// Another parameter of the same item.
fn parameter(ui: &mut Ui, view: &View<'_>, varied: &Varied, out: &mut Vec<AppCommand>) {
    let texts = view.texts;
    let shown = words::parameter(texts, view.document, varied);
    let combo = ComboBox::from_id_salt("parameter")
        .selected_text(&shown)
        .show_ui(ui, |ui| {
            for other in variable(view.document, &varied.target) {
                let on = other.spec.id == varied.spec.id;
                let name = words::parameter(texts, view.document, &other);
                if ui.selectable_label(on, name).clicked() && !on {
                    let which = (other.target.clone(), other.spec.id.to_owned());
                    out.push(AppCommand::AskSweep(Some(which)));
                }
            }
        });
    let label = format!("{}: {shown}", texts.tr("sweep.parameter"));
    let id = combo.response.id;
    ui.ctx()
        .accesskit_node_builder(id, |node| node.set_label(label.as_str()));
}

fn name(ui: &mut Ui, view: &View<'_>, key: &str) {
    ui.label(RichText::new(view.texts.tr(key)).color(view.theme.text_dim));
}

fn number(
    ui: &mut Ui,
    number: &mut f64,
    (least, most, whole): (f64, f64, bool),
    unit: &str,
    name: &str,
) {
    let suffix = match unit {
        "" => String::new(),
        unit if unit.starts_with('/') => unit.to_owned(),
        unit => format!(" {unit}"),
    };
    let speed = (number.abs() / 100.0).max(if whole { 0.1 } else { 0.01 });
    let control = DragValue::new(number)
        .range(least..=most)
        .speed(speed)
        .max_decimals(if whole { 0 } else { 3 })
        .update_while_editing(false)
        .custom_formatter(|number, _| digits::plain(number))
        .custom_parser(digits::parse)
        .suffix(suffix);
    ui.spacing_mut().interact_size = Vec2::new(64.0, TARGET);
    let response = ui.add(control);
    if whole {
        *number = number.round();
    }
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label(name));
}

/// Equal ratios or equal differences.
fn spacing(ui: &mut Ui, view: &View<'_>, form: &mut SweepForm) {
    for (log, key) in [(true, "sweep.ratios"), (false, "sweep.differences")] {
        ui.selectable_value(&mut form.log, log, view.texts.tr(key));
    }
}
