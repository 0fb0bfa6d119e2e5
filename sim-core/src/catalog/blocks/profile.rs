//! How an open-loop client's rate goes over the run: the parameters and the course they make.

use std::sync::Arc;

use crate::catalog::param::{ParamSpec, Source, Unit};
use crate::catalog::settings::Settings;
use crate::catalog::trace::Trace;
use crate::catalog::traffic::{Bursts, Pieces, Profile, Wave};
use crate::foundation::units::Span;

/// Profiles with a rate of their own; a trace brings its arrivals along.
pub const WITH_RATE: &[&str] = &["steady", "step", "ramp", "spike", "diurnal", "bursty"];

/// The longest time within a profile: ten years of 365 days, as long as a run may be.
const MAX_S: f64 = 315_360_000.0;
/// The highest rate.
const MAX_PER_S: f64 = 1_000_000.0;

fn rate(id: &'static str, default: f64, about: &'static str) -> ParamSpec {
    let range = (0.0, MAX_PER_S);
    let source = Source::assumption(about);
    ParamSpec::number(id, "traffic", Unit::PerSecond, range, default, source)
}

fn seconds(id: &'static str, min: f64, default: f64, about: &'static str) -> ParamSpec {
    let range = (min, MAX_S);
    let source = Source::assumption(about);
    ParamSpec::number(id, "traffic", Unit::Seconds, range, default, source)
}

/// The profile, the rate, and what each profile asks for.
pub fn params() -> Vec<ParamSpec> {
    let choices = [WITH_RATE, &["trace"]].concat();
    let about = Source::assumption("how the rate goes over the run; times count from its start");
    let mut params = vec![
        ParamSpec::choice("profile", "traffic", &choices, "steady", about)
            .only_if("mode", &["open"]),
        rate(
            "rate_per_s",
            100.0,
            "mean arrivals; before a step, a ramp and a spike; between bursts",
        )
        .only_if("profile", WITH_RATE),
    ];
    params.extend(changes());
    params.extend(waves());
    params.extend(traces());
    params
}

/// Step, ramp and spike.
fn changes() -> Vec<ParamSpec> {
    let factor = ParamSpec::number(
        "spike_factor",
        "traffic",
        Unit::Factor,
        (0.0, 1_000.0),
        5.0,
        Source::assumption("times the rate; 0 stops the requests"),
    );
    let every = seconds("spike_every_s", 0.001, 300.0, "from spike to spike").default_word("once");
    vec![
        seconds("step_at_s", 0.0, 60.0, "from then on the other rate")
            .only_if("profile", &["step"]),
        rate("step_to_per_s", 200.0, "rate after the step").only_if("profile", &["step"]),
        seconds("ramp_at_s", 0.0, 60.0, "start of the ramp").only_if("profile", &["ramp"]),
        seconds("ramp_for_s", 0.0, 120.0, "length of the ramp").only_if("profile", &["ramp"]),
        rate("ramp_to_per_s", 500.0, "rate at its end and after").only_if("profile", &["ramp"]),
        seconds("spike_at_s", 0.0, 60.0, "start of the first spike").only_if("profile", &["spike"]),
        seconds("spike_for_s", 0.001, 30.0, "length of a spike").only_if("profile", &["spike"]),
        factor.only_if("profile", &["spike"]),
        every.only_if("profile", &["spike"]),
    ]
}

/// Day and night, and bursts.
fn waves() -> Vec<ParamSpec> {
    let own = Source::assumption;
    let minutes = |id, min, default, about| {
        let range = (min, MAX_S / 60.0);
        ParamSpec::number(id, "traffic", Unit::Minutes, range, default, own(about))
            .only_if("profile", &["diurnal"])
    };
    let swing = own("the peak is so far above the mean as the trough is below");
    vec![
        ParamSpec::number(
            "swing_percent",
            "traffic",
            Unit::Percent,
            (0.0, 100.0),
            60.0,
            swing,
        )
        .only_if("profile", &["diurnal"]),
        minutes("period_min", 0.01, 1_440.0, "from peak to peak: a day"),
        minutes(
            "peak_min",
            0.0,
            840.0,
            "when the peak comes: two in the afternoon",
        ),
        rate("burst_per_s", 1_000.0, "rate within a burst").only_if("profile", &["bursty"]),
        seconds("burst_s", 0.001, 5.0, "mean length of a burst").only_if("profile", &["bursty"]),
        seconds("calm_s", 0.001, 45.0, "mean time between bursts").only_if("profile", &["bursty"]),
    ]
}

/// Replay of a log.
fn traces() -> Vec<ParamSpec> {
    let own = Source::assumption;
    vec![
        ParamSpec::trace("trace", "traffic", own("arrivals taken from a log"))
            .only_if("profile", &["trace"]),
        ParamSpec::choice(
            "after_trace",
            "traffic",
            &["stop", "repeat"],
            "stop",
            own("what comes after the last recorded request"),
        )
        .only_if("profile", &["trace"]),
    ]
}

/// The course that the parameters describe.
pub fn profile(settings: &Settings<'_>) -> Profile {
    let span = |id| settings.seconds(id).unwrap_or(Span::ZERO);
    let per_s = settings.required("rate_per_s");
    match settings.text("profile") {
        "step" => Profile::Pieces(Pieces::step(
            per_s,
            span("step_at_s"),
            settings.required("step_to_per_s"),
        )),
        "ramp" => Profile::Pieces(Pieces::ramp(
            per_s,
            span("ramp_at_s"),
            span("ramp_for_s"),
            settings.required("ramp_to_per_s"),
        )),
        "spike" => Profile::Pieces(Pieces::spike(
            per_s,
            span("spike_at_s"),
            span("spike_for_s"),
            per_s * settings.required("spike_factor"),
            settings.seconds("spike_every_s"),
        )),
        "diurnal" => Profile::Wave(wave(settings, per_s)),
        "bursty" => Profile::Bursts(Bursts {
            calm_per_s: per_s,
            burst_per_s: settings.required("burst_per_s"),
            calm: span("calm_s"),
            burst: span("burst_s"),
        }),
        "trace" => Profile::Replay {
            trace: Arc::new(Trace::parse(settings.text("trace")).unwrap_or_default()),
            repeat: settings.text("after_trace") == "repeat",
        },
        _ => Profile::Steady { per_s },
    }
}

fn wave(settings: &Settings<'_>, mean_per_s: f64) -> Wave {
    let minutes = |id| Span::from_secs_f64(60.0 * settings.required(id));
    Wave {
        mean_per_s,
        swing: settings.required("swing_percent") / 100.0,
        period: minutes("period_min"),
        peak: minutes("peak_min"),
    }
}
