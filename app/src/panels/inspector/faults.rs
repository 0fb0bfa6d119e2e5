//! Injecting faults by hand, and healing them.

use egui::{Button, ComboBox, Response, RichText, Ui, Vec2, WidgetInfo, WidgetType};
use sim_core::catalog::service;
use sim_core::document::{FaultKind, Item};
use sim_core::foundation::ids::Id;

use super::row;
use crate::commands::AppCommand;
use crate::panels::{heading, words};
use crate::session::View;
use crate::theme::style::TARGET;

/// How long an injected fault lasts, seconds; `None`: until healed.
pub type Lasting = Option<f64>;

const LASTING: [Lasting; 4] = [None, Some(30.0), Some(60.0), Some(300.0)];
const SLOW_FACTOR: f64 = 5.0;
/// Throttle to this where nothing arrives, requests per second.
const LEAST_RATE: f64 = 10.0;

/// The buttons for one item; nothing for items that no fault fits.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    lasting: &mut Lasting,
    id: &Id,
    item: &Item<'_>,
    out: &mut Vec<AppCommand>,
) {
    let offered = offered(view, id, item);
    if offered.is_empty() {
        return;
    }
    heading(ui, view.texts.tr("fault.heading"), view.theme);
    row::plain(ui, view.texts.tr("fault.lasting"), |ui, label| {
        lasting_box(ui, view, lasting, label)
    });
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(6.0);
        for kind in offered {
            if button(ui, view, &kind) {
                out.push(AppCommand::Inject {
                    kind,
                    target: id.clone(),
                    for_s: *lasting,
                });
            }
        }
    });
    in_force(ui, view, id, out);
}

/// The faults that fit: requests can be slowed and throttled where they are answered.
fn offered(view: &View<'_>, id: &Id, item: &Item<'_>) -> Vec<FaultKind> {
    match item {
        Item::Link(_) => vec![FaultKind::CutLink],
        Item::Container(found) if found.kind == "zone" => vec![FaultKind::LoseZone],
        Item::Container(_) => Vec::new(),
        Item::Component(component) => {
            let answers = service(&component.service).is_some_and(|service| service.ports.accepts);
            let rate = view
                .component(id)
                .map_or(0.0, |figures| figures.live.offered_per_s);
            let per_s = if rate >= 2.0 {
                (rate / 2.0).round()
            } else {
                LEAST_RATE
            };
            let all = [
                FaultKind::CrashOne,
                FaultKind::CrashAll,
                FaultKind::Slow {
                    factor: SLOW_FACTOR,
                },
                FaultKind::Throttle { per_s },
            ];
            if answers { all.to_vec() } else { Vec::new() }
        }
    }
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
        Some(seconds) => view.texts.duration(seconds),
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
