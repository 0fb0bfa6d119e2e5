//! A journal on the disk: one writer, told by a lock; append only.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::compact::compacted;
use super::entry::Entry;
use super::record::MAGIC;
use super::replay::{JournalError, Replay, replay};

/// A journal longer than this is told shorter...
const LONG: u64 = 4 * 1024 * 1024;
/// ... unless the document alone is so long that this many of it are longer.
const LONG_IN_DOCUMENTS: u64 = 4;
/// A journal longer than this is no journal of ours.
const MAX_BYTES: u64 = 1024 * 1024 * 1024;

/// An open journal. The lock is a file of its own beside it, so that the journal can be replaced by a shorter one; the
/// system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    lock: Lock,
    file: File,
    /// Bytes that are known to be whole.
    whole: u64,
    /// Records that the disk has not taken.
    waiting: Vec<u8>,
    unsynced: bool,
    /// Length at which it is told shorter.
    long: u64,
}

/// A lock file that is held.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// `None`: another process (or another window of this one) holds it.
    ///
    /// # Errors
    /// The file cannot be made.
    pub fn take(path: &Path) -> io::Result<Option<Self>> {
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self {
                path: path.to_owned(),
                _file: file,
            })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    fn remove(self) {
        std::fs::remove_file(&self.path).ok();
    }
}

fn lock_of(path: &Path) -> PathBuf {
    path.with_extension("lock")
}

impl Journal {
    /// Begins a journal under a name that nobody has; nothing is written yet.
    ///
    /// # Errors
    /// The folder or the disk does not take it.
    pub fn begin(folder: &Path, start: &Entry) -> io::Result<Self> {
        let path = free_name(folder)?;
        let lock = Lock::take(&lock_of(&path))?.ok_or(io::ErrorKind::ResourceBusy)?;
        let file = OpenOptions::new()
            .create_new(true)
            .write(true)
            .open(&path)?;
        let mut waiting = MAGIC.to_vec();
        start.put(&mut waiting)?;
        let long = LONG.max(waiting.len() as u64 * LONG_IN_DOCUMENTS);
        Ok(Self {
            path,
            lock,
            file,
            whole: 0,
            waiting,
            unsynced: false,
            long,
        })
    }

    /// Takes over a journal that was left behind; `None` if somebody writes it. What is damaged at its end is cut off
    /// when the first record is added.
    ///
    /// # Errors
    /// It cannot be read, or tells nothing.
    pub fn take_over(path: &Path) -> Result<Option<(Self, Replay)>, JournalError> {
        let Some(lock) = Lock::take(&lock_of(path))? else {
            return Ok(None);
        };
        let mut file = OpenOptions::new().read(true).write(true).open(path)?;
        let mut bytes = Vec::new();
        (&mut file).take(MAX_BYTES).read_to_end(&mut bytes)?;
        let replay = replay(&bytes)?;
        let journal = Self {
            path: path.to_owned(),
            lock,
            file,
            whole: replay.whole as u64,
            waiting: Vec::new(),
            unsynced: false,
            long: LONG.max(bytes.len() as u64 * 2),
        };
        Ok(Some((journal, replay)))
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// When it was written last.
    pub fn modified(&self) -> Option<SystemTime> {
        self.file.metadata().and_then(|meta| meta.modified()).ok()
    }

    /// Adds a record, to be written by [`write`](Self::write).
    ///
    /// # Errors
    /// The entry has no JSON form.
    pub fn add(&mut self, entry: &Entry) -> io::Result<()> {
        Ok(entry.put(&mut self.waiting)?)
    }

    /// Writes what was added. After an error it is kept, and written with the next call.
    ///
    /// # Errors
    /// The disk does not take it.
    pub fn write(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        // A record that was written in part (full disk) or is damaged must not stand before the next.
        self.file.set_len(self.whole)?;
        self.file.seek(SeekFrom::Start(self.whole))?;
        self.file.write_all(&self.waiting)?;
        self.whole += self.waiting.len() as u64;
        self.waiting.clear();
        self.unsynced = true;
        if self.whole > self.long {
            self.shorten();
        }
        Ok(())
    }

    /// Whether there is something that only the system's memory holds.
    pub fn unsynced(&self) -> bool {
        self.unsynced
    }

    /// Lets the disk hold what was written: it then survives a loss of power.
    ///
    /// # Errors
    /// Whatever the system says.
    pub fn sync(&mut self) -> io::Result<()> {
        self.unsynced = false;
        self.file.sync_data()
    }

    /// Tells the same in fewer bytes. A failure leaves the journal as it is; the next try comes when it is twice as long.
    fn shorten(&mut self) {
        self.long = self.whole * 2;
        let Ok(bytes) = std::fs::read(&self.path) else {
            return;
        };
        let Some(shorter) = compacted(&bytes, bytes.len() / 2) else {
            return;
        };
        let replaced = crate::storage::write(&self.path, &shorter)
            .and_then(|()| OpenOptions::new().write(true).open(&self.path));
        if let Ok(file) = replaced {
            self.file = file;
            self.whole = shorter.len() as u64;
            self.long = LONG.max(self.whole * 2);
        }
    }

    /// Throws the journal away.
    pub fn remove(self) {
        drop(self.file);
        std::fs::remove_file(&self.path).ok();
        self.lock.remove();
    }

    /// Puts the journal away under another name, for when its file is opened again.
    pub fn put_away(self, name: &Path) {
        drop(self.file);
        std::fs::rename(&self.path, name).ok();
        self.lock.remove();
    }
}

/// A path in the folder that no file has: when, who, how often.
pub fn free_name(folder: &Path) -> io::Result<PathBuf> {
    std::fs::create_dir_all(folder)?;
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let (now, process) = (now.unwrap_or_default().as_millis(), std::process::id());
    let name = |n: u32| folder.join(format!("{now}-{process}-{n}.journal"));
    (0..u32::MAX)
        .map(name)
        .find(|path| !path.exists() && !lock_of(path).exists())
        .ok_or_else(|| io::ErrorKind::AlreadyExists.into())
}
