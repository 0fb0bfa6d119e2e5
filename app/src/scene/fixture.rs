//! Documents and snapshots for the tests of scene, export and canvas.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use sim_core::catalog::usage::Usage;
use sim_core::document::{Component, Container, Document, FaultKind, Link};
use sim_core::engine::snapshot::{
    ActiveFault, ComponentView, Health, Instances, Latency, LinkView, Live, Snapshot,
};
use sim_core::foundation::ids::Id;
use sim_core::foundation::units::SimTime;

pub fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

pub fn component(
    name: &str,
    service: &str,
    title: &str,
    at: [f32; 2],
    parent: Option<&str>,
) -> Component {
    Component {
        id: id(name),
        service: service.to_owned(),
        name: title.to_owned(),
        parent: parent.map(id),
        at,
        params: Default::default(),
        unknown: Default::default(),
    }
}

pub fn container(
    name: &str,
    kind: &str,
    title: &str,
    frame: [f32; 4],
    parent: Option<&str>,
) -> Container {
    Container {
        id: id(name),
        kind: kind.to_owned(),
        name: title.to_owned(),
        parent: parent.map(id),
        at: [frame[0], frame[1]],
        size: [frame[2], frame[3]],
        collapsed: false,
        params: Default::default(),
        unknown: Default::default(),
    }
}

pub fn link(from: &str, to: &str) -> Link {
    Link {
        id: id(&format!("{from}-{to}")),
        from: id(from),
        to: id(to),
        bends: Vec::new(),
        params: Default::default(),
        unknown: Default::default(),
    }
}

pub fn document(
    components: Vec<Component>,
    containers: Vec<Container>,
    links: Vec<Link>,
) -> Document {
    Document {
        name: "fixture".to_owned(),
        components: components
            .into_iter()
            .map(|c| (c.id.clone(), Arc::new(c)))
            .collect(),
        containers: containers
            .into_iter()
            .map(|c| (c.id.clone(), Arc::new(c)))
            .collect(),
        links: links
            .into_iter()
            .map(|l| (l.id.clone(), Arc::new(l)))
            .collect(),
        ..Document::default()
    }
}

/// Three tiers in two zones, Korean and English names mixed.
pub fn three_tier() -> Document {
    let components = vec![
        component("web", "client", "Browsers", [-200.0, 160.0], None),
        component("mobile", "client", "모바일 앱", [-200.0, 432.0], None),
        component("alb", "alb", "ALB", [40.0, 296.0], Some("seoul")),
        component(
            "nginx-a",
            "web_server",
            "nginx",
            [288.0, 136.0],
            Some("zone-a"),
        ),
        component(
            "nginx-c",
            "web_server",
            "nginx",
            [288.0, 424.0],
            Some("zone-c"),
        ),
        component(
            "was-a",
            "was",
            "WAS (Tomcat)",
            [552.0, 160.0],
            Some("zone-a"),
        ),
        component(
            "was-c",
            "was",
            "주문 처리 WAS 서버",
            [552.0, 448.0],
            Some("zone-c"),
        ),
        component("rds", "rds", "RDS orders", [816.0, 232.0], Some("seoul")),
        component("s3", "s3", "S3", [816.0, 600.0], Some("seoul")),
    ];
    let containers = vec![
        container(
            "seoul",
            "region",
            "Region ap-northeast-2 (서울)",
            [16.0, 32.0, 1000.0, 680.0],
            None,
        ),
        container(
            "zone-a",
            "zone",
            "Availability Zone a",
            [264.0, 72.0, 488.0, 240.0],
            Some("seoul"),
        ),
        container(
            "zone-c",
            "zone",
            "Availability Zone c",
            [264.0, 352.0, 488.0, 216.0],
            Some("seoul"),
        ),
    ];
    let pairs = [
        ("web", "alb"),
        ("mobile", "alb"),
        ("alb", "nginx-a"),
        ("alb", "nginx-c"),
        ("nginx-a", "was-a"),
        ("nginx-a", "was-c"),
        ("nginx-c", "was-a"),
        ("nginx-c", "was-c"),
        ("was-a", "rds"),
        ("was-c", "rds"),
        ("alb", "s3"),
    ];
    document(
        components,
        containers,
        pairs.map(|(from, to)| link(from, to)).into(),
    )
}

pub fn component_view(id: &Id, health: Health, utilization: f64, per_s: f64) -> ComponentView {
    let latency = Latency {
        count: 1000,
        mean: 0.02,
        p50: 0.02,
        p90: 0.05,
        p95: 0.09,
        p99: 0.182,
        max: 1.0,
    };
    let live = Live {
        window_s: 1.0,
        offered_per_s: per_s,
        served_per_s: per_s,
        p99_s: 0.182,
        samples: 900,
        ..Live::default()
    };
    ComponentView {
        id: id.clone(),
        health,
        arrived: 1000,
        ok: 990,
        failed: 4,
        in_system: 6,
        wasted: 0,
        queue: if health == Health::Saturated { 212 } else { 0 },
        queue_max: 300,
        queue_mean: 12.0,
        utilization,
        utilization_mean: utilization,
        slots_held: 10,
        slots_waiting: 4,
        slots: Some(200),
        cpu: Some(utilization),
        targets: Default::default(),
        instances: Instances {
            up: 2,
            desired: 2,
            mean: 2.0,
            max: 2,
            ..Instances::default()
        },
        rules: Default::default(),
        cache: None,
        messages: None,
        latency,
        live,
        usage: Usage::default(),
    }
}

/// A run in which every health, a cut link, a lost zone, a fault and scaling are to be seen.
pub fn snapshot(document: &Document) -> Snapshot {
    let healths = [
        Health::Ok,
        Health::Busy,
        Health::Affected,
        Health::Saturated,
        Health::Unknown,
        Health::Busy,
        Health::Down,
    ];
    let view = |(i, id): (usize, &Id)| {
        let mut view = component_view(
            id,
            healths[i % healths.len()],
            (i as f64 * 0.17) % 1.0,
            10.0_f64.powi(i as i32 % 5) * 1.238,
        );
        if i == 5 {
            view.instances = Instances {
                up: 1,
                warming: 1,
                desired: 2,
                ..Instances::default()
            };
        }
        view
    };
    let link_view = |(i, id): (usize, &Id)| LinkView {
        id: id.clone(),
        requests: 1000,
        failed: 3,
        per_s: 10.0_f64.powi(i as i32 % 5) * 0.618,
        failed_per_s: if i == 8 { 30.0 } else { 0.0 },
        cut: i == 6,
        black_hole: false,
        retries: 0,
        special: None,
    };
    let fault = ActiveFault {
        target: id("was-a"),
        kind: FaultKind::Slow { factor: 5.0 },
        since: SimTime::ZERO,
        until: None,
    };
    Snapshot {
        now: SimTime::ZERO,
        events: 100_000,
        live: Live {
            window_s: 1.0,
            offered_per_s: 1242.0,
            served_per_s: 1238.0,
            ..Live::default()
        },
        components: document.components.keys().enumerate().map(view).collect(),
        links: document.links.keys().enumerate().map(link_view).collect(),
        lost_containers: document
            .containers
            .keys()
            .filter(|id| id.as_str() == "zone-c")
            .cloned()
            .collect(),
        faults: vec![fault],
        ..Snapshot::default()
    }
}
