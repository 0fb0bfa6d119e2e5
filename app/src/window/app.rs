//! The program as eframe sees it: one frame after the other.

use std::path::PathBuf;
use std::sync::Arc;

use egui::{Context, Event, Key, Ui, ViewportCommand};
use sim_core::document::Document;

use super::file_dialog::{FileDialog, Request};
use super::layout::{self, Parts};
use super::settings::Settings;
use super::{fonts, notices, regions};
use crate::commands::{AppCommand, Effect, collect, dispatch, keys};
use crate::runner::Runner;
use crate::session::{Level, Session};
use crate::storage::disk::Disk;
use crate::theme::{Theme, style};
use crate::widgets::triangles;

/// The whole program behind one window.
pub struct TopolabApp {
    session: Session,
    parts: Parts,
    file_dialog: Option<FileDialog>,
    /// The desktop has file dialogs; not in tests.
    desktop: bool,
    /// The close was agreed to: the next request passes.
    closing: bool,
    shown_title: String,
    shown_dark: Option<bool>,
    focused: Option<egui::Id>,
    /// A dialog is open, and what had the keyboard before.
    in_dialog: Option<Option<egui::Id>>,
    window_focused: bool,
}

/// How often the progress of work on a thread is looked at.
const LOOK: std::time::Duration = std::time::Duration::from_millis(50);

impl TopolabApp {
    /// The program in a real window.
    pub fn new(creation: &eframe::CreationContext<'_>, file: Option<PathBuf>) -> Self {
        let ctx = creation.egui_ctx.clone();
        let wake = ctx.clone();
        let threaded = Runner::threaded(move || wake.request_repaint());
        let mut app = Self::with(
            &ctx,
            Document::default(),
            threaded.unwrap_or_else(|_| Runner::inline()),
            true,
        );
        app.use_threads(&ctx);
        app.work_beside(&ctx);
        Settings::load(creation.storage).apply(&mut app.session);
        if let Some(folder) = eframe::storage_dir(super::APP_ID) {
            app.protect(&ctx, folder.join("journals"));
        }
        app.start(&ctx, file);
        app
    }

    /// What takes long is done on threads from now on.
    pub fn use_threads(&mut self, ctx: &Context) {
        let wake = ctx.clone();
        let wake = Arc::new(move || wake.request_repaint());
        self.parts.use_threads(wake.clone());
        self.session.use_threads(move || wake());
    }

    /// Simulates on a thread from now on, stopped at t = 0; goes on as before on a machine that gives no thread.
    pub fn simulate_beside(&mut self, ctx: &Context) {
        let wake = ctx.clone();
        if let Ok(runner) = Runner::threaded(move || wake.request_repaint()) {
            self.session.simulate_on(runner);
        }
    }

    /// Keeps a journal of the document in a folder, and asks about those that were left behind there.
    pub fn protect(&mut self, ctx: &Context, folder: PathBuf) {
        let wake = ctx.clone();
        self.session.protect(folder, move || wake.request_repaint());
    }

    /// Works with files on threads of their own from now on.
    pub fn work_beside(&mut self, ctx: &Context) {
        let wake = ctx.clone();
        self.session.work_beside(move || wake.request_repaint());
    }

    /// The same with another disk.
    pub fn work_on(&mut self, ctx: &Context, disk: std::sync::Arc<dyn Disk>) {
        let wake = ctx.clone();
        self.session.work_on(disk, move || wake.request_repaint());
    }

    /// Waits until every change is in the journal, and takes what its thread has to say: for tests.
    pub fn settle(&mut self) {
        self.session.settle();
    }

    /// The window ends. A document that is not saved is found by the next start.
    fn end(&mut self) {
        if !self.session.dirty() {
            self.session.close_journal();
        }
    }

    /// The program without a window, for tests: English, dark, stopped, no desktop dialogs; simulated time moves with
    /// [`advance`](Self::advance) only.
    pub fn headless(ctx: &Context, document: Document) -> Self {
        Self::with(ctx, document, Runner::inline(), false)
    }

    fn with(ctx: &Context, document: Document, runner: Runner, desktop: bool) -> Self {
        fonts::install(ctx);
        triangles::install(ctx);
        ctx.style_mut_of(egui::Theme::Dark, |s| style::apply(Theme::dark(), s));
        ctx.style_mut_of(egui::Theme::Light, |s| style::apply(Theme::light(), s));
        // Ctrl+Plus is for the drawing; the menu of the view has the size of the rest.
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        Self {
            session: Session::new(document, runner),
            parts: Parts::new(ctx),
            file_dialog: None,
            desktop,
            closing: false,
            shown_title: String::new(),
            shown_dark: None,
            focused: None,
            in_dialog: None,
            window_focused: true,
        }
    }

    /// The file given, else what was open last, else the first example, running.
    fn start(&mut self, ctx: &Context, file: Option<PathBuf>) {
        self.command(ctx, file.map_or(AppCommand::Begin, AppCommand::OpenPath));
    }

    /// The session, to look at.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The title of the window.
    pub fn title(&self) -> &str {
        &self.shown_title
    }

    /// Does a command as if a view had sent it.
    pub fn command(&mut self, ctx: &Context, command: AppCommand) {
        for effect in dispatch(&mut self.session, command) {
            self.perform(ctx, effect);
        }
        ctx.request_repaint();
    }

    /// Lets wall time pass for the simulation of a headless program.
    pub fn advance(&mut self, wall_s: f64) {
        self.session.runner.advance(wall_s);
        self.session.take_published();
    }

    /// One frame in the whole of `ui`.
    pub fn show(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        if !fonts::ready(&ctx) {
            ctx.request_repaint();
            return;
        }
        self.let_inline_run(&ctx);
        self.session.take_published();
        for effect in collect(&mut self.session) {
            self.perform(&ctx, effect);
        }
        self.session.take_kept();
        self.session.take_reviewed();
        if self.session.review_waits() {
            ctx.request_repaint();
        }
        self.apply_look(ui);
        self.give_keyboard_back(&ctx);
        let mut out = self.take_outside(&ctx);
        if self.session.arranging.is_some() {
            // Its progress is shown.
            ctx.request_repaint_after(LOOK);
        }
        keys::pressed(&ctx, &self.session.view(), &mut out);
        regions::tab(&ctx, &self.session.view(), &mut out);
        layout::show(ui, &mut self.session, &mut self.parts, &mut out);
        self.session.runner.release();
        self.session.focus_search = false;
        self.session.focus_find = false;
        self.session.focus_item = None;
        notices::drop_hint(&ctx, &self.session.view());
        regions::ring(&ctx, self.session.theme());
        if self.gesture_ended(&ctx) {
            out.push(AppCommand::EndGesture);
        }
        for command in out {
            let quiet = command == AppCommand::EndGesture;
            for effect in dispatch(&mut self.session, command) {
                self.perform(&ctx, effect);
            }
            if !quiet {
                ctx.request_repaint();
            }
        }
        self.tick_messages(&ctx);
        self.show_title(&ctx);
    }

    /// On a machine that gives no thread, the run moves with the frames.
    fn let_inline_run(&mut self, ctx: &Context) {
        if self.desktop && self.session.runner.is_inline() && self.session.status.playing {
            self.session
                .runner
                .advance(f64::from(ctx.input(|input| input.stable_dt)));
            ctx.request_repaint();
        }
    }

    /// A dialog takes the keyboard; after it, whatever had it before has it again.
    fn give_keyboard_back(&mut self, ctx: &Context) {
        match (self.session.dialog.is_some(), self.in_dialog) {
            (true, None) => self.in_dialog = Some(ctx.memory(|memory| memory.focused())),
            // For one more frame egui lets nothing below have it.
            (false, Some(_)) if ctx.memory(|memory| memory.top_modal_layer().is_some()) => {
                ctx.request_repaint();
            }
            (false, Some(before)) => {
                self.in_dialog = None;
                // What the answer gave it to keeps it, and what is not there any more cannot have it.
                let free = ctx.memory(|memory| memory.focused().is_none());
                let there = |id: &egui::Id| free && ctx.read_response(*id).is_some();
                if let Some(id) = before.filter(there) {
                    ctx.memory_mut(|memory| memory.request_focus(id));
                }
            }
            _ => {}
        }
    }

    /// Whoever comes back to the window may have changed the file meanwhile.
    fn look_at_file(&mut self, focused: bool) {
        if focused && !std::mem::replace(&mut self.window_focused, focused) {
            self.session.keeper.look_at_file();
        }
        self.window_focused = focused;
    }

    /// What comes from outside of the views: dropped files, file dialogs, the window's close button.
    fn take_outside(&mut self, ctx: &Context) -> Vec<AppCommand> {
        let mut out = Vec::new();
        let focused = ctx.input(|input| input.focused);
        self.look_at_file(focused);
        if let Some(dialog) = self.file_dialog.take() {
            match dialog.poll(focused, self.session.path.as_deref()) {
                Ok(command) => out.push(command),
                Err(open) => self.file_dialog = Some(open),
            }
        }
        let dropped = ctx.input(|input| {
            let files = &input.raw.dropped_files;
            let first = files.first().map(|file| file.path().to_owned());
            first.map(|path| (path, files.len()))
        });
        if let Some((path, count)) = dropped {
            self.say_which(&path, count);
            out.push(AppCommand::OpenPath(path));
        }
        let asked = ctx.input(|input| input.viewport().close_requested());
        if asked && !self.closing && (self.session.dirty() || self.session.work.saving()) {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            out.push(AppCommand::Quit);
        }
        out
    }

    /// Of several files that were dropped, which one is opened.
    fn say_which(&mut self, path: &std::path::Path, count: usize) {
        if count > 1 {
            let file = path.file_name().unwrap_or_default().to_string_lossy();
            let (texts, count) = (self.session.texts, count.to_string());
            let text = texts.tr_with("message.dropped_many", &[("n", &count), ("file", &file)]);
            self.session.messages.push(Level::Info, text);
        }
    }

    fn perform(&mut self, ctx: &Context, effect: Effect) {
        match effect {
            Effect::CopyText(text) => ctx.copy_text(text),
            Effect::CopyPicture { size, rgba } => {
                ctx.copy_image(egui::ColorImage::from_rgba_unmultiplied(size, &rgba));
            }
            Effect::RequestPaste => ctx.send_viewport_cmd(ViewportCommand::RequestPaste),
            Effect::AskOpen => self.ask(ctx, Request::Open),
            Effect::AskLog { client } => self.ask(ctx, Request::Log { client }),
            Effect::AskSave { suggested } => self.ask(ctx, Request::Save { suggested }),
            Effect::AskExport {
                kind,
                suggested,
                scale,
            } => {
                let request = Request::Export {
                    kind,
                    suggested,
                    scale,
                };
                self.ask(ctx, request);
            }
            Effect::ShowFolder(folder) => {
                let url = format!("file://{}", folder.display());
                ctx.open_url(egui::OpenUrl::new_tab(url));
            }
            Effect::SizePanel { panel, by } => layout::resize(ctx, panel, by),
            Effect::GoToPart { forward } => regions::go(ctx, &self.session.view(), forward),
            Effect::Close => {
                self.closing = true;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }

    /// Asks for a file with the desktop's dialog, or with the path field.
    fn ask(&mut self, ctx: &Context, request: Request) {
        if self.file_dialog.is_some() {
            let text = self.session.texts.tr("message.dialog_open");
            self.session.messages.push(Level::Info, text);
            return;
        }
        let wake = ctx.clone();
        if self.desktop {
            self.file_dialog = FileDialog::open(request.clone(), self.session.texts, move || {
                wake.request_repaint()
            });
        }
        if self.file_dialog.is_none() {
            let field = request.path_field(self.session.path.as_deref());
            dispatch(&mut self.session, field);
        }
    }

    /// The pointer was released, an arrow key was, or the keyboard went to another field.
    fn gesture_ended(&mut self, ctx: &Context) -> bool {
        let focused = ctx.memory(|memory| memory.focused());
        let moved = std::mem::replace(&mut self.focused, focused) != focused;
        let arrow = |key: &Key| {
            matches!(
                key,
                Key::ArrowLeft | Key::ArrowRight | Key::ArrowUp | Key::ArrowDown
            )
        };
        let released =
            |event: &Event| matches!(event, Event::Key { key, pressed: false, .. } if arrow(key));
        moved
            || ctx.input(|input| input.pointer.any_released() || input.events.iter().any(released))
    }

    fn apply_look(&mut self, ui: &mut Ui) {
        let ctx = &ui.ctx().clone();
        let scale = self.session.interface.scale();
        if (ctx.zoom_factor() - scale).abs() > f32::EPSILON {
            ctx.set_zoom_factor(scale);
        }
        self.session.dark_desktop = ctx.system_theme() != Some(egui::Theme::Light);
        let dark = self.session.theme().dark;
        if self.shown_dark != Some(dark) {
            self.shown_dark = Some(dark);
            ctx.set_theme(if dark {
                egui::Theme::Dark
            } else {
                egui::Theme::Light
            });
            // What is drawn in this frame has it already.
            ui.set_style(ctx.global_style());
        }
    }

    /// Messages go when their time is over; the window wakes up for that and no earlier.
    fn tick_messages(&mut self, ctx: &Context) {
        let now = ctx.input(|input| input.time);
        self.session.work.tick(now);
        if let Some(left) = self.session.messages.tick(now) {
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(left.max(0.01)));
        }
    }

    fn show_title(&mut self, ctx: &Context) {
        let changed = if self.session.dirty() { "*" } else { "" };
        let title = format!("{}{changed} • Topolab", self.session.view().title());
        if title != self.shown_title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.shown_title = title;
        }
    }
}

impl eframe::App for TopolabApp {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.show(ui);
    }

    fn save(&mut self, storage: &mut dyn eframe::Storage) {
        Settings::save(&self.session, storage);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.end();
    }

    fn clear_color(&self, _visuals: &egui::Visuals) -> [f32; 4] {
        egui::Color32::from(self.session.theme().canvas).to_normalized_gamma_f32()
    }
}
