//! Work that slows down with the number of requests at work.

use crate::catalog::param::{ParamSpec, Source, Unit};
use crate::catalog::settings::Settings;
use crate::catalog::slowdown::Slowdown;

/// Heading of these parameters.
const GROUP: &str = "service_time";

/// Slowdown and its coefficients.
pub fn params() -> Vec<ParamSpec> {
    let linear: &'static [&'static str] = &["linear"];
    let law: &'static [&'static str] = &["usl"];
    let gunther = Source::assumption(
        "coefficients of Gunther's Universal Scalability Law: to be measured on the system itself",
    );
    let percent = |id, most: f64, value: f64, source| {
        ParamSpec::number(id, GROUP, Unit::Percent, (0.0, most), value, source)
    };
    vec![
        ParamSpec::choice(
            "slowdown",
            GROUP,
            &["none", "linear", "usl"],
            "none",
            Source::assumption(
                "how the time of work grows with the requests at work in an instance",
            ),
        ),
        ParamSpec::integer(
            "slowdown_from",
            GROUP,
            Unit::Count,
            (0.0, 1_000_000.0),
            10.0,
            Source::assumption("so many at work do not slow each other down"),
        )
        .only_if("slowdown", linear),
        percent(
            "slowdown_each",
            1_000.0,
            5.0,
            Source::assumption("longer work for each request at work beyond these"),
        )
        .only_if("slowdown", linear),
        percent("contention", 100.0, 2.0, gunther).only_if("slowdown", law),
        percent("coherency", 100.0, 0.01, gunther).only_if("slowdown", law),
    ]
}

/// The slowdown that the parameters name.
pub fn slowdown(settings: &Settings<'_>) -> Slowdown {
    let share = |id| settings.required(id) / 100.0;
    match settings.text("slowdown") {
        "linear" => Slowdown::Linear {
            from: settings.count("slowdown_from").unwrap_or(0),
            each: share("slowdown_each"),
        },
        "usl" => Slowdown::Usl {
            contention: share("contention"),
            coherency: share("coherency"),
        },
        _ => Slowdown::None,
    }
}
