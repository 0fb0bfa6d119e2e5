//! What of every card and link is looked at with every snapshot, whether it shows or not: in short lists of their own, as
//! in what they are made from it would be far apart.

use std::sync::Arc;

use sim_core::engine::snapshot::Health;
use sim_core::foundation::ids::Id;
use sim_core::playback::glance::{Glance, Rates};

use super::super::figures::{LinkGlance, LinkRun};
use super::super::layout::Before;
use super::{Dressing, LinkSource};
use crate::i18n::Texts;

/// The cards and links of the scene, in its order.
#[derive(Debug)]
pub struct Watched {
    /// Of each card: its health in the last snapshot; `None`: the run does not have it.
    pub healths: Vec<Option<Health>>,
    pub links: Vec<WatchedLink>,
    /// Of each link: what it looks like, asked for only where its run is another one.
    pub glances: Vec<LinkGlance>,
    /// Whether the room of pills was looked at with these runs.
    pub pills: bool,
    places: Places,
    /// The rates that the links have, once all of them have those of one glance.
    rates: Option<Arc<[Rates]>>,
}

#[derive(Debug)]
pub struct WatchedLink {
    /// Place of the card it leads to.
    pub target: usize,
    /// Of the last snapshot.
    pub run: LinkRun,
}

/// Where cards and links stand in the lists of a glance.
#[derive(Debug, Default)]
struct Places {
    /// Those lists.
    of: Option<[Arc<[Id]>; 2]>,
    cards: Vec<Option<u32>>,
    links: Vec<Option<u32>>,
}

/// What a glance has that is new.
#[derive(Debug, Default)]
pub struct News {
    /// Cards that have another health than before.
    pub cards: Vec<usize>,
    /// Links that may look another way.
    pub links: Vec<(usize, LinkRun)>,
}

impl Watched {
    /// Takes in a glance; `measured`: its live figures cover some time.
    pub fn follow(
        &mut self,
        dressing: &Dressing,
        glance: Option<&Glance>,
        measured: bool,
        all: bool,
    ) -> News {
        let moved = self.places.follow(dressing, glance);
        let mut news = News::default();
        // Of each card: whether it has another health.
        let mut other = vec![false; self.healths.len()];
        for (at, (health, place)) in self.healths.iter_mut().zip(&self.places.cards).enumerate() {
            let now = place.and_then(|place| glance?.healths.get(place as usize).copied());
            if *health != now {
                *health = now;
                other[at] = true;
                news.cards.push(at);
            }
        }
        let rates = glance.map(|glance| &glance.rates);
        let same = match (&self.rates, rates) {
            (Some(before), Some(now)) => Arc::ptr_eq(before, now),
            _ => false,
        };
        let links = self.links.iter_mut().zip(&self.places.links).enumerate();
        for (at, (link, place)) in links {
            let target = other.get(link.target).is_some_and(|other| *other);
            // Live figures are new once for many snapshots.
            if same && !(moved || all || target) {
                continue;
            }
            let run = match glance {
                Some(glance) => LinkRun {
                    rates: place.and_then(|place| glance.rates.get(place as usize).copied()),
                    measured,
                    target: self.healths.get(link.target).copied().flatten(),
                },
                None => LinkRun::default(),
            };
            if all || run != link.run {
                link.run = run;
                news.links.push((at, run));
            }
        }
        self.rates = rates.cloned();
        news
    }
}

impl Places {
    /// Finds all in the lists of another glance; whether they are others.
    fn follow(&mut self, dressing: &Dressing, glance: Option<&Glance>) -> bool {
        let lists = glance.map(|glance| [&glance.components, &glance.links]);
        let same = match (&self.of, lists) {
            (None, None) => true,
            (Some(before), Some(now)) => before.iter().zip(now).all(|(a, b)| Arc::ptr_eq(a, b)),
            _ => false,
        };
        if same {
            return false;
        }
        let [components, links] = lists.map_or([&[][..], &[]], |lists| lists.map(|list| &**list));
        let cards = dressing.cards.iter().enumerate();
        self.cards = places(components, cards.map(|(at, card)| (at, &card.component.id)));
        let ways = dressing.links.iter().enumerate();
        let ways = ways.map(|(way, source)| (dressing.layout.places_of(way).0, &source.link.id));
        self.links = places(links, ways);
        self.of = lists.map(|lists| lists.map(Arc::clone));
        true
    }
}

/// Where items stand in a list, each with its place in the document.
fn places<'a>(list: &[Id], items: impl Iterator<Item = (usize, &'a Id)>) -> Vec<Option<u32>> {
    let numbered: Vec<(u32, &Id)> = (0..).zip(list).collect();
    let before = Before::new(&numbered, |(_, id)| id);
    let place = |(at, id)| before.get(at, id).map(|(place, _)| *place);
    items.map(place).collect()
}

impl Dressing {
    /// What the scene shows now.
    pub(super) fn watched(&self, texts: Texts) -> Watched {
        let link = |(way, source): (usize, &LinkSource)| WatchedLink {
            target: self.layout.places_of(way).1[1],
            run: source.run,
        };
        let glance = |source: &LinkSource| LinkGlance::of(&source.run, texts);
        Watched {
            healths: self
                .cards
                .iter()
                .map(|card| Some(card.run.health))
                .collect(),
            links: self.links.iter().enumerate().map(link).collect(),
            glances: self.links.iter().map(glance).collect(),
            pills: false,
            places: Places::default(),
            rates: None,
        }
    }
}
