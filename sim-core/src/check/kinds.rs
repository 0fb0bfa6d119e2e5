//! Does every kind of request find its way?

use petgraph::graph::NodeIndex;
use petgraph::visit::{Dfs, EdgeFiltered};

use super::finding::{Finding, KIND_NOT_SENT, KIND_WITHOUT_WAY};
use super::plan::{Plan, Station};
use crate::catalog::part::Part;
use crate::document::{Link, RequestKind};

pub fn review(plan: &Plan<'_>, found: &mut Vec<Finding>) {
    for (index, kind) in plan.document.kinds.values().enumerate() {
        let senders: Vec<NodeIndex> = plan.senders_of(index).collect();
        if senders.is_empty() {
            let args = vec![("kind", kind.name.clone())];
            found.push(Finding::new(&KIND_NOT_SENT, None, args));
        }
        let reached = plan.reached_by(kind, &senders);
        for (node, station) in plan.stations().filter(|(node, _)| reached[node.index()]) {
            // Others do without a call; a client or a balancer has nothing else to do.
            let must_pass_on = matches!(station.part, Part::Source(_) | Part::Balancer(_));
            let linked = plan.fan_out(node) > 0;
            if must_pass_on && linked && !plan.links_of(node).any(|link| lets_pass(link, kind)) {
                let args = vec![
                    ("name", station.component.name.clone()),
                    ("kind", kind.name.clone()),
                ];
                let at = Some(&station.component.id);
                found.push(Finding::new(&KIND_WITHOUT_WAY, at, args));
            }
        }
    }
}

fn lets_pass(link: &Link, kind: &RequestKind) -> bool {
    let settings = link.settings();
    let named = settings.kinds("kinds");
    named.is_empty() || named.contains(&kind.id)
}

impl<'a> Plan<'a> {
    /// Clients that send a kind, by its index.
    fn senders_of(&self, kind: usize) -> impl Iterator<Item = NodeIndex> {
        let sends = move |station: &Station<'_>| {
            let sent = || self.document.kinds_sent(&station.component.settings());
            matches!(station.part, Part::Source(_)) && sent().iter().any(|(at, _)| *at == kind)
        };
        self.stations()
            .filter(move |(_, station)| sends(station))
            .map(|(node, _)| node)
    }

    fn links_of(&self, node: NodeIndex) -> impl Iterator<Item = &'a Link> {
        self.graph.edges(node).map(|edge| *edge.weight())
    }

    /// Components where requests of a kind may come to.
    fn reached_by(&self, kind: &RequestKind, senders: &[NodeIndex]) -> Vec<bool> {
        let open = EdgeFiltered::from_fn(&self.graph, |edge| lets_pass(edge.weight(), kind));
        let mut reached = vec![false; self.graph.node_count()];
        for sender in senders {
            let mut walk = Dfs::new(&open, *sender);
            while let Some(node) = walk.next(&open) {
                reached[node.index()] = true;
            }
        }
        reached
    }
}
