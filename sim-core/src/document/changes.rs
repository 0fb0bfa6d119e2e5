//! What a run can notice of the difference between two documents, for whoever tells people: "Threads 200 → 50".
//!
//! Names, titles, targets and the length of a run change nothing that happens in it, and are no difference here.

use std::sync::Arc;

use super::{Component, Container, Document, Fault, Items, Link};
use crate::catalog::{ParamMap, Value};
use crate::foundation::ids::Id;

/// Longest text of a value that is kept: a replayed log has megabytes.
const LONGEST: usize = 80;

/// All differences: the first one whole, the others as a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Changes {
    pub first: Change,
    pub others: usize,
}

/// One difference. It names its item as it was called then: the item may be gone when people read it.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// `None`: it is about the whole document.
    pub target: Option<Id>,
    pub name: String,
    /// The service, `link`, or the container kind.
    pub owner: String,
    pub what: What,
}

#[derive(Clone, Debug, PartialEq)]
pub enum What {
    Added,
    Removed,
    /// Another service, or another end of a link, under the same id.
    Replaced,
    /// A parameter; `None` for both: too long to be told. A missing `from` or `to`: the default.
    Set {
        param: String,
        values: Option<[Option<Value>; 2]>,
    },
    /// Into a container of this name, or out of all of them.
    Moved(Option<String>),
    RequestKinds,
    /// A fault on the timeline; one that was changed is told as it is now.
    Planned(Fault),
    Unplanned(Fault),
}

impl Changes {
    /// `None`: nothing that a run can notice.
    pub fn between(old: &Document, new: &Document) -> Option<Self> {
        let (told, others) = listed(old, new, 1);
        let first = told.into_iter().next()?;
        Some(Self { first, others })
    }
}

/// The first `most` differences, and how many others there are.
pub fn listed(old: &Document, new: &Document, most: usize) -> (Vec<Change>, usize) {
    let mut found = Found {
        old,
        new,
        told: Vec::new(),
        most,
        others: 0,
    };
    found.items(&old.containers, &new.containers);
    found.items(&old.components, &new.components);
    found.items(&old.links, &new.links);
    if old.kinds != new.kinds {
        found.whole(What::RequestKinds);
    }
    found.faults(&old.scenario.faults, &new.scenario.faults);
    (found.told, found.others)
}

/// What containers, components and links have in common.
trait Part: PartialEq {
    fn id(&self) -> &Id;
    fn owner(&self) -> &str;
    fn name(&self, document: &Document) -> String;
    fn params(&self) -> &ParamMap;
    fn parent(&self) -> Option<&Id>;
    /// Whether it is the same thing, however it is set.
    fn is_same(&self, other: &Self) -> bool;
    /// Whether it comes and goes with something else that does.
    fn follows(&self, document: &Document) -> bool;
}

impl Part for Container {
    fn id(&self) -> &Id {
        &self.id
    }
    fn owner(&self) -> &str {
        &self.kind
    }
    fn name(&self, _: &Document) -> String {
        self.name.clone()
    }
    fn params(&self) -> &ParamMap {
        &self.params
    }
    fn parent(&self) -> Option<&Id> {
        self.parent.as_ref()
    }
    fn is_same(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
    fn follows(&self, _: &Document) -> bool {
        false
    }
}

impl Part for Component {
    fn id(&self) -> &Id {
        &self.id
    }
    fn owner(&self) -> &str {
        &self.service
    }
    fn name(&self, _: &Document) -> String {
        self.name.clone()
    }
    fn params(&self) -> &ParamMap {
        &self.params
    }
    fn parent(&self) -> Option<&Id> {
        self.parent.as_ref()
    }
    fn is_same(&self, other: &Self) -> bool {
        self.service == other.service
    }
    fn follows(&self, _: &Document) -> bool {
        false
    }
}

impl Part for Link {
    fn id(&self) -> &Id {
        &self.id
    }
    fn owner(&self) -> &str {
        "link"
    }
    fn name(&self, document: &Document) -> String {
        let [from, to] = [&self.from, &self.to].map(|id| document.name_of(id));
        format!("{from} → {to}")
    }
    fn params(&self) -> &ParamMap {
        &self.params
    }
    fn parent(&self) -> Option<&Id> {
        None
    }
    fn is_same(&self, other: &Self) -> bool {
        (&self.from, &self.to) == (&other.from, &other.to)
    }
    fn follows(&self, document: &Document) -> bool {
        let there = |id| document.components.contains_key(id);
        !(there(&self.from) && there(&self.to))
    }
}

struct Found<'a> {
    old: &'a Document,
    new: &'a Document,
    told: Vec<Change>,
    most: usize,
    others: usize,
}

impl Found<'_> {
    fn add(&mut self, change: impl FnOnce() -> Change) {
        match self.told.len() < self.most {
            true => self.told.push(change()),
            false => self.others += 1,
        }
    }

    fn whole(&mut self, what: What) {
        self.add(|| Change {
            target: None,
            name: String::new(),
            owner: String::new(),
            what,
        });
    }

    /// Faults in another order are no difference.
    fn faults(&mut self, old: &[Fault], new: &[Fault]) {
        let added = new.iter().filter(|fault| !old.contains(fault));
        let gone = old.iter().filter(|fault| !new.contains(fault));
        let (added, gone): (Vec<_>, Vec<_>) = (added.collect(), gone.collect());
        // One that was changed has come and gone.
        let left = gone.into_iter().skip(added.len());
        for fault in &added {
            self.whole(What::Planned(Fault::clone(fault)));
        }
        for fault in left {
            self.whole(What::Unplanned(fault.clone()));
        }
    }

    fn items<T: Part>(&mut self, old: &Items<T>, new: &Items<T>) {
        let change = |item: &T, document: &Document, what| Change {
            target: Some(item.id().clone()),
            name: item.name(document),
            owner: item.owner().to_owned(),
            what,
        };
        let (before, after) = (self.old, self.new);
        let gone = old.values().filter(|item| !new.contains_key(item.id()));
        for item in gone.filter(|item| !item.follows(after)) {
            self.add(|| change(item, before, What::Removed));
        }
        for item in new.values() {
            let Some(was) = old.get(item.id()) else {
                if !item.follows(before) {
                    self.add(|| change(item, after, What::Added));
                }
                continue;
            };
            if Arc::ptr_eq(was, item) {
                continue;
            }
            if !was.is_same(item) {
                self.add(|| change(item, after, What::Replaced));
                continue;
            }
            for param in changed(was.params(), item.params()) {
                let values = [was.params(), item.params()].map(|params| params.get(param));
                let what = || What::Set {
                    param: param.to_owned(),
                    values: short(values),
                };
                self.add(|| change(item, after, what()));
            }
            if was.parent() != item.parent() {
                let to = item.parent().map(|id| after.name_of(id));
                self.add(|| change(item, after, What::Moved(to)));
            }
        }
    }
}

/// Parameters that two maps give different values, each once.
fn changed<'a>(old: &'a ParamMap, new: &'a ParamMap) -> impl Iterator<Item = &'a str> {
    let gone = old.keys().filter(|param| !new.contains_key(*param));
    let set = new
        .iter()
        .filter(|(param, value)| old.get(*param) != Some(*value));
    gone.chain(set.map(|(param, _)| param)).map(String::as_str)
}

fn short(values: [Option<&Value>; 2]) -> Option<[Option<Value>; 2]> {
    let long = |value: &&Value| matches!(value, Value::Text(text) if text.len() > LONGEST);
    let told = !values.iter().flatten().any(long);
    told.then(|| values.map(|value| value.cloned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::FaultKind;

    fn id(name: &str) -> Id {
        name.parse().unwrap_or_else(|_| panic!("{name}"))
    }

    fn document() -> Document {
        let mut document = Document::default();
        for name in ["web", "db"] {
            let component = Component {
                id: id(name),
                service: "server".to_owned(),
                name: name.to_uppercase(),
                parent: None,
                at: [0.0; 2],
                params: ParamMap::default(),
                unknown: Default::default(),
            };
            document.components.insert(id(name), Arc::new(component));
        }
        let link = Link {
            id: id("web-db"),
            from: id("web"),
            to: id("db"),
            bends: Vec::new(),
            params: ParamMap::default(),
            unknown: Default::default(),
        };
        document.links.insert(link.id.clone(), Arc::new(link));
        document
    }

    fn told(old: &Document, new: &Document) -> Option<(What, String, usize)> {
        let changes = Changes::between(old, new)?;
        Some((changes.first.what, changes.first.name, changes.others))
    }

    #[test]
    fn what_comes_and_goes_is_told_without_its_links() {
        let (whole, mut less) = (document(), document());
        less.components.shift_remove(&id("db"));
        less.links.clear();
        let told_both = [told(&whole, &less), told(&less, &whole)];
        let db = |what| Some((what, "DB".to_owned(), 0));
        assert_eq!(told_both, [db(What::Removed), db(What::Added)]);
        let mut cut = document();
        cut.links.clear();
        let link = Some((What::Removed, "WEB → DB".to_owned(), 0));
        assert_eq!(told(&whole, &cut), link);
    }

    #[test]
    fn a_parameter_is_told_with_both_values_and_others_are_counted() {
        let (old, mut new) = (document(), document());
        for component in new.components.values_mut() {
            let params = &mut Arc::make_mut(component).params;
            params.insert("workers".to_owned(), Value::Number(4.0));
        }
        let set = |values| What::Set {
            param: "workers".to_owned(),
            values,
        };
        let four = Some(Value::Number(4.0));
        let want = (set(Some([None, four.clone()])), "WEB".to_owned(), 1);
        assert_eq!(told(&old, &new), Some(want));
        let want = (set(Some([four, None])), "WEB".to_owned(), 1);
        assert_eq!(told(&new, &old), Some(want));
        let mut long = document();
        let text = Value::Text("x".repeat(LONGEST + 1));
        Arc::make_mut(&mut long.components[0])
            .params
            .insert("workers".to_owned(), text);
        assert_eq!(told(&old, &long), Some((set(None), "WEB".to_owned(), 0)));
    }

    #[test]
    fn a_list_tells_so_many_and_counts_the_others() {
        let (old, mut new) = (document(), document());
        for component in new.components.values_mut() {
            let params = &mut Arc::make_mut(component).params;
            params.insert("workers".to_owned(), Value::Number(4.0));
        }
        new.links.clear();
        let told = |most| {
            let (told, others) = listed(&old, &new, most);
            let names = told.into_iter().map(|change| change.name);
            (names.collect::<Vec<_>>(), others)
        };
        let all = ["WEB", "DB", "WEB → DB"].map(str::to_owned);
        assert_eq!(told(0), (Vec::new(), 3));
        assert_eq!(told(2), (all[..2].to_vec(), 1));
        assert_eq!(told(9), (all.to_vec(), 0));
        assert_eq!(listed(&old, &old, 9), (Vec::new(), 0));
    }

    #[test]
    fn a_planned_fault_is_told_as_it_is_now_and_one_that_is_gone_as_it_was() {
        let fault = |at_s| Fault {
            at_s,
            for_s: None,
            target: id("web"),
            kind: FaultKind::CrashOne,
            unknown: Default::default(),
        };
        let of = |faults: &[f64]| {
            let mut document = document();
            let scenario = Arc::make_mut(&mut document.scenario);
            scenario.faults = faults.iter().map(|at_s| fault(*at_s)).collect();
            document
        };
        for (old, new, want) in [
            (&[][..], &[60.0][..], Some((What::Planned(fault(60.0)), 0))),
            (
                &[60.0],
                &[60.0, 90.0],
                Some((What::Planned(fault(90.0)), 0)),
            ),
            (&[60.0], &[75.0], Some((What::Planned(fault(75.0)), 0))),
            (
                &[60.0, 90.0],
                &[90.0],
                Some((What::Unplanned(fault(60.0)), 0)),
            ),
            (&[60.0, 90.0], &[], Some((What::Unplanned(fault(60.0)), 1))),
            (&[60.0, 90.0], &[90.0, 60.0], None),
        ] {
            let told = told(&of(old), &of(new)).map(|(what, _, others)| (what, others));
            assert_eq!(told, want, "{old:?} {new:?}");
        }
    }

    #[test]
    fn names_places_and_targets_are_nothing_to_a_run() {
        let (old, mut new) = (document(), document());
        new.name.push('x');
        Arc::make_mut(&mut new.scenario).targets.p99_ms = Some(1.0);
        let web = Arc::make_mut(&mut new.components[0]);
        (web.name, web.at) = ("other".to_owned(), [8.0, 0.0]);
        assert_eq!(Changes::between(&old, &new), None);
        Arc::make_mut(&mut new.components[0]).parent = Some(id("zone"));
        let moved = What::Moved(Some("zone".to_owned()));
        assert_eq!(told(&old, &new), Some((moved, "other".to_owned(), 0)));
    }
}
