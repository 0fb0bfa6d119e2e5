//! What of every card and link is looked at with every snapshot, whether it shows or not: one beside the other, as in what
//! they are made from it would be far apart.

use sim_core::engine::snapshot::Health;
use sim_core::foundation::ids::Id;

use super::super::figures::{LinkGlance, LinkRun};
use super::{CardSource, Dressing, LinkSource};
use crate::i18n::Texts;

#[derive(Debug)]
pub struct Watched {
    pub cards: Vec<WatchedCard>,
    pub links: Vec<WatchedLink>,
    /// Of each link: what it looks like, asked for only where its run is another one.
    pub glances: Vec<LinkGlance>,
    /// Whether the room of pills was looked at with these runs.
    pub pills: bool,
}

#[derive(Debug)]
pub struct WatchedCard {
    pub id: Id,
    pub health: Health,
}

#[derive(Debug)]
pub struct WatchedLink {
    pub id: Id,
    /// Place of the link in the document, and that of the component it leads to.
    pub place: usize,
    pub target: usize,
    /// Of the last snapshot.
    pub run: LinkRun,
}

impl Dressing {
    /// What the scene shows now.
    pub(super) fn watched(&self, texts: Texts) -> Watched {
        let card = |source: &CardSource| WatchedCard {
            id: source.component.id.clone(),
            health: source.run.health,
        };
        let link = |(way, source): (usize, &LinkSource)| {
            let (place, [_, target]) = self.layout.places_of(way);
            WatchedLink {
                id: source.link.id.clone(),
                place,
                target,
                run: source.run,
            }
        };
        let glance = |source: &LinkSource| LinkGlance::of(&source.run, texts);
        Watched {
            cards: self.cards.iter().map(card).collect(),
            links: self.links.iter().enumerate().map(link).collect(),
            glances: self.links.iter().map(glance).collect(),
            pills: false,
        }
    }
}
