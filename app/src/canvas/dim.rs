//! Focus on what the selection has to do with: all else is dimmed.

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::Shape;
use egui::epaint::shape_transform::adjust_colors;
use sim_core::foundation::ids::Id;

use crate::scene::Fold;
use crate::session::View;
use crate::session::related::related;

/// What is left of a dimmed colour.
const LEFT: f32 = 0.22;

/// What stays lit; `None`: everything.
#[derive(Clone, Debug, Default)]
pub struct Dim(Option<Arc<BTreeSet<Id>>>);

impl Dim {
    pub fn of(view: &View<'_>, fold: Option<&Fold>) -> Self {
        let wanted = view.focusing && !view.selection.is_empty();
        let lit = || {
            let lit = related(view.document, view.selection);
            match fold {
                Some(fold) => fold.shown(lit.into_iter()).collect(),
                None => lit,
            }
        };
        Self(wanted.then(|| Arc::new(lit())))
    }

    /// Adds the shapes of an item, dimmed where it is not lit.
    pub fn paint(&self, id: &Id, out: &mut Vec<Shape>, add: impl FnOnce(&mut Vec<Shape>)) {
        let from = out.len();
        add(out);
        if self.0.as_ref().is_none_or(|lit| lit.contains(id)) {
            return;
        }
        for shape in out.iter_mut().skip(from) {
            adjust_colors(shape, |color| *color = color.gamma_multiply(LEFT));
        }
    }
}
