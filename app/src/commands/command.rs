//! Everything a person can ask of the program, as data.

use std::path::PathBuf;

use sim_core::document::{FaultKind, NoteKind};
use sim_core::edit::Edit;
use sim_core::foundation::ids::Id;

use super::direction::Direction;
use crate::i18n::Lang;
use crate::layout::{Axis, Line};
use crate::runner::Pace;
use crate::session::{
    ChangedAnswer, Dialog, ExportKind, Picture, RecoveryAnswer, SweepForm, UnsavedAnswer,
};
use crate::theme::ThemeChoice;

/// What a selection click does with what was selected before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelectMode {
    Replace,
    /// Adds what is not selected, removes what is.
    Toggle,
    Add,
}

/// A panel beside the canvas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SidePanel {
    Palette,
    Inspector,
    Dock,
}

impl SidePanel {
    pub const ALL: [SidePanel; 3] = [SidePanel::Palette, SidePanel::Inspector, SidePanel::Dock];

    /// Translation key of the name of its edge.
    pub fn edge_key(self) -> &'static str {
        match self {
            SidePanel::Palette => "edge.palette",
            SidePanel::Inspector => "edge.inspector",
            SidePanel::Dock => "edge.dock",
        }
    }
}

/// One request to the dispatcher. Views send these and nothing else.
#[derive(Clone, Debug, PartialEq)]
// A handful live for one frame each: boxing the changes would cost the senders more than it saves.
#[allow(clippy::large_enum_variant)]
pub enum AppCommand {
    // --- editing -------------------------------------------------------------------------------------------------
    /// Changes the document; the second part is the translation key of the undo step (`step.move`, ...).
    /// Changes of one parameter, name or title that follow each other within one press of the pointer (or one stay
    /// in a text field) are one step. After a `Move`, the dispatcher puts what was moved into the container it now
    /// stands in: senders need no `Reparent` of their own.
    Edit(Edit, &'static str),
    /// Ends the merging of changes; the window sends it when the pointer is released or a field loses the focus.
    EndGesture,
    Undo,
    Redo,
    Delete,
    Duplicate,
    /// Copies items, with what rides on them, to another place; canvas points. The copies are selected.
    CopyTo {
        ids: Vec<Id>,
        by: [f32; 2],
    },
    Copy,
    Cut,
    /// The picture of the drawing, for other programs.
    CopyPicture,
    /// Text from the clipboard.
    Paste(String),
    /// Asks the desktop for the clipboard; `Paste` follows. The middle of what is pasted comes to the point, canvas
    /// points; `None`: beside the original, or where it is seen.
    RequestPaste(Option<[f32; 2]>),
    /// Moves what is selected, canvas points.
    NudgeSelection {
        dx: f32,
        dy: f32,
    },
    /// A new component. `at`: top left corner, canvas points; `None`: a free place near the middle of the view.
    /// `parent`: `None`: the container it then stands in.
    Place {
        service: String,
        at: Option<[f32; 2]>,
        parent: Option<Id>,
    },
    /// A new container.
    PlaceContainer {
        kind: String,
        at: Option<[f32; 2]>,
    },
    /// A new note or frame, open for writing.
    PlaceNote {
        kind: NoteKind,
        at: Option<[f32; 2]>,
    },
    /// A pattern of [`crate::storage::patterns`], by its stem, as one piece.
    PlacePattern {
        stem: &'static str,
        at: Option<[f32; 2]>,
    },
    /// Links two components; where that may not be, says why.
    Connect {
        from: Id,
        to: Id,
    },
    /// Lets a link lead from and to other components; where that may not be, says why.
    Reconnect {
        link: Id,
        from: Id,
        to: Id,
    },
    /// Links the two selected components, from the one that was picked first.
    ConnectSelected,
    /// Asks what shall stand beside the selected component, linked to it.
    AddBeside(Direction),
    /// Opens the name for typing, on the canvas.
    BeginRename(Id),
    /// The same for the one selected item.
    RenameSelected,
    EndRename,

    /// Puts what is selected in one line.
    Align(Line),
    /// Makes the gaps between what is selected equal.
    Distribute(Axis),
    /// Lays out what is selected, or everything, in layers from left to right.
    Arrange,
    /// Gives up the layout under way.
    CancelArrange,
    /// Puts what is selected into a new group.
    Group,
    /// Takes the selected groups away; what stood in them stays.
    Ungroup,
    /// Draws containers as one card each, or as frames again; `None`: the selected ones.
    Collapse(Option<Id>),
    Expand(Option<Id>),

    // --- selection -----------------------------------------------------------------------------------------------
    Select {
        ids: Vec<Id>,
        mode: SelectMode,
    },
    SelectAll,
    ClearSelection,
    /// Selects an item and brings it into view; the second gives it the keyboard as well.
    Reveal(Id),
    GoTo(Id),
    /// Gives an item the keyboard, in the middle of the view; selects nothing, zooms nothing.
    BringIn(Id),
    /// The same as `Reveal` for what stands in a collapsed container: it is expanded. `Reveal` itself shows the card.
    Uncover(Id),
    /// Goes to the next component in a direction, along links where there are some.
    Walk(Direction),

    // --- files ---------------------------------------------------------------------------------------------------
    /// The program starts: shows what was open last, else the first example.
    Begin,
    New,
    /// Asks for a file.
    Open,
    OpenPath(PathBuf),
    /// By file stem, as in [`crate::storage::examples`].
    OpenExample(&'static str),
    Save,
    SaveAs,
    SaveTo(PathBuf),
    /// Asks how the picture shall look.
    ExportPng,
    ExportSvg,
    SetPicture(Picture),
    /// The answer to that: asks where to.
    ExportPicture(ExportKind),
    /// The report of the run so far.
    ExportJson,
    /// The same in words.
    ExportMarkdown,
    /// `scale`: pixels per canvas point, for pictures.
    ExportTo {
        path: PathBuf,
        kind: ExportKind,
        scale: f32,
    },
    ForgetRecents,
    /// Nobody waits for this piece of work with a file any more.
    StopWork(u64),
    /// Asks again about what was left behind.
    AskRecovery,
    /// Asks for a log that a client shall replay.
    ImportLog(Id),
    ImportLogFrom {
        client: Id,
        path: PathBuf,
    },
    Quit,

    // --- the run -------------------------------------------------------------------------------------------------
    Play,
    Pause,
    TogglePlay,
    StepEvent,
    StepSeconds(f64),
    Reset,
    /// Keeps the run as it stands, to compare others with it.
    KeepRun,
    /// Names the kept run that is compared with; empty: as it is called by itself.
    NameKeptRun(String),
    /// Compares with the kept run of this number, or gives it up.
    ChooseKeptRun(u64),
    DropKeptRun(u64),
    /// Puts the comparison with the kept run on the clipboard, as Markdown for notes.
    CopyComparison,
    /// From t = 0 on, as long as the run that was kept.
    RunAgain,
    /// Asks for a sweep of a parameter of an item; `None`: of the one that is most likely meant.
    AskSweep(Option<(Id, String)>),
    SetSweep(SweepForm),
    StartSweep,
    StopSweep,
    /// Puts what came of it on the clipboard, as Markdown for notes.
    CopySweep,
    SetPace(Pace),
    Faster,
    Slower,
    SetSeed(u64),
    Inject {
        kind: FaultKind,
        target: Id,
        for_s: Option<f64>,
    },
    Heal {
        target: Id,
    },

    // --- the view ------------------------------------------------------------------------------------------------
    ZoomIn,
    ZoomOut,
    ZoomReset,
    FitAll,
    FitSelection,
    /// Screen = corner of the canvas + `pan` + `zoom` × canvas point.
    SetCamera {
        pan: [f32; 2],
        zoom: f32,
    },
    /// The window says how large the canvas is, screen points.
    SetCanvasSize([f32; 2]),
    TogglePalette,
    ToggleInspector,
    ToggleDock,
    /// Makes a panel larger (smaller) by points, as a drag of its edge does.
    SizePanel {
        panel: SidePanel,
        by: f32,
    },
    /// Makes everything in the window larger (smaller) by steps; 0: as large as the desktop says.
    ScaleInterface(i8),
    /// Gives the keyboard to the next part of the window (to the one before).
    GoToPart {
        forward: bool,
    },
    /// Puts the keyboard into the palette's search field.
    FocusSearch,
    /// Shows nothing but the canvas, or everything again.
    Present(bool),
    TogglePresentation,
    /// Dims what has nothing to do with the selection.
    ToggleFocus,
    /// Whether the wheel zooms instead of panning.
    ToggleWheelZooms,
    /// Looks for something on the canvas, or ends that.
    Find(bool),
    SetLanguage(Lang),
    SetTheme(ThemeChoice),
    /// Things stand still, or move again.
    ToggleStill,

    // --- dialogs and messages ------------------------------------------------------------------------------------
    ShowKeys,
    ShowAbout,
    ShowDialog(Dialog),
    CloseDialog,
    AnswerUnsaved(UnsavedAnswer),
    /// Whether another file may be replaced.
    AnswerOverwrite(bool),
    AnswerRecovery(RecoveryAnswer),
    AnswerChanged(ChangedAnswer),
    /// Opens a file that is broken as far as it can be read.
    OpenRepaired(PathBuf),
    /// Takes a message away, by its number.
    DismissMessage(u64),
}
