//! Camera, panels, language, look.

use crate::commands::AppCommand;
use crate::i18n::Texts;
use crate::session::{Camera, Session, placement};

pub(super) fn dispatch(session: &mut Session, command: AppCommand) {
    let middle = session.canvas_size.map(|v| v / 2.0);
    let camera = session.camera;
    match command {
        AppCommand::ZoomIn => session.camera = camera.zoomed(Camera::STEP, middle),
        AppCommand::ZoomOut => session.camera = camera.zoomed(1.0 / Camera::STEP, middle),
        AppCommand::ZoomReset => session.camera = camera.zoomed(1.0 / camera.zoom, middle),
        AppCommand::FitAll => fit(session, false),
        AppCommand::FitSelection => fit(session, true),
        AppCommand::SetCamera { pan, zoom } => session.camera = Camera::new(pan, zoom),
        AppCommand::SetCanvasSize(size) => set_canvas_size(session, size),
        AppCommand::TogglePalette => session.open_panels.palette ^= true,
        AppCommand::ToggleInspector => session.open_panels.inspector ^= true,
        AppCommand::ToggleDock => session.open_panels.dock ^= true,
        AppCommand::FocusSearch => {
            session.open_panels.palette = true;
            session.focus_search = true;
        }
        AppCommand::SetLanguage(lang) => session.texts = Texts::new(lang),
        AppCommand::SetTheme(choice) => session.theme_choice = choice,
        _ => {}
    }
}

fn fit(session: &mut Session, selected: bool) {
    let document = session.document();
    let around = if selected {
        placement::bounds(document, session.selection.iter())
    } else {
        placement::all_bounds(document)
    };
    session.camera = match around {
        Some((min, max)) => Camera::fitted(min, max, session.canvas_size),
        None if selected => session.camera,
        None => Camera::default(),
    };
}

/// A canvas that grows or shrinks keeps what is in its middle there; a new document is fitted once the size is known.
fn set_canvas_size(session: &mut Session, size: [f32; 2]) {
    let old = std::mem::replace(&mut session.canvas_size, size);
    if session.fit_pending {
        session.fit_pending = false;
        fit(session, false);
    } else if old != size {
        let pan = [0, 1].map(|axis| session.camera.pan[axis] + (size[axis] - old[axis]) / 2.0);
        session.camera = Camera::new(pan, session.camera.zoom);
    }
}
