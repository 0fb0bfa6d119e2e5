//! Reading documents from files.

use std::io::Read;
use std::path::Path;

use sim_core::file::{self, FileError, Loaded};

use super::stamp::{self, Stamp};
use crate::scene::carry::{self, Carried};

/// The largest file that is read.
pub const MAX_FILE_BYTES: u64 = file::MAX_BYTES;

/// Why a file cannot be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error("cannot be read: {0}: expected a file with a topology")]
    Io(#[from] std::io::Error),
    #[error("the file is too large: expected at most {} MiB", MAX_FILE_BYTES / 1024 / 1024)]
    TooLarge,
    #[error("the file is no text: expected JSON in UTF-8")]
    NotText,
    #[error("the picture carries no document: expected one that was exported here")]
    Picture,
    #[error("{0}")]
    Document(#[from] FileError),
}

/// The text of a document as it was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub text: String,
    /// Tells whether the file is still the same later.
    pub stamp: Stamp,
    /// A picture carried it: the file is none to save to.
    pub picture: bool,
}

/// Reads a file, looking at its size before its content.
fn read_bytes(path: &Path) -> Result<Vec<u8>, LoadError> {
    let file = std::fs::File::open(path)?;
    let meta = file.metadata()?;
    if meta.is_dir() {
        return Err(
            std::io::Error::new(std::io::ErrorKind::IsADirectory, "this is a folder").into(),
        );
    }
    if meta.len() > MAX_FILE_BYTES {
        return Err(LoadError::TooLarge);
    }
    // A device or a growing file may hold more than it says.
    let mut bytes = Vec::with_capacity(meta.len() as usize);
    file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(LoadError::TooLarge);
    }
    Ok(bytes)
}

/// The text of a document in a file, or in an exported picture.
///
/// # Errors
/// The file cannot be read, is too large, is no UTF-8, or a picture without a document.
pub fn find(path: &Path) -> Result<Found, LoadError> {
    // The time comes first: a file that is changed while it is read then looks changed, and is read again to be sure.
    let modified = stamp::modified_ns(path);
    let bytes = read_bytes(path)?;
    let stamp = Stamp::new(modified, &bytes);
    let (text, picture) = match carry::from(&bytes) {
        Carried::None => (
            String::from_utf8(bytes).map_err(|_| LoadError::NotText)?,
            false,
        ),
        Carried::Nothing => return Err(LoadError::Picture),
        Carried::Document(text) => (text, true),
    };
    Ok(Found {
        text,
        stamp,
        picture,
    })
}

/// The text alone.
///
/// # Errors
/// As [`find`].
pub fn read_text(path: &Path) -> Result<String, LoadError> {
    find(path).map(|found| found.text)
}

/// Loads a document.
///
/// # Errors
/// The file cannot be read, or is no document.
pub fn load(path: &Path) -> Result<Loaded, LoadError> {
    Ok(file::load(&read_text(path)?)?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_file_that_is_too_large_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("huge.json");
        std::fs::File::create(&path)
            .unwrap()
            .set_len(MAX_FILE_BYTES + 1)
            .unwrap();
        assert!(matches!(read_text(&path), Err(LoadError::TooLarge)));
    }

    #[test]
    fn what_is_no_text_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        std::fs::write(&path, [0xFF, 0xFE, 0x00]).unwrap();
        assert!(matches!(read_text(&path), Err(LoadError::NotText)));
        assert!(matches!(read_text(folder.path()), Err(LoadError::Io(_))));
        assert!(matches!(
            read_text(&folder.path().join("none")),
            Err(LoadError::Io(_))
        ));
    }

    #[cfg(unix)]
    #[test]
    fn an_endless_file_ends() {
        assert!(matches!(
            read_text(Path::new("/dev/zero")),
            Err(LoadError::TooLarge)
        ));
    }
}
