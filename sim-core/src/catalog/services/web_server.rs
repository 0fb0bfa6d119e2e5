//! A web server on EC2: many cheap slots, little work per request, the rest waits for the tier below.

use std::sync::LazyLock;

use crate::catalog::blocks::{compute, kinds, slowdown, waiting};
use crate::catalog::param::{ParamSpec, Source, Unit};
use crate::catalog::part::{GroupPart, Part};
use crate::catalog::service::{Category, Piece, Ports, Service};
use crate::catalog::settings::Settings;
use crate::foundation::chance::Distribution;

pub const SERVICE: Service = Service {
    id: "web_server",
    category: Category::Compute,
    icon: "web_server",
    ports: Ports {
        accepts: true,
        calls: true,
    },
    params: || &PARAMS,
    summary,
    compile,
    bill: compute::bill,
    learn: (
        include_str!("../../../../assets/learn/en/web_server.md"),
        include_str!("../../../../assets/learn/ko/web_server.md"),
    ),
};

/// Connections or workers of one server as it is shipped.
const NGINX_CONNECTIONS: u32 = 1_024;
const APACHE_WORKERS: u32 = 400;
/// No such number of IIS is known here: as many as nginx takes.
const IIS_REQUESTS: u32 = NGINX_CONNECTIONS;
/// Places in the queue: connections that the operating system holds back; for IIS its request queue.
const BACKLOG: u32 = 128;
const IIS_QUEUE: u32 = 1_000;

static PARAMS: LazyLock<Vec<ParamSpec>> = LazyLock::new(|| {
    let workers = Source::verified(
        "nginx 1,024 worker_connections and Apache 400 MaxRequestWorkers: source code; IIS 1,024: assumption",
        "2026-08 and 2024-10",
    );
    let queue = Source::assumption(
        "auto: 128 connections that the operating system holds back; IIS: 1,000 requests (unverified)",
    );
    let time = Source::assumption("small static answers and proxying");
    let mut specs = vec![
        ParamSpec::choice(
            "server",
            "capacity",
            &["nginx", "apache", "iis"],
            "nginx",
            Source::assumption("sets the automatic number of workers"),
        ),
        compute::instance_type("t3.small"),
        compute::fixed_instances(2.0),
        ParamSpec::integer(
            "workers",
            "capacity",
            Unit::Count,
            (0.0, 100_000.0),
            0.0,
            workers,
        )
        .default_word("auto"),
        ParamSpec::integer(
            "queue",
            "capacity",
            Unit::Count,
            (0.0, 1_000_000.0),
            0.0,
            queue,
        )
        .default_word("auto"),
        ParamSpec::times(
            "service_time",
            "service_time",
            Distribution::LogNormal {
                median_ms: 1.0,
                p95_ms: 3.0,
            },
            time,
        ),
        kinds::work_by_kind(),
        compute::cpu(),
    ];
    specs.extend(slowdown::params());
    specs.extend(waiting::params());
    specs.push(ParamSpec::flag(
        "replace",
        "scaling",
        false,
        Source::assumption("an Auto Scaling group of fixed size that replaces the dead"),
    ));
    specs.extend(compute::replacement("replace", &["true"]));
    specs
});

fn workers(settings: &Settings<'_>) -> u32 {
    let shipped = match settings.text("server") {
        "apache" => APACHE_WORKERS,
        "iis" => IIS_REQUESTS,
        _ => NGINX_CONNECTIONS,
    };
    settings.count("workers").unwrap_or(shipped)
}

fn queue(settings: &Settings<'_>) -> u32 {
    let shipped = match settings.text("server") {
        "iis" => IIS_QUEUE,
        _ => BACKLOG,
    };
    settings.count("queue").unwrap_or(shipped)
}

fn summary(settings: &Settings<'_>) -> Vec<Piece> {
    let size = format!(
        "{} × {}",
        settings.required("instances"),
        settings.text("instance_type")
    );
    vec![
        Piece::Choice("server", settings.text("server").to_owned()),
        Piece::Plain(size),
    ]
}

fn compile(settings: &Settings<'_>) -> Part {
    let instances = settings.count("instances").unwrap_or(1);
    Part::Group(GroupPart {
        slots: Some(workers(settings)),
        queue: Some(queue(settings)),
        discipline: waiting::discipline(settings),
        rules: waiting::rules(settings),
        service: settings
            .times("service_time")
            .unwrap_or(Distribution::Constant { ms: 0.0 }),
        cores: compute::cores(settings),
        slowdown: slowdown::slowdown(settings),
        instances,
        scaling: compute::self_healing(settings, instances, settings.flag("replace")),
        failover: None,
        cache: None,
    })
}
