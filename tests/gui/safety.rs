//! Recovery, conflicts and repairs as they are seen and clicked.

use std::path::{Path, PathBuf};

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use topolab::commands::AppCommand;
use topolab::i18n::Lang;
use topolab::session::Dialog;
use topolab::storage::journal::About;
use topolab::theme::ThemeChoice;

use super::shell::{Program, open, send};

/// The window with a dialog in it.
fn asked(
    size: [f32; 2],
    look: ThemeChoice,
    lang: Lang,
    dialog: Dialog,
) -> Harness<'static, Program> {
    let mut window = open(size);
    send(&mut window, AppCommand::SetTheme(look));
    send(&mut window, AppCommand::SetLanguage(lang));
    send(&mut window, AppCommand::ShowDialog(dialog));
    window.run_steps(4);
    window
}

fn recover(path: Option<&str>, lost: usize, more: usize) -> Dialog {
    let folder = PathBuf::from("/home/student/.local/share/topolab/journals");
    Dialog::Recover {
        about: About {
            journal: folder.join("1790251200000-4711-0.journal"),
            name: "Shop over two zones".to_owned(),
            path: path.map(PathBuf::from),
            steps: 128,
            age_s: 190,
            lost,
        },
        more,
        folder,
    }
}

fn changed(saving: bool) -> Dialog {
    let path = PathBuf::from("/home/student/notes/three-tier.json");
    Dialog::Changed { path, saving }
}

#[test]
fn recovery_of_a_drawing_without_a_file() {
    let dialog = recover(None, 0, 0);
    asked([1024.0, 640.0], ThemeChoice::Dark, Lang::En, dialog).snapshot("recover_dark_en");
}

#[test]
fn recovery_of_a_file_with_everything_to_say() {
    let dialog = recover(Some("/home/student/notes/쇼핑몰 설계.json"), 311, 2);
    asked([1440.0, 900.0], ThemeChoice::Light, Lang::Ko, dialog).snapshot("recover_light_ko");
}

#[test]
fn a_conflict_before_saving() {
    let dialog = changed(true);
    asked([1440.0, 900.0], ThemeChoice::Light, Lang::En, dialog).snapshot("conflict_light_en");
}

#[test]
fn a_conflict_in_korean() {
    let dialog = changed(false);
    asked([1024.0, 640.0], ThemeChoice::Dark, Lang::Ko, dialog).snapshot("conflict_dark_ko");
}

#[test]
fn a_damaged_file() {
    let repairs = [
        "line 71, column 3: not JSON: expected a value → left out from here on",
        "components[2].service: expected a service (did you mean \"server\"?), found \"sever\" → left out",
        "links[4].to: there is no component \"wbe\" (did you mean \"web\"?) → left out",
    ];
    let dialog = Dialog::Repair {
        path: PathBuf::from("/home/student/notes/three-tier.json"),
        why: "line 71, column 3: not JSON: expected a value".to_owned(),
        repairs: repairs.map(str::to_owned).to_vec(),
    };
    asked([1024.0, 640.0], ThemeChoice::Dark, Lang::En, dialog).snapshot("repair_dark_en");
}

/// A window that keeps its journal in a folder.
fn kept(folder: &Path) -> Harness<'static, Program> {
    let mut window = open([1440.0, 900.0]);
    let ctx = window.ctx.clone();
    window
        .state_mut()
        .app_mut()
        .protect(&ctx, folder.to_owned());
    settle(&mut window);
    window
}

fn settle(window: &mut Harness<'static, Program>) {
    window.state_mut().app_mut().settle();
    window.run_steps(3);
}

fn components(window: &Harness<'static, Program>) -> usize {
    window.state().app().session().document().components.len()
}

#[test]
fn a_window_that_is_gone_is_recovered_by_a_click_and_undone_by_keys() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = kept(folder.path());
    let all = components(&first);
    first.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
    first.run_steps(2);
    first.key_press(Key::Delete);
    first.run_steps(2);
    assert_eq!(components(&first), 0);
    settle(&mut first);
    drop(first);

    // Later is not never.
    let mut later = kept(folder.path());
    later.get_by_role_and_label(Role::Button, "Later").click();
    later.run_steps(4);
    assert_eq!(later.state().app().session().view().dialog, None);
    assert_eq!(components(&later), all);
    settle(&mut later);
    drop(later);

    let mut second = kept(folder.path());
    second
        .get_by_role_and_label(Role::Button, "Recover")
        .click();
    second.run_steps(4);
    assert_eq!(components(&second), 0);
    assert!(second.state().app().title().contains('*'), "not saved yet");
    second.key_press_modifiers(egui::Modifiers::COMMAND, Key::Z);
    second.run_steps(2);
    assert_eq!(components(&second), all);
}

#[test]
fn a_conflict_is_answered_by_a_click() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.json");
    let mut window = kept(&folder.path().join("journals"));
    let all = components(&window);
    send(&mut window, AppCommand::SaveTo(file.clone()));
    std::fs::write(&file, r#"{"version":1,"name":"theirs"}"#).unwrap();
    window.key_press_modifiers(egui::Modifiers::COMMAND, Key::S);
    window.run_steps(3);
    assert_eq!(components(&window), all);
    window
        .get_by_role_and_label(Role::Button, "Load theirs")
        .click();
    window.run_steps(3);
    assert_eq!(components(&window), 0);
}
