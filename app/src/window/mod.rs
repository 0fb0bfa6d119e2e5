//! The window: eframe glue, layout, fonts, dropped files, the question before closing.

mod app;
mod file_dialog;
mod fonts;
mod grips;
mod icon;
mod layout;
mod notices;
mod reading;
mod regions;
mod settings;
mod under_way;

use std::path::PathBuf;

pub use app::TopolabApp;

use crate::i18n::Lang;

/// Smallest and first size of the window, points.
const MIN_SIZE: [f32; 2] = [1024.0, 640.0];
const FIRST_SIZE: [f32; 2] = [1440.0, 900.0];
/// Names the settings folder.
const APP_ID: &str = "topolab";

/// The language that the window would speak: the one that was chosen there, else the desktop's.
pub fn lang() -> Lang {
    let kept = settings::Kept::read(APP_ID);
    let storage = kept.as_ref().map(|kept| kept as &dyn eframe::Storage);
    settings::Settings::load(storage).lang()
}

/// Opens the window, with a file or (without one) with what was open last or the first example.
///
/// # Errors
/// There is no display, or it gives no graphics context.
pub fn run(file: Option<PathBuf>) -> eframe::Result {
    let viewport = egui::ViewportBuilder::default()
        .with_title("Topolab")
        .with_app_id(APP_ID)
        .with_icon(icon::icon())
        .with_inner_size(FIRST_SIZE)
        .with_min_inner_size(MIN_SIZE);
    let options = eframe::NativeOptions {
        viewport,
        renderer: eframe::Renderer::Glow,
        ..Default::default()
    };
    eframe::run_native(
        APP_ID,
        options,
        Box::new(|creation| Ok(Box::new(TopolabApp::new(creation, file)))),
    )
}
