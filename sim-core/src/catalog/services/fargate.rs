//! An ECS service of Fargate tasks: containers that start slowly, serve many requests at once, and are paid by the second.

use std::sync::LazyLock;

use crate::catalog::blocks::{kinds, slowdown, tasks, waiting};
use crate::catalog::param::{ParamSpec, Source, Unit};
use crate::catalog::part::{GroupPart, Part};
use crate::catalog::service::{Category, Ports, Service};
use crate::catalog::settings::Settings;
use crate::foundation::chance::Distribution;

pub const SERVICE: Service = Service {
    id: "fargate",
    category: Category::Serverless,
    icon: "fargate",
    ports: Ports {
        accepts: true,
        calls: true,
    },
    params: || &PARAMS,
    summary: tasks::summary,
    compile,
    bill: tasks::bill,
    learn: (
        include_str!("../../../../assets/learn/en/fargate.md"),
        include_str!("../../../../assets/learn/ko/fargate.md"),
    ),
};

static PARAMS: LazyLock<Vec<ParamSpec>> = LazyLock::new(|| {
    let own = Source::assumption;
    let mut specs = tasks::size().to_vec();
    specs.extend([
        ParamSpec::integer(
            "workers",
            "capacity",
            Unit::Count,
            (0.0, 100_000.0),
            100.0,
            own("requests in one task at the same time"),
        ),
        ParamSpec::integer(
            "queue",
            "capacity",
            Unit::Count,
            (0.0, 1_000_000.0),
            100.0,
            own("places to wait in one task"),
        )
        .or_word("unbounded"),
        ParamSpec::times(
            "service_time",
            "service_time",
            Distribution::LogNormal {
                median_ms: 10.0,
                p95_ms: 30.0,
            },
            own("work of a small API per request, without its calls"),
        ),
        kinds::work_by_kind(),
        tasks::cpu(),
    ]);
    specs.extend(slowdown::params());
    specs.extend(waiting::params());
    specs.extend(tasks::scaling());
    specs
});

fn compile(settings: &Settings<'_>) -> Part {
    let (instances, scaling) = tasks::group(settings);
    Part::Group(GroupPart {
        slots: settings.count("workers"),
        queue: settings.count("queue"),
        discipline: waiting::discipline(settings),
        rules: waiting::rules(settings),
        service: settings
            .times("service_time")
            .unwrap_or(Distribution::Constant { ms: 0.0 }),
        cores: tasks::cores(settings),
        slowdown: slowdown::slowdown(settings),
        instances,
        scaling,
        failover: None,
        cache: None,
    })
}
