//! What a component costs: each dimension with usage, unit price, date and how sure the price is.

use egui::{Align, Label, Layout, RichText, Ui};
use sim_core::catalog::prices;
use sim_core::foundation::ids::Id;
use sim_core::foundation::money::PicoUsd;
use sim_core::playback::player::Frame;
use sim_core::report::bill::{BillItem, mean_usd_per_hour, usd_per_month};

use crate::panels::{digits, heading, words};
use crate::session::View;
use crate::theme::style::semibold;

/// Shows the Cost tab.
pub fn show(ui: &mut Ui, view: &View<'_>, id: &Id) {
    let frame = view.frame.filter(|frame| frame.snapshot.now.as_nanos() > 0);
    let Some(frame) = frame else {
        ui.add_space(8.0);
        ui.label(RichText::new(view.texts.tr("cost.not_started")).color(view.theme.text_dim));
        return;
    };
    let items: Vec<&BillItem> = frame
        .bill
        .items
        .iter()
        .filter(|item| item.component == *id)
        .collect();
    total(ui, view, frame, &items);
    heading(ui, view.texts.tr("cost.lines"), view.theme);
    for item in &items {
        ui.scope(|ui| line(ui, view, frame, item));
    }
    if items.is_empty() {
        ui.label(RichText::new(view.texts.tr("cost.free")).color(view.theme.text_dim));
    }
    for (_, dimension) in frame
        .bill
        .unpriced
        .iter()
        .filter(|(component, _)| component == id)
    {
        let name = words::dimension(view.texts, dimension);
        let text = view.texts.tr_with("cost.unpriced", &[("dimension", &name)]);
        ui.label(RichText::new(text).color(view.theme.busy));
    }
    footer(ui, view, frame, &items);
}

fn total(ui: &mut Ui, view: &View<'_>, frame: &Frame, items: &[&BillItem]) {
    let texts = view.texts;
    let cost: PicoUsd = items.iter().map(|item| item.cost).sum();
    let now = frame.snapshot.now;
    ui.add_space(8.0);
    let month = RichText::new(texts.usd_per_month(usd_per_month(cost, now)))
        .font(semibold(20.0))
        .color(view.theme.text);
    ui.label(month);
    let detail = [
        ("hour", texts.usd(mean_usd_per_hour(cost, now))),
        ("sofar", texts.usd(cost.as_usd_f64())),
    ];
    let detail: Vec<(&str, &str)> = detail
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    ui.label(
        RichText::new(texts.tr_with("cost.detail", &detail))
            .small()
            .color(view.theme.text_dim),
    );
}

/// Two lines: dimension and dollars a month; usage × price, with date and doubt.
fn line(ui: &mut Ui, view: &View<'_>, frame: &Frame, item: &BillItem) {
    let (texts, theme) = (view.texts, view.theme);
    let month = usd_per_month(item.cost, frame.snapshot.now);
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.spacing_mut().interact_size.y = 18.0;
    ui.horizontal(|ui| {
        ui.label(RichText::new(words::dimension(texts, item.dimension)).color(theme.text));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(RichText::new(texts.usd_per_month(month)).font(semibold(13.0)));
        });
    });
    let unit = words::unit(texts, item.unit);
    let (usage, price) = (texts.number(item.usage), digits::unit_price(item.price));
    let values = [
        ("usage", usage.as_str()),
        ("unit", unit.as_str()),
        ("price", price.as_str()),
    ];
    let unverified = words::is_unverified(item.confidence);
    let source = prices::list()
        .ok()
        .and_then(|list| list.source_title(item.source))
        .unwrap_or(item.source);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(6.0, 2.0);
        ui.spacing_mut().interact_size.y = 14.0;
        let formula = RichText::new(texts.tr_with("cost.formula", &values))
            .small()
            .color(theme.text_dim);
        let exact = texts.tr_with("cost.exact", &[("usd", &item.cost.to_usd_string())]);
        let date = texts.tr_with(
            "cost.price_of",
            &[("date", &words::date(texts, item.price_as_of))],
        );
        let confidence = words::confidence(texts, item.confidence);
        let hint = format!("{exact}\n{date}, {confidence}\n{source}");
        ui.add(Label::new(formula).wrap()).on_hover_text(hint);
        if unverified {
            ui.label(RichText::new(confidence).small().color(theme.busy));
        }
    });
    ui.add_space(8.0);
}

/// Region and date of the price list.
fn footer(ui: &mut Ui, view: &View<'_>, frame: &Frame, items: &[&BillItem]) {
    let Some(component) = items
        .first()
        .and_then(|item| view.document.components.get(&item.component))
    else {
        return;
    };
    let region = sim_core::report::bill::region_of(view.document, component);
    let text = crate::i18n::prices::list(view.texts, region, items.iter().copied());
    ui.add_space(6.0);
    ui.label(RichText::new(text).small().color(view.theme.text_dim));
    if let Some(million) = frame.bill.usd_per_million_ok {
        let whole = view.texts.tr_with(
            "cost.whole",
            &[
                ("month", &view.texts.usd_per_month(frame.bill.usd_per_month)),
                ("million", &view.texts.usd(million)),
            ],
        );
        ui.label(RichText::new(whole).small().color(view.theme.text_dim));
    }
}
