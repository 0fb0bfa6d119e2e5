//! An EC2 Auto Scaling group with an application of your own on it.

use std::sync::LazyLock;

use crate::catalog::blocks::{compute, kinds, slowdown, waiting};
use crate::catalog::param::{ParamSpec, Source, Unit};
use crate::catalog::part::{GroupPart, Part};
use crate::catalog::service::{Category, Piece, Ports, Service};
use crate::catalog::settings::Settings;
use crate::foundation::chance::Distribution;

pub const SERVICE: Service = Service {
    id: "asg",
    category: Category::Compute,
    icon: "asg",
    ports: Ports {
        accepts: true,
        calls: true,
    },
    params: || &PARAMS,
    summary,
    compile,
    bill: compute::bill,
    learn: (
        include_str!("../../../../assets/learn/en/asg.md"),
        include_str!("../../../../assets/learn/ko/asg.md"),
    ),
};

static PARAMS: LazyLock<Vec<ParamSpec>> = LazyLock::new(|| {
    let own = Source::assumption;
    let mut specs = vec![
        compute::instance_type("t3.medium"),
        ParamSpec::integer(
            "workers",
            "capacity",
            Unit::Count,
            (0.0, 100_000.0),
            100.0,
            own("requests in one instance at the same time"),
        ),
        ParamSpec::integer(
            "queue",
            "capacity",
            Unit::Count,
            (0.0, 1_000_000.0),
            100.0,
            own("places to wait in one instance"),
        )
        .or_word("unbounded"),
        ParamSpec::times(
            "service_time",
            "service_time",
            Distribution::LogNormal {
                median_ms: 18.0,
                p95_ms: 60.0,
            },
            own("work per request, without its calls"),
        ),
        kinds::work_by_kind(),
        compute::cpu(),
    ];
    specs.extend(slowdown::params());
    specs.extend(waiting::params());
    specs.extend(compute::scaling(
        &["fixed", "target_tracking"],
        "target_tracking",
    ));
    specs
});

fn summary(settings: &Settings<'_>) -> Vec<Piece> {
    vec![compute::summary(settings)]
}

fn compile(settings: &Settings<'_>) -> Part {
    let (instances, scaling) = compute::group(settings);
    Part::Group(GroupPart {
        slots: settings.count("workers"),
        queue: settings.count("queue"),
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
