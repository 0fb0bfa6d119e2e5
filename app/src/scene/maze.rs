//! A way between cards where no single detour leads past them: the cheapest one of straight stretches, its corners round.
//!
//! Looks at the cards around the two ends only, so what stands far away changes nothing.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::geometry::{Curve, Point, Rect, distance};
use super::obstacles::Obstacles;
use super::route::{Port, Side};

/// How far beyond the two ends the way may go, canvas points.
const REACH: f32 = 220.0;
/// With more cards than this in between no way is looked for.
const MOST_CARDS: usize = 32;
/// Room between a card and the way; less where there is no more.
const CLEAR: f32 = 16.0;
const NARROW: f32 = 7.0;
/// Links that start side by side keep side by side: the share of their distance that their lanes have.
const LANE: f32 = 0.4;
const WIDEST_LANE: f32 = 8.0;
/// How far the way runs straight out of a port.
const STUB: f32 = 12.0;
/// What a corner costs, in canvas points of detour.
const TURN: f32 = 70.0;
/// Radius of a corner as a share of the room: a larger one would come near the card it goes around.
const ROUND: f32 = 1.5;

/// A way that keeps off all cards around, also off `own` two; `None` where there is none.
pub fn around(from: Port, to: Port, obstacles: &Obstacles, own: [usize; 2]) -> Option<Curve> {
    let ends = [from.outward(STUB).at, to.outward(STUB).at];
    let own_rects = own.map(|card| obstacles.rect(card));
    let area = own_rects[0].union(&own_rects[1]).inflate(REACH);
    let cards = obstacles.overlapping(&area);
    if cards.len() > MOST_CARDS {
        return None;
    }
    let middle = own_rects[0].center();
    let across = usize::from(from.side.is_horizontal());
    let lane = (from.at[across] - middle[across]) * LANE;
    let lane = lane.clamp(-WIDEST_LANE, WIDEST_LANE);
    let clears = [CLEAR + lane, CLEAR, NARROW];
    clears.into_iter().find_map(|clear| {
        let block = |card: &usize| {
            let room = if own.contains(card) {
                clear.min(STUB)
            } else {
                clear
            };
            obstacles.rect(*card).inflate(room)
        };
        let blocks: Vec<Rect> = cards.iter().map(block).collect();
        let corners = Grid::new(ends, &blocks).way([from.side, to.side])?;
        let points = std::iter::once(from.at).chain(corners).chain([to.at]);
        Some(rounded(&straightened(points), clear * ROUND))
    })
}

/// Lines along the edges of the blocks and through the ends, and where one may go along them.
struct Grid {
    xs: Vec<f32>,
    ys: Vec<f32>,
    ends: [(usize, usize); 2],
    /// Whether the stretch from here to the next line on the right (below) is blocked.
    right: Vec<bool>,
    down: Vec<bool>,
}

/// A place on the grid and the side one came out of: column, row, heading.
type State = (usize, usize, usize);

impl Grid {
    fn new(ends: [Point; 2], blocks: &[Rect]) -> Self {
        let lines = |axis: usize| {
            let edges = blocks.iter().flat_map(|b| [b.min[axis], b.max[axis]]);
            let mut lines: Vec<f32> = edges.chain(ends.map(|end| end[axis])).collect();
            lines.sort_by(f32::total_cmp);
            lines.dedup();
            lines
        };
        let (xs, ys) = (lines(0), lines(1));
        let place = |lines: &[f32], at: f32| lines.partition_point(|line| *line < at);
        let mut grid = Self {
            ends: ends.map(|end| (place(&xs, end[0]), place(&ys, end[1]))),
            right: vec![false; xs.len() * ys.len()],
            down: vec![false; xs.len() * ys.len()],
            xs,
            ys,
        };
        blocks.iter().for_each(|block| grid.block(block));
        grid
    }

    /// Nothing leads through the inside of a block; its edges are free.
    fn block(&mut self, block: &Rect) {
        let columns = self.xs.len();
        let inside = |lines: &[f32], axis: usize| {
            let first = lines.partition_point(|line| *line < block.min[axis]);
            let last = lines.partition_point(|line| *line < block.max[axis]);
            (first, last)
        };
        let (left, right) = inside(&self.xs, 0);
        let (top, bottom) = inside(&self.ys, 1);
        for row in top + 1..bottom {
            for column in left..right {
                self.right[row * columns + column] = true;
            }
        }
        for row in top..bottom {
            for column in left + 1..right {
                self.down[row * columns + column] = true;
            }
        }
    }

    /// Where one gets to from a place by going one stretch in a direction, and how long it is.
    fn step(&self, (x, y): (usize, usize), heading: Side) -> Option<((usize, usize), f32)> {
        let columns = self.xs.len();
        let at = y * columns + x;
        let to = match heading {
            Side::Right => (x + 1 < columns && !self.right[at]).then_some((x + 1, y)),
            Side::Left => (x > 0 && !self.right[at - 1]).then(|| (x - 1, y)),
            Side::Bottom => (y + 1 < self.ys.len() && !self.down[at]).then_some((x, y + 1)),
            Side::Top => (y > 0 && !self.down[at - columns]).then(|| (x, y - 1)),
        }?;
        let far = (self.xs[to.0] - self.xs[x]).abs() + (self.ys[to.1] - self.ys[y]).abs();
        Some((to, far))
    }

    /// The corners of the cheapest way from the first end to the second (Dijkstra, corners cost). It leaves and enters
    /// across the sides.
    fn way(&self, sides: [Side; 2]) -> Option<Vec<Point>> {
        let count = self.xs.len() * self.ys.len() * Side::ALL.len();
        let index = |(x, y, heading): State| (y * self.xs.len() + x) * Side::ALL.len() + heading;
        let heading_of = |side: Side| Side::ALL.iter().position(|s| *s == side).unwrap_or(0);
        let start = (self.ends[0].0, self.ends[0].1, heading_of(sides[0]));
        let last = heading_of(opposite(sides[1]));
        let mut known = vec![f32::INFINITY; count];
        let mut before: Vec<Option<State>> = vec![None; count];
        let mut open = BinaryHeap::new();
        known[index(start)] = 0.0;
        open.push(Reverse((0_u32, start)));
        while let Some(Reverse((bits, here))) = open.pop() {
            let cost = f32::from_bits(bits);
            if cost > known[index(here)] {
                continue;
            }
            let (x, y, heading) = here;
            if (x, y) == self.ends[1] && heading == last {
                return Some(self.walked(here, &before, index));
            }
            let mut reach = |to: State, by: f32| {
                if cost + by < known[index(to)] {
                    known[index(to)] = cost + by;
                    before[index(to)] = Some(here);
                    // Costs are not negative: their bits are in their order.
                    open.push(Reverse(((cost + by).to_bits(), to)));
                }
            };
            if let Some((to, far)) = self.step((x, y), Side::ALL[heading]) {
                reach((to.0, to.1, heading), far);
            }
            let horizontal = Side::ALL[heading].is_horizontal();
            let turns = Side::ALL.iter().enumerate();
            for (turn, _) in turns.filter(|(_, side)| side.is_horizontal() != horizontal) {
                reach((x, y, turn), TURN);
            }
        }
        None
    }

    fn walked(
        &self,
        end: State,
        before: &[Option<State>],
        index: impl Fn(State) -> usize,
    ) -> Vec<Point> {
        let states = std::iter::successors(Some(end), |state| before[index(*state)]);
        let mut points: Vec<Point> = states.map(|(x, y, _)| [self.xs[x], self.ys[y]]).collect();
        points.reverse();
        points
    }
}

fn opposite(side: Side) -> Side {
    match side {
        Side::Left => Side::Right,
        Side::Right => Side::Left,
        Side::Top => Side::Bottom,
        Side::Bottom => Side::Top,
    }
}

/// Without the points that are no corner.
fn straightened(points: impl Iterator<Item = Point>) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::new();
    for point in points {
        if kept.last() == Some(&point) {
            continue;
        }
        if let [.., a, b] = kept.as_slice() {
            let on_line = (0..2).any(|axis| a[axis] == b[axis] && b[axis] == point[axis]);
            if on_line {
                kept.pop();
            }
        }
        kept.push(point);
    }
    kept
}

/// The line with its corners round.
fn rounded(points: &[Point], radius: f32) -> Curve {
    let start = points.first().copied().unwrap_or_default();
    let toward = |a: Point, b: Point, by: f32| {
        let share = by / distance(a, b).max(f32::MIN_POSITIVE);
        [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]
    };
    let mut curve = Curve {
        start,
        parts: Vec::new(),
    };
    let straight = |curve: &mut Curve, to: Point| {
        let from = curve.end();
        let third = distance(from, to) / 3.0;
        if third > 0.0 {
            curve
                .parts
                .push([toward(from, to, third), toward(to, from, third), to]);
        }
    };
    for corner in points.windows(3) {
        let [a, b, c] = [corner[0], corner[1], corner[2]];
        let radius = radius.min(distance(a, b) / 2.0).min(distance(b, c) / 2.0);
        let (into, out) = (toward(b, a, radius), toward(b, c, radius));
        straight(&mut curve, into);
        // Control points at this share of the radius from the corner draw nearly a circle.
        let pull = radius * 0.45;
        curve
            .parts
            .push([toward(b, a, pull), toward(b, c, pull), out]);
    }
    if let Some(end) = points.last() {
        straight(&mut curve, *end);
    }
    if curve.parts.is_empty() {
        curve.parts.push([start, start, start]);
    }
    curve
}

#[cfg(test)]
mod tests {
    use super::*;

    const CARD: [f32; 2] = [176.0, 84.0];

    fn ports(cards: &[Point], sides: [Side; 2]) -> (Obstacles, [Port; 2]) {
        let mut obstacles = Obstacles::default();
        cards
            .iter()
            .for_each(|at| obstacles.push(Rect::at(*at, CARD)));
        let port = |card: usize| Port {
            at: sides[card].point(&obstacles.rect(card), 0.0),
            side: sides[card],
        };
        let found = [port(0), port(1)];
        (obstacles, found)
    }

    fn touches(curve: &Curve, obstacles: &Obstacles) -> Vec<usize> {
        let mut line = curve.flatten(40);
        // The ends lie on their cards.
        line.drain(..1);
        line.pop();
        obstacles.touched(&line, -0.5)
    }

    #[test]
    fn it_finds_the_gap_in_a_wall() {
        // A wall of cards with a gap at its foot, and one more card behind the gap.
        let wall = [-220.0, -110.0, 0.0, 110.0].map(|y| [300.0, y]);
        let mut cards = vec![[0.0, 0.0], [640.0, 0.0]];
        cards.extend(wall);
        cards.push([480.0, 230.0]);
        let (obstacles, [from, to]) = ports(&cards, [Side::Right, Side::Left]);
        let Some(curve) = around(from, to, &obstacles, [0, 1]) else {
            panic!("there is a way");
        };
        assert_eq!(touches(&curve, &obstacles), Vec::<usize>::new());
        assert_eq!((curve.start, curve.end()), (from.at, to.at));
    }

    #[test]
    fn it_goes_around_its_own_cards() {
        // Both ends look away from each other.
        let cards = [[0.0, 0.0], [400.0, 0.0]];
        let (obstacles, [from, to]) = ports(&cards, [Side::Left, Side::Right]);
        let Some(curve) = around(from, to, &obstacles, [0, 1]) else {
            panic!("there is a way");
        };
        assert_eq!(touches(&curve, &obstacles), Vec::<usize>::new());
    }

    #[test]
    fn out_of_a_walled_in_card_there_is_none() {
        let mut cards = vec![[0.0, 0.0], [1200.0, 0.0]];
        cards.extend((-2..=2).flat_map(|i| [-200.0, 200.0].map(|y| [170.0 * i as f32, y])));
        let sides = [-340.0, 340.0].map(|x| [-120.0, -40.0, 40.0, 120.0].map(|y| [x, y]));
        cards.extend(sides.into_iter().flatten());
        let (obstacles, [from, to]) = ports(&cards, [Side::Left, Side::Left]);
        assert_eq!(around(from, to, &obstacles, [0, 1]), None);
        let (open, [from, to]) = ports(&cards[..cards.len() - 1], [Side::Left, Side::Left]);
        assert!(around(from, to, &open, [0, 1]).is_some(), "one card less");
    }
}
