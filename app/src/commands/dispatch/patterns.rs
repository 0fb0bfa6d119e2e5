//! A pattern put into the drawing as a whole: one step, under names in the language of the window.

use std::sync::Arc;

use sim_core::edit::Edit;

use super::clipboard::{self, Fragment};
use super::{edit, view};
use crate::commands::AppCommand;
use crate::session::{Camera, Session, placement};
use crate::storage::patterns;

/// Puts a pattern with its upper left corner at `at`, or at a free place.
pub(super) fn place(session: &mut Session, stem: &str, at: Option<[f32; 2]>) {
    let Some(mut fragment) = read(stem) else {
        return;
    };
    let Some((min, max)) = clipboard::bounds(&fragment) else {
        return;
    };
    let size = [max[0] - min[0], max[1] - min[1]];
    let at = at.map_or_else(|| free_place(session, size), placement::snap);
    let by = [at[0] - min[0], at[1] - min[1]];
    name_and_house(session, &mut fragment, by);
    let (edits, ids) = clipboard::edits(session.document(), &fragment, by);
    if edit::apply(session, &Edit::Batch { edits }, "step.pattern", None) {
        session.selection.replace(ids);
        if !in_view(session, at, size) {
            view::dispatch(session, AppCommand::FitAll);
        }
    }
}

pub(super) fn read(stem: &str) -> Option<Fragment> {
    serde_json::from_str(patterns::pattern(stem)?.text).ok()
}

/// Names in the language of the window; what stands in nothing goes into the container it falls into.
fn name_and_house(session: &Session, fragment: &mut Fragment, by: [f32; 2]) {
    let document = Arc::clone(session.document());
    let texts = session.texts;
    let name = |name: &str| {
        let known = texts.find(&format!("pattern.part.{name}"));
        known.unwrap_or(name).to_owned()
    };
    for container in &mut fragment.containers {
        container.name = name(&container.name);
        if container.parent.is_none() {
            let at = [container.at[0] + by[0], container.at[1] + by[1]];
            let kind = Some(container.kind.as_str());
            container.parent = placement::container_at(&document, at, container.size, kind);
        }
    }
    for component in &mut fragment.components {
        component.name = name(&component.name);
        if component.parent.is_none() {
            let at = [component.at[0] + by[0], component.at[1] + by[1]];
            component.parent = placement::container_at(&document, at, placement::CARD, None);
        }
    }
}

/// The middle of the view if nothing stands there, else right of everything or below: where the whole is seen larger.
fn free_place(session: &Session, size: [f32; 2]) -> [f32; 2] {
    const AIR: f32 = 6.0 * placement::GRID;
    let middle = edit::middle(session);
    let at = [0, 1].map(|axis| middle[axis] - size[axis] / 2.0);
    let document = session.document();
    let Some((min, max)) = placement::all_bounds(document) else {
        return placement::snap(at);
    };
    let apart = |axis: usize| at[axis] + size[axis] + AIR < min[axis] || max[axis] + AIR < at[axis];
    if apart(0) || apart(1) {
        return placement::snap(at);
    }
    let zoom = |at: [f32; 2]| {
        let end = [0, 1].map(|axis| max[axis].max(at[axis] + size[axis]));
        Camera::fitted(min, end, session.canvas_size).zoom
    };
    let (right, below) = ([max[0] + AIR, min[1]], [min[0], max[1] + AIR]);
    placement::snap(if zoom(below) > zoom(right) {
        below
    } else {
        right
    })
}

fn in_view(session: &Session, at: [f32; 2], size: [f32; 2]) -> bool {
    let end = [at[0] + size[0], at[1] + size[1]];
    let (from, to) = (session.camera.to_screen(at), session.camera.to_screen(end));
    (0..2).all(|axis| from[axis] >= 0.0 && to[axis] <= session.canvas_size[axis])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::i18n::{Lang, Texts};
    use sim_core::check::{Severity, findings};
    use sim_core::document::{Document, invariants};
    use sim_core::edit::apply;

    /// Every pattern is whole: all of it fits into an empty document, runs without a complaint of the review, and has
    /// a name, a sentence and names of its parts in both languages.
    #[test]
    fn patterns_are_whole_and_named() {
        for pattern in patterns::PATTERNS {
            let fragment = read(pattern.stem).unwrap();
            let (edits, ids) = clipboard::edits(&Document::default(), &fragment, [0.0; 2]);
            let items = fragment.components.len() + fragment.containers.len();
            assert_eq!(ids.len(), items, "{}", pattern.stem);
            assert_eq!(
                edits.len(),
                items + fragment.links.len(),
                "{}",
                pattern.stem
            );
            let document = apply(&Document::default(), &Edit::Batch { edits }).unwrap();
            assert_eq!(invariants(&document), Ok(()));
            let bad = findings(&document)
                .into_iter()
                .find(|f| f.severity == Severity::Error);
            assert!(bad.is_none(), "{}: {bad:?}", pattern.stem);
            for lang in Lang::ALL {
                let texts = Texts::new(lang);
                let named = |key: String| assert!(texts.find(&key).is_some(), "{lang:?} {key}");
                named(format!("pattern.{}", pattern.stem));
                named(format!("pattern.{}.about", pattern.stem));
                let names = fragment.components.iter().map(|c| &c.name);
                for name in names.chain(fragment.containers.iter().map(|c| &c.name)) {
                    named(format!("pattern.part.{name}"));
                }
            }
        }
    }
}
