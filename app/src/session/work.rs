//! What is being done with files beside the window, and what came of it.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sim_core::document::Document;
use sim_core::file::log::Reading;
use sim_core::file::{Loaded, Repaired};
use sim_core::foundation::ids::Id;

use super::{Session, Writing};
use crate::storage::desk::{Desk, Stop};
use crate::storage::disk::{Disk, System};
use crate::storage::log::LoadLogError;
use crate::storage::{LoadError, Stamp};

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    Save,
    Open,
    Log,
    Export,
    Picture,
}

impl Task {
    /// Translation key of the sentence that says that it was ended; `{file}`: the name of the file.
    pub fn ended_key(self) -> &'static str {
        match self {
            Task::Save | Task::Export => "work.ended.write",
            Task::Open => "work.ended.open",
            Task::Log => "work.ended.log",
            Task::Picture => "work.ended.picture",
        }
    }

    /// Translation key of the sentence that says so; `{file}`: the name of the file.
    pub fn key(self) -> &'static str {
        match self {
            Task::Save => "work.save",
            Task::Open => "work.open",
            Task::Log => "work.log",
            Task::Export => "work.export",
            Task::Picture => "work.picture",
        }
    }
}

/// A piece of work that is under way.
#[derive(Clone, Debug)]
pub struct UnderWay {
    pub number: u64,
    pub task: Task,
    /// Name of the file; empty where there is none.
    pub file: String,
    /// Ends it; a save is done or fails, and cannot be ended in between.
    pub stop: Option<Stop>,
    /// Time of the window's clock when it was first seen.
    pub since: Option<f64>,
}

/// A document that was read.
#[derive(Debug)]
pub(crate) struct Read {
    pub path: PathBuf,
    /// Without links and dots.
    pub whole: PathBuf,
    pub stamp: Stamp,
    /// A picture carried it: the file is none to save to.
    pub picture: bool,
}

/// A document that was read and is not shown yet.
#[derive(Debug)]
pub(crate) enum Arrived {
    Whole(Read, Loaded),
    Repaired(Read, Repaired),
}

/// What came of it.
#[derive(Debug)]
pub(crate) enum Outcome {
    Saved {
        path: PathBuf,
        whole: PathBuf,
        document: Arc<Document>,
        text: String,
        stamp: Stamp,
    },
    NotSaved {
        path: PathBuf,
        error: io::Error,
    },
    /// Nothing was written: somebody else has changed the file.
    ChangedOutside(PathBuf),
    /// Nothing was written: there is a file already.
    Exists(Writing),
    /// `revision`: of the session when the file was asked for.
    Opened {
        read: Read,
        loaded: Loaded,
        revision: u64,
    },
    Repaired {
        read: Read,
        repaired: Repaired,
        revision: u64,
    },
    NotOpened {
        path: PathBuf,
        error: LoadError,
        repaired: Option<Repaired>,
    },
    /// The file as somebody else has left it, for a document that is kept; `None`: it cannot be read.
    Theirs {
        path: PathBuf,
        theirs: Option<(Option<Document>, Stamp)>,
    },
    /// The first of some paths that is there.
    First(Option<PathBuf>),
    Log {
        client: Id,
        path: PathBuf,
        reading: Result<Reading, LoadLogError>,
    },
    /// Written, or why not, in words.
    Exported {
        writing: Writing,
        written: Result<(), String>,
    },
    /// Size in pixels and their colours, or why there are none.
    Picture(Result<([usize; 2], Vec<u8>), String>),
}

/// All of it.
#[derive(Debug)]
pub(crate) struct Work {
    desk: Desk<Outcome>,
    list: Vec<UnderWay>,
    /// The file written last and how it was then: a save that waited behind another one does not find it changed.
    pub written: Arc<std::sync::Mutex<Option<(PathBuf, Stamp)>>>,
}

impl Default for Work {
    fn default() -> Self {
        Self::at(Desk::inline())
    }
}

impl Work {
    fn at(desk: Desk<Outcome>) -> Self {
        Self {
            desk,
            list: Vec::new(),
            written: Arc::default(),
        }
    }

    /// A save.
    pub fn save(&mut self, path: &Path, work: impl FnOnce(&dyn Disk) -> Outcome + Send + 'static) {
        let number = self.desk.write(work);
        self.begin(number, Task::Save, path, None);
    }

    /// Anything else; `work` is told when nobody waits for it any more.
    pub fn start(
        &mut self,
        task: Task,
        path: &Path,
        work: impl FnOnce(&dyn Disk, &Stop) -> Outcome + Send + 'static,
    ) {
        let stop = Stop::default();
        let told = stop.clone();
        let number = self.desk.work(move |disk| work(disk, &told));
        self.begin(number, task, path, Some(stop));
    }

    fn begin(&mut self, number: u64, task: Task, path: &Path, stop: Option<Stop>) {
        let name = path.file_name();
        self.list.push(UnderWay {
            number,
            task,
            file: name.map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
            stop,
            since: None,
        });
    }

    /// What came of the next piece of work that somebody still waits for; `None` in it: it broke down.
    pub fn news(&mut self) -> Option<(Task, Option<Outcome>)> {
        while let Some((number, outcome)) = self.desk.news() {
            if let Some(at) = self.list.iter().position(|work| work.number == number) {
                return Some((self.list.remove(at).task, outcome));
            }
        }
        None
    }

    /// Nobody waits for this piece of work any more; gives it back, unless it is past being ended.
    pub fn stop(&mut self, number: u64) -> Option<UnderWay> {
        self.stop_all(|work| work.number == number).pop()
    }

    /// Nobody waits for work of this kind any more.
    pub fn stop_task(&mut self, task: Task) {
        self.stop_all(|work| work.task == task);
    }

    fn stop_all(&mut self, which: impl Fn(&UnderWay) -> bool) -> Vec<UnderWay> {
        let ended = |work: &mut UnderWay| {
            let stop = work.stop.as_ref().filter(|_| which(work));
            stop.is_some_and(Stop::stop)
        };
        self.list.extract_if(.., ended).collect()
    }

    pub fn list(&self) -> &[UnderWay] {
        &self.list
    }

    pub fn saving(&self) -> bool {
        self.list.iter().any(|work| work.task == Task::Save)
    }

    /// Starts the clocks of what is new.
    pub fn tick(&mut self, now: f64) {
        for work in &mut self.list {
            work.since.get_or_insert(now);
        }
    }
}

impl Session {
    /// Works with files beside the window from now on; `wake` is called when something is done. On a machine that gives
    /// no thread, the window waits.
    pub fn work_beside(&mut self, wake: impl Fn() + Send + Sync + 'static) {
        self.work_on(Arc::new(System), wake);
    }

    /// The same with another disk.
    pub fn work_on(&mut self, disk: Arc<dyn Disk>, wake: impl Fn() + Send + Sync + 'static) {
        if let Ok(desk) = Desk::threaded(disk, wake) {
            self.work = Work::at(desk);
        }
    }
}
