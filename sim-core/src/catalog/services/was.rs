//! A web application server on EC2: a thread per request, held while the database works.

use std::sync::LazyLock;

use crate::catalog::blocks::{compute, kinds, slowdown, waiting};
use crate::catalog::param::{ParamSpec, Source, Unit};
use crate::catalog::part::{GroupPart, Part};
use crate::catalog::service::{Category, Piece, Ports, Service};
use crate::catalog::settings::Settings;
use crate::foundation::chance::Distribution;

pub const SERVICE: Service = Service {
    id: "was",
    category: Category::Compute,
    icon: "was",
    ports: Ports {
        accepts: true,
        calls: true,
    },
    params: || &PARAMS,
    summary,
    compile,
    bill: compute::bill,
    learn: (
        include_str!("../../../../assets/learn/en/was.md"),
        include_str!("../../../../assets/learn/ko/was.md"),
    ),
};

const TOMCAT_THREADS: u32 = 200;
const WILDFLY_THREADS_PER_CPU: u32 = 16;
const WEBSPHERE_THREADS: u32 = 50;
/// No default of JEUS is published; examples use 20.
const JEUS_THREADS: u32 = 20;

static PARAMS: LazyLock<Vec<ParamSpec>> = LazyLock::new(|| {
    let presets = Source::assumption("sets the automatic number of threads");
    let threads = Source::verified(
        "Tomcat 200, WildFly 16 per vCPU: source code; WebSphere 50: IBM note (secondary); JEUS 20: unverified",
        "2026-08",
    );
    let queue = Source::verified("Tomcat acceptCount 100: source code", "2026-08");
    let time = Source::assumption("a page with some business logic, without its calls");
    let mut specs = vec![
        ParamSpec::choice(
            "server",
            "capacity",
            &["tomcat", "wildfly", "jeus", "websphere"],
            "tomcat",
            presets,
        ),
        compute::instance_type("t3.medium"),
        ParamSpec::integer(
            "threads",
            "capacity",
            Unit::Count,
            (0.0, 100_000.0),
            0.0,
            threads,
        )
        .default_word("auto"),
        ParamSpec::integer(
            "accept_queue",
            "capacity",
            Unit::Count,
            (0.0, 1_000_000.0),
            100.0,
            queue,
        )
        .or_word("unbounded"),
        ParamSpec::times(
            "service_time",
            "service_time",
            Distribution::LogNormal {
                median_ms: 18.0,
                p95_ms: 60.0,
            },
            time,
        ),
        kinds::work_by_kind(),
        compute::cpu(),
    ];
    specs.extend(slowdown::params());
    specs.extend(waiting::params());
    specs.extend(compute::scaling(
        &["none", "fixed", "target_tracking"],
        "none",
    ));
    specs
});

fn threads(settings: &Settings<'_>) -> u32 {
    let shipped = match settings.text("server") {
        "wildfly" => WILDFLY_THREADS_PER_CPU.saturating_mul(compute::vcpus(settings)),
        "websphere" => WEBSPHERE_THREADS,
        "jeus" => JEUS_THREADS,
        _ => TOMCAT_THREADS,
    };
    settings.count("threads").unwrap_or(shipped)
}

fn summary(settings: &Settings<'_>) -> Vec<Piece> {
    vec![
        Piece::Choice("server", settings.text("server").to_owned()),
        compute::summary(settings),
    ]
}

fn compile(settings: &Settings<'_>) -> Part {
    let (instances, scaling) = compute::group(settings);
    Part::Group(GroupPart {
        slots: Some(threads(settings)),
        queue: settings.count("accept_queue"),
        discipline: waiting::discipline(settings),
        rules: waiting::rules(settings),
        service: settings
            .times("service_time")
            .unwrap_or(Distribution::Constant { ms: 0.0 }),
        cores: compute::cores(settings),
        slowdown: slowdown::slowdown(settings),
        instances,
        scaling,
        failover: None,
        cache: None,
    })
}
