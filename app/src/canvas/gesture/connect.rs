//! A link drawn by hand, from a card's handle to another card, or an end of one that is there brought to another card;
//! refused links say why.

use egui::epaint::CubicBezierShape;
use egui::{Color32, Stroke, Ui};
use sim_core::foundation::ids::Id;

use super::Hand;
use crate::canvas::outline;
use crate::canvas::stage::Stage;
use crate::commands::AppCommand;
use crate::scene::route::{Side, sides};
use crate::scene::{CARD, CardElement, Point, Rect};
use crate::session::linking::{End, refusal, refusal_of_end};
use crate::session::placement::snap;
use crate::session::{Adding, Dialog, Finder};

/// So far from its edge the hand is back on the card that a link comes from, canvas points.
const INSIDE: f32 = 10.0;

/// A link that follows the hand.
#[derive(Debug)]
pub struct Connect {
    from: Id,
    /// The side that it leaves by while it leads nowhere; `None`: the nearest.
    side: Option<Side>,
    to: Point,
    /// Begun by a click: the next click ends it, and no button is held.
    sticky: bool,
    /// The click that began it is over.
    armed: bool,
    /// The end of a link that comes along: `from` is where the other end stays.
    moved: Option<(Id, End)>,
}

impl Connect {
    pub fn new(from: Id, side: Side, at: Point, sticky: bool) -> Self {
        Self {
            from,
            side: Some(side),
            to: at,
            sticky,
            armed: false,
            moved: None,
        }
    }

    /// An end of a link in the hand; `stays`: the card that the other end is at, as it is drawn.
    pub fn of_end(link: Id, end: End, stays: Id, at: Point, sticky: bool) -> Self {
        Self {
            from: stays,
            side: None,
            to: at,
            sticky,
            armed: false,
            moved: Some((link, end)),
        }
    }

    pub fn follow(&mut self, hand: Hand) {
        self.to = hand.at;
        self.armed = true;
    }

    /// Whether it ends in this frame.
    pub fn is_over(&self, down: bool, released: bool) -> bool {
        if self.sticky {
            self.armed && released
        } else {
            !down
        }
    }

    /// The card under the hand.
    fn target<'a>(&self, stage: &'a Stage<'_>) -> Option<&'a CardElement> {
        let found = stage
            .scene
            .cards
            .iter()
            .rev()
            .find(|card| card.rect.contains(self.to));
        found
            .map(|card| &**card)
            .filter(|card| card.id != self.from)
    }

    /// The card it comes from, if the hand is back on it, well inside: the grips stand at its edges.
    fn back_at<'a>(&self, source: &'a CardElement) -> Option<&'a CardElement> {
        let inside = source.rect.inflate(-INSIDE).contains(self.to);
        (inside && self.armed).then_some(source)
    }

    pub fn paint(&self, ui: &Ui, stage: &Stage<'_>) {
        let Some(source) = stage.scene.cards.iter().find(|card| card.id == self.from) else {
            return;
        };
        let target = self.target(stage).or_else(|| self.back_at(source));
        let reason = target.and_then(|target| self.refusal(stage, &target.id));
        let theme = stage.view.theme;
        let color = if reason.is_some() {
            theme.down
        } else {
            theme.accent
        };
        self.paint_curve(
            ui,
            stage,
            source,
            target.filter(|_| reason.is_none()),
            color.into(),
        );
        if let Some(target) = target {
            ui.painter()
                .add(outline::card(&stage.space, target.rect, color));
        }
        if let (Some(key), Some(target)) = (reason, target) {
            let [from, to] = self.joined(source.name(), target.name());
            let texts = stage.view.texts;
            let text = texts.tr_with(key, &[("from", from), ("to", to)]);
            egui::Tooltip::always_open(
                ui.ctx().clone(),
                ui.layer_id(),
                stage.id.with("refusal"),
                egui::PopupAnchor::Pointer,
            )
            .show(|ui| ui.label(text));
        }
    }

    /// What would lead from where to where.
    fn joined<T>(&self, source: T, target: T) -> [T; 2] {
        let end = self.moved.as_ref().map_or(End::To, |(_, end)| *end);
        end.joined(target, source)
    }

    fn refusal(&self, stage: &Stage<'_>, target: &Id) -> Option<&'static str> {
        let document = stage.view.document;
        match &self.moved {
            None => refusal(document, &self.from, target),
            Some((link, end)) => refusal_of_end(document, document.links.get(link)?, *end, target),
        }
    }

    fn paint_curve(
        &self,
        ui: &Ui,
        stage: &Stage<'_>,
        source: &CardElement,
        target: Option<&CardElement>,
        color: Color32,
    ) {
        let (leaving, entering) = match target {
            Some(target) => sides(&source.rect, &target.rect),
            None => {
                let (nearest, entering) = sides(&source.rect, &Rect::around(self.to, [1.0, 1.0]));
                (self.side.unwrap_or(nearest), entering)
            }
        };
        let from = leaving.point(&source.rect, 0.0);
        let to = target.map_or(self.to, |target| entering.point(&target.rect, 0.0));
        let reach = ((from[0] - to[0]).hypot(from[1] - to[1]) * 0.4).min(120.0);
        let pushed = |p: Point, side: Side| {
            [
                p[0] + side.normal()[0] * reach,
                p[1] + side.normal()[1] * reach,
            ]
        };
        let points = [from, pushed(from, leaving), pushed(to, entering), to]
            .map(|p| stage.space.to_screen(p));
        let stroke = Stroke::new(2.0, color);
        ui.painter().add(CubicBezierShape::from_points_stroke(
            points,
            false,
            Color32::TRANSPARENT,
            stroke,
        ));
        ui.painter().circle_filled(points[3], 4.0, color);
    }

    /// Links, or offers what could stand where a drag ended on empty ground.
    pub fn end(&self, stage: &Stage<'_>, out: &mut Vec<AppCommand>) {
        let target = self.target(stage);
        if let Some((link, end)) = &self.moved {
            out.extend(target.and_then(|target| reconnected(stage, link, *end, &target.id)));
            return;
        }
        if target.is_none() && !self.sticky && self.armed {
            let own = stage.scene.cards.iter().find(|card| card.id == self.from);
            let beside = own.is_none_or(|card| !card.rect.inflate(24.0).contains(self.to));
            out.extend(beside.then(|| self.offer(stage)));
            return;
        }
        // A link that may not be is asked for as well: the answer says why.
        out.extend(target.map(|target| AppCommand::Connect {
            from: self.from.clone(),
            to: target.id.clone(),
        }));
    }

    /// Asks what shall stand where the link ended.
    fn offer(&self, stage: &Stage<'_>) -> AppCommand {
        let source = stage.scene.cards.iter().find(|card| card.id == self.from);
        let leftwards = source.is_some_and(|card| self.to[0] < card.rect.min[0]);
        let left = if leftwards { CARD[0] } else { 0.0 };
        let corner = [self.to[0] - left, self.to[1] - CARD[1] / 2.0];
        let anchor = stage.space.to_screen(self.to);
        let adding = Adding {
            at: Some(snap(corner)),
            from: Some(self.from.clone()),
            to: None,
            into: None,
            anchor: Some([anchor.x, anchor.y]),
        };
        AppCommand::ShowDialog(Dialog::Finder(Finder::Add(adding)))
    }
}

/// Brings an end of a link to a component. One that may not be there is asked for as well: the answer says why.
fn reconnected(stage: &Stage<'_>, id: &Id, end: End, target: &Id) -> Option<AppCommand> {
    let link = stage.view.document.links.get(id)?;
    let stays = match end {
        End::From => &link.to,
        End::To => &link.from,
    };
    let [from, to] = end.joined(target.clone(), stays.clone());
    let link = id.clone();
    Some(AppCommand::Reconnect { link, from, to })
}
