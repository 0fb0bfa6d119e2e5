//! Reading logs from files.

use std::io::Read;
use std::path::Path;

use sim_core::file::log::{self, LogError, Options, Reading};

/// The largest log that is read: it is held in memory once.
pub const MAX_LOG_BYTES: u64 = 1024 * 1024 * 1024;

/// Why a log cannot be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadLogError {
    #[error("cannot be read: {0}: expected a log or a table of timestamps")]
    Io(#[from] std::io::Error),
    #[error("the file is too large: expected at most {} MiB", MAX_LOG_BYTES / 1024 / 1024)]
    TooLarge,
    #[error("{0}")]
    Log(#[from] LogError),
}

/// Loads a log. Bytes that are no UTF-8 break a line at most, as whatever a client sent may stand in a log.
///
/// # Errors
/// The file cannot be read, is too large, or is no log.
pub fn load(path: &Path, options: &Options<'_>) -> Result<Reading, LoadLogError> {
    let file = std::fs::File::open(path)?;
    let mut bytes = Vec::new();
    file.take(MAX_LOG_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_LOG_BYTES {
        return Err(LoadLogError::TooLarge);
    }
    Ok(log::read(&String::from_utf8_lossy(&bytes), options)?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn bytes_that_are_no_text_do_no_harm() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("access.log");
        let mut bytes = b"::1 - - [10/Oct/2000:13:55:36 -0700] \"GET /".to_vec();
        bytes.extend([0xFF, 0xFE, 0x00, b'\n']);
        std::fs::write(&path, bytes.repeat(3)).unwrap();
        let reading = load(&path, &Options::default()).unwrap();
        assert_eq!(reading.trace.to_text(), "per_second 3");
    }

    #[test]
    fn what_is_no_log_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let none = load(&folder.path().join("none"), &Options::default());
        assert!(matches!(none, Err(LoadLogError::Io(_))));
        let is_folder = load(folder.path(), &Options::default());
        assert!(matches!(is_folder, Err(LoadLogError::Io(_))));
        let path = folder.path().join("empty.log");
        std::fs::write(&path, "").unwrap();
        let empty = load(&path, &Options::default());
        assert!(matches!(empty, Err(LoadLogError::Log(LogError::Empty))));
    }
}
