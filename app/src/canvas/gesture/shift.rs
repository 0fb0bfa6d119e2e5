//! Cards and containers moved by hand, or copies of them: shown as they go, one change when they are let go.

use egui::{Stroke, Ui};
use indexmap::IndexSet;
use sim_core::document::Document;
use sim_core::edit::Edit;
use sim_core::foundation::ids::Id;

use super::Hand;
use crate::canvas::stage::Stage;
use crate::canvas::{guides, outline, snapping};
use crate::commands::AppCommand;
use crate::commands::dispatch::copied;
use crate::scene::{CARD, Point, Rect};
use crate::session::placement::{container_under, frame_of, with_riders};

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
    size: Point,
    /// What rests, for lines and gaps.
    resting: Vec<Rect>,
    /// A copy follows the hand, the items stay.
    copy: bool,
    /// The key that asked for the copy is still held: it asks for nothing else.
    asking: bool,
}

impl Shift {
    /// `None` where there is nothing to move (links have no place of their own).
    pub fn new(document: &Document, grabbed: &Id, ids: Vec<Id>, from: Point) -> Option<Self> {
        let (home, size) = frame_of(document, grabbed)?;
        let placed = ids
            .into_iter()
            .filter(|id| frame_of(document, id).is_some());
        let ids = with_riders(document, &placed.collect::<Vec<_>>());
        let moved: IndexSet<Id> = ids.iter().cloned().collect();
        let is_box = size != CARD;
        Some(Self {
            ids,
            grabbed: grabbed.clone(),
            home,
            from,
            by: [0.0; 2],
            size,
            resting: guides::neighbours(document, &moved, is_box),
            copy: false,
            asking: false,
        })
    }

    /// The same with a copy, which may stand in line with what it is a copy of.
    pub fn of_a_copy(self, document: &Document) -> Self {
        Self {
            resting: guides::neighbours(document, &IndexSet::new(), self.size != CARD),
            copy: true,
            asking: true,
            ..self
        }
    }

    /// The grabbed item keeps to its neighbours or the grid; all others move as far as it does.
    pub fn follow(&mut self, hand: Hand) {
        let by = [hand.at[0] - self.from[0], hand.at[1] - self.from[1]];
        self.by = by;
        self.asking &= hand.free;
        let free = hand.free && !self.asking;
        // Where nothing has moved yet, nothing is drawn into line either.
        if !free && by != [0.0; 2] {
            let corner = snapping::moved(&self.rect(), &self.resting, hand.reach);
            self.by = [corner[0] - self.home[0], corner[1] - self.home[1]];
        }
    }

    /// Where the grabbed item is now.
    fn rect(&self) -> Rect {
        let at = [self.home[0] + self.by[0], self.home[1] + self.by[1]];
        Rect::at(at, self.size)
    }

    /// What letting go would change.
    pub fn edit(&self, document: &Document) -> Option<Edit> {
        match self.command()? {
            AppCommand::CopyTo { ids, by } => copied(document, &ids, by).map(|(edit, _)| edit),
            AppCommand::Edit(edit, _) => Some(edit),
            _ => None,
        }
    }

    /// What letting go asks for.
    pub fn command(&self) -> Option<AppCommand> {
        let (ids, by) = (self.ids.clone(), self.by);
        (by != [0.0; 2]).then_some(match self.copy {
            true => AppCommand::CopyTo { ids, by },
            false => AppCommand::Edit(Edit::Move { ids, by }, "step.move"),
        })
    }

    /// The container the grabbed item would go into is lit up, and what it stands in line with.
    pub fn paint(&self, ui: &Ui, stage: &Stage<'_>) {
        guides::paint(ui, stage, &self.rect(), &self.resting);
        if self.copy {
            ui.ctx().set_cursor_icon(egui::CursorIcon::Copy);
        }
        // A note stands in nothing.
        if stage.view.document.notes.contains_key(&self.grabbed) {
            return;
        }
        let Rect { min: at, .. } = self.rect();
        let moved: IndexSet<Id> = self.ids.iter().cloned().collect();
        let host = container_under(stage.view.document, &self.grabbed, at, self.size, &moved);
        light_up(ui, stage, host.as_ref());
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
        assert_eq!(shift.edit(&document), None);
        shift.follow(Hand {
            at: [61.0, 297.0],
            free: false,
            reach: 0.0,
        });
        let ids = vec![id("alb"), id("rds")];
        assert_eq!(
            shift.edit(&document),
            Some(Edit::Move {
                ids: ids.clone(),
                by: [8.0, 0.0]
            })
        );
        shift.follow(Hand {
            at: [61.0, 297.0],
            free: true,
            reach: 6.0,
        });
        assert_eq!(
            shift.edit(&document),
            Some(Edit::Move {
                ids,
                by: [11.0, -3.0]
            })
        );
        shift.follow(Hand {
            at: [50.0, 300.0],
            free: false,
            reach: 0.0,
        });
        assert_eq!(shift.edit(&document), None);
    }

    #[test]
    fn it_comes_into_line_with_what_rests() {
        let document = three_tier();
        let grab = |ids: Vec<Id>| Shift::new(&document, &id("alb"), ids, [50.0, 300.0]).unwrap();
        // nginx-a stands at 288, 136; the hand has brought the card to 285, 133.
        let hand = Hand {
            at: [295.0, 137.0],
            free: false,
            reach: 6.0,
        };
        let mut shift = grab(vec![id("alb")]);
        shift.follow(hand);
        assert_eq!(shift.rect().min, [288.0, 136.0]);
        shift.follow(Hand { free: true, ..hand });
        assert_eq!(shift.rect().min, [285.0, 133.0]);
        // What moves along is no neighbour: down there is only the grid. Across, nginx-c still stands at 288.
        let mut both = grab(vec![id("alb"), id("nginx-a")]);
        let at = [292.0, 135.0];
        both.follow(Hand { at, ..hand });
        assert_eq!(both.rect().min, [288.0, 128.0]);
    }

    #[test]
    fn a_copy_comes_into_line_also_with_its_original_until_the_key_is_pressed_anew() {
        let document = three_tier();
        let shift = Shift::new(&document, &id("alb"), vec![id("alb")], [50.0, 300.0]).unwrap();
        let mut copy = shift.of_a_copy(&document);
        let hand = Hand {
            at: [51.0, 604.0],
            free: true,
            reach: 6.0,
        };
        copy.follow(hand);
        assert_eq!(copy.rect().min[0], 40.0, "below the original");
        copy.follow(Hand {
            free: false,
            ..hand
        });
        assert_eq!(copy.rect().min[0], 40.0);
        copy.follow(hand);
        assert_eq!(copy.rect().min, [41.0, 600.0]);
        let wanted = AppCommand::CopyTo {
            ids: vec![id("alb")],
            by: [1.0, 304.0],
        };
        assert_eq!(copy.command(), Some(wanted));
        let Some(Edit::Batch { edits }) = copy.edit(&document) else {
            panic!("a copy is added");
        };
        assert!(
            matches!(&edits[0], Edit::AddComponent { component } if component.at == [41.0, 600.0])
        );
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
