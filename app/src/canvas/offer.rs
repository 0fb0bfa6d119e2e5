//! A link let go on empty ground: a menu of what could stand there and be called.

use egui::{Button, Popup, PopupAnchor, PopupKind, Ui};
use sim_core::catalog::services;
use sim_core::foundation::ids::Id;

use super::insert;
use super::stage::Stage;
use crate::commands::{AppCommand, SelectMode};
use crate::scene::figures::service_name;
use crate::scene::{CARD, Point};
use crate::session::placement::snap;

/// An open menu.
#[derive(Debug)]
pub struct Offer {
    from: Id,
    /// Where the link ended, canvas points.
    at: Point,
}

impl Offer {
    pub fn new(from: Id, at: Point) -> Self {
        Self { from, at }
    }

    /// The corner of a new card that stands at the end of the link.
    fn corner(&self, stage: &Stage<'_>) -> Point {
        let source = stage.scene.cards.iter().find(|card| card.id == self.from);
        let leftwards = source.is_some_and(|card| self.at[0] < card.rect.min[0]);
        let x = if leftwards {
            self.at[0] - CARD[0]
        } else {
            self.at[0]
        };
        snap([x, self.at[1] - CARD[1] / 2.0])
    }
}

/// Shows the menu until something is chosen or it is dismissed.
pub fn show(ui: &Ui, stage: &Stage<'_>, open: &mut Option<Offer>, out: &mut Vec<AppCommand>) {
    let Some(offer) = open else { return };
    let mut keep = true;
    let anchor = PopupAnchor::Position(stage.space.to_screen(offer.at));
    let popup = Popup::new(
        stage.id.with("offer"),
        ui.ctx().clone(),
        anchor,
        ui.layer_id(),
    )
    .kind(PopupKind::Menu)
    .open_bool(&mut keep);
    let mut chosen = false;
    popup.show(|ui| {
        ui.label(stage.tr("canvas.offer"));
        for service in services().iter().filter(|service| service.ports.accepts) {
            if ui
                .add(Button::new(service_name(service.id, stage.view.texts)))
                .clicked()
            {
                place(stage, offer, service.id, out);
                chosen = true;
            }
        }
    });
    if chosen || !keep {
        *open = None;
    }
}

fn place(stage: &Stage<'_>, offer: &Offer, service: &str, out: &mut Vec<AppCommand>) {
    let view = stage.view;
    let new = insert::called_by(
        view.document,
        view.texts,
        &offer.from,
        service,
        offer.corner(stage),
    );
    if let Some((edit, id)) = new {
        out.push(AppCommand::Edit(edit, "step.add"));
        out.push(AppCommand::Select {
            ids: vec![id],
            mode: SelectMode::Replace,
        });
    }
}
