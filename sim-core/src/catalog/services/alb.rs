//! Application Load Balancer: one address, healthy targets behind it.

use std::sync::LazyLock;

use crate::catalog::blocks::transfer;
use crate::catalog::param::{ParamSpec, Source, Unit};
use crate::catalog::part::{Algorithm, BalancerPart, Part};
use crate::catalog::prices::{BillLines, price};
use crate::catalog::service::{Category, Piece, Ports, PriceContext, Service};
use crate::catalog::settings::Settings;
use crate::catalog::usage::Usage;
use crate::foundation::chance::Distribution;
use crate::foundation::units::Span;

pub const SERVICE: Service = Service {
    id: "alb",
    category: Category::Network,
    icon: "alb",
    ports: Ports {
        accepts: true,
        calls: true,
    },
    params: || &PARAMS,
    summary,
    compile,
    bill,
    learn: (
        include_str!("../../../../assets/learn/en/alb.md"),
        include_str!("../../../../assets/learn/ko/alb.md"),
    ),
};

const ALGORITHMS: [&str; 3] = ["round_robin", "least_outstanding", "weighted_random"];

static PARAMS: LazyLock<Vec<ParamSpec>> = LazyLock::new(|| {
    let model = Source::verified("ELB API model", "2026-10");
    let idle = Source::verified(
        "ELB API model: 60 s, from 1 to 4,000 s; the guide: 504 beyond it",
        "2026-10 and 2023-06",
    );
    let processing = Source::assumption("AWS publishes no figure");
    let reuse = Source::assumption(
        "most requests come on a connection that is kept open; counts for capacity units",
    );
    vec![
        ParamSpec::choice("algorithm", "traffic", &ALGORITHMS, "round_robin", model),
        ParamSpec::number(
            "idle_timeout_s",
            "traffic",
            Unit::Seconds,
            (1.0, 4_000.0),
            60.0,
            idle,
        ),
        ParamSpec::times(
            "processing",
            "traffic",
            Distribution::Constant { ms: 0.4 },
            processing,
        ),
        ParamSpec::number(
            "new_connections_per_request",
            "traffic",
            Unit::Factor,
            (0.0, 1.0),
            0.1,
            reuse,
        ),
        ParamSpec::number(
            "health_interval_s",
            "health",
            Unit::Seconds,
            (5.0, 300.0),
            30.0,
            model,
        ),
        ParamSpec::integer(
            "unhealthy_after",
            "health",
            Unit::Count,
            (1.0, 10.0),
            2.0,
            model,
        ),
        ParamSpec::integer(
            "healthy_after",
            "health",
            Unit::Count,
            (1.0, 10.0),
            5.0,
            model,
        ),
    ]
});

fn summary(settings: &Settings<'_>) -> Vec<Piece> {
    vec![Piece::Choice(
        "algorithm",
        settings.text("algorithm").to_owned(),
    )]
}

fn compile(settings: &Settings<'_>) -> Part {
    let algorithm = match settings.text("algorithm") {
        "least_outstanding" => Algorithm::LeastOutstanding,
        "weighted_random" => Algorithm::Random,
        _ => Algorithm::RoundRobin,
    };
    Part::Balancer(BalancerPart {
        algorithm,
        processing: settings
            .times("processing")
            .unwrap_or(Distribution::Constant { ms: 0.0 }),
        health_interval: settings
            .seconds("health_interval_s")
            .unwrap_or(Span::from_secs(30)),
        unhealthy_after: settings.count("unhealthy_after").unwrap_or(2),
        healthy_after: settings.count("healthy_after").unwrap_or(5),
        idle_timeout: settings.seconds("idle_timeout_s"),
        new_connections_per_request: settings.required("new_connections_per_request"),
    })
}

/// Hours and capacity units. Bytes between an ALB and targets in other zones are not charged (unverified).
fn bill(_: &Settings<'_>, context: &PriceContext<'_>, usage: &Usage, lines: &mut BillLines) {
    lines.add(
        "balancer_hours",
        u128::from(usage.elapsed_ns),
        price("alb.hour", context.region),
    );
    lines.add(
        "lcu_hours",
        usage.lcu_nano_s,
        price("alb.lcu_hour", context.region),
    );
    transfer::bill_egress(context, usage, lines);
}
