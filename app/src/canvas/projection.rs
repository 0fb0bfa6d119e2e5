//! The scene as an `egui_graphs` graph: store and draw pass for cards and links, nothing else of it.
//!
//! Architecture invariant: a projection, never the model. It holds what shows and the cards at the far ends of links
//! that show, since the widget goes over all it has in every pass. It is patched from the scene before a pass; all
//! interaction of the graph widget is off.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use egui::{Pos2, Response, Shape, Ui, Vec2, pos2};
use egui_graphs::{
    DisplayEdge, DisplayNode, DrawContext, Edge, EdgeProps, Graph, GraphView, Layout, LayoutState, Node,
    NodeProps, SettingsInteraction, SettingsNavigation,
};
use petgraph::graph::IndexType;
use petgraph::stable_graph::{DefaultIx, EdgeIndex, NodeIndex, StableGraph};
use petgraph::{Directed, EdgeType};
use serde::{Deserialize, Serialize};

use super::dim::Dim;
use super::dots::Dots;
use super::paint::Brush;
use super::space::Space;
use crate::scene::figures::Pattern;
use crate::scene::index::Shown;
use crate::scene::layout::Way;
use crate::scene::{CardElement, Dressing, LinkElement};
use crate::session::Selection;
use crate::theme::{Rgba, Theme};

type Cards =
    Graph<Arc<CardElement>, Arc<LinkElement>, Directed, DefaultIx, CardDisplay, LinkDisplay>;

type Line =
    Edge<Arc<CardElement>, Arc<LinkElement>, Directed, DefaultIx, CardDisplay, LinkDisplay>;

/// What the display traits need and the graph widget cannot hand them.
#[derive(Clone)]
pub struct Palette {
    pub brush: Brush,
    pub theme: &'static Theme,
    pub dots: Arc<Dots>,
    pub dim: Dim,
}

thread_local! {
    /// Of the draw pass under way. Asked for by every card and link, so a look-up by name would be felt.
    static PALETTE: RefCell<Option<Rc<Palette>>> = const { RefCell::new(None) };
}

fn palette() -> Option<Rc<Palette>> {
    PALETTE.with_borrow(Option::clone)
}

/// The graph, with the indices in the scene of what it holds.
#[derive(Default)]
pub struct Projection {
    graph: Cards,
    cards: Vec<usize>,
    links: Vec<usize>,
    nodes: Vec<NodeIndex>,
    edges: Vec<EdgeIndex>,
    /// Whether anything in it was selected.
    selected: bool,
}

impl Projection {
    /// Takes in what shows of a scene: in place where cards and links are the same ones, else anew.
    pub fn update(&mut self, dressing: &Dressing, shown: &Shown) {
        let cards = with_ends(dressing, shown);
        if self.cards != cards || self.links != shown.links || !self.patch(dressing) {
            self.cards = cards;
            self.links.clone_from(&shown.links);
            self.rebuild(dressing);
        }
    }

    /// Gives every node and edge the element of now; `false` if it is not the same card or link.
    fn patch(&mut self, dressing: &Dressing) -> bool {
        let scene = &dressing.scene;
        for (at, index) in self.cards.iter().zip(&self.nodes) {
            let (Some(node), Some(card)) = (self.graph.node_mut(*index), scene.cards.get(*at))
            else {
                return false;
            };
            if Arc::ptr_eq(node.payload(), card) {
                continue;
            }
            if node.payload().id != card.id {
                return false;
            }
            *node.payload_mut() = Arc::clone(card);
            node.set_location(center(card));
        }
        for (at, index) in self.links.iter().zip(&self.edges) {
            let (Some(edge), Some(link)) = (self.graph.edge_mut(*index), scene.links.get(*at))
            else {
                return false;
            };
            let had = edge.payload();
            if Arc::ptr_eq(had, link) {
                continue;
            }
            if had.id != link.id || had.from != link.from || had.to != link.to {
                return false;
            }
            *edge.payload_mut() = Arc::clone(link);
        }
        true
    }

    fn rebuild(&mut self, dressing: &Dressing) {
        let scene = &dressing.scene;
        self.graph = Cards::new();
        *self.graph.g_mut() = StableGraph::with_capacity(self.cards.len(), self.links.len());
        let mut add = |at: &usize| {
            let card = &scene.cards[*at];
            self.graph.add_node_custom(Arc::clone(card), |node| {
                node.set_location(center(card));
            })
        };
        self.nodes = self.cards.iter().map(&mut add).collect();
        self.edges.clear();
        self.edges.reserve(self.links.len());
        let mut pattern = None;
        for at in &self.links {
            let node = |card: usize| self.cards.binary_search(&card).ok().map(|n| self.nodes[n]);
            let ends = dressing.ends(*at).map(node);
            if let [Some(from), Some(to)] = ends {
                let link = &scene.links[*at];
                let pattern = pattern.get_or_insert_with(|| alone(&scene.cards[0], link));
                let edge = pattern.as_ref().map(|pattern| of(pattern, link));
                let edge = edge.map(|edge| self.graph.g_mut().add_edge(from, to, edge));
                self.edges.extend(edge);
            }
        }
        self.selected = false;
    }

    /// Selected cards and links are drawn last, so on top.
    pub fn select(&mut self, selection: &Selection) {
        if selection.is_empty() && !std::mem::replace(&mut self.selected, false) {
            return;
        }
        self.selected = !selection.is_empty();
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
        PALETTE.set(Some(Rc::new(palette)));
        let navigation = SettingsNavigation::default()
            .with_fit_to_screen_enabled(false)
            .with_zoom_and_pan_enabled(false);
        let interaction = SettingsInteraction::default()
            .with_dragging_enabled(false)
            .with_hover_enabled(false);
        let response = GraphView::<Still, Manual>::new()
            .with_id(Some("topolab canvas".to_owned()))
            .with_navigations(&navigation)
            .with_interactions(&interaction)
            .show(ui, &mut self.graph)
            .response;
        PALETTE.set(None);
        response
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
/// those between the same two cards: the time for a hub's would grow with their square, and nobody asks for the order.
fn alone(card: &Arc<CardElement>, link: &Arc<LinkElement>) -> Option<Line> {
    let mut graph = Cards::new();
    let node = graph.add_node(Arc::clone(card));
    let edge = graph.add_edge(node, node, Arc::clone(link));
    graph.edge(edge).cloned()
}

/// The edge of a link. It has the id of its pattern, which only the widget's own interaction would ask for.
fn of(pattern: &Line, link: &Arc<LinkElement>) -> Line {
    let mut edge = pattern.clone();
    *edge.payload_mut() = Arc::clone(link);
    edge
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
        let Some(palette) = palette().filter(|palette| palette.brush.sees(self.card.rect)) else {
            return Vec::new();
        };
        let mut shapes = Vec::new();
        let (far, space) = (palette.brush.is_far(), &palette.brush.space);
        let accent = palette.theme.accent;
        if self.selected && far {
            shapes.push(super::outline::speck(space, self.card.rect, accent));
        }
        palette.dim.paint(&self.card.id, &mut shapes, |out| {
            if far {
                let inner = if self.selected { 1.0 } else { 0.0 };
                out.push(palette.brush.speck(&self.card, palette.theme, inner));
            } else {
                palette
                    .brush
                    .paint(context.ctx, &self.card.details().shapes, out);
            }
        });
        if self.selected && !far {
            shapes.push(super::outline::card(space, self.card.rect, accent));
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
    /// From far away, as it was drawn last.
    hair: Option<Hair>,
}

/// A hair, and what it was made from.
#[derive(Clone)]
struct Hair {
    way: Arc<Way>,
    color: Rgba,
    pattern: Pattern,
    space: Space,
    tips: bool,
    shape: Shape,
}

impl LinkDisplay {
    /// The link from far away; mostly it is what it was in the pass before.
    fn hair(&mut self, brush: &Brush) -> Shape {
        let link = &self.link;
        let pattern = link.figures.pattern;
        let same = |hair: &&Hair| {
            Arc::ptr_eq(&hair.way, &link.way)
                && (hair.color, hair.pattern) == (link.color, pattern)
                && (hair.space, hair.tips) == (brush.space, brush.tips)
        };
        if let Some(hair) = self.hair.as_ref().filter(same) {
            return hair.shape.clone();
        }
        let shape = brush.hair(link);
        self.hair = Some(Hair {
            way: Arc::clone(&link.way),
            color: link.color,
            pattern,
            space: brush.space,
            tips: brush.tips,
            shape: shape.clone(),
        });
        shape
    }
}

impl From<EdgeProps<Arc<LinkElement>>> for LinkDisplay {
    fn from(props: EdgeProps<Arc<LinkElement>>) -> Self {
        Self {
            link: props.payload,
            selected: props.selected,
            hair: None,
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
        let Some(palette) = palette().filter(|palette| palette.brush.sees(self.link.bounds)) else {
            return Vec::new();
        };
        let mut shapes = Vec::new();
        if self.selected {
            shapes.push(palette.brush.glow(&self.link, palette.theme.accent));
        }
        let (brush, theme) = (&palette.brush, palette.theme);
        let link = Arc::clone(&self.link);
        palette.dim.paint(&link.id, &mut shapes, |out| {
            if brush.is_far() {
                out.push(self.hair(brush));
            } else {
                self.hair = None;
                brush.paint(context.ctx, &link.details().shapes, out);
                palette.dots.paint(&link, brush, theme, out);
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
        crate::scene::geometry::distance_to_line(self.link.line(), [pos.x, pos.y]) < 6.0
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
