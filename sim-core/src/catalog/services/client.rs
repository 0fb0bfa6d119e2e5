//! Users: browsers, phones, other systems. Where all requests begin.

use std::sync::LazyLock;

use crate::catalog::blocks::profile;
use crate::catalog::param::{Absent, ParamSpec, Source, Unit};
use crate::catalog::part::{Part, SourcePart, Spacing};
use crate::catalog::prices::BillLines;
use crate::catalog::service::{Category, Piece, Ports, PriceContext, Service};
use crate::catalog::settings::Settings;
use crate::catalog::usage::Usage;
use crate::foundation::chance::{Distribution, MAX_ERLANG_K};

pub const SERVICE: Service = Service {
    id: "client",
    category: Category::Clients,
    icon: "client",
    ports: Ports {
        accepts: false,
        calls: true,
    },
    params: || &PARAMS,
    summary,
    compile,
    bill,
    learn: (
        include_str!("../../../../assets/learn/en/client.md"),
        include_str!("../../../../assets/learn/ko/client.md"),
    ),
};

static PARAMS: LazyLock<Vec<ParamSpec>> = LazyLock::new(|| {
    let own = Source::assumption;
    let mode = ParamSpec::choice(
        "mode",
        "traffic",
        &["open", "closed"],
        "open",
        own("open: arrivals do not wait for answers; closed: each user does"),
    );
    let users = ParamSpec::integer(
        "users",
        "traffic",
        Unit::Count,
        (0.0, 1_000_000.0),
        100.0,
        own("users who each wait for their answer"),
    );
    let think = ParamSpec::times(
        "think",
        "traffic",
        Distribution::Exponential { mean_ms: 1_000.0 },
        own("pause between an answer and the next request"),
    );
    let mut params = vec![mode];
    params.extend(profile::params());
    params.extend(spacings());
    params.push(users.only_if("mode", &["closed"]));
    params.push(think.only_if("mode", &["closed"]));
    params.push(ParamSpec::by_kind(
        "weights",
        "traffic",
        (0.0, 1_000_000.0),
        Absent::EqualOrNone,
        own("shares of the request kinds; without any number all kinds are equal"),
    ));
    params
});

/// How arrivals are spaced at the rate.
fn spacings() -> Vec<ParamSpec> {
    let own = Source::assumption;
    vec![
        ParamSpec::choice(
            "spacing",
            "traffic",
            &["poisson", "constant", "erlang", "renewal"],
            "poisson",
            own("many independent users make Poisson arrivals"),
        )
        .only_if("profile", profile::WITH_RATE),
        ParamSpec::integer(
            "stages",
            "traffic",
            Unit::Count,
            (1.0, f64::from(MAX_ERLANG_K)),
            4.0,
            own("every so many events of a Poisson stream make one arrival: 1 is Poisson, many is nearly constant"),
        )
        .only_if("spacing", &["erlang"]),
        ParamSpec::times(
            "gap",
            "traffic",
            Distribution::Hyperexponential {
                mean_ms: 1_000.0,
                scv: 4.0,
            },
            own("shape of the gaps; the rate sets their mean"),
        )
        .only_if("spacing", &["renewal"]),
    ]
}

fn summary(settings: &Settings<'_>) -> Vec<Piece> {
    let mode = settings.text("mode").to_owned();
    let profile = settings.text("profile").to_owned();
    let rate = || Piece::Amount(settings.required("rate_per_s"), Unit::PerSecond.sign());
    if mode == "closed" {
        let users = settings.required("users");
        vec![
            Piece::Choice("mode", mode),
            Piece::Counted("summary.users", users),
        ]
    } else if profile == "steady" {
        vec![Piece::Choice("mode", mode), rate()]
    } else if profile == "trace" {
        vec![Piece::Choice("profile", profile)]
    } else {
        vec![Piece::Choice("profile", profile), rate()]
    }
}

fn compile(settings: &Settings<'_>) -> Part {
    Part::Source(if settings.text("mode") == "closed" {
        SourcePart::Closed {
            users: settings.count("users").unwrap_or(0),
            think: settings
                .times("think")
                .unwrap_or(Distribution::Constant { ms: 0.0 }),
        }
    } else {
        SourcePart::Open {
            profile: profile::profile(settings),
            spacing: spacing(settings),
        }
    })
}

fn spacing(settings: &Settings<'_>) -> Spacing {
    match settings.text("spacing") {
        "constant" => Spacing::Constant,
        "erlang" => Spacing::Renewal(Distribution::Erlang {
            mean_ms: 1_000.0,
            k: settings.count("stages").unwrap_or(1),
        }),
        "renewal" => settings
            .times("gap")
            .map_or(Spacing::Poisson, Spacing::Renewal),
        _ => Spacing::Poisson,
    }
}

/// Users cost nothing here.
fn bill(_: &Settings<'_>, _: &PriceContext<'_>, _: &Usage, _: &mut BillLines) {}
