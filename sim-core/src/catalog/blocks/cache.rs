//! What a cache keeps: a share of hits, or keys with their popularity, lifetime, room and order of eviction.

use crate::catalog::cache::{CachePart, Eviction, KeysPart};
use crate::catalog::param::{ParamSpec, Source, Unit};
use crate::catalog::settings::Settings;
use crate::foundation::chance::{MAX_ZIPF_EXPONENT, MAX_ZIPF_RANKS};

/// Heading of these parameters.
const GROUP: &str = "contents";
/// A year.
const MAX_TTL_S: f64 = 31_536_000.0;

/// How the hit ratio comes about, and what it follows from.
pub fn params() -> Vec<ParamSpec> {
    let own = Source::assumption;
    let mut specs = vec![
        ParamSpec::choice(
            "contents",
            GROUP,
            &["hit_ratio", "keys"],
            "hit_ratio",
            own("a share of hits that is given, or keys from which it follows"),
        ),
        ParamSpec::number(
            "hit_ratio",
            GROUP,
            Unit::Percent,
            (0.0, 100.0),
            80.0,
            own("chance of each request to be answered by the cache"),
        )
        .only_if("contents", &["hit_ratio"]),
    ];
    specs.extend(keys().map(|spec| spec.only_if("contents", &["keys"])));
    specs
}

fn keys() -> [ParamSpec; 6] {
    let own = Source::assumption;
    let ranks = f64::from(MAX_ZIPF_RANKS);
    [
        ParamSpec::integer(
            "keys",
            GROUP,
            Unit::Count,
            (1.0, ranks),
            10_000.0,
            own("different keys that requests ask for"),
        ),
        ParamSpec::number(
            "zipf",
            GROUP,
            Unit::Factor,
            (0.0, MAX_ZIPF_EXPONENT),
            0.99,
            own(
                "exponent s: the k-th most frequent key is asked for in proportion to 1/k^s; 0: all alike",
            ),
        ),
        ParamSpec::number(
            "ttl_s",
            GROUP,
            Unit::Seconds,
            (0.0, MAX_TTL_S),
            300.0,
            own("an entry is gone so long after it was filled"),
        )
        .or_word("none"),
        ParamSpec::integer(
            "entries",
            GROUP,
            Unit::Count,
            (0.0, ranks),
            5_000.0,
            own("entries that the node has room for"),
        )
        .or_word("unbounded"),
        ParamSpec::choice(
            "eviction",
            GROUP,
            &["lru", "fifo"],
            "lru",
            own(
                "which entry makes room: the one not asked for, or not filled, for the longest time",
            ),
        ),
        ParamSpec::flag(
            "coalesce",
            GROUP,
            false,
            own(
                "single flight: who misses a key that is being fetched waits for that answer, and fails with it",
            ),
        ),
    ]
}

/// What the parameters describe.
pub fn cache(settings: &Settings<'_>) -> CachePart {
    if settings.text("contents") != "keys" {
        return CachePart::Ratio(settings.required("hit_ratio") / 100.0);
    }
    CachePart::Keys(KeysPart {
        keys: settings.count("keys").unwrap_or(1),
        exponent: settings.required("zipf"),
        ttl: settings.seconds("ttl_s"),
        capacity: settings.count("entries"),
        eviction: match settings.text("eviction") {
            "fifo" => Eviction::Fifo,
            _ => Eviction::Lru,
        },
        coalesce: settings.flag("coalesce"),
    })
}
