//! What the program knows between two frames: document with history, selection, camera, run, messages.
//!
//! Architecture invariant: only `commands::dispatch` changes a session (and the window feeds in what the runner
//! published). Views get a [`View`]: everything to read, nothing to change.

mod arranging;
mod baseline;
mod camera;
pub mod collapsing;
mod compared;
mod dialog;
mod faults;
mod glide;
pub mod grouping;
mod interface;
mod kept;
pub mod linking;
mod messages;
mod picture;
pub mod placement;
pub mod related;
mod review;
mod room;
mod selection;
mod shelf;
mod sweeping;
pub mod tiers;
mod view;
mod work;

use std::path::PathBuf;
use std::sync::Arc;

use sim_core::check::Finding;
use sim_core::document::{Document, InOrder};
use sim_core::edit::History;
use sim_core::foundation::ids::Id;
use sim_core::playback::player::Frame;

use arranging::Arranging;
pub(crate) use baseline::Keeping;
pub use baseline::{Baseline, ran};
pub use camera::Camera;
use compared::Compared;
pub use dialog::{
    Adding, AfterUnsaved, ChangedAnswer, Dialog, ExportKind, Finder, RecoveryAnswer, UnsavedAnswer,
    Writing,
};
pub use faults::faults_for;
pub use glide::{GLIDE_S, Glide};
pub use interface::Interface;
pub use messages::{Level, Message, Messages};
pub use picture::Picture;
use review::Review;
pub use selection::Selection;
use shelf::Drawing;
pub use shelf::{MOST as MOST_KEPT_RUNS, Shelf};
pub use sweeping::{NotSwept, SweepForm, Sweeping, Swept, variable};
pub use view::{RunView, View};
pub(crate) use work::{Arrived, Outcome, Read, Work};
pub use work::{Task, UnderWay};

use crate::i18n::{Lang, Texts};
use crate::runner::{Runner, Status};
use crate::scene::shares::leave;
use crate::storage::Stamp;
use crate::storage::journal::{Keeper, Leftover};
use crate::storage::recent::Recents;
use crate::theme::{Theme, ThemeChoice};

/// Which side panels are open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct OpenPanels {
    pub palette: bool,
    pub inspector: bool,
    pub dock: bool,
}

impl Default for OpenPanels {
    fn default() -> Self {
        Self {
            palette: true,
            inspector: true,
            dock: true,
        }
    }
}

/// The state of one window.
#[derive(Debug)]
pub struct Session {
    /// The document and the way back and forth.
    pub(crate) history: History,
    /// Grows with every change of the document, undo and load included.
    pub(crate) revision: u64,
    /// Grows with every change that does not go on with the step before, undo and redo included.
    pub(crate) step: u64,
    /// The document as it is in the file; `None`: in no way that is known, so that there is something to save.
    pub(crate) saved: Option<Arc<Document>>,
    compared: Compared,
    pub(crate) path: Option<PathBuf>,
    /// The file as it was read or written here.
    pub(crate) stamp: Option<Stamp>,
    pub(crate) keeper: Keeper,
    /// The journal can be written.
    keeping: bool,
    /// What is being done with files beside the window.
    pub(crate) work: Work,
    /// A document that came while the one that is shown had changes of its own.
    pub(crate) arrived: Option<Arrived>,
    /// Documents of windows that are gone; the first is asked about.
    pub(crate) leftovers: Vec<Leftover>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) review: Review,
    pub(crate) arranging: Option<Arranging>,
    pub(crate) selection: Selection,
    pub(crate) renaming: Option<Id>,
    pub(crate) camera: Camera,
    /// Screen points.
    pub(crate) canvas_size: [f32; 2],
    /// Where the pointer is on the canvas, canvas points.
    pub(crate) pointer: Option<[f32; 2]>,
    /// Where what the desktop was asked for shall be pasted, canvas points.
    pub(crate) paste_at: Option<[f32; 2]>,
    /// The whole document is in view, and stays so when the canvas changes its size; until the camera is moved.
    pub(crate) fitted: bool,
    /// What was put in order last.
    pub(crate) glide: Option<Glide>,
    /// Nothing moves but by the hand.
    pub(crate) still: bool,
    /// How large text and controls are.
    pub(crate) interface: Interface,
    /// How exported pictures look.
    pub(crate) picture: Picture,
    pub(crate) runner: Runner,
    pub(crate) frame: Option<Arc<Frame>>,
    /// The runs that were kept to be compared with.
    pub(crate) kept: Shelf,
    /// The document as it came.
    origin: Option<Arc<Document>>,
    /// What was asked of a sweep, and what came of it.
    pub(crate) sweep: Option<Sweeping>,
    pub(crate) status: Status,
    pub(crate) dialog: Option<Dialog>,
    /// What goes on once the document has been saved.
    pub(crate) after_save: Option<AfterUnsaved>,
    pub(crate) messages: Messages,
    /// The message that says what to try with the example that is shown.
    pub(crate) hint: Option<u64>,
    pub(crate) open_panels: OpenPanels,
    pub(crate) focus_search: bool,
    /// The card that takes the keyboard in the next frame.
    pub(crate) focus_item: Option<Id>,
    /// Nothing but the canvas is shown.
    pub(crate) presenting: bool,
    /// What has nothing to do with the selection is dimmed.
    pub(crate) focusing: bool,
    /// The wheel zooms instead of panning.
    pub(crate) wheel_zooms: bool,
    /// Something is being looked for on the canvas.
    pub(crate) finding: bool,
    /// The field for it takes the keyboard in the next frame.
    pub(crate) focus_find: bool,
    pub(crate) texts: Texts,
    /// `None`: the desktop's, whatever that is at the next start.
    pub(crate) chosen_lang: Option<Lang>,
    pub(crate) theme_choice: ThemeChoice,
    pub(crate) dark_desktop: bool,
    pub(crate) recents: Recents,
}

impl Session {
    /// A session that shows a document, stopped at t = 0.
    pub fn new(document: Document, runner: Runner) -> Self {
        let history = History::new(document);
        let mut session = Self {
            saved: None,
            compared: Compared::default(),
            history,
            revision: 0,
            step: 0,
            path: None,
            stamp: None,
            keeper: Keeper::default(),
            keeping: false,
            work: Work::default(),
            arrived: None,
            leftovers: Vec::new(),
            findings: Vec::new(),
            review: Review::default(),
            arranging: None,
            selection: Selection::default(),
            renaming: None,
            camera: Camera::default(),
            canvas_size: [0.0, 0.0],
            pointer: None,
            paste_at: None,
            fitted: true,
            glide: None,
            still: false,
            interface: Interface::default(),
            picture: Picture::default(),
            runner,
            frame: None,
            kept: Shelf::default(),
            origin: None,
            sweep: None,
            status: Status::default(),
            dialog: None,
            after_save: None,
            messages: Messages::default(),
            hint: None,
            open_panels: OpenPanels::default(),
            focus_search: false,
            focus_item: None,
            presenting: false,
            focusing: false,
            wheel_zooms: false,
            finding: false,
            focus_find: false,
            texts: Texts::default(),
            chosen_lang: None,
            theme_choice: ThemeChoice::default(),
            dark_desktop: true,
            recents: Recents::default(),
        };
        session.show_anew(None);
        session
    }

    /// Everything a view may read.
    pub fn view(&self) -> View<'_> {
        View {
            document: self.history.document(),
            revision: self.revision,
            frame: self.frame.as_deref(),
            baseline: self.kept.chosen(),
            kept_runs: self.kept.runs(),
            sweep: self.sweep.as_ref(),
            findings: &self.findings,
            selection: &self.selection,
            renaming: self.renaming.as_ref(),
            camera: self.camera,
            canvas_size: self.canvas_size,
            glide: self
                .glide
                .as_ref()
                .filter(|glide| glide.revision == self.revision && !self.still && glide.is_shown()),
            still: self.still,
            arranging: self.arranging.as_ref().map(Arranging::share),
            interface: self.interface,
            picture: &self.picture,
            run: RunView::new(&self.status, self.seed()),
            texts: self.texts,
            theme: self.theme(),
            theme_choice: self.theme_choice,
            undo: self.history.undo_name(),
            redo: self.history.redo_name(),
            dirty: self.dirty(),
            saved: self.saved.as_deref(),
            keeping: self.keeping,
            path: self.path.as_deref(),
            recents: self.recents.paths(),
            dialog: self.dialog.as_ref(),
            work: self.work.list(),
            closing: self.after_save == Some(AfterUnsaved::Quit),
            leftovers: self.leftovers.len(),
            open_panels: self.open_panels,
            focus_search: self.focus_search,
            focus_item: self.focus_item.as_ref(),
            presenting: self.presenting,
            focusing: self.focusing,
            wheel_zooms: self.wheel_zooms,
            finding: self.finding,
            focus_find: self.focus_find,
        }
    }

    pub fn document(&self) -> &Arc<Document> {
        self.history.document()
    }

    pub fn lang(&self) -> Lang {
        self.texts.lang()
    }

    pub fn theme(&self) -> &'static Theme {
        let dark = match self.theme_choice {
            ThemeChoice::System => self.dark_desktop,
            ThemeChoice::Dark => true,
            ThemeChoice::Light => false,
        };
        if dark { Theme::dark() } else { Theme::light() }
    }

    /// Whether the document differs from what was loaded or saved last.
    pub fn dirty(&self) -> bool {
        let same = |saved: &Arc<Document>| self.compared.equal(self.document(), saved);
        !self.saved.as_ref().is_some_and(same)
    }

    /// Shows another document; history, selection and run start anew. What was not saved of the one before is given up.
    /// `file`: where it comes from, and what that file was like.
    pub(crate) fn load(&mut self, document: Document, file: Option<(PathBuf, Stamp)>) {
        self.close_journal();
        self.history = History::new(document);
        let (path, stamp) = file.unzip();
        self.show_anew(path);
        self.stamp = stamp;
        self.keep();
    }

    /// Shows a document that its file does not hold as it is.
    pub(crate) fn load_unsaved(&mut self, document: Document, path: PathBuf, stamp: Stamp) {
        self.close_journal();
        self.history = History::new(document);
        self.show_anew(Some(path));
        (self.saved, self.stamp) = (None, Some(stamp));
        self.keep();
    }

    /// After the history was replaced by another one.
    fn show_anew(&mut self, path: Option<PathBuf>) {
        self.saved = Some(Arc::clone(self.document()));
        self.stamp = None;
        if let Some(hint) = self.hint.take() {
            self.messages.dismiss(hint);
        }
        self.selection.clear();
        self.renaming = None;
        let before = self.drawing();
        self.path = path;
        self.origin = Some(Arc::clone(self.document()));
        self.kept.turn_to(before, self.drawing().as_ref());
        self.frame = None;
        self.sweep = None;
        self.arranging = None;
        self.document_changed();
        self.review_anew();
        self.fit_all();
        let document = Arc::clone(self.document());
        self.runner.load(document);
        self.take_published();
    }

    /// What tells the drawing that is shown from others; `None`: nothing, it began as an empty sheet and is in no file.
    fn drawing(&self) -> Option<Drawing> {
        let file = self.path.clone().map(Drawing::File);
        let origin = self.origin.clone();
        let origin = origin.filter(|document| !document.components.is_empty());
        file.or_else(|| origin.map(Drawing::AsItCame))
    }

    /// Runs the document on another runner, stopped at t = 0.
    pub(crate) fn simulate_on(&mut self, runner: Runner) {
        self.runner = runner;
        self.frame = None;
        let document = Arc::clone(self.document());
        self.runner.load(document);
    }

    /// Whether the run has taken over every change and command so far.
    pub fn is_caught_up(&self) -> bool {
        self.runner.is_caught_up()
    }

    /// Shows the whole document, and goes on doing so when the size of the canvas becomes known or changes.
    pub(crate) fn fit_all(&mut self) {
        let around = placement::all_bounds(self.document());
        let known = self.canvas_size.iter().all(|length| *length > 0.0);
        let around = around.filter(|_| known);
        self.camera = around.map_or_else(Camera::default, |(min, max)| {
            Camera::fitted(min, max, self.canvas_size)
        });
        self.fitted = true;
    }

    /// After any change of the document: revision, and what no longer exists.
    pub(crate) fn document_changed(&mut self) {
        let document = Arc::clone(self.document());
        self.revision += 1;
        let mut items = InOrder::new(&document);
        self.selection.retain(|id| items.item(id).is_some());
        if self
            .renaming
            .as_ref()
            .is_some_and(|id| !document.contains(id))
        {
            self.renaming = None;
        }
    }

    /// After a change of what the document means, not only of where things stand: the run takes it over.
    pub(crate) fn meaning_changed(&mut self) {
        self.review();
        let document = Arc::clone(self.document());
        self.runner.update(document, self.step);
    }

    /// Takes over what the runner published since the last look.
    pub(crate) fn take_published(&mut self) {
        let published = self.runner.published();
        let before = std::mem::replace(&mut self.frame, published.frame);
        // To give back the memory of ten thousand figures takes a part of a frame's time.
        if let Some(before) = before.and_then(Arc::into_inner) {
            leave(before);
        }
        self.status = published.status;
    }
}
