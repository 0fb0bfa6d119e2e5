//! EC2 instances: type, processors, number, and the Auto Scaling group around them.

use crate::catalog::param::{ParamSpec, Source, Unit};
use crate::catalog::part::ScalingPart;
use crate::catalog::prices::{BillLines, ec2, ec2_price, ec2_types};
use crate::catalog::service::{Piece, PriceContext};
use crate::catalog::settings::Settings;
use crate::catalog::usage::Usage;
use crate::foundation::chance::Distribution;
use crate::foundation::units::Span;

/// Data points above the target before a group grows (3 of 3), and below 90 % of it before it shrinks (15 of 15).
/// AWS does not document these; from memory.
const OUT_POINTS: u32 = 3;
const IN_POINTS: u32 = 15;
/// Largest number of instances of one component.
const MAX_INSTANCES: f64 = 500.0;

/// The instance type: all types of the price list.
pub fn instance_type(default: &'static str) -> ParamSpec {
    let names: Vec<&'static str> = ec2_types().iter().map(|kind| kind.name.as_str()).collect();
    let source = Source::assumption(
        "on-demand Linux types of the price list; vCPUs and memory are the type's",
    );
    ParamSpec::choice("instance_type", "capacity", &names, default, source)
}

/// How requests at work use the processors.
pub fn cpu() -> ParamSpec {
    let text = "shared: requests at work share the type's vCPUs; dedicated: the service time is waiting, not processor time";
    ParamSpec::choice(
        "cpu",
        "service_time",
        &["shared", "dedicated"],
        "shared",
        Source::assumption(text),
    )
}

/// A number of instances that nothing changes.
pub fn fixed_instances(default: f64) -> ParamSpec {
    ParamSpec::integer(
        "instances",
        "capacity",
        Unit::Count,
        (0.0, MAX_INSTANCES),
        default,
        Source::assumption("number of equal instances"),
    )
}

/// The Auto Scaling policy with everything it needs; `policies` from `none`, `fixed`, `target_tracking`.
pub fn scaling(policies: &[&'static str], default: &'static str) -> Vec<ParamSpec> {
    let count = |id, value: f64, text| {
        ParamSpec::integer(
            id,
            "scaling",
            Unit::Count,
            (0.0, MAX_INSTANCES),
            value,
            Source::assumption(text),
        )
    };
    let tracking: &'static [&'static str] = &["target_tracking"];
    let seconds = |id, min: f64, value: f64, source| {
        ParamSpec::number(id, "scaling", Unit::Seconds, (min, 7_200.0), value, source)
            .only_if("policy", tracking)
    };
    let policy = Source::verified(
        "EC2 Auto Scaling guide: target tracking is advised; none and fixed keep the size",
        "2023-06",
    );
    let period = Source::verified(
        "EC2 Auto Scaling guide: detailed monitoring 60 s, basic 300 s",
        "2023-06",
    );
    let warm_up = Source::verified(
        "Auto Scaling API model: unset, it falls back to the default cooldown of 300 s",
        "2026-10",
    );
    let mut specs = vec![
        ParamSpec::choice("policy", "scaling", policies, default, policy),
        count(
            "desired",
            2.0,
            "instances at the start; their number for good unless the policy tracks a target",
        ),
        count("min", 2.0, "never fewer instances").only_if("policy", tracking),
        count("max", 8.0, "never more instances").only_if("policy", tracking),
        ParamSpec::number(
            "target_cpu",
            "scaling",
            Unit::Percent,
            (1.0, 100.0),
            60.0,
            Source::assumption("mean processor use to hold"),
        )
        .only_if("policy", tracking),
        seconds("metric_period_s", 1.0, 60.0, period),
        seconds("warm_up_s", 0.0, 300.0, warm_up),
    ];
    specs.extend(replacement("policy", &["fixed", "target_tracking"]));
    specs
}

/// How dead instances are replaced, shown while `param` has one of `values`.
pub fn replacement(param: &'static str, values: &'static [&'static str]) -> Vec<ParamSpec> {
    let boot = Source::secondary(
        "one printed EC2 launch of 29 s (daemonology.net); the range of 25 to 60 s is an assumption",
        "2021",
    );
    let health = Source::verified(
        "Auto Scaling guide: verdicts of a load balancer are ignored unless turned on",
        "2023-06",
    );
    let grace = Source::verified(
        "Auto Scaling API model: 300 s by console, 0 s by API",
        "2026-10",
    );
    let drain = Source::verified("ELB API model: deregistration delay 300 s", "2026-10");
    let seconds = |id, range, value, source| {
        ParamSpec::number(id, "scaling", Unit::Seconds, range, value, source)
    };
    [
        ParamSpec::times(
            "boot",
            "scaling",
            Distribution::Uniform {
                min_ms: 25_000.0,
                max_ms: 60_000.0,
            },
            boot,
        ),
        ParamSpec::choice("health_check", "scaling", &["ec2", "elb"], "ec2", health),
        seconds("grace_s", (0.0, 7_200.0), 300.0, grace),
        seconds("drain_s", (0.0, 3_600.0), 300.0, drain),
    ]
    .map(|spec| spec.only_if(param, values))
    .to_vec()
}

/// Processors of one instance, or `None` where requests do not share them.
pub fn cores(settings: &Settings<'_>) -> Option<f64> {
    (settings.text("cpu") != "dedicated").then(|| f64::from(vcpus(settings)))
}

/// vCPUs of the instance type.
pub fn vcpus(settings: &Settings<'_>) -> u32 {
    ec2(settings.text("instance_type")).map_or(1, |kind| kind.vcpu)
}

/// Instances at the start, and the group around them, as [`scaling`] describes them.
pub fn group(settings: &Settings<'_>) -> (u32, Option<ScalingPart>) {
    let desired = settings.count("desired").unwrap_or(1);
    match settings.text("policy") {
        "target_tracking" => {
            let min = settings.count("min").unwrap_or(0);
            let max = settings.count("max").unwrap_or(min).max(min);
            let target = settings.required("target_cpu") / 100.0;
            (
                desired.clamp(min, max),
                Some(scaling_part(settings, (min, max), Some(target))),
            )
        }
        "fixed" => (
            desired,
            Some(scaling_part(settings, (desired, desired), None)),
        ),
        _ => (desired, None),
    }
}

/// A group of fixed size that replaces its dead, if wanted.
pub fn self_healing(settings: &Settings<'_>, instances: u32, wanted: bool) -> Option<ScalingPart> {
    wanted.then(|| scaling_part(settings, (instances, instances), None))
}

fn scaling_part(
    settings: &Settings<'_>,
    (min, max): (u32, u32),
    target: Option<f64>,
) -> ScalingPart {
    ScalingPart {
        min,
        max,
        target,
        metric_period: settings
            .seconds("metric_period_s")
            .unwrap_or(Span::from_secs(60)),
        out_points: OUT_POINTS,
        in_points: IN_POINTS,
        boot: settings
            .times("boot")
            .unwrap_or(Distribution::Constant { ms: 0.0 }),
        warm_up: if target.is_some() {
            settings.seconds("warm_up_s").unwrap_or(Span::ZERO)
        } else {
            Span::ZERO
        },
        elb_health: settings.text("health_check") == "elb",
        grace: settings.seconds("grace_s").unwrap_or(Span::ZERO),
        drain: settings.seconds("drain_s").unwrap_or(Span::ZERO),
    }
}

/// `2`, or `2–8` for a group that changes its size.
pub fn number(settings: &Settings<'_>) -> String {
    let (instances, scaling) = group(settings);
    match scaling {
        Some(part) if part.min != part.max => format!("{}–{}", part.min, part.max),
        _ => instances.to_string(),
    }
}

/// `2 × t3.medium`, or `2–8 × t3.medium`.
pub fn summary(settings: &Settings<'_>) -> Piece {
    let number = number(settings);
    Piece::Plain(format!("{number} × {}", settings.text("instance_type")))
}

/// Instance-hours and the bytes that leave.
pub fn bill(
    settings: &Settings<'_>,
    context: &PriceContext<'_>,
    usage: &Usage,
    lines: &mut BillLines,
) {
    let hour = ec2_price(settings.text("instance_type"), context.region);
    lines.add("instance_hours", usage.instance_ns, hour);
    super::transfer::bill(context, usage, lines);
}
