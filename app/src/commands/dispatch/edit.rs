//! Changes of the document, undo and redo.

use std::sync::Arc;

use sim_core::catalog::{ParamMap, container, service};
use sim_core::document::{Changes, Container, Document, Link};
use sim_core::edit::{Edit, MergeKey};
use sim_core::foundation::ids::Id;

use super::{complain, say};
use crate::commands::AppCommand;
use crate::i18n::{errors, happened};
use crate::session::{Level, Session, linking, placement};

pub(super) fn dispatch(session: &mut Session, command: AppCommand) {
    match command {
        AppCommand::Edit(Edit::Move { ids, by }, name) => {
            let merge = MergeKey::new(format!("move {ids:?}"));
            move_items(session, &ids, by, name, Some(merge));
        }
        AppCommand::Edit(edit, name) => {
            let merge = merge_key(&edit);
            let edit = match edit {
                Edit::Resize { id, at, size } => {
                    placement::settled_resize(session.document(), &id, at, size)
                }
                edit => edit,
            };
            apply(session, &edit, name, merge);
        }
        AppCommand::EndGesture => session.history.end_merge(),
        AppCommand::Undo => travel(session, true),
        AppCommand::Redo => travel(session, false),
        AppCommand::Delete => {
            let ids = placement::whole(session.document(), session.selection.iter());
            if !ids.is_empty() {
                apply(session, &Edit::Remove { ids }, "step.delete", None);
            }
        }
        AppCommand::NudgeSelection { dx, dy } => {
            let ids = session.selection.to_vec();
            move_items(
                session,
                &ids,
                [dx, dy],
                "step.move",
                Some(MergeKey::new("nudge")),
            );
        }
        AppCommand::Place {
            service,
            at,
            parent,
        } => place(session, &service, at, parent),
        AppCommand::PlaceContainer { kind, at } => place_container(session, &kind, at),
        AppCommand::Connect { from, to } => connect(session, from, to),
        AppCommand::ConnectSelected => {
            if let Some([from, to]) = linking::chosen(session.document(), &session.selection) {
                connect(session, from, to);
            }
        }
        AppCommand::BeginRename(id) => begin_rename(session, id),
        AppCommand::RenameSelected => {
            if let Some(id) = session.selection.single().cloned() {
                begin_rename(session, id);
            }
        }
        _ => session.renaming = None,
    }
}

/// Changes of one value by dragging or typing are one step until the gesture ends.
fn merge_key(edit: &Edit) -> Option<MergeKey> {
    match edit {
        Edit::SetParam { id, param, .. } => Some(MergeKey::param(id, param)),
        Edit::Rename { id, .. } => Some(MergeKey::new(format!("rename {id}"))),
        Edit::SetNote { note } => Some(MergeKey::new(format!("note {}", note.id))),
        Edit::Resize { id, .. } => Some(MergeKey::new(format!("resize {id}"))),
        // Another number of them is another step.
        Edit::Bend { id, bends } => Some(MergeKey::new(format!("bend {id} {}", bends.len()))),
        Edit::Batch { edits } => several_params(edits),
        Edit::SetKind { kind } => Some(MergeKey::new(format!("kind {}", kind.id))),
        Edit::SetTitle { .. } => Some(MergeKey::new("title")),
        Edit::SetScenario { .. } => Some(MergeKey::new("scenario")),
        _ => None,
    }
}

/// The same parameter of several items, set at once.
fn several_params(edits: &[Edit]) -> Option<MergeKey> {
    let set = |edit: &Edit| match edit {
        Edit::SetParam { id, param, .. } => Some((id.to_string(), param.clone())),
        _ => None,
    };
    let all: Vec<(String, String)> = edits.iter().map(set).collect::<Option<_>>()?;
    let (_, param) = all.first()?;
    let same = all.iter().all(|(_, other)| other == param);
    let ids: Vec<&str> = all.iter().map(|(id, _)| id.as_str()).collect();
    same.then(|| MergeKey::new(format!("params {param} {}", ids.join(" "))))
}

/// Applies a change as a step; whether it fitted. The simulation takes it over at once.
pub(super) fn apply(
    session: &mut Session,
    edit: &Edit,
    name: &'static str,
    merge: Option<MergeKey>,
) -> bool {
    let before = Arc::clone(session.document());
    let continues = session.history.continues(merge.as_ref());
    match session.history.apply(edit, name, merge) {
        Ok(()) => {
            if !Arc::ptr_eq(&before, session.document()) {
                session.step += u64::from(!continues);
                session.keeper.step(edit, name, continues);
                after_change(session, &before);
            }
            true
        }
        Err(error) => {
            let why = errors::edit(session.texts, &error);
            complain(session, "message.edit_failed", &why);
            false
        }
    }
}

fn after_change(session: &mut Session, before: &Document) {
    session.document_changed();
    // Neither places, nor what is drawn as one, nor words on the canvas are a change of the design: they leave no mark on the run.
    if !before.same_meaning(session.document()) {
        session.meaning_changed();
    }
}

fn travel(session: &mut Session, back: bool) {
    let before = Arc::clone(session.document());
    let step = if back {
        session.history.undo()
    } else {
        session.history.redo()
    };
    let Some(step) = step else {
        say(
            session,
            Level::Info,
            if back {
                "why.nothing_to_undo"
            } else {
                "why.nothing_to_redo"
            },
        );
        return;
    };
    if back {
        session.keeper.undo();
    } else {
        session.keeper.redo();
    }
    session.step += 1;
    after_change(session, &before);
    let key = if back {
        "message.undone"
    } else {
        "message.redone"
    };
    let texts = session.texts;
    let changes = Changes::between(&before, session.document());
    let step = happened::step(texts, session.document(), texts.tr(step), changes.as_ref());
    let text = texts.tr_with(key, &[("step", &step)]);
    session.messages.push(Level::Info, text);
}

/// Moves components, containers and notes with what rides on them, and puts them into the containers they then stand in.
fn move_items(
    session: &mut Session,
    ids: &[Id],
    by: [f32; 2],
    name: &'static str,
    merge: Option<MergeKey>,
) {
    let document = Arc::clone(session.document());
    let ids: Vec<Id> = ids
        .iter()
        .filter(|id| placement::frame_of(&document, id).is_some() && !document.is_put_away(id))
        .cloned()
        .collect();
    let ids = placement::with_riders(&document, &ids);
    if ids.is_empty() || by == [0.0, 0.0] {
        return;
    }
    apply(
        session,
        &placement::settled_move(&document, &ids, by),
        name,
        merge,
    );
}

/// The canvas point in the middle of the view.
pub(super) fn middle(session: &Session) -> [f32; 2] {
    session
        .camera
        .to_canvas(session.canvas_size.map(|v| v / 2.0))
}

fn place(session: &mut Session, service_id: &str, at: Option<[f32; 2]>, parent: Option<Id>) {
    let Some(service) = service(service_id) else {
        return;
    };
    let document = Arc::clone(session.document());
    // A place that is given was chosen by hand, in line with what is there.
    let at = at.unwrap_or_else(|| {
        let near = [0, 1].map(|axis| middle(session)[axis] - placement::CARD[axis] / 2.0);
        placement::free_place(&document, near)
    });
    let new = placement::new_component(&document, session.texts, service.id, at, parent);
    let Some(component) = new else {
        return;
    };
    let id = component.id.clone();
    if apply(session, &Edit::AddComponent { component }, "step.add", None) {
        session.selection.replace([id]);
    }
}

fn place_container(session: &mut Session, kind_id: &str, at: Option<[f32; 2]>) {
    let Some(kind) = container::kind(kind_id) else {
        return;
    };
    let document = Arc::clone(session.document());
    let size = placement::container_size(kind.id);
    let near = || [0, 1].map(|axis| middle(session)[axis] - size[axis] / 2.0);
    let at = at.unwrap_or_else(|| placement::snap(near()));
    let parent = placement::container_at(&document, at, size, Some(kind.id));
    let id = document.fresh_id(kind.id);
    let name = placement::fresh_name(
        &document,
        session.texts.tr(&format!("container.{}", kind.id)),
    );
    let container = Container {
        id: id.clone(),
        kind: kind.id.to_owned(),
        name,
        parent,
        at,
        size,
        collapsed: false,
        params: ParamMap::default(),
        unknown: Default::default(),
    };
    if apply(session, &Edit::AddContainer { container }, "step.add", None) {
        session.selection.replace([id]);
    }
}

fn connect(session: &mut Session, from: Id, to: Id) {
    let document = Arc::clone(session.document());
    if let Some(link) = document
        .links
        .values()
        .find(|link| link.from == from && link.to == to)
    {
        session.selection.replace([link.id.clone()]);
        say(session, Level::Info, "message.already_linked");
        return;
    }
    if let Some(key) = linking::refusal(&document, &from, &to) {
        let names = [document.name_of(&from), document.name_of(&to)];
        let texts = session.texts;
        let why = texts.tr_with(key, &[("from", &names[0]), ("to", &names[1])]);
        complain(session, "message.not_linked", &why);
        return;
    }
    let id = document.fresh_id(&format!("{from}-{to}"));
    let link = Link {
        id: id.clone(),
        from,
        to,
        bends: Vec::new(),
        params: ParamMap::default(),
        unknown: Default::default(),
    };
    if apply(session, &Edit::AddLink { link }, "step.connect", None) {
        session.selection.replace([id]);
    }
}

fn begin_rename(session: &mut Session, id: Id) {
    if placement::frame_of(session.document(), &id).is_some() {
        session.selection.replace([id.clone()]);
        session.renaming = Some(id);
    }
}
