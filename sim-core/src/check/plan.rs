//! What the rules look at: the engine part of every component, and the links as a graph.

use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{Dfs, EdgeRef};

use crate::catalog::part::Part;
use crate::catalog::service;
use crate::document::{Component, Document, Link};
use crate::foundation::ids::Id;

/// A component with the part it compiles to.
pub struct Station<'a> {
    pub component: &'a Component,
    pub part: Part,
}

/// A document as a graph of stations.
pub struct Plan<'a> {
    pub document: &'a Document,
    pub graph: DiGraph<Station<'a>, &'a Link>,
}

impl<'a> Plan<'a> {
    /// Components of unknown services and links to nowhere are left out; the loader refuses them.
    pub fn new(document: &'a Document) -> Self {
        let mut graph = DiGraph::new();
        let mut nodes = indexmap::IndexMap::<&Id, NodeIndex>::new();
        for component in document.components.values() {
            if let Some(service) = service(&component.service) {
                let part = (service.compile)(&component.settings());
                nodes.insert(&component.id, graph.add_node(Station { component, part }));
            }
        }
        for link in document.links.values() {
            if let (Some(&from), Some(&to)) = (nodes.get(&link.from), nodes.get(&link.to)) {
                graph.add_edge(from, to, &**link);
            }
        }
        Self { document, graph }
    }

    /// All stations with their nodes, in the document's order.
    pub fn stations(&self) -> impl Iterator<Item = (NodeIndex, &Station<'a>)> {
        self.graph
            .node_indices()
            .map(|node| (node, &self.graph[node]))
    }

    /// All links with both ends, in the document's order.
    pub fn links(&self) -> impl Iterator<Item = (NodeIndex, &'a Link, NodeIndex)> {
        let edges = self.graph.edge_references();
        edges.map(|edge| (edge.source(), *edge.weight(), edge.target()))
    }

    /// Links into a station, with their callers.
    pub fn callers(&self, node: NodeIndex) -> impl Iterator<Item = (NodeIndex, &'a Link)> {
        let edges = self
            .graph
            .edges_directed(node, petgraph::Direction::Incoming);
        edges.map(|edge| (edge.source(), *edge.weight()))
    }

    /// Number of links out of a station.
    pub fn fan_out(&self, node: NodeIndex) -> usize {
        self.graph.edges(node).count()
    }

    /// Whether some client's requests can come here.
    pub fn reached(&self) -> Vec<bool> {
        let mut reached = vec![false; self.graph.node_count()];
        for (node, station) in self.stations() {
            if matches!(station.part, Part::Source(_)) {
                let mut walk = Dfs::new(&self.graph, node);
                while let Some(next) = walk.next(&self.graph) {
                    reached[next.index()] = true;
                }
            }
        }
        reached
    }

    /// `from → to`, by name.
    pub fn link_name(&self, link: &Link) -> String {
        format!(
            "{} → {}",
            self.document.name_of(&link.from),
            self.document.name_of(&link.to)
        )
    }
}

/// Whether the caller waits for the answer.
pub fn waits(link: &Link) -> bool {
    link.settings().text("mode") == "call"
}
