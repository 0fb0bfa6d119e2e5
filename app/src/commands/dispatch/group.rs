//! Groups around what is selected, and away again.

use std::sync::Arc;

use sim_core::catalog::ParamMap;
use sim_core::document::Container;
use sim_core::edit::Edit;

use super::{edit, say};
use crate::commands::AppCommand;
use crate::session::{Level, Session, grouping, placement};

const KIND: &str = "group";

pub(super) fn dispatch(session: &mut Session, command: AppCommand) {
    match command {
        AppCommand::Group => group(session),
        AppCommand::Ungroup => ungroup(session),
        _ => {}
    }
}

/// Puts what is selected into a new group in the same place; the containers around grow where it sticks out.
fn group(session: &mut Session) {
    let document = Arc::clone(session.document());
    let tops = placement::tops(&document, session.selection.iter());
    let parent = match grouping::home(&document, &tops) {
        Ok(parent) => parent,
        Err(why) => return say(session, Level::Info, why),
    };
    let Some(frame) = grouping::frame(&document, &tops) else {
        return;
    };
    let name = session.texts.tr(&format!("container.{KIND}"));
    let places = grouping::grown(&document, parent.as_ref(), frame);
    let container = Container {
        id: document.fresh_id(KIND),
        kind: KIND.to_owned(),
        name: placement::fresh_name(&document, name),
        parent,
        at: frame.0,
        size: frame.1,
        collapsed: false,
        params: ParamMap::default(),
        unknown: Default::default(),
    };
    let id = container.id.clone();
    let mut edits = vec![
        Edit::AddContainer { container },
        Edit::Reparent {
            ids: tops,
            parent: Some(id.clone()),
        },
    ];
    if !places.is_empty() {
        edits.push(Edit::Arrange { places });
    }
    if edit::apply(session, &Edit::Batch { edits }, "step.group", None) {
        session.selection.replace([id]);
    }
}

/// Takes the selected groups away; what stood in them stays where it is, in what was around them.
fn ungroup(session: &mut Session) {
    let document = Arc::clone(session.document());
    let groups = grouping::groups(&document, &session.selection);
    if groups.is_empty() {
        return say(session, Level::Info, "why.select_group");
    }
    let members = grouping::members(&document, &groups);
    if edit::apply(session, &Edit::Remove { ids: groups }, "step.ungroup", None) {
        session.selection.replace(members);
    }
}
