//! The report object is a contract: names, order, sums, the same bytes twice.
#![allow(clippy::unwrap_used)]

#[path = "support/documents.rs"]
mod support;

use serde_json::Value;
use sim_core::document::Document;
use sim_core::foundation::units::{SimTime, Span};
use sim_core::playback::Player;
use sim_core::report::{report_json, report_text};
use support::{component, container, document, link};

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

fn run(document: &Document, seconds: u64) -> (Value, String) {
    let mut player = Player::new(document, 7).unwrap();
    let until = SimTime::ZERO + Span::from_secs(seconds);
    assert!(player.run_until(until, u64::MAX).unwrap());
    player.finish().unwrap();
    let frame = player.frame();
    let (snapshot, bill) = (&frame.snapshot, &frame.bill);
    (
        report_json(document, snapshot, bill, "shop.json", 7),
        report_text(document, snapshot, bill, "shop.json", 7),
    )
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
    let (report, _) = run(&shop(), 60);
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
            "links"
        ]
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
    assert_eq!(fields(&report["cost"]["price_list"]), ["region", "as_of"]);
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
fn figures_agree_with_each_other() {
    let (report, _) = run(&shop(), 60);
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
    assert_eq!(
        run(&shop(), 20).0.to_string(),
        run(&shop(), 20).0.to_string()
    );
}

#[test]
fn before_the_first_request_nothing_is_divided_by_zero() {
    let (report, text) = run(&Document::default(), 0);
    assert_eq!(report["throughput_per_s"], 0.0);
    assert_eq!(report["cost"]["usd_per_million_ok"], Value::Null);
    assert!(!report.to_string().contains("NaN") && !text.contains("NaN") && !text.contains("inf"));
}

#[test]
fn the_text_is_a_table_that_lines_up() {
    let (_, text) = run(&shop(), 60);
    let start = text
        .lines()
        .position(|line| line.starts_with("component"))
        .unwrap();
    let table: Vec<&str> = text.lines().skip(start).take(3).collect();
    assert!(table[2].starts_with("주문 서버  was "), "{text}");
    assert!(text.contains("refused at 주문 서버"), "{text}");
    assert!(text.contains("shop.json, seed 7, 1m simulated"), "{text}");
}
