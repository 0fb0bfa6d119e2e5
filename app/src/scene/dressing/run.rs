//! New figures in a drawing that is what it was: only what somebody looks at is dressed with all of them.
//!
//! Architecture invariant: after [`Dressing::follow_run`] the health of every card is that of the snapshot, so is from far
//! away the colour of every line, and near by every pill stands where [`super::super::build`] puts it; after
//! [`Dressing::dress_shown`] the elements named are those that `build` makes, and so is all of the scene after the next
//! [`Dressing::update`].

use std::sync::Arc;

use sim_core::document::Document;
use sim_core::engine::snapshot::Health;

use sim_core::playback::glance::Glance;

use super::super::figures::{CardRun, LinkFigures, LinkGlance, LinkRun, Measured, Pattern};
use super::super::index::Shown;
use super::super::{CardElement, LinkElement, container};
use super::{Dressing, Look};

impl Dressing {
    /// Takes in a new snapshot and the glance at it; nothing else is new, and nothing is collapsed. Whether something changed that is seen
    /// from far away, where cards are specks and links hairs.
    pub fn follow_run(
        &mut self,
        document: &Document,
        look: Look<'_>,
        glance: Option<&Glance>,
    ) -> bool {
        let measured = look.snapshot.is_some_and(|run| run.live.window_s > 0.0);
        let watched = self.watched.take();
        let mut watched = watched.unwrap_or_else(|| self.watched(look.texts));
        let looked = watched.pills || !look.pills;
        watched.pills = look.pills;
        let news = watched.follow(self, glance, measured, !looked);
        let mut seen = false;
        for index in news.cards {
            let health = watched.healths[index].unwrap_or_default();
            if health != self.cards[index].run.health {
                self.put_health(index, health, look);
                seen = true;
            }
        }
        if seen {
            self.folder.put_figures(&mut self.scene, document, look);
        }
        let mut said = Vec::new();
        for (index, run) in news.links {
            let glance = &mut watched.glances[index];
            let figures = LinkFigures::with(Pattern::Solid, &run);
            let colour = glance.looks_another(&figures);
            if colour {
                glance.health = figures.health;
            }
            let room = look.pills && !glance.keeps_its_room(&figures);
            if room {
                said.push(index);
                *glance = LinkGlance::of(&run, look.texts);
            }
            // Near by, the colour of what does not show can wait.
            let hair = colour && !look.pills;
            if room || hair {
                self.dress_link(index, run, look);
            }
            seen |= hair;
        }
        self.watched = Some(watched);
        let titles = self.follow_losses(document, look);
        match (look.pills, titles) {
            (true, true) => self.place_pills(true),
            (true, false) => self.refit_pills(&said),
            (false, _) => {}
        }
        seen || titles
    }

    /// Dresses some cards and links with the figures of the snapshot that the scene follows. Where something
    /// is collapsed all of the scene always has them.
    pub fn dress_shown(&mut self, look: Look<'_>, shown: &Shown) {
        if self.fold().is_some() {
            return;
        }
        let measured = look.snapshot.map(Measured::new);
        let measured = measured.as_ref();
        for index in &shown.cards {
            let source = &self.cards[*index];
            let run = CardRun::of(&source.component.id, *index, measured);
            if run != source.run {
                self.dress_card(*index, run, look);
            }
        }
        for index in &shown.links {
            let source = &self.links[*index];
            let (place, [_, target]) = self.layout.places_of(*index);
            let target = measured.and_then(|m| m.health(target, &source.link.to));
            let run = LinkRun::of(&source.link.id, place, target, measured);
            if run != source.run {
                self.dress_link(*index, run, look);
            }
        }
    }

    fn refit_pills(&mut self, said: &[usize]) {
        let links = &mut self.scene.links;
        for index in self.pills.refit(links, said, &self.layout.cards) {
            let place = self.pills.place_of(index);
            if links[index].place() != place {
                Arc::make_mut(&mut links[index]).put_pill(place);
            }
        }
    }

    /// A card in another health, with the figures that it has: in place, unless the draw pass holds its element.
    fn put_health(&mut self, index: usize, health: Health, look: Look<'_>) {
        let source = &mut self.cards[index];
        source.run.health = health;
        match Arc::get_mut(&mut self.scene.cards[index]) {
            Some(card) => card.put_health(health),
            None => {
                let run = source.run;
                self.dress_card(index, run, look);
            }
        }
    }

    fn dress_card(&mut self, index: usize, run: CardRun, look: Look<'_>) {
        let source = &mut self.cards[index];
        source.run = run;
        self.scene.cards[index] = Arc::new(CardElement::new(
            &source.component,
            &run,
            look.theme,
            look.texts,
        ));
    }

    /// Its pill stays where it is.
    fn dress_link(&mut self, index: usize, run: LinkRun, look: Look<'_>) {
        let source = &mut self.links[index];
        source.run = run;
        let (link, way, ends) = (&source.link, &source.way, source.ends.each_ref());
        let mut element = LinkElement::new(link, way, ends, &run, look.theme, look.texts);
        let place = self.scene.links[index].place();
        if place.is_some() {
            element.put_pill(place);
        }
        self.scene.links[index] = Arc::new(element);
    }

    /// Draws the containers anew where one was lost or came back; whether one did.
    fn follow_losses(&mut self, document: &Document, look: Look<'_>) -> bool {
        let lost = look
            .snapshot
            .map_or(&[][..], |snapshot| &snapshot.lost_containers);
        let mut changed = false;
        for element in &mut self.scene.containers {
            let Some(container) = document.containers.get(&element.id) else {
                continue;
            };
            if element.lost != lost.contains(&element.id) {
                let (run, theme, texts) = (look.snapshot, look.theme, look.texts);
                *element = container::container(document, container, run, theme, texts);
                changed = true;
            }
        }
        changed
    }
}
