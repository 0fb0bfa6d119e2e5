//! What is left behind, changed outside or broken, on a session without a window.

#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use super::*;
use crate::runner::Runner;
use crate::session::{AfterUnsaved, ChangedAnswer, RecoveryAnswer, UnsavedAnswer};

const DESIGN: &str = r#"{"version":1,"name":"shop",
    "components":[{"id":"users","service":"client","name":"Users","at":[0,0]},
                  {"id":"web","service":"server","name":"Web","at":[480,80]}],
    "links":[{"id":"users-web","from":"users","to":"web"}]}"#;

/// A folder with a file and the journals.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("shop.json"), DESIGN).unwrap();
        Self { folder }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("shop.json")
    }

    /// A window that has the file open.
    fn window(&self) -> Session {
        let document = sim_core::document::Document::default();
        let mut session = Session::new(document, Runner::inline());
        session.protect(self.folder.path().join("journals"), || {});
        session.settle();
        if session.dialog.is_none() {
            dispatch(&mut session, AppCommand::OpenPath(self.file()));
            session.settle();
        }
        session
    }
}

fn rename(session: &mut Session, name: &str) {
    let edit = sim_core::edit::Edit::Rename {
        id: sim_core::foundation::ids::Id::new("web").unwrap(),
        name: name.to_owned(),
    };
    dispatch(session, AppCommand::Edit(edit, "step.rename"));
    dispatch(session, AppCommand::EndGesture);
    session.settle();
}

fn name(session: &Session) -> &str {
    &session.document().components["web"].name
}

fn saved_name(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let document = sim_core::file::load(&text).unwrap().document;
    document.components["web"].name.clone()
}

#[test]
fn a_window_that_ended_is_offered_and_comes_back_with_its_steps_and_its_file() {
    let place = Place::new();
    let mut first = place.window();
    rename(&mut first, "One");
    rename(&mut first, "Two");
    drop(first);
    let mut second = place.window();
    let Some(Dialog::Recover { about, more: 0, .. }) = &second.dialog else {
        panic!("{:?}", second.dialog);
    };
    assert_eq!((about.steps, about.lost), (2, 0));
    let answer = AppCommand::AnswerRecovery(RecoveryAnswer::Recover);
    dispatch(&mut second, answer);
    assert_eq!(name(&second), "Two");
    assert!(second.dirty());
    assert_eq!(second.path, Some(place.file()));
    assert_eq!(saved_name(&place.file()), "Web", "the file waits for save");
    dispatch(&mut second, AppCommand::Undo);
    assert_eq!(name(&second), "One");
    dispatch(&mut second, AppCommand::Undo);
    assert!(!second.dirty(), "back at what the file holds");
    dispatch(&mut second, AppCommand::Redo);
    dispatch(&mut second, AppCommand::Save);
    assert_eq!(saved_name(&place.file()), "One");
    drop(second);
    assert_eq!(place.window().dialog, None, "what is saved is not offered");
}

#[test]
fn a_discarded_window_is_not_offered_again_but_one_put_off_is() {
    let place = Place::new();
    let mut first = place.window();
    rename(&mut first, "One");
    drop(first);
    let mut second = place.window();
    dispatch(&mut second, AppCommand::CloseDialog);
    drop(second);
    let mut third = place.window();
    let folder = dispatch(
        &mut third,
        AppCommand::AnswerRecovery(RecoveryAnswer::ShowFolder),
    );
    assert!(matches!(folder.as_slice(), [Effect::ShowFolder(folder)] if folder.is_dir()));
    assert!(third.dialog.is_some(), "the question stays");
    let answer = AppCommand::AnswerRecovery(RecoveryAnswer::Discard);
    dispatch(&mut third, answer);
    assert_eq!(third.dialog, None);
    drop(third);
    assert_eq!(place.window().dialog, None);
}

#[test]
fn recovery_does_not_throw_away_what_was_drawn_meanwhile() {
    let place = Place::new();
    let mut first = place.window();
    rename(&mut first, "One");
    drop(first);
    let mut second = place.window();
    dispatch(
        &mut second,
        AppCommand::Place {
            service: "client".to_owned(),
            at: None,
            parent: None,
        },
    );
    let answer = AppCommand::AnswerRecovery(RecoveryAnswer::Recover);
    dispatch(&mut second, answer);
    let then = AfterUnsaved::Recover;
    assert_eq!(second.dialog, Some(Dialog::Unsaved { then }));
    dispatch(
        &mut second,
        AppCommand::AnswerUnsaved(UnsavedAnswer::Discard),
    );
    assert_eq!(name(&second), "One");
}

#[test]
fn a_file_that_was_opened_again_has_its_earlier_steps() {
    let place = Place::new();
    let mut first = place.window();
    rename(&mut first, "One");
    dispatch(&mut first, AppCommand::Save);
    dispatch(&mut first, AppCommand::Quit);
    drop(first);
    let mut second = place.window();
    assert!(!second.dirty());
    assert_eq!(second.view().undo, Some("step.rename"));
    dispatch(&mut second, AppCommand::Undo);
    assert_eq!(name(&second), "Web");
}

#[test]
fn changes_given_up_on_quitting_are_gone() {
    let place = Place::new();
    let mut first = place.window();
    rename(&mut first, "One");
    dispatch(&mut first, AppCommand::Quit);
    let answer = AppCommand::AnswerUnsaved(UnsavedAnswer::Discard);
    assert_eq!(dispatch(&mut first, answer), [Effect::Close]);
    drop(first);
    let second = place.window();
    assert_eq!((second.dialog.as_ref(), name(&second)), (None, "Web"));
    assert_eq!(second.view().undo, None);
}

/// A window with an unsaved change, whose file was changed by somebody else.
fn overtaken(place: &Place) -> Session {
    let mut session = place.window();
    rename(&mut session, "Mine");
    std::fs::write(place.file(), DESIGN.replace("Web", "Theirs")).unwrap();
    session
}

fn changed(place: &Place, saving: bool) -> Option<Dialog> {
    let path = place.file();
    Some(Dialog::Changed { path, saving })
}

#[test]
fn a_save_over_what_somebody_else_wrote_asks_first() {
    let place = Place::new();
    for (answer, file, mine) in [
        (ChangedAnswer::KeepMine, "Mine", "Mine"),
        (ChangedAnswer::LoadTheirs, "Theirs", "Theirs"),
        (ChangedAnswer::SaveElsewhere, "Theirs", "Mine"),
    ] {
        std::fs::write(place.file(), DESIGN).unwrap();
        let mut session = overtaken(&place);
        dispatch(&mut session, AppCommand::Save);
        assert_eq!(session.dialog, changed(&place, true));
        assert_eq!(
            saved_name(&place.file()),
            "Theirs",
            "nothing is written unasked"
        );
        let effects = dispatch(&mut session, AppCommand::AnswerChanged(answer));
        assert_eq!(
            (saved_name(&place.file()).as_str(), name(&session)),
            (file, mine)
        );
        let asks = matches!(effects.as_slice(), [Effect::AskSave { .. }]);
        assert_eq!(asks, answer == ChangedAnswer::SaveElsewhere);
        assert_eq!(session.dirty(), answer == ChangedAnswer::SaveElsewhere);
        dispatch(&mut session, AppCommand::New);
        dispatch(
            &mut session,
            AppCommand::AnswerUnsaved(UnsavedAnswer::Discard),
        );
    }
}

#[test]
fn a_change_outside_is_noticed_and_mine_can_be_kept() {
    let place = Place::new();
    let mut session = overtaken(&place);
    session.keeper.look_at_file();
    session.settle();
    assert_eq!(session.dialog, changed(&place, false));
    let keep = AppCommand::AnswerChanged(ChangedAnswer::KeepMine);
    dispatch(&mut session, keep);
    assert!(session.dirty());
    session.keeper.look_at_file();
    session.settle();
    assert_eq!(session.dialog, None, "asked once");
    dispatch(&mut session, AppCommand::Save);
    assert_eq!(
        saved_name(&place.file()),
        "Mine",
        "they were seen, and mine was kept"
    );
}

#[test]
fn a_file_that_is_gone_is_to_be_saved_again() {
    let place = Place::new();
    let mut session = place.window();
    std::fs::remove_file(place.file()).unwrap();
    session.keeper.look_at_file();
    session.keeper.look_at_file();
    session.settle();
    assert!(session.dirty());
    let gone = session.texts.tr("message.file_gone");
    assert!(session.messages.iter().any(|message| message.text == gone));
    dispatch(&mut session, AppCommand::Save);
    assert_eq!(saved_name(&place.file()), "Web");
}

#[test]
fn the_second_window_on_a_file_is_told_and_never_overwrites_silently() {
    let place = Place::new();
    let (mut first, mut second) = (place.window(), place.window());
    let told = |session: &Session| {
        let mut messages = session.messages.iter();
        messages.any(|message| message.text.contains("another window"))
    };
    assert_eq!((told(&first), told(&second)), (false, true));
    rename(&mut first, "First");
    dispatch(&mut first, AppCommand::Save);
    rename(&mut second, "The second");
    dispatch(&mut second, AppCommand::Save);
    assert_eq!(second.dialog, changed(&place, true));
    assert_eq!(saved_name(&place.file()), "First");
}

#[test]
fn a_broken_file_is_opened_as_far_as_it_goes() {
    let place = Place::new();
    let broken = DESIGN.replace("\"Web\"", "7").replace("users-web", "a b");
    std::fs::write(place.file(), &broken).unwrap();
    let mut session = place.window();
    let Some(Dialog::Repair { repairs, .. }) = &session.dialog else {
        panic!("{:?}", session.dialog);
    };
    assert_eq!(repairs.len(), 2, "{repairs:?}");
    assert!(repairs[0].contains("components[1].name"), "{repairs:?}");
    dispatch(&mut session, AppCommand::OpenRepaired(place.file()));
    assert_eq!((session.dialog.as_ref(), name(&session)), (None, ""));
    assert!(session.dirty());
    assert_eq!(std::fs::read_to_string(place.file()).unwrap(), broken);
    dispatch(&mut session, AppCommand::Save);
    assert_eq!(saved_name(&place.file()), "");

    std::fs::write(place.file(), r#"{"version": 99}"#).unwrap();
    dispatch(&mut session, AppCommand::OpenPath(place.file()));
    let refused = matches!(&session.dialog, Some(Dialog::Failure { text, .. }) if text.contains("version 99"));
    assert!(refused, "{:?}", session.dialog);
}

#[test]
fn an_exported_picture_opens_as_a_new_drawing_and_is_never_saved_over() {
    let place = Place::new();
    let mut session = place.window();
    rename(&mut session, "가게 ① <b>");
    for kind in [ExportKind::Png, ExportKind::Svg] {
        let path = place
            .folder
            .path()
            .join("picture")
            .with_extension(kind.extension());
        let export = AppCommand::ExportTo {
            path: path.clone(),
            kind,
            scale: 1.0,
        };
        dispatch(&mut session, export);
        let mut other = Session::new(sim_core::document::Document::default(), Runner::inline());
        dispatch(&mut other, AppCommand::OpenPath(path));
        assert_eq!(other.document(), session.document());
        assert_eq!((other.dialog.as_ref(), other.path.as_ref()), (None, None));
        let effects = dispatch(&mut other, AppCommand::Save);
        assert!(
            matches!(effects.as_slice(), [Effect::AskSave { suggested }] if suggested.ends_with(".json"))
        );
    }
    let foreign = place.folder.path().join("foreign.svg");
    std::fs::write(&foreign, "<svg xmlns=\"http://www.w3.org/2000/svg\"/>").unwrap();
    dispatch(&mut session, AppCommand::OpenPath(foreign));
    let answer = AppCommand::AnswerUnsaved(UnsavedAnswer::Discard);
    dispatch(&mut session, answer);
    let said = matches!(&session.dialog, Some(Dialog::Failure { text, .. }) if text.contains("carries no document"));
    assert!(said, "{:?}", session.dialog);
    assert_eq!(name(&session), "가게 ① <b>", "the document is still there");
}

#[test]
fn a_save_that_fails_leaves_the_document_open_and_unsaved() {
    let place = Place::new();
    let mut session = place.window();
    rename(&mut session, "One");
    let mut permissions = std::fs::metadata(place.file()).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(place.file(), permissions).unwrap();
    dispatch(&mut session, AppCommand::Save);
    let said =
        matches!(&session.dialog, Some(Dialog::Failure { text, .. }) if text.contains("read-only"));
    assert!(said, "{:?}", session.dialog);
    assert!(session.dirty());
    assert_eq!(
        (name(&session), saved_name(&place.file()).as_str()),
        ("One", "Web")
    );
}

#[test]
fn a_simulation_that_breaks_down_leaves_the_document_alone() {
    let place = Place::new();
    let mut session = place.window();
    let (sender, woken) = std::sync::mpsc::channel();
    session.runner = Runner::threaded(move || {
        sender.send(()).ok();
    })
    .unwrap();
    rename(&mut session, "One");
    let before = std::sync::Arc::clone(session.document());
    session.runner.send(crate::runner::ToRunner::Panic);
    while !matches!(
        &session.status.problem,
        Some(crate::runner::Problem::Crashed(_))
    ) {
        woken.recv().unwrap();
        session.take_published();
    }
    let problem = session.view().run.problem.unwrap().sentence(session.texts);
    assert!(problem.contains("a part broke"), "{problem}");
    assert!(std::sync::Arc::ptr_eq(session.document(), &before));
    dispatch(&mut session, AppCommand::Undo);
    dispatch(&mut session, AppCommand::Redo);
    dispatch(&mut session, AppCommand::Save);
    assert_eq!(
        (session.dirty(), saved_name(&place.file()).as_str()),
        (false, "One")
    );
}
