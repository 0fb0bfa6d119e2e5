//! Which links may be drawn, and why not; new components together with their links, as one change each.

use std::sync::Arc;

use sim_core::catalog::{ParamMap, Ports, Service, service, services};
use sim_core::document::{Document, Link};
use sim_core::edit::Edit;
use sim_core::foundation::ids::Id;

use super::Selection;
use super::placement::new_component;
use crate::i18n::Texts;
use crate::scene::Point;

/// Why one component cannot call another, as a translation key; `None` where it can.
pub fn refusal(document: &Document, from: &Id, to: &Id) -> Option<&'static str> {
    if from == to {
        return Some("canvas.refuse.self");
    }
    if [from, to]
        .into_iter()
        .any(|end| document.containers.contains_key(end))
    {
        return Some("canvas.refuse.collapsed");
    }
    let refused = never_calls(document, from).or_else(|| never_called(document, to));
    if refused.is_some() {
        return refused;
    }
    let linked = document
        .links
        .values()
        .any(|link| link.from == *from && link.to == *to);
    linked.then_some("canvas.refuse.linked")
}

/// One of the two ends of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    From,
    To,
}

impl End {
    pub const ALL: [End; 2] = [End::From, End::To];

    /// What a link leads from and to when this end comes to one component and the other end stays at another.
    pub fn joined<T>(self, moved: T, stays: T) -> [T; 2] {
        match self {
            End::From => [moved, stays],
            End::To => [stays, moved],
        }
    }
}

/// Why an end of a link cannot come to a component, as a translation key; `None` where it can, or is there already.
pub fn refusal_of_end(document: &Document, link: &Link, end: End, to: &Id) -> Option<&'static str> {
    let stays = match end {
        End::From => &link.to,
        End::To => &link.from,
    };
    let ends = end.joined(to, stays);
    if ends == [&link.from, &link.to] {
        return None;
    }
    refusal(document, ends[0], ends[1])
}

/// Why a component calls nobody; `None` where it may.
pub fn never_calls(document: &Document, from: &Id) -> Option<&'static str> {
    let calls = ports(document, from).is_some_and(|ports| ports.calls);
    (!calls).then_some("canvas.refuse.calls")
}

/// Why nobody calls a component; `None` where one may.
pub fn never_called(document: &Document, to: &Id) -> Option<&'static str> {
    let accepts = ports(document, to).is_some_and(|ports| ports.accepts);
    (!accepts).then_some("canvas.refuse.accepts")
}

fn ports(document: &Document, id: &Id) -> Option<Ports> {
    let component = document.components.get(id)?;
    service(&component.service).map(|service| service.ports)
}

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

/// A new component that calls `to`, and its id.
pub fn caller_of(
    document: &Document,
    texts: Texts,
    to: &Id,
    service: &str,
    at: Point,
) -> Option<(Edit, Id)> {
    let component = new_component(document, texts, service, at, None)?;
    let id = component.id.clone();
    let link = new_link(document, &id, to, ParamMap::default());
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

/// The two selected components, in the order they were picked; `None` where it is not two components.
pub fn chosen(document: &Document, selection: &Selection) -> Option<[Id; 2]> {
    let ids: [Id; 2] = selection.to_vec().try_into().ok()?;
    ids.iter()
        .all(|id| document.components.contains_key(id))
        .then_some(ids)
}

/// The services that can stand in the middle of a link.
pub fn between_all() -> impl Iterator<Item = &'static Service> {
    services().iter().filter(|known| fits_between(known.id))
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
        bends: Vec::new(),
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

    #[test]
    fn an_end_may_come_where_a_link_may_be_and_stay_where_it_is() {
        let document = three_tier();
        let link = &document.links[&id("web-alb")];
        let cases = [
            (End::To, "alb", None),
            (End::From, "web", None),
            (End::To, "nginx-c", None),
            (End::To, "web", Some("canvas.refuse.self")),
            (End::From, "alb", Some("canvas.refuse.self")),
            (End::From, "rds", Some("canvas.refuse.calls")),
            (End::To, "was-a", None),
            (End::From, "was-a", None),
        ];
        for (end, to, want) in cases {
            let found = refusal_of_end(&document, link, end, &id(to));
            assert_eq!(found, want, "{end:?} to {to}");
        }
    }

    #[test]
    fn ports_and_present_links_decide() {
        let document = three_tier();
        let cases = [
            ("web", "nginx-a", None),
            ("web", "alb", Some("canvas.refuse.linked")),
            ("alb", "web", Some("canvas.refuse.accepts")),
            ("rds", "alb", Some("canvas.refuse.calls")),
            ("alb", "alb", Some("canvas.refuse.self")),
            ("gone", "alb", Some("canvas.refuse.calls")),
        ];
        for (from, to, want) in cases {
            assert_eq!(
                refusal(&document, &id(from), &id(to)),
                want,
                "{from} to {to}"
            );
        }
    }
}
