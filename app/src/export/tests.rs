#![allow(clippy::unwrap_used)]

use sim_core::document::Document;

use super::*;
use crate::i18n::Lang;
use crate::scene::Shape;
use crate::scene::fixture::{component, document, snapshot, three_tier};

fn scene_and_svg(theme: &'static Theme, texts: Texts) -> (Scene, String) {
    let document = three_tier();
    let run = snapshot(&document);
    let scene = scene::build(&document, Some(&run), theme, texts);
    let svg = svg_of(&scene, "three <tiers>", theme).unwrap();
    (scene, svg)
}

#[test]
fn the_file_holds_every_shape_of_the_scene() {
    let (scene, svg) = scene_and_svg(Theme::dark(), Texts::new(Lang::Ko));
    let tree = resvg::usvg::roxmltree::Document::parse(&svg).unwrap();
    let count = |tag: &str| {
        tree.root_element()
            .children()
            .filter(|node| node.has_tag_name(tag))
            .count()
    };
    let shapes = |wanted: fn(&Shape) -> bool| scene.shapes().filter(|shape| wanted(shape)).count();
    assert_eq!(count("text"), shapes(|s| matches!(s, Shape::Text(_))));
    assert_eq!(
        count("rect"),
        shapes(|s| matches!(s, Shape::Rect { .. })) + 1,
        "and the ground"
    );
    assert_eq!(count("g"), shapes(|s| matches!(s, Shape::Icon { .. })));
    assert_eq!(count("path"), shapes(|s| matches!(s, Shape::Curve { .. })));
    assert_eq!(count("title"), 1);
    let words: Vec<_> = tree.descendants().filter_map(|node| node.text()).collect();
    assert!(words.contains(&"모바일 앱"));
}

/// Pixels of a small document's picture that are much lighter than the card behind them.
fn light_pixels(name: &str) -> usize {
    let document = document(
        vec![component("a", "was", name, [0.0, 0.0], None)],
        vec![],
        vec![],
    );
    let bytes = png(&document, None, Theme::dark(), Texts::default(), 2.0).unwrap();
    let image = image::load_from_memory(&bytes).unwrap().into_rgba8();
    // The strip of the card that holds the name, in the middle where nothing has run.
    let strip =
        image::imageops::crop_imm(&image, (32 + 54) * 2, (32 + 27) * 2, 96 * 2, 18 * 2).to_image();
    strip.pixels().filter(|pixel| pixel.0[0] > 150).count()
}

#[test]
fn a_png_has_its_size_and_its_text() {
    let document = document(
        vec![component("a", "was", "서버", [0.0, 0.0], None)],
        vec![],
        vec![],
    );
    for scale in [1.0, 1.5, 2.0] {
        let bytes = png(&document, None, Theme::light(), Texts::default(), scale).unwrap();
        let image = image::load_from_memory(&bytes).unwrap();
        let side = |points: f32| ((points + 2.0 * BORDER) * scale).ceil() as u32;
        assert_eq!([image.width(), image.height()], [side(176.0), side(84.0)]);
    }
    let [nothing, korean, english] = ["", "한글이름", "Name"].map(light_pixels);
    assert_eq!(nothing, 0);
    assert!(korean > 100 && english > 60, "{korean} {english}");
}

/// All texts of a picture.
fn words(svg: &str) -> Vec<String> {
    let tree = resvg::usvg::roxmltree::Document::parse(svg).unwrap();
    let texts = tree.descendants().filter(|node| node.has_tag_name("text"));
    texts
        .filter_map(|node| node.text().map(str::to_owned))
        .collect()
}

#[test]
fn names_are_whole_with_a_run_and_without() {
    let long = [
        "Order processing service",
        "주문 처리 데이터베이스",
        "session-cache-for-mobile",
    ];
    let cards = long.iter().zip(0..).map(|(name, at)| {
        let id = format!("c{at}");
        component(&id, "was", name, [at as f32 * 240.0, 0.0], None)
    });
    let document = document(cards.collect(), vec![], vec![]);
    let run = snapshot(&document);
    for snapshot in [None, Some(&run)] {
        let (theme, texts) = (Theme::dark(), Texts::default());
        let window = scene::build(&document, snapshot, theme, texts);
        let cut = svg_of(&window, "", theme).unwrap();
        assert!(
            words(&cut).iter().any(|word| word.ends_with('…')),
            "the window cuts them"
        );
        let paper = svg_of(&window.on_paper(), "", theme).unwrap();
        let words = words(&paper);
        for name in long {
            let parts = words.iter().filter(|word| name.contains(word.as_str()));
            let parts: Vec<&str> = parts.map(String::as_str).collect();
            assert_eq!(
                parts.concat().replace(' ', ""),
                name.replace(' ', ""),
                "{words:?}"
            );
        }
    }
}

#[test]
fn a_design_that_has_not_run_has_no_places_for_figures() {
    let document = three_tier();
    let svg = |run: Option<&sim_core::engine::Snapshot>| {
        let scene = scene::build(&document, run, Theme::dark(), Texts::default()).on_paper();
        svg_of(&scene, "", Theme::dark()).unwrap()
    };
    let track = format!("fill=\"{}\"", Theme::dark().track.css());
    let (before, after) = (svg(None), svg(Some(&snapshot(&document))));
    assert!(after.contains(&track) && words(&after).iter().any(|word| word.starts_with("p99 ")));
    assert!(!before.contains(&track));
    let empty = |word: &String| word == "–" || word.starts_with("p99");
    assert!(!words(&before).iter().any(empty), "{:?}", words(&before));
}

#[test]
fn both_weights_are_drawn_with_the_bundled_fonts() {
    let (_, svg) = scene_and_svg(Theme::light(), Texts::default());
    let bold = raster::png(&svg, 1.0).unwrap();
    let regular = raster::png(
        &svg.replace("font-weight=\"600\"", "font-weight=\"400\""),
        1.0,
    )
    .unwrap();
    assert_ne!(bold, regular);
}

#[test]
fn limits_are_errors() {
    let empty = Document::default();
    assert_eq!(
        svg(&empty, None, Theme::dark(), Texts::default()),
        Err(ExportError::Empty)
    );
    let far = [
        component("a", "was", "a", [0.0, 0.0], None),
        component("b", "was", "b", [200_000.0, 0.0], None),
    ];
    let far = document(far.into(), vec![], vec![]);
    let error = png(&far, None, Theme::dark(), Texts::default(), 1.0).unwrap_err();
    assert!(matches!(error, ExportError::TooLarge { .. }), "{error}");
    for scale in [0.0, -1.0, f32::NAN, f32::INFINITY, 1000.0] {
        let error = png(&three_tier(), None, Theme::dark(), Texts::default(), scale).unwrap_err();
        assert!(matches!(error, ExportError::Scale(_)), "{error}");
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let draw = || png(&three_tier(), None, Theme::dark(), Texts::default(), 1.0).unwrap();
    assert_eq!(draw(), draw());
}
