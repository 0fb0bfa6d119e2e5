//! New components together with their links, as one change each.

use std::sync::Arc;

use sim_core::catalog::{ParamMap, service};
use sim_core::document::{Document, Link};
use sim_core::edit::Edit;
use sim_core::foundation::ids::Id;

use crate::i18n::Texts;
use crate::scene::Point;
use crate::session::placement::new_component;

/// A new component that `from` calls, and its id.
pub fn called_by(
    document: &Document,
    texts: Texts,
    from: &Id,
    service: &str,
    at: Point,
) -> Option<(Edit, Id)> {
    let component = new_component(document, texts, service, at, None)?;
    let id = component.id.clone();
    let link = new_link(document, from, &id, ParamMap::default());
    let edits = vec![Edit::AddComponent { component }, Edit::AddLink { link }];
    Some((Edit::Batch { edits }, id))
}

/// A new component in the middle of a link, and its id: the first half keeps the link's settings.
pub fn between(
    document: &Document,
    texts: Texts,
    link: &Id,
    service: &str,
    at: Point,
) -> Option<(Edit, Id)> {
    let old: &Arc<Link> = document.links.get(link)?;
    let component = new_component(document, texts, service, at, None)?;
    let id = component.id.clone();
    let first = new_link(document, &old.from, &id, old.params.clone());
    let second = new_link(document, &id, &old.to, ParamMap::default());
    let edits = vec![
        Edit::AddComponent { component },
        Edit::Remove {
            ids: vec![old.id.clone()],
        },
        Edit::AddLink { link: first },
        Edit::AddLink { link: second },
    ];
    Some((Edit::Batch { edits }, id))
}

/// Whether a service can stand in the middle of a link.
pub fn fits_between(service_id: &str) -> bool {
    service(service_id).is_some_and(|service| service.ports.accepts && service.ports.calls)
}

fn new_link(document: &Document, from: &Id, to: &Id, params: ParamMap) -> Link {
    let id = document.fresh_id(&format!("{from}-{to}"));
    Link {
        id,
        from: from.clone(),
        to: to.clone(),
        params,
        unknown: Default::default(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::scene::fixture::{id, three_tier};
    use sim_core::edit::apply;

    #[test]
    fn a_component_between_two_takes_over_the_link() {
        let document = three_tier();
        let (edit, new) = between(
            &document,
            Texts::default(),
            &id("was-a-rds"),
            "was",
            [700.0, 200.0],
        )
        .unwrap();
        let after = apply(&document, &edit).unwrap();
        let calls = |from: &Id, to: &Id| {
            after
                .links
                .values()
                .any(|link| link.from == *from && link.to == *to)
        };
        assert!(
            calls(&id("was-a"), &new)
                && calls(&new, &id("rds"))
                && !calls(&id("was-a"), &id("rds"))
        );
        assert_eq!(after.links.len(), document.links.len() + 1);
    }

    #[test]
    fn a_called_component_comes_with_its_link() {
        let document = three_tier();
        let (edit, new) = called_by(
            &document,
            Texts::default(),
            &id("was-a"),
            "s3",
            [560.0, 900.0],
        )
        .unwrap();
        let after = apply(&document, &edit).unwrap();
        assert!(
            after
                .links
                .values()
                .any(|link| link.from == id("was-a") && link.to == new)
        );
        assert!(called_by(&document, Texts::default(), &id("was-a"), "none", [0.0; 2]).is_none());
    }

    #[test]
    fn only_what_answers_and_calls_fits_between() {
        assert!(fits_between("was") && !fits_between("client") && !fits_between("none"));
    }
}
