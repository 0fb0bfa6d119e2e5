//! The frame of a container or note pulled by one of its eight handles.

use sim_core::edit::Edit;
use sim_core::foundation::ids::Id;

use super::Hand;
use crate::scene::{Point, Rect};
use crate::session::placement::snap;

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
}

impl Resize {
    pub fn new(id: Id, frame: Rect, smallest: Point, pull: Pull, from: Point) -> Self {
        Self {
            id,
            pull,
            before: frame,
            now: frame,
            from,
            smallest,
        }
    }

    pub fn follow(&mut self, hand: Hand) {
        let place = |p: Point| if hand.free { p } else { snap(p) };
        let by = [hand.at[0] - self.from[0], hand.at[1] - self.from[1]];
        let min = place([self.before.min[0] + by[0], self.before.min[1] + by[1]]);
        let max = place([self.before.max[0] + by[0], self.before.max[1] + by[1]]);
        self.now = self.before;
        for (axis, pull) in [self.pull.x, self.pull.y].into_iter().enumerate() {
            match pull {
                -1 => {
                    self.now.min[axis] = min[axis].min(self.before.max[axis] - self.smallest[axis])
                }
                1 => {
                    self.now.max[axis] = max[axis].max(self.before.min[axis] + self.smallest[axis])
                }
                _ => {}
            }
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
            let mut resize = Resize::new(id("z"), frame, SMALLEST, pull, [10.0, 10.0]);
            resize.follow(Hand {
                at: [10.0 + by[0], 10.0 + by[1]],
                free: false,
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
}
