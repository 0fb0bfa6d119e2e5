//! A bend of a link that follows the hand.

use sim_core::edit::Edit;
use sim_core::foundation::ids::Id;

use super::Hand;
use crate::scene::Point;
use crate::session::placement::{GRID, snap};

/// One bend on its way.
#[derive(Debug)]
pub struct Bend {
    link: Id,
    /// All bends, the moved one in its place.
    bends: Vec<Point>,
    index: usize,
    home: Point,
    /// Where the hand took hold.
    from: Point,
    /// What stands before and after the bend on the line: it likes to be in one line with them.
    neighbours: [Point; 2],
}

impl Bend {
    /// The bend `index` of `bends`; a new one is in the list already. `ends`: of the whole line.
    pub fn new(
        link: Id,
        bends: Vec<Point>,
        index: usize,
        ends: [Point; 2],
        from: Point,
    ) -> Option<Self> {
        let home = *bends.get(index)?;
        let before = index.checked_sub(1).and_then(|at| bends.get(at)).copied();
        let after = bends.get(index + 1).copied();
        Some(Self {
            link,
            neighbours: [before.unwrap_or(ends[0]), after.unwrap_or(ends[1])],
            bends,
            index,
            home,
            from,
        })
    }

    pub fn follow(&mut self, hand: Hand) {
        let by = [hand.at[0] - self.from[0], hand.at[1] - self.from[1]];
        let exact = [self.home[0] + by[0], self.home[1] + by[1]];
        // A hand that rests leaves the bend where it is, be that on the grid or not.
        let at = if by == [0.0; 2] || hand.free {
            exact
        } else {
            self.settled(exact)
        };
        if let Some(bend) = self.bends.get_mut(self.index) {
            *bend = at;
        }
    }

    /// In line with a neighbour where it is nearly so, else on the grid.
    fn settled(&self, at: Point) -> Point {
        let grid = snap(at);
        [0, 1].map(|axis| {
            let lines = self.neighbours.map(|point| point[axis]);
            let near = lines
                .into_iter()
                .filter(|line| (line - at[axis]).abs() <= GRID / 2.0);
            let nearest = near.min_by(|a, b| (a - at[axis]).abs().total_cmp(&(b - at[axis]).abs()));
            nearest.unwrap_or(grid[axis])
        })
    }

    /// `None` before the bend has moved.
    pub fn edit(&self) -> Option<Edit> {
        let moved = self.bends.get(self.index) != Some(&self.home);
        moved.then(|| Edit::Bend {
            id: self.link.clone(),
            bends: self.bends.clone(),
        })
    }

    /// All bends of the link as they are now, and which of them moves.
    pub fn now(&self) -> (&[Point], usize) {
        (&self.bends, self.index)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::scene::fixture::id;

    fn bend() -> Bend {
        let bends = vec![[100.0, 40.0], [203.0, 90.0]];
        Bend::new(
            id("l"),
            bends,
            1,
            [[0.0, 42.0], [400.0, 61.0]],
            [200.0, 88.0],
        )
        .unwrap()
    }

    fn after(by: Point, free: bool) -> Option<Point> {
        let mut bend = bend();
        let at = [200.0 + by[0], 88.0 + by[1]];
        bend.follow(Hand {
            at,
            free,
            reach: 6.0,
        });
        match bend.edit()? {
            Edit::Bend { bends, .. } => {
                assert_eq!(bends[0], [100.0, 40.0]);
                Some(bends[1])
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn it_keeps_to_the_grid_or_in_line_with_its_neighbours() {
        assert_eq!(after([0.0, 0.0], false), None);
        assert_eq!(after([20.0, -6.0], false), Some([224.0, 88.0]));
        assert_eq!(after([20.0, -6.0], true), Some([223.0, 84.0]));
        // The line ends at y = 61, the bend before stands at x = 100.
        assert_eq!(after([20.0, -27.0], false), Some([224.0, 61.0]));
        assert_eq!(after([-101.0, 30.0], false), Some([100.0, 120.0]));
        assert!(Bend::new(id("l"), vec![], 0, [[0.0; 2]; 2], [0.0; 2]).is_none());
    }
}
