//! Paths as people type them.

use std::path::{Path, PathBuf};

/// The path with `~/` as the home folder.
pub fn expanded(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), std::env::home_dir()) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path.to_owned(),
    }
}

/// A file name as a whole path: in the folder of `beside`, else in the home folder.
pub fn in_folder(name: &str, beside: Option<&Path>) -> PathBuf {
    // A file that was named on the command line may have no folder in its name.
    let beside = beside.and_then(|path| std::path::absolute(path).ok());
    let folder = beside.as_deref().and_then(Path::parent).map(Path::to_owned);
    let folder = folder
        .filter(|folder| folder.is_dir())
        .or_else(std::env::home_dir);
    folder.unwrap_or_default().join(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_home_folder_is_filled_in() {
        let home = std::env::home_dir().unwrap_or_default();
        assert_eq!(expanded(Path::new("~/a/b.json")), home.join("a/b.json"));
        assert_eq!(
            expanded(Path::new("~other/b.json")),
            Path::new("~other/b.json")
        );
        assert_eq!(expanded(Path::new("/a/~/b.json")), Path::new("/a/~/b.json"));
    }

    #[test]
    fn a_name_gets_the_folder_of_the_open_file() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let beside = here.join("Cargo.toml");
        assert_eq!(in_folder("x.png", Some(&beside)), here.join("x.png"));
        // Tests run in this folder.
        let bare = Path::new("Cargo.toml");
        assert_eq!(in_folder("x.png", Some(bare)), here.join("x.png"));
        let gone = Path::new("/no/such/folder/a.json");
        assert_eq!(in_folder("x.png", Some(gone)), in_folder("x.png", None));
    }
}
