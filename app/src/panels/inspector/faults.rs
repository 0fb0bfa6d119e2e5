//! Faults: injected now, or planned for an instant of the scenario; and healed.

use egui::{Button, ComboBox, Label, Response, RichText, Ui, Vec2, WidgetInfo, WidgetType};
use sim_core::catalog::param::Unit;
use sim_core::document::{Fault, FaultKind, Item};
use sim_core::edit::Edit;
use sim_core::foundation::ids::Id;

use super::number::{self, Bounds};
use super::{offered, row};
use crate::commands::AppCommand;
use crate::panels::{heading, icon, words};
use crate::session::{View, faults_for};
use crate::theme::style::TARGET;

/// How long a fault lasts, seconds; `None`: until healed.
type Lasting = Option<f64>;

/// What the form remembers between frames.
#[derive(Default)]
pub struct FaultForm {
    lasting: Lasting,
    /// Planned for this instant of the scenario, seconds; `None`: now.
    planned: Option<f64>,
}

/// A fault planned without a run to look at starts here, seconds.
const USUAL_START_S: f64 = 60.0;
const LASTING: [Lasting; 4] = [None, Some(30.0), Some(60.0), Some(300.0)];
/// A week.
const MAX_START_S: f64 = 604_800.0;

/// The buttons for one item; nothing for items that no fault fits.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    form: &mut FaultForm,
    id: &Id,
    item: &Item<'_>,
    out: &mut Vec<AppCommand>,
) {
    let offered = faults_for(view, id, item);
    if offered.is_empty() {
        return;
    }
    let texts = view.texts;
    heading(ui, texts.tr("fault.heading"), view.theme);
    row::plain(ui, texts.tr("fault.start"), |ui, label| {
        start(ui, view, form, label)
    });
    row::plain(ui, texts.tr("fault.lasting"), |ui, label| {
        lasting_box(ui, view, &mut form.lasting, label)
    });
    if form.planned.is_some_and(|at| at < view.now().as_secs_f64()) {
        let words = RichText::new(texts.tr("fault.past")).small();
        ui.label(words.color(view.theme.busy));
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(6.0);
        for kind in offered {
            if button(ui, view, &kind) {
                out.push(command(view, form, id, kind));
            }
        }
    });
    if let Some(index) = planned(ui, view, |fault| fault.target == *id) {
        let mut scenario = (*view.document.scenario).clone();
        scenario.faults.remove(index);
        out.push(AppCommand::Edit(
            Edit::SetScenario { scenario },
            "step.scenario",
        ));
    }
    in_force(ui, view, id, out);
}

/// Inject now, or add to the scenario.
fn command(view: &View<'_>, form: &FaultForm, id: &Id, kind: FaultKind) -> AppCommand {
    let Some(at_s) = form.planned else {
        return AppCommand::Inject {
            kind,
            target: id.clone(),
            for_s: form.lasting,
        };
    };
    let mut scenario = (*view.document.scenario).clone();
    scenario.faults.push(Fault {
        at_s,
        for_s: form.lasting,
        target: id.clone(),
        kind,
        unknown: Default::default(),
    });
    AppCommand::Edit(Edit::SetScenario { scenario }, "step.scenario")
}

/// Now, or an instant.
fn start(ui: &mut Ui, view: &View<'_>, form: &mut FaultForm, label: &Response) {
    let now = view.texts.tr("fault.now");
    let (left, right) = row::split(ui, now);
    let bounds = Bounds {
        min: 0.0,
        max: MAX_START_S,
        integer: false,
    };
    let name = view.texts.tr("fault.start");
    let soon = (view.now().as_secs_f64() / 10.0).ceil() * 10.0 + 10.0;
    let soon = soon.max(USUAL_START_S);
    match form.planned {
        Some(at) => {
            if let Some(at) = number::drag(ui, at, bounds, Unit::Seconds, left, label, view.texts) {
                form.planned = Some(at);
            }
        }
        None => form.planned = offered::show(ui, name, (soon, bounds), left),
    }
    if row::word_toggle(ui, form.planned.is_none(), now, name, right) {
        form.planned = form.planned.is_none().then_some(soon);
    }
}

/// Faults of the scenario, each with a way to take it out; the place of one that is to go.
pub fn planned(ui: &mut Ui, view: &View<'_>, shows: impl Fn(&Fault) -> bool) -> Option<usize> {
    let all = view.document.scenario.faults.iter().enumerate();
    let mut removed = None;
    for (index, fault) in all.filter(|(_, fault)| shows(fault)) {
        let text = words::planned(view.texts, view.document, fault);
        let label = view
            .texts
            .tr_with("scenario.remove_fault", &[("fault", &text)]);
        ui.horizontal(|ui| {
            let (size, dim) = (Vec2::splat(TARGET), view.theme.text_dim);
            if icon::button(ui, "ui-trash", size, 14.0, dim, &label).clicked() {
                removed = Some(index);
            }
            ui.add(Label::new(text).wrap());
        });
    }
    removed
}

fn button(ui: &mut Ui, view: &View<'_>, kind: &FaultKind) -> bool {
    let response =
        ui.add(Button::new(words::fault(view.texts, kind)).min_size(Vec2::new(0.0, TARGET)));
    // The name without the figure, which changes with the load.
    let name = words::fault_name(view.texts, kind);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &name));
    response
        .on_hover_text(view.texts.tr(words::fault_help(kind)))
        .clicked()
}

fn lasting_box(ui: &mut Ui, view: &View<'_>, lasting: &mut Lasting, label: &Response) {
    let name = |lasting: Lasting| match lasting {
        Some(seconds) => words::seconds(seconds),
        None => view.texts.tr("fault.until_healed").to_owned(),
    };
    ui.spacing_mut().interact_size.y = TARGET;
    let combo = ComboBox::from_id_salt("lasting")
        .width(ui.available_width())
        .truncate()
        .selected_text(name(*lasting))
        .icon(super::choice::arrow(view.theme));
    let shown = combo.show_ui(ui, |ui| {
        for offered in LASTING {
            ui.selectable_value(lasting, offered, name(offered));
        }
    });
    shown.response.labelled_by(label.id);
}

/// What is in force on the item now, and the way to end it.
fn in_force(ui: &mut Ui, view: &View<'_>, id: &Id, out: &mut Vec<AppCommand>) {
    let Some(snapshot) = view.snapshot() else {
        return;
    };
    let active: Vec<_> = snapshot
        .faults
        .iter()
        .filter(|fault| fault.target == *id)
        .collect();
    if active.is_empty() && !snapshot.lost_containers.contains(id) {
        return;
    }
    ui.add_space(4.0);
    for fault in active {
        let since = view.texts.clock(fault.since);
        let what = words::fault(view.texts, &fault.kind);
        let text = match fault.until {
            Some(until) => view.texts.tr_with(
                "fault.since_until",
                &[
                    ("what", &what),
                    ("since", &since),
                    ("until", &view.texts.clock(until)),
                ],
            ),
            None => view
                .texts
                .tr_with("fault.since", &[("what", &what), ("since", &since)]),
        };
        ui.label(RichText::new(text).color(view.theme.down));
    }
    let button =
        Button::new(view.texts.tr("fault.heal")).min_size(Vec2::new(ui.available_width(), TARGET));
    if ui.add(button).clicked() {
        out.push(AppCommand::Heal { target: id.clone() });
    }
}
