//! What stands in a container, as one: how many components, how well they are, what passes its border, what it costs.

use indexmap::IndexMap;

use super::bill::{Bill, usd_per_month};
use crate::document::{Container, Document, Link};
use crate::engine::snapshot::{ComponentView, Health, LinkView, Snapshot};
use crate::foundation::ids::Id;
use crate::foundation::money::PicoUsd;

/// Who stands where, for all containers at once.
#[derive(Clone, Debug, Default)]
pub struct Insides {
    /// Per container in the document's order: indices of the components in it, at any depth.
    members: Vec<Vec<usize>>,
}

/// How many components a container holds, and how the worst of them is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub components: usize,
    pub worst: Health,
}

/// The figures of all that stands in a container.
///
/// Requests are counted once, where they come in: over the links from outside, and at the components inside that no
/// link leads to (clients). What the tiers inside send each other is not added up.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Inside {
    pub count: Count,
    /// Requests per second in the last live window: coming in, answered in time, failed. `None`: not yet measured.
    pub rates: Option<Rates>,
    /// Highest utilisation inside, 0..1; `None` before the run.
    pub utilization: Option<f64>,
    /// Mean since the start; `None` before the run.
    pub usd_per_month: Option<f64>,
}

/// Requests per second.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rates {
    pub offered: f64,
    pub goodput: f64,
    pub failed: f64,
}

impl Rates {
    fn add(&mut self, offered: f64, failed: f64) {
        self.offered += offered;
        self.failed += failed;
        self.goodput += (offered - failed).max(0.0);
    }
}

impl Insides {
    pub fn of(document: &Document) -> Self {
        let hosts = |container: &Container| -> Vec<usize> {
            let around = document.ancestors(Some(&container.id)).into_iter();
            around
                .filter_map(|host| document.containers.get_index_of(&host.id))
                .collect()
        };
        let hosts: Vec<Vec<usize>> = document.containers.values().map(|c| hosts(c)).collect();
        let mut members = vec![Vec::new(); hosts.len()];
        // Neighbours mostly stand in the same one.
        let mut last = (None, None);
        for (index, component) in document.components.values().enumerate() {
            let parent = component.parent.as_ref();
            if last.0 != parent {
                let found = parent.and_then(|id| document.containers.get_index_of(id));
                last = (parent, found);
            }
            let parent = last.1;
            for host in parent.into_iter().flat_map(|parent| &hosts[parent]) {
                members[*host].push(index);
            }
        }
        Self { members }
    }

    /// The components in a container, by their index in the document.
    fn members(&self, document: &Document, container: &Id) -> &[usize] {
        let index = document.containers.get_index_of(container);
        let found = index.and_then(|index| self.members.get(index));
        found.map_or(&[], Vec::as_slice)
    }

    /// Count and worst health of every container, in the document's order.
    pub fn counts(&self, document: &Document, snapshot: Option<&Snapshot>) -> Vec<Count> {
        if self.members.is_empty() {
            return Vec::new();
        }
        let components = components(document, snapshot);
        let count = |list: &Vec<usize>| count(&components, list);
        self.members.iter().map(count).collect()
    }

    /// The figures of some containers, in the order in which they are named.
    pub fn figures(
        &self,
        document: &Document,
        snapshot: Option<&Snapshot>,
        bill: Option<&Bill>,
        containers: &[Id],
    ) -> Vec<Inside> {
        let views = Views::of(document, snapshot);
        let costs = bill.map(costs);
        let one = |id: &Id| {
            let list = self.members(document, id);
            let started = snapshot.filter(|s| s.now.as_nanos() > 0);
            Inside {
                count: count(&views.components, list),
                rates: snapshot
                    .filter(|s| s.live.window_s > 0.0)
                    .map(|_| views.rates(list)),
                utilization: started.map(|_| views.utilization(list)),
                usd_per_month: started.zip(costs.as_ref()).map(|(snapshot, costs)| {
                    let ids = list
                        .iter()
                        .filter_map(|i| document.components.get_index(*i));
                    let cost: PicoUsd = ids.filter_map(|(id, _)| costs.get(id)).copied().sum();
                    usd_per_month(cost, snapshot.now)
                }),
            }
        };
        containers.iter().map(one).collect()
    }
}

fn costs(bill: &Bill) -> IndexMap<&Id, PicoUsd> {
    let mut costs: IndexMap<&Id, PicoUsd> = IndexMap::new();
    for item in &bill.items {
        let cost = costs.entry(&item.component).or_default();
        *cost += item.cost;
    }
    costs
}

fn components<'a>(
    document: &Document,
    snapshot: Option<&'a Snapshot>,
) -> Vec<Option<&'a ComponentView>> {
    let views = snapshot.map_or(&[][..], |s| &s.components);
    in_order(document.components.keys(), views, |view| &view.id)
}

fn members<'s, 'a>(
    views: &'s [Option<&'a ComponentView>],
    list: &'s [usize],
) -> impl Iterator<Item = &'a ComponentView> + 's {
    let at = |index: &usize| views.get(*index).copied().flatten();
    list.iter().filter_map(at)
}

fn count(views: &[Option<&ComponentView>], list: &[usize]) -> Count {
    let health = members(views, list).map(|view| view.health);
    Count {
        components: list.len(),
        worst: health.max().unwrap_or_default(),
    }
}

/// The snapshot's entries by the document's order, which it has if the document has not changed since.
struct Views<'a> {
    document: &'a Document,
    components: Vec<Option<&'a ComponentView>>,
    links: Vec<Option<&'a LinkView>>,
}

impl<'a> Views<'a> {
    fn of(document: &'a Document, snapshot: Option<&'a Snapshot>) -> Self {
        let links = snapshot.map_or(&[][..], |s| &s.links);
        Self {
            document,
            components: components(document, snapshot),
            links: in_order(document.links.keys(), links, |view| &view.id),
        }
    }

    fn members<'s>(&'s self, list: &'s [usize]) -> impl Iterator<Item = &'a ComponentView> + 's {
        members(&self.components, list)
    }

    fn utilization(&self, list: &[usize]) -> f64 {
        let shares = self.members(list).map(|view| view.utilization);
        shares.filter(|share| share.is_finite()).fold(0.0, f64::max)
    }

    fn rates(&self, list: &[usize]) -> Rates {
        let mut own = vec![false; self.components.len()];
        for index in list {
            own[*index] = true;
        }
        let is_own = |id: &Id| {
            let index = self.document.components.get_index_of(id);
            index.is_some_and(|index| own[index])
        };
        let mut called = vec![false; own.len()];
        let mut rates = Rates::default();
        for (link, view) in self.document.links.values().zip(&self.links) {
            let link: &Link = link;
            if let Some(index) = self.document.components.get_index_of(&link.to) {
                called[index] = true;
            }
            if let Some(view) = view.filter(|_| is_own(&link.to) && !is_own(&link.from)) {
                rates.add(view.per_s, view.failed_per_s);
            }
        }
        let begin = list.iter().copied().filter(|index| !called[*index]);
        let begin: Vec<usize> = begin.collect();
        for view in self.members(&begin) {
            rates.offered += view.live.offered_per_s;
            rates.goodput += view.live.served_per_s;
            rates.failed += view.live.failed_per_s;
        }
        rates
    }
}

fn in_order<'a, 'i, T>(
    ids: impl ExactSizeIterator<Item = &'i Id>,
    views: &'a [T],
    id_of: impl Fn(&T) -> &Id,
) -> Vec<Option<&'a T>> {
    if views.is_empty() {
        return vec![None; ids.len()];
    }
    let ids: Vec<&Id> = ids.collect();
    let straight = ids.len() == views.len() && ids.iter().zip(views).all(|(id, v)| id_of(v) == *id);
    if straight {
        return views.iter().map(Some).collect();
    }
    let by_id: IndexMap<&Id, &T> = views.iter().map(|view| (id_of(view), view)).collect();
    ids.iter().map(|id| by_id.get(id).copied()).collect()
}
