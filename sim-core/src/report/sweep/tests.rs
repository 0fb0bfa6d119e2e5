#![allow(clippy::unwrap_used)]
use super::*;
use crate::report::compare::Figure;

fn document() -> Document {
    let text = r#"{"version": 1,
        "scenario": {"targets": {"p99_ms": 500, "failed_percent": 1}},
        "components": [
            {"id": "users", "service": "client", "name": "Users", "at": [0, 0]},
            {"id": "web", "service": "server", "name": "Web", "at": [0, 0]},
            {"id": "data", "service": "server", "name": "Data", "at": [0, 0]}
        ],
        "links": [{"id": "users-web", "from": "users", "to": "web"}]}"#;
    crate::file::load(text).unwrap().document
}

fn measured(p99_s: Option<f64>, failed: f64, used: [Option<f64>; 3]) -> Measured {
    let known = |value| {
        Some(Figure {
            value,
            enough: true,
        })
    };
    let mut run = [None; MEASURES.len()];
    run[place(Measure::P99).unwrap()] = p99_s.and_then(known);
    run[place(Measure::Failed).unwrap()] = known(failed);
    Measured {
        run,
        used: used.to_vec(),
        requests: 1,
        events: 1,
    }
}

const USED: [Option<f64>; 3] = [None, Some(0.5), Some(0.25)];

#[test]
fn targets_are_judged_and_what_is_not_known_does_not_hold() {
    let run = |p99_s, failed| vec![measured(p99_s, failed, USED)];
    let runs = [
        run(Some(0.1), 0.0),
        run(Some(0.5), 1.0),
        run(Some(0.501), 0.0),
        run(None, 0.0),
    ];
    let found = Sweep::of(&document(), &[1.0, 2.0, 3.0, 4.0], &runs);
    let held: Vec<_> = found.points.iter().map(Point::holds).collect();
    assert_eq!(held, [true, true, false, false].map(Some));
    assert_eq!(
        found.points[3].targets,
        [(Target::P99, None), (Target::Failed, Some(true))]
    );
    let knee = Knee::Targets {
        first: 0,
        last: 1,
        elsewhere: false,
    };
    assert_eq!((found.knee, found.runs), (knee, 1));
    assert_eq!(found.notes, [Note::FewAnswers(1)]);
}

#[test]
fn without_targets_the_percentile_is_asked() {
    let mut document = document();
    std::sync::Arc::make_mut(&mut document.scenario).targets = Targets::default();
    let p99 = [0.1, 0.11, 0.12, 0.9, 2.0];
    let runs = p99.map(|p99| vec![measured(Some(p99), 0.0, USED)]);
    let found = Sweep::of(&document, &[1.0, 2.0, 3.0, 4.0, 5.0], &runs);
    assert_eq!(found.knee, Knee::Bend(2));
    assert_eq!(found.points[0].holds(), None);
    // A value without a percentile is no point of the curve, and places count it all the same.
    let mut runs = runs.to_vec();
    runs.insert(1, vec![measured(None, 0.0, USED)]);
    let found = Sweep::of(&document, &[1.0, 1.5, 2.0, 3.0, 4.0, 5.0], &runs);
    assert_eq!(found.knee, Knee::Bend(3));
}

#[test]
fn the_busiest_is_the_one_that_is_used_most_over_all_runs() {
    let document = document();
    let busiest = |used: &[[Option<f64>; 3]]| {
        let runs = used.iter().map(|used| measured(None, 0.0, *used));
        let found = Sweep::of(&document, &[1.0], &[runs.collect()]);
        let busiest = found.points[0].busiest.clone();
        busiest.map(|found| (found.id.to_string(), found.utilization))
    };
    let [half, most] = [0.5, 1.0].map(Some);
    let web = |share| Some(("web".to_owned(), share));
    assert_eq!(busiest(&[[None, half, Some(0.4)]]), web(0.5));
    assert_eq!(busiest(&[[None, half, half]]), web(0.5));
    let runs = [[None, half, Some(0.8)], [None, most, Some(0.6)]];
    assert_eq!(busiest(&runs), web(0.75));
    assert_eq!(busiest(&[[None; 3]]), None);
    let full = [vec![measured(Some(1.0), 0.0, [None, Some(1.0), half])]];
    let found = Sweep::of(&document, &[1.0], &full);
    assert_eq!(found.notes, [Note::Overloaded(1)]);
}

#[test]
fn several_runs_have_an_interval_and_one_has_none() {
    let runs = [0.1, 0.2, 0.3].map(|p99| measured(Some(p99), 0.0, USED));
    let found = Sweep::of(&document(), &[1.0], &[runs.to_vec()]);
    let cell = found.points[0].cell(Measure::P99).unwrap();
    // t(0.995; 2) = 9.92484, s = 0.1, and 1/256 of the mean that the histogram rounds off.
    let half = 9.924_843 * 0.1 / f64::sqrt(3.0) + 0.2 / 256.0;
    assert!((cell.half_width.unwrap() - half).abs() < 1e-6, "{cell:?}");
    assert!((cell.value - 0.2).abs() < 1e-12 && cell.enough);
    assert_eq!(
        found.points[0].cell(Measure::Failed).unwrap().half_width,
        Some(0.0)
    );
    let found = Sweep::of(&document(), &[1.0], &[runs[..1].to_vec()]);
    assert_eq!(found.points[0].cell(Measure::P99).unwrap().half_width, None);
    // What not every run knows stands on too little.
    let runs = [runs[0].clone(), runs[1].clone(), measured(None, 0.0, USED)];
    let found = Sweep::of(&document(), &[1.0], &[runs.to_vec()]);
    assert!(!found.points[0].cell(Measure::P99).unwrap().enough);
}

#[test]
fn numbers_and_means_of_times_can_be_varied() {
    let document = document();
    let of = |id: &str, param| Varied::of(&document, &id.parse().unwrap(), param);
    let rate = of("users", "rate_per_s").unwrap();
    assert!(!rate.is_whole() && !rate.is_mean() && rate.takes(12.5) && !rate.takes(-1.0));
    let workers = of("web", "workers").unwrap();
    assert!(workers.is_whole() && workers.takes(3.0) && !workers.takes(2.5));
    // A word stands there, and numbers can.
    assert_eq!(of("web", "queue").unwrap().today, None);
    let times = of("web", "service_time").unwrap();
    let today = times.today.unwrap();
    assert!(times.is_mean() && times.unit().sign() == "ms" && !times.takes(-1.0));
    let twice = times.documents(&document, &[today * 2.0]).unwrap();
    let again = Varied::of(&twice[0], &"web".parse().unwrap(), "service_time").unwrap();
    assert_eq!(again.today, Some(today * 2.0));
    for (id, param, why) in [
        ("webb", "workers", NotVaried::NoItem),
        ("web", "worker", NotVaried::NoParam),
        ("users", "mode", NotVaried::NotANumber),
        (
            "users",
            "users",
            NotVaried::NoEffect {
                other: "mode",
                values: "closed".to_owned(),
            },
        ),
    ] {
        assert_eq!(of(id, param), Err(why));
    }
}
