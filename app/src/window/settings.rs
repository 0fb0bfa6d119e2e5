//! What is kept between two starts: language, look, recent files, open panels, motion, size, pictures. Never a document.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::i18n::{Lang, Texts};
use crate::session::{Interface, OpenPanels, Picture, Session};
use crate::storage::recent::Recents;
use crate::theme::ThemeChoice;

/// Key in eframe's storage.
const KEY: &str = "topolab";

/// The settings; whatever is missing or broken has its default.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Settings {
    /// `None`: as the desktop says.
    lang: Option<Lang>,
    theme: ThemeChoice,
    recents: Recents,
    open_panels: OpenPanels,
    wheel_zooms: bool,
    still: bool,
    interface: Interface,
    picture: Picture,
}

impl Settings {
    pub(super) fn load(storage: Option<&dyn eframe::Storage>) -> Self {
        storage
            .and_then(|storage| eframe::get_value(storage, KEY))
            .unwrap_or_default()
    }

    /// The language that was chosen, else the desktop's.
    pub(super) fn lang(&self) -> Lang {
        self.lang.unwrap_or_else(Lang::of_system)
    }

    pub(super) fn save(session: &Session, storage: &mut dyn eframe::Storage) {
        let settings = Self {
            lang: session.chosen_lang,
            theme: session.theme_choice,
            recents: session.recents.clone(),
            open_panels: session.open_panels,
            wheel_zooms: session.wheel_zooms,
            still: session.still,
            interface: session.interface,
            picture: session.picture,
        };
        eframe::set_value(storage, KEY, &settings);
    }

    pub(super) fn apply(self, session: &mut Session) {
        session.texts = Texts::new(self.lang());
        session.chosen_lang = self.lang;
        session.theme_choice = self.theme;
        session.recents = self.recents;
        session.open_panels = self.open_panels;
        session.wheel_zooms = self.wheel_zooms;
        session.still = self.still;
        session.interface = self.interface;
        session.picture = self.picture;
    }
}

/// What eframe has kept, where there is no window: only read.
pub(super) struct Kept(HashMap<String, String>);

impl Kept {
    /// `None`: nothing was kept yet, or it cannot be read.
    pub(super) fn read(app: &str) -> Option<Self> {
        let file = eframe::storage_dir(app)?.join("app.ron");
        Self::parse(&std::fs::read_to_string(file).ok()?)
    }

    fn parse(text: &str) -> Option<Self> {
        ron::from_str(text).ok().map(Self)
    }
}

impl eframe::Storage for Kept {
    fn get_string(&self, key: &str) -> Option<String> {
        self.0.get(key).cloned()
    }

    fn set_string(&mut self, _: &str, _: String) {}

    fn remove_string(&mut self, _: &str) {}

    fn flush(&mut self) {}
}

#[cfg(test)]
mod tests {
    use sim_core::document::Document;

    use super::*;
    use crate::commands::{AppCommand, dispatch};
    use crate::runner::Runner;

    #[derive(Default)]
    struct Memory(HashMap<String, String>);

    impl eframe::Storage for Memory {
        fn get_string(&self, key: &str) -> Option<String> {
            self.0.get(key).cloned()
        }

        fn set_string(&mut self, key: &str, value: String) {
            self.0.insert(key.to_owned(), value);
        }

        fn remove_string(&mut self, key: &str) {
            self.0.remove(key);
        }

        fn flush(&mut self) {}
    }

    /// Who never chose a language gets the desktop's, also after that has changed.
    #[test]
    fn a_language_that_nobody_chose_is_not_kept() {
        let mut session = Session::new(Document::default(), Runner::inline());
        let mut storage = Memory::default();
        let kept = |session: &Session, storage: &mut Memory| {
            Settings::save(session, storage);
            Settings::load(Some(storage)).lang
        };
        assert_eq!(kept(&session, &mut storage), None);
        dispatch(&mut session, AppCommand::SetLanguage(Lang::Ko));
        assert_eq!(kept(&session, &mut storage), Some(Lang::Ko));
        let mut next = Session::new(Document::default(), Runner::inline());
        Settings::load(Some(&storage)).apply(&mut next);
        assert_eq!(next.lang(), Lang::Ko);
        assert_eq!(kept(&next, &mut storage), Some(Lang::Ko));
    }

    #[test]
    fn how_pictures_look_is_remembered_and_a_scale_that_is_none_is_not_believed() {
        let mut session = Session::new(Document::default(), Runner::inline());
        let mut picture = Picture::default();
        (picture.look, picture.figures) = (ThemeChoice::Light, false);
        for (kept, scale) in [(4.0, 4.0), (1e9, 2.0)] {
            let picture = picture.with_scale(kept);
            dispatch(&mut session, AppCommand::SetPicture(picture));
            let mut storage = Memory::default();
            Settings::save(&session, &mut storage);
            let mut next = Session::new(Document::default(), Runner::inline());
            Settings::load(Some(&storage)).apply(&mut next);
            assert_eq!(next.picture, picture);
            assert_eq!(next.picture.scale(), scale);
        }
    }

    #[test]
    fn the_language_of_the_window_is_found_without_one() {
        let kept = |lang: Option<Lang>| {
            let settings = Settings {
                lang,
                ..Settings::default()
            };
            let text = ron::to_string(&settings).unwrap_or_default();
            let file = HashMap::from([(KEY.to_owned(), text)]);
            Kept::parse(&ron::to_string(&file).unwrap_or_default())
        };
        let lang = |kept: Option<Kept>| {
            let storage = kept.as_ref().map(|kept| kept as &dyn eframe::Storage);
            Settings::load(storage).lang
        };
        for chosen in Lang::ALL {
            assert_eq!(lang(kept(Some(chosen))), Some(chosen));
        }
        assert_eq!(lang(kept(None)), None);
        assert_eq!(lang(Kept::parse("no settings")), None);
    }
}
