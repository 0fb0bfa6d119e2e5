//! Does a cache have something to fetch from, and does it help?

use super::finding::{CACHE_LOSES_ALL, CACHE_WITHOUT_ORIGIN, Finding};
use super::plan::{Plan, Station};
use crate::catalog::part::{CachePart, KeysPart, Part};

pub fn review(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    for (node, station) in plan.stations() {
        let Part::Group(group) = &station.part else {
            continue;
        };
        let Some(cache) = &group.cache else {
            continue;
        };
        if plan.fan_out(node) == 0 {
            found.push(about(station, &CACHE_WITHOUT_ORIGIN));
        }
        if keeps_nothing(cache) {
            found.push(about(station, &CACHE_LOSES_ALL));
        }
    }
}

fn about(station: &Station<'_>, rule: &'static super::Rule) -> Finding {
    let args = vec![("name", station.component.name.clone())];
    Finding::new(rule, Some(&station.component.id), args)
}

fn keeps_nothing(cache: &CachePart) -> bool {
    match cache {
        CachePart::Ratio(share) => *share <= 0.0,
        CachePart::Keys(KeysPart { ttl, capacity, .. }) => {
            *capacity == Some(0) || ttl.is_some_and(|ttl| ttl.0 == 0)
        }
    }
}
