//! The picture of a document: what the window paints and what an exported file holds.
//!
//! Architecture invariant: plain data without any view type. The same document, snapshot, theme and language give the
//! same scene, and every text in it has been measured and cut to its place.

mod band;
mod bent;
pub mod card;
pub mod carry;
pub mod collapsed;
pub mod container;
pub mod dressing;
pub mod figures;
pub mod fold;
pub mod fonts;
pub mod geometry;

pub mod index;
mod labels;
pub mod layout;
pub mod link;
pub mod mark;
pub mod markdown;
mod maze;
mod name;
pub mod note;
mod obstacles;
mod plot;
pub mod route;
pub mod shape;
pub mod shares;
pub mod sweep;
pub mod text;
mod tile;

use std::sync::Arc;

use sim_core::document::{Document, NoteKind};
use sim_core::engine::snapshot::Snapshot;
use sim_core::report::inside::Count;

use crate::i18n::Texts;
use crate::theme::Theme;

pub use card::{CARD, CardElement};
pub use container::ContainerElement;
pub use dressing::{Dressing, Look};
pub use fold::{Fold, Folded};
pub use geometry::{Point, Rect};
pub use layout::Layout;
pub use layout::{Errand, Found};
pub use link::LinkElement;
pub use note::NoteElement;
pub use shape::{Anchor, Shape, Stroke};

/// Everything there is to draw, in drawing order: frames, containers from the outside in, notes, links, cards, then the
/// pills of the links.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// Frames, then notes.
    pub notes: Vec<Arc<NoteElement>>,
    pub containers: Vec<ContainerElement>,
    pub links: Vec<Arc<LinkElement>>,
    pub cards: Vec<Arc<CardElement>>,
    /// Around everything; empty at the origin for an empty document.
    pub bounds: Rect,
    /// What the cards of collapsed containers and the lines to them stand for.
    pub folded: Folded,
    /// What is in each of the containers, in their order here.
    pub counts: Vec<Count>,
}

/// The picture of a document, with the figures of a run where there is one.
pub fn build(
    document: &Document,
    snapshot: Option<&Snapshot>,
    theme: &'static Theme,
    texts: Texts,
) -> Scene {
    let look = Look {
        snapshot,
        bill: None,
        theme,
        texts,
        pills: true,
    };
    whole(document, look)
}

/// [`build`] with everything that there is to show.
pub fn whole(document: &Document, look: Look<'_>) -> Scene {
    let mut dressing = Dressing::default();
    dressing.update(document, look);
    dressing.scene
}

impl Scene {
    /// Around everything; `None` for an empty document.
    fn drawn(&self) -> Option<Rect> {
        let containers = self.containers.iter().map(|c| c.rect);
        let cards = self.cards.iter().map(|card| card.rect);
        let links = self.links.iter().map(|link| link.bounds);
        let notes = self.notes.iter().map(|note| note.rect);
        let all = containers.chain(cards).chain(links).chain(notes);
        all.reduce(|a, b| a.union(&b))
    }

    /// The same for a picture that nobody can point at: names are whole, and what has not run has no place for figures.
    pub fn on_paper(mut self) -> Self {
        for card in &mut self.cards {
            *card = Arc::new(card.on_paper());
        }
        self
    }

    /// All shapes in drawing order.
    pub fn shapes(&self) -> impl Iterator<Item = &Shape> {
        let containers = self
            .containers
            .iter()
            .flat_map(|container| &container.shapes);
        let links = self.links.iter().flat_map(|link| &link.details().shapes);
        let cards = self.cards.iter().flat_map(|card| &card.details().shapes);
        let pills = self.links.iter().flat_map(|link| link.pill());
        let frames = self.frames().flat_map(|note| &note.shapes);
        let papers = self.papers().flat_map(|note| &note.shapes);
        let headings = self.containers.iter().flat_map(|c| &c.heading);
        let below = frames.chain(containers).chain(headings).chain(papers);
        below.chain(links).chain(cards).chain(pills)
    }

    /// What lies under everything.
    pub fn frames(&self) -> impl Iterator<Item = &Arc<NoteElement>> {
        self.notes
            .iter()
            .filter(|note| note.kind == NoteKind::Frame)
    }

    /// Notes with text, which lie on the containers and under links and cards.
    pub fn papers(&self) -> impl Iterator<Item = &Arc<NoteElement>> {
        self.notes.iter().filter(|note| note.kind == NoteKind::Text)
    }

    pub fn is_empty(&self) -> bool {
        self.containers.is_empty() && self.cards.is_empty() && self.notes.is_empty()
    }
}

#[cfg(test)]
mod tests;

#[cfg(test)]
pub(crate) mod fixture;
