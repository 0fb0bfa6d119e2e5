//! What a selection has to do with: everything its requests come from and go to.

use std::collections::{BTreeMap, BTreeSet};

use sim_core::document::{Document, Item};
use sim_core::foundation::ids::Id;

use super::Selection;

/// The selected items with all components and links upstream and downstream of them.
pub fn related(document: &Document, selection: &Selection) -> BTreeSet<Id> {
    let mut up: BTreeSet<Id> = BTreeSet::new();
    let mut down: BTreeSet<Id> = BTreeSet::new();
    let mut lit: BTreeSet<Id> = selection.iter().cloned().collect();
    for id in selection.iter() {
        match document.item(id) {
            Some(Item::Component(_)) => {
                up.insert(id.clone());
                down.insert(id.clone());
            }
            Some(Item::Link(link)) => {
                up.insert(link.from.clone());
                down.insert(link.to.clone());
            }
            Some(Item::Container(_)) => {
                let inside = document.components.values().filter(|component| {
                    let around = document.ancestors(component.parent.as_ref());
                    around.iter().any(|host| host.id == *id)
                });
                let inside: Vec<Id> = inside.map(|component| component.id.clone()).collect();
                up.extend(inside.iter().cloned());
                down.extend(inside);
            }
            Some(Item::Note(_)) | None => {}
        }
    }
    spread(document, up, true, &mut lit);
    spread(document, down, false, &mut lit);
    lit
}

/// Follows the links from component to component, against their direction for `upstream`.
fn spread(document: &Document, start: BTreeSet<Id>, upstream: bool, lit: &mut BTreeSet<Id>) {
    let mut ways: BTreeMap<&Id, Vec<(&Id, &Id)>> = BTreeMap::new();
    for link in document.links.values() {
        let (near, far) = if upstream {
            (&link.to, &link.from)
        } else {
            (&link.from, &link.to)
        };
        ways.entry(near).or_default().push((&link.id, far));
    }
    let mut seen = start.clone();
    let mut waiting: Vec<Id> = start.into_iter().collect();
    while let Some(id) = waiting.pop() {
        for (link, far) in ways.get(&id).into_iter().flatten() {
            lit.insert(Id::clone(link));
            if seen.insert(Id::clone(far)) {
                waiting.push(Id::clone(far));
            }
        }
    }
    lit.extend(seen);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::fixture::{id, three_tier};

    #[test]
    fn everything_on_the_way_is_related_and_nothing_else() {
        let document = three_tier();
        let mut selection = Selection::default();
        selection.replace([id("was-a")]);
        let lit = related(&document, &selection);
        for on in [
            "was-a",
            "rds",
            "was-a-rds",
            "alb",
            "web",
            "web-alb",
            "nginx-a",
        ] {
            assert!(lit.contains(&id(on)), "{on}");
        }
        for off in ["was-c", "was-c-rds", "s3"] {
            assert!(!lit.contains(&id(off)), "{off}");
        }
    }

    #[test]
    fn a_link_lights_its_callers_and_what_lies_behind_it() {
        let document = three_tier();
        let mut selection = Selection::default();
        selection.replace([id("web-alb")]);
        let lit = related(&document, &selection);
        assert!(lit.contains(&id("web")) && lit.contains(&id("rds")) && lit.contains(&id("was-c")));
    }
}
