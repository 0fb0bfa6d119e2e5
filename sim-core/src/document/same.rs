//! Whether two documents are equal, in time that depends on what they do not share.
//!
//! A document and the one before an edit share nearly all their items. Plain equality would look up and compare every
//! one of them; here an item that both hold is equal to itself, and nobody looks inside.

use std::sync::Arc;

use super::{Component, Container, Document, Items, Link};

impl PartialEq for Document {
    fn eq(&self, other: &Self) -> bool {
        self.same_design(other) && all_same(&self.notes, &other.notes)
    }
}

impl Document {
    fn same_design(&self, other: &Self) -> bool {
        self.same_around(other)
            && all_same(&self.containers, &other.containers)
            && all_same(&self.components, &other.components)
            && all_same(&self.links, &other.links)
    }

    /// Whether two documents mean the same: they may differ in where things stand, in what is drawn as one card and in
    /// the words on the canvas, which neither a run nor a review looks at.
    pub fn same_meaning(&self, other: &Self) -> bool {
        self.same_around(other)
            && all_alike(&self.containers, &other.containers, same_container)
            && all_alike(&self.components, &other.components, same_component)
            && all_alike(&self.links, &other.links, same_link)
    }

    /// Equality of all but what has a place on the canvas.
    fn same_around(&self, other: &Self) -> bool {
        self.name == other.name
            && self.description == other.description
            && same(&self.scenario, &other.scenario)
            && all_same(&self.kinds, &other.kinds)
            && self.unknown == other.unknown
    }

    /// Becomes a copy of another document, writing only what the two do not share.
    pub fn copy_from(&mut self, other: &Self) {
        self.name.clone_from(&other.name);
        self.description.clone_from(&other.description);
        self.scenario = Arc::clone(&other.scenario);
        copy(&mut self.kinds, &other.kinds);
        copy(&mut self.containers, &other.containers);
        copy(&mut self.components, &other.components);
        copy(&mut self.links, &other.links);
        copy(&mut self.notes, &other.notes);
        self.unknown.clone_from(&other.unknown);
    }
}

fn copy<T>(to: &mut Items<T>, from: &Items<T>) {
    let same = to.keys().zip(from.keys()).take_while(|(a, b)| a == b);
    let same = same.count();
    // What came or went at the end is put right there; anything else is quicker copied as a whole.
    if to.len().max(from.len()) > same + same / 2 {
        to.clone_from(from);
        return;
    }
    to.truncate(same);
    let more = from.iter().skip(same);
    to.extend(more.map(|(id, item)| (id.clone(), Arc::clone(item))));
    for (to, from) in to.values_mut().zip(from.values()) {
        if !Arc::ptr_eq(to, from) {
            *to = Arc::clone(from);
        }
    }
}

fn same<T: PartialEq>(a: &Arc<T>, b: &Arc<T>) -> bool {
    Arc::ptr_eq(a, b) || **a == **b
}

/// As `==` of the two maps, for which the order is nothing.
fn all_same<T: PartialEq>(a: &Items<T>, b: &Items<T>) -> bool {
    all_alike(a, b, T::eq)
}

fn all_alike<T>(a: &Items<T>, b: &Items<T>, alike: fn(&T, &T) -> bool) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let same = |a: &Arc<T>, b: &Arc<T>| Arc::ptr_eq(a, b) || alike(a, b);
    let here = |((a_id, a), (b_id, b)): &((_, &Arc<T>), (_, &Arc<T>))| a_id == b_id && same(a, b);
    let mut unlike = a.iter().zip(b).filter(|pair| !here(pair));
    unlike.all(|((id, a), _)| b.get(id).is_some_and(|b| same(a, b)))
}

fn same_component(a: &Component, b: &Component) -> bool {
    // By name, so that a new field is thought of here.
    let Component {
        id,
        service,
        name,
        parent,
        at: _,
        params,
        unknown,
    } = a;
    (id, service, name) == (&b.id, &b.service, &b.name)
        && (parent, params, unknown) == (&b.parent, &b.params, &b.unknown)
}

fn same_link(a: &Link, b: &Link) -> bool {
    let Link {
        id,
        from,
        to,
        bends: _,
        params,
        unknown,
    } = a;
    (id, from, to) == (&b.id, &b.from, &b.to) && (params, unknown) == (&b.params, &b.unknown)
}

fn same_container(a: &Container, b: &Container) -> bool {
    let Container {
        id,
        kind,
        name,
        parent,
        at: _,
        size: _,
        collapsed: _,
        params,
        unknown,
    } = a;
    (id, kind, name) == (&b.id, &b.kind, &b.name)
        && (parent, params, unknown) == (&b.parent, &b.params, &b.unknown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::ids::Id;

    fn document(ids: &[(&str, f32)]) -> Document {
        let mut document = Document::default();
        for (id, x) in ids {
            let id: Id = id.parse().unwrap_or_else(|_| panic!("{id}"));
            let component = Component {
                id: id.clone(),
                service: "server".to_owned(),
                name: String::new(),
                parent: None,
                at: [*x, 0.0],
                params: Default::default(),
                unknown: Default::default(),
            };
            document.components.insert(id, Arc::new(component));
        }
        document
    }

    #[test]
    fn it_is_the_equality_of_the_maps() {
        let lists: [&[(&str, f32)]; 9] = [
            &[("a", 0.0), ("b", 1.0), ("c", 2.0)],
            &[("a", 0.0), ("b", 3.0), ("c", 2.0), ("d", 1.0)],
            &[("a", 0.0), ("c", 2.0), ("b", 1.0), ("d", 1.0)],
            &[],
            &[("a", 0.0)],
            &[("a", 0.0), ("b", 1.0)],
            &[("b", 1.0), ("a", 0.0)],
            &[("a", 1.0), ("b", 0.0)],
            &[("a", 0.0), ("c", 1.0)],
        ];
        for a in lists {
            for b in lists {
                let (a, b) = (document(a), document(b));
                assert_eq!(a == b, a.components == b.components, "{a:?} {b:?}");
                assert_eq!(a, a.clone());
                let mut copy = a.clone();
                copy.copy_from(&b);
                assert_eq!(copy, b);
                assert!(copy.components.keys().eq(b.components.keys()));
            }
        }
    }

    #[test]
    fn places_have_no_meaning() {
        let (a, moved) = (document(&[("a", 0.0)]), document(&[("a", 8.0)]));
        assert!(a != moved && a.same_meaning(&moved));
        let mut renamed = moved.clone();
        Arc::make_mut(&mut renamed.components[0]).name.push('x');
        assert!(!a.same_meaning(&renamed));
        let mut placed = moved.clone();
        Arc::make_mut(&mut placed.components[0]).parent = "z".parse().ok();
        assert!(!a.same_meaning(&placed));
        assert!(!a.same_meaning(&document(&[])));
    }

    #[test]
    fn bends_have_no_meaning_and_ends_have() {
        let id = |name: &str| -> Id { name.parse().unwrap_or_else(|_| panic!("{name}")) };
        let mut linked = document(&[("a", 0.0), ("b", 0.0)]);
        let link = Link {
            id: id("l"),
            from: id("a"),
            to: id("b"),
            bends: Vec::new(),
            params: Default::default(),
            unknown: Default::default(),
        };
        linked.links.insert(id("l"), Arc::new(link));
        let (mut bent, mut turned) = (linked.clone(), linked.clone());
        Arc::make_mut(&mut bent.links[0]).bends.push([8.0, 8.0]);
        assert!(bent != linked && bent.same_meaning(&linked));
        Arc::make_mut(&mut turned.links[0]).to = id("a");
        assert!(!turned.same_meaning(&linked));
    }

    #[test]
    fn a_change_inside_any_part_is_seen() {
        let document = document(&[("a", 0.0)]);
        let changes: [fn(&mut Document); 3] = [
            |d| d.name.push('x'),
            |d| Arc::make_mut(&mut d.scenario).seed += 1,
            |d| Arc::make_mut(&mut d.components[0]).name.push('x'),
        ];
        for change in changes {
            let mut changed = document.clone();
            change(&mut changed);
            assert_ne!(changed, document);
        }
    }
}
