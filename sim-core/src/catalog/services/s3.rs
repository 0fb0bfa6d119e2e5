//! S3: objects behind a request-rate limit per prefix, no servers to size.

use std::sync::LazyLock;

use crate::catalog::blocks::{kinds, storage, transfer};
use crate::catalog::param::{ParamSpec, Source, Unit};
use crate::catalog::part::{Part, StorePart};
use crate::catalog::prices::{BillLines, price};
use crate::catalog::service::{Category, Piece, Ports, PriceContext, Service};
use crate::catalog::settings::Settings;
use crate::catalog::usage::Usage;
use crate::foundation::chance::Distribution;

pub const SERVICE: Service = Service {
    id: "s3",
    category: Category::Storage,
    icon: "s3",
    ports: Ports {
        accepts: true,
        calls: true,
    },
    params: || &PARAMS,
    summary,
    compile,
    bill,
    learn: (
        include_str!("../../../../assets/learn/en/s3.md"),
        include_str!("../../../../assets/learn/ko/s3.md"),
    ),
};

/// Requests per second and prefix; above: 503 Slow Down.
const READS_PER_PREFIX: f64 = 5_500.0;
const WRITES_PER_PREFIX: f64 = 3_500.0;

static PARAMS: LazyLock<Vec<ParamSpec>> = LazyLock::new(|| {
    let rates = Source::verified(
        "S3 guide: 5,500 reads and 3,500 writes per second and prefix",
        "2023-06",
    );
    let first_byte = Source::verified("S3 guide: 100 to 200 ms for small objects", "2023-06");
    let own = Source::assumption;
    vec![
        ParamSpec::integer(
            "prefixes",
            "capacity",
            Unit::Count,
            (0.0, 10_000.0),
            1.0,
            rates,
        ),
        ParamSpec::number(
            "read_share",
            "traffic",
            Unit::Percent,
            (0.0, 100.0),
            100.0,
            own("share of requests that read; the others write"),
        ),
        ParamSpec::times(
            "first_byte",
            "service_time",
            Distribution::Uniform {
                min_ms: 100.0,
                max_ms: 200.0,
            },
            first_byte,
        ),
        kinds::work_by_kind(),
        ParamSpec::number(
            "stored_gb",
            "storage",
            Unit::Gigabytes,
            (0.0, 50_000.0),
            100.0,
            own("S3 Standard, charged by the month"),
        ),
    ]
});

fn summary(settings: &Settings<'_>) -> Vec<Piece> {
    let stored = settings.required("stored_gb");
    vec![Piece::Amount(stored, Unit::Gigabytes.sign())]
}

fn compile(settings: &Settings<'_>) -> Part {
    let prefixes = settings.required("prefixes");
    Part::Store(StorePart {
        service: settings
            .times("first_byte")
            .unwrap_or(Distribution::Constant { ms: 0.0 }),
        read_share: settings.required("read_share") / 100.0,
        reads_per_s: READS_PER_PREFIX * prefixes,
        writes_per_s: WRITES_PER_PREFIX * prefixes,
    })
}

/// Storage, writes and reads. Nothing between zones: a bucket belongs to the region.
fn bill(settings: &Settings<'_>, context: &PriceContext<'_>, usage: &Usage, lines: &mut BillLines) {
    let stored = storage::meter(settings.required("stored_gb"), usage);
    lines.add(
        "storage",
        stored,
        price("s3.storage_gb_month", context.region),
    );
    lines.add(
        "writes",
        u128::from(usage.writes),
        price("s3.put_1k", context.region),
    );
    lines.add(
        "reads",
        u128::from(usage.reads),
        price("s3.get_1k", context.region),
    );
    transfer::bill_egress(context, usage, lines);
}
