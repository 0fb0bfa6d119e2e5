//! Two runs side by side: what was changed between them, and what came of it.
//!
//! Architecture invariant: nothing of an engine is kept, so that a run can be kept for as long as anybody likes.

mod figures;
mod json;
mod measure;
mod notes;
mod row;
mod targets;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::document::Document;
use crate::document::changes::{Change, listed};
use crate::foundation::ids::Id;
use crate::foundation::units::SimTime;

pub(in crate::report) use figures::of_run;
pub use figures::{Figure, Figures};
pub use json::{Told, comparison_json};
pub use measure::{COMPONENT_MEASURES, Good, Measure, RUN_MEASURES};
pub use notes::{Arrivals, Note};
pub use row::{Difference, Judgement, Row};
pub use targets::{Met, Target};

/// Changes that are told one by one.
const MOST_CHANGES: usize = 1_000;

/// One of two runs that are compared.
#[derive(Clone, Debug)]
pub struct Side {
    /// As it was at the end.
    pub document: Arc<Document>,
    pub seed: u64,
    pub length: SimTime,
    /// How often it was changed while it ran.
    pub changes: usize,
    /// It was changed where it stands, and nothing has happened since: its figures are those of what was before.
    pub waiting: bool,
    /// Faults were set or healed by hand.
    pub touched: bool,
    /// It could not go on.
    pub stopped: bool,
    pub figures: Figures,
}

/// In which of two runs something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    Both,
    /// Only in the first one, or in the second one.
    Removed,
    Added,
}

/// A component of two runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    pub id: Id,
    /// As it is called in the second one, where it is there.
    pub name: String,
    pub presence: Presence,
    /// What there is to read.
    pub rows: Vec<Row>,
}

impl Compared {
    fn new(id: &Id, name: String, presence: Presence, mut rows: Vec<Row>) -> Self {
        if presence != Presence::Both {
            // More samples would not help.
            rows.iter_mut()
                .for_each(|row| row.judgement = Judgement::Unknown);
        }
        Self {
            id: id.clone(),
            name,
            presence,
            rows,
        }
    }

    /// Whether it did the same to the last digit.
    pub fn is_same(&self) -> bool {
        let same = |row: &Row| row.judgement == Judgement::Same;
        self.presence == Presence::Both && self.rows.iter().all(same)
    }
}

/// Two runs side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// What differs between the two documents: one by one, and how many others there are.
    pub changes: Vec<Change>,
    pub more_changes: usize,
    pub notes: Vec<Note>,
    /// Runs of each of the two; `None`: one.
    pub pairs: Option<usize>,
    /// What the scenario of either document sets as a target.
    pub targets: Vec<Target>,
    /// By [`RUN_MEASURES`].
    pub run: Vec<Row>,
    /// In the order of the second document, and behind it what only the first one has.
    pub components: Vec<Compared>,
}

type OfComponent = [Option<Figure>; COMPONENT_MEASURES.len()];

impl Comparison {
    /// What the second run has become of the first one.
    pub fn between(first: &Side, second: &Side) -> Self {
        let figures = [&first.figures, &second.figures];
        let rows = RUN_MEASURES.iter().enumerate();
        let rows = rows.map(|(at, measure)| Row::of(*measure, figures.map(|of| of.run[at])));
        let documents = [&*first.document, &*second.document];
        let of = |ids: [Option<usize>; 2]| -> Vec<Row> {
            let own = [0, 1].map(|side| at(figures[side], ids[side]));
            let rows = COMPONENT_MEASURES.iter().enumerate();
            let rows = rows.map(|(at, measure)| Row::of(*measure, own.map(|own| own?[at])));
            rows.filter(Row::tells).collect()
        };
        let mut compared = Self::of(documents, figures, rows.collect(), None, of);
        compared.targets = targets::targets(documents, std::iter::once(figures));
        let sides = [first, second];
        compared.notes = notes::notes(sides, &compared);
        compared.judge_load(documents);
        compared.judge_times(documents[1]);
        let alone = |side: &&Side| side.changes == 0 && !side.touched;
        if compared.changes.is_empty() && sides.iter().all(alone) {
            compared.judge_nothing();
        }
        compared
    }

    /// Where clients were changed, more is served and paid because more was asked for: that is neither better nor worse.
    fn judge_load(&mut self, documents: [&Document; 2]) {
        if notes::arrivals(documents) != Arrivals::Changed {
            return;
        }
        let components = self.components.iter_mut();
        let rows = components.flat_map(|of| &mut of.rows);
        let rows = rows.chain(&mut self.run);
        rows.filter(|row| row.measure.follows_load())
            .for_each(Row::judge_neither);
        let targets = self.targets.iter_mut();
        let loaded = targets.filter(|target| target.measure.follows_load());
        loaded.for_each(Target::judge_neither);
    }

    /// Where other requests were answered, those who asked are not served faster or slower by what it took to answer them.
    fn judge_times(&mut self, document: &Document) {
        if !self.notes.contains(&Note::OtherAnswered) {
            return;
        }
        let asks = |id: &Id| document.components.get(id).is_some_and(|of| !of.works());
        let clients = self.components.iter_mut().filter(|of| asks(&of.id));
        let rows = clients.flat_map(|of| &mut of.rows).chain(&mut self.run);
        rows.filter(|row| row.measure.is_time())
            .for_each(Row::judge_neither);
        let targets = self.targets.iter_mut();
        let timed = targets.filter(|target| target.measure.is_time());
        timed.for_each(Target::judge_neither);
    }

    /// One and the same design is not better than itself: what differs comes of length or chance.
    fn judge_nothing(&mut self) {
        let components = self.components.iter_mut();
        let rows = components.flat_map(|of| &mut of.rows);
        rows.chain(&mut self.run).for_each(Row::judge_neither);
        self.targets.iter_mut().for_each(Target::judge_neither);
    }

    /// The same of several runs of each of two documents: `pairs` has both runs of each seed.
    pub fn of_pairs(documents: [&Document; 2], pairs: &[[Figures; 2]]) -> Self {
        let rows = RUN_MEASURES.iter().enumerate().map(|(at, measure)| {
            let figures = pairs
                .iter()
                .map(|pair| pair.each_ref().map(|of| of.run[at]));
            Row::of_pairs(*measure, figures)
        });
        let of = |ids: [Option<usize>; 2]| -> Vec<Row> {
            let rows = COMPONENT_MEASURES
                .iter()
                .enumerate()
                .map(|(place, measure)| {
                    let own =
                        |pair: &[Figures; 2]| [0, 1].map(|side| at(&pair[side], ids[side])?[place]);
                    Row::of_pairs(*measure, pairs.iter().map(own))
                });
            rows.filter(Row::tells).collect()
        };
        let nothing = Figures::default();
        let figures = pairs.first().map_or([&nothing; 2], |pair| pair.each_ref());
        let mut compared = Self::of(documents, figures, rows.collect(), Some(pairs.len()), of);
        let runs = pairs.iter().map(|pair| pair.each_ref());
        compared.targets = targets::targets(documents, runs);
        compared.notes = notes::notes_of_pairs(documents, &compared);
        compared.judge_load(documents);
        compared.judge_times(documents[1]);
        compared
    }

    /// `figures`: for who is in which of the two; `of`: the rows of a component by its places in both.
    fn of(
        documents: [&Document; 2],
        figures: [&Figures; 2],
        run: Vec<Row>,
        pairs: Option<usize>,
        of: impl Fn([Option<usize>; 2]) -> Vec<Row>,
    ) -> Self {
        let (changes, more_changes) = listed(documents[0], documents[1], MOST_CHANGES);
        let places = figures.map(places);
        let mut components = Vec::with_capacity(figures[1].components.len());
        for (place, (id, _)) in figures[1].components.iter().enumerate() {
            let before = places[0].get(id).copied();
            let presence = match before {
                Some(_) => Presence::Both,
                None => Presence::Added,
            };
            let name = documents[1].name_of(id);
            components.push(Compared::new(id, name, presence, of([before, Some(place)])));
        }
        for (place, (id, _)) in figures[0].components.iter().enumerate() {
            if !places[1].contains_key(id) {
                let name = documents[0].name_of(id);
                let rows = of([Some(place), None]);
                components.push(Compared::new(id, name, Presence::Removed, rows));
            }
        }
        Self {
            changes,
            more_changes,
            notes: Vec::new(),
            pairs,
            targets: Vec::new(),
            run,
            components,
        }
    }
}

fn places(figures: &Figures) -> BTreeMap<&Id, usize> {
    let ids = figures.components.iter().enumerate();
    ids.map(|(place, (id, _))| (id, place)).collect()
}

fn at(figures: &Figures, place: Option<usize>) -> Option<&OfComponent> {
    figures.components.get(place?).map(|(_, own)| own)
}

#[cfg(test)]
mod tests;
