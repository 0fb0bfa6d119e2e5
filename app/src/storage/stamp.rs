//! Whether a file is still the one that was read or written here.

use std::io::{self, Read};
use std::path::Path;
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

/// What a file was like. Time of change, length and checksum: the first two spare the reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    len: u64,
    /// Nanoseconds since 1970; 0 where the file system does not say.
    modified_ns: u64,
    checksum: u32,
}

/// A file beside what it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Now {
    Same,
    Other(Stamp),
    Gone,
}

impl Stamp {
    /// The stamp of a file with these bytes, as it was changed at that time (see [`modified_ns`]).
    pub fn new(modified_ns: u64, bytes: &[u8]) -> Self {
        Self {
            len: bytes.len() as u64,
            modified_ns,
            checksum: crc32fast::hash(bytes),
        }
    }

    /// The stamp of a file that was just written with these bytes.
    pub fn written(path: &Path, bytes: &[u8]) -> Self {
        Self::new(modified_ns(path), bytes)
    }

    /// Whether two stamps are of the same content.
    pub fn same_content(&self, other: &Stamp) -> bool {
        (self.len, self.checksum) == (other.len, other.checksum)
    }

    /// How the file is now; it is read only if time or length have changed.
    ///
    /// # Errors
    /// The file is there and cannot be looked at.
    pub fn compare(&self, path: &Path) -> io::Result<Now> {
        let meta = match std::fs::metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Now::Gone),
            meta => meta?,
        };
        let (len, modified_ns) = (meta.len(), of_meta(&meta));
        if len == self.len && modified_ns == self.modified_ns {
            return Ok(Now::Same);
        }
        let now = Stamp {
            len,
            modified_ns,
            checksum: checksum(path)?,
        };
        Ok(match self.same_content(&now) {
            true => Now::Same,
            false => Now::Other(now),
        })
    }
}

/// When a file was changed last, nanoseconds since 1970; 0 where that is not known.
pub fn modified_ns(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |meta| of_meta(&meta))
}

fn of_meta(meta: &std::fs::Metadata) -> u64 {
    let since = meta
        .modified()
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    since.map_or(0, |since| {
        u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
    })
}

fn checksum(path: &Path) -> io::Result<u32> {
    let mut file = std::fs::File::open(path)?;
    let mut hasher = crc32fast::Hasher::new();
    let mut block = vec![0; 64 * 1024];
    loop {
        match file.read(&mut block)? {
            0 => return Ok(hasher.finalize()),
            read => hasher.update(&block[..read]),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::fs::{File, write};
    use std::time::{Duration, SystemTime};

    use super::*;

    #[test]
    fn another_content_is_told_from_another_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        write(&path, "one").unwrap();
        let stamp = Stamp::written(&path, b"one");
        assert_eq!(stamp.compare(&path).unwrap(), Now::Same);
        let later = SystemTime::now() + Duration::from_secs(100);
        File::open(&path).unwrap().set_modified(later).unwrap();
        assert_eq!(stamp.compare(&path).unwrap(), Now::Same, "touched only");
        write(&path, "two").unwrap();
        let Now::Other(now) = stamp.compare(&path).unwrap() else {
            panic!("same length, other content");
        };
        assert!(now.same_content(&Stamp::written(&path, b"two")));
        std::fs::remove_file(&path).unwrap();
        assert_eq!(stamp.compare(&path).unwrap(), Now::Gone);
    }
}
