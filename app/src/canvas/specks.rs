//! Many rectangles, too small to be told apart, as few larger ones.

use egui::{Rect, pos2};
use sim_core::engine::snapshot::Health;

/// Side of what is told apart, points.
const CELL: f32 = 1.5;

/// Rows of equal health instead of single rectangles. The worst of those that share a cell speaks for it; gaps of less
/// than a cell close.
pub fn merged(all: impl Iterator<Item = (Rect, Health)>, area: Rect) -> Vec<(Rect, Health)> {
    let size = area.size();
    if !(size.x > 0.0 && size.y > 0.0 && size.is_finite()) {
        return Vec::new();
    }
    let [columns, rows] = [size.x, size.y].map(|side| (side / CELL).ceil() as usize);
    let mut cells: Vec<Option<Health>> = vec![None; columns * rows];
    let range = |from: f32, to: f32, count: usize| {
        let cell = |at: f32| ((at / CELL).max(0.0) as usize).min(count - 1);
        cell(from - CELL / 4.0)..=cell(to + CELL / 4.0)
    };
    for (rect, health) in all {
        let (min, max) = (rect.min - area.min, rect.max - area.min);
        for row in range(min.y, max.y, rows) {
            let row = &mut cells[row * columns..(row + 1) * columns];
            for cell in &mut row[range(min.x, max.x, columns)] {
                *cell = (*cell).max(Some(health));
            }
        }
    }
    let mut found = Vec::new();
    for (at, row) in cells.chunks(columns).enumerate() {
        let top = area.min.y + at as f32 * CELL;
        let mut column = 0;
        for run in row.chunk_by(|a, b| a == b) {
            let [left, right] = [column, column + run.len()];
            let [left, right] = [left, right].map(|at| area.min.x + at as f32 * CELL);
            let rect = Rect::from_min_max(pos2(left, top), pos2(right, top + CELL));
            found.extend(run[0].map(|health| (rect.intersect(area), health)));
            column += run.len();
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use egui::vec2;

    use super::*;

    #[test]
    fn thousands_of_cards_become_rows_and_the_worst_is_seen() {
        let area = Rect::from_min_size(pos2(10.0, 20.0), vec2(138.0, 84.0));
        let speck = |at: usize| {
            let corner = pos2(
                10.0 + 2.7 * (at % 50) as f32,
                20.0 + 0.84 * (at / 50) as f32,
            );
            Rect::from_min_size(corner, vec2(1.8, 0.6))
        };
        let health = |at: usize| match at {
            2525 => Health::Down,
            _ => Health::Ok,
        };
        let all = (0..5000).map(|at| (speck(at), health(at)));
        let found = merged(all, area);
        assert!(found.len() < 200, "{}", found.len());
        assert!(found.iter().all(|(rect, _)| area.contains_rect(*rect)));
        // Everything that was there is still covered, the worst by what says so.
        for at in 0..5000 {
            let covering = |(rect, is): &&(Rect, Health)| {
                *is >= health(at) && rect.contains(speck(at).center())
            };
            assert!(found.iter().any(|item| covering(&item)), "{at}");
        }
        let down = found.iter().filter(|(_, health)| *health == Health::Down);
        let down: f32 = down.map(|(rect, _)| rect.area()).sum();
        assert!(down > 0.0 && down < 40.0, "{down}");
    }

    #[test]
    fn without_an_area_there_is_nothing() {
        let all = || [(Rect::EVERYTHING, Health::Ok)].into_iter();
        assert!(merged(all(), Rect::NOTHING).is_empty());
        let area = Rect::from_min_size(pos2(0.0, 0.0), vec2(3.0, 3.0));
        assert_eq!(merged(all(), area).len(), 2);
        assert!(merged(std::iter::empty(), area).is_empty());
    }
}
