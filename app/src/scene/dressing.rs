//! A scene that follows its document: what did not change stays the same element.
//!
//! Architecture invariant: after every update the scene is the one that [`super::build`] makes from nothing; the way
//! there is only shorter.

mod run;
mod watched;

use std::sync::Arc;

use sim_core::document::{Component, Document, Link};
use sim_core::engine::snapshot::Snapshot;
use sim_core::report::bill::Bill;

use super::figures::{CardRun, LinkRun, Measured};
use super::fold::{Fold, Folder};
use super::layout::{Before, Errand, Found, Layout, Way};
use super::{CardElement, ContainerElement, LinkElement, Scene, container, labels, note};
use crate::i18n::{Lang, Texts};
use crate::theme::Theme;
use watched::Watched;

/// What a document is shown with.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    pub snapshot: Option<&'a Snapshot>,
    /// What it costs: cards of collapsed containers say so.
    pub bill: Option<&'a Bill>,
    pub theme: &'static Theme,
    pub texts: Texts,
    /// Links say what passes them; from far away nobody could read it.
    pub pills: bool,
}

/// A scene and what it was made from.
#[derive(Debug, Default)]
pub struct Dressing {
    pub scene: Scene,
    layout: Layout,
    folder: Folder,
    cards: Vec<CardSource>,
    links: Vec<LinkSource>,
    /// What is looked at with every snapshot, once one was followed.
    watched: Option<Watched>,
    pills: labels::Pills,
    /// Of the last update: whether the theme is dark, and the language.
    style: Option<(bool, Lang)>,
}

/// What a card's element is made from, besides theme and language.
#[derive(Clone, Debug)]
struct CardSource {
    component: Arc<Component>,
    run: CardRun,
}

/// What a link's element is made from, besides theme and language.
#[derive(Clone, Debug)]
struct LinkSource {
    link: Arc<Link>,
    way: Arc<Way>,
    /// The link's label names them.
    ends: [Arc<Component>; 2],
    run: LinkRun,
}

impl CardSource {
    fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.component, &other.component) && self.run == other.run
    }
}

impl LinkSource {
    fn is(&self, other: &Self) -> bool {
        let named = |a: &Arc<Component>, b: &Arc<Component>| Arc::ptr_eq(a, b) || a.name == b.name;
        Arc::ptr_eq(&self.link, &other.link)
            && Arc::ptr_eq(&self.way, &other.way)
            && self.ends.iter().zip(&other.ends).all(|(a, b)| named(a, b))
            && self.run == other.run
    }
}

impl Dressing {
    /// A scene for a window, which waits for nothing: with more links than this it follows a change at once, and the
    /// links find their way around the cards by errands, later.
    pub fn in_time(at_once: usize) -> Self {
        Self {
            layout: Layout::in_time(at_once),
            ..Self::default()
        }
    }

    /// Whether links have yet to find their way; if so, the number of the last change of the drawing.
    pub fn owes(&self) -> Option<u64> {
        self.layout.owes().then(|| self.layout.revision())
    }

    /// The next errand; first the links in `first`, by their place in the scene.
    pub fn errand(&self, first: &[usize]) -> Option<Errand> {
        self.layout.errand(first)
    }

    /// Takes over what an errand found, unless it is of an older drawing. `true`: the scene is another one after the
    /// next [`update`](Self::update).
    pub fn settle(&mut self, found: Found) -> bool {
        self.layout.settle(found)
    }

    /// What is collapsed in the document; `None`: nothing is.
    pub fn fold(&self) -> Option<&Fold> {
        self.folder.fold()
    }

    /// Shows a document with a look.
    pub fn update(&mut self, document: &Document, look: Look<'_>) {
        // Everything but the figures of what is collapsed is made from the folded document as from any other.
        let mut folder = std::mem::take(&mut self.folder);
        folder.follow(document);
        match folder.fold() {
            None => self.dress(document, look),
            Some(fold) => {
                let snapshot = look.snapshot.map(|snapshot| fold.snapshot(snapshot));
                let folded = Look {
                    snapshot: snapshot.as_ref(),
                    ..look
                };
                self.dress(&fold.document, folded);
            }
        }
        folder.put_figures(&mut self.scene, document, look);
        self.folder = folder;
    }

    fn dress(&mut self, document: &Document, look: Look<'_>) {
        let style = Some((look.theme.dark, look.texts.lang()));
        if self.style != style {
            self.style = style;
            self.cards.clear();
            self.links.clear();
        }
        self.layout.update(document);
        let measured = look.snapshot.map(Measured::new);
        self.dress_cards(document, look, measured.as_ref());
        self.dress_links(document, look, measured.as_ref());
        self.watched = None;
        let containers = document.containers.values();
        let container =
            |c: &Arc<_>| container::container(document, c, look.snapshot, look.theme, look.texts);
        self.scene.containers = containers.map(container).collect();
        // Bands lie over what they cross.
        let order = |container: &ContainerElement| (container.depth, container.band);
        self.scene.containers.sort_by_key(order);
        self.scene.notes = note::notes(document, &self.layout.pages, look.theme, look.texts);
        self.place_pills(look.pills);
        self.scene.bounds = self.scene.drawn().unwrap_or_default();
    }

    /// Places in the scene of the two cards of a link.
    pub fn ends(&self, link: usize) -> [usize; 2] {
        self.layout.places_of(link).1
    }

    fn dress_cards(
        &mut self,
        document: &Document,
        look: Look<'_>,
        measured: Option<&Measured<'_>>,
    ) {
        let before: Vec<_> = self.cards.iter().zip(&self.scene.cards).collect();
        let before = Before::new(&before, |(source, _)| &source.component.id);
        let (mut sources, mut cards) = (Vec::new(), Vec::new());
        for (index, component) in document.components.values().enumerate() {
            let source = CardSource {
                component: Arc::clone(component),
                run: CardRun::of(component, index, measured),
            };
            let same = before.get(index, &component.id);
            cards.push(match same.filter(|(same, _)| same.is(&source)) {
                Some((_, card)) => Arc::clone(card),
                None => Arc::new(CardElement::new(
                    component,
                    &source.run,
                    look.theme,
                    look.texts,
                )),
            });
            sources.push(source);
        }
        (self.scene.cards, self.cards) = (cards, sources);
    }

    fn dress_links(
        &mut self,
        document: &Document,
        look: Look<'_>,
        measured: Option<&Measured<'_>>,
    ) {
        let before: Vec<_> = self.links.iter().zip(&self.scene.links).collect();
        let before = Before::new(&before, |(source, _)| &source.way.id);
        let (mut sources, mut links) = (Vec::new(), Vec::new());
        for (index, way) in self.layout.ways.iter().enumerate() {
            let (place, ends) = self.layout.places_of(index);
            let link = &document.links[place];
            let to = &document.components[ends[1]].id;
            let target = measured.and_then(|measured| measured.health(ends[1], to));
            let source = LinkSource {
                link: Arc::clone(link),
                way: Arc::clone(way),
                ends: ends.map(|card| Arc::clone(&document.components[card])),
                run: LinkRun::of(&link.id, place, target, measured),
            };
            let same = before.get(index, &way.id);
            links.push(match same.filter(|(same, _)| same.is(&source)) {
                Some((_, element)) => Arc::clone(element),
                None => {
                    let (ends, run) = (source.ends.each_ref(), &source.run);
                    Arc::new(LinkElement::new(
                        link, way, ends, run, look.theme, look.texts,
                    ))
                }
            });
            sources.push(source);
        }
        (self.scene.links, self.links) = (links, sources);
    }

    /// Every pill in its place; where it is there already, the element stays the same one.
    fn place_pills(&mut self, wanted: bool) {
        let Scene {
            links, containers, ..
        } = &mut self.scene;
        if wanted {
            self.pills.follow(links, &self.layout.cards, containers);
        }
        let places = self.pills.places().filter(|_| wanted);
        let places = places.chain(std::iter::repeat(None));
        for (link, place) in links.iter_mut().zip(places) {
            if link.place() != place {
                Arc::make_mut(link).put_pill(place);
            }
        }
    }
}
