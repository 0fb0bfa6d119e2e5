//! Cards as things to go around, found by place.

use std::collections::BTreeMap;

use super::geometry::{Point, Rect, bounds_of};

/// Side of a cell of the look-up grid, canvas points: about one card.
const CELL: f32 = 192.0;

/// Rectangles that can be asked "who is here" without looking at all of them.
#[derive(Clone, Debug, Default)]
pub struct Obstacles {
    rects: Vec<Rect>,
    cells: BTreeMap<(i32, i32), Vec<usize>>,
}

fn cell(p: Point) -> (i32, i32) {
    ((p[0] / CELL).floor() as i32, (p[1] / CELL).floor() as i32)
}

impl Obstacles {
    /// Adds a rectangle of about a card's size; its index is the count of those before it.
    pub fn push(&mut self, rect: Rect) {
        let index = self.rects.len();
        self.rects.push(rect);
        let (low, high) = (cell(rect.min), cell(rect.max));
        for x in low.0..=high.0 {
            for y in low.1..=high.1 {
                self.cells.entry((x, y)).or_default().push(index);
            }
        }
    }

    pub fn rect(&self, index: usize) -> Rect {
        self.rects[index]
    }

    /// Indices of those that may overlap `rect`, some more than once.
    fn near(&self, rect: &Rect) -> impl Iterator<Item = usize> {
        let (low, high) = (cell(rect.min), cell(rect.max));
        let spanned = (f64::from(high.0 - low.0) + 1.0) * (f64::from(high.1 - low.1) + 1.0);
        // Of a wide area it is cheaper to look at all.
        let all = spanned > self.cells.len() as f64;
        let everyone = if all { 0..self.rects.len() } else { 0..0 };
        let columns = if all { 0..0 } else { low.0..high.0 + 1 };
        let cells = columns.flat_map(move |x| (low.1..=high.1).map(move |y| (x, y)));
        let here = cells
            .filter_map(|at| self.cells.get(&at))
            .flatten()
            .copied();
        everyone.chain(here)
    }

    /// Whether nothing overlaps `rect`.
    pub fn is_free(&self, rect: &Rect) -> bool {
        !self
            .near(rect)
            .any(|index| self.rects[index].intersects(rect))
    }

    /// Indices of rectangles that overlap `rect`, each once, in order.
    pub fn overlapping(&self, rect: &Rect) -> Vec<usize> {
        let overlap = |index: &usize| self.rects[*index].intersects(rect);
        let mut found: Vec<usize> = self.near(rect).filter(overlap).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Indices of rectangles that a polyline comes nearer to than `margin`, each once, in order.
    pub fn touched(&self, line: &[Point], margin: f32) -> Vec<usize> {
        let around = bounds_of(line).unwrap_or_default().inflate(margin);
        let mut found = self.overlapping(&around);
        found.retain(|index| {
            let rect = self.rects[*index].inflate(margin);
            line.iter().any(|point| rect.contains(*point))
        });
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_finds_what_it_touches() {
        let mut obstacles = Obstacles::default();
        obstacles.push(Rect::at([0.0, 0.0], [176.0, 84.0]));
        obstacles.push(Rect::at([-400.0, -400.0], [176.0, 84.0]));
        obstacles.push(Rect::at([300.0, 0.0], [176.0, 84.0]));
        let line: Vec<Point> = (0..60).map(|i| [i as f32 * 10.0 - 50.0, 40.0]).collect();
        assert_eq!(obstacles.touched(&line, 4.0), vec![0, 2]);
        assert_eq!(obstacles.touched(&[[180.0, 40.0]], 8.0), vec![0]);
        assert!(obstacles.touched(&[[200.0, 40.0]], 8.0).is_empty());
        assert!(obstacles.is_free(&Rect::at([180.0, 0.0], [100.0, 400.0])));
        let wide = Rect::new([-1.0e6, -1.0e6], [1.0e6, 1.0e6]);
        assert_eq!(obstacles.overlapping(&wide), vec![0, 1, 2]);
    }
}
