//! Does the account have a right to all that the design may start?

use indexmap::IndexMap;

use super::capacity::most_instances;
use super::finding::{Finding, VCPU_QUOTA};
use super::plan::{Plan, Station};
use crate::catalog::container::REGIONS;
use crate::catalog::part::Part;
use crate::catalog::prices::task_size;

pub fn review(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    let mut regions: IndexMap<&str, Tasks<'_>> = IndexMap::new();
    for (_, station) in plan.stations() {
        let Some((vcpus, quota)) = most_vcpus(station) else {
            continue;
        };
        let tasks = regions.entry(region_of(plan, station)).or_default();
        tasks.services.push(station);
        tasks.vcpus += vcpus;
        // Who has had the quota of the Region raised need not say so at every service.
        tasks.quota = tasks.quota.max(quota);
    }
    for (region, tasks) in regions {
        let Some(first) = tasks.services.first().filter(|_| tasks.vcpus > tasks.quota) else {
            continue;
        };
        let names = tasks.services.iter().map(|s| s.component.name.as_str());
        let args = vec![
            ("names", names.collect::<Vec<_>>().join(", ")),
            ("region", region.to_owned()),
            ("vcpus", tasks.vcpus.to_string()),
            ("quota", tasks.quota.to_string()),
        ];
        found.push(Finding::new(&VCPU_QUOTA, Some(&first.component.id), args));
    }
}

/// All services of tasks in one AWS region.
#[derive(Default)]
struct Tasks<'a> {
    services: Vec<&'a Station<'a>>,
    vcpus: f64,
    quota: f64,
}

/// The vCPUs of all tasks that a component may start, and the quota; `None`: its instances are no tasks.
fn most_vcpus(station: &Station<'_>) -> Option<(f64, f64)> {
    let Part::Group(group) = &station.part else {
        return None;
    };
    let settings = station.component.settings();
    let quota = settings.number("vcpu_quota")?;
    let size = task_size(settings.text("task_size"))?;
    Some((size.vcpu() * f64::from(most_instances(group)), quota))
}

/// What stands in no Region is charged, and counted, as in the first one.
fn region_of<'a>(plan: &Plan<'a>, station: &Station<'a>) -> &'a str {
    let parent = station.component.parent.as_ref();
    let region = plan.document.enclosing(parent, "region");
    let code = region.map(|region| region.settings().text("region"));
    code.filter(|code| !code.is_empty()).unwrap_or(REGIONS[0])
}
