//! Things that were put in order glide to their new places: the document is there at once, the picture follows.

use std::sync::Arc;

use sim_core::document::Document;

/// How long it takes, seconds.
pub const GLIDE_S: f64 = 0.25;
/// With more than this nobody could follow, and every picture on the way costs: all stand in their new places at once.
const MOST: usize = 400;

/// Where things stood before the document of this revision.
#[derive(Clone, Debug)]
pub struct Glide {
    pub from: Arc<Document>,
    pub revision: u64,
}

impl Glide {
    /// Whether the way is short enough to be shown.
    pub fn is_shown(&self) -> bool {
        self.from.components.len() + self.from.containers.len() <= MOST
    }

    /// The drawing on its way to `to`; `share`: how much of the way is behind it, 0 to 1.
    pub fn between(&self, to: &Document, share: f32) -> Document {
        let mut between = to.clone();
        let mix =
            |a: [f32; 2], b: [f32; 2]| [0, 1].map(|axis| a[axis] + (b[axis] - a[axis]) * share);
        for component in between.components.values_mut() {
            let before = self.from.components.get(&component.id).map(|c| c.at);
            if let Some(at) = before.filter(|at| *at != component.at) {
                Arc::make_mut(component).at = mix(at, component.at);
            }
        }
        for container in between.containers.values_mut() {
            let before = self
                .from
                .containers
                .get(&container.id)
                .map(|c| (c.at, c.size));
            if let Some((at, size)) = before.filter(|f| *f != (container.at, container.size)) {
                let container = Arc::make_mut(container);
                (container.at, container.size) = (mix(at, container.at), mix(size, container.size));
            }
        }
        between
    }
}
