//! Files of all kinds dropped on the window: what is none of ours is said in words, and the drawing stays.

#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use topolab::commands::AppCommand;
use topolab::session::{AfterUnsaved, Dialog};

use super::shell::{Program, open, send};

const DESIGN: &str = include_str!("../../examples/client-server.json");

#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

fn drop_on(window: &mut Harness<'static, Program>, paths: &[&Path]) {
    let files = paths.iter().map(|path| Dropped(path.to_path_buf()));
    let files: Vec<egui::DroppedFileHandle> = files.map(|file| Arc::new(file) as _).collect();
    window.input_mut().dropped_files.extend(files);
    window.run_steps(4);
}

fn dialog<'w>(window: &'w Harness<'static, Program>) -> Option<&'w Dialog> {
    window.state().app().session().view().dialog
}

/// A picture of one pixel, of whom nobody knows.
fn foreign_png() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let pixel = image::RgbaImage::new(1, 1);
    pixel.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

#[test]
fn what_is_none_of_ours_is_refused_in_words_and_the_drawing_stays() {
    let folder = tempfile::tempdir().unwrap();
    let png = foreign_png();
    let half = &png[..png.len() / 2];
    let svg = br#"<svg xmlns="http://www.w3.org/2000/svg"><title>T</title><rect/></svg>"#;
    let newer = br#"{"version": 99, "components": [{"id": "a", "service": "was"}]}"#;
    let cases: [(&str, &[u8], &str); 10] = [
        ("photo.png", &png, "the picture carries no document"),
        ("half.png", half, "the picture carries no document"),
        ("drawing.svg", svg, "the picture carries no document"),
        (
            "page.html",
            b"<html><body>hi</body></html>",
            "the picture carries no document",
        ),
        (
            "photo.jpg",
            b"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00",
            "the file is no text",
        ),
        ("notes.txt", b"web, db, and a cache\n", "not JSON"),
        ("empty.json", b"", "found an empty file"),
        (
            "package.json",
            br#"{"name": "x", "version": "1.0.0"}"#,
            "expected",
        ),
        ("list.json", b"[1, 2, 3]", "expected"),
        ("newer.json", newer, "this is a file of version 99"),
    ];
    let mut window = open([1440.0, 900.0]);
    let before = window.state().app().session().document().clone();
    for (name, bytes, words) in cases {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        drop_on(&mut window, &[&path]);
        let Some(Dialog::Failure { text, .. }) = dialog(&window) else {
            panic!("{name}: {:?}", dialog(&window));
        };
        assert!(
            text.contains(name) && text.contains(words),
            "{name}: {text}"
        );
        window.get_by_label("The file could not be opened");
        window.key_press(Key::Escape);
        window.run_steps(3);
        assert_eq!(dialog(&window), None, "{name}");
        assert!(Arc::ptr_eq(
            &before,
            window.state().app().session().document()
        ));
    }
    for gone in [folder.path().join("gone.json"), folder.path().to_owned()] {
        drop_on(&mut window, &[&gone]);
        let failed = matches!(dialog(&window), Some(Dialog::Failure { .. }));
        assert!(failed, "{gone:?}: {:?}", dialog(&window));
        window.key_press(Key::Escape);
        window.run_steps(3);
    }
}

#[test]
fn what_is_broken_is_offered_as_far_as_it_goes_and_pictures_of_ours_open() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open([1440.0, 900.0]);
    let broken = folder.path().join("broken.json");
    std::fs::write(&broken, &DESIGN[..DESIGN.len() - 4]).unwrap();
    drop_on(&mut window, &[&broken]);
    let offered = matches!(dialog(&window), Some(Dialog::Repair { .. }));
    assert!(offered, "{:?}", dialog(&window));
    send(&mut window, AppCommand::CloseDialog);
    let picture = folder.path().join("ours.svg");
    let kind = topolab::session::ExportKind::Svg;
    let (path, scale) = (picture.clone(), 1.0);
    send(&mut window, AppCommand::ExportTo { path, kind, scale });
    let drawn = window.state().app().session().document().clone();
    send(&mut window, AppCommand::New);
    drop_on(&mut window, &[&picture]);
    assert_eq!(**window.state().app().session().document(), *drawn);
    assert_eq!(window.state().app().session().view().path, None);
}

#[test]
fn of_several_files_the_first_is_opened_and_the_others_are_named_and_changes_are_asked_about() {
    let folder = tempfile::tempdir().unwrap();
    let [one, two] = ["one.json", "two.json"].map(|name| folder.path().join(name));
    for path in [&one, &two] {
        std::fs::write(path, DESIGN).unwrap();
    }
    let mut window = open([1440.0, 900.0]);
    drop_on(&mut window, &[&one, &two]);
    let shown = window.state().app().session().view().path;
    assert_eq!(shown, Some(one.as_path()));
    window.get_by_label("One drawing at a time: of the 2 files only one.json is opened");
    send(&mut window, AppCommand::SelectAll);
    send(&mut window, AppCommand::Delete);
    drop_on(&mut window, &[&two]);
    let then = AfterUnsaved::OpenPath(two);
    assert_eq!(dialog(&window), Some(&Dialog::Unsaved { then }));
}
