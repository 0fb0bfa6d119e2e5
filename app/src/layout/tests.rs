//! What a drawing put in order always is, on drawings of every kind.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use indexmap::IndexSet;
use sim_core::document::{Document, Item};
use sim_core::edit::{Edit, apply};
use sim_core::foundation::ids::Id;

use super::tree::SLOT;
use super::{arrange, arrange_while};
use crate::scene::fixture::{component, container, document, id, link, three_tier};

/// Numbers that look thrown, the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

/// A region with zones, some components in each or outside; links forward only, or in any direction.
fn thrown(seed: u64, count: usize, links: usize, rings: bool) -> Document {
    let mut dice = Dice(seed);
    let mut containers = vec![container(
        "r",
        "region",
        "R",
        [0.0, 0.0, 800.0, 560.0],
        None,
    )];
    let zones = 1 + dice.below(4);
    for zone in 0..zones {
        let frame = [dice.below(900) as f32, dice.below(900) as f32, 300.0, 200.0];
        containers.push(container(
            &format!("z{zone}"),
            "zone",
            "Z",
            frame,
            Some("r"),
        ));
    }
    let homes: Vec<Option<String>> = (0..zones)
        .map(|z| Some(format!("z{z}")))
        .chain([None, Some("r".to_owned())])
        .collect();
    let components = (0..count).map(|index| {
        let home = homes[dice.below(homes.len())].clone();
        let at = [dice.below(2000) as f32, dice.below(2000) as f32];
        component(&format!("c{index}"), "server", "C", at, home.as_deref())
    });
    let components: Vec<_> = components.collect();
    let mut drawn = IndexSet::new();
    for _ in 0..links {
        let (a, b) = (dice.below(count), dice.below(count));
        if a != b {
            drawn.insert(if rings { (a, b) } else { (a.min(b), a.max(b)) });
        }
    }
    let links = drawn
        .into_iter()
        .map(|(a, b)| link(&format!("c{a}"), &format!("c{b}")));
    document(components, containers, links.collect())
}

fn ordered(drawing: &Document, chosen: &[&str]) -> Document {
    let chosen = chosen.iter().map(|text| id(text)).collect();
    let places = arrange(drawing, &chosen);
    apply(drawing, &Edit::Arrange { places }).unwrap()
}

/// Id, container, corner and size.
type Framed = (Id, Option<Id>, [f32; 2], [f32; 2]);

/// Every card and container.
fn frames(drawing: &Document) -> Vec<Framed> {
    let cards = drawing
        .components
        .values()
        .map(|c| (c.id.clone(), c.parent.clone(), c.at, [176.0, 84.0]));
    let boxes = drawing
        .containers
        .values()
        .map(|c| (c.id.clone(), c.parent.clone(), c.at, c.size));
    boxes.chain(cards).collect()
}

fn assert_in_order(drawing: &Document) {
    let frames = frames(drawing);
    for (index, (one, parent, at, size)) in frames.iter().enumerate() {
        for (other, _, at2, size2) in frames[index + 1..].iter().filter(|f| f.1 == *parent) {
            let apart = [0, 1]
                .into_iter()
                .any(|i| at[i] + size[i] + 20.0 <= at2[i] || at2[i] + size2[i] + 20.0 <= at[i]);
            assert!(apart, "{one} {at:?} {size:?} and {other} {at2:?} {size2:?}");
        }
        if let Some(host) = parent.as_ref().and_then(|id| drawing.containers.get(id)) {
            let inner = [at[0] - 20.0, at[1] - 40.0];
            assert!(
                host.holds(inner, [size[0] + 40.0, size[1] + 60.0]),
                "{one} in {}: {at:?} {size:?}",
                host.id
            );
        }
    }
}

#[test]
fn nothing_overlaps_and_containers_hold_what_is_theirs() {
    for seed in 0..60 {
        let drawing = thrown(seed, 3 + seed as usize, 2 * seed as usize, seed % 2 == 1);
        assert_in_order(&ordered(&drawing, &[]));
    }
}

#[test]
fn without_rings_every_link_runs_from_left_to_right() {
    for seed in 0..60 {
        let drawing = ordered(&thrown(seed, 40, 60, false), &[]);
        for link in drawing.links.values() {
            let [from, to] = [&link.from, &link.to].map(|end| drawing.components[end].at[0]);
            assert!(from + 176.0 + 90.0 <= to, "{}: {from} to {to}", link.id);
        }
    }
}

#[test]
fn the_same_drawing_gives_the_same_places_wherever_things_stood() {
    for seed in 0..20 {
        let drawing = thrown(seed, 30, 50, true);
        let once = ordered(&drawing, &[]);
        assert_eq!(once, ordered(&drawing, &[]));
        assert_eq!(ordered(&once, &[]), once, "put in order twice");
        // The corner stays; all else comes from the topology.
        let mut moved = drawing.clone();
        for component in moved.components.values_mut().skip(1) {
            Arc::make_mut(component).at = [component.at[1] + 3000.0, component.at[0] + 3000.0];
        }
        let after = ordered(&moved, &[]);
        let shift = |d: &Document| {
            let [x, y] = d.components["c0"].at;
            d.components
                .values()
                .map(|c| [c.at[0] - x, c.at[1] - y])
                .collect::<Vec<_>>()
        };
        assert_eq!(shift(&after), shift(&once));
    }
}

#[test]
fn an_order_without_crossings_is_found() {
    // Two layers whose document order crosses everywhere.
    let count = 8;
    let name = |side: &str, index: usize| format!("{side}{index}");
    let cards = (0..count).flat_map(|i| {
        ["a", "b"].map(|side| component(&name(side, i), "server", "C", [0.0, 0.0], None))
    });
    let links = (0..count).map(|i| link(&name("a", i), &name("b", count - 1 - i)));
    let drawing = ordered(&document(cards.collect(), vec![], links.collect()), &[]);
    for link in drawing.links.values() {
        let [from, to] = [&link.from, &link.to].map(|end| drawing.components[end].at[1]);
        assert_eq!(from, to, "{} is level", link.id);
    }
}

#[test]
fn one_caller_of_three_stands_at_the_middle_one() {
    let cards = ["lb", "a", "b", "c"].map(|name| component(name, "server", name, [0.0, 0.0], None));
    let links = ["a", "b", "c"].map(|to| link("lb", to));
    let drawing = ordered(&document(cards.to_vec(), vec![], links.to_vec()), &[]);
    let y = |name: &str| drawing.components[name].at[1];
    assert_eq!(y("lb"), y("b"));
    assert!(y("a") < y("b") && y("b") < y("c"));
}

#[test]
fn only_the_chosen_move_and_containers_around_grow() {
    let mut drawing = three_tier();
    let zone = drawing
        .containers
        .values()
        .find(|c| c.kind == "zone")
        .unwrap()
        .id
        .clone();
    for index in 0..6 {
        let new = component(
            &format!("n{index}"),
            "server",
            "N",
            [0.0, 0.0],
            Some(zone.as_str()),
        );
        drawing.components.insert(new.id.clone(), Arc::new(new));
    }
    let chosen: Vec<String> = (0..6).map(|i| format!("n{i}")).collect();
    let chosen: Vec<&str> = chosen.iter().map(String::as_str).collect();
    let after = ordered(&drawing, &chosen);
    for (name, before) in &drawing.components {
        let moved = after.components[name].at != before.at;
        assert!(chosen.contains(&name.as_str()) || !moved, "{name}");
    }
    let host = &after.containers[&zone];
    for name in &chosen {
        let at = after.components[*name].at;
        let outside = at[0] < host.at[0] || at[1] < host.at[1];
        assert!(
            outside || host.holds(at, [176.0, 84.0]),
            "{name} in {host:?}"
        );
    }
    let alone = arrange(&drawing, &[id("n0")].into_iter().collect());
    assert!(alone.is_empty(), "a card alone is in order");
}

#[test]
fn empty_and_odd_drawings_are_answered() {
    assert!(arrange(&Document::default(), &IndexSet::new()).is_empty());
    let one = document(
        vec![],
        vec![container(
            "r",
            "region",
            "R",
            [16.0, 24.0, 10.0, 10.0],
            None,
        )],
        vec![],
    );
    let after = ordered(&one, &[]);
    let Some(Item::Container(region)) = after.item(&id("r")) else {
        panic!("the region is gone")
    };
    assert_eq!(region.at, [16.0, 24.0]);
    assert!(region.size[0] >= SLOT[0] as f32 && region.size[1] >= SLOT[1] as f32);
}

#[test]
fn cards_without_links_fill_a_field() {
    let cards = (0..16).map(|i| component(&format!("c{i}"), "server", "C", [0.0, 0.0], None));
    let drawing = ordered(&document(cards.collect(), vec![], vec![]), &[]);
    let columns: IndexSet<_> = drawing
        .components
        .values()
        .map(|c| c.at[0] as i32)
        .collect();
    let rows: IndexSet<_> = drawing
        .components
        .values()
        .map(|c| c.at[1] as i32)
        .collect();
    assert_eq!((columns.len(), rows.len()), (4, 4));
}

#[test]
fn a_large_drawing_is_whole_too() {
    let drawing = ordered(&thrown(7, 5000, 8000, false), &[]);
    assert_eq!(
        arrange(&drawing, &IndexSet::new()).len(),
        drawing.components.len() + drawing.containers.len()
    );
}

#[test]
fn it_tells_how_far_it_is_and_is_given_up_when_nobody_wants_it() {
    let drawing = thrown(3, 40, 70, true);
    let (mut told, all) = (Vec::new(), IndexSet::new());
    let places = arrange_while(&drawing, &all, &mut |share| {
        told.push(share);
        true
    });
    assert_eq!(places, Some(arrange(&drawing, &all)));
    assert!(told.is_sorted() && told.first() == Some(&0.0) && told.last() == Some(&1.0));
    for left in 0..told.len() {
        let mut left = left;
        let given_up = arrange_while(&drawing, &all, &mut |_| {
            left = left.saturating_sub(1);
            left > 0
        });
        assert_eq!(given_up, None);
    }
}
