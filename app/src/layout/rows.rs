//! Down the columns: everything as near to what it is linked with as its neighbours leave room.

use super::tree::{SLOT, Tree};

/// Room between two things above each other, canvas points.
const BETWEEN: f64 = 32.0;
/// Room above what stands in a box, its title included, and below it.
const ABOVE: f64 = 48.0;
const BELOW: f64 = 24.0;
/// How much deeper than without any air the drawing may become for level links.
const SLACK: f64 = 1.25;

/// Gives every node its top edge and height, with the children of every box in the order they have. `rounds`: how often
/// everything is moved towards its neighbours.
pub fn place(tree: &mut Tree<'_>, rounds: usize) {
    let ties = ties(tree);
    let places = places(tree);
    for outer in tree.boxes_inside_out() {
        let stack = Stack::of(tree, outer, &ties[outer], &places);
        let tops = stack.settle(rounds);
        let pad = if outer == 0 {
            [0.0, 0.0]
        } else {
            [ABOVE, BELOW]
        };
        let mut deepest = SLOT[1];
        for (at, child) in tree.nodes[outer].children.clone().into_iter().enumerate() {
            tree.nodes[child].down = pad[0] + tops[at];
            deepest = deepest.max(tops[at] + tree.nodes[child].height);
        }
        if !tree.nodes[outer].is_card {
            tree.nodes[outer].height = pad[0] + deepest + pad[1];
        }
    }
    for node in 1..tree.nodes.len() {
        let around = tree.nodes[tree.nodes[node].parent].y;
        tree.nodes[node].y = around + tree.nodes[node].down;
    }
}

/// For every box, the links between two of its children: the children and the linked cards in them.
fn ties(tree: &Tree<'_>) -> Vec<Vec<Tie>> {
    let depth = depths(tree);
    let mut ties = vec![Vec::new(); tree.nodes.len()];
    for cards in &tree.links {
        let mut children = *cards;
        while tree.nodes[children[0]].parent != tree.nodes[children[1]].parent {
            let deeper = usize::from(depth[children[1]] > depth[children[0]]);
            children[deeper] = tree.nodes[children[deeper]].parent;
        }
        ties[tree.nodes[children[0]].parent].push(Tie {
            children,
            cards: *cards,
        });
    }
    ties
}

/// For every node, where it stands among its siblings.
fn places(tree: &Tree<'_>) -> Vec<usize> {
    let mut places = vec![0; tree.nodes.len()];
    for node in &tree.nodes {
        node.children
            .iter()
            .enumerate()
            .for_each(|(at, child)| places[*child] = at);
    }
    places
}

fn depths(tree: &Tree<'_>) -> Vec<usize> {
    let mut depths = vec![0; tree.nodes.len()];
    for node in 1..tree.nodes.len() {
        depths[node] = depths[tree.nodes[node].parent] + 1;
    }
    depths
}

#[derive(Clone, Copy, Debug)]
struct Tie {
    children: [usize; 2],
    cards: [usize; 2],
}

/// The children of one box, in their order.
struct Stack {
    columns: Vec<[usize; 2]>,
    heights: Vec<f64>,
    /// For each child: the others it is linked with, and how far its top would be from theirs for a level link.
    pulls: Vec<Vec<(usize, f64)>>,
    /// First column, and how many.
    first: usize,
    count: usize,
}

impl Stack {
    fn of(tree: &Tree<'_>, outer: usize, ties: &[Tie], places: &[usize]) -> Self {
        let children = &tree.nodes[outer].children;
        let mut pulls = vec![Vec::new(); children.len()];
        for tie in ties {
            let [a, b] = tie.children.map(|child| places[child]);
            let [in_a, in_b] = [0, 1].map(|end| offset(tree, tie.children[end], tie.cards[end]));
            pulls[a].push((b, in_b - in_a));
            pulls[b].push((a, in_a - in_b));
        }
        let columns = children
            .iter()
            .map(|child| tree.nodes[*child].columns)
            .collect();
        let heights = children
            .iter()
            .map(|child| tree.nodes[*child].height)
            .collect();
        let [first, last] = tree.nodes[outer].columns;
        Self {
            columns,
            heights,
            pulls,
            first,
            count: last - first + 1,
        }
    }

    /// Top edges, the least at 0, on the grid.
    fn settle(&self, rounds: usize) -> Vec<f64> {
        let held = self
            .pulls
            .iter()
            .rposition(|pulls| !pulls.is_empty())
            .map_or(0, |last| last + 1);
        let least = self.pushed_down(&vec![0.0; held]);
        let depth = self.depth(&least) * SLACK;
        let lowest: Vec<f64> = self.heights[..held]
            .iter()
            .map(|height| depth - height)
            .collect();
        let most = self.pushed_up(&lowest);
        let mut tops = least.clone();
        for _ in 0..rounds {
            let wanted = self.wanted(&tops);
            // Both keep the distances, so what lies half way between them does, and so does the nearest to it within
            // bounds that do.
            let (down, up) = (self.pushed_down(&wanted), self.pushed_up(&wanted));
            let between = (0..held).map(|at| (down[at] + up[at]) / 2.0);
            tops = between
                .enumerate()
                .map(|(at, top)| top.max(least[at]).min(most[at]))
                .collect();
        }
        let least = tops.iter().copied().reduce(f64::min).unwrap_or(0.0);
        let grid = super::GRID;
        // Heights and distances are multiples of the grid, so rounding keeps them.
        let on_grid = |top: &f64| ((top - least) / grid).round() * grid;
        let mut tops: Vec<f64> = tops.iter().map(on_grid).collect();
        // Nothing holds the last ones anywhere: they stand right below the others.
        tops.resize(self.heights.len(), 0.0);
        self.pushed_down(&tops)
    }

    /// How far down the deepest one reaches.
    fn depth(&self, tops: &[f64]) -> f64 {
        let ends = tops
            .iter()
            .zip(&self.heights)
            .map(|(top, height)| top + height);
        ends.fold(0.0, f64::max)
    }

    /// Half way from where everything is to the mean of where its links would be level.
    fn wanted(&self, tops: &[f64]) -> Vec<f64> {
        let one = |(at, pulls): (usize, &Vec<(usize, f64)>)| {
            if pulls.is_empty() {
                return tops[at];
            }
            let level = pulls
                .iter()
                .map(|(other, by)| tops[*other] + by)
                .sum::<f64>();
            (tops[at] + level / pulls.len() as f64) / 2.0
        };
        self.pulls[..tops.len()]
            .iter()
            .enumerate()
            .map(one)
            .collect()
    }

    /// The wanted places, or below them as far as what comes before needs the room.
    fn pushed_down(&self, wanted: &[f64]) -> Vec<f64> {
        let mut free = vec![f64::NEG_INFINITY; self.count];
        let mut tops = wanted.to_vec();
        for at in 0..tops.len() {
            let [first, last] = self.columns[at].map(|column| column - self.first);
            let room = free[first..=last]
                .iter()
                .copied()
                .fold(f64::NEG_INFINITY, f64::max);
            tops[at] = wanted[at].max(room);
            free[first..=last].fill(tops[at] + self.heights[at] + BETWEEN);
        }
        tops
    }

    /// The wanted places, or above them as far as what comes after needs the room.
    fn pushed_up(&self, wanted: &[f64]) -> Vec<f64> {
        let mut free = vec![f64::INFINITY; self.count];
        let mut tops = wanted.to_vec();
        for at in (0..tops.len()).rev() {
            let [first, last] = self.columns[at].map(|column| column - self.first);
            let room = free[first..=last]
                .iter()
                .copied()
                .fold(f64::INFINITY, f64::min);
            tops[at] = wanted[at].min(room - self.heights[at] - BETWEEN);
            free[first..=last].fill(tops[at]);
        }
        tops
    }
}

/// How far below the top of `outer` the middle of a card in it lies.
fn offset(tree: &Tree<'_>, outer: usize, card: usize) -> f64 {
    let mut below = SLOT[1] / 2.0;
    let mut node = card;
    while node != outer {
        below += tree.nodes[node].down;
        node = tree.nodes[node].parent;
    }
    below
}
