//! Document to network.

use std::collections::BTreeMap;

use crate::catalog::container::is_plain;
use crate::catalog::part::{Part, SourcePart, Spacing};
use crate::catalog::traffic::MAX_PEAK_PER_S;
use crate::catalog::{ParamMap, ParamSpec, service};
use crate::document::rules;
use crate::document::{Component, Container, Document};
use crate::foundation::ids::Id;

use super::error::CompileError;
use super::job::NONE;
use super::kind_plans;
use super::link_plans;
use super::network::{LinkPlan, MAX_INSTANCES, MAX_OUTS, MAX_STATIONS, Network, StationPlan};

/// Compiles a document. `seed` replaces the scenario's.
pub fn compile(document: &Document, seed: u64) -> Result<Network, CompileError> {
    if document.components.len() > MAX_STATIONS {
        return Err(CompileError::TooMany {
            what: "components",
            count: document.components.len(),
            limit: MAX_STATIONS,
        });
    }
    let kinds = kind_plans::kinds(document)?;
    check_around(document)?;
    let places = Places::of(document);
    let mut stations = Vec::with_capacity(document.components.len());
    let mut indexes = BTreeMap::new();
    for component in document.components.values() {
        indexes.insert(&component.id, stations.len() as u32);
        stations.push(station(document, component, &places)?);
    }
    let mut links = Vec::with_capacity(document.links.len());
    for plan in document.links.values() {
        links.push(link_plans::link(document, plan, &indexes, &stations)?);
    }
    check_outs(&stations, &links)?;
    Ok(Network {
        seed,
        kinds,
        stations,
        links,
        zones: places.zones,
        containers: places.containers,
    })
}

/// What stands around the components and what happens to them. The loader checks it, too; a document may also come from
/// code, and a fault at no time at all would begin at once.
fn check_around(document: &Document) -> Result<(), CompileError> {
    for item in document.containers.values() {
        rules::check_container(document, item).map_err(|broken| CompileError::BadContainer {
            container: item.id.clone(),
            reason: broken.to_string(),
        })?;
    }
    rules::check_scenario(document, &document.scenario).map_err(|broken| {
        CompileError::BadScenario {
            reason: broken.to_string(),
        }
    })
}

/// A request numbers its calls in a small field.
fn check_outs(stations: &[StationPlan], links: &[LinkPlan]) -> Result<(), CompileError> {
    let mut outs = vec![0; stations.len()];
    links.iter().for_each(|link| outs[link.from as usize] += 1);
    match outs.into_iter().max() {
        Some(count) if count > MAX_OUTS => Err(CompileError::TooMany {
            what: "links from one component",
            count,
            limit: MAX_OUTS,
        }),
        _ => Ok(()),
    }
}

/// Zones and regions by index.
struct Places {
    zones: Vec<Id>,
    regions: Vec<Id>,
    containers: Vec<(Id, Vec<u32>)>,
}

impl Places {
    fn of(document: &Document) -> Self {
        let of_kind = |kind: &str| -> Vec<Id> {
            document
                .containers
                .values()
                .filter(|c| c.kind == kind)
                .map(|c| c.id.clone())
                .collect()
        };
        let mut zones = of_kind("zone");
        let holds_a_zone = |region: &Id| {
            let around = |zone: &Id| {
                let parent = document
                    .containers
                    .get(zone)
                    .and_then(|z| z.parent.as_ref());
                document
                    .ancestors(parent)
                    .iter()
                    .any(|outer| outer.id == *region)
            };
            zones.iter().any(around)
        };
        // A region without a zone is one place: it can be lost like one.
        let whole: Vec<Id> = of_kind("region")
            .into_iter()
            .filter(|region| !holds_a_zone(region))
            .collect();
        zones.extend(whole);
        let inside = |container: &Container| -> Vec<u32> {
            let holds = |zone: &&Id| {
                **zone == container.id
                    || document.containers.get(*zone).is_some_and(|z| {
                        document
                            .ancestors(z.parent.as_ref())
                            .iter()
                            .any(|outer| outer.id == container.id)
                    })
            };
            zones
                .iter()
                .enumerate()
                .filter(|(_, zone)| holds(zone))
                .map(|(index, _)| index as u32)
                .collect()
        };
        let containers = document
            .containers
            .values()
            .filter(|c| !is_plain(&c.kind))
            .map(|c| (c.id.clone(), inside(c)))
            .collect();
        Self {
            regions: of_kind("region"),
            containers,
            zones,
        }
    }
}

fn station(
    document: &Document,
    component: &Component,
    places: &Places,
) -> Result<StationPlan, CompileError> {
    let known = service(&component.service).ok_or_else(|| CompileError::UnknownService {
        component: component.id.clone(),
        service: component.service.clone(),
    })?;
    check_values(&component.id, (known.params)(), &component.params)?;
    let settings = component.settings();
    let part = (known.compile)(&settings);
    check_part(component, &part)?;
    let zone_index = |id: &Id| {
        places
            .zones
            .iter()
            .position(|zone| zone == id)
            .map(|index| index as u32)
    };
    let around = document.enclosing(component.parent.as_ref(), "region");
    let mut zones: Vec<u32> = document
        .zones_of(component)
        .iter()
        .filter_map(zone_index)
        .collect();
    if zones.is_empty() {
        zones.extend(around.and_then(|region| zone_index(&region.id)));
    }
    let region = around
        .and_then(|region| places.regions.iter().position(|id| *id == region.id))
        .map_or(NONE, |index| index as u32);
    let mix = match part {
        Part::Source(_) => kind_plans::mix(document, &settings),
        _ => Vec::new(),
    };
    Ok(StationPlan {
        id: component.id.clone(),
        mix,
        work_by_kind: kind_plans::work_by_kind(document, &settings),
        part,
        zones,
        region,
    })
}

/// The loader and the editor check values, too; a document may also come from code, and a default in place of a value
/// that does not fit would give figures that nobody asked for.
fn check_values(id: &Id, specs: &[ParamSpec], params: &ParamMap) -> Result<(), CompileError> {
    rules::check_params(specs, params).map_err(|broken| CompileError::BadParameter {
        component: id.clone(),
        reason: broken.to_string(),
    })
}

/// Distributions and counts that the engine relies on. The loader checks them too; a document may also come from code.
fn check_part(component: &Component, part: &Part) -> Result<(), CompileError> {
    let bad = |reason: String| CompileError::BadParameter {
        component: component.id.clone(),
        reason,
    };
    let times = match part {
        Part::Source(SourcePart::Open { profile, spacing }) => {
            if let Some(rate) = profile.bad_rate() {
                return Err(bad(format!(
                    "a rate of {rate} requests/s: expected a number from 0 to {MAX_PEAK_PER_S}"
                )));
            }
            match spacing {
                Spacing::Renewal(shape) => vec![shape],
                Spacing::Poisson | Spacing::Constant => vec![],
            }
        }
        Part::Source(SourcePart::Closed { think, .. }) => vec![think],
        Part::Group(group) => {
            let max = group
                .scaling
                .as_ref()
                .map_or(group.instances, |scaling| scaling.max.max(group.instances));
            if max > MAX_INSTANCES {
                return Err(bad(format!("{max} instances: at most {MAX_INSTANCES}")));
            }
            let boot = group.scaling.as_ref().map(|scaling| &scaling.boot);
            [Some(&group.service), boot, group.failover.as_ref()]
                .into_iter()
                .flatten()
                .chain(group.rules.times())
                .collect()
        }
        Part::Balancer(balancer) => vec![&balancer.processing],
        Part::Functions(functions) => vec![&functions.service, &functions.cold_start],
        Part::Store(store) => vec![&store.service],
        Part::Queue(queue) => vec![&queue.service],
    };
    times
        .into_iter()
        .try_for_each(|t| t.validate().map_err(|error| bad(error.to_string())))
}
