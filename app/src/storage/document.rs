//! Reading documents from files.

use std::io::Read;
use std::path::Path;

use sim_core::file::{self, FileError, Loaded};

use super::stamp::{self, Stamp};

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
    #[error("{0}")]
    Document(#[from] FileError),
}

/// Reads a text file, looking at its size before its content.
///
/// # Errors
/// The file cannot be read, is too large, or is no UTF-8.
pub fn read_text(path: &Path) -> Result<String, LoadError> {
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
    String::from_utf8(bytes).map_err(|_| LoadError::NotText)
}

/// Loads a document.
///
/// # Errors
/// The file cannot be read, or is no document.
pub fn load(path: &Path) -> Result<Loaded, LoadError> {
    Ok(file::load(&read_text(path)?)?)
}

/// Reads a text file, with the stamp that tells whether it is still the same later.
///
/// # Errors
/// As [`read_text`].
pub fn read_stamped(path: &Path) -> Result<(String, Stamp), LoadError> {
    // The time comes first: a file that is changed while it is read then looks changed, and is read again to be sure.
    let modified = stamp::modified_ns(path);
    let text = read_text(path)?;
    let stamp = Stamp::new(modified, text.as_bytes());
    Ok((text, stamp))
}

/// Loads a document, with the stamp of its file.
///
/// # Errors
/// As [`load`].
pub fn load_stamped(path: &Path) -> Result<(Loaded, Stamp), LoadError> {
    let (text, stamp) = read_stamped(path)?;
    Ok((file::load(&text)?, stamp))
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
