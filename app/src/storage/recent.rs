//! Files opened or saved last, newest first.

use std::path::{Path, PathBuf};

/// The list; saved with the settings.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Recents {
    paths: Vec<PathBuf>,
}

impl Recents {
    const LIMIT: usize = 10;

    pub fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    /// `path`: without links and dots, so that a file is in the list once.
    pub fn add(&mut self, path: &Path) {
        self.paths.retain(|known| known != path);
        self.paths.insert(0, path.to_owned());
        self.paths.truncate(Self::LIMIT);
    }

    pub fn remove(&mut self, path: &Path) {
        self.paths.retain(|known| known != path);
    }

    pub fn clear(&mut self) {
        self.paths.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newest_first_once_and_not_too_many() {
        let mut recents = Recents::default();
        for n in 0..15 {
            recents.add(Path::new(&format!("/none/{n}.json")));
        }
        recents.add(Path::new("/none/9.json"));
        assert_eq!(recents.paths().len(), Recents::LIMIT);
        assert_eq!(recents.paths()[0], Path::new("/none/9.json"));
        assert_eq!(
            recents
                .paths()
                .iter()
                .filter(|p| p.ends_with("9.json"))
                .count(),
            1
        );
        recents.remove(Path::new("/none/9.json"));
        assert_eq!(recents.paths()[0], Path::new("/none/14.json"));
    }
}
