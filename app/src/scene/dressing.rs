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
    fn is(&self, now: &LinkNow<'_>) -> bool {
        let named = |a: &Arc<Component>, b: &Arc<Component>| Arc::ptr_eq(a, b) || a.name == b.name;
        Arc::ptr_eq(&self.link, now.link)
            && Arc::ptr_eq(&self.way, now.way)
            && self.ends.iter().zip(now.ends).all(|(a, b)| named(a, b))
            && self.run == now.run
    }
}

/// A [`LinkSource`] that nobody keeps yet.
struct LinkNow<'a> {
    link: &'a Arc<Link>,
    way: &'a Arc<Way>,
    ends: [&'a Arc<Component>; 2],
    run: LinkRun,
}

impl LinkNow<'_> {
    fn source(&self) -> LinkSource {
        LinkSource {
            link: Arc::clone(self.link),
            way: Arc::clone(self.way),
            ends: self.ends.map(Arc::clone),
            run: self.run,
        }
    }

    fn element(&self, look: Look<'_>) -> Arc<LinkElement> {
        let (link, way, run) = (self.link, self.way, &self.run);
        let (theme, texts) = (look.theme, look.texts);
        Arc::new(LinkElement::new(link, way, self.ends, run, theme, texts))
    }

    /// Makes a source and its element those of now; the same link has them.
    fn follow(&self, source: &mut LinkSource, element: &mut Arc<LinkElement>, look: Look<'_>) {
        let link = (!Arc::ptr_eq(&source.link, self.link)).then_some(&**self.link);
        match Arc::get_mut(element) {
            Some(element) => element.follow(link, self.way, self.ends, &self.run),
            None => *element = self.element(look),
        }
        *source = self.source();
    }
}

/// Makes the element of a component that of now; it has the id that it had.
fn follow_card(
    card: &mut Arc<CardElement>,
    component: &Arc<Component>,
    run: &CardRun,
    look: Look<'_>,
) {
    match Arc::get_mut(card) {
        Some(card) => card.follow(component, run),
        None => *card = Arc::new(CardElement::new(component, run, look.theme, look.texts)),
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
        let components = &document.components;
        let (sources, cards) = (&mut self.cards, &mut self.scene.cards);
        let aligned = sources.iter_mut().zip(cards.iter_mut()).zip(components);
        let mut same = 0;
        // What stands where it stood is changed there: most of a drawing stays what it is, and in its place.
        for ((source, card), (id, component)) in aligned {
            let known = Arc::ptr_eq(&source.component, component);
            if !known && source.component.id != *id {
                break;
            }
            let run = CardRun::of(id, same, measured);
            if !known || source.run != run {
                follow_card(card, component, &run, look);
                source.run = run;
                if !known {
                    source.component = Arc::clone(component);
                }
            }
            same += 1;
        }
        let before: Vec<_> = sources.drain(same..).zip(cards.drain(same..)).collect();
        let before = Before::new(&before, |(source, _)| &source.component.id);
        for (index, (id, component)) in components.iter().enumerate().skip(same) {
            let source = CardSource {
                component: Arc::clone(component),
                run: CardRun::of(id, index, measured),
            };
            let known = before.get(index - same, id);
            cards.push(match known.filter(|(known, _)| known.is(&source)) {
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
    }

    fn dress_links(
        &mut self,
        document: &Document,
        look: Look<'_>,
        measured: Option<&Measured<'_>>,
    ) {
        let layout = &self.layout;
        let (sources, links) = (&mut self.links, &mut self.scene.links);
        let now = |index: usize| {
            let (place, ends) = layout.places_of(index);
            let (id, link) = document.links.get_index(place)?;
            let end = |card: usize| document.components.get_index(card);
            let [(_, from), (target, to)] = [end(ends[0])?, end(ends[1])?];
            let target = measured.and_then(|measured| measured.health(ends[1], target));
            Some(LinkNow {
                link,
                way: &layout.ways[index],
                ends: [from, to],
                run: LinkRun::of(id, place, target, measured),
            })
        };
        let aligned = sources.iter_mut().zip(links.iter_mut()).zip(&layout.ways);
        let mut same = 0;
        for ((source, element), way) in aligned {
            if !Arc::ptr_eq(&source.way, way) && source.way.id != way.id {
                break;
            }
            let Some(now) = now(same) else { break };
            if !source.is(&now) {
                now.follow(source, element, look);
            }
            same += 1;
        }
        let before: Vec<_> = sources.drain(same..).zip(links.drain(same..)).collect();
        let before = Before::new(&before, |(source, _)| &source.way.id);
        for now in (same..layout.ways.len()).filter_map(now) {
            let known = before.get(sources.len() - same, &now.way.id);
            let known = known.filter(|(source, _)| source.is(&now));
            links.push(known.map_or_else(|| now.element(look), |(_, known)| Arc::clone(known)));
            sources.push(now.source());
        }
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
