//! What every part of the canvas works with in one frame.

use egui::Id;
use sim_core::foundation::ids::Id as ItemId;

use super::far::Plate;
use super::space::Space;
use crate::commands::{AppCommand, SelectMode};
use crate::scene::index::{Index, Shown};
use crate::scene::{CardElement, LinkElement, Point, Rect, Scene};
use crate::session::View;

/// One frame of the canvas.
pub struct Stage<'a> {
    pub view: &'a View<'a>,
    pub space: Space,
    pub scene: &'a Scene,
    pub index: &'a Index,
    /// What of the scene shows, with some air.
    pub shown: &'a Shown,
    /// The containers that speak for themselves, because the drawing is too far away to be read.
    pub plates: &'a [Plate],
    /// Of the canvas; ids of widgets on it begin with it.
    pub id: Id,
    /// No gesture is under way and no dialog is open, so widgets may start one.
    pub free: bool,
    /// What the pointer rests on says what it is.
    pub tips: bool,
    /// A menu or another popup is open somewhere.
    pub popup: bool,
}

impl<'a> Stage<'a> {
    /// The cards that show, in drawing order.
    pub fn cards(&self) -> impl DoubleEndedIterator<Item = &'a CardElement> {
        let cards = &self.scene.cards;
        self.shown.cards.iter().map(|at| &*cards[*at])
    }

    /// The links that show, in drawing order.
    pub fn links(&self) -> impl Iterator<Item = &'a LinkElement> {
        let links = &self.scene.links;
        self.shown.links.iter().map(|at| &*links[*at])
    }

    /// Cards and links at most so far from a point; all in canvas points.
    pub fn near(&self, p: Point, reach: f32) -> (Vec<&'a CardElement>, Vec<&'a LinkElement>) {
        let near = self.index.within(&Rect::around(p, [2.0 * reach; 2]));
        let cards = near.cards.iter().map(|at| &*self.scene.cards[*at]);
        let links = near.links.iter().map(|at| &*self.scene.links[*at]);
        (cards.collect(), links.collect())
    }

    /// The card of a component, whether it shows or not.
    pub fn card(&self, id: &ItemId) -> Option<&'a CardElement> {
        let cards = &self.scene.cards;
        // Mostly every component has its card, in the document's order.
        let place = self.view.document.components.get_index_of(id)?;
        let there = cards.get(place).filter(|card| card.id == *id);
        let found = there.or_else(|| cards.iter().find(|card| card.id == *id));
        found.map(|card| &**card)
    }

    pub fn tr(&self, key: &str) -> &'static str {
        self.view.texts.tr(key)
    }

    /// The container that stands for what is at a point of the screen.
    pub fn covered(&self, at: egui::Pos2) -> Option<&Plate> {
        let covers = |plate: &&Plate| plate.covers && plate.rect.contains(at);
        self.plates.iter().find(covers)
    }

    /// The part of the drawing that shows, canvas points.
    pub fn seen(&self) -> Rect {
        Rect::new(
            self.space.to_canvas(self.space.area.min),
            self.space.to_canvas(self.space.area.max),
        )
    }

    /// Whether the menu of a widget may be open or opens now: thousands of others need not be asked.
    pub fn may_open(&self, response: &egui::Response) -> bool {
        self.popup || response.secondary_clicked() || response.hovered()
    }

    /// The part of a canvas rectangle that shows; `None` where nothing does.
    pub fn visible(&self, rect: egui::Rect) -> Option<egui::Rect> {
        let shown = rect.intersect(self.space.area);
        shown.is_positive().then_some(shown)
    }

    /// The items a drag of `id` moves: all selected ones if it is one of them, else it alone.
    pub fn dragged_with(&self, id: &ItemId) -> Vec<ItemId> {
        if self.view.selection.contains(id) {
            self.view.selection.to_vec()
        } else {
            vec![id.clone()]
        }
    }
}

/// What has a widget of its own on the canvas wherever it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    Card,
    Container,
    Note,
}

/// The widget by which the keyboard holds an item, on the canvas of this id.
pub fn widget(canvas: Id, kind: ItemKind, item: &ItemId) -> Id {
    let kind = match kind {
        ItemKind::Card => "card",
        ItemKind::Container => "container",
        ItemKind::Note => "note",
    };
    canvas.with((kind, item.as_str()))
}

/// A click on an item: alone, or with Shift or Ctrl to or from the rest.
pub fn select(ui: &egui::Ui, id: &ItemId) -> AppCommand {
    select_all(ui, vec![id.clone()])
}

/// The same for several items that are drawn as one.
pub fn select_all(ui: &egui::Ui, ids: Vec<ItemId>) -> AppCommand {
    let more = ui.input(|input| input.modifiers.shift || input.modifiers.command);
    let mode = if more {
        SelectMode::Toggle
    } else {
        SelectMode::Replace
    };
    AppCommand::Select { ids, mode }
}

/// Selects an item before a menu opens on it or a drag takes it, unless it is selected already.
pub fn select_if_new(stage: &Stage<'_>, id: &ItemId, out: &mut Vec<AppCommand>) {
    if !stage.view.selection.contains(id) {
        out.push(AppCommand::Select {
            ids: vec![id.clone()],
            mode: SelectMode::Replace,
        });
    }
}
