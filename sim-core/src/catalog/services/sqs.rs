//! SQS: a queue between those who ask and those who work. A sender is answered as soon as its message is kept; consumers
//! fetch when they have time, and a message that nobody finished comes back.

use std::sync::LazyLock;

use crate::catalog::blocks::transfer;
use crate::catalog::param::{ParamSpec, Source, Unit};
use crate::catalog::part::{Part, QueuePart};
use crate::catalog::prices::{BillLines, price};
use crate::catalog::service::{Category, Piece, Ports, PriceContext, Service};
use crate::catalog::settings::Settings;
use crate::catalog::usage::Usage;
use crate::foundation::chance::Distribution;
use crate::foundation::units::Span;

pub const SERVICE: Service = Service {
    id: "sqs",
    category: Category::Messaging,
    icon: "sqs",
    ports: Ports {
        accepts: true,
        calls: true,
    },
    params: || &PARAMS,
    summary,
    compile,
    bill,
    learn: (
        include_str!("../../../../assets/learn/en/sqs.md"),
        include_str!("../../../../assets/learn/ko/sqs.md"),
    ),
};

/// Messages out at consumers at once (standard queue).
const MOST_OUT: u32 = 120_000;
/// A request is charged for each so many bytes (not checked).
const CHARGED_BYTES: u64 = 64 * 1024;
/// How long a call to a queue takes.
const CALL: Distribution = Distribution::LogNormal {
    median_ms: 20.0,
    p95_ms: 60.0,
};

static PARAMS: LazyLock<Vec<ParamSpec>> = LazyLock::new(|| {
    let call = Source::unverified("to send a message typically takes 10 to 100 ms");
    let model = |text| Source::verified(text, "2026-10");
    vec![
        ParamSpec::number(
            "visibility_s",
            "waiting",
            Unit::Seconds,
            (1.0, 43_200.0),
            30.0,
            model("SQS API model: 30 s; up to 12 h"),
        ),
        ParamSpec::integer(
            "max_receives",
            "waiting",
            Unit::Count,
            (1.0, 1_000.0),
            10.0,
            model("SQS API model: maxReceiveCount 10; none: no dead-letter queue"),
        )
        .or_word("none"),
        ParamSpec::number(
            "delay_s",
            "waiting",
            Unit::Seconds,
            (0.0, 900.0),
            0.0,
            model("SQS API model: 0 s; up to 15 min"),
        ),
        ParamSpec::number(
            "retention_min",
            "waiting",
            Unit::Minutes,
            (1.0, 20_160.0),
            5_760.0,
            model("SQS API model: 4 days; 1 min to 14 days"),
        ),
        ParamSpec::integer(
            "max_concurrency",
            "capacity",
            Unit::Count,
            (2.0, 1_000.0),
            1_000.0,
            Source::verified(
                "Lambda API model: MaximumConcurrency of an event source, 2 to 1,000",
                "2026-10",
            ),
        )
        .default_word("none"),
        ParamSpec::times("service_time", "service_time", CALL, call),
    ]
});

fn summary(settings: &Settings<'_>) -> Vec<Piece> {
    let seconds = settings.required("visibility_s").to_string();
    let mut pieces = vec![Piece::Counted("summary.visibility", seconds)];
    if let Some(most) = settings.count("max_receives") {
        pieces.push(Piece::Counted("summary.receives", most.to_string()));
    }
    pieces
}

fn compile(settings: &Settings<'_>) -> Part {
    let nothing = Span::from_secs(0);
    Part::Queue(QueuePart {
        service: settings.times("service_time").unwrap_or(CALL),
        delay: settings.seconds("delay_s").unwrap_or(nothing),
        visibility: settings.seconds("visibility_s").unwrap_or(nothing),
        retention: Span::from_secs_f64(settings.required("retention_min") * 60.0),
        max_receives: settings.count("max_receives"),
        most_out: MOST_OUT,
        concurrency: settings.count("max_concurrency"),
        charged_bytes: CHARGED_BYTES,
    })
}

/// Every call: to send, to receive, to delete. Nothing between zones: a queue belongs to the region.
fn bill(_: &Settings<'_>, context: &PriceContext<'_>, usage: &Usage, lines: &mut BillLines) {
    let calls = u128::from(usage.writes) + u128::from(usage.reads);
    lines.add("requests", calls, price("sqs.requests", context.region));
    transfer::bill_egress(context, usage, lines);
}
