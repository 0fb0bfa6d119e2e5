//! Where things go when they are put in order: a layered drawing from left to right.
//!
//! Architecture invariant: pure functions from a document to places. Nothing here depends on where things stand now,
//! but for the corner that stays: the same topology gives the same drawing, and a drawing put in order twice is the
//! one put in order once.
//!
//! Every component has a layer (`rank`), one beyond the deepest of its callers, and every layer is one column over the whole
//! drawing (`columns`): so links run from left to right through all containers. A container spans the columns of what
//! stands in it. Down the columns, things are sorted among their neighbours so that few links cross (`order`), and
//! moved towards what they are linked with as far as their neighbours leave room (`rows`).

mod align;
mod columns;
mod grow;
mod order;
mod rank;
mod rows;
mod tree;

use indexmap::{IndexMap, IndexSet};
use sim_core::document::Document;
use sim_core::edit::Place;
use sim_core::foundation::ids::Id;

pub use align::{Axis, Frame, Line, align, distribute};
use tree::Tree;

/// Step of the grid, canvas points: every place is a multiple of it away from the corner that stays.
const GRID: f64 = 8.0;

/// Places for the chosen items and all that stands in them (nothing chosen: for everything), canvas points. Containers
/// get the size of what they hold; a container around that is not chosen only grows where it must.
pub fn arrange(document: &Document, chosen: &IndexSet<Id>) -> Vec<Place> {
    arrange_while(document, chosen, &mut |_| true).unwrap_or_default()
}

/// [`arrange`] that says how much is done, 0 to 1, and is given up once `told` answers no: `None` then.
pub fn arrange_while(
    document: &Document,
    chosen: &IndexSet<Id>,
    told: &mut dyn FnMut(f32) -> bool,
) -> Option<Vec<Place>> {
    let mut places = Vec::new();
    let groups = groups(document, chosen);
    for (at, tops) in groups.values().enumerate() {
        let share = |within: f32| (at as f32 + within) / groups.len() as f32;
        if !told(share(0.0)) {
            return None;
        }
        let mut tree = Tree::of(document, tops);
        if let Some(corner) = corner(document, tops) {
            columns::assign(&mut tree);
            order::sort(&mut tree, &mut |within| told(share(within)));
            places.extend(placed(document, &tree, corner));
        }
    }
    if !told(1.0) {
        return None;
    }
    grow::around(document, &mut places);
    Some(places)
}

/// What is put in order together: the topmost of the chosen items, by the container they stand in.
fn groups<'a>(
    document: &'a Document,
    chosen: &IndexSet<Id>,
) -> IndexMap<Option<&'a Id>, Vec<&'a Id>> {
    let containers = document.containers.values().map(|c| (&c.id, &c.parent));
    let components = document.components.values().map(|c| (&c.id, &c.parent));
    let mut groups: IndexMap<Option<&Id>, Vec<&Id>> = IndexMap::new();
    for (id, parent) in containers.chain(components) {
        let rides = |hosts: &[&std::sync::Arc<sim_core::document::Container>]| {
            hosts.iter().any(|host| chosen.contains(&host.id))
        };
        let top = match chosen.is_empty() {
            true => parent.is_none(),
            false => chosen.contains(id) && !rides(&document.ancestors(parent.as_ref())),
        };
        if top {
            groups.entry(parent.as_ref()).or_default().push(id);
        }
    }
    // A card alone is in order.
    groups.retain(|_, tops| {
        tops.len() > 1 || tops.iter().any(|id| document.containers.contains_key(*id))
    });
    groups
}

/// The upper left corner of items, on the grid.
fn corner(document: &Document, tops: &[&Id]) -> Option<[f64; 2]> {
    let at = |id: &&Id| {
        let component = document.components.get(*id).map(|c| c.at);
        component.or_else(|| document.containers.get(*id).map(|c| c.at))
    };
    let least = tops
        .iter()
        .filter_map(at)
        .reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1])])?;
    Some(least.map(|v| (f64::from(v) / GRID).round() * GRID))
}

fn placed(document: &Document, tree: &Tree<'_>, corner: [f64; 2]) -> Vec<Place> {
    let tops = || tree.nodes[0].children.iter().map(|top| &tree.nodes[*top]);
    let least = |of: fn(&tree::Node<'_>) -> f64| tops().map(of).fold(f64::INFINITY, f64::min);
    let (left, top) = (least(|node| node.x), least(|node| node.y));
    let place = |node: &tree::Node<'_>| {
        let id = node.id?;
        let at = [corner[0] + node.x - left, corner[1] + node.y - top].map(|v| v as f32);
        let size = document
            .containers
            .contains_key(id)
            .then_some([node.width as f32, node.height as f32]);
        Some(Place {
            id: id.clone(),
            at,
            size,
        })
    };
    tree.nodes.iter().filter_map(place).collect()
}

#[cfg(test)]
mod tests;
