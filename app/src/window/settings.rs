//! What is kept between two starts: language, look, recent files, open panels, motion, size. Never a document.

use serde::{Deserialize, Serialize};

use crate::i18n::{Lang, Texts};
use crate::session::{Interface, OpenPanels, Session};
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
}

impl Settings {
    pub(super) fn load(storage: Option<&dyn eframe::Storage>) -> Self {
        storage
            .and_then(|storage| eframe::get_value(storage, KEY))
            .unwrap_or_default()
    }

    pub(super) fn save(session: &Session, storage: &mut dyn eframe::Storage) {
        let settings = Self {
            lang: Some(session.lang()),
            theme: session.theme_choice,
            recents: session.recents.clone(),
            open_panels: session.open_panels,
            wheel_zooms: session.wheel_zooms,
            still: session.still,
            interface: session.interface,
        };
        eframe::set_value(storage, KEY, &settings);
    }

    pub(super) fn apply(self, session: &mut Session) {
        session.texts = Texts::new(self.lang.unwrap_or_else(Lang::of_system));
        session.theme_choice = self.theme;
        session.recents = self.recents;
        session.open_panels = self.open_panels;
        session.wheel_zooms = self.wheel_zooms;
        session.still = self.still;
        session.interface = self.interface;
    }
}
