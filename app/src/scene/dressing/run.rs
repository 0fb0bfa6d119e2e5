//! New figures in a drawing that is what it was: only what somebody looks at is dressed with all of them.
//!
//! Architecture invariant: after [`Dressing::follow_run`] the health of every card and the colour of every line are those
//! of the snapshot, and every pill stands where [`super::super::build`] puts it; after [`Dressing::dress`] the elements
//! named are those that `build` makes, and so is all of the scene after the next [`Dressing::update`].

use std::sync::Arc;

use sim_core::document::Document;

use super::super::figures::{CardRun, LinkFigures, LinkRun, Measured};
use super::super::index::Shown;
use super::super::{CardElement, LinkElement, container};
use super::{Dressing, Look};

impl Dressing {
    /// Takes in a new snapshot; nothing else is new, and nothing is collapsed. Whether something changed that is seen
    /// from far away, where cards are specks and links hairs.
    pub fn follow_run(&mut self, document: &Document, look: Look<'_>) -> bool {
        let measured = look.snapshot.map(Measured::new);
        let measured = measured.as_ref();
        let mut healths = false;
        for index in 0..self.cards.len() {
            healths |= self.follow_card(index, look, measured);
        }
        let (mut colours, mut places) = (false, false);
        for index in 0..self.links.len() {
            let changed = self.follow_link(index, look, measured);
            colours |= changed.colour;
            places |= changed.room;
        }
        let containers = self.follow_losses(document, look);
        if places || (containers && look.pills) {
            self.place_pills(look.pills);
        }
        if healths {
            self.folder.put_figures(&mut self.scene, document, look);
        }
        healths || colours || containers
    }

    /// Dresses some cards and links with the figures of the snapshot that the scene follows.
    pub fn dress_shown(&mut self, look: Look<'_>, shown: &Shown) {
        let measured = look.snapshot.map(Measured::new);
        for index in &shown.cards {
            let source = &self.cards[*index];
            let run = CardRun::of(&source.component, *index, measured.as_ref());
            if run != source.run {
                self.dress_card(*index, run, look);
            }
        }
        for index in &shown.links {
            let run = self.run_of(*index, measured.as_ref());
            if run != self.links[*index].run {
                self.dress_link(*index, run, look);
            }
        }
    }

    /// Whether a card is in another health.
    fn follow_card(
        &mut self,
        index: usize,
        look: Look<'_>,
        measured: Option<&Measured<'_>>,
    ) -> bool {
        let source = &self.cards[index];
        if CardRun::health_of(&source.component, index, measured) == self.scene.cards[index].health
        {
            return false;
        }
        let run = CardRun::of(&source.component, index, measured);
        self.dress_card(index, run, look);
        true
    }

    fn follow_link(
        &mut self,
        index: usize,
        look: Look<'_>,
        measured: Option<&Measured<'_>>,
    ) -> Changed {
        let run = self.run_of(index, measured);
        let had = &self.scene.links[index];
        let figures = LinkFigures::with(had.figures.pattern, &run);
        let colour = figures.health != had.figures.health;
        let form = |figures: &LinkFigures| figures.text_form(look.texts);
        let same_room = (figures.said, figures.cut) == (had.figures.said, had.figures.cut)
            && (figures.per_s == had.figures.per_s
                || form(&figures).is_some_and(|is| Some(is) == form(&had.figures)));
        let room = look.pills && !same_room;
        if colour || room || figures.cut != had.figures.cut {
            self.dress_link(index, run, look);
        }
        Changed { colour, room }
    }

    fn run_of(&self, index: usize, measured: Option<&Measured<'_>>) -> LinkRun {
        let (place, ends) = self.layout.places_of(index);
        LinkRun::of(&self.links[index].link, place, ends[1], measured)
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

/// What a new snapshot changes at a link that nobody looks at closely.
struct Changed {
    colour: bool,
    /// Its pill may need another place.
    room: bool,
}
