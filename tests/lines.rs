//! Lines of whole drawings: they keep off cards, off each other's ends, and their labels cover nothing.

use std::sync::Arc;

use sim_core::document::Document;
use sim_core::engine::snapshot::Snapshot;
use sim_core::foundation::units::{SimTime, Span};
use sim_core::playback::player::Player;
use topolab::i18n::{Lang, Texts};
use topolab::scene::{self, LinkElement, Point, Rect, Scene, Shape};
use topolab::storage::{examples::EXAMPLES, patterns::PATTERNS};
use topolab::theme::Theme;

/// All examples and patterns, with their names.
fn drawings() -> Vec<(&'static str, Document)> {
    let examples = EXAMPLES.map(|example| (example.stem, example.text.to_owned()));
    let patterns = PATTERNS.map(|pattern| {
        let mut piece: serde_json::Value = serde_json::from_str(pattern.text).unwrap();
        let fields = piece.as_object_mut().unwrap();
        fields.remove("topolab_fragment").unwrap();
        fields.insert("version".to_owned(), 1.into());
        (pattern.stem, piece.to_string())
    });
    let all = examples.into_iter().chain(patterns);
    let load = |text: &str| sim_core::file::load(text).unwrap().document;
    all.map(|(stem, text)| (stem, load(&text))).collect()
}

fn shown(document: &Document, run: Option<&Snapshot>, lang: Lang) -> Scene {
    scene::build(document, run, Theme::dark(), Texts::new(lang))
}

/// The curve of a link in steps of a few canvas points.
fn line(link: &LinkElement) -> Vec<Point> {
    let Some(Shape::Curve { curve, .. }) = link.details().shapes.first() else {
        panic!("{} has no curve", link.id);
    };
    curve.flatten(200)
}

/// Cards that a link runs over without belonging to it.
fn crossed(scene: &Scene) -> Vec<String> {
    let mut found = Vec::new();
    for link in &scene.links {
        let line = line(link);
        let foreign = scene.cards.iter();
        let foreign = foreign.filter(|card| card.id != link.from && card.id != link.to);
        let over = foreign.filter(|card| line.iter().any(|point| card.rect.contains(*point)));
        found.extend(over.map(|card| format!("{} over {}", link.id, card.id)));
    }
    found
}

#[test]
fn no_link_of_any_example_or_pattern_crosses_a_foreign_card() {
    let mut links = 0;
    for (stem, document) in drawings() {
        let scene = shown(&document, None, Lang::En);
        links += scene.links.len();
        assert_eq!(crossed(&scene), Vec::<String>::new(), "{stem}");
    }
    assert!(links > 50, "{links}");
}

/// Titles of containers that a link runs through.
fn titles_crossed(scene: &Scene) -> Vec<String> {
    let mut found = Vec::new();
    for link in &scene.links {
        let line = line(link);
        let over = scene.containers.iter();
        let over = over.filter(|c| line.iter().any(|point| c.title.contains(*point)));
        found.extend(over.map(|c| format!("{} through the title of {}", link.id, c.id)));
    }
    found
}

#[test]
fn no_link_of_any_example_or_pattern_runs_through_a_title() {
    let mut titles = 0;
    for (stem, document) in drawings() {
        for lang in Lang::ALL {
            let scene = shown(&document, None, lang);
            titles += scene.containers.len();
            assert_eq!(titles_crossed(&scene), Vec::<String>::new(), "{stem}");
        }
    }
    assert!(titles > 20, "{titles}");
}

fn pill(link: &Arc<LinkElement>) -> Option<Rect> {
    link.pill_rect()
}

/// Pairs of a label and what it covers.
fn covered(scene: &Scene) -> Vec<String> {
    let mut found = Vec::new();
    for (at, link) in scene.links.iter().enumerate() {
        let Some(rect) = pill(link) else {
            found.push(format!("{} has no label", link.id));
            continue;
        };
        let cards = scene.cards.iter().map(|card| (&card.id, card.rect));
        let titles = scene.containers.iter().map(|c| (&c.id, c.title));
        let before = scene.links[..at].iter();
        let pills = before.filter_map(|other| Some((&other.id, pill(other)?)));
        let under = cards.chain(titles).chain(pills);
        let under = under.filter(|(_, other)| other.intersects(&rect));
        found.extend(under.map(|(id, _)| format!("label of {} over {id}", link.id)));
    }
    found
}

#[test]
fn labels_of_running_examples_cover_nothing_however_long_they_are() {
    let mut seen = 0;
    for (stem, document) in drawings() {
        let mut player = Player::new(&document, 7).unwrap();
        for second in [5, 20, 60] {
            let until = SimTime::ZERO + Span::from_secs_f64(f64::from(second));
            player.run_until(until, 400_000).unwrap();
            for long in [None, Some(98_765.4), Some(1_234_567.8)] {
                let mut run = player.frame().snapshot.clone();
                // Labels are there once the first live window is over; here they are from the start.
                run.live.window_s = run.live.window_s.max(1.0);
                for link in &mut run.links {
                    link.per_s = long.unwrap_or(link.per_s);
                }
                for lang in Lang::ALL {
                    let scene = shown(&document, Some(&run), lang);
                    seen += scene.links.iter().filter_map(pill).count();
                    assert_eq!(
                        covered(&scene),
                        Vec::<String>::new(),
                        "{stem} {second} {long:?}"
                    );
                }
            }
        }
    }
    assert!(seen > 900, "{seen}");
}

/// Servers at these places, linked by their numbers.
fn servers(places: &[[f32; 2]], links: &[(usize, usize)]) -> Document {
    let component = |(index, at): (usize, &[f32; 2])| {
        let name = format!("c{index}");
        serde_json::json!({"id": name, "service": "server", "name": name, "at": at})
    };
    let link = |(index, (from, to)): (usize, &(usize, usize))| {
        let [from, to] = [from, to].map(|end| format!("c{end}"));
        serde_json::json!({"id": format!("l{index}"), "from": from, "to": to})
    };
    let file = serde_json::json!({
        "version": 1,
        "components": places.iter().enumerate().map(component).collect::<Vec<_>>(),
        "links": links.iter().enumerate().map(link).collect::<Vec<_>>(),
    });
    sim_core::file::load(&file.to_string()).unwrap().document
}

#[test]
fn hard_ways_are_found() {
    let column = |x: f32, count: usize, step: f32| {
        (0..count).map(move |row| [x, row as f32 * step - 2.0 * step])
    };
    let wall = |step: f32| {
        let mut places = vec![[0.0, 0.0], [640.0, 0.0]];
        places.extend(column(320.0, 5, step));
        places
    };
    let cases = [
        (
            "a row",
            servers(
                &[[0.0, 0.0], [240.0, 0.0], [480.0, 0.0], [720.0, 0.0]],
                &[(0, 3), (3, 0), (0, 2)],
            ),
        ),
        (
            "a stack",
            servers(
                &[[0.0, 0.0], [0.0, 110.0], [0.0, 220.0], [0.0, 330.0]],
                &[(0, 3), (3, 0), (2, 0)],
            ),
        ),
        ("a wall with gaps", servers(&wall(110.0), &[(0, 1), (1, 0)])),
        ("a closed wall", servers(&wall(84.0), &[(0, 1), (1, 0)])),
        (
            "back over two",
            servers(
                &[[0.0, 0.0], [260.0, 20.0], [520.0, -20.0], [780.0, 0.0]],
                &[(3, 0), (2, 0), (3, 1)],
            ),
        ),
        (
            "a staircase",
            servers(
                &[[0.0, 0.0], [200.0, 100.0], [400.0, 200.0], [600.0, 300.0]],
                &[(0, 3), (3, 0)],
            ),
        ),
    ];
    for (name, document) in cases {
        let scene = shown(&document, None, Lang::En);
        assert_eq!(crossed(&scene), Vec::<String>::new(), "{name}");
    }
}

/// The smallest distance between two lines, their ends left out.
fn apart(a: &[Point], b: &[Point]) -> f32 {
    let inner = |line: &[Point]| line[line.len() / 10..line.len() * 9 / 10].to_vec();
    let (a, b) = (inner(a), inner(b));
    let far = |p: &Point| {
        b.iter()
            .map(|q| (p[0] - q[0]).hypot(p[1] - q[1]))
            .fold(f32::MAX, f32::min)
    };
    a.iter().map(far).fold(f32::MAX, f32::min)
}

#[test]
fn links_both_ways_between_two_cards_keep_apart() {
    let places = [
        [[0.0, 0.0], [320.0, 40.0]],
        [[0.0, 0.0], [20.0, 260.0]],
        [[0.0, 0.0], [-320.0, 0.0]],
    ];
    for places in places {
        let scene = shown(&servers(&places, &[(0, 1), (1, 0)]), None, Lang::En);
        let far = apart(&line(&scene.links[0]), &line(&scene.links[1]));
        assert!(far > 8.0, "{far} at {places:?}");
    }
}

/// Whether two polylines cross.
fn cross(a: &[Point], b: &[Point]) -> bool {
    let side = |p: Point, q: Point, r: Point| {
        (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
    };
    let crossing = |p: &[Point], q: &[Point]| {
        side(p[0], p[1], q[0]) * side(p[0], p[1], q[1]) < 0.0
            && side(q[0], q[1], p[0]) * side(q[0], q[1], p[1]) < 0.0
    };
    a.windows(2).any(|p| b.windows(2).any(|q| crossing(p, q)))
}

#[test]
fn links_into_one_side_come_in_the_order_of_their_origins() {
    let mut places: Vec<[f32; 2]> = [300.0, 0.0, 450.0, 150.0, 600.0].map(|y| [0.0, y]).to_vec();
    places.push([420.0, 300.0]);
    let links: Vec<(usize, usize)> = (0..5).map(|from| (from, 5)).collect();
    let scene = shown(&servers(&places, &links), None, Lang::En);
    let lines: Vec<Vec<Point>> = scene.links.iter().map(|link| line(link)).collect();
    for (at, a) in lines.iter().enumerate() {
        for b in &lines[..at] {
            assert!(!cross(a, b));
        }
    }
}

#[test]
fn ways_are_the_same_every_time_and_depend_on_what_is_near() {
    let near = [
        [0.0, 0.0],
        [240.0, 0.0],
        [480.0, 0.0],
        [720.0, 0.0],
        [480.0, 110.0],
    ];
    let links = [(0, 3), (3, 0), (0, 4)];
    let alone = shown(&servers(&near, &links), None, Lang::En);
    let mut places = near.to_vec();
    places.extend((0..30).map(|i| [i as f32 * 200.0, 4_000.0]));
    let with_others = shown(&servers(&places, &links), None, Lang::En);
    for (a, b) in alone.links.iter().zip(&with_others.links) {
        assert_eq!(line(a), line(b));
    }
}
