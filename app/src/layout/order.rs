//! The order of everything among its neighbours, from top to bottom: by the middle of what it is linked with, over and
//! over, and the best order met is kept.

use super::rows;
use super::tree::Tree;

/// How often the order is changed: by callers and by callees in turn.
const SWEEPS: usize = 16;
/// How often everything is moved while only orders are compared, and for the drawing.
const ROUGH: usize = 6;
const FINE: usize = 40;
/// A link over more columns than this counts at its two ends only.
const LONGEST: usize = 8;

/// Sorts the children of every box, and places all. `told`: how much is done, 0 to 1, and whether to go on; without
/// that nothing is of any use.
pub fn sort(tree: &mut Tree<'_>, told: &mut dyn FnMut(f32) -> bool) {
    let linked = linked(tree);
    for node in &mut tree.nodes {
        node.children.sort_by_key(|child| !linked[*child]);
    }
    rows::place(tree, ROUGH);
    let mut best = (crossings(tree), orders(tree));
    for sweep in 0..SWEEPS {
        if best.0 == 0 || !told(sweep as f32 / SWEEPS as f32) {
            break;
        }
        resort(tree, sweep % 2, &linked);
        rows::place(tree, ROUGH);
        let found = crossings(tree);
        if found < best.0 {
            best = (found, orders(tree));
        }
    }
    for (node, order) in tree.nodes.iter_mut().zip(best.1) {
        node.children = order;
    }
    rows::place(tree, FINE);
}

/// Whether there are links at a node or in it.
fn linked(tree: &Tree<'_>) -> Vec<bool> {
    let mut linked = vec![false; tree.nodes.len()];
    for end in tree.links.iter().flatten() {
        let mut node = *end;
        while node != 0 && !std::mem::replace(&mut linked[node], true) {
            node = tree.nodes[node].parent;
        }
    }
    linked
}

fn orders(tree: &Tree<'_>) -> Vec<Vec<usize>> {
    tree.nodes
        .iter()
        .map(|node| node.children.clone())
        .collect()
}

/// Sorts by the mean height of the callers (`by` 0) or callees (1) outside; what has none stays where it is, and what
/// has no links at all comes last.
fn resort(tree: &mut Tree<'_>, by: usize, linked: &[bool]) {
    let mut sums = vec![(0.0_f64, 0_u32); tree.nodes.len()];
    for link in &tree.links {
        let (here, there) = (link[1 - by], link[by]);
        let height = tree.middle(there);
        let mut node = here;
        // Everything around the one end that does not also hold the other.
        while node != 0 && tree.child_around(node, there).is_none() {
            sums[node] = (sums[node].0 + height, sums[node].1 + 1);
            node = tree.nodes[node].parent;
        }
    }
    let key = |node: usize| match sums[node] {
        _ if !linked[node] => f64::INFINITY,
        (_, 0) => tree.nodes[node].y + tree.nodes[node].height / 2.0,
        (sum, count) => sum / f64::from(count),
    };
    let keys: Vec<f64> = (0..tree.nodes.len()).map(key).collect();
    for node in &mut tree.nodes {
        node.children.sort_by(|a, b| keys[*a].total_cmp(&keys[*b]));
    }
}

/// How many pairs of links cross, taken as straight lines from card to card.
fn crossings(tree: &Tree<'_>) -> u64 {
    let count = tree.nodes[0].columns[1] + 1;
    let mut gaps: Vec<Vec<[f64; 2]>> = vec![Vec::new(); count];
    for link in &tree.links {
        let mut ends = link.map(|card| (tree.nodes[card].columns[0], tree.middle(card)));
        if ends[0].0 > ends[1].0 {
            ends.swap(0, 1);
        }
        let [(first, from), (last, to)] = ends;
        let span = last - first;
        let height = |column: usize| from + (to - from) * (column - first) as f64 / span as f64;
        for (column, gap) in gaps.iter_mut().enumerate().take(last).skip(first) {
            if span <= LONGEST || column == first || column + 1 == last {
                gap.push([height(column), height(column + 1)]);
            }
        }
    }
    gaps.iter_mut().map(|gap| inversions(gap)).sum()
}

/// Pairs that are in another order at the right than at the left.
fn inversions(lines: &mut [[f64; 2]]) -> u64 {
    lines.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
    let mut heights: Vec<f64> = lines.iter().map(|line| line[1]).collect();
    heights.sort_by(f64::total_cmp);
    heights.dedup();
    // Sums over a binary indexed tree: how many lines so far end at or above a height.
    let mut sums = vec![0_u64; heights.len() + 1];
    let mut crossed = 0;
    for (so_far, line) in lines.iter().enumerate() {
        let at = heights.partition_point(|height| *height <= line[1]);
        let mut above = 0;
        let mut i = at;
        while i > 0 {
            above += sums[i];
            i &= i - 1;
        }
        crossed += so_far as u64 - above;
        let mut i = at;
        while i < sums.len() {
            sums[i] += 1;
            i += i & i.wrapping_neg();
        }
    }
    crossed
}

#[cfg(test)]
mod tests {
    use super::inversions;

    #[test]
    fn crossings_are_pairs_in_another_order() {
        let cases: [(&[[f64; 2]], u64); 5] = [
            (&[[0.0, 0.0], [1.0, 1.0]], 0),
            (&[[0.0, 1.0], [1.0, 0.0]], 1),
            (&[[0.0, 2.0], [1.0, 1.0], [2.0, 0.0]], 3),
            // From one card, or to one card, nothing crosses.
            (&[[0.0, 2.0], [0.0, 1.0]], 0),
            (&[[0.0, 2.0], [1.0, 2.0]], 0),
        ];
        for (lines, want) in cases {
            assert_eq!(inversions(&mut lines.to_vec()), want, "{lines:?}");
        }
    }
}
