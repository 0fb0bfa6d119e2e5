//! The order of the lines: by a column, either way, or as the drawing has them.
//!
//! While a run plays, lines change places once a second at most, never while somebody aims at one, and none that are
//! shown alike: a table in which everything jumps cannot be read.

use std::cmp::Ordering;

use sim_core::foundation::money::PicoUsd;
use sim_core::foundation::units::SimTime;

use super::column::Column;
use crate::i18n::natural;
use crate::session::View;

/// So long lines keep their places while a run plays, seconds.
const REST: f64 = 1.0;

/// By what lines are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    pub column: Column,
    /// The largest first, or the last of the alphabet.
    pub descending: bool,
}

impl Sort {
    /// What a press on a heading makes of the order: names begin with A, figures with the largest, then the other way,
    /// then as the drawing has them.
    pub fn next(now: Option<Sort>, column: Column) -> Option<Sort> {
        let first = Sort {
            column,
            descending: column != Column::Name,
        };
        match now.filter(|now| now.column == column) {
            None => Some(first),
            Some(now) if now == first => Some(Sort {
                descending: !first.descending,
                ..first
            }),
            Some(_) => None,
        }
    }
}

/// The order as it was made last.
#[derive(Default)]
pub struct Order {
    sort: Option<Sort>,
    /// Places in the document's list of components, the first line first.
    places: Vec<usize>,
    /// Figures by place; not a number where there is none.
    figures: Vec<f64>,
    made: Option<Made>,
}

/// What the order was made of, and when.
#[derive(Clone, Copy, PartialEq)]
struct Made {
    sort: Sort,
    revision: u64,
    /// Tells the figures of one instant from those of another.
    run: (SimTime, u64, PicoUsd),
    at: f64,
}

impl Order {
    pub fn sort(&self) -> Option<Sort> {
        self.sort
    }

    pub fn set(&mut self, sort: Option<Sort>) {
        self.sort = sort;
        self.made = None;
    }

    /// The place in the document's list of the component on a line.
    pub fn place(&self, line: usize) -> usize {
        match self.sort {
            Some(_) => self.places.get(line).copied().unwrap_or(line),
            None => line,
        }
    }

    /// Takes over the figures; `now`: seconds of the window's clock, `aimed`: somebody is about to press a line.
    pub fn update(&mut self, view: &View<'_>, now: f64, aimed: bool) {
        let Some(sort) = self.sort else { return };
        let run = view.frame.map_or_else(Default::default, |frame| {
            let snapshot = &frame.snapshot;
            (snapshot.now, snapshot.events, frame.bill.total)
        });
        let count = view.document.components.len();
        let made = Made {
            sort,
            revision: view.revision,
            run,
            at: now,
        };
        match self.made.filter(|_| self.places.len() == count) {
            Some(before) => {
                let renamed = before.revision != made.revision;
                let moved = sort.column != Column::Name && before.run != run;
                let rests = view.run.playing && (aimed || now - before.at < REST);
                if !(renamed || moved) || rests {
                    return;
                }
            }
            None => {
                self.places.clear();
                self.places.extend(0..count);
            }
        }
        self.made = Some(made);
        match sort.column {
            Column::Name => by_name(view, &mut self.places, sort),
            column => {
                let figures = (0..count).map(|place| figure(view, place, column));
                self.figures.clear();
                self.figures.extend(figures);
                by_figure(&self.figures, &mut self.places, sort);
            }
        }
    }
}

fn figure(view: &View<'_>, place: usize, column: Column) -> f64 {
    let id = view.document.components.get_index(place).map(|(id, _)| id);
    let running = super::running(view);
    let figures = id.filter(|_| running).and_then(|id| view.component(id));
    let figure = id
        .zip(figures)
        .and_then(|(id, figures)| column.figure(view, id, figures));
    figure.map_or(f64::NAN, |figure| column.counts(figure))
}

fn by_name(view: &View<'_>, places: &mut [usize], sort: Sort) {
    let name = |place: usize| {
        let found = view.document.components.get_index(place);
        found.map_or("", |(_, component)| &*component.name)
    };
    places.sort_by(|a, b| {
        let order = natural::compare(name(*a), name(*b));
        turned(order, sort.descending).then(a.cmp(b))
    });
}

/// Who has no figure comes last either way; who has the same one stays where it stands.
fn by_figure(figures: &[f64], places: &mut [usize], sort: Sort) {
    let figure = |place: &usize| figures.get(*place).copied().unwrap_or(f64::NAN);
    places.sort_by(|a, b| {
        let (a, b) = (figure(a), figure(b));
        let there = a.is_nan().cmp(&b.is_nan());
        let order = a.partial_cmp(&b).unwrap_or(Ordering::Equal);
        there.then(turned(order, sort.descending))
    });
}

fn turned(order: Ordering, descending: bool) -> Ordering {
    match descending {
        true => order.reverse(),
        false => order,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_that_is_pressed_again_turns_the_order_and_then_gives_it_up() {
        let pressed = |column: Column| {
            let mut now = Sort::next(None, column);
            let ways = [(); 3].map(|()| {
                let way = now.map(|sort| sort.descending);
                now = Sort::next(now, column);
                way
            });
            (ways, now)
        };
        let (ways, again) = pressed(Column::Cost);
        assert_eq!(ways, [Some(true), Some(false), None]);
        assert_eq!(again, Sort::next(None, Column::Cost));
        let (ways, _) = pressed(Column::Name);
        assert_eq!(ways, [Some(false), Some(true), None]);
        let other = Sort::next(Sort::next(None, Column::Cost), Column::Queue);
        assert_eq!(other, Sort::next(None, Column::Queue));
    }

    #[test]
    fn lines_without_a_figure_come_last_and_those_alike_stay() {
        let figures = [2.0, f64::NAN, 5.0, 2.0, f64::NAN, 0.0];
        let sorted = |mut places: Vec<usize>, descending| {
            let column = Column::Queue;
            by_figure(&figures, &mut places, Sort { column, descending });
            places
        };
        assert_eq!(sorted((0..6).collect(), true), [2, 0, 3, 5, 1, 4]);
        assert_eq!(sorted((0..6).collect(), false), [5, 0, 3, 2, 1, 4]);
        assert_eq!(sorted(vec![5, 4, 3, 2, 1, 0], true), [2, 3, 0, 5, 4, 1]);
    }
}
