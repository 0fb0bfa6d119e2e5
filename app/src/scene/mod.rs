//! The picture of a document: what the window paints and what an exported file holds.
//!
//! Architecture invariant: plain data without any view type. The same document, snapshot, theme and language give the
//! same scene, and every text in it has been measured and cut to its place.

pub mod card;
pub mod container;
pub mod figures;
pub mod fonts;
pub mod geometry;
pub mod icons;
mod labels;
pub mod layout;
pub mod link;
pub mod mark;
pub mod markdown;
pub mod note;
mod obstacles;
pub mod route;
pub mod shape;
pub mod text;

use std::sync::Arc;

use sim_core::document::{Component, Document, NoteKind};
use sim_core::engine::snapshot::Snapshot;

use crate::i18n::Texts;
use crate::theme::Theme;

pub use card::{CARD, CardElement};
pub use container::ContainerElement;
pub use geometry::{Point, Rect};
pub use layout::Layout;
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
}

/// The picture of a document, with the figures of a run where there is one.
pub fn build(
    document: &Document,
    snapshot: Option<&Snapshot>,
    theme: &Theme,
    texts: Texts,
) -> Scene {
    dress(document, &Layout::of(document), snapshot, theme, texts)
}

/// [`build`] with ways that were worked out before for this document.
pub fn dress(
    document: &Document,
    layout: &Layout,
    snapshot: Option<&Snapshot>,
    theme: &Theme,
    texts: Texts,
) -> Scene {
    let mut containers: Vec<ContainerElement> = document
        .containers
        .values()
        .map(|c| container::container(document, c, snapshot, theme, texts))
        .collect();
    containers.sort_by_key(|container| container.depth);
    let card = |(index, component): (usize, &Arc<Component>)| {
        Arc::new(card::card(component, index, snapshot, theme, texts))
    };
    let cards: Vec<_> = document.components.values().enumerate().map(card).collect();
    let link = |way: &layout::Way| {
        let link = document.links.get(&way.id)?;
        Some(link::link(document, link, way, snapshot, theme, texts))
    };
    let mut links: Vec<LinkElement> = layout.ways.iter().filter_map(link).collect();
    labels::place(&mut links, &layout.cards, &containers, theme);
    let links: Vec<_> = links.into_iter().map(Arc::new).collect();
    let notes = note::notes(document, &layout.pages, theme, texts);
    let papers = notes.iter().map(|note| note.rect);
    let drawn = bounds(&containers, &links, &cards);
    let bounds = drawn.into_iter().chain(papers).reduce(|a, b| a.union(&b));
    let bounds = bounds.unwrap_or_default();
    Scene {
        notes,
        containers,
        links,
        cards,
        bounds,
    }
}

fn bounds(
    containers: &[ContainerElement],
    links: &[Arc<LinkElement>],
    cards: &[Arc<CardElement>],
) -> Option<Rect> {
    let boxes = containers
        .iter()
        .map(|c| c.rect)
        .chain(cards.iter().map(|c| c.rect));
    let lines = links.iter().map(|link| link.bounds);
    boxes.chain(lines).reduce(|a, b| a.union(&b))
}

impl Scene {
    /// All shapes in drawing order.
    pub fn shapes(&self) -> impl Iterator<Item = &Shape> {
        let containers = self
            .containers
            .iter()
            .flat_map(|container| &container.shapes);
        let links = self.links.iter().flat_map(|link| &link.shapes);
        let cards = self.cards.iter().flat_map(|card| &card.shapes);
        let pills = self.links.iter().flat_map(|link| &link.pill);
        let frames = self.frames().flat_map(|note| &note.shapes);
        let papers = self.papers().flat_map(|note| &note.shapes);
        let below = frames.chain(containers).chain(papers);
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
