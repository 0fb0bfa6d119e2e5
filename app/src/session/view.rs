//! What views read.

use std::path::{Path, PathBuf};

use sim_core::check::Finding;
use sim_core::document::Document;
use sim_core::engine::Snapshot;
use sim_core::engine::snapshot::{ComponentView, LinkView};
use sim_core::foundation::ids::Id;
use sim_core::foundation::units::SimTime;
use sim_core::playback::player::Frame;

use super::{
    Baseline, Camera, Dialog, Glide, Interface, OpenPanels, Picture, Selection, Sweeping, UnderWay,
};
use crate::i18n::Texts;
use crate::runner::{Pace, Problem, Status};
use crate::theme::{Theme, ThemeChoice};

/// Everything the canvas, the panels and the dialogs get: to read, not to change.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    pub document: &'a Document,
    /// Grows with every change of the document: compare it to know whether something cached is stale.
    pub revision: u64,
    /// The run as last published; `None` until the first frame has come.
    pub frame: Option<&'a Frame>,
    /// The kept run that is compared with, and all that were kept of this drawing, the oldest first.
    pub baseline: Option<&'a Baseline>,
    pub kept_runs: &'a [Baseline],
    /// What was asked of a sweep, and what came of it.
    pub sweep: Option<&'a Sweeping>,
    /// The review of the design.
    pub findings: &'a [Finding],
    pub selection: &'a Selection,
    /// The item whose name is being typed.
    pub renaming: Option<&'a Id>,
    pub camera: Camera,
    /// Size of the canvas, screen points.
    pub canvas_size: [f32; 2],
    /// The document was just put in order: where things stood before. `None` where it is not to be shown.
    pub glide: Option<&'a Glide>,
    /// Nothing moves but by the hand: no gliding, no moving requests.
    pub still: bool,
    /// How much of the layout under way is done, 0 to 1.
    pub arranging: Option<f32>,
    /// How large text and controls are.
    pub interface: Interface,
    /// How exported pictures look.
    pub picture: &'a Picture,
    pub run: RunView<'a>,
    pub texts: Texts,
    pub theme: &'static Theme,
    pub theme_choice: ThemeChoice,
    /// Translation key of the step that undo (redo) would take back (bring back).
    pub undo: Option<&'static str>,
    pub redo: Option<&'static str>,
    pub dirty: bool,
    /// The document as it is in its file.
    pub saved: Option<&'a Document>,
    /// A journal keeps every change.
    pub keeping: bool,
    pub path: Option<&'a Path>,
    pub recents: &'a [PathBuf],
    pub dialog: Option<&'a Dialog>,
    /// What is being done with files, oldest first.
    pub work: &'a [UnderWay],
    /// The window closes once the document is saved.
    pub closing: bool,
    /// Documents of windows that ended without saving.
    pub leftovers: usize,
    pub open_panels: OpenPanels,
    /// The palette's search field should take the keyboard in this frame.
    pub focus_search: bool,
    /// The card that should take the keyboard in this frame.
    pub focus_item: Option<&'a Id>,
    /// Nothing but the canvas is shown.
    pub presenting: bool,
    /// What has nothing to do with the selection is dimmed.
    pub focusing: bool,
    /// The wheel zooms instead of panning.
    pub wheel_zooms: bool,
    /// Something is being looked for on the canvas; its field should take the keyboard in this frame.
    pub finding: bool,
    pub focus_find: bool,
}

/// How the run stands.
#[derive(Clone, Copy, Debug)]
pub struct RunView<'a> {
    pub playing: bool,
    pub asked: Pace,
    /// Simulated seconds per second of wall time, smoothed; `None` while stopped or not yet known.
    pub achieved: Option<f64>,
    /// Of the run; where nothing has happened yet, of the one to come.
    pub seed: u64,
    /// Why the run cannot go on.
    pub problem: Option<&'a Problem>,
}

impl<'a> RunView<'a> {
    pub(super) fn new(status: &'a Status, seed: u64) -> Self {
        Self {
            playing: status.playing,
            asked: status.asked,
            achieved: status.achieved,
            seed,
            problem: status.problem.as_ref(),
        }
    }
}

impl<'a> View<'a> {
    pub fn snapshot(&self) -> Option<&'a Snapshot> {
        self.frame.map(|frame| &frame.snapshot)
    }

    /// The simulated time.
    pub fn now(&self) -> SimTime {
        self.snapshot()
            .map_or(SimTime::ZERO, |snapshot| snapshot.now)
    }

    /// The figures of a component.
    pub fn component(&self, id: &Id) -> Option<&'a ComponentView> {
        let all = &self.snapshot()?.components;
        // Mostly they stand in the document's order.
        let place = self.document.components.get_index_of(id);
        let there = place.and_then(|place| all.get(place));
        let there = there.filter(|view| view.id == *id);
        there.or_else(|| all.iter().find(|view| view.id == *id))
    }

    /// Whether a component works for others.
    pub fn works(&self, id: &Id) -> bool {
        let component = self.document.components.get(id);
        component.is_none_or(|component| component.works())
    }

    /// The figures of a link.
    pub fn link(&self, id: &Id) -> Option<&'a LinkView> {
        self.snapshot()?.links.iter().find(|view| view.id == *id)
    }

    /// Name shown for the document: the file's stem, else the document's own name.
    pub fn title(&self) -> String {
        let stem = self
            .path
            .and_then(Path::file_stem)
            .map(|stem| stem.to_string_lossy().into_owned());
        let own = || Some(self.document.name.clone()).filter(|name| !name.trim().is_empty());
        stem.or_else(own)
            .unwrap_or_else(|| self.texts.tr("document.untitled").to_owned())
    }
}
