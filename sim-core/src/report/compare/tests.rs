//! Comparing, by figures made up.

#![allow(clippy::unwrap_used)]

use super::*;

fn id(name: &str) -> Id {
    name.parse().unwrap()
}

fn sure(value: f64) -> Option<Figure> {
    let enough = true;
    Some(Figure { value, enough })
}

fn row(measure: Measure, from: f64, to: f64) -> Row {
    Row::of(measure, [sure(from), sure(to)])
}

/// A run of an empty document, or of one with these components.
fn side(components: &[(&str, f64)]) -> Side {
    let own = |value: f64| {
        [
            None,
            None,
            sure(value),
            None,
            None,
            sure(0.0),
            None,
            sure(value),
        ]
    };
    let components = components
        .iter()
        .map(|(name, value)| (id(name), own(*value)));
    Side {
        document: Arc::default(),
        seed: 7,
        length: SimTime(600_000_000_000),
        changes: 0,
        waiting: false,
        touched: false,
        stopped: false,
        figures: Figures {
            run: [sure(1.0); RUN_MEASURES.len()],
            components: components.collect(),
            requests: 1,
            events: 1,
        },
    }
}

#[test]
fn which_way_is_better_depends_on_the_figure() {
    use Judgement::{Better, Neutral, Worse};
    for (measures, more, less) in [
        (&[Measure::Goodput][..], Better, Worse),
        (
            &[
                Measure::Failed,
                Measure::Mean,
                Measure::P50,
                Measure::P95,
                Measure::P99,
                Measure::UsdPerHour,
                Measure::UsdPerMonth,
                Measure::UsdPerMillionOk,
            ],
            Worse,
            Better,
        ),
        (
            &[
                Measure::Offered,
                Measure::Served,
                Measure::Utilization,
                Measure::Instances,
            ],
            Neutral,
            Neutral,
        ),
    ] {
        for measure in measures {
            assert_eq!(row(*measure, 2.0, 3.0).judgement, more, "{measure:?}");
            assert_eq!(row(*measure, 3.0, 2.0).judgement, less, "{measure:?}");
        }
    }
}

#[test]
fn a_difference_is_told_as_it_is_and_as_a_share() {
    let found = row(Measure::Mean, 0.2, 0.15).difference.unwrap();
    assert!((found.by + 0.05).abs() < 1e-12);
    assert!((found.share.unwrap() + 0.25).abs() < 1e-12);
    assert_eq!(found.half_width, None);
}

#[test]
fn of_nothing_there_is_no_share() {
    let from_none = row(Measure::Failed, 0.0, 3.0);
    let found = from_none.difference.unwrap();
    assert_eq!((found.by, found.share), (3.0, None));
    assert_eq!(from_none.judgement, Judgement::Worse);
    let none = row(Measure::Failed, 0.0, 0.0);
    assert_eq!(none.judgement, Judgement::Same);
    assert_eq!(none.difference.unwrap().share, None);
    // A share that has no number for it is none, either.
    let tiny = row(Measure::UsdPerMonth, f64::MIN_POSITIVE, 1e300);
    assert_eq!(tiny.difference.unwrap().share, None);
    let gone = row(Measure::Failed, 4.0, 0.0);
    assert_eq!(gone.difference.unwrap().share, Some(-1.0));
}

#[test]
fn what_nobody_could_see_is_alike() {
    use Judgement::{Alike, Same, Worse};
    let worth = |measure, from, to| row(measure, from, to).judgement;
    assert_eq!(worth(Measure::UsdPerMonth, 100.0, 100.09), Alike);
    assert_eq!(worth(Measure::UsdPerMonth, 100.0, 100.2), Worse);
    // Two neighbouring buckets of the histogram are 0.8 % apart.
    assert_eq!(worth(Measure::P99, 1.0, 1.007), Alike);
    assert_eq!(worth(Measure::Mean, 1.0, 1.007), Worse);
    assert_eq!(worth(Measure::P99, 1.0, 1.009), Worse);
    assert_eq!(worth(Measure::P99, 1.0, 1.0), Same);
}

#[test]
fn too_few_samples_judge_nothing() {
    let few = |value| {
        Some(Figure {
            value,
            enough: false,
        })
    };
    let judged = |sides| Row::of(Measure::P99, sides).judgement;
    assert_eq!(judged([sure(1.0), few(9.0)]), Judgement::TooFew);
    assert_eq!(judged([few(1.0), sure(9.0)]), Judgement::TooFew);
    assert_eq!(judged([sure(1.0), None]), Judgement::TooFew);
    assert_eq!(judged([None, None]), Judgement::Unknown);
    let cost = Row::of(Measure::UsdPerMillionOk, [None, sure(1.0)]);
    assert_eq!(
        (cost.judgement, cost.difference),
        (Judgement::Unknown, None)
    );
}

#[test]
fn components_that_came_and_went_are_told() {
    let (first, second) = (
        side(&[("web", 0.5), ("old", 0.9)]),
        side(&[("new", 0.1), ("web", 0.5)]),
    );
    let found = Comparison::between(&first, &second).components;
    let told: Vec<_> = found
        .iter()
        .map(|of| (of.id.as_str(), of.presence))
        .collect();
    let wanted = [
        ("new", Presence::Added),
        ("web", Presence::Both),
        ("old", Presence::Removed),
    ];
    assert_eq!(told, wanted);
    assert_eq!(found[0].rows[0].sides, [None, Some(0.1)]);
    assert_eq!(found[2].rows[0].sides, [Some(0.9), None]);
    assert_eq!(found[2].rows[0].judgement, Judgement::Unknown);
    assert!(found[1].is_same() && !found[0].is_same() && !found[2].is_same());
    // What neither has, and what is nothing in both, is no line.
    let shown: Vec<Measure> = found[1].rows.iter().map(|row| row.measure).collect();
    assert_eq!(shown, [Measure::Utilization, Measure::UsdPerMonth]);
}

#[test]
fn runs_that_cannot_well_be_compared_say_so() {
    let notes = |change: fn(&mut Side)| {
        let mut second = side(&[]);
        change(&mut second);
        let notes = Comparison::between(&side(&[]), &second).notes;
        notes.first().copied().unwrap()
    };
    let minutes = |n: u64| SimTime(n * 60_000_000_000);
    let lengths = [minutes(10), minutes(5)];
    assert_eq!(
        notes(|run| run.length = SimTime(300_000_000_000)),
        Note::OtherLengths(lengths)
    );
    // A few seconds more or less are no matter.
    assert_eq!(
        notes(|run| run.length = SimTime(604_000_000_000)),
        Note::NothingChanged
    );
    assert_eq!(notes(|run| run.seed = 8), Note::OtherSeeds([7, 8]));
    let (side, times) = (1, 3);
    assert_eq!(notes(|run| run.changes = 3), Note::Changed { side, times });
    assert_eq!(notes(|run| run.waiting = true), Note::Waiting { side });
    assert_eq!(notes(|run| run.touched = true), Note::Touched { side });
    assert_eq!(notes(|run| run.stopped = true), Note::Stopped { side });
}

/// A run of another document.
fn other() -> Side {
    let text = include_str!("../../../../examples/client-server.json");
    Side {
        document: Arc::new(crate::file::load(text).unwrap().document),
        ..side(&[])
    }
}

#[test]
fn only_where_two_runs_differ_by_their_documents_alone_the_differences_are_said_to_come_of_that() {
    let told = |change: fn(&mut Side)| {
        let mut second = other();
        change(&mut second);
        let notes = Comparison::between(&side(&[]), &second).notes;
        notes.iter().any(|note| matches!(note, Note::SameSeed(_)))
    };
    assert!(told(|_| ()));
    let others: [fn(&mut Side); 5] = [
        |run| run.changes = 1,
        |run| run.waiting = true,
        |run| run.touched = true,
        |run| run.seed = 8,
        |run| run.length = SimTime(300_000_000_000),
    ];
    assert!(!others.into_iter().any(told));
}

#[test]
fn more_is_served_and_paid_where_more_is_asked_for_and_that_is_not_for_the_better() {
    let first = other();
    let judged = |param: &str, target: &str| {
        let mut second = other();
        let document = Arc::make_mut(&mut second.document);
        let component = document.components.get_mut(&id(target)).unwrap();
        let value = crate::catalog::Value::Number(3.0);
        Arc::make_mut(component)
            .params
            .insert(param.to_owned(), value);
        second.figures.run = [sure(2.0); RUN_MEASURES.len()];
        // Whatever else differs.
        second.touched = true;
        let found = Comparison::between(&first, &second).run;
        let of = |measure| {
            found
                .iter()
                .find(|row| row.measure == measure)
                .unwrap()
                .judgement
        };
        [
            Measure::Goodput,
            Measure::UsdPerMonth,
            Measure::UsdPerMillionOk,
        ]
        .map(of)
    };
    use Judgement::{Better, Neutral, Worse};
    assert_eq!(judged("rate_per_s", "client"), [Neutral, Neutral, Worse]);
    assert_eq!(judged("workers", "server"), [Better, Worse, Worse]);
}

#[test]
fn a_design_is_not_better_than_itself_but_for_what_was_done_to_it() {
    let first = side(&[("web", 0.5)]);
    let mut second = side(&[("web", 0.6)]);
    second.figures.run[1] = sure(2.0);
    let judged = |second: &Side| {
        let found = Comparison::between(&first, second);
        let cost = found.components[0].rows[1];
        assert_eq!(cost.measure, Measure::UsdPerMonth);
        [found.run[1].judgement, cost.judgement]
    };
    assert_eq!(judged(&second), [Judgement::Neutral; 2]);
    second.touched = true;
    let wanted = [Judgement::Better, Judgement::Worse];
    assert_eq!(judged(&second), wanted);
    (second.touched, second.changes) = (false, 1);
    assert_eq!(judged(&second), wanted);
}

#[test]
fn response_times_of_other_requests_are_said_to_be_such() {
    let (first, mut second) = (side(&[]), side(&[]));
    let told = |first: &Side, second: &Side| {
        let notes = Comparison::between(first, second).notes;
        notes.contains(&Note::OtherAnswered)
    };
    second.figures.run[2] = sure(2.5);
    assert!(!told(&first, &second), "no time differs");
    second.figures.run[3] = sure(0.5);
    assert!(told(&first, &second));
    let time = |second: &Side| Comparison::between(&first, second).run[3].judgement;
    second.touched = true;
    assert_eq!(time(&second), Judgement::Neutral);
    second.figures.run[2] = sure(1.5);
    assert!(!told(&first, &second));
    assert_eq!(time(&second), Judgement::Better);
}

#[test]
fn pairs_on_the_same_chance_show_what_chance_would_hide() {
    // The runs differ among each other a hundred times as much as the two designs do.
    let pairs = (0..10).map(|run| {
        let base = f64::from(run) * 10.0;
        [sure(base + 1.0), sure(base + f64::from(run % 2) * 0.01)]
    });
    let found = Row::of_pairs(Measure::Mean, pairs.clone());
    let difference = found.difference.unwrap();
    assert!((difference.by + 0.995).abs() < 1e-9 && difference.half_width.unwrap() < 0.01);
    assert_eq!(found.judgement, Judgement::Better);
    assert_eq!(found.sides, [Some(46.0), Some(45.005)]);
    // The same numbers as a percentile are no sharper than its histogram.
    let rounded = Row::of_pairs(Measure::P99, pairs);
    let half = rounded.difference.unwrap().half_width.unwrap();
    assert!(half > 91.0 / 256.0 && half < 0.4, "{half}");
}

#[test]
fn a_difference_that_chance_may_have_made_is_not_clear() {
    let of = |differences: &[f64]| {
        let pairs = differences.iter().map(|by| [sure(5.0), sure(5.0 + by)]);
        Row::of_pairs(Measure::Goodput, pairs)
    };
    assert_eq!(of(&[1.0, -1.0, 0.5, -0.4]).judgement, Judgement::Unclear);
    assert_eq!(of(&[0.0, 0.0, 0.0]).judgement, Judgement::Same);
    assert_eq!(of(&[1.0, 1.0, 1.0]).judgement, Judgement::Better);
    // Surely less than a thousandth.
    assert_eq!(of(&[0.001, 0.0011, 0.001]).judgement, Judgement::Alike);
    assert_eq!(of(&[0.001, 0.5, -0.4]).judgement, Judgement::Unclear);
    assert_eq!(of(&[-1.0, -1.01, -1.02, -1.0]).judgement, Judgement::Worse);
    // Of one run nobody knows.
    assert_eq!(of(&[1.0]).judgement, Judgement::Unknown);
    let from_none = Row::of_pairs(Measure::Failed, [[sure(0.0), sure(1.0)]; 4].into_iter());
    assert_eq!(from_none.difference.unwrap().share, None);
}

#[test]
fn a_run_without_the_figure_is_in_no_pair() {
    let pairs = [
        [sure(1.0), None],
        [sure(1.0), sure(3.0)],
        [sure(1.0), sure(3.0)],
        [None, sure(3.0)],
    ];
    let found = Row::of_pairs(Measure::P50, pairs.into_iter());
    assert_eq!(found.difference.unwrap().by, 2.0);
    let alone = Row::of_pairs(Measure::P50, pairs[..2].iter().copied());
    assert_eq!(
        (alone.judgement, alone.difference),
        (Judgement::TooFew, None)
    );
}

#[test]
fn several_runs_of_two_documents_are_paired_by_component() {
    let (first, second) = (side(&[("web", 0.5), ("old", 0.9)]), side(&[("web", 0.4)]));
    let pair = [first.figures, second.figures];
    let pairs = [pair.clone(), pair];
    let found = Comparison::of_pairs([&first.document, &second.document], &pairs);
    assert_eq!(found.pairs, Some(2));
    assert_eq!(found.components.len(), 2);
    let used = found.components[0].rows[0];
    assert_eq!(
        (used.sides, used.judgement),
        ([Some(0.5), Some(0.4)], Judgement::Neutral)
    );
    let gone = &found.components[1];
    assert_eq!(gone.presence, Presence::Removed);
    assert_eq!(gone.rows[0].sides, [Some(0.9), None]);
    assert_eq!(
        Comparison::of_pairs([&first.document; 2], &[]).components,
        []
    );
}
