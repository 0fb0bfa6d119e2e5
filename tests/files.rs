//! The examples as files: in the form that is saved, tidy on the canvas, healthy when they start.

use std::fs;
use std::path::{Path, PathBuf};

use sim_core::document::{Container, Document};
use sim_core::file::{load, save};
use sim_core::foundation::units::{SimTime, Span};
use sim_core::playback::Player;

const CARD: [f32; 2] = [176.0, 84.0];
/// Room around what stands in a container; at the top there is a title.
const PADDING: f32 = 24.0;
const TITLE: f32 = 36.0;

fn examples() -> Vec<(PathBuf, Document)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "json"));
    let read = |path: PathBuf| {
        let loaded = load(&fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(loaded.notes, [], "{}", path.display());
        (path, loaded.document)
    };
    paths.into_iter().map(read).collect()
}

fn apart(a: ([f32; 2], [f32; 2]), b: ([f32; 2], [f32; 2])) -> bool {
    (0..2).any(|axis| a.0[axis] + a.1[axis] <= b.0[axis] || b.0[axis] + b.1[axis] <= a.0[axis])
}

fn has_room_for(container: &Container, at: [f32; 2], size: [f32; 2]) -> bool {
    let inner = Container {
        at: [container.at[0] + PADDING, container.at[1] + TITLE],
        size: [
            container.size[0] - 2.0 * PADDING,
            container.size[1] - TITLE - PADDING,
        ],
        ..container.clone()
    };
    inner.holds(at, size)
}

#[test]
fn examples_are_in_the_form_that_is_saved() {
    let examples = examples();
    assert_eq!(examples.len(), topolab::storage::examples::EXAMPLES.len());
    for (path, document) in examples {
        assert_eq!(
            fs::read_to_string(&path).unwrap(),
            save(&document),
            "{}",
            path.display()
        );
        assert!(
            !document.name.is_empty() && document.description.ends_with('.'),
            "{}",
            path.display()
        );
    }
}

/// `tests/versions/N.json` has everything that version N had, and never changes: what was released loads for ever.
#[test]
fn files_of_every_version_load_and_nothing_in_them_is_lost() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("versions");
    for version in 1..=sim_core::file::VERSION {
        let text = fs::read_to_string(folder.join(format!("{version}.json"))).unwrap();
        let loaded = load(&text).unwrap_or_else(|error| panic!("version {version}: {error}"));
        let unknown = text.matches("\"later\"").count() + text.matches("\"owner\"").count();
        assert_eq!(loaded.notes.len(), unknown, "{:?}", loaded.notes);
        let (saved, given): (serde_json::Value, serde_json::Value) = (
            serde_json::from_str(&save(&loaded.document)).unwrap(),
            serde_json::from_str(&text).unwrap(),
        );
        if version == sim_core::file::VERSION {
            assert_eq!(saved, given, "saved as it was read, unknown fields too");
        }
        assert_eq!(
            load(&save(&loaded.document)).unwrap().document,
            loaded.document
        );
    }
}

#[test]
fn examples_are_tidy_on_the_canvas() {
    for (path, document) in examples() {
        let path = path.display();
        let cards: Vec<_> = document.components.values().collect();
        for (index, card) in cards.iter().enumerate() {
            assert!(
                card.at.iter().all(|at| at % 8.0 == 0.0),
                "{path}: {} is off the grid",
                card.id
            );
            for other in &cards[index + 1..] {
                assert!(
                    apart((card.at, CARD), (other.at, CARD)),
                    "{path}: {} covers {}",
                    card.id,
                    other.id
                );
            }
            if let Some(parent) = &card.parent {
                assert!(
                    has_room_for(&document.containers[parent], card.at, CARD),
                    "{path}: {} in {parent}",
                    card.id
                );
            }
        }
        for inner in document.containers.values() {
            if let Some(parent) = &inner.parent {
                assert!(
                    has_room_for(&document.containers[parent], inner.at, inner.size),
                    "{path}: {} in {parent}",
                    inner.id
                );
            }
        }
    }
}

#[test]
fn examples_start_healthy() {
    for (path, document) in examples() {
        let mut player = Player::new(&document, document.scenario.seed).unwrap();
        let minute = SimTime::ZERO + Span::from_secs(60);
        assert!(
            player.run_until(minute, u64::MAX).unwrap(),
            "{}",
            path.display()
        );
        player.finish().unwrap();
        let frame = player.frame();
        assert!(
            frame.verdict.failed_percent < 0.1,
            "{}: {:?}",
            path.display(),
            frame.verdict
        );
        assert_eq!(
            frame.verdict.slo,
            Some(true),
            "{}: {:?}",
            path.display(),
            frame.verdict
        );
        assert!(frame.snapshot.totals.ok > 1_000, "{}", path.display());
    }
}

#[test]
fn the_first_example_is_busy_but_not_full() {
    let (_, document) = examples()
        .into_iter()
        .find(|(path, _)| path.ends_with("three-tier.json"))
        .unwrap();
    let mut player = Player::new(&document, 7).unwrap();
    player
        .run_until(SimTime::ZERO + Span::from_secs(60), u64::MAX)
        .unwrap();
    let frame = player.frame();
    let goodput = frame.verdict.goodput_per_s;
    assert!((1_150.0..1_250.0).contains(&goodput), "{goodput}");
    for id in ["web-a", "web-c", "was-a", "was-c", "orders"] {
        let view = frame
            .snapshot
            .components
            .iter()
            .find(|view| view.id.as_str() == id)
            .unwrap();
        assert!(
            (0.38..0.75).contains(&view.utilization_mean),
            "{id}: {}",
            view.utilization_mean
        );
    }
}
