//! Things in line with each other, and at equal distances: how far each has to move.

/// Corner and size, canvas points.
pub type Frame = ([f32; 2], [f32; 2]);

/// The line that things are put in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    Left,
    Center,
    Right,
    Top,
    Middle,
    Bottom,
}

impl Line {
    /// The axis things move along, and which point of them comes into line: 0 the first, 0.5 the middle, 1 the last.
    fn point(self) -> (usize, f32) {
        match self {
            Line::Left => (0, 0.0),
            Line::Center => (0, 0.5),
            Line::Right => (0, 1.0),
            Line::Top => (1, 0.0),
            Line::Middle => (1, 0.5),
            Line::Bottom => (1, 1.0),
        }
    }
}

/// The axis that things are spread along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    Horizontal,
    Vertical,
}

/// How far each moves so that all touch one line of the rectangle around them.
pub fn align(frames: &[Frame], line: Line) -> Vec<[f32; 2]> {
    let (axis, share) = line.point();
    let least = frames
        .iter()
        .map(|(at, _)| at[axis])
        .fold(f32::INFINITY, f32::min);
    let most = frames
        .iter()
        .map(|(at, size)| at[axis] + size[axis])
        .fold(f32::NEG_INFINITY, f32::max);
    let line = least + (most - least) * share;
    let by = |(at, size): &Frame| along(axis, line - (at[axis] + size[axis] * share));
    frames.iter().map(by).collect()
}

/// How far each moves so that the gaps between neighbours are equal; the first and the last one stay.
pub fn distribute(frames: &[Frame], axis: Axis) -> Vec<[f32; 2]> {
    let axis = usize::from(axis == Axis::Vertical);
    let mut order: Vec<usize> = (0..frames.len()).collect();
    let middle = |i: usize| frames[i].0[axis] + frames[i].1[axis] / 2.0;
    order.sort_by(|a, b| middle(*a).total_cmp(&middle(*b)));
    let mut moves = vec![[0.0; 2]; frames.len()];
    let (Some(first), Some(last)) = (order.first(), order.last()) else {
        return moves;
    };
    let start = frames[*first].0[axis];
    let end = frames[*last].0[axis] + frames[*last].1[axis];
    let filled: f32 = frames.iter().map(|(_, size)| size[axis]).sum();
    let gap = (end - start - filled) / (frames.len().max(2) - 1) as f32;
    let mut next = start;
    for index in &order {
        let (at, size) = frames[*index];
        if index != first && index != last {
            moves[*index] = along(axis, next - at[axis]);
        }
        next += size[axis] + gap;
    }
    moves
}

fn along(axis: usize, by: f32) -> [f32; 2] {
    let mut moved = [0.0; 2];
    moved[axis] = by;
    moved
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAMES: [Frame; 3] = [
        ([0.0, 0.0], [100.0, 40.0]),
        ([300.0, 80.0], [20.0, 60.0]),
        ([90.0, 40.0], [50.0, 20.0]),
    ];

    #[test]
    fn a_line_is_one_of_the_rectangle_around() {
        for (line, want) in [
            (Line::Left, [[0.0, 0.0], [-300.0, 0.0], [-90.0, 0.0]]),
            (Line::Center, [[110.0, 0.0], [-150.0, 0.0], [45.0, 0.0]]),
            (Line::Right, [[220.0, 0.0], [0.0, 0.0], [180.0, 0.0]]),
            (Line::Top, [[0.0, 0.0], [0.0, -80.0], [0.0, -40.0]]),
            (Line::Middle, [[0.0, 50.0], [0.0, -40.0], [0.0, 20.0]]),
            (Line::Bottom, [[0.0, 100.0], [0.0, 0.0], [0.0, 80.0]]),
        ] {
            assert_eq!(align(&FRAMES, line), want, "{line:?}");
        }
        assert!(align(&[], Line::Left).is_empty());
    }

    #[test]
    fn gaps_become_equal_and_the_ends_stay() {
        // 320 wide, 170 filled: two gaps of 75.
        assert_eq!(
            distribute(&FRAMES, Axis::Horizontal),
            [[0.0, 0.0], [0.0, 0.0], [85.0, 0.0]]
        );
        assert_eq!(
            distribute(&FRAMES, Axis::Vertical),
            [[0.0, 0.0], [0.0, 0.0], [0.0, 10.0]]
        );
        assert!(distribute(&[], Axis::Vertical).is_empty());
        assert_eq!(distribute(&FRAMES[..1], Axis::Vertical), [[0.0, 0.0]]);
    }
}
