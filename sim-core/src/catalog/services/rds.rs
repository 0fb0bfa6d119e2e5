//! RDS: a relational database whose connections are the slots and whose vCPUs do the work.

use std::sync::LazyLock;

use crate::catalog::Confidence;
use crate::catalog::blocks::{kinds, slowdown, storage, transfer, waiting};
use crate::catalog::param::{ParamSpec, Source, Unit};
use crate::catalog::part::{GroupPart, Part};
use crate::catalog::prices::{BillLines, NodeClass, Price, price, rds, rds_classes, rds_price};
use crate::catalog::service::{Category, Piece, Ports, PriceContext, Service};
use crate::catalog::settings::Settings;
use crate::catalog::usage::Usage;
use crate::foundation::chance::Distribution;

pub const SERVICE: Service = Service {
    id: "rds",
    category: Category::Database,
    icon: "rds",
    ports: Ports {
        accepts: true,
        calls: false,
    },
    params: || &PARAMS,
    summary,
    compile,
    bill,
    learn: (
        include_str!("../../../../assets/learn/en/rds.md"),
        include_str!("../../../../assets/learn/ko/rds.md"),
    ),
};

static PARAMS: LazyLock<Vec<ParamSpec>> = LazyLock::new(|| {
    let own = Source::assumption;
    let classes: Vec<&'static str> = rds_classes()
        .iter()
        .map(|class| class.name.as_str())
        .collect();
    let connections = Source::verified(
        "auto: RDS guide, by the class's memory; the PostgreSQL formula is unverified",
        "2023-06",
    );
    let failover = Source::verified(
        "RDS guide: typically 60 to 120 s with one standby",
        "2023-06",
    );
    let mut specs = vec![
        ParamSpec::choice(
            "engine",
            "capacity",
            &["mysql", "postgresql", "mariadb"],
            "mysql",
            own("sets the price and the number of connections"),
        ),
        ParamSpec::choice(
            "class",
            "capacity",
            &classes,
            "db.t3.medium",
            own("classes of the price list"),
        ),
        ParamSpec::integer(
            "max_connections",
            "capacity",
            Unit::Count,
            (0.0, 100_000.0),
            0.0,
            connections,
        )
        .default_word("auto"),
        ParamSpec::integer(
            "queue",
            "capacity",
            Unit::Count,
            (0.0, 1_000_000.0),
            0.0,
            own("callers beyond the connections are refused"),
        )
        .or_word("unbounded"),
        ParamSpec::times(
            "query_time",
            "service_time",
            Distribution::LogNormal {
                median_ms: 4.0,
                p95_ms: 12.0,
            },
            own("processor time of a query, 5 ms on average"),
        ),
        kinds::work_by_kind(),
    ];
    specs.extend(slowdown::params());
    specs.extend(waiting::params());
    specs.extend([
        ParamSpec::flag(
            "multi_az",
            "availability",
            false,
            own("a standby in another zone, at twice the price"),
        ),
        ParamSpec::times(
            "failover",
            "availability",
            Distribution::Uniform {
                min_ms: 60_000.0,
                max_ms: 120_000.0,
            },
            failover,
        )
        .only_if("multi_az", &["true"]),
        ParamSpec::number(
            "storage_gb",
            "storage",
            Unit::Gigabytes,
            (0.0, 65_536.0),
            100.0,
            own("gp3, charged by the month"),
        ),
    ]);
    specs
});

/// Bytes of memory per connection, and the most connections, by engine.
const MYSQL: (u64, u32) = (12_582_880, 100_000);
const MARIADB: (u64, u32) = (25_165_760, 12_000);
const POSTGRESQL: (u64, u32) = (9_531_392, 5_000);
/// The formulas start from less than the nominal memory: 95 % of 16 GiB gives the 1,300 that AWS names for MySQL.
const USABLE_MEMORY_PERCENT: f64 = 95.0;

fn connections_by_memory(engine: &str, class: &NodeClass) -> u32 {
    let (bytes_each, most) = match engine {
        "postgresql" => POSTGRESQL,
        "mariadb" => MARIADB,
        _ => MYSQL,
    };
    let mebibytes = (class.memory_gib * 1_024.0 * USABLE_MEMORY_PERCENT / 100.0) as u64;
    u32::try_from((mebibytes << 20) / bytes_each).map_or(most, |connections| connections.min(most))
}

fn summary(settings: &Settings<'_>) -> Vec<Piece> {
    let mut pieces = vec![
        Piece::Choice("engine", settings.text("engine").to_owned()),
        Piece::Plain(settings.text("class").to_owned()),
    ];
    if settings.flag("multi_az") {
        pieces.push(Piece::Word("summary.multi_az"));
    }
    pieces
}

fn compile(settings: &Settings<'_>) -> Part {
    let class = rds(settings.text("class"));
    let by_memory = || {
        class.map_or(0, |class| {
            connections_by_memory(settings.text("engine"), class)
        })
    };
    Part::Group(GroupPart {
        slots: Some(settings.count("max_connections").unwrap_or_else(by_memory)),
        queue: settings.count("queue"),
        discipline: waiting::discipline(settings),
        rules: waiting::rules(settings),
        service: settings
            .times("query_time")
            .unwrap_or(Distribution::Constant { ms: 0.0 }),
        cores: class.map(|class| f64::from(class.vcpu)),
        slowdown: slowdown::slowdown(settings),
        instances: 1,
        scaling: None,
        failover: if settings.flag("multi_az") {
            settings.times("failover")
        } else {
            None
        },
        cache: None,
    })
}

/// Instance-hours and storage; a standby costs the same once more.
fn bill(settings: &Settings<'_>, context: &PriceContext<'_>, usage: &Usage, lines: &mut BillLines) {
    let hour = rds_price(
        settings.text("class"),
        settings.text("engine"),
        context.region,
    );
    let month = price("rds.storage_gp3_gb_month", context.region);
    let stored = storage::meter(settings.required("storage_gb"), usage);
    lines.add("instance_hours", usage.instance_ns, hour);
    lines.add("storage", stored, month);
    if settings.flag("multi_az") {
        lines.add("standby_hours", usage.instance_ns, hour.map(derived));
        lines.add("standby_storage", stored, month.map(derived));
    }
    transfer::bill(context, usage, lines);
}

/// That Multi-AZ is twice the Single-AZ price is a rule, not a figure of the list.
fn derived(price: Price) -> Price {
    Price {
        confidence: price.confidence.max(Confidence::Derived),
        ..price
    }
}
