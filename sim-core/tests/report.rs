//! The report object is a contract: names, order, sums, the same bytes twice.
#![allow(clippy::unwrap_used)]

#[path = "support/documents.rs"]
mod support;

use proptest::prelude::*;
use serde_json::{Value, json};
use sim_core::document::{Document, Fault, FaultKind};
use sim_core::edit::apply;
use sim_core::foundation::chance::replication_seed;
use sim_core::foundation::units::{SimTime, Span};
use sim_core::playback::{Player, replication};
use sim_core::report::{
    COMPONENT_FIGURES, KeyFigures, RUN_FIGURES, Runs, intervals, replications_json, report_json,
};
use support::{any_change, any_document, component, container, document, link};

fn shop() -> Document {
    let mut users = component("users", "client");
    users.params.insert("rate_per_s".into(), 200.0.into());
    let mut was = component("was", "was");
    was.name = "주문 서버".to_owned();
    was.parent = Some(support::id("seoul"));
    was.params.insert("desired".into(), 1.0.into());
    document(
        vec![container("seoul", "region", None)],
        vec![users, was],
        vec![link("users", "was")],
    )
}

/// The report object of a run with this seed.
fn run_of(document: &Document, seed: u64, seconds: u64) -> Value {
    let mut player = Player::new(document, seed).unwrap();
    let until = SimTime::ZERO + Span::from_secs(seconds);
    assert!(player.run_until(until, u64::MAX).unwrap());
    let frame = player.frame();
    report_json(&frame.run(document, "shop.json"))
}

fn run(document: &Document, seconds: u64) -> Value {
    let mut player = Player::new(document, 7).unwrap();
    let until = SimTime::ZERO + Span::from_secs(seconds);
    assert!(player.run_until(until, u64::MAX).unwrap());
    player.finish().unwrap();
    let frame = player.frame();
    report_json(&frame.run(document, "shop.json"))
}

fn fields(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

#[test]
fn names_and_order_are_the_contract() {
    let report = run(&shop(), 60);
    let latency = ["count", "mean", "p50", "p90", "p95", "p99", "max"];
    assert_eq!(
        fields(&report),
        [
            "version",
            "file",
            "seed",
            "simulated_s",
            "events",
            "requests",
            "throughput_per_s",
            "goodput_per_s",
            "latency_s",
            "failures",
            "cost",
            "components",
            "links",
            "steady_state",
            "happened"
        ]
    );
    let happened = &report["happened"];
    assert_eq!(
        fields(happened),
        ["changes", "faults", "complete", "events"]
    );
    assert_eq!(happened["changes"], 0);
    let steady = &report["steady_state"];
    assert_eq!(
        fields(steady),
        [
            "confidence",
            "warm_up_s",
            "warm_up_excluded",
            "mean_response_s",
            "not_enough_samples",
            "percentiles_trusted"
        ]
    );
    assert_eq!(
        fields(&steady["percentiles_trusted"]),
        ["p50", "p90", "p95", "p99"]
    );
    assert_eq!(
        fields(&report["requests"]),
        ["arrived", "ok", "failed", "in_flight"]
    );
    assert_eq!(fields(&report["latency_s"]), latency);
    assert_eq!(
        fields(&report["failures"][0]),
        ["cause", "component", "count"]
    );
    assert_eq!(
        fields(&report["cost"]),
        [
            "usd_per_hour",
            "usd_per_month",
            "usd_per_million_ok",
            "price_list",
            "items"
        ]
    );
    let prices = &report["cost"]["price_list"];
    assert_eq!(
        fields(prices),
        ["region", "as_of", "from", "to", "some_undated"]
    );
    // From the oldest to the newest price used.
    let day = |name: &str| prices[name].as_str().unwrap();
    assert!(day("as_of").starts_with(day("from")), "{prices}");
    assert!(day("from") <= day("to"), "{prices}");
    assert_eq!(
        fields(&report["cost"]["items"][0]),
        ["component", "dimension", "usage", "unit", "usd"]
    );
    assert_eq!(
        fields(&report["components"][0]),
        [
            "id",
            "name",
            "service",
            "arrived",
            "ok",
            "failed",
            "utilization",
            "queue_mean",
            "queue_max",
            "latency_s",
            "instances_mean",
            "instances_max"
        ]
    );
    assert_eq!(fields(&report["components"][1]["latency_s"]), latency);
    assert_eq!(
        fields(&report["links"][0]),
        ["from", "to", "requests", "failed"]
    );
}

#[test]
fn the_report_of_replications_is_a_contract_too() {
    let document = shop();
    let length = Span::from_secs(30);
    let figures: Vec<KeyFigures> = (0..4)
        .map(|number| replication(&document, 7, number, length).unwrap())
        .collect();
    let runs = Runs {
        file: "shop.json",
        seed: 7,
        length,
    };
    let report = replications_json(&document, runs, &intervals(&figures));
    assert_eq!(
        fields(&report),
        [
            "version",
            "file",
            "seed",
            "simulated_s",
            "replications",
            "confidence",
            "figures",
            "components"
        ]
    );
    assert_eq!(fields(&report["figures"]), RUN_FIGURES);
    let interval = ["mean", "low", "high", "runs"];
    assert_eq!(fields(&report["figures"]["goodput_per_s"]), interval);
    let names = ["id", "name", "service"];
    let expected: Vec<&str> = names.into_iter().chain(COMPONENT_FIGURES).collect();
    assert_eq!(fields(&report["components"][1]), expected);
    // The mean of the runs, each of which is the run that its seed gives.
    let alone = run_of(&document, replication_seed(7, 2), 30);
    assert_eq!(figures[2].run[0], alone["goodput_per_s"].as_f64());
    assert_eq!(figures[2].run[6], alone["latency_s"]["p99"].as_f64());
    let mean: f64 = figures.iter().map(|run| run.run[0].unwrap()).sum::<f64>() / 4.0;
    let found = report["figures"]["goodput_per_s"]["mean"].as_f64().unwrap();
    assert!((found - mean).abs() < 1e-9);
}

#[test]
fn figures_agree_with_each_other() {
    let report = run(&shop(), 60);
    let count = |pointer: &str| report.pointer(pointer).unwrap().as_u64().unwrap();
    let number = |pointer: &str| report.pointer(pointer).unwrap().as_f64().unwrap();
    let ended = count("/requests/ok") + count("/requests/failed");
    assert_eq!(
        count("/requests/arrived"),
        ended + count("/requests/in_flight")
    );
    assert!(
        count("/requests/failed") > 0,
        "200 requests a second are too many for one instance"
    );
    assert_eq!(count("/latency_s/count"), count("/requests/ok"));
    let failures = report["failures"].as_array().unwrap().iter();
    assert_eq!(
        failures
            .map(|failure| failure["count"].as_u64().unwrap())
            .sum::<u64>(),
        count("/requests/failed")
    );
    assert_eq!(number("/simulated_s"), 60.0);
    assert_eq!(number("/throughput_per_s"), ended as f64 / 60.0);
    assert_eq!(
        number("/goodput_per_s"),
        count("/requests/ok") as f64 / 60.0
    );
    let items = report["cost"]["items"].as_array().unwrap().iter();
    let total: f64 = items.map(|item| item["usd"].as_f64().unwrap()).sum();
    assert!((total * 60.0 - number("/cost/usd_per_hour")).abs() < 1e-9);
    assert_eq!(report["cost"]["price_list"]["region"], "ap-northeast-2");
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    assert_eq!(run(&shop(), 20).to_string(), run(&shop(), 20).to_string());
}

#[test]
fn before_the_first_request_nothing_is_divided_by_zero() {
    let report = run(&Document::default(), 0);
    assert_eq!(report["throughput_per_s"], 0.0);
    assert_eq!(report["cost"]["usd_per_million_ok"], Value::Null);
    assert!(!report.to_string().contains("NaN"));
}

/// What a run may not know about itself.
const NULL_IF_UNKNOWN: [&str; 6] = [
    ".steady_state.warm_up_s",
    ".steady_state.mean_response_s",
    ".steady_state.not_enough_samples",
    ".components.cache.hit_ratio",
    ".components.cache.capacity",
    ".components.messages.oldest_s",
];

fn no_null(value: &Value, path: &str) -> Result<(), String> {
    match value {
        Value::Null if path.ends_with("usd_per_million_ok") => Ok(()),
        Value::Null if NULL_IF_UNKNOWN.contains(&path) => Ok(()),
        Value::Null => Err(path.to_owned()),
        Value::Object(map) => map
            .iter()
            .try_for_each(|(name, value)| no_null(value, &format!("{path}.{name}"))),
        Value::Array(list) => list.iter().try_for_each(|value| no_null(value, path)),
        _ => Ok(()),
    }
}

/// A run that was changed and broken: the WAS of the shop gets fewer threads, then goes away.
fn changed_run() -> (Document, Player) {
    let mut document = shop();
    let mut player = Player::new(&document, 7).unwrap();
    let to = |player: &mut Player, seconds: f64| {
        let until = SimTime::ZERO + Span::from_secs_f64(seconds);
        assert!(player.run_until(until, u64::MAX).unwrap());
    };
    to(&mut player, 2.0);
    let was = support::id("was");
    player
        .inject(&FaultKind::Slow { factor: 5.0 }, &was, Some(1.5))
        .unwrap();
    to(&mut player, 4.0);
    let params = &mut std::sync::Arc::make_mut(&mut document.components[1]).params;
    params.insert("threads".into(), 50.0.into());
    params.insert("desired".into(), 2.0.into());
    player.update(&document).unwrap();
    to(&mut player, 5.0);
    for threads in [40.0, 50.0] {
        let params = &mut std::sync::Arc::make_mut(&mut document.components[1]).params;
        params.insert("threads".into(), threads.into());
        player.update_in_step(&document, 1).unwrap();
    }
    to(&mut player, 6.5);
    document.components.shift_remove(&was);
    document.links.clear();
    player.update(&document).unwrap();
    to(&mut player, 8.0);
    (document, player)
}

#[test]
fn a_run_that_was_changed_or_broken_says_when_and_how() {
    let (document, player) = changed_run();
    let frame = player.frame();
    let report = report_json(&frame.run(&document, "shop.json"));
    let happened = &report["happened"];
    let told: Vec<&Value> = (happened["events"].as_array().unwrap().iter())
        .filter(|event| event["what"] != "scaled")
        .collect();
    let slow = json!({"kind": "slow", "factor": 5.0});
    let fault = |at: f64, what: &str| {
        // What was removed later is called by its id: the report's document has no other name for it.
        json!({"at_s": at, "what": what, "target": "was", "name": "was", "fault": slow})
    };
    let changed = |at: f64, more: Value| {
        let mut event =
            json!({"at_s": at, "what": "changed", "target": "was", "name": "주문 서버"});
        let whole = event.as_object_mut().unwrap();
        whole.extend(more.as_object().unwrap().clone());
        event
    };
    let set = json!({"change": "set", "param": "desired", "from": 1.0, "to": 2.0, "others": 1});
    let mut taken_back = changed(5.0, json!({"change": "undone"}));
    taken_back["name"] = "was".into();
    let want = [
        fault(2.0, "fault_begins"),
        fault(3.5, "fault_ends"),
        changed(4.0, set),
        taken_back,
        changed(6.5, json!({"change": "removed", "others": 0})),
    ];
    assert_eq!(told, want.iter().collect::<Vec<_>>());
    let numbers = ["changes", "faults", "complete"].map(|name| happened[name].clone());
    assert_eq!(numbers, [json!(3), json!(1), json!(true)]);
}

#[test]
fn what_probes_make_of_targets_is_told_with_balancer_and_target() {
    let mut shop = shop();
    let alb = std::sync::Arc::new({
        let mut alb = component("alb", "alb");
        alb.params.insert("health_interval_s".into(), 5.0.into());
        alb
    });
    shop.components.insert(support::id("alb"), alb);
    let was = std::sync::Arc::make_mut(&mut shop.components[1]);
    was.params.insert("desired".into(), 2.0.into());
    shop.links.clear();
    for link in [link("users", "alb"), link("alb", "was")] {
        shop.links
            .insert(link.id.clone(), std::sync::Arc::new(link));
    }
    std::sync::Arc::make_mut(&mut shop.scenario).faults = vec![Fault {
        at_s: 7.0,
        for_s: None,
        target: support::id("was"),
        kind: FaultKind::CrashAll,
        unknown: Default::default(),
    }];
    let report = run(&shop, 20);
    let events = report["happened"]["events"].as_array().unwrap();
    let out = json!({
        "at_s": 15.0, "what": "targets_out", "target": "alb", "name": "ALB",
        "of": "was", "of_name": "주문 서버", "targets": 2,
    });
    assert_eq!(
        events
            .iter()
            .filter(|e| e["what"] == "targets_out")
            .collect::<Vec<_>>(),
        [&out]
    );
}

#[test]
fn a_fault_that_is_planned_while_it_runs_is_a_change_and_then_a_fault() {
    let mut document = shop();
    let mut player = Player::new(&document, 7).unwrap();
    let to = |player: &mut Player, seconds: u64| {
        let until = SimTime::ZERO + Span::from_secs(seconds);
        assert!(player.run_until(until, u64::MAX).unwrap());
    };
    to(&mut player, 2);
    let fault: Fault = serde_json::from_value(json!(
        {"at_s": 5.0, "for_s": 1.0, "target": "was", "kind": "throttle", "per_s": 50.0}
    ))
    .unwrap();
    std::sync::Arc::make_mut(&mut document.scenario)
        .faults
        .push(fault);
    player.update(&document).unwrap();
    to(&mut player, 8);
    let frame = player.frame();
    let report = report_json(&frame.run(&document, "shop.json"));
    let happened = &report["happened"];
    assert_eq!(happened["events"][0]["change"], "planned");
    assert_eq!(happened["events"][0]["fault"]["at_s"], 5.0);
    let faults: Vec<&Value> = (happened["events"].as_array().unwrap().iter())
        .filter(|event| event["fault"]["kind"] == "throttle")
        .map(|event| &event["at_s"])
        .collect();
    assert_eq!(faults, [&json!(2.0), &json!(5.0), &json!(6.0)]);
}

#[test]
fn a_run_that_could_not_go_on_says_why() {
    let round = ["a", "b"].map(|name| {
        let mut server = component(name, "server");
        server
            .params
            .insert("discipline".into(), "processor_sharing".into());
        let at_once = json!({"type": "constant", "ms": 0.0});
        let at_once = serde_json::from_value(at_once).unwrap();
        server.params.insert("service_time".into(), at_once);
        server
    });
    let components = [vec![component("users", "client")], round.to_vec()].concat();
    let links = vec![link("users", "a"), link("a", "b"), link("b", "a")];
    let document = document(vec![], components, links);
    let mut player = Player::new(&document, 7).unwrap();
    let until = SimTime::ZERO + Span::from_secs(60);
    let error = player.run_until(until, u64::MAX).unwrap_err();
    let frame = player.frame();
    let run = frame.run(&document, "shop.json");
    let stopped = json!({"error": "calls_too_deep", "reason": error.to_string()});
    assert_eq!(report_json(&run)["happened"]["stopped"], stopped);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    /// Whatever a file may say: it runs and keeps the laws, or ends with an error that has a name.
    #[test]
    fn any_document_runs_or_says_why_not(document in any_document(), seed in any::<u64>()) {
        let Ok(mut player) = Player::new(&document, seed) else { return Ok(()) };
        let until = SimTime::ZERO + Span::from_secs(30);
        if player.run_until(until, 30_000).is_ok() {
            prop_assert_eq!(player.finish(), Ok(()));
        }
        let frame = player.frame();
        let report = report_json(&frame.run(&document, "any.json"));
        prop_assert_eq!(no_null(&report, ""), Ok(()));
    }

    /// Whatever is changed or broken while it runs, the laws hold at the end.
    #[test]
    fn any_change_and_fault_while_running_keeps_the_laws(
        start in any_document(),
        steps in proptest::collection::vec((any_change(), any::<prop::sample::Index>(), 0usize..7, 0.0f64..5.0), 1..12),
    ) {
        let mut document = start;
        let Ok(mut player) = Player::new(&document, 7) else { return Ok(()) };
        for (change, target, fault, pause) in &steps {
            let until = player.now() + Span::from_secs_f64(*pause);
            if player.run_until(until, 20_000).is_err() {
                return Ok(());
            }
            let edit = change.edit(&document);
            if let Ok(next) = apply(&document, &edit)
                && player.update(&next).is_ok()
            {
                document = next;
            }
            let ids: Vec<_> = document.components.keys().chain(document.links.keys()).chain(document.containers.keys()).collect();
            if let (Some(kind), false) = (FAULTS.get(*fault), ids.is_empty()) {
                let id = ids[target.index(ids.len())];
                let _ = player.inject(kind, id, (*pause > 2.0).then_some(*pause));
                if *pause > 4.0 {
                    player.heal(id);
                }
            }
        }
        let until = player.now() + Span::from_secs(5);
        if player.run_until(until, 50_000).is_ok() {
            prop_assert_eq!(player.finish(), Ok(()));
        }
    }
}

/// One more entry than there are, so that some steps break nothing.
const FAULTS: [FaultKind; 6] = [
    FaultKind::CrashOne,
    FaultKind::CrashAll,
    FaultKind::Slow { factor: 3.0 },
    FaultKind::CutLink,
    FaultKind::LoseZone,
    FaultKind::Throttle { per_s: 50.0 },
];

#[test]
fn kinds_have_rows_where_there_are_kinds() {
    let report = run(&shop(), 10);
    assert!(report.get("kinds").is_none());
    let mut document = shop();
    for (key, name) in [("page", "GET page"), ("upload", "파일 올리기")] {
        let kind = sim_core::document::RequestKind::new(support::id(key), name);
        document.kinds.insert(kind.id.clone(), kind.into());
    }
    let report = run(&document, 10);
    let rows = report["kinds"].as_array().unwrap();
    let names = [
        "id",
        "name",
        "arrived",
        "ok",
        "failed",
        "in_flight",
        "latency_s",
    ];
    assert_eq!(fields(&rows[0]), names);
    let sum = |field: &str| {
        rows.iter()
            .map(|row| row[field].as_u64().unwrap())
            .sum::<u64>()
    };
    for field in ["arrived", "ok", "failed", "in_flight"] {
        assert_eq!(
            Value::from(sum(field)),
            report["requests"][field],
            "{field}"
        );
    }
}

#[test]
fn links_that_are_more_than_calls_say_what_they_did() {
    let report = run(&shop(), 10);
    let plain = ["from", "to", "requests", "failed"];
    assert_eq!(fields(&report["links"][0]), plain);
    let mut document = shop();
    let link = document.links.get_mut("users-was").unwrap();
    let params = &mut std::sync::Arc::make_mut(link).params;
    params.insert("breaker".into(), sim_core::catalog::Value::Flag(true));
    params.insert("pool".into(), 2.0.into());
    params.insert("loss_percent".into(), 1.0.into());
    params.insert("bandwidth_mbit".into(), 100.0.into());
    let report = run(&document, 10);
    let row = &report["links"][0];
    let special = [
        "mode",
        "retries",
        "waiting_mean",
        "waiting_max",
        "connections_mean",
        "bandwidth_used",
        "breaker",
        "refused_by_breaker",
        "without_connection",
        "retries_denied",
        "lost",
        "dropped",
    ];
    assert_eq!(fields(row), [&plain[..], &special[..]].concat());
    assert!(
        row["lost"].as_u64() > Some(0) && row["waiting_max"].as_u64() > Some(0),
        "{row}"
    );
    let used = row["bandwidth_used"].as_f64().unwrap();
    assert!(used > 0.0 && used < 1.0, "{used}");
}

/// Only a station with rules has their figures.
#[test]
fn rules_are_reported_where_there_are_any() {
    let plain = run(&shop(), 20);
    assert_eq!(plain["components"][1].get("rules"), None);
    let mut strict = shop();
    let was = strict.components.get_mut(&support::id("was")).unwrap();
    let params = &mut std::sync::Arc::make_mut(was).params;
    params.insert("admission".into(), "concurrency_limit".into());
    params.insert("admission_limit".into(), 2.0.into());
    let report = run(&strict, 20);
    let rules = &report["components"][1]["rules"];
    let names = ["abandoned", "displaced", "shed", "throttled", "limit"];
    assert_eq!(fields(rules), names);
    assert_eq!(rules["limit"], 2);
    assert_eq!(rules["shed"], report["components"][1]["failed"]);
    assert!(rules["shed"].as_u64().unwrap() > 100);
}

/// Only a queue has the figures of messages; every message was fetched, and then done or is still out.
#[test]
fn messages_are_reported_where_there_are_any() {
    let mut queued = shop();
    let was = queued.components.get_mut(&support::id("was")).unwrap();
    let was = std::sync::Arc::make_mut(was);
    was.service = "sqs".into();
    was.params.clear();
    let mut worker = component("worker", "server");
    worker.params.insert("workers".into(), 10.0.into());
    queued.components.insert(worker.id.clone(), worker.into());
    let fetches = link("was", "worker");
    queued.links.insert(fetches.id.clone(), fetches.into());
    let report = run(&queued, 20);
    let found = &report["components"][1];
    let names = [
        "received", "returned", "dead", "expired", "out", "hidden", "oldest_s",
    ];
    assert_eq!(fields(&found["messages"]), names);
    let count = |name: &str| found["messages"][name].as_u64().unwrap();
    assert_eq!(
        count("received"),
        found["ok"].as_u64().unwrap() + count("out")
    );
    assert!(count("received") > 100);
    assert_eq!(report["components"][0].get("messages"), None);
}

/// Only a cache has the figures of one, and only one with keys those of entries.
#[test]
fn caches_are_reported_where_there_are_any() {
    let plain = run(&shop(), 20);
    assert_eq!(plain["components"][1].get("cache"), None);
    let mut cached = shop();
    let was = cached.components.get_mut(&support::id("was")).unwrap();
    let was = std::sync::Arc::make_mut(was);
    was.service = "elasticache".into();
    was.params.clear();
    was.params.insert("hit_ratio".into(), 100.0.into());
    let report = run(&cached, 20);
    let found = &report["components"][1];
    assert_eq!(fields(&found["cache"]), ["hits", "misses", "hit_ratio"]);
    assert_eq!(found["cache"]["hits"], found["ok"]);
    assert_eq!(found["cache"]["hit_ratio"], 1.0);
    let was = cached.components.get_mut(&support::id("was")).unwrap();
    let params = &mut std::sync::Arc::make_mut(was).params;
    params.insert("contents".into(), "keys".into());
    let report = run(&cached, 20);
    let names = [
        "hits",
        "misses",
        "hit_ratio",
        "coalesced",
        "entries",
        "capacity",
        "filled",
        "evicted",
        "expired",
        "flushed",
    ];
    assert_eq!(fields(&report["components"][1]["cache"]), names);
    assert_eq!(report["components"][1]["cache"]["capacity"], 5_000);
}
