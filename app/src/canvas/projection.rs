//! The scene as an `egui_graphs` graph: store and draw pass for cards and links, nothing else of it.
//!
//! Architecture invariant: a projection, never the model. It is patched from the scene whenever that changes; all
//! interaction of the graph widget is off.

use std::sync::Arc;

use egui::{Context, Id, Pos2, Response, Shape, Ui, Vec2, pos2};
use egui_graphs::{
    DisplayEdge, DisplayNode, DrawContext, EdgeProps, Graph, GraphView, Layout, LayoutState, Node,
    NodeProps, SettingsInteraction, SettingsNavigation,
};
use indexmap::IndexMap;
use petgraph::graph::IndexType;
use petgraph::stable_graph::{DefaultIx, EdgeIndex, NodeIndex};
use petgraph::{Directed, EdgeType};
use serde::{Deserialize, Serialize};
use sim_core::foundation::ids::Id as ItemId;

use super::dim::Dim;
use super::dots::Dots;
use super::paint::Brush;
use crate::scene::{CardElement, LinkElement, Scene};
use crate::session::Selection;
use crate::theme::Theme;

type Cards =
    Graph<Arc<CardElement>, Arc<LinkElement>, Directed, DefaultIx, CardDisplay, LinkDisplay>;

/// What the display traits need and the graph widget cannot hand them.
#[derive(Clone)]
pub struct Palette {
    pub brush: Brush,
    pub theme: &'static Theme,
    pub dots: Arc<Dots>,
    pub dim: Dim,
}

fn palette_id() -> Id {
    Id::new("canvas palette")
}

fn palette(ctx: &Context) -> Option<Arc<Palette>> {
    ctx.data(|data| data.get_temp(palette_id()))
}

/// The graph and its indices in the scene's order.
#[derive(Default)]
pub struct Projection {
    graph: Cards,
    nodes: Vec<NodeIndex>,
    edges: Vec<EdgeIndex>,
}

impl Projection {
    /// Takes a changed scene in: in place where cards and links are the same ones, else anew.
    pub fn update(&mut self, scene: &Scene) {
        if !self.matches(scene) {
            self.rebuild(scene);
            return;
        }
        for (card, index) in scene.cards.iter().zip(&self.nodes) {
            if let Some(node) = self.graph.node_mut(*index) {
                *node.payload_mut() = Arc::clone(card);
                node.set_location(center(card));
            }
        }
        for (link, index) in scene.links.iter().zip(&self.edges) {
            if let Some(edge) = self.graph.edge_mut(*index) {
                *edge.payload_mut() = Arc::clone(link);
            }
        }
    }

    fn matches(&self, scene: &Scene) -> bool {
        let same_card = |(card, index): (&Arc<CardElement>, &NodeIndex)| {
            self.graph
                .node(*index)
                .is_some_and(|node| node.payload().id == card.id)
        };
        let same_link = |(link, index): (&Arc<LinkElement>, &EdgeIndex)| {
            let same_ends = |edge: &Arc<LinkElement>| {
                edge.id == link.id && edge.from == link.from && edge.to == link.to
            };
            self.graph
                .edge(*index)
                .is_some_and(|edge| same_ends(edge.payload()))
        };
        self.nodes.len() == scene.cards.len()
            && self.edges.len() == scene.links.len()
            && scene.cards.iter().zip(&self.nodes).all(same_card)
            && scene.links.iter().zip(&self.edges).all(same_link)
    }

    fn rebuild(&mut self, scene: &Scene) {
        self.graph = Cards::new();
        let mut add = |card: &Arc<CardElement>| {
            self.graph.add_node_custom(Arc::clone(card), |node| {
                node.set_location(center(card));
            })
        };
        self.nodes = scene.cards.iter().map(&mut add).collect();
        let ids = scene.cards.iter().map(|card| &card.id);
        let by_id: IndexMap<&ItemId, NodeIndex> = ids.zip(self.nodes.iter().copied()).collect();
        let index = |id: &ItemId| by_id.get(id).copied();
        let mut edges = Vec::new();
        for link in &scene.links {
            if let (Some(from), Some(to)) = (index(&link.from), index(&link.to)) {
                edges.push(
                    self.graph
                        .add_edge_custom(from, to, Arc::clone(link), |_| {}),
                );
            }
        }
        self.edges = edges;
    }

    /// Selected cards and links are drawn last, so on top.
    pub fn select(&mut self, selection: &Selection) {
        for index in &self.nodes {
            if let Some(node) = self.graph.node_mut(*index) {
                let selected = selection.contains(&node.payload().id);
                node.set_selected(selected);
            }
        }
        for index in &self.edges {
            if let Some(edge) = self.graph.edge_mut(*index) {
                let selected = selection.contains(&edge.payload().id);
                edge.set_selected(selected);
            }
        }
    }

    /// Draws links and cards into all of the free space. Asks for another frame every time: see [`super::replay`].
    pub fn draw(&mut self, ui: &mut Ui, palette: Palette) -> Response {
        ui.ctx()
            .data_mut(|data| data.insert_temp(palette_id(), Arc::new(palette)));
        let navigation = SettingsNavigation::default()
            .with_fit_to_screen_enabled(false)
            .with_zoom_and_pan_enabled(false);
        let interaction = SettingsInteraction::default()
            .with_dragging_enabled(false)
            .with_hover_enabled(false);
        GraphView::<Still, Manual>::new()
            .with_id(Some("topolab canvas".to_owned()))
            .with_navigations(&navigation)
            .with_interactions(&interaction)
            .show(ui, &mut self.graph)
            .response
    }
}

fn center(card: &CardElement) -> Pos2 {
    let [x, y] = card.rect.center();
    pos2(x, y)
}

/// A card in the draw pass.
#[derive(Clone)]
struct CardDisplay {
    card: Arc<CardElement>,
    selected: bool,
}

impl From<NodeProps<Arc<CardElement>>> for CardDisplay {
    fn from(props: NodeProps<Arc<CardElement>>) -> Self {
        Self {
            card: props.payload,
            selected: props.selected,
        }
    }
}

impl<E: Clone, Ty: EdgeType, Ix: IndexType> DisplayNode<Arc<CardElement>, E, Ty, Ix>
    for CardDisplay
{
    fn closest_boundary_point(&self, _: Vec2) -> Pos2 {
        center(&self.card)
    }

    fn shapes(&mut self, context: &DrawContext<'_>) -> Vec<Shape> {
        let Some(palette) =
            palette(context.ctx).filter(|palette| palette.brush.sees(self.card.rect))
        else {
            return Vec::new();
        };
        let mut shapes = Vec::new();
        palette.dim.paint(&self.card.id, &mut shapes, |out| {
            if palette.brush.is_far() {
                out.push(palette.brush.speck(&self.card, palette.theme));
            } else {
                palette.brush.paint(context.ctx, &self.card.shapes, out);
            }
        });
        if self.selected {
            shapes.push(super::outline::card(
                &palette.brush.space,
                self.card.rect,
                palette.theme.accent,
            ));
        }
        shapes
    }

    fn update(&mut self, props: &NodeProps<Arc<CardElement>>) {
        self.card = Arc::clone(&props.payload);
        self.selected = props.selected;
    }

    fn is_inside(&self, pos: Pos2) -> bool {
        self.card.rect.contains([pos.x, pos.y])
    }
}

/// A link in the draw pass.
#[derive(Clone)]
struct LinkDisplay {
    link: Arc<LinkElement>,
    selected: bool,
}

impl From<EdgeProps<Arc<LinkElement>>> for LinkDisplay {
    fn from(props: EdgeProps<Arc<LinkElement>>) -> Self {
        Self {
            link: props.payload,
            selected: props.selected,
        }
    }
}

impl<Ty, Ix, D> DisplayEdge<Arc<CardElement>, Arc<LinkElement>, Ty, Ix, D> for LinkDisplay
where
    Ty: EdgeType,
    Ix: IndexType,
    D: DisplayNode<Arc<CardElement>, Arc<LinkElement>, Ty, Ix>,
{
    fn shapes(
        &mut self,
        _: &Node<Arc<CardElement>, Arc<LinkElement>, Ty, Ix, D>,
        _: &Node<Arc<CardElement>, Arc<LinkElement>, Ty, Ix, D>,
        context: &DrawContext<'_>,
    ) -> Vec<Shape> {
        let Some(palette) =
            palette(context.ctx).filter(|palette| palette.brush.sees(self.link.bounds))
        else {
            return Vec::new();
        };
        let mut shapes = Vec::new();
        if self.selected {
            shapes.push(super::outline::link(
                &palette.brush.space,
                &self.link,
                palette.theme.accent,
            ));
        }
        let (brush, theme) = (&palette.brush, palette.theme);
        palette.dim.paint(&self.link.id, &mut shapes, |out| {
            if brush.is_far() {
                out.push(brush.hair(&self.link));
            } else {
                brush.paint(context.ctx, &self.link.shapes, out);
                palette.dots.paint(&self.link, brush, theme, out);
            }
        });
        shapes
    }

    fn update(&mut self, props: &EdgeProps<Arc<LinkElement>>) {
        self.link = Arc::clone(&props.payload);
        self.selected = props.selected;
    }

    fn is_inside(
        &self,
        _: &Node<Arc<CardElement>, Arc<LinkElement>, Ty, Ix, D>,
        _: &Node<Arc<CardElement>, Arc<LinkElement>, Ty, Ix, D>,
        pos: Pos2,
    ) -> bool {
        crate::scene::geometry::distance_to_line(&self.link.line, [pos.x, pos.y]) < 6.0
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
