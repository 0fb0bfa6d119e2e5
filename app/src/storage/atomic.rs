//! Writing a file so that there is always a whole one: the old until the new is complete.

use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

/// Names of temporary files.
const PREFIX: &str = ".topolab-";
const SUFFIX: &str = ".tmp";
/// A temporary file of this age belongs to no program that lives.
const OLD: Duration = Duration::from_secs(3_600);

/// Writes a file through a temporary one beside it; a failure leaves what was there.
///
/// # Errors
/// Whatever the system says: no such folder, no permission, no space.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_if(path, bytes, || true)
}

/// The same if it is still wanted when all of it is on the disk, just before it takes the place of what was there.
///
/// # Errors
/// Those of [`write()`]. `Interrupted`: it was not wanted any more.
pub fn write_if(path: &Path, bytes: &[u8], wanted: impl FnOnce() -> bool) -> io::Result<()> {
    // A link stays a link: its target is what is replaced.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if path.is_dir() {
        return Err(io::Error::new(
            io::ErrorKind::IsADirectory,
            "this is a folder",
        ));
    }
    refuse_read_only(&path)?;
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let temporary = tempfile::Builder::new()
        .prefix(PREFIX)
        .suffix(SUFFIX)
        .tempfile_in(folder)
        .map_err(without_name)?;
    keep_permissions(&path, temporary.as_file())?;
    put(temporary.as_file(), bytes)?;
    if !wanted() {
        return Err(io::ErrorKind::Interrupted.into());
    }
    temporary.persist(&path).map_err(|error| error.error)?;
    sync_folder(folder);
    sweep(folder);
    Ok(())
}

/// The error without the name of the temporary file, which means nothing to whoever asked for another one.
fn without_name(error: io::Error) -> io::Error {
    error.kind().into()
}

/// Removes what a program that was killed while it wrote has left here. Nobody writes for an hour.
fn sweep(folder: &Path) {
    let old = |entry: &std::fs::DirEntry| {
        let modified = entry.metadata().and_then(|meta| meta.modified()).ok();
        let age = modified.and_then(|then| then.elapsed().ok());
        age.is_some_and(|age| age > OLD)
    };
    let ours = |entry: &std::fs::DirEntry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name.starts_with(PREFIX) && name.ends_with(SUFFIX)
    };
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| ours(entry) && old(entry)) {
        std::fs::remove_file(entry.path()).ok();
    }
}

/// Everything to the disk, or an error: a disk may say as late as here that it is full.
fn put(mut file: &std::fs::File, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)?;
    file.sync_all()
}

/// Replacing a file asks for permission to write the folder only: that the file itself is protected must be looked at.
fn refuse_read_only(path: &Path) -> io::Result<()> {
    match std::fs::metadata(path) {
        Ok(meta) if meta.permissions().readonly() => Err(io::Error::new(
            io::ErrorKind::PermissionDenied,
            "this file is read-only",
        )),
        _ => Ok(()),
    }
}

/// The new file may be read by whom the old one could be, and by everybody the system allows if there was none.
#[cfg(unix)]
fn keep_permissions(path: &Path, file: &std::fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let old = std::fs::metadata(path).map(|meta| meta.permissions());
    // 644 where there is no old file: a temporary file starts with 600, which would lock others out of a shared folder.
    file.set_permissions(old.unwrap_or_else(|_| std::fs::Permissions::from_mode(0o644)))
}

#[cfg(not(unix))]
fn keep_permissions(_path: &Path, _file: &std::fs::File) -> io::Result<()> {
    Ok(())
}

/// Makes the renaming itself durable. Some file systems cannot; the file is whole all the same.
#[cfg(unix)]
fn sync_folder(folder: &Path) {
    if let Ok(folder) = std::fs::File::open(folder) {
        folder.sync_all().ok();
    }
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) {}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn writes_and_replaces() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.json");
        write(&path, b"one").unwrap();
        write(&path, b"two").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        let files: Vec<_> = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|e| e.unwrap().file_name())
            .collect();
        assert_eq!(files, ["shop.json"], "no temporary file is left");
    }

    #[test]
    fn what_is_not_wanted_any_more_leaves_what_was_there_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.json");
        write(&path, b"old").unwrap();
        let error = write_if(&path, b"new", || false).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::Interrupted);
        assert_eq!(std::fs::read(&path).unwrap(), b"old");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_in_the_way_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.json");
        std::fs::create_dir(&path).unwrap();
        assert!(write(&path, b"x").is_err());
        assert!(path.is_dir());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_missing_folder_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let error = write(&folder.path().join("no/such/shop.json"), b"x").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
        assert!(!error.to_string().contains(PREFIX), "{error}");
    }

    #[test]
    fn what_a_killed_program_left_is_swept_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let old = std::time::SystemTime::now() - 2 * OLD;
        for (name, is_old) in [
            (".topolab-a.tmp", true),
            (".topolab-b.tmp", false),
            ("c.tmp", true),
        ] {
            let file = std::fs::File::create(folder.path().join(name)).unwrap();
            if is_old {
                file.set_modified(old).unwrap();
            }
        }
        write(&folder.path().join("shop.json"), b"new").unwrap();
        let entries = std::fs::read_dir(folder.path()).unwrap();
        let mut names: Vec<_> = entries.map(|e| e.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, [".topolab-b.tmp", "c.tmp", "shop.json"]);
    }

    #[test]
    fn a_read_only_file_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.json");
        std::fs::write(&path, "old").unwrap();
        let mut permissions = std::fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        std::fs::set_permissions(&path, permissions).unwrap();
        let error = write(&path, b"new").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::PermissionDenied);
        assert_eq!(std::fs::read(&path).unwrap(), b"old");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    /// Linux has a device that is always full.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_told_and_leaves_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.json");
        write(&path, b"old").unwrap();
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
        let error = put(&full.unwrap(), b"new").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
        assert_eq!(std::fs::read(&path).unwrap(), b"old");
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_stay() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("a.json"), folder.path().join("b.json"));
        std::fs::write(&path, b"old").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        write(&link, b"new").unwrap();
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(std::fs::read(&path).unwrap(), b"new");
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o640
        );
    }
}
