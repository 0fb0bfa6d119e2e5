//! What is drawn of a document in which containers are collapsed: one card for a container and all in it, and one line
//! for the links between the same two drawn ends.
//!
//! A pure step before everything else: layout, figures and pictures work on the folded document as on any other.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::{IndexMap, IndexSet};
use sim_core::document::{Component, Document, Link};
use sim_core::edit::Place;
use sim_core::engine::snapshot::{ActiveFault, ComponentView, LinkView, Snapshot};
use sim_core::foundation::ids::Id;
use sim_core::report::inside::{Count, Inside, Insides};

use super::collapsed::Collapsed;
use super::{CardElement, ContainerElement, Look, Scene};

/// A document with its collapsed containers folded.
#[derive(Clone, Debug, PartialEq)]
pub struct Fold {
    /// What is drawn. A collapsed container stands in it as a component of its own id and without a service; a line for
    /// several links has the id of the first one.
    pub document: Document,
    /// The collapsed containers that are drawn, in the document's order.
    pub cards: Vec<Id>,
    /// The links behind each line that ends at such a card, in the document's order.
    pub bundles: BTreeMap<Id, Vec<Id>>,
    /// What is put away, and the card that stands for it.
    put_away: IndexMap<Id, Id>,
}

/// What a scene knows of its folds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Folded {
    /// The figures of every collapsed container that is drawn.
    pub boxes: BTreeMap<Id, Inside>,
    pub bundles: BTreeMap<Id, Vec<Id>>,
}

impl Folded {
    /// The links that a drawn line stands for.
    pub fn links_of(&self, line: &Id) -> Vec<Id> {
        let bundle = self.bundles.get(line).cloned();
        bundle.unwrap_or_else(|| vec![line.clone()])
    }
}

/// The document as it is drawn.
pub fn drawn(document: &Document) -> Cow<'_, Document> {
    match Fold::of(document) {
        Some(fold) => Cow::Owned(fold.document),
        None => Cow::Borrowed(document),
    }
}

impl Fold {
    /// `None` where nothing is collapsed: the document is drawn as it is.
    pub fn of(document: &Document) -> Option<Self> {
        if !document.containers.values().any(|c| c.is_card()) {
            return None;
        }
        let components = document.components.keys();
        let placed = components.chain(document.containers.keys());
        let ids = placed.chain(document.notes.keys());
        let away = ids.filter_map(|id| Some((id.clone(), document.stand_in(id)?.id.clone())));
        let put_away: IndexMap<Id, Id> = away.collect();
        let cards = document.containers.keys();
        let cards = cards.filter(|id| put_away.get(*id) == Some(*id));
        let mut fold = Self {
            document: document.clone(),
            cards: cards.cloned().collect(),
            bundles: BTreeMap::new(),
            put_away,
        };
        fold.put_cards(document);
        fold.tie_links(document);
        Some(fold)
    }

    /// The card that stands for an item; the item itself where it is drawn.
    fn end<'a>(&'a self, id: &'a Id) -> &'a Id {
        self.put_away.get(id).unwrap_or(id)
    }

    fn put_cards(&mut self, document: &Document) {
        let away = &self.put_away;
        self.document
            .components
            .retain(|id, _| !away.contains_key(id));
        self.document
            .containers
            .retain(|id, _| !away.contains_key(id));
        self.document.notes.retain(|id, _| !away.contains_key(id));
        for container in self
            .cards
            .iter()
            .filter_map(|id| document.containers.get(id))
        {
            let card = Component {
                id: container.id.clone(),
                service: String::new(),
                name: container.name.clone(),
                parent: container.parent.clone(),
                at: container.at,
                params: Default::default(),
                unknown: Default::default(),
            };
            self.document
                .components
                .insert(card.id.clone(), Arc::new(card));
        }
    }

    /// Links wholly inside vanish; those between the same two ends, one of them a card, become one.
    fn tie_links(&mut self, document: &Document) {
        let mut lines: IndexMap<(&Id, &Id), Id> = IndexMap::new();
        let mut tied = Vec::new();
        for link in document.links.values() {
            let ends = (self.end(&link.from), self.end(&link.to));
            if ends == (&link.from, &link.to) {
                continue;
            }
            if ends.0 == ends.1 {
                tied.push((link.id.clone(), None));
                continue;
            }
            let line = lines.entry(ends).or_insert_with(|| link.id.clone());
            tied.push((link.id.clone(), Some(line.clone())));
        }
        let folded: Vec<Link> = lines
            .iter()
            .filter_map(|((from, to), id)| {
                let first = document.links.get(id)?;
                Some(Link {
                    from: Id::clone(from),
                    to: Id::clone(to),
                    ..Link::clone(first)
                })
            })
            .collect();
        let gone: IndexSet<&Id> = tied
            .iter()
            .filter(|(id, line)| line.as_ref() != Some(id))
            .map(|(id, _)| id)
            .collect();
        self.document.links.retain(|id, _| !gone.contains(id));
        for link in folded {
            self.document.links.insert(link.id.clone(), Arc::new(link));
        }
        for (id, line) in tied {
            if let Some(line) = line {
                self.bundles.entry(line).or_default().push(id);
            }
        }
    }

    /// The run as far as a scene looks at it, in the folded document's order.
    pub fn snapshot(&self, snapshot: &Snapshot) -> Snapshot {
        let components: IndexMap<&Id, &ComponentView> =
            snapshot.components.iter().map(|v| (&v.id, v)).collect();
        let links: IndexMap<&Id, &LinkView> = snapshot.links.iter().map(|v| (&v.id, v)).collect();
        let mut worst: IndexMap<&Id, &ComponentView> = IndexMap::new();
        for view in &snapshot.components {
            if let Some(card) = self.put_away.get(&view.id) {
                let kept = worst.entry(card).or_insert(view);
                if view.health > kept.health {
                    *kept = view;
                }
            }
        }
        let component = |id: &Id| match worst.get(id) {
            Some(view) => Some(ComponentView {
                id: id.clone(),
                ..(*view).clone()
            }),
            None => components.get(id).map(|view| (*view).clone()),
        };
        let link = |id: &Id| match self.bundles.get(id) {
            Some(bundle) => summed(id, bundle.iter().filter_map(|id| links.get(id).copied())),
            None => links.get(id).map(|view| (*view).clone()),
        };
        let fault = |fault: &ActiveFault| ActiveFault {
            target: self.end(&fault.target).clone(),
            ..fault.clone()
        };
        Snapshot {
            now: snapshot.now,
            events: snapshot.events,
            live: snapshot.live,
            components: self
                .document
                .components
                .keys()
                .filter_map(component)
                .collect(),
            links: self.document.links.keys().filter_map(link).collect(),
            lost_containers: snapshot.lost_containers.clone(),
            faults: snapshot.faults.iter().map(fault).collect(),
            ..Snapshot::default()
        }
    }

    /// The card of a collapsed container.
    fn card(
        &self,
        document: &Document,
        id: &Id,
        inside: &Inside,
        look: Look<'_>,
    ) -> Option<CardElement> {
        let container = Arc::clone(document.containers.get(id)?);
        let mut faults = look.snapshot.iter().flat_map(|snapshot| &snapshot.faults);
        let collapsed = Collapsed {
            container,
            inside: *inside,
            faulty: faults.any(|fault| self.end(&fault.target) == id),
        };
        Some(CardElement::collapsed(collapsed, look.theme, look.texts))
    }

    /// Items with the cards and lines that stand for them.
    pub fn shown(&self, ids: impl Iterator<Item = Id>) -> impl Iterator<Item = Id> {
        let own: Vec<Id> = ids.collect();
        let cards = own.iter().filter_map(|id| self.put_away.get(id).cloned());
        let named: IndexSet<&Id> = own.iter().collect();
        let lines = self.bundles.iter();
        let lines = lines.filter(|(_, bundle)| bundle.iter().any(|id| named.contains(id)));
        let lines = lines.map(|(line, _)| line.clone());
        let others: Vec<Id> = cards.chain(lines).collect();
        own.into_iter().chain(others)
    }
}

/// The fold of a document that changes, and who stands where in it.
#[derive(Clone, Debug, Default)]
pub struct Folder {
    /// Of this document.
    of: Document,
    fold: Option<Fold>,
    insides: Insides,
}

impl Folder {
    pub fn fold(&self) -> Option<&Fold> {
        self.fold.as_ref()
    }

    /// Works out anew what another document makes different.
    pub fn follow(&mut self, document: &Document) {
        if self.of == *document {
            return;
        }
        self.of.copy_from(document);
        self.fold = Fold::of(document);
        self.insides = Insides::of(document);
    }

    /// Draws the collapsed containers as what they are, and counts what is in the others.
    pub fn put_figures(&self, scene: &mut Scene, document: &Document, look: Look<'_>) {
        scene.folded = Folded::default();
        if let Some(fold) = &self.fold {
            let cards = &fold.cards;
            let figures = self
                .insides
                .figures(document, look.snapshot, look.bill, cards);
            scene.folded.bundles = fold.bundles.clone();
            scene.folded.boxes = cards.iter().cloned().zip(figures).collect();
            for card in &mut scene.cards {
                let inside = scene.folded.boxes.get(&card.id);
                let drawn = inside.and_then(|inside| fold.card(document, &card.id, inside, look));
                // What did not change stays the same element.
                if let Some(drawn) = drawn.filter(|drawn| **card != *drawn) {
                    *card = Arc::new(drawn);
                }
            }
        }
        let counts = self.insides.counts(document, look.snapshot);
        let count = |container: &ContainerElement| {
            if container.band {
                return in_band(scene, container);
            }
            let index = document.containers.get_index_of(&container.id);
            let found = index.and_then(|index| counts.get(index).copied());
            found.unwrap_or_default()
        };
        scene.counts = scene.containers.iter().map(count).collect();
    }
}

/// What lies in a band belongs to it by its place.
fn in_band(scene: &Scene, band: &ContainerElement) -> Count {
    let cards = scene.cards.iter();
    let inside = cards.filter(|card| band.rect.encloses(&card.rect));
    inside.fold(Count::default(), |sum, card| {
        let folded = scene.folded.boxes.get(&card.id);
        Count {
            components: sum.components + folded.map_or(1, |inside| inside.count.components),
            worst: sum.worst.max(card.health),
        }
    })
}

/// Places that were worked out for the drawn cards, with those of everything that a card stands for.
pub fn spread(document: &Document, places: Vec<Place>) -> Vec<Place> {
    let carried = |place: Place| {
        let card = document.containers.get(&place.id).filter(|c| c.is_card());
        let Some(card) = card else { return vec![place] };
        let by = [place.at[0] - card.at[0], place.at[1] - card.at[1]];
        let at = |id: &Id| {
            let component = document.components.get(id).map(|c| c.at);
            let placed = component.or_else(|| document.containers.get(id).map(|c| c.at));
            placed.or_else(|| document.notes.get(id).map(|note| note.at))
        };
        let inside = document.contents(std::slice::from_ref(&card.id));
        let moved = inside.into_iter().filter_map(|id| {
            let [x, y] = at(&id)?;
            let at = [x + by[0], y + by[1]];
            let size = None;
            Some(Place { id, at, size })
        });
        std::iter::once(place.clone()).chain(moved).collect()
    };
    places.into_iter().flat_map(carried).collect()
}

/// One line's figures: sums. It is cut where every link is.
fn summed<'a>(id: &Id, views: impl Iterator<Item = &'a LinkView>) -> Option<LinkView> {
    let add = |sum: LinkView, view: &LinkView| LinkView {
        id: id.clone(),
        requests: sum.requests + view.requests,
        failed: sum.failed + view.failed,
        per_s: sum.per_s + view.per_s,
        failed_per_s: sum.failed_per_s + view.failed_per_s,
        cut: sum.cut && view.cut,
        black_hole: sum.black_hole || view.black_hole,
        retries: sum.retries + view.retries,
        special: None,
    };
    let mut views = views;
    let first = views.next()?;
    let start = LinkView {
        id: id.clone(),
        special: None,
        ..first.clone()
    };
    Some(views.fold(start, add))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::scene::fixture::{id, snapshot, three_tier};

    fn folded(names: &[&str]) -> (Document, Fold) {
        let mut document = three_tier();
        for name in names {
            let container = document.containers.get_mut(&id(name)).unwrap();
            Arc::make_mut(container).collapsed = true;
        }
        let fold = Fold::of(&document).unwrap();
        (document, fold)
    }

    fn names<'a>(ids: impl Iterator<Item = &'a Id>) -> Vec<&'a str> {
        ids.map(Id::as_str).collect()
    }

    #[test]
    fn nothing_is_done_where_nothing_is_collapsed() {
        assert_eq!(Fold::of(&three_tier()), None);
        assert!(matches!(drawn(&three_tier()), Cow::Borrowed(_)));
    }

    #[test]
    fn a_card_stands_for_a_zone_and_a_line_for_its_links() {
        let (document, fold) = folded(&["zone-a"]);
        assert_eq!(names(fold.document.containers.keys()), ["seoul", "zone-c"]);
        let cards = [
            "web", "mobile", "alb", "nginx-c", "was-c", "rds", "s3", "zone-a",
        ];
        assert_eq!(names(fold.document.components.keys()), cards);
        assert_eq!(
            fold.document.components["zone-a"].at,
            document.containers["zone-a"].at
        );
        let ends = |id: &str| {
            let link = &fold.document.links[id];
            (link.from.to_string(), link.to.to_string())
        };
        assert_eq!(ends("alb-nginx-a"), ("alb".to_owned(), "zone-a".to_owned()));
        // nginx-a to was-a is inside, and nginx-c calls was-a only.
        assert!(!fold.document.links.contains_key("nginx-a-was-a"));
        assert_eq!(ends("nginx-c-was-a").1, "zone-a");
        assert_eq!(
            ends("nginx-a-was-c"),
            ("zone-a".to_owned(), "was-c".to_owned())
        );
        assert_eq!(fold.document.links.len(), document.links.len() - 1);

        let (_, both) = folded(&["zone-a", "zone-c"]);
        assert_eq!(both.bundles[&id("nginx-a-was-c")], [id("nginx-a-was-c")]);
        assert_eq!(both.bundles[&id("was-a-rds")], [id("was-a-rds")]);
        let (_, whole) = folded(&["seoul", "zone-a"]);
        assert_eq!(
            names(whole.document.components.keys()),
            ["web", "mobile", "seoul"]
        );
        assert_eq!(
            names(whole.document.links.keys()),
            ["web-alb", "mobile-alb"]
        );
    }

    #[test]
    fn figures_of_one_line_are_sums() {
        let (mut document, _) = folded(&["zone-a"]);
        let mut second = Link::clone(&document.links["alb-nginx-a"]);
        (second.id, second.to) = (id("alb-was-a"), id("was-a"));
        document.links.insert(second.id.clone(), Arc::new(second));
        let fold = Fold::of(&document).unwrap();
        let bundle = [id("alb-nginx-a"), id("alb-was-a")];
        assert_eq!(fold.bundles[&bundle[0]], bundle);
        let run = snapshot(&document);
        let one = |id: &Id| run.links.iter().find(|view| view.id == *id).unwrap();
        let drawn = fold.snapshot(&run);
        let ids: Vec<&Id> = drawn.links.iter().map(|view| &view.id).collect();
        assert_eq!(ids, fold.document.links.keys().collect::<Vec<_>>());
        let line = drawn
            .links
            .iter()
            .find(|view| view.id == bundle[0])
            .unwrap();
        let want = one(&bundle[0]).per_s + one(&bundle[1]).per_s;
        assert!((line.per_s - want).abs() < 1e-9 && line.requests == 2000);
        assert!(!line.cut);
        // was-a has a fault: the card says so.
        assert!(
            drawn
                .faults
                .iter()
                .any(|fault| fault.target == id("zone-a"))
        );
        let lit: Vec<Id> = fold
            .shown([id("was-a"), id("alb-was-a")].into_iter())
            .collect();
        assert!(lit.contains(&id("zone-a")) && lit.contains(&bundle[0]));
    }

    #[test]
    fn what_is_put_away_goes_where_its_card_goes() {
        let (document, _) = folded(&["zone-a"]);
        let place = |name: &str, at| Place {
            id: id(name),
            at,
            size: None,
        };
        let [x, y] = document.containers["zone-a"].at;
        let places = vec![
            place("alb", [0.0, 0.0]),
            place("zone-a", [x + 80.0, y - 16.0]),
        ];
        let spread = spread(&document, places);
        assert_eq!(spread.len(), 4);
        let was = document.components["was-a"].at;
        assert!(spread.contains(&place("was-a", [was[0] + 80.0, was[1] - 16.0])));
    }
}
