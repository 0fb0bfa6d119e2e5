//! The station of the textbooks: workers, a queue, a service time. No cost, any value may be 0.

use std::sync::LazyLock;

use crate::catalog::blocks::{kinds, slowdown, waiting};
use crate::catalog::param::{ParamSpec, Source, Unit};
use crate::catalog::part::{Discipline, GroupPart, Part};
use crate::catalog::prices::BillLines;
use crate::catalog::service::{Category, Piece, Ports, PriceContext, Service};
use crate::catalog::settings::Settings;
use crate::catalog::usage::Usage;
use crate::foundation::chance::Distribution;

pub const SERVICE: Service = Service {
    id: "server",
    category: Category::Compute,
    icon: "server",
    ports: Ports {
        accepts: true,
        calls: true,
    },
    params: || &PARAMS,
    summary,
    compile,
    bill,
    learn: (
        include_str!("../../../../assets/learn/en/server.md"),
        include_str!("../../../../assets/learn/ko/server.md"),
    ),
};

static PARAMS: LazyLock<Vec<ParamSpec>> = LazyLock::new(|| {
    let own = Source::assumption;
    let mut specs = vec![
        ParamSpec::integer(
            "workers",
            "capacity",
            Unit::Count,
            (0.0, 100_000.0),
            1.0,
            own("requests at work at the same time in one instance"),
        ),
        ParamSpec::integer(
            "queue",
            "capacity",
            Unit::Count,
            (0.0, 10_000_000.0),
            0.0,
            own("places to wait in one instance; a request beyond them is refused"),
        )
        .default_word("unbounded"),
        ParamSpec::integer(
            "instances",
            "capacity",
            Unit::Count,
            (0.0, 500.0),
            1.0,
            own("number of equal instances"),
        ),
        ParamSpec::times(
            "service_time",
            "service_time",
            Distribution::Exponential { mean_ms: 10.0 },
            own("M/M/1 at its defaults"),
        ),
        kinds::work_by_kind(),
    ];
    specs.extend(slowdown::params());
    specs.extend(waiting::params_or_shared());
    specs
});

fn summary(settings: &Settings<'_>) -> Vec<Piece> {
    let instances = settings.required("instances");
    let workers = Piece::Counted("summary.workers", settings.required("workers"));
    if instances == 1.0 {
        vec![workers]
    } else {
        vec![Piece::Plain(format!("{instances} ×")), workers]
    }
}

/// With processor sharing every request is at work at once and the workers are processors.
fn compile(settings: &Settings<'_>) -> Part {
    let workers = settings.count("workers").unwrap_or(0);
    let discipline = waiting::discipline(settings);
    let (slots, cores) = match discipline {
        Discipline::ProcessorSharing => (None, Some(f64::from(workers))),
        _ => (Some(workers), None),
    };
    Part::Group(GroupPart {
        slots,
        queue: settings.count("queue"),
        discipline,
        rules: waiting::rules(settings),
        service: settings
            .times("service_time")
            .unwrap_or(Distribution::Constant { ms: 0.0 }),
        cores,
        slowdown: slowdown::slowdown(settings),
        instances: settings.count("instances").unwrap_or(1),
        scaling: None,
        failover: None,
        cache: None,
    })
}

/// A machine of nobody's price list.
fn bill(_: &Settings<'_>, _: &PriceContext<'_>, _: &Usage, _: &mut BillLines) {}
