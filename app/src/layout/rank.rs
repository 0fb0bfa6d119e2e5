//! The layer of every card: one beyond the deepest of its callers.

/// The links by caller and by callee.
struct Graph {
    out: Vec<Vec<usize>>,
    into: Vec<usize>,
}

impl Graph {
    fn of(count: usize, links: &[[usize; 2]]) -> Self {
        let mut graph = Graph {
            out: vec![Vec::new(); count],
            into: vec![0; count],
        };
        for [from, to] in links {
            graph.out[*from].push(*to);
            graph.into[*to] += 1;
        }
        graph
    }
}

/// Layers from 0, by node; `None` for nodes without links. A link that closes a ring is left out of account, so that
/// all others lead to a later layer.
pub fn ranks(count: usize, links: &[[usize; 2]]) -> Vec<Option<usize>> {
    let order = topological(&Graph::of(count, links));
    let mut place = vec![0; count];
    order
        .iter()
        .enumerate()
        .for_each(|(at, node)| place[*node] = at);
    let forward = links.iter().filter(|[from, to]| place[*from] < place[*to]);
    let forward: Vec<[usize; 2]> = forward.copied().collect();
    let graph = Graph::of(count, &forward);
    let mut ranks = vec![0_usize; count];
    for node in &order {
        for next in &graph.out[*node] {
            ranks[*next] = ranks[*next].max(ranks[*node] + 1);
        }
    }
    // What nothing calls stands next to what it calls, not at the far left.
    for node in order.iter().filter(|node| graph.into[**node] == 0) {
        let nearest = graph.out[*node].iter().map(|next| ranks[*next]).min();
        ranks[*node] = nearest.map_or(0, |rank| rank.saturating_sub(1));
    }
    let mut linked = vec![false; count];
    links.iter().flatten().for_each(|node| linked[*node] = true);
    ranks
        .into_iter()
        .zip(linked)
        .map(|(rank, linked)| linked.then_some(rank))
        .collect()
}

/// All nodes, callers before callees except along links that close a ring: the order in which a search in depth
/// leaves them, turned round. The search begins with what nothing calls.
fn topological(graph: &Graph) -> Vec<usize> {
    let count = graph.out.len();
    let mut seen = vec![false; count];
    let mut left = Vec::with_capacity(count);
    let sources = (0..count).filter(|node| graph.into[*node] == 0);
    for start in sources.chain(0..count) {
        if seen[start] {
            continue;
        }
        seen[start] = true;
        let mut path = vec![(start, 0)];
        while let Some((node, tried)) = path.last_mut() {
            match graph.out[*node].get(*tried) {
                Some(next) => {
                    *tried += 1;
                    let next = *next;
                    if !std::mem::replace(&mut seen[next], true) {
                        path.push((next, 0));
                    }
                }
                None => {
                    left.push(*node);
                    path.pop();
                }
            }
        }
    }
    left.reverse();
    left
}

#[cfg(test)]
mod tests {
    use super::ranks;

    #[test]
    fn a_layer_lies_beyond_all_callers() {
        let links = [[0, 1], [1, 2], [2, 3], [0, 3], [4, 3]];
        let want = [Some(0), Some(1), Some(2), Some(3), Some(2), None];
        assert_eq!(ranks(6, &links), want);
    }

    #[test]
    fn a_ring_is_cut_where_it_closes() {
        assert_eq!(
            ranks(3, &[[0, 1], [1, 2], [2, 0]]),
            [Some(0), Some(1), Some(2)]
        );
        // Entered from outside, it begins where it is entered.
        let entered = ranks(4, &[[0, 1], [1, 2], [2, 0], [3, 1]]);
        assert_eq!(entered, [Some(3), Some(1), Some(2), Some(0)]);
    }

    #[test]
    fn a_long_chain_needs_no_deep_stack() {
        let count = 200_000;
        let links: Vec<[usize; 2]> = (1..count).map(|i| [i - 1, i]).collect();
        assert_eq!(ranks(count, &links)[count - 1], Some(count - 1));
    }
}
