//! One server at growing load, where theory knows the answer: its 99th percentile, and where it bends.

#![allow(clippy::unwrap_used)]

use sim_core::document::{Document, Targets};
use sim_core::foundation::ids::Id;
use sim_core::foundation::units::Span;
use sim_core::playback::{replication_to_compare, sweep_run};
use sim_core::report::compare::Measure;
use sim_core::report::sweep::{Asked, Knee, Measured, NoKnee, Sweep, Varied, sweep_json};
use sim_core::theory::Mm1;

fn id(name: &str) -> Id {
    name.parse().unwrap()
}

/// One worker, exponential times of 10 ms in the mean, an unbounded queue.
fn one_server() -> Document {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../examples/client-server.json"
    );
    let text = std::fs::read_to_string(path).unwrap();
    let mut document = sim_core::file::load(&text).unwrap().document;
    std::sync::Arc::make_mut(&mut document.scenario).targets = Targets::default();
    document
}

fn runs(
    document: &Document,
    varied: &Varied,
    values: &[f64],
    count: u64,
    seconds: u64,
) -> Vec<Vec<Measured>> {
    let documents = varied.documents(document, values).unwrap();
    let length = Span::from_secs(seconds);
    let run = |of: &Document, number| sweep_run(of, 7, number, length, |_| true);
    let each = documents.iter();
    each.map(|of| (0..count).map(|n| run(of, n).unwrap().unwrap()).collect())
        .collect()
}

const LOADS: [f64; 9] = [10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0];

#[test]
fn one_server_bends_where_theory_has_it() {
    let document = one_server();
    let varied = Varied::of(&document, &id("client"), "rate_per_s").unwrap();
    assert_eq!(varied.today, Some(80.0));
    let found = Sweep::of(
        &document,
        &LOADS,
        &runs(&document, &varied, &LOADS, 12, 400),
    );
    for (point, load) in found.points.iter().zip(LOADS) {
        let exact = Mm1::new(load, 100.0).unwrap();
        let p99 = point.cell(Measure::P99).unwrap();
        let interval = p99.half_width.unwrap();
        let away = p99.value - exact.response_quantile(0.99).unwrap();
        assert!(away.abs() <= interval, "{load}: {p99:?}, {away} away");
        let busiest = point.busiest.as_ref().unwrap();
        assert_eq!(busiest.id, id("server"));
        assert!((busiest.utilization - exact.utilisation()).abs() < 0.02);
        assert!((point.figure(Measure::Throughput).unwrap() - load).abs() < 1.0);
    }
    // (mu - lambda)² = (mu - 10)(mu - 90): see the tests of the knee.
    assert_eq!(found.knee, Knee::Bend(6));
}

#[test]
fn where_nothing_waits_there_is_no_knee() {
    let mut document = one_server();
    let workers = Varied::of(&document, &id("server"), "workers").unwrap();
    document = workers.documents(&document, &[64.0]).unwrap().remove(0);
    let varied = Varied::of(&document, &id("client"), "rate_per_s").unwrap();
    let found = Sweep::of(&document, &LOADS, &runs(&document, &varied, &LOADS, 1, 400));
    assert_eq!(found.knee, Knee::None(NoKnee::Flat));
}

#[test]
fn workers_break_downwards() {
    let document = one_server();
    let rate = Varied::of(&document, &id("client"), "rate_per_s").unwrap();
    let mut document = rate.documents(&document, &[350.0]).unwrap().remove(0);
    std::sync::Arc::make_mut(&mut document.scenario)
        .targets
        .p99_ms = Some(100.0);
    let varied = Varied::of(&document, &id("server"), "workers").unwrap();
    let values = [2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0];
    let found = Sweep::of(
        &document,
        &values,
        &runs(&document, &varied, &values, 1, 120),
    );
    let Knee::Targets { first, last, .. } = found.knee else {
        panic!("{:?}", found.knee);
    };
    assert_eq!(last, values.len() - 1);
    // Below four they are not even enough to keep up.
    assert!(values[first] >= 4.0, "{}", values[first]);
}

/// Every value is on the same chance, and a point is what comparing measures of the same run.
#[test]
fn a_point_is_the_run_of_its_value() {
    let document = one_server();
    let varied = Varied::of(&document, &id("server"), "service_time").unwrap();
    let values = [5.0, 10.0];
    let found = runs(&document, &varied, &values, 2, 60);
    assert_eq!(found, runs(&document, &varied, &values, 2, 60));
    let length = Span::from_secs(60);
    let alone = replication_to_compare(&document, 7, 1, length).unwrap();
    let own = &found[1][1];
    assert_eq!((own.requests, own.events), (alone.requests, alone.events));
    // Offered: the first of both; all but throughput has the same place one further on.
    assert_eq!(own.run[0], alone.run[0]);
    assert_eq!(own.run[2..8], alone.run[1..7]);
    // The same arrivals, whatever the server does.
    assert_eq!(found[0][0].run[0], found[1][0].run[0]);
    let sweep = Sweep::of(&document, &values, &found);
    let asked = Asked {
        file: "x.json",
        settings: &[],
        varied: &varied,
        seed: 7,
        length,
    };
    let json = sweep_json(&document, asked, &sweep);
    assert_eq!(json["replications"], 2);
    assert_eq!(json["vary"]["today"], 10.0);
    assert_eq!(json["points"][1]["value"], 10.0);
    let mean = &json["points"][1]["figures"]["latency_mean_s"];
    assert!(mean["low"].as_f64() < mean["value"].as_f64());
    assert_eq!(json["knee"]["why"], "too_few");
}

#[test]
fn whoever_does_not_want_it_any_more_stops_it() {
    let document = one_server();
    let mut left = 3;
    let stopped = sweep_run(&document, 7, 0, Span::from_secs(100_000), |_| {
        left -= 1;
        left > 0
    });
    assert_eq!((stopped, left), (Ok(None), 0));
}
