//! Columns: which ones everything spans, and where they stand.

use super::rank;
use super::tree::{SLOT, Tree};

/// Room between two columns, canvas points: for a link with the pill of its rate.
pub const BETWEEN: f64 = 96.0;
/// Room between the side of a box and what stands in it.
const SIDE: f64 = 24.0;

/// Gives every node its columns, left edge and width.
pub fn assign(tree: &mut Tree<'_>) {
    let ranks = rank::ranks(tree.nodes.len(), &tree.links);
    let spans = linked_spans(tree, &ranks);
    set_columns(tree, &ranks, &spans);
    set_edges(tree);
}

/// First and last column of the linked cards in every box; `None` where there are none.
fn linked_spans(tree: &Tree<'_>, ranks: &[Option<usize>]) -> Vec<Option<[usize; 2]>> {
    let mut spans: Vec<Option<[usize; 2]>> = ranks.iter().map(|r| r.map(|r| [r, r])).collect();
    for node in (1..tree.nodes.len()).rev() {
        let parent = tree.nodes[node].parent;
        spans[parent] = union(spans[parent], spans[node]);
    }
    spans
}

fn union(a: Option<[usize; 2]>, b: Option<[usize; 2]>) -> Option<[usize; 2]> {
    match (a, b) {
        (Some(a), Some(b)) => Some([a[0].min(b[0]), a[1].max(b[1])]),
        (a, b) => a.or(b),
    }
}

/// Linked cards stand in their layer. The others fill a field of columns from the first one of their box.
fn set_columns(tree: &mut Tree<'_>, ranks: &[Option<usize>], spans: &[Option<[usize; 2]>]) {
    let mut first = vec![0; tree.nodes.len()];
    for outer in 0..tree.nodes.len() {
        let start = spans[outer].map_or(first[outer], |span| span[0]);
        let wide = spans[outer].map_or(1, |span| span[1] - span[0] + 1);
        let children = tree.nodes[outer].children.clone();
        let loose = children.iter().filter(|c| spans[**c].is_none()).count();
        let wide = wide.max((loose as f64).sqrt().ceil() as usize);
        let mut count = 0;
        for child in children {
            first[child] = start;
            if spans[child].is_none() && tree.nodes[child].is_card {
                first[child] = start + count % wide;
                count += 1;
            }
        }
    }
    for node in (0..tree.nodes.len()).rev() {
        let held = tree.nodes[node]
            .children
            .iter()
            .map(|child| tree.nodes[*child].columns);
        let held = held.reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])]);
        let own = ranks[node].unwrap_or(first[node]);
        tree.nodes[node].columns = held.unwrap_or([own, own]);
    }
}

/// Left edges and widths: columns stand far enough apart for the sides of all boxes that begin or end between them.
fn set_edges(tree: &mut Tree<'_>) {
    let count = tree.nodes[0].columns[1] + 1;
    let insets = insets(tree);
    let (mut begin, mut end) = (vec![0.0_f64; count], vec![0.0_f64; count]);
    for (node, [left, right]) in tree.nodes.iter().zip(&insets) {
        let [first, last] = node.columns;
        begin[first] = begin[first].max(*left);
        end[last] = end[last].max(*right);
    }
    let mut edges = vec![0.0_f64; count];
    for column in 1..count {
        let room = end[column - 1] + BETWEEN + begin[column];
        edges[column] = edges[column - 1] + SLOT[0] + room;
    }
    for (node, [left, right]) in tree.nodes.iter_mut().zip(insets) {
        node.x = edges[node.columns[0]] - left;
        node.width = edges[node.columns[1]] + SLOT[0] + right - node.x;
    }
}

/// How far the sides of a box stand out beyond its first and last column.
fn insets(tree: &Tree<'_>) -> Vec<[f64; 2]> {
    let mut insets = vec![[0.0_f64; 2]; tree.nodes.len()];
    for outer in tree.boxes_inside_out().filter(|node| *node != 0) {
        let node = &tree.nodes[outer];
        for side in [0, 1] {
            let there = node
                .children
                .iter()
                .filter(|c| tree.nodes[**c].columns[side] == node.columns[side]);
            insets[outer][side] =
                SIDE + there.map(|child| insets[*child][side]).fold(0.0, f64::max);
        }
    }
    insets
}
