//! The frame of a container or note pulled by one of its eight handles.

use egui::Ui;
use indexmap::IndexSet;
use sim_core::document::Document;
use sim_core::edit::Edit;
use sim_core::foundation::ids::Id;

use super::Hand;
use crate::canvas::stage::Stage;
use crate::canvas::{guides, snapping};
use crate::scene::{Point, Rect};

/// Which edges a handle pulls: -1 left or top, 1 right or bottom, 0 neither; across and down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pull {
    pub x: i8,
    pub y: i8,
}

impl Pull {
    pub const ALL: [Pull; 8] = [
        Pull { x: 0, y: -1 },
        Pull { x: 1, y: 0 },
        Pull { x: 0, y: 1 },
        Pull { x: -1, y: 0 },
        Pull { x: -1, y: -1 },
        Pull { x: 1, y: -1 },
        Pull { x: 1, y: 1 },
        Pull { x: -1, y: 1 },
    ];

    /// Where the handle stands on a frame.
    pub fn place(self, rect: &Rect) -> Point {
        let along = |low: f32, high: f32, pull: i8| {
            (low + high) / 2.0 + f32::from(pull) * (high - low) / 2.0
        };
        [
            along(rect.min[0], rect.max[0], self.x),
            along(rect.min[1], rect.max[1], self.y),
        ]
    }
}

/// A frame that follows the hand.
#[derive(Debug)]
pub struct Resize {
    id: Id,
    pull: Pull,
    before: Rect,
    now: Rect,
    from: Point,
    smallest: Point,
    /// What rests, for lines.
    resting: Vec<Rect>,
}

impl Resize {
    pub fn new(
        document: &Document,
        id: Id,
        (frame, smallest): (Rect, Point),
        pull: Pull,
        from: Point,
    ) -> Self {
        let resting = guides::neighbours(document, &IndexSet::from([id.clone()]), true);
        Self {
            resting,
            id,
            pull,
            before: frame,
            now: frame,
            from,
            smallest,
        }
    }

    pub fn follow(&mut self, hand: Hand) {
        let by = [hand.at[0] - self.from[0], hand.at[1] - self.from[1]];
        self.now = self.before;
        for (axis, pull) in [self.pull.x, self.pull.y].into_iter().enumerate() {
            let place = |edge: f32| {
                let edge = edge + by[axis];
                match hand.free {
                    true => edge,
                    false => self.drawn(edge, axis, hand.reach),
                }
            };
            let (low, high) = (self.before.min[axis], self.before.max[axis]);
            match pull {
                -1 => self.now.min[axis] = place(low).min(high - self.smallest[axis]),
                1 => self.now.max[axis] = place(high).max(low + self.smallest[axis]),
                _ => {}
            }
        }
    }

    /// Where an edge comes to stand: in line with a neighbour, or on the grid.
    fn drawn(&self, edge: f32, axis: usize, reach: f32) -> f32 {
        snapping::pulled(&self.before, edge, axis, &self.resting, reach)
    }

    /// What the frame is in line with now.
    pub fn paint(&self, ui: &Ui, stage: &Stage<'_>) {
        if self.now != self.before {
            guides::paint(ui, stage, &self.now, &self.resting);
        }
    }

    pub fn edit(&self) -> Option<Edit> {
        let size = [self.now.width(), self.now.height()];
        (self.now != self.before).then(|| Edit::Resize {
            id: self.id.clone(),
            at: self.now.min,
            size,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::container::SMALLEST;
    use crate::scene::fixture::id;

    #[test]
    fn each_handle_pulls_its_edges_and_no_frame_becomes_too_small() {
        let frame = Rect::at([0.0, 0.0], [400.0, 240.0]);
        let cases = [
            (
                Pull { x: 1, y: 1 },
                [52.0, 19.0],
                Some(([0.0, 0.0], [456.0, 256.0])),
            ),
            (
                Pull { x: -1, y: 0 },
                [-16.0, 99.0],
                Some(([-16.0, 0.0], [416.0, 240.0])),
            ),
            (
                Pull { x: 0, y: -1 },
                [0.0, 900.0],
                Some(([0.0, 240.0 - SMALLEST[1]], [400.0, SMALLEST[1]])),
            ),
            (Pull { x: 1, y: 0 }, [1.0, 50.0], None),
        ];
        for (pull, by, want) in cases {
            let mut resize = Resize::new(
                &Document::default(),
                id("z"),
                (frame, SMALLEST),
                pull,
                [10.0, 10.0],
            );
            resize.follow(Hand {
                at: [10.0 + by[0], 10.0 + by[1]],
                free: false,
                reach: 6.0,
            });
            assert_eq!(
                resize.edit(),
                want.map(|(at, size)| Edit::Resize {
                    id: id("z"),
                    at,
                    size
                }),
                "{pull:?}"
            );
        }
    }

    #[test]
    fn a_pulled_edge_comes_into_line_with_other_frames() {
        let document = crate::scene::fixture::three_tier();
        let zone = &document.containers[&id("zone-a")];
        let frame = Rect::at(zone.at, zone.size);
        let pull = Pull { x: 0, y: 1 };
        let from = [frame.center()[0], frame.max[1]];
        let mut resize = Resize::new(&document, zone.id.clone(), (frame, SMALLEST), pull, from);
        // The top of zone c lies at 352, the middle of the ALB at 338.
        for (to, free, want) in [
            (348.0, false, 352.0),
            (336.0, false, 338.0),
            (349.0, true, 349.0),
        ] {
            resize.follow(Hand {
                at: [from[0], to],
                free,
                reach: 6.0,
            });
            assert_eq!(resize.now.max[1], want);
        }
    }
}
