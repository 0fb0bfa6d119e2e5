#![allow(clippy::unwrap_used)]

use sim_core::engine::snapshot::{Health, Live};

use super::figures::{CardRun, LinkRun, Measured};
use super::fixture::{
    component, component_view, container, document, id, link, snapshot, three_tier,
};
use super::*;
use crate::i18n::Lang;
use crate::scene::shape::Text;

fn texts_in(shapes: &[Shape]) -> Vec<&Text> {
    let texts = shapes.iter().filter_map(|shape| match shape {
        Shape::Text(text) => Some(text),
        _ => None,
    });
    texts.collect()
}

const LONG: [&str; 4] = [
    "a component whose name nobody would ever want to read to its very end",
    "아주아주 길고도 길어서 카드에 도저히 들어갈 수 없는 주문 처리 데이터베이스",
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
    "line\nbreak\tand a 🚀 that no bundled font has 🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀",
];

#[test]
fn no_text_leaves_its_card() {
    for lang in Lang::ALL {
        let texts = Texts::new(lang);
        for (n, name) in LONG.iter().enumerate() {
            for health in [
                Health::Unknown,
                Health::Ok,
                Health::Busy,
                Health::Affected,
                Health::Saturated,
                Health::Down,
            ] {
                let service = [
                    "was",
                    "rds",
                    "client",
                    "no-such-service-with-a-very-long-name",
                ][n];
                let component = Arc::new(component("c", service, name, [40.0, -80.0], None));
                let mut view = component_view(&component.id, health, 7.0, 1.0e15);
                view.queue = u64::MAX;
                view.live.p99_s = 1.0e9;
                let run = Snapshot {
                    events: 1,
                    live: Live {
                        window_s: 1.0,
                        ..Live::default()
                    },
                    components: vec![view],
                    ..Snapshot::default()
                };
                let run = CardRun::of(&component.id, 0, Some(&Measured::new(&run)));
                let card = CardElement::new(&component, &run, Theme::dark(), texts);
                for text in texts_in(&card.details().shapes) {
                    assert!(
                        card.rect.encloses(&text.rect()),
                        "{text:?} leaves {:?}",
                        card.rect
                    );
                }
            }
        }
    }
}

#[test]
fn texts_of_a_card_do_not_overlap() {
    let document = three_tier();
    let run = snapshot(&document);
    for lang in Lang::ALL {
        for card in build(&document, Some(&run), Theme::dark(), Texts::new(lang)).cards {
            let texts = texts_in(&card.details().shapes);
            for (i, a) in texts.iter().enumerate() {
                for b in &texts[i + 1..] {
                    assert!(!a.rect().intersects(&b.rect()), "{a:?} and {b:?}");
                }
            }
        }
    }
}

#[test]
fn titles_stay_in_their_containers() {
    for name in LONG {
        for size in [[0.0, 0.0], [30.0, 20.0], [160.0, 100.0]] {
            let document = document(
                vec![],
                vec![container(
                    "z",
                    "zone",
                    name,
                    [0.0, 0.0, size[0], size[1]],
                    None,
                )],
                vec![],
            );
            let scene = build(&document, None, Theme::light(), Texts::default());
            for text in texts_in(&scene.containers[0].heading)
                .iter()
                .filter(|text| !text.string.is_empty())
            {
                assert!(scene.containers[0].rect.encloses(&text.rect()), "{text:?}");
            }
        }
    }
}

#[test]
fn strange_numbers_give_finite_shapes() {
    let places = [
        [f32::NAN, 0.0],
        [f32::INFINITY, f32::NEG_INFINITY],
        [f32::MAX, f32::MIN],
        [0.0, 0.0],
        [0.0, 0.0],
    ];
    let components: Vec<_> = places
        .iter()
        .enumerate()
        .map(|(i, at)| component(&format!("c{i}"), "was", "", *at, None))
        .collect();
    let links = (0..places.len())
        .flat_map(|a| (0..places.len()).map(move |b| link(&format!("c{a}"), &format!("c{b}"))))
        .collect();
    let containers = vec![container(
        "z",
        "zone",
        "z",
        [f32::NAN, f32::MAX, f32::INFINITY, -4.0],
        None,
    )];
    let document = document(components, containers, links);
    let mut run = snapshot(&document);
    run.lost_containers = vec![id("z")];
    for view in &mut run.components {
        view.utilization = f64::NAN;
        view.live.offered_per_s = f64::INFINITY;
    }
    for view in &mut run.links {
        view.per_s = f64::INFINITY;
    }
    let scene = build(&document, Some(&run), Theme::dark(), Texts::default());
    assert_eq!(scene.links.len(), 25);
    for shape in scene.shapes() {
        assert!(
            shape.bounds().is_some_and(|bounds| bounds.is_finite()),
            "{shape:?}"
        );
    }
    assert!(scene.bounds.is_finite());
}

#[test]
fn the_same_input_gives_the_same_scene() {
    let document = three_tier();
    let run = snapshot(&document);
    let build = || super::build(&document, Some(&run), Theme::dark(), Texts::default());
    assert_eq!(build(), build());
}

#[test]
fn links_of_the_example_avoid_cards_and_their_pills_too() {
    let document = three_tier();
    let run = snapshot(&document);
    let scene = build(&document, Some(&run), Theme::dark(), Texts::default());
    for link in &scene.links {
        for card in scene
            .cards
            .iter()
            .filter(|card| card.id != link.from && card.id != link.to)
        {
            let through = link.line().iter().any(|point| card.rect.contains(*point));
            assert!(!through, "{} runs through {}", link.id, card.id);
        }
        let Some(rect) = link.pill_rect() else {
            panic!("{} has no pill", link.id)
        };
        assert!(
            scene.cards.iter().all(|card| !card.rect.intersects(&rect)),
            "{}",
            link.id
        );
    }
}

#[test]
fn states_are_told_by_shape_and_word() {
    let document = three_tier();
    let run = snapshot(&document);
    let scene = build(&document, Some(&run), Theme::dark(), Texts::default());
    let lost = scene
        .containers
        .iter()
        .find(|c| c.id == id("zone-c"))
        .unwrap();
    assert!(lost.lost && lost.label.contains("Lost"));
    assert!(lost.shapes.len() > 10, "hatched");
    let cut = scene.links.iter().find(|l| l.figures.cut).unwrap();
    assert!(cut.details().label.contains("cut"));
    let scaling = scene.cards.iter().find(|c| c.id == id("was-a")).unwrap();
    assert!(
        texts_in(&scaling.details().shapes)
            .iter()
            .any(|t| t.string == "1 → 2 · warming")
    );
    assert!(scaling.details().figures.faulty);
}

#[test]
fn an_empty_document_is_an_empty_scene() {
    let scene = build(&Document::default(), None, Theme::dark(), Texts::default());
    assert!(scene.is_empty() && scene.shapes().next().is_none());
    assert_eq!(scene.bounds, Rect::default());
}

#[test]
fn a_link_without_an_end_is_left_out() {
    let document = document(
        vec![component("a", "was", "a", [0.0, 0.0], None)],
        vec![],
        vec![link("a", "gone")],
    );
    assert!(
        build(&document, None, Theme::dark(), Texts::default())
            .links
            .is_empty()
    );
}

#[test]
fn the_configuration_shows_what_runs_now() {
    let document = three_tier();
    let mut run = snapshot(&document);
    let index = run
        .components
        .iter()
        .position(|view| view.id == id("was-c"));
    run.components[index.unwrap()].instances.up = 5;
    run.components[index.unwrap()].instances.desired = 5;
    let scene = build(&document, Some(&run), Theme::dark(), Texts::default());
    let card = scene
        .cards
        .iter()
        .find(|card| card.id == id("was-c"))
        .unwrap();
    assert!(
        card.details()
            .figures
            .configuration
            .contains(&"5 × t3.medium".to_owned())
    );
    let before = build(&document, None, Theme::dark(), Texts::default());
    let card = before
        .cards
        .iter()
        .find(|card| card.id == id("was-c"))
        .unwrap();
    assert!(
        card.details()
            .figures
            .configuration
            .contains(&"2 × t3.medium".to_owned())
    );
}

#[test]
fn figures_are_found_wherever_a_snapshot_has_them() {
    let card = |id: &str| component(id, "server", id, [0.0, 0.0], None);
    let cards = vec![card("a"), card("b"), card("c")];
    let document = document(cards, Vec::new(), vec![link("a", "b"), link("b", "c")]);
    let run = snapshot(&document);
    let mut other = run.clone();
    other.components.reverse();
    other.links.reverse();
    let [here, there] = [&run, &other].map(Measured::new);
    for (index, component) in document.components.values().enumerate() {
        let of = |measured| CardRun::of(&component.id, index, Some(measured));
        assert_ne!(of(&here), CardRun::default());
        assert_eq!(of(&here), of(&there));
    }
    for (index, link) in document.links.values().enumerate() {
        let target = document.components.get_index_of(&link.to).unwrap();
        let of = |measured: &Measured<'_>| {
            let target = measured.health(target, &link.to);
            LinkRun::of(&link.id, index, target, Some(measured))
        };
        assert_ne!(of(&here), LinkRun::default());
        assert_eq!(of(&here), of(&there));
    }
    let gone = card("d");
    let of_gone = CardRun::of(&gone.id, 1, Some(&here));
    assert_eq!(of_gone, CardRun::default());
}
