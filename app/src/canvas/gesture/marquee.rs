//! A rectangle drawn on empty ground selects what it touches.

use egui::epaint::{RectShape, StrokeKind};
use egui::{Stroke, Ui};
use sim_core::foundation::ids::Id;

use super::Hand;
use crate::canvas::outline;
use crate::canvas::stage::Stage;
use crate::commands::{AppCommand, SelectMode};
use crate::scene::{Point, Rect, Scene};

/// From where the button went down to where the hand is.
#[derive(Debug)]
pub struct Marquee {
    from: Point,
    to: Point,
    /// Adds to what is selected.
    add: bool,
}

impl Marquee {
    pub fn new(from: Point, add: bool) -> Self {
        Self {
            from,
            to: from,
            add,
        }
    }

    pub fn follow(&mut self, hand: Hand) {
        self.to = hand.at;
    }

    fn rect(&self) -> Rect {
        Rect::spanned(self.from, self.to)
    }

    pub fn paint(&self, ui: &Ui, stage: &Stage<'_>) {
        let accent = stage.view.theme.accent;
        let rect = stage.space.rect_to_screen(self.rect());
        let stroke = Stroke::new(1.0, accent);
        ui.painter().add(RectShape::new(
            rect,
            0,
            accent.faded(0.12),
            stroke,
            StrokeKind::Inside,
        ));
        for card in stage
            .cards()
            .filter(|card| card.rect.intersects(&self.rect()))
        {
            ui.painter()
                .add(outline::card(&stage.space, card.rect, accent));
        }
    }

    pub fn end(&self, stage: &Stage<'_>, out: &mut Vec<AppCommand>) {
        let mode = if self.add {
            SelectMode::Add
        } else {
            SelectMode::Replace
        };
        out.push(AppCommand::Select {
            ids: caught(stage.scene, &self.rect()),
            mode,
        });
    }
}

/// Cards and notes that a rectangle touches, containers, frames and links that lie wholly inside.
fn caught(scene: &Scene, rect: &Rect) -> Vec<Id> {
    let cards = scene
        .cards
        .iter()
        .filter(|card| card.rect.intersects(rect))
        .map(|card| &card.id);
    let containers = scene
        .containers
        .iter()
        .filter(|c| rect.encloses(&c.rect))
        .map(|c| &c.id);
    let links = scene
        .links
        .iter()
        .filter(|link| rect.encloses(&link.bounds))
        .flat_map(|link| scene.folded.links_of(&link.id));
    let frames = scene.frames().filter(|note| rect.encloses(&note.rect));
    let papers = scene.papers().filter(|note| note.rect.intersects(rect));
    let notes = frames.chain(papers).map(|note| &note.id);
    containers
        .chain(cards)
        .cloned()
        .chain(links)
        .chain(notes.cloned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Texts;
    use crate::scene::fixture::three_tier;
    use crate::theme::Theme;

    #[test]
    fn a_marquee_catches_touched_cards_and_enclosed_containers() {
        let scene = crate::scene::build(&three_tier(), None, Theme::dark(), Texts::default());
        let names = |rect: Rect| {
            caught(&scene, &rect)
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            names(Rect::spanned([300.0, 150.0], [310.0, 160.0])),
            ["nginx-a"]
        );
        assert!(names(Rect::spanned([260.0, 60.0], [800.0, 330.0])).contains(&"zone-a".to_owned()));
        assert!(names(Rect::spanned([-900.0, -900.0], [-800.0, -800.0])).is_empty());
    }
}
