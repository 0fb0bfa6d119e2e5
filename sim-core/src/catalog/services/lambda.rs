//! Lambda: an execution environment per concurrent request, cold at first, paid by the millisecond.

use std::sync::LazyLock;

use crate::catalog::blocks::{cold_start, kinds, transfer};
use crate::catalog::param::{ParamSpec, Source, Unit};
use crate::catalog::part::{FunctionsPart, Part};
use crate::catalog::prices::{BillLines, price};
use crate::catalog::service::{Category, Piece, Ports, PriceContext, Service};
use crate::catalog::settings::Settings;
use crate::catalog::usage::Usage;
use crate::foundation::chance::Distribution;
use crate::foundation::units::Span;

pub const SERVICE: Service = Service {
    id: "lambda",
    category: Category::Serverless,
    icon: "lambda",
    ports: Ports {
        accepts: true,
        calls: true,
    },
    params: || &PARAMS,
    summary,
    compile,
    bill,
    learn: (
        include_str!("../../../../assets/learn/en/lambda.md"),
        include_str!("../../../../assets/learn/ko/lambda.md"),
    ),
};

static PARAMS: LazyLock<Vec<ParamSpec>> = LazyLock::new(|| {
    let own = Source::assumption;
    let memory = Source::verified(
        "Lambda API model: 128 to 10,240 MB; 1,024 is a choice",
        "2026-10",
    );
    let limit = Source::verified("Lambda guide: 1,000 per account and Region", "2023-06");
    let ramp = Source::verified(
        "Lambda guide: 1,000 environments per 10 s and function",
        "2026-11",
    );
    let timeout = Source::verified("Lambda API model: 3 s, at most 900 s", "2026-10");
    let cold = Source::secondary(
        "auto: lambda-perf, hello world, at the nearest memory size up to 1,024 MB",
        "2026-06 to 2026-08",
    );
    let idle = Source::secondary("AWS gives no number; measured 5 to 60 min", "2017 to 2019");
    vec![
        ParamSpec::choice(
            "runtime",
            "capacity",
            &cold_start::runtimes(),
            "python313",
            own("runtimes with measured cold starts"),
        ),
        ParamSpec::choice(
            "architecture",
            "capacity",
            &cold_start::ARCHITECTURES,
            "x86_64",
            own("sets the price and the cold start"),
        ),
        ParamSpec::integer(
            "memory_mb",
            "capacity",
            Unit::Mebibytes,
            (128.0, 10_240.0),
            1_024.0,
            memory,
        ),
        ParamSpec::integer(
            "concurrency",
            "capacity",
            Unit::Count,
            (0.0, 100_000.0),
            1_000.0,
            limit,
        ),
        ParamSpec::integer(
            "ramp_per_10s",
            "capacity",
            Unit::Count,
            (0.0, 100_000.0),
            1_000.0,
            ramp,
        ),
        ParamSpec::times(
            "service_time",
            "service_time",
            Distribution::LogNormal {
                median_ms: 50.0,
                p95_ms: 150.0,
            },
            own("the handler's work, without its calls"),
        ),
        kinds::work_by_kind(),
        ParamSpec::times(
            "cold_start",
            "service_time",
            Distribution::Constant { ms: 0.0 },
            cold,
        )
        .default_word("auto"),
        ParamSpec::number(
            "idle_expiry_min",
            "service_time",
            Unit::Minutes,
            (0.0, 1_440.0),
            10.0,
            idle,
        ),
        ParamSpec::number(
            "timeout_s",
            "service_time",
            Unit::Seconds,
            (1.0, 900.0),
            3.0,
            timeout,
        ),
    ]
});

fn memory_mib(settings: &Settings<'_>) -> u32 {
    settings.count("memory_mb").unwrap_or(128)
}

fn summary(settings: &Settings<'_>) -> Vec<Piece> {
    let memory = Piece::Amount(f64::from(memory_mib(settings)), "MB");
    vec![
        Piece::Choice("runtime", settings.text("runtime").to_owned()),
        memory,
    ]
}

fn compile(settings: &Settings<'_>) -> Part {
    let measured = || {
        cold_start::measured(
            settings.text("runtime"),
            settings.text("architecture"),
            memory_mib(settings),
        )
    };
    let nothing = Distribution::Constant { ms: 0.0 };
    Part::Functions(FunctionsPart {
        service: settings.times("service_time").unwrap_or(nothing),
        cold_start: settings
            .times("cold_start")
            .or_else(measured)
            .unwrap_or(nothing),
        concurrency: settings.count("concurrency").unwrap_or(0),
        ramp_per_10s: settings.count("ramp_per_10s").unwrap_or(0),
        idle_expiry: Span::from_secs_f64(settings.required("idle_expiry_min") * 60.0),
        timeout: settings.seconds("timeout_s").unwrap_or(Span::from_secs(3)),
        memory_mib: memory_mib(settings),
    })
}

fn bill(settings: &Settings<'_>, context: &PriceContext<'_>, usage: &Usage, lines: &mut BillLines) {
    let duration = if settings.text("architecture") == "arm64" {
        "lambda.gb_s_arm"
    } else {
        "lambda.gb_s_x86"
    };
    lines.add(
        "requests",
        u128::from(usage.requests),
        price("lambda.requests", context.region),
    );
    lines.add(
        "gb_seconds",
        usage.memory_mib_ms,
        price(duration, context.region),
    );
    transfer::bill(context, usage, lines);
}
