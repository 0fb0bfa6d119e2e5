//! The one dialog that may be open, as data; `dialogs` draws it.

use std::path::{Path, PathBuf};

use sim_core::foundation::ids::Id;

use crate::storage::journal::About;

/// What is being written by an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportKind {
    Png,
    Svg,
    /// The report of the run as JSON.
    Json,
    /// The same in words, in the language of the window.
    Markdown,
}

impl ExportKind {
    /// The file name extension, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            ExportKind::Png => "png",
            ExportKind::Svg => "svg",
            ExportKind::Json => "json",
            ExportKind::Markdown => "md",
        }
    }
}

/// An open dialog.
#[derive(Clone, Debug, PartialEq)]
pub enum Dialog {
    /// Every key.
    Keys,
    About,
    /// A list that is searched: commands, or what can be added.
    Finder(Finder),
    /// A sweep of one parameter.
    Sweep,
    /// A field for a path, where the desktop has no file dialog: answered by `OpenPath`.
    OpenPath,
    /// The same for a log: answered by `ImportLogFrom`.
    LogPath {
        client: Id,
    },
    /// The same for saving: answered by `SaveTo`.
    SavePath {
        suggested: String,
    },
    /// How an exported picture shall look: answered by `ExportPicture`.
    Picture {
        kind: ExportKind,
    },
    /// A field for the path of an export: answered by `ExportTo`.
    ExportPath {
        kind: ExportKind,
        suggested: String,
    },
    /// Something went wrong and must be read: a file that cannot be loaded or saved. Already translated. `elsewhere`:
    /// what was not written and may be in another place.
    Failure {
        title: String,
        text: String,
        elsewhere: Option<Writing>,
    },
    /// Another file is there already: answered by `AnswerOverwrite`.
    Overwrite {
        writing: Writing,
    },
    /// Unsaved changes: answered by `AnswerUnsaved`.
    Unsaved {
        then: AfterUnsaved,
    },
    /// A window ended without saving: answered by `AnswerRecovery`; closed without an answer, it is asked again at the
    /// next start. `more`: others that were left; `folder`: where the journals are kept.
    Recover {
        about: About,
        more: usize,
        folder: PathBuf,
    },
    /// The open file was changed by somebody else: answered by `AnswerChanged`. `saving`: seen because it was about to be
    /// written.
    Changed {
        path: PathBuf,
        saving: bool,
    },
    /// A file cannot be loaded as it is, but with repairs: answered by `OpenRepaired`, or closed. Texts are translated.
    Repair {
        path: PathBuf,
        why: String,
        repairs: Vec<String>,
    },
}

/// What a searched list holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Finder {
    /// Every command, everything drawn, everything that can be added.
    Commands,
    Add(Adding),
}

/// Something new on the canvas.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Adding {
    /// Its upper left corner, canvas points; `None`: a free place near the middle of the view.
    pub at: Option<[f32; 2]>,
    /// The component that calls it, or that it calls: then only what may stand there is offered.
    pub from: Option<Id>,
    pub to: Option<Id>,
    /// The link that it is put into.
    pub into: Option<Id>,
    /// Where the list stands, points of the window; `None`: in the upper middle.
    pub anchor: Option<[f32; 2]>,
}

/// A file about to be written.
#[derive(Clone, Debug, PartialEq)]
pub enum Writing {
    Document {
        path: PathBuf,
    },
    Export {
        path: PathBuf,
        kind: ExportKind,
        scale: f32,
    },
}

impl Writing {
    pub fn path(&self) -> &Path {
        match self {
            Writing::Document { path } | Writing::Export { path, .. } => path,
        }
    }

    /// The same, elsewhere.
    #[must_use]
    pub fn at(mut self, to: PathBuf) -> Self {
        match &mut self {
            Writing::Document { path } | Writing::Export { path, .. } => *path = to,
        }
        self
    }

    /// The same, with the extension of its kind if the path has none.
    #[must_use]
    pub fn with_extension(mut self) -> Self {
        let (path, extension) = match &mut self {
            Writing::Document { path } => (path, "json"),
            Writing::Export { path, kind, .. } => (path, kind.extension()),
        };
        if path.extension().is_none() {
            path.set_extension(extension);
        }
        self
    }
}

/// What was asked for when unsaved changes came in between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AfterUnsaved {
    New,
    Open,
    OpenPath(PathBuf),
    OpenExample(&'static str),
    /// The first leftover.
    Recover,
    /// Shows the document that was read meanwhile.
    Arrived,
    Quit,
}

/// The answer to the question about a document that was left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecoveryAnswer {
    Recover,
    Discard,
    /// Shows the folder of the journals; the question stays.
    ShowFolder,
}

/// The answer to the question about a file that was changed outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangedAnswer {
    KeepMine,
    LoadTheirs,
    SaveElsewhere,
}

/// The answer to the question about unsaved changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnsavedAnswer {
    Save,
    Discard,
    Cancel,
}
