//! Container tasks on Fargate: size, number, service auto scaling around them, and what they cost.

use super::compute;
use crate::catalog::param::{ParamSpec, Source, Unit};
use crate::catalog::part::ScalingPart;
use crate::catalog::prices::{BillLines, TaskSize, price, task_items, task_size, task_sizes};
use crate::catalog::service::{Piece, PriceContext};
use crate::catalog::settings::Settings;
use crate::catalog::usage::Usage;
use crate::foundation::chance::Distribution;

/// Largest number of tasks of one service.
const MAX_TASKS: f64 = 500.0;
/// A size that there is, for a name that there is none of.
const SIZE: &str = "1vcpu-2gb";

/// Size and processor architecture of a task.
pub fn size() -> [ParamSpec; 2] {
    let names: Vec<&'static str> = task_sizes().iter().map(|size| size.name.as_str()).collect();
    let sizes = Source::verified(
        "ECS API model: the pairs of vCPUs and memory that Fargate runs (32 vCPUs: secondary); 1 vCPU with 2 GB is a choice",
        "2026-10",
    );
    let architecture = Source::assumption("sets the price; the work takes as long on either");
    [
        ParamSpec::choice("task_size", "capacity", &names, SIZE, sizes),
        ParamSpec::choice(
            "architecture",
            "capacity",
            &["x86_64", "arm64"],
            "x86_64",
            architecture,
        ),
    ]
}

/// How requests at work use the processors.
pub fn cpu() -> ParamSpec {
    let text = "shared: requests at work share the task's vCPUs; dedicated: the service time is waiting, not processor time";
    ParamSpec::choice(
        "cpu",
        "service_time",
        &["shared", "dedicated"],
        "shared",
        Source::assumption(text),
    )
}

/// Service auto scaling, the life of a task, and the quota.
pub fn scaling() -> Vec<ParamSpec> {
    let mut specs = number();
    specs.extend(life());
    let quota = Source::secondary(
        "ECS service quotas: 6 vCPUs for an account and Region unless raised; the review adds up all tasks, a run starts them all the same",
        "2026-10",
    );
    specs.push(ParamSpec::integer(
        "vcpu_quota",
        "scaling",
        Unit::Count,
        (0.0, 1_000_000.0),
        6.0,
        quota,
    ));
    specs
}

/// How many tasks, and what changes that.
fn number() -> Vec<ParamSpec> {
    let tracking: &'static [&'static str] = &["target_tracking"];
    let count = |id, value: f64, text| {
        let range = (0.0, MAX_TASKS);
        ParamSpec::integer(
            id,
            "scaling",
            Unit::Count,
            range,
            value,
            Source::assumption(text),
        )
    };
    let policy = Source::verified(
        "Application Auto Scaling guide: target tracking of the service's mean CPU; fixed keeps the number",
        "2026-11",
    );
    let period = Source::verified("ECS guide: metrics come once a minute", "2026-11");
    let target = Source::assumption("mean processor use to hold");
    vec![
        ParamSpec::choice(
            "policy",
            "scaling",
            &["fixed", "target_tracking"],
            "target_tracking",
            policy,
        ),
        count(
            "desired",
            2.0,
            "tasks at the start; their number for good unless the policy tracks a target",
        ),
        count("min", 2.0, "never fewer tasks").only_if("policy", tracking),
        count("max", 6.0, "never more tasks").only_if("policy", tracking),
        ParamSpec::number(
            "target_cpu",
            "scaling",
            Unit::Percent,
            (1.0, 100.0),
            70.0,
            target,
        )
        .only_if("policy", tracking),
        ParamSpec::number(
            "metric_period_s",
            "scaling",
            Unit::Seconds,
            (1.0, 7_200.0),
            60.0,
            period,
        )
        .only_if("policy", tracking),
    ]
}

/// How a task comes and goes.
fn life() -> [ParamSpec; 3] {
    let start = Source::secondary(
        "about 30 s to the first container (vladionescu.me, 2022), 53 to 62 s with an image of 413 MB (elasticscale.com, 2024)",
        "2022 to 2024",
    );
    let grace = Source::verified("ECS API model: 0 s unless set", "2026-10");
    let stop = Source::verified(
        "ECS API model: killed 30 s after SIGTERM unless set, 120 s at most; behind a load balancer its deregistration delay comes first (unverified)",
        "2026-10",
    );
    let seconds = |id, most, value, source| {
        ParamSpec::number(id, "scaling", Unit::Seconds, (0.0, most), value, source)
    };
    [
        ParamSpec::times(
            "boot",
            "scaling",
            Distribution::Uniform {
                min_ms: 30_000.0,
                max_ms: 60_000.0,
            },
            start,
        ),
        seconds("grace_s", 7_200.0, 0.0, grace),
        seconds("drain_s", 3_720.0, 30.0, stop),
    ]
}

fn size_of(settings: &Settings<'_>) -> Option<&'static TaskSize> {
    task_size(settings.text("task_size")).or_else(|| task_size(SIZE))
}

/// Processors of one task, or `None` where requests do not share them.
pub fn cores(settings: &Settings<'_>) -> Option<f64> {
    let shared = settings.text("cpu") != "dedicated";
    size_of(settings).filter(|_| shared).map(TaskSize::vcpu)
}

/// Tasks at the start, and what keeps their number.
///
/// A service replaces what its load balancer finds unhealthy without being told to. New tasks count in the metric at
/// once: a service knows no warm-up.
pub fn group(settings: &Settings<'_>) -> (u32, Option<ScalingPart>) {
    let (tasks, scaling) = compute::group(settings);
    let scaling = scaling.map(|part| ScalingPart {
        elb_health: true,
        ..part
    });
    (tasks, scaling)
}

/// `2 × 1 vCPU`, or `2–6 × 1 vCPU` for a service that changes its size; `2 GB`.
pub fn summary(settings: &Settings<'_>) -> Vec<Piece> {
    let tasks = compute::number(settings);
    let Some(size) = size_of(settings) else {
        return vec![Piece::Plain(tasks)];
    };
    vec![
        Piece::Plain(format!("{tasks} × {} vCPU", size.vcpu())),
        Piece::Plain(format!("{} GB", size.memory_gb())),
    ]
}

/// vCPU-hours, GB-hours and the bytes that leave.
///
/// Running time counts from the start of a task, which here is its image pull, to its end, and for 60 s at least.
pub fn bill(
    settings: &Settings<'_>,
    context: &PriceContext<'_>,
    usage: &Usage,
    lines: &mut BillLines,
) {
    if let Some(size) = size_of(settings) {
        let [vcpu, memory] = task_items(settings.text("architecture"));
        let used = |amount: u32| usage.instance_ns * u128::from(amount);
        lines.add(
            "vcpu_hours",
            used(size.cpu_units),
            price(vcpu, context.region),
        );
        lines.add(
            "memory_hours",
            used(size.memory_mib),
            price(memory, context.region),
        );
    }
    super::transfer::bill(context, usage, lines);
}
