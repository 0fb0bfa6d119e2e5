//! Two runs of an example are compared: what was changed, what came of it, and what both had in common.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use sim_core::catalog::Value;
use sim_core::document::Document;
use sim_core::document::changes::What;
use sim_core::foundation::ids::Id;
use sim_core::foundation::units::{SimTime, Span};
use sim_core::playback::{Player, replication_to_compare};
use sim_core::report::compare::{
    Arrivals, Compared, Comparison, Judgement, Measure, Note, Row, Side, Told, comparison_json,
};

fn id(name: &str) -> Id {
    name.parse().unwrap()
}

fn example(name: &str) -> Document {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/");
    let text = std::fs::read_to_string(format!("{path}{name}")).unwrap();
    sim_core::file::load(&text).unwrap().document
}

fn with(document: &Document, component: &str, param: &str, value: Value) -> Document {
    let mut document = document.clone();
    let component = document.components.get_mut(&id(component)).unwrap();
    let params = &mut Arc::make_mut(component).params;
    params.insert(param.to_owned(), value);
    document
}

fn ran(document: &Document, seed: u64, seconds: u64) -> Side {
    let mut player = Player::new(document, seed).unwrap();
    let until = SimTime::ZERO + Span::from_secs(seconds);
    player.run_until(until, u64::MAX).unwrap();
    player.frame().side()
}

#[test]
fn the_same_run_twice_is_the_same_to_the_last_digit() {
    let document = example("three-tier.json");
    let found = Comparison::between(&ran(&document, 7, 60), &ran(&document, 7, 60));
    assert!(found.changes.is_empty() && found.components.iter().all(Compared::is_same));
    let same = |row: &Row| matches!(row.judgement, Judgement::Same | Judgement::TooFew);
    assert!(found.run.iter().all(same), "{:?}", found.run);
    assert_eq!(found.notes, [Note::NothingChanged]);
}

#[test]
fn a_change_is_told_with_what_came_of_it() {
    let document = example("three-tier.json");
    let larger = with(&document, "orders", "class", "db.m6g.2xlarge".into());
    let found = Comparison::between(&ran(&document, 7, 120), &ran(&larger, 7, 120));
    let [change] = &found.changes[..] else {
        panic!("{:?}", found.changes);
    };
    assert!(matches!(&change.what, What::Set { param, .. } if param == "class"));
    let run = |measure: Measure| found.run.iter().find(|row| row.measure == measure).unwrap();
    assert_eq!(run(Measure::UsdPerMonth).judgement, Judgement::Worse);
    assert!(!found.notes.contains(&Note::NothingChanged));
    let orders = found
        .components
        .iter()
        .find(|of| of.id == id("orders"))
        .unwrap();
    assert!(!orders.is_same());
    let text = comparison_json(
        Told {
            files: ["a.json", "b.json"],
            settings: &[],
            seed: 7,
            length: Span::from_secs(120),
        },
        &found,
    );
    assert_eq!(text["figures"]["usd_per_month"]["judgement"], "worse");
    assert_eq!(text["changes"][0]["to"], "db.m6g.2xlarge");
}

#[test]
fn the_same_seed_means_the_same_requests_where_clients_are_the_same_and_do_not_wait() {
    let sent = |first: &Document, second: &Document| {
        let sides = [first, second].map(|document| ran(document, 7, 20));
        let found = Comparison::between(&sides[0], &sides[1]);
        let [.., Note::SameSeed(arrivals)] = found.notes[..] else {
            panic!("{:?}", found.notes);
        };
        (arrivals, found.run[0].judgement)
    };
    let open = example("client-server.json");
    let closed = with(&open, "client", "mode", "closed".into());
    let busier = with(&open, "client", "rate_per_s", Value::Number(3.0));
    let wider = |of| with(of, "server", "workers", Value::Number(3.0));
    assert_eq!(
        sent(&open, &wider(&open)),
        (Arrivals::Same, Judgement::Same)
    );
    assert_eq!(sent(&closed, &wider(&closed)).0, Arrivals::Answered);
    assert_eq!(
        sent(&open, &busier),
        (Arrivals::Changed, Judgement::Neutral)
    );
}

#[test]
fn a_change_counts_when_something_has_happened_since() {
    let document = example("client-server.json");
    let wider = with(&document, "server", "workers", Value::Number(3.0));
    let mut player = Player::new(&document, 7).unwrap();
    let until = |seconds| SimTime::ZERO + Span::from_secs(seconds);
    player.run_until(until(20), u64::MAX).unwrap();
    player.update(&wider).unwrap();
    let side = player.frame().side();
    assert!(side.waiting && side.changes == 0);
    let found = Comparison::between(&ran(&document, 7, 20), &side);
    assert_eq!(found.notes, [Note::Waiting { side: 1 }]);
    player.run_until(until(21), u64::MAX).unwrap();
    let side = player.frame().side();
    assert!(!side.waiting && side.changes == 1);
}

/// The same server under another id has chance of its own, and nothing else: it is neither faster nor slower.
#[test]
fn what_only_chance_makes_is_seldom_called_a_difference() {
    let one = example("client-server.json");
    let text = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../examples/client-server.json"
    ));
    let text = text
        .unwrap()
        .replace("\"server\", \"service\"", "\"other\", \"service\"");
    let text = text.replace("\"to\": \"server\"", "\"to\": \"other\"");
    let other = sim_core::file::load(&text).unwrap().document;
    assert!(other.components.contains_key(&id("other")));
    let (mut unclear, mut clear) = (0, 0);
    for seed in 0..60 {
        let pair = |number| {
            let run = |document| {
                let length = Span::from_secs(10);
                replication_to_compare(document, seed, number, length).unwrap()
            };
            [run(&one), run(&other)]
        };
        let pairs: Vec<_> = (0..6).map(pair).collect();
        let found = Comparison::of_pairs([&one, &other], &pairs);
        assert_eq!(found.run[0].judgement, Judgement::Same, "the same arrivals");
        let mean = found.run.iter().find(|row| row.measure == Measure::Mean);
        match mean.unwrap().judgement {
            Judgement::Unclear => unclear += 1,
            _ => clear += 1,
        }
    }
    // One of a hundred, by the meaning of the interval.
    assert!(clear <= 3 && unclear >= 57, "{clear} {unclear}");
}
