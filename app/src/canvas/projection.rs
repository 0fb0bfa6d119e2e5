//! The scene as an `egui_graphs` graph: store and draw pass for cards and links, nothing else of it.
//!
//! Architecture invariant: a projection, never the model. It holds what shows and the cards at the far ends of links
//! that show, since the widget goes over all it has in every pass. It is patched from the scene before a pass; all
//! interaction of the graph widget is off.

use egui::{Pos2, Response, Shape, Ui, Vec2};
use egui_graphs::{
    DisplayEdge, DisplayNode, DrawContext, Edge, EdgeProps, Graph, GraphView, Layout, LayoutState,
    Node, NodeProps, SettingsInteraction, SettingsNavigation,
};
use petgraph::graph::IndexType;
use petgraph::stable_graph::{DefaultIx, EdgeIndex, NodeIndex, StableGraph};
use petgraph::{Directed, EdgeType};
use serde::{Deserialize, Serialize};

use super::pass::{self, Items, Palette};
use crate::scene::index::Shown;
use crate::scene::{Dressing, Scene};
use crate::session::Selection;

/// Nodes and edges are places in [`Items`]: the widget copies two nodes for every edge in every pass.
type Cards = Graph<usize, usize, Directed, DefaultIx, CardDisplay, LinkDisplay>;
type Line = Edge<usize, usize, Directed, DefaultIx, CardDisplay, LinkDisplay>;

/// The graph, and what stands in it. The index of a node or an edge is its place among that.
#[derive(Default)]
pub struct Projection {
    graph: Cards,
    items: Items,
    /// Of each edge: its two nodes.
    ends: Vec<[usize; 2]>,
    /// Whether anything in it was selected.
    selected: bool,
}

impl Projection {
    /// Takes in what shows of a scene.
    pub fn update(&mut self, dressing: &Dressing, shown: &Shown) {
        let places = with_ends(dressing, shown);
        let all = places.len() == dressing.scene.cards.len();
        let node = |card: usize| match all {
            true => Some(card),
            false => places.binary_search(&card).ok(),
        };
        let (mut ends, mut links) = (Vec::new(), Vec::new());
        for at in &shown.links {
            if let [Some(from), Some(to)] = dressing.ends(*at).map(node) {
                ends.push([from, to]);
                links.push(*at);
            }
        }
        self.items.take(places, links);
        self.tie(ends);
    }

    /// Makes the graph one of so many nodes with edges between them; what both begin with stays.
    fn tie(&mut self, ends: Vec<[usize; 2]>) {
        let same = ends.iter().zip(&self.ends).take_while(|(a, b)| a == b);
        let mut same = same.count();
        let nodes = self.items.cards.len();
        if same < self.ends.len() / 2 {
            self.graph = Cards::new();
            *self.graph.g_mut() = StableGraph::with_capacity(nodes, ends.len());
            same = 0;
        }
        // From the last one on: a place that was given back last is the first to be given away again.
        for edge in (same..self.graph.edge_count()).rev() {
            self.graph.g_mut().remove_edge(EdgeIndex::new(edge));
        }
        for node in (nodes..self.graph.node_count()).rev() {
            self.graph.g_mut().remove_node(NodeIndex::new(node));
        }
        for node in self.graph.node_count()..nodes {
            // Links know their ways themselves: where the widget thinks that a card is makes no difference.
            self.graph.add_node_custom(node, |_| ());
        }
        if let Some(pattern) = pattern().filter(|_| same < ends.len()) {
            for (edge, ends) in ends.iter().enumerate().skip(same) {
                let [from, to] = ends.map(NodeIndex::new);
                let mut line = pattern.clone();
                *line.payload_mut() = edge;
                self.graph.g_mut().add_edge(from, to, line);
            }
        }
        self.ends = ends;
    }

    /// Selected cards and links are drawn last, so on top.
    pub fn select(&mut self, scene: &Scene, selection: &Selection) {
        if selection.is_empty() && !std::mem::replace(&mut self.selected, false) {
            return;
        }
        self.selected = !selection.is_empty();
        let mut selected = selection.asked_in_order();
        for (at, card) in self.items.cards.iter().enumerate() {
            if let Some(node) = self.graph.node_mut(NodeIndex::new(at)) {
                node.set_selected(selected(&scene.cards[*card].id));
            }
        }
        for (at, link) in self.items.links.iter().enumerate() {
            if let Some(edge) = self.graph.edge_mut(EdgeIndex::new(at)) {
                edge.set_selected(selected(&scene.links[*link].id));
            }
        }
    }

    /// Draws links and cards into all of the free space, by adding them to a list. Asks for another frame every time:
    /// see [`super::replay`].
    pub fn draw(
        &mut self,
        ui: &mut Ui,
        scene: &mut Scene,
        palette: Palette,
        out: &mut Vec<Shape>,
    ) -> Response {
        let navigation = SettingsNavigation::default()
            .with_fit_to_screen_enabled(false)
            .with_zoom_and_pan_enabled(false);
        let interaction = SettingsInteraction::default()
            .with_dragging_enabled(false)
            .with_hover_enabled(false);
        let graph = &mut self.graph;
        let ctx = ui.ctx().clone();
        pass::run(&ctx, &mut self.items, scene, palette, out, || {
            GraphView::<Still, Manual>::new()
                .with_id(Some("topolab canvas".to_owned()))
                .with_navigations(&navigation)
                .with_interactions(&interaction)
                .show(ui, graph)
                .response
        })
    }
}

/// The cards that show and those at the ends of links that show, in the scene's order.
fn with_ends(dressing: &Dressing, shown: &Shown) -> Vec<usize> {
    let all = dressing.scene.cards.len();
    if shown.cards.len() == all {
        return shown.cards.clone();
    }
    let ends = shown.links.iter().flat_map(|link| dressing.ends(*link));
    let mut cards: Vec<usize> = shown.cards.iter().copied().chain(ends).collect();
    cards.sort_unstable();
    cards.dedup();
    cards
}

/// An edge to make others from. The graph's own way to add one looks at all that begin where it does, for an order among
/// those between the same two nodes: the time for a hub's would grow with their square, and nobody asks for the order.
/// They all have the id of the pattern, which only the widget's own interaction asks for.
fn pattern() -> Option<Line> {
    let mut graph = Cards::new();
    let node = graph.add_node(0);
    let edge = graph.add_edge(node, node, 0);
    graph.edge(edge).cloned()
}

/// A card in the draw pass: its place, and whether it is selected.
#[derive(Clone)]
struct CardDisplay(usize, bool);

impl From<NodeProps<usize>> for CardDisplay {
    fn from(props: NodeProps<usize>) -> Self {
        Self(props.payload, props.selected)
    }
}

impl<E: Clone, Ty: EdgeType, Ix: IndexType> DisplayNode<usize, E, Ty, Ix> for CardDisplay {
    fn closest_boundary_point(&self, _: Vec2) -> Pos2 {
        // Links know their ways themselves.
        Pos2::ZERO
    }

    fn shapes(&mut self, context: &DrawContext<'_>) -> Vec<Shape> {
        pass::card(context.ctx, self.0, self.1);
        Vec::new()
    }

    fn update(&mut self, props: &NodeProps<usize>) {
        *self = Self(props.payload, props.selected);
    }

    fn is_inside(&self, _: Pos2) -> bool {
        false
    }
}

/// A link in the draw pass: its place, and whether it is selected.
#[derive(Clone)]
struct LinkDisplay(usize, bool);

impl From<EdgeProps<usize>> for LinkDisplay {
    fn from(props: EdgeProps<usize>) -> Self {
        Self(props.payload, props.selected)
    }
}

impl<N, Ty, Ix, D> DisplayEdge<N, usize, Ty, Ix, D> for LinkDisplay
where
    N: Clone,
    Ty: EdgeType,
    Ix: IndexType,
    D: DisplayNode<N, usize, Ty, Ix>,
{
    fn shapes(
        &mut self,
        _: &Node<N, usize, Ty, Ix, D>,
        _: &Node<N, usize, Ty, Ix, D>,
        context: &DrawContext<'_>,
    ) -> Vec<Shape> {
        pass::link(context.ctx, self.0, self.1);
        Vec::new()
    }

    fn update(&mut self, props: &EdgeProps<usize>) {
        *self = Self(props.payload, props.selected);
    }

    fn is_inside(
        &self,
        _: &Node<N, usize, Ty, Ix, D>,
        _: &Node<N, usize, Ty, Ix, D>,
        _: Pos2,
    ) -> bool {
        false
    }
}

/// No layout at all: every card stands where the document says.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Still;

impl LayoutState for Still {}

#[derive(Default)]
struct Manual;

impl Layout<Still> for Manual {
    fn from_state(_: Still) -> impl Layout<Still> {
        Manual
    }

    fn next<N, E, Ty, Ix, Dn, De>(&mut self, _: &mut Graph<N, E, Ty, Ix, Dn, De>, _: &Ui)
    where
        N: Clone,
        E: Clone,
        Ty: EdgeType,
        Ix: IndexType,
        Dn: DisplayNode<N, E, Ty, Ix>,
        De: DisplayEdge<N, E, Ty, Ix, Dn>,
    {
    }

    fn state(&self) -> Still {
        Still
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The graph after going from one list of edges to the next is that list, in its order.
    #[test]
    fn whatever_comes_and_goes_nodes_and_edges_keep_the_order_of_the_scene() {
        let mut seed = 5_usize;
        let mut any = |below: usize| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below.max(1)
        };
        let mut projection = Projection::default();
        let mut ends: Vec<[usize; 2]> = Vec::new();
        for round in 0..200 {
            let nodes = 1 + any(40);
            ends.retain(|ends| ends.iter().all(|end| *end < nodes));
            match round % 4 {
                0 => ends.truncate(any(60)),
                1 => drop(ends.drain(..any(ends.len()))),
                _ => ends.extend((0..any(30)).map(|_| [any(nodes), any(nodes)])),
            }
            projection.items.take((0..nodes).collect(), Vec::new());
            projection.tie(ends.clone());
            let graph = &projection.graph;
            let there = graph
                .nodes_iter()
                .map(|(at, node)| (at.index(), *node.payload()));
            assert!(there.eq((0..nodes).map(|at| (at, at))));
            let there = graph.edges_iter().map(|(at, edge)| {
                let ends = graph
                    .edge_endpoints(at)
                    .map(|(a, b)| [a.index(), b.index()]);
                (at.index(), *edge.payload(), ends)
            });
            assert!(
                there.eq(ends
                    .iter()
                    .enumerate()
                    .map(|(at, ends)| (at, at, Some(*ends))))
            );
        }
    }
}
