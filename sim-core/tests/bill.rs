//! Bills worked by hand, and bills of random usage against a second calculation.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;

use proptest::prelude::*;
use sim_core::catalog::usage::Usage;
use sim_core::catalog::{Confidence, ParamMap, Value, services};
use sim_core::document::{Component, Container, Document};
use sim_core::engine::snapshot::{
    ComponentPoint, ComponentView, Health, Instances, Latency, Live, Point, Snapshot,
};
use sim_core::foundation::ids::Id;
use sim_core::foundation::money::PicoUsd;
use sim_core::foundation::units::SimTime;
use sim_core::report::bill::{Bill, BillError, bill, check_exact, usd_per_hour_in};

const HOUR_NS: u64 = 3_600_000_000_000;

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn usd(text: &str) -> PicoUsd {
    PicoUsd::from_usd_str(text).unwrap()
}

fn component(name: &str, service: &str, parent: Option<&str>) -> Component {
    Component {
        id: id(name),
        service: service.to_owned(),
        name: name.to_owned(),
        parent: parent.map(id),
        at: [0.0, 0.0],
        params: ParamMap::new(),
        unknown: Default::default(),
    }
}

fn set(mut component: Component, param: &str, value: Value) -> Component {
    component.params.insert(param.to_owned(), value);
    component
}

/// A document with a region in Seoul, and these components.
fn document(components: Vec<Component>) -> Document {
    let seoul = Container {
        id: id("seoul"),
        kind: "region".to_owned(),
        name: "Seoul".to_owned(),
        parent: None,
        at: [0.0, 0.0],
        size: [800.0, 600.0],
        collapsed: false,
        params: ParamMap::new(),
        unknown: Default::default(),
    };
    let mut document = Document::default();
    document.containers.insert(id("seoul"), Arc::new(seoul));
    for component in components {
        let name = component.id.clone();
        document.components.insert(name, Arc::new(component));
    }
    document
}

fn view(name: &str, usage: Usage) -> ComponentView {
    ComponentView {
        id: id(name),
        health: Health::Ok,
        arrived: 0,
        ok: 0,
        failed: 0,
        in_system: 0,
        wasted: 0,
        queue: 0,
        queue_max: 0,
        queue_mean: 0.0,
        utilization: 0.0,
        utilization_mean: 0.0,
        slots_held: 0,
        slots_waiting: 0,
        slots: None,
        cpu: None,
        targets: Default::default(),
        instances: Instances::default(),
        rules: Default::default(),
        cache: None,
        messages: None,
        latency: Latency::default(),
        live: Live::default(),
        usage,
    }
}

fn snapshot(now_ns: u64, views: Vec<ComponentView>) -> Snapshot {
    Snapshot {
        now: SimTime(now_ns),
        components: views,
        ..Snapshot::default()
    }
}

/// The bill of one component with this usage.
fn bill_of(component: Component, usage: Usage) -> Bill {
    let name = component.id.to_string();
    let snapshot = snapshot(usage.elapsed_ns, vec![view(&name, usage)]);
    let bill = bill(&document(vec![component]), &snapshot);
    check_exact(&bill).unwrap();
    bill
}

fn assert_costs(bill: &Bill, expected: &[(&str, &str)]) {
    let found: Vec<(&str, String)> = bill
        .items
        .iter()
        .map(|item| (item.dimension, item.cost.to_usd_string()))
        .collect();
    let expected: Vec<(&str, String)> = expected
        .iter()
        .map(|(dimension, cost)| (*dimension, (*cost).to_owned()))
        .collect();
    assert_eq!(found, expected);
}

/// One hour, nothing else used.
fn idle_hour() -> Usage {
    Usage {
        elapsed_ns: HOUR_NS,
        ..Usage::default()
    }
}

#[test]
fn an_idle_balancer_costs_its_hour() {
    let bill = bill_of(component("alb", "alb", None), idle_hour());
    assert_eq!(bill.total, usd("0.0225"));
    assert_eq!(bill.usd_per_hour, 0.0225);
    assert!((bill.usd_per_month - 16.425).abs() < 1e-12);
    assert_eq!(bill.region, "us-east-1");
    assert_eq!(bill.as_of, "2024-07-01");
    assert_eq!(bill.usd_per_million_ok, None);
}

#[test]
fn a_million_short_functions() {
    // 1M × 128 MiB × 100 ms = 12,500 GB-s × 0.0000166667 = 0.20833375, and 0.20 for the requests.
    let usage = Usage {
        requests: 1_000_000,
        memory_mib_ms: 128 * 100 * 1_000_000,
        ..idle_hour()
    };
    let function = component("f", "lambda", Some("seoul"));
    let bill = bill_of(function.clone(), usage);
    assert_costs(&bill, &[("requests", "0.2"), ("gb_seconds", "0.20833375")]);
    assert_eq!(bill.total, usd("0.40833375"));
    assert_eq!(bill.items[1].usage, 12_500.0);
    let bill = bill_of(set(function, "architecture", Value::from("arm64")), usage);
    assert_eq!(bill.total, usd("0.3666675"));
}

#[test]
fn a_month_of_a_database_with_its_standby() {
    // db.m5.large, MySQL, Virginia: 0.171 × 730 = 124.83; 100 GB × 0.115 = 11.5; both once more for the standby.
    let usage = Usage {
        elapsed_ns: 730 * HOUR_NS,
        instance_ns: u128::from(730 * HOUR_NS),
        ..Usage::default()
    };
    let database = set(
        component("db", "rds", None),
        "class",
        Value::from("db.m5.large"),
    );
    let bill = bill_of(set(database, "multi_az", Value::Flag(true)), usage);
    let expected = [
        ("instance_hours", "124.83"),
        ("storage", "11.5"),
        ("standby_hours", "124.83"),
        ("standby_storage", "11.5"),
    ];
    assert_costs(&bill, &expected);
    assert_eq!(bill.items[0].confidence, Confidence::VerifiedSecondary);
    assert_eq!(bill.items[2].confidence, Confidence::Derived);
    assert_eq!(bill.items[3].confidence, Confidence::FromMemory);
    assert!((bill.usd_per_month - 272.66).abs() < 1e-9);
}

#[test]
fn instances_by_the_second_and_bytes_by_the_gigabyte() {
    // t3.medium in Seoul 0.052 × 90 s / 3,600 s; 1 GiB out at 0.126; 1 GiB to another zone, charged on both sides.
    let usage = Usage {
        elapsed_ns: 90_000_000_000,
        instance_ns: 90_000_000_000,
        egress_bytes: 1 << 30,
        cross_zone_bytes: 1 << 30,
        ..Usage::default()
    };
    let bill = bill_of(component("was", "was", Some("seoul")), usage);
    let expected = [
        ("instance_hours", "0.0013"),
        ("egress", "0.126"),
        ("cross_zone", "0.02"),
    ];
    assert_costs(&bill, &expected);
    assert_eq!(bill.region, "ap-northeast-2");
    // Between a balancer and its targets nothing is charged.
    let bill = bill_of(component("alb", "alb", Some("seoul")), usage);
    let charged = |dimension| bill.items.iter().any(|item| item.dimension == dimension);
    assert!(charged("egress") && !charged("cross_zone"));
}

#[test]
fn tasks_by_processors_and_memory() {
    // Two tasks of 0.5 vCPU and 1 GB for 90 s in Seoul: 0.025 vCPU-hours × 0.04656 and 0.05 GB-hours × 0.00511.
    let usage = Usage {
        elapsed_ns: 90_000_000_000,
        instance_ns: 180_000_000_000,
        ..Usage::default()
    };
    let size = Value::from("0.5vcpu-1gb");
    let tasks = |parent| {
        set(
            component("api", "fargate", parent),
            "task_size",
            size.clone(),
        )
    };
    let bill = bill_of(tasks(Some("seoul")), usage);
    assert_costs(
        &bill,
        &[("vcpu_hours", "0.001164"), ("memory_hours", "0.0002555")],
    );
    assert_eq!((bill.items[0].usage, bill.items[1].usage), (0.025, 0.05));
    assert_eq!(bill.items[0].unit, "vCPU-hour");
    let arm = set(tasks(None), "architecture", Value::from("arm64"));
    let bill = bill_of(arm, usage);
    assert_costs(
        &bill,
        &[("vcpu_hours", "0.0008095"), ("memory_hours", "0.000178")],
    );
    assert_eq!(bill.items[0].confidence, Confidence::FromMemory);
}

#[test]
fn a_bucket_in_seoul() {
    // 100 GB for 1/730 month at 0.025; 2,000 writes at 0.0045 and 10,000 reads at 0.00035 a thousand.
    let usage = Usage {
        reads: 10_000,
        writes: 2_000,
        ..idle_hour()
    };
    let bill = bill_of(component("s3", "s3", Some("seoul")), usage);
    let expected = [
        ("storage", "0.003424657534"),
        ("writes", "0.009"),
        ("reads", "0.0035"),
    ];
    assert_costs(&bill, &expected);
    assert_eq!(bill.as_of, "2026-08-25");
}

#[test]
fn a_bill_of_two_regions_names_both_and_adds_up() {
    let document = document(vec![
        component("client", "client", None),
        component("here", "alb", Some("seoul")),
        component("there", "alb", None),
    ]);
    let views = ["client", "here", "there", "gone"].map(|name| view(name, idle_hour()));
    let mut snapshot = snapshot(HOUR_NS, views.to_vec());
    snapshot.totals.ok = 500_000;
    let bill = bill(&document, &snapshot);
    assert_eq!(bill.region, "ap-northeast-2, us-east-1");
    assert_eq!(bill.total, usd("0.045"));
    let costs: Vec<(String, PicoUsd)> = (bill.by_component().into_iter())
        .map(|(id, cost)| (id.to_string(), cost))
        .collect();
    assert_eq!(
        costs,
        ["here", "there"].map(|id| (id.to_owned(), usd("0.0225")))
    );
    assert_eq!(bill.usd_per_million_ok, Some(0.09));
    let window = ComponentPoint {
        usage: idle_hour(),
        ..ComponentPoint::default()
    };
    let point = Point {
        components: vec![window; 3],
        ..Point::default()
    };
    let rates = usd_per_hour_in(&document, &snapshot, &point);
    assert_eq!(rates, [0.0, 0.0225, 0.0225]);
}

#[test]
fn nothing_has_run_yet() {
    let bill = bill(&document(vec![]), &Snapshot::default());
    assert_eq!((bill.total, bill.usd_per_hour), (PicoUsd::ZERO, 0.0));
    assert_eq!(bill.as_of, "");
    check_exact(&bill).unwrap();
}

#[test]
fn a_forged_bill_is_found_out() {
    let honest = bill_of(component("alb", "alb", None), idle_hour());
    let mut forged = honest.clone();
    forged.items[0].cost += PicoUsd(1);
    assert!(matches!(check_exact(&forged), Err(BillError::Item { .. })));
    let mut forged = honest.clone();
    forged.total += PicoUsd(1);
    assert!(matches!(check_exact(&forged), Err(BillError::Total { .. })));
    let mut forged = honest;
    forged.items[0].base_per_unit = 0;
    assert!(matches!(check_exact(&forged), Err(BillError::Price { .. })));
}

fn any_usage() -> impl Strategy<Value = Usage> {
    let count = || 0..u64::MAX / 8;
    let meter = || 0..1u128 << 75;
    let counts = (count(), count(), count(), count(), count(), count());
    (counts, meter(), meter(), meter()).prop_map(|(counts, instance_ns, memory, lcu)| Usage {
        elapsed_ns: counts.0,
        instance_ns,
        requests: counts.1,
        reads: counts.2,
        writes: counts.3,
        memory_mib_ms: memory,
        lcu_nano_s: lcu,
        egress_bytes: counts.4,
        cross_zone_bytes: counts.5,
    })
}

proptest! {
    #[test]
    fn the_total_is_usage_times_price(
        usages in proptest::collection::vec(any_usage(), services().len()),
        seoul: bool,
    ) {
        let names: Vec<&str> = services().iter().map(|service| service.id).collect();
        let parent = seoul.then_some("seoul");
        let parts = names.iter().map(|name| component(name, name, parent)).collect();
        let views = names.iter().zip(&usages).map(|(name, usage)| view(name, *usage));
        let bill = bill(&document(parts), &snapshot(usages[0].elapsed_ns, views.collect()));
        prop_assert!(bill.unpriced.is_empty());
        prop_assert_eq!(check_exact(&bill), Ok(()));
        let mut total = 0i128;
        for item in &bill.items {
            // The same by another road: whole units, then the rest cut off, then up by one from a half on.
            let (price, base) = (item.price.0, item.base_per_unit as i128);
            let units = (item.usage_base / item.base_per_unit) as i128;
            let rest = (item.usage_base % item.base_per_unit) as i128 * price;
            total += units * price + rest / base + i128::from(2 * (rest % base) >= base);
        }
        prop_assert_eq!(PicoUsd(total), bill.total);
    }
}
