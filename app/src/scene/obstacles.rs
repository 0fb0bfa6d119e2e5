//! Cards as things to go around, found by place.

use std::cell::{Cell, OnceCell};
use std::collections::BTreeMap;

use super::geometry::{Point, Rect, bounds_of};

/// Side of a cell of the look-up grid, canvas points: about one card.
const CELL: f32 = 192.0;

/// Rectangles that can be asked "who is here" without looking at all of them.
#[derive(Clone, Debug, Default)]
pub struct Obstacles {
    rects: Vec<Rect>,
    /// Built when somebody asks, then kept up to date.
    cells: OnceCell<Cells>,
    /// Around everything that was asked for, while somebody wants to know.
    watched: Cell<Option<Rect>>,
}

/// Indices by cell.
type Cells = BTreeMap<(i32, i32), Vec<usize>>;

/// When more than one in so many are put elsewhere at once, building the cells anew is quicker.
const MANY: usize = 16;

fn cell(p: Point) -> (i32, i32) {
    ((p[0] / CELL).floor() as i32, (p[1] / CELL).floor() as i32)
}

fn enter(all: &mut Cells, index: usize, rect: &Rect) {
    for at in cells(rect) {
        all.entry(at).or_default().push(index);
    }
}

/// The cells that a rectangle lies in.
fn cells(rect: &Rect) -> impl Iterator<Item = (i32, i32)> + use<> {
    let (low, high) = (cell(rect.min), cell(rect.max));
    (low.0..=high.0).flat_map(move |x| (low.1..=high.1).map(move |y| (x, y)))
}

impl Obstacles {
    /// These rectangles.
    pub fn of(rects: Vec<Rect>) -> Self {
        Self {
            rects,
            ..Self::default()
        }
    }

    /// Adds a rectangle of about a card's size; its index is the count of those before it.
    pub fn push(&mut self, rect: Rect) {
        let index = self.rects.len();
        self.rects.push(rect);
        self.enter(index);
    }

    /// Puts a rectangle into its cells.
    fn enter(&mut self, index: usize) {
        if let Some(all) = self.cells.get_mut() {
            enter(all, index, &self.rects[index]);
        }
    }

    fn cells(&self) -> &Cells {
        self.cells.get_or_init(|| {
            let mut all = Cells::new();
            // An empty one stands for none.
            let there = self.rects.iter().enumerate();
            let there = there.filter(|(_, rect)| **rect != Rect::default());
            there.for_each(|(index, rect)| enter(&mut all, index, rect));
            all
        })
    }

    /// As many places without a rectangle, to be filled by [`put`](Self::put).
    pub fn absent(count: usize) -> Self {
        Self::of(vec![Rect::default(); count])
    }

    /// Puts a rectangle elsewhere.
    pub fn put(&mut self, index: usize, rect: Rect) {
        self.remove(index);
        self.rects[index] = rect;
        self.enter(index);
    }

    /// Puts several elsewhere.
    pub fn put_all(&mut self, places: impl ExactSizeIterator<Item = (usize, Rect)>) {
        if places.len() > self.rects.len() / MANY {
            self.cells.take();
        }
        places.for_each(|(index, rect)| self.put(index, rect));
    }

    /// Takes a rectangle away; the others keep their indices.
    pub fn remove(&mut self, index: usize) {
        // An empty one overlaps nothing.
        let before = std::mem::take(&mut self.rects[index]);
        let Some(all) = self.cells.get_mut() else {
            return;
        };
        for at in cells(&before) {
            if let Some(here) = all.get_mut(&at) {
                here.retain(|other| *other != index);
                if here.is_empty() {
                    all.remove(&at);
                }
            }
        }
    }

    pub fn rects(&self) -> &[Rect] {
        &self.rects
    }

    pub fn len(&self) -> usize {
        self.rects.len()
    }

    /// What `ask` finds out, and the area it asked about: rectangles outside of it made no difference.
    pub fn watched<R>(&self, ask: impl FnOnce(&Self) -> R) -> (R, Option<Rect>) {
        self.watched.set(None);
        let answer = ask(self);
        (answer, self.watched.take())
    }

    pub fn rect(&self, index: usize) -> Rect {
        self.rects[index]
    }

    /// Indices of those that may overlap `rect`, some more than once.
    fn near(&self, rect: &Rect) -> impl Iterator<Item = usize> {
        let watched = self.watched.get();
        self.watched
            .set(Some(watched.map_or(*rect, |w| w.union(rect))));
        let (low, high) = (cell(rect.min), cell(rect.max));
        let spanned = (f64::from(high.0 - low.0) + 1.0) * (f64::from(high.1 - low.1) + 1.0);
        // Of a wide area it is cheaper to look at all.
        let grid = self.cells();
        let all = spanned > grid.len() as f64;
        let everyone = if all { 0..self.rects.len() } else { 0..0 };
        let columns = if all { 0..0 } else { low.0..high.0 + 1 };
        let cells = columns.flat_map(move |x| (low.1..=high.1).map(move |y| (x, y)));
        let here = cells.filter_map(|at| grid.get(&at)).flatten().copied();
        everyone.chain(here)
    }

    /// The largest area of `rect` that one of them covers; what only touches covers nothing.
    pub fn overlap(&self, rect: &Rect) -> f32 {
        self.overlap_before(self.rects.len(), rect)
    }

    /// The same of those with a lower index than `end`.
    pub fn overlap_before(&self, end: usize, rect: &Rect) -> f32 {
        let covered = |index: usize| {
            let other = &self.rects[index];
            let [width, height] =
                [0, 1].map(|i| rect.max[i].min(other.max[i]) - rect.min[i].max(other.min[i]));
            width.max(0.0) * height.max(0.0)
        };
        let near = self.near(rect).filter(|index| *index < end);
        near.map(covered).fold(0.0, f32::max)
    }

    /// Whether one of them overlaps `rect`.
    pub fn touch(&self, rect: &Rect) -> bool {
        let mut near = self.near(rect);
        !self.rects.is_empty() && near.any(|index| self.rects[index].intersects(rect))
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
        let gap = Rect::at([180.0, 0.0], [100.0, 400.0]);
        assert!(obstacles.overlapping(&gap).is_empty());
        let wide = Rect::new([-1.0e6, -1.0e6], [1.0e6, 1.0e6]);
        assert_eq!(obstacles.overlapping(&wide), vec![0, 1, 2]);
        let corner = |x: f32| obstacles.overlap(&Rect::at([x, 74.0], [20.0, 40.0]));
        assert_eq!(
            [corner(166.0), corner(176.0), corner(280.0)],
            [100.0, 0.0, 0.0]
        );
    }

    #[test]
    fn what_is_put_elsewhere_is_found_there_only() {
        let mut obstacles = Obstacles::default();
        let (home, away) = (
            Rect::at([0.0, 0.0], [176.0, 84.0]),
            Rect::at([5000.0, 0.0], [176.0, 84.0]),
        );
        obstacles.push(home);
        obstacles.push(home);
        obstacles.put(0, away);
        assert_eq!(obstacles.overlapping(&home), vec![1]);
        assert_eq!(obstacles.overlapping(&away), vec![0]);
    }

    #[test]
    fn the_watched_area_holds_every_question() {
        let mut obstacles = Obstacles::default();
        obstacles.push(Rect::at([0.0, 0.0], [176.0, 84.0]));
        let (free, area) = obstacles.watched(|o| {
            let nothing_at = |at| o.overlapping(&Rect::at(at, [10.0, 10.0])).is_empty();
            nothing_at([500.0, 0.0]) && nothing_at([0.0, 500.0])
        });
        assert!(free);
        assert_eq!(area, Some(Rect::at([0.0, 0.0], [510.0, 510.0])));
        let (_, nothing) = obstacles.watched(|_| ());
        assert_eq!(nothing, None);
    }
}
