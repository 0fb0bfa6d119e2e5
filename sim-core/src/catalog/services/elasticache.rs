//! ElastiCache: answers in memory in front of a slower origin. Connections are the slots, one thread does the work.

use std::sync::LazyLock;

use crate::catalog::Confidence;
use crate::catalog::blocks::{cache, kinds, transfer, waiting};
use crate::catalog::param::{ParamSpec, Source, Unit};
use crate::catalog::part::{CachePart, GroupPart, Part, Slowdown};
use crate::catalog::prices::{BillLines, Price, elasticache, elasticache_nodes, elasticache_price};
use crate::catalog::service::{Category, Piece, Ports, PriceContext, Service};
use crate::catalog::settings::Settings;
use crate::catalog::usage::Usage;
use crate::foundation::chance::Distribution;

pub const SERVICE: Service = Service {
    id: "elasticache",
    category: Category::Database,
    icon: "elasticache",
    ports: Ports {
        accepts: true,
        calls: true,
    },
    params: || &PARAMS,
    summary,
    compile,
    bill,
    learn: (
        include_str!("../../../../assets/learn/en/elasticache.md"),
        include_str!("../../../../assets/learn/ko/elasticache.md"),
    ),
};

static PARAMS: LazyLock<Vec<ParamSpec>> = LazyLock::new(|| {
    let mut specs = node();
    specs.extend(cache::params());
    specs.extend(waiting::params());
    specs.extend(availability());
    specs
});

fn node() -> Vec<ParamSpec> {
    let own = Source::assumption;
    let nodes: Vec<&'static str> = elasticache_nodes()
        .iter()
        .map(|node| node.name.as_str())
        .collect();
    let threads = Source::unverified(
        "auto: one main thread for Redis and Valkey, a thread per vCPU for Memcached",
    );
    vec![
        ParamSpec::choice(
            "engine",
            "capacity",
            &["redis", "valkey", "memcached"],
            "redis",
            own("sets the price and the number of threads"),
        ),
        ParamSpec::choice(
            "node_type",
            "capacity",
            &nodes,
            "cache.t3.medium",
            own("node types of the price list"),
        ),
        ParamSpec::integer(
            "threads",
            "capacity",
            Unit::Count,
            (0.0, 1_024.0),
            1.0,
            threads,
        )
        .default_word("auto"),
        ParamSpec::integer(
            "max_connections",
            "capacity",
            Unit::Count,
            (0.0, 100_000.0),
            65_000.0,
            Source::unverified(
                "maxclients of ElastiCache; a request holds one until it is answered",
            ),
        ),
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
            "lookup_time",
            "service_time",
            Distribution::Constant { ms: 0.01 },
            Source::unverified("thread time of a lookup: about 100,000 a second and core"),
        ),
        kinds::work_by_kind(),
    ]
}

fn availability() -> [ParamSpec; 2] {
    [
        ParamSpec::flag(
            "multi_az",
            "availability",
            false,
            Source::assumption(
                "a replica in another zone with the same contents, at the price of a node",
            ),
        ),
        ParamSpec::times(
            "failover",
            "availability",
            Distribution::Uniform {
                min_ms: 10_000.0,
                max_ms: 60_000.0,
            },
            Source::unverified("10 to 60 s until the replica takes over"),
        )
        .only_if("multi_az", &["true"]),
    ]
}

fn summary(settings: &Settings<'_>) -> Vec<Piece> {
    let held = match cache::cache(settings) {
        CachePart::Ratio(_) => {
            let percent = settings.required("hit_ratio");
            Piece::Counted("summary.hit_ratio", percent)
        }
        CachePart::Keys(keys) => Piece::Counted("summary.keys", keys.keys as f64),
    };
    let mut pieces = vec![
        Piece::Choice("engine", settings.text("engine").to_owned()),
        Piece::Plain(settings.text("node_type").to_owned()),
        held,
    ];
    if settings.flag("multi_az") {
        pieces.push(Piece::Word("summary.multi_az"));
    }
    pieces
}

/// Threads that do the lookups.
fn threads(settings: &Settings<'_>) -> u32 {
    let vcpu = || elasticache(settings.text("node_type")).map_or(1, |node| node.vcpu);
    let automatic = || match settings.text("engine") {
        "memcached" => vcpu(),
        _ => 1,
    };
    settings.count("threads").unwrap_or_else(automatic)
}

fn compile(settings: &Settings<'_>) -> Part {
    let replicated = settings.flag("multi_az");
    let failover = settings.times("failover").filter(|_| replicated);
    Part::Group(GroupPart {
        slots: settings.count("max_connections"),
        queue: settings.count("queue"),
        discipline: waiting::discipline(settings),
        rules: waiting::rules(settings),
        service: settings
            .times("lookup_time")
            .unwrap_or(Distribution::Constant { ms: 0.0 }),
        cores: Some(f64::from(threads(settings))),
        slowdown: Slowdown::None,
        instances: 1,
        scaling: None,
        failover,
        cache: Some(cache::cache(settings)),
    })
}

/// Node-hours; a replica is one more node.
fn bill(settings: &Settings<'_>, context: &PriceContext<'_>, usage: &Usage, lines: &mut BillLines) {
    let engine = settings.text("engine");
    let hour = elasticache_price(settings.text("node_type"), engine, context.region);
    lines.add("node_hours", usage.instance_ns, hour);
    if settings.flag("multi_az") {
        lines.add("replica_hours", usage.instance_ns, hour.map(derived));
    }
    transfer::bill(context, usage, lines);
}

/// That a replica costs what a node costs is a rule, not a figure of the list.
fn derived(price: Price) -> Price {
    Price {
        confidence: price.confidence.max(Confidence::Derived),
        ..price
    }
}
