//! What is put in order, as a tree: boxes and the cards in them, by index, the outermost first.

use indexmap::IndexMap;
use sim_core::document::Document;
use sim_core::foundation::ids::Id;

/// Room that a card takes, canvas points: its size, the height rounded up to the grid.
pub const SLOT: [f64; 2] = [176.0, 88.0];

/// One card or box. The first node is the canvas itself.
#[derive(Clone, Debug, Default)]
pub struct Node<'a> {
    pub id: Option<&'a Id>,
    pub parent: usize,
    /// In their order from top to bottom.
    pub children: Vec<usize>,
    pub is_card: bool,
    /// First and last column.
    pub columns: [usize; 2],
    /// Canvas points, from an origin of the tree's own.
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    /// Top edge from the top edge of the box around.
    pub down: f64,
}

/// Boxes and cards, and the links between cards.
#[derive(Clone, Debug, Default)]
pub struct Tree<'a> {
    /// A box stands before what it holds.
    pub nodes: Vec<Node<'a>>,
    /// From, to: indices of two different cards.
    pub links: Vec<[usize; 2]>,
}

impl<'a> Tree<'a> {
    /// The tops with all that stands in them.
    pub fn of(document: &'a Document, tops: &[&'a Id]) -> Self {
        let mut inside: IndexMap<&Id, Vec<&Id>> = IndexMap::new();
        let containers = document.containers.values().map(|c| (&c.id, &c.parent));
        let components = document.components.values().map(|c| (&c.id, &c.parent));
        for (id, parent) in containers.chain(components) {
            if let Some(parent) = parent {
                inside.entry(parent).or_default().push(id);
            }
        }
        let mut tree = Tree {
            nodes: vec![Node::default()],
            links: Vec::new(),
        };
        let mut index: IndexMap<&Id, usize> = IndexMap::new();
        let mut open: Vec<(usize, &Id)> = tops.iter().rev().map(|id| (0, *id)).collect();
        while let Some((parent, id)) = open.pop() {
            let new = tree.nodes.len();
            if index.insert(id, new).is_some() {
                continue;
            }
            let is_card = document.components.contains_key(id);
            let node = Node {
                id: Some(id),
                parent,
                is_card,
                width: SLOT[0],
                height: SLOT[1],
                ..Node::default()
            };
            tree.nodes.push(node);
            tree.nodes[parent].children.push(new);
            let held = inside.get(id).into_iter().flatten().rev();
            open.extend(held.map(|child| (new, *child)));
        }
        let ends = |link: &std::sync::Arc<sim_core::document::Link>| {
            let ends = [*index.get(&link.from)?, *index.get(&link.to)?];
            (ends[0] != ends[1]).then_some(ends)
        };
        tree.links = document.links.values().filter_map(ends).collect();
        tree
    }

    /// The node of a box's child that holds `inner`; `None` where `inner` lies outside of the box.
    pub fn child_around(&self, outer: usize, inner: usize) -> Option<usize> {
        let mut node = inner;
        while node != 0 {
            let parent = self.nodes[node].parent;
            if parent == outer {
                return Some(node);
            }
            node = parent;
        }
        None
    }

    /// Boxes from the inside out, the canvas last.
    pub fn boxes_inside_out(&self) -> impl Iterator<Item = usize> + use<> {
        let boxes: Vec<usize> = (0..self.nodes.len())
            .filter(|i| !self.nodes[*i].is_card)
            .collect();
        boxes.into_iter().rev()
    }

    /// Middle of a card, from the top of the drawing.
    pub fn middle(&self, card: usize) -> f64 {
        self.nodes[card].y + SLOT[1] / 2.0
    }
}
