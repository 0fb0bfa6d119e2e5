//! Camera, panels, language, look.

use crate::commands::AppCommand;
use crate::i18n::Texts;
use crate::session::{Camera, Level, Session, placement};

pub(super) fn dispatch(session: &mut Session, command: AppCommand) {
    let middle = session.canvas_size.map(|v| v / 2.0);
    let camera = session.camera;
    match command {
        AppCommand::ZoomIn => look(session, camera.zoomed(Camera::STEP, middle)),
        AppCommand::ZoomOut => look(session, camera.zoomed(1.0 / Camera::STEP, middle)),
        AppCommand::ZoomReset => look(session, camera.zoomed(1.0 / camera.zoom, middle)),
        AppCommand::FitAll => session.fit_all(),
        AppCommand::FitSelection => {
            let around = placement::bounds(session.document(), session.selection.iter());
            if let Some((min, max)) = around {
                look(session, Camera::fitted(min, max, session.canvas_size));
            }
        }
        AppCommand::SetCamera { pan, zoom } => look(session, Camera::new(pan, zoom)),
        AppCommand::SetCanvasSize(size) => set_canvas_size(session, size),
        AppCommand::TogglePalette => session.open_panels.palette ^= true,
        AppCommand::ToggleInspector => session.open_panels.inspector ^= true,
        AppCommand::ToggleDock => session.open_panels.dock ^= true,
        AppCommand::FocusSearch => {
            session.open_panels.palette = true;
            session.focus_search = true;
        }
        AppCommand::Present(on) => present(session, on),
        AppCommand::TogglePresentation => present(session, !session.presenting),
        AppCommand::ToggleFocus => session.focusing ^= true,
        AppCommand::ToggleWheelZooms => session.wheel_zooms ^= true,
        AppCommand::Find(on) => (session.finding, session.focus_find) = (on, on),
        AppCommand::ScaleInterface(by) => session.interface.step(by),
        AppCommand::SetLanguage(lang) => {
            session.texts = Texts::new(lang);
            session.chosen_lang = Some(lang);
        }
        AppCommand::ToggleStill => session.still ^= true,
        AppCommand::SetTheme(choice) => session.theme_choice = choice,
        _ => {}
    }
}

/// The whole drawing fills the window, and goes on doing so.
fn present(session: &mut Session, on: bool) {
    if std::mem::replace(&mut session.presenting, on) != on {
        session.fit_all();
    }
    if on {
        let text = session.texts.tr("message.presenting");
        session.messages.push(Level::Info, text);
    }
}

/// A camera of the user's own choice.
fn look(session: &mut Session, camera: Camera) {
    session.camera = camera;
    session.fitted = false;
}

/// What is in the middle of the canvas stays there; a document that was in view as a whole stays in view.
fn set_canvas_size(session: &mut Session, size: [f32; 2]) {
    let old = std::mem::replace(&mut session.canvas_size, size);
    if session.fitted {
        session.fit_all();
    } else if old != size {
        let pan = [0, 1].map(|axis| session.camera.pan[axis] + (size[axis] - old[axis]) / 2.0);
        session.camera = Camera::new(pan, session.camera.zoom);
    }
}
