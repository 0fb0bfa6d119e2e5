//! The way a link takes: which sides it uses, where on the side, and around the cards in between.

use super::geometry::{Curve, Point, Rect, distance, length};
use super::maze;
use super::obstacles::Obstacles;

/// A side of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    Left,
    Right,
    Top,
    Bottom,
}

impl Side {
    pub const ALL: [Side; 4] = [Side::Left, Side::Right, Side::Top, Side::Bottom];

    /// Stable name.
    pub fn name(self) -> &'static str {
        match self {
            Side::Left => "left",
            Side::Right => "right",
            Side::Top => "top",
            Side::Bottom => "bottom",
        }
    }

    /// Pointing away from the card.
    pub fn normal(self) -> Point {
        match self {
            Side::Left => [-1.0, 0.0],
            Side::Right => [1.0, 0.0],
            Side::Top => [0.0, -1.0],
            Side::Bottom => [0.0, 1.0],
        }
    }

    pub fn is_horizontal(self) -> bool {
        matches!(self, Side::Left | Side::Right)
    }

    /// The point on the side, `offset` away from its middle.
    pub fn point(self, rect: &Rect, offset: f32) -> Point {
        let [x, y] = rect.center();
        match self {
            Side::Left => [rect.min[0], y + offset],
            Side::Right => [rect.max[0], y + offset],
            Side::Top => [x + offset, rect.min[1]],
            Side::Bottom => [x + offset, rect.max[1]],
        }
    }
}

/// Sides by the place of the two cards: left to right where there is room, else the side with the widest gap.
pub fn sides(from: &Rect, to: &Rect) -> (Side, Side) {
    let right = to.min[0] - from.max[0];
    let left = from.min[0] - to.max[0];
    let down = to.min[1] - from.max[1];
    let up = from.min[1] - to.max[1];
    const ROOM: f32 = 28.0;
    if right >= ROOM {
        (Side::Right, Side::Left)
    } else if down.max(up) >= left.max(right) && down >= up && down > 0.0 {
        (Side::Bottom, Side::Top)
    } else if up >= left.max(right) && up > 0.0 {
        (Side::Top, Side::Bottom)
    } else if left > 0.0 {
        (Side::Left, Side::Right)
    } else {
        (Side::Right, Side::Left)
    }
}

/// One end of a link.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Port {
    pub at: Point,
    pub side: Side,
}

impl Port {
    /// The port moved away from its card.
    pub fn outward(self, by: f32) -> Self {
        let normal = self.side.normal();
        Self {
            at: [self.at[0] + normal[0] * by, self.at[1] + normal[1] * by],
            ..self
        }
    }
}

/// How near a link may come to a card that is not its own.
const MARGIN: f32 = 8.0;
const TOUCH: f32 = 2.0;
/// How far around a card a detour goes.
const BERTH: f32 = 20.0;
const ROUNDS: usize = 3;

/// The curve between two ports, around cards other than `own`: past one side of what is in the way where that leads past
/// everything, else by a way between the cards.
pub fn route(from: Port, to: Port, obstacles: &Obstacles, own: [usize; 2]) -> Curve {
    let direct = direct(from, to);
    let blocked = hits(&direct, obstacles, own);
    if blocked.is_empty() {
        return direct;
    }
    let detours = [-1.0, 1.0]
        .into_iter()
        .map(|way| detour(from, to, &blocked, way, obstacles, own));
    let candidates = std::iter::once((blocked.len(), direct)).chain(detours);
    let cost = |(hit, curve): &(usize, Curve)| *hit as f32 * 10_000.0 + length(&curve.flatten(8));
    let best = candidates.min_by(|a, b| cost(a).total_cmp(&cost(b)));
    let (hit, curve) = best.unwrap_or_default();
    if hit == 0 {
        return curve;
    }
    let between = maze::around(from, to, obstacles, own);
    // Between cards that stand close it is enough not to touch them.
    let badness = |way: &Curve| [TOUCH, MARGIN].map(|by| near(way, by, obstacles, own).len());
    between
        .filter(|way| badness(way) < badness(&curve))
        .unwrap_or(curve)
}

/// The curve without regard to anything in between.
pub fn direct(from: Port, to: Port) -> Curve {
    let [n, m] = [from.side.normal(), to.side.normal()];
    let [dx, dy] = [to.at[0] - from.at[0], to.at[1] - from.at[1]];
    let ahead = (dx * n[0] + dy * n[1]).max(0.0);
    let away = distance(from.at, to.at);
    // Facing ports get a gentle S; ports that look away from each other a wider loop.
    let reach = if ahead > 0.0 {
        (ahead * 0.5).max(away * 0.25).min(160.0)
    } else {
        (away * 0.5).clamp(40.0, 160.0)
    };
    Curve {
        start: from.at,
        parts: vec![[push(from.at, n, reach), push(to.at, m, reach), to.at]],
    }
}

fn push(p: Point, direction: Point, by: f32) -> Point {
    [p[0] + direction[0] * by, p[1] + direction[1] * by]
}

fn hits(curve: &Curve, obstacles: &Obstacles, own: [usize; 2]) -> Vec<usize> {
    near(curve, MARGIN, obstacles, own)
}

/// Foreign cards that a curve comes nearer to than `margin`.
fn near(curve: &Curve, margin: f32, obstacles: &Obstacles, own: [usize; 2]) -> Vec<usize> {
    let rough = length(&curve.flatten(6)) / curve.parts.len().max(1) as f32;
    let steps = ((rough / 14.0) as usize).clamp(8, 120);
    let mut found = obstacles.touched(&curve.flatten(steps), margin);
    found.retain(|index| !own.contains(index));
    found
}

/// A curve past one side of what blocks the direct way; `way` is -1 for above or left, 1 for below or right.
fn detour(
    from: Port,
    to: Port,
    blocked: &[usize],
    way: f32,
    obstacles: &Obstacles,
    own: [usize; 2],
) -> (usize, Curve) {
    let mut around: Vec<usize> = blocked.to_vec();
    let mut best = (usize::MAX, Curve::default());
    for _ in 0..ROUNDS {
        let Some(block) = around
            .iter()
            .map(|i| obstacles.rect(*i))
            .reduce(|a, b| a.union(&b))
        else {
            break;
        };
        let curve = past(from, to, block.inflate(BERTH), way);
        let still = hits(&curve, obstacles, own);
        let fresh: Vec<usize> = still
            .iter()
            .copied()
            .filter(|i| !around.contains(i))
            .collect();
        if still.len() < best.0 {
            best = (still.len(), curve);
        }
        if fresh.is_empty() {
            break;
        }
        around.extend(fresh);
    }
    best
}

fn past(from: Port, to: Port, block: Rect, way: f32) -> Curve {
    // Along the axis the link leaves on; `lane` is the coordinate across it.
    let axis = if from.side.is_horizontal() { 0 } else { 1 };
    let lane = if way < 0.0 {
        block.min[1 - axis]
    } else {
        block.max[1 - axis]
    };
    let forward = to.at[axis] >= from.at[axis];
    let (near, far) = if forward {
        (block.min[axis], block.max[axis])
    } else {
        (block.max[axis], block.min[axis])
    };
    let point = |along: f32| {
        if axis == 0 {
            [along, lane]
        } else {
            [lane, along]
        }
    };
    let heading = match (axis, forward) {
        (0, true) => [1.0, 0.0],
        (0, false) => [-1.0, 0.0],
        (_, true) => [0.0, 1.0],
        (_, false) => [0.0, -1.0],
    };
    let (a, b) = (point(near), point(far));
    let bend = |p: Point, q: Point| ((p[axis] - q[axis]).abs() * 0.5).clamp(16.0, 120.0);
    let (first, last) = (bend(from.at, a), bend(b, to.at));
    let straight = distance(a, b) / 3.0;
    Curve {
        start: from.at,
        parts: vec![
            [
                push(from.at, from.side.normal(), first),
                push(a, heading, -first),
                a,
            ],
            [push(a, heading, straight), push(b, heading, -straight), b],
            [
                push(b, heading, last),
                push(to.at, to.side.normal(), last),
                to.at,
            ],
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(x: f32, y: f32) -> Rect {
        Rect::at([x, y], [176.0, 84.0])
    }

    #[test]
    fn sides_follow_the_places() {
        let home = card(0.0, 0.0);
        let cases = [
            (card(300.0, 0.0), (Side::Right, Side::Left)),
            (card(300.0, 900.0), (Side::Right, Side::Left)),
            (card(0.0, 200.0), (Side::Bottom, Side::Top)),
            (card(20.0, -200.0), (Side::Top, Side::Bottom)),
            (card(-400.0, 10.0), (Side::Left, Side::Right)),
            (card(-220.0, 400.0), (Side::Bottom, Side::Top)),
            (card(4.0, 4.0), (Side::Right, Side::Left)),
        ];
        for (to, want) in cases {
            assert_eq!(sides(&home, &to), want, "{to:?}");
        }
    }

    #[test]
    fn a_card_in_the_way_is_avoided() {
        let rects = [card(0.0, 0.0), card(300.0, 10.0), card(600.0, 0.0)];
        let mut obstacles = Obstacles::default();
        rects.iter().for_each(|rect| obstacles.push(*rect));
        let from = Port {
            at: Side::Right.point(&rects[0], 0.0),
            side: Side::Right,
        };
        let to = Port {
            at: Side::Left.point(&rects[2], 0.0),
            side: Side::Left,
        };
        let curve = route(from, to, &obstacles, [0, 2]);
        assert!(curve.parts.len() > 1, "a bend");
        assert!(hits(&curve, &obstacles, [0, 2]).is_empty());
        assert_eq!(curve.end(), to.at);
    }

    #[test]
    fn without_a_card_in_the_way_it_is_one_curve() {
        let obstacles = Obstacles::default();
        let from = Port {
            at: [0.0, 0.0],
            side: Side::Right,
        };
        let to = Port {
            at: [0.0, 0.0],
            side: Side::Left,
        };
        let curve = route(from, to, &obstacles, [0, 0]);
        assert_eq!(curve.parts.len(), 1);
        assert!(curve.flatten(8).iter().flatten().all(|v| v.is_finite()));
    }
}
