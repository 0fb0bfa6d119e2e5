//! Cards and containers moved by hand: shown as they go, one change when they are let go.

use egui::{Stroke, Ui};
use indexmap::IndexSet;
use sim_core::document::{Document, Item};
use sim_core::edit::Edit;
use sim_core::foundation::ids::Id;

use super::Hand;
use crate::canvas::stage::Stage;
use crate::canvas::{guides, outline};
use crate::scene::{Point, Rect};
use crate::session::placement::{container_under, frame_of, snap, with_riders};

/// Items that follow the hand.
#[derive(Debug)]
pub struct Shift {
    ids: Vec<Id>,
    /// The one under the hand, and the corner it had.
    grabbed: Id,
    home: Point,
    /// Where the hand took hold.
    from: Point,
    by: Point,
}

impl Shift {
    /// `None` where there is nothing to move (links have no place of their own).
    pub fn new(document: &Document, grabbed: &Id, ids: Vec<Id>, from: Point) -> Option<Self> {
        let (home, _) = frame_of(document, grabbed)?;
        let placed = ids
            .into_iter()
            .filter(|id| frame_of(document, id).is_some());
        let ids = with_riders(document, &placed.collect::<Vec<_>>());
        Some(Self {
            ids,
            grabbed: grabbed.clone(),
            home,
            from,
            by: [0.0; 2],
        })
    }

    /// The grabbed item keeps to the grid; all others move as far as it does.
    pub fn follow(&mut self, hand: Hand) {
        let by = [hand.at[0] - self.from[0], hand.at[1] - self.from[1]];
        let corner = [self.home[0] + by[0], self.home[1] + by[1]];
        let corner = if hand.free { corner } else { snap(corner) };
        self.by = [corner[0] - self.home[0], corner[1] - self.home[1]];
    }

    pub fn edit(&self) -> Option<Edit> {
        (self.by != [0.0; 2]).then(|| Edit::Move {
            ids: self.ids.clone(),
            by: self.by,
        })
    }

    /// The container the grabbed item would go into is lit up.
    pub fn paint(&self, ui: &Ui, stage: &Stage<'_>) {
        let Some((home, size)) = frame_of(stage.view.document, &self.grabbed) else {
            return;
        };
        let item = stage.view.document.item(&self.grabbed);
        // A note stands in nothing.
        if matches!(item, Some(Item::Note(_))) {
            return;
        }
        let at = [home[0] + self.by[0], home[1] + self.by[1]];
        let moved: IndexSet<Id> = self.ids.iter().cloned().collect();
        let host = container_under(stage.view.document, &self.grabbed, at, size, &moved);
        light_up(ui, stage, host.as_ref());
        if matches!(item, Some(Item::Component(_))) {
            self.paint_guides(ui, stage, Rect::at(at, size), &moved);
        }
    }

    /// Lines to the resting cards that the grabbed one stands in line with.
    fn paint_guides(&self, ui: &Ui, stage: &Stage<'_>, grabbed: Rect, moved: &IndexSet<Id>) {
        let resting = stage
            .scene
            .cards
            .iter()
            .filter(|card| !moved.contains(&card.id));
        let resting: Vec<Rect> = resting.map(|card| card.rect).collect();
        guides::paint(ui, stage, &grabbed, &resting);
    }
}

/// Lights a container up as the place where something would go.
pub fn light_up(ui: &Ui, stage: &Stage<'_>, host: Option<&Id>) {
    let Some(host) = host.and_then(|id| stage.view.document.containers.get(id)) else {
        return;
    };
    let stroke = Stroke::new(2.0, stage.view.theme.accent);
    ui.painter().add(outline::frame(
        &stage.space,
        Rect::at(host.at, host.size),
        12.0,
        stroke,
    ));
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::scene::fixture::{id, three_tier};

    #[test]
    fn it_keeps_to_the_grid_unless_asked_not_to() {
        let document = three_tier();
        let mut shift = Shift::new(
            &document,
            &id("alb"),
            vec![id("alb"), id("rds")],
            [50.0, 300.0],
        )
        .unwrap();
        assert_eq!(shift.edit(), None);
        shift.follow(Hand {
            at: [61.0, 297.0],
            free: false,
        });
        let ids = vec![id("alb"), id("rds")];
        assert_eq!(
            shift.edit(),
            Some(Edit::Move {
                ids: ids.clone(),
                by: [8.0, 0.0]
            })
        );
        shift.follow(Hand {
            at: [61.0, 297.0],
            free: true,
        });
        assert_eq!(
            shift.edit(),
            Some(Edit::Move {
                ids,
                by: [11.0, -3.0]
            })
        );
        shift.follow(Hand {
            at: [50.0, 300.0],
            free: false,
        });
        assert_eq!(shift.edit(), None);
    }

    #[test]
    fn links_are_not_moved() {
        let document = three_tier();
        assert!(Shift::new(&document, &id("web-alb"), vec![], [0.0; 2]).is_none());
        let shift = Shift::new(
            &document,
            &id("alb"),
            vec![id("alb"), id("web-alb")],
            [0.0; 2],
        )
        .unwrap();
        assert_eq!(shift.ids, [id("alb")]);
    }
}
