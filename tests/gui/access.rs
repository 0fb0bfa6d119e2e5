//! What a screen reader hears and a tired hand can hit, on every main screen, in both languages.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use egui::accesskit::Role;
use egui::{Key, PointerButton, Rect, WidgetRect};
use egui_kittest::kittest::{NodeT, Queryable};
use sim_core::document::{Document, FaultKind, NoteKind};
use topolab::commands::{AppCommand, Menu, SelectMode};
use topolab::i18n::{Lang, Texts};
use topolab::session::{Adding, AfterUnsaved, Dialog, ExportKind, Finder, Writing};
use topolab::theme::style::TARGET;

use super::canvas::{Window, app, command, document, drawing, id, press, window_of};

/// A node as a screen reader gets it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Heard {
    parent: String,
    role: String,
    name: String,
    value: String,
}

/// Everything of a frame that can have the keyboard. What is for the pointer alone (edges of containers, handles) has
/// something named beside it that does the same.
fn controls(window: &Window) -> Vec<WidgetRect> {
    window.ctx.viewport(|viewport| {
        let layers = viewport.prev_pass.widgets.layers();
        let all = layers.flat_map(|(_, widgets)| widgets.iter().copied());
        // What egui makes of a menu as a whole is no control.
        let whole = |widget: &WidgetRect| widget.id == widget.layer_id.id.with("move");
        all.filter(|widget| widget.sense.is_focusable() && widget.enabled && !whole(widget))
            .collect()
    })
}

/// A key of the translation files instead of words, such as `panel.no_such`.
fn is_raw_key(text: &str) -> bool {
    const KEYS: &str = include_str!("../../assets/i18n/en.json");
    let Some((group, rest)) = text.split_once('.') else {
        return false;
    };
    let known = !group.is_empty() && KEYS.contains(&format!("\n  \"{group}."));
    known && !rest.is_empty() && !rest.starts_with(' ')
}

/// What is wrong on a screen.
fn faults(window: &Window, screen: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut heard: BTreeMap<Heard, usize> = BTreeMap::new();
    let controls = controls(window);
    let known: BTreeMap<u64, WidgetRect> = controls
        .iter()
        .map(|widget| (widget.id.accesskit_id().0, *widget))
        .collect();
    let mut told = BTreeSet::new();
    for node in window.query_all_by(|_| true) {
        let node = node.accesskit_node();
        let (label, value) = (
            node.label().unwrap_or_default(),
            node.value().unwrap_or_default(),
        );
        for text in [&label, &value] {
            if is_raw_key(text) {
                wrong.push(format!("{screen}: a key instead of words: {text}"));
            }
        }
        let Some(widget) = known.get(&node.locate().0.0) else {
            continue;
        };
        told.insert(node.locate().0.0);
        let role = node.role();
        // A text that can be pressed is its own name; a thin edge has commands in the menu of the view.
        let label = if role == Role::Label {
            value.clone()
        } else {
            label
        };
        let thin = matches!(role, Role::Label | Role::Splitter);
        let what = format!(
            "{screen}: {role:?} {label:?} ({value:?}) at {:?}",
            widget.rect
        );
        if label.trim().is_empty() {
            wrong.push(format!("{what}: no name"));
        }
        if matches!(role, Role::Unknown | Role::GenericContainer) {
            wrong.push(format!("{what}: no role"));
        }
        if !thin && seen_whole(window, widget) && too_small(widget.rect) {
            wrong.push(format!("{what}: smaller than {TARGET} points"));
        }
        let one = Heard {
            parent: format!("{:?}", node.parent_id()),
            role: format!("{role:?}"),
            name: label,
            value: format!("{value} {:?} {:?}", node.toggled(), node.numeric_value()),
        };
        *heard.entry(one).or_default() += 1;
    }
    for widget in &controls {
        if !told.contains(&widget.id.accesskit_id().0) {
            wrong.push(format!("{screen}: not in the tree: {widget:?}"));
        }
    }
    for (one, count) in heard.into_iter().filter(|(_, count)| *count > 1) {
        wrong.push(format!("{screen}: {count} times the same: {one:?}"));
    }
    wrong
}

/// Half pixels of a layout are no fault.
fn too_small(rect: Rect) -> bool {
    rect.width() < TARGET - 0.5 || rect.height() < TARGET - 0.5
}

/// Not cut off by the edge of a scrolled part.
fn seen_whole(window: &Window, widget: &WidgetRect) -> bool {
    let cut = widget.interact_rect.size() - widget.rect.size();
    cut.abs().max_elem() < 1.0 && window.ctx.content_rect().contains_rect(widget.rect)
}

/// Opens the tab of this translation key.
pub(super) fn open_tab(window: &mut Window, key: &str) {
    let name = Texts::new(app(window).session().lang()).tr(key);
    window
        .get_by(|node| node.role() == Role::Tab && node.label().as_deref() == Some(name))
        .click();
    window.run();
}

fn choose(window: &mut Window, items: &[&str]) {
    let ids = items.iter().map(|item| id(item)).collect();
    let mode = SelectMode::Replace;
    command(window, AppCommand::Select { ids, mode });
}

/// Two zones with a run behind them, a fault in it, notes beside it.
fn run_through(size: [f32; 2], lang: Lang) -> Window {
    let mut window = window_of(size, drawing());
    command(&mut window, AppCommand::SetLanguage(lang));
    for (kind, at) in [
        (NoteKind::Text, [0.0, 260.0]),
        (NoteKind::Frame, [0.0, 400.0]),
    ] {
        command(&mut window, AppCommand::PlaceNote { kind, at: Some(at) });
        command(&mut window, AppCommand::EndRename);
    }
    command(&mut window, AppCommand::StepSeconds(20.0));
    let (kind, target, for_s) = (FaultKind::CrashAll, id("was"), None);
    command(
        &mut window,
        AppCommand::Inject {
            kind,
            target,
            for_s,
        },
    );
    command(&mut window, AppCommand::StepSeconds(30.0));
    command(&mut window, AppCommand::ClearSelection);
    command(&mut window, AppCommand::FitAll);
    window
}

/// Shows every main screen to `see`, with a name for messages.
pub(super) fn every_screen(size: [f32; 2], lang: Lang, see: &mut dyn FnMut(&mut Window, &str)) {
    let mut empty = window_of(size, Document::default());
    command(&mut empty, AppCommand::SetLanguage(lang));
    see(&mut empty, "empty");

    let mut window = run_through(size, lang);
    for tab in [
        "events",
        "findings",
        "components",
        "failures",
        "compare",
        "timeline",
    ] {
        open_tab(&mut window, &format!("dock.{tab}"));
        see(&mut window, tab);
    }
    command(&mut window, AppCommand::KeepRun);
    command(&mut window, AppCommand::StepSeconds(30.0));
    see(&mut window, "compared");
    open_tab(&mut window, "dock.timeline");
    for item in ["users", "alb", "was", "db"] {
        choose(&mut window, &[item]);
        for tab in ["live", "cost", "learn", "configure"] {
            open_tab(&mut window, &format!("inspector.{tab}"));
            see(&mut window, &format!("{item} {tab}"));
        }
    }
    for (item, tabs) in [("alb-was", 2), ("zone-a", 3)] {
        choose(&mut window, &[item]);
        for tab in ["live", "learn", "configure"].iter().skip(3 - tabs) {
            if item == "alb-was" && *tab == "learn" {
                continue;
            }
            open_tab(&mut window, &format!("inspector.{tab}"));
            see(&mut window, &format!("{item} {tab}"));
        }
    }
    let notes: Vec<String> = document(&window)
        .notes
        .keys()
        .map(ToString::to_string)
        .collect();
    for note in &notes {
        choose(&mut window, &[note]);
        see(&mut window, "note");
    }
    choose(&mut window, &["alb", "was", "zone-a"]);
    see(&mut window, "several");
    choose(&mut window, &["alb", "was"]);
    see(&mut window, "two components");
    command(&mut window, AppCommand::Find(true));
    see(&mut window, "find");
    command(&mut window, AppCommand::Find(false));
    command(&mut window, AppCommand::Present(true));
    see(&mut window, "presentation");
    command(&mut window, AppCommand::Present(false));
    menus(&mut window, see);
    dialogs(&mut window, see);
}

/// The menus of the bar and of the right button.
fn menus(window: &mut Window, see: &mut dyn FnMut(&mut Window, &str)) {
    let texts = Texts::new(app(window).session().lang());
    for menu in Menu::ALL {
        let name = texts.tr(menu.key());
        let Some(button) = window.query_by_role_and_label(Role::Button, name) else {
            continue; // folded into one in a narrow window
        };
        button.click();
        window.run();
        see(window, menu.key());
        window.key_press(Key::Escape);
        window.run();
    }
    for item in ["Browsers, ", "Seoul, "] {
        let place = window.get_by(|node| {
            node.role() == Role::Button && node.label().is_some_and(|label| label.starts_with(item))
        });
        let place = place.rect().center();
        press(window, place, PointerButton::Secondary);
        see(window, &format!("menu of {item}"));
        window.key_press(Key::Escape);
        window.run();
    }
}

fn dialogs(window: &mut Window, see: &mut dyn FnMut(&mut Window, &str)) {
    for dialog in all_dialogs() {
        command(window, AppCommand::ShowDialog(dialog.clone()));
        see(window, &format!("{dialog:?}"));
        command(window, AppCommand::CloseDialog);
        // Some are closed by their own answer alone.
        if app(window).session().view().dialog.is_some() {
            window.key_press(Key::Escape);
            window.run();
        }
        assert_eq!(app(window).session().view().dialog, None);
    }
}

/// One of each.
pub(super) fn all_dialogs() -> Vec<Dialog> {
    let path = std::path::PathBuf::from("/none/shop.json");
    vec![
        Dialog::Keys,
        Dialog::About,
        Dialog::Finder(Finder::Commands),
        Dialog::Finder(Finder::Add(Adding::default())),
        Dialog::Sweep,
        Dialog::OpenPath,
        Dialog::SavePath {
            suggested: "shop.json".into(),
        },
        Dialog::Picture {
            kind: ExportKind::Png,
        },
        Dialog::ExportPath {
            kind: ExportKind::Png,
            suggested: "shop.png".into(),
        },
        Dialog::Failure {
            title: "Not saved".into(),
            text: "The disk is full.".into(),
            elsewhere: Some(Writing::Document { path: path.clone() }),
        },
        Dialog::Overwrite {
            writing: Writing::Document { path: path.clone() },
        },
        Dialog::Unsaved {
            then: AfterUnsaved::New,
        },
        Dialog::Changed {
            path: path.clone(),
            saving: true,
        },
        Dialog::Repair {
            path,
            why: "line 3".into(),
            repairs: vec!["one thing".into()],
        },
    ]
}

fn nothing_wrong(wrong: &[String]) {
    assert!(
        wrong.is_empty(),
        "{} faults:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn all_controls_are_named_once_and_large_enough() {
    let mut wrong = Vec::new();
    for size in [[1440.0, 900.0], [1024.0, 640.0]] {
        for lang in Lang::ALL {
            every_screen(size, lang, &mut |window, screen| {
                wrong.extend(faults(window, &format!("{size:?} {lang:?} {screen}")));
            });
        }
    }
    wrong.sort();
    wrong.dedup();
    nothing_wrong(&wrong);
}
