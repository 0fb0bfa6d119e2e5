//! The files as the program asks for them: a seam, so that a slow or a failing disk can be put in their place.

use std::fmt::Debug;
use std::io;
use std::path::{Path, PathBuf};

use super::desk::Stop;
use super::stamp::{Now, Stamp};
use super::{Found, LoadError, atomic, document};

/// Everything that is asked of the disk for documents and exports. Any of it may take long, or never end.
pub trait Disk: Debug + Send + Sync {
    /// The text of a document in a file, or in an exported picture.
    ///
    /// # Errors
    /// The file cannot be read, is too large, is no UTF-8, or a picture without a document.
    fn read(&self, path: &Path) -> Result<Found, LoadError>;

    /// Writes the whole file or nothing; nothing as well where it was ended before the last step.
    ///
    /// # Errors
    /// Whatever the system says: no such folder, no permission, no space. `Interrupted`: it was ended.
    fn write(&self, path: &Path, bytes: &[u8], stop: &Stop) -> io::Result<Stamp>;

    /// How a file is now, beside what it was.
    ///
    /// # Errors
    /// The file is there and cannot be looked at.
    fn look(&self, path: &Path, was: &Stamp) -> io::Result<Now>;

    fn exists(&self, path: &Path) -> bool;

    /// The path without links and dots, where there is a file.
    fn whole(&self, path: &Path) -> PathBuf;
}

/// The disk of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct System;

impl Disk for System {
    fn read(&self, path: &Path) -> Result<Found, LoadError> {
        document::find(path)
    }

    fn write(&self, path: &Path, bytes: &[u8], stop: &Stop) -> io::Result<Stamp> {
        atomic::write_if(path, bytes, || stop.commit())?;
        Ok(Stamp::written(path, bytes))
    }

    fn look(&self, path: &Path, was: &Stamp) -> io::Result<Now> {
        was.compare(path)
    }

    fn exists(&self, path: &Path) -> bool {
        path.exists()
    }

    fn whole(&self, path: &Path) -> PathBuf {
        path.canonicalize().unwrap_or_else(|_| path.to_owned())
    }
}
