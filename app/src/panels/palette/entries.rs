//! What can be placed: every service of the catalog by category, the containers, notes, patterns.

use sim_core::catalog::{container, services};
use sim_core::document::{NoteColor, NoteKind};

use crate::commands::AppCommand;
use crate::i18n::{Lang, Texts, search};
use crate::panels::words;
use crate::storage::patterns::PATTERNS;
use crate::theme::{Rgba, Theme};

/// What an entry stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placed {
    Service(&'static str),
    Container(&'static str),
    Note(NoteKind),
    Pattern(&'static str),
}

/// One line of the palette.
#[derive(Clone, Debug)]
pub struct Entry {
    pub placed: Placed,
    pub icon: &'static str,
    pub name: String,
    pub tile: Rgba,
    /// What it shows, for a pattern.
    pub about: Option<String>,
    /// Translation key of the heading above it.
    pub heading: String,
}

impl Placed {
    /// Places it near the middle of the view. Dragged out of the palette, this command is what hangs on the pointer:
    /// the canvas fills in where it was dropped.
    pub fn command(self) -> AppCommand {
        match self {
            Placed::Service(service) => AppCommand::Place {
                service: service.to_owned(),
                at: None,
                parent: None,
            },
            Placed::Container(kind) => AppCommand::PlaceContainer {
                kind: kind.to_owned(),
                at: None,
            },
            Placed::Note(kind) => AppCommand::PlaceNote { kind, at: None },
            Placed::Pattern(stem) => AppCommand::PlacePattern { stem, at: None },
        }
    }

    fn name(self, texts: Texts) -> String {
        match self {
            Placed::Service(id) => words::service(texts, id),
            Placed::Container(id) => words::container(texts, id),
            Placed::Pattern(stem) => texts.tr(&format!("pattern.{stem}")).to_owned(),
            Placed::Note(kind) => texts.tr(&format!("note.kind.{}", kind.name())).to_owned(),
        }
    }

    fn id(self) -> &'static str {
        match self {
            Placed::Service(id) | Placed::Container(id) => id,
            Placed::Note(kind) => kind.name(),
            Placed::Pattern(stem) => stem,
        }
    }

    /// The best of the ranks of its names in all languages, its id and what it is also looked for by.
    fn rank(self, query: &str) -> Option<u8> {
        let more = match self {
            Placed::Service(id) => Some(search::also(&format!("service.{id}"))),
            _ => None,
        };
        let names = Lang::ALL
            .into_iter()
            .map(|lang| self.name(Texts::new(lang)));
        names
            .chain([self.id().to_owned()])
            .chain(more.into_iter().flatten().map(str::to_owned))
            .filter_map(|name| search::rank(query, &name))
            .min()
    }
}

/// Everything, in the order of the catalog: services by category, then containers, notes, patterns.
pub fn all(texts: Texts, theme: &Theme) -> Vec<Entry> {
    let of_service = services().iter().map(|service| Entry {
        placed: Placed::Service(service.id),
        icon: service.icon,
        name: words::service(texts, service.id),
        tile: theme.category(service.category),
        about: None,
        heading: format!("category.{}", service.category.name()),
    });
    let of_container = container::kinds().iter().map(|kind| Entry {
        placed: Placed::Container(kind.id),
        icon: kind.icon,
        name: words::container(texts, kind.id),
        tile: theme.container(kind.id),
        about: None,
        heading: "category.containers".to_owned(),
    });
    let note = |kind, icon, color| Entry {
        placed: Placed::Note(kind),
        icon,
        name: Placed::Note(kind).name(texts),
        tile: theme.note(color),
        about: None,
        heading: "category.notes".to_owned(),
    };
    let notes = [
        note(NoteKind::Text, "ui-note", NoteColor::Yellow),
        note(NoteKind::Frame, "ui-frame", NoteColor::Grey),
    ];
    let patterns = PATTERNS.iter().map(|pattern| Entry {
        placed: Placed::Pattern(pattern.stem),
        icon: "ui-pattern",
        name: Placed::Pattern(pattern.stem).name(texts),
        tile: theme.accent,
        about: Some(
            texts
                .tr(&format!("pattern.{}.about", pattern.stem))
                .to_owned(),
        ),
        heading: "category.patterns".to_owned(),
    });
    let others = of_container.chain(notes).chain(patterns);
    let mut entries: Vec<Entry> = of_service.chain(others).collect();
    // Services of one category stand together, whatever the order of the registry.
    let order: Vec<String> = entries.iter().map(|entry| entry.heading.clone()).collect();
    entries.sort_by_key(|entry| order.iter().position(|heading| *heading == entry.heading));
    entries
}

/// The entries that fit a search, best first; everything in its usual order for an empty one.
pub fn found(query: &str, texts: Texts, theme: &Theme) -> Vec<Entry> {
    let entries = all(texts, theme);
    if query.trim().is_empty() {
        return entries;
    }
    let mut ranked: Vec<(u8, Entry)> = entries
        .into_iter()
        .filter_map(|entry| Some((entry.placed.rank(query)?, entry)))
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, entry)| entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(query: &str, lang: Lang) -> Vec<&'static str> {
        found(query, Texts::new(lang), Theme::dark())
            .iter()
            .map(|entry| entry.placed.id())
            .collect()
    }

    #[test]
    fn everything_of_the_catalog_is_there_once() {
        let all = names("", Lang::En);
        assert_eq!(all.len(), {
            let notes_and_patterns = NoteKind::ALL.len() + PATTERNS.len();
            services().len() + container::kinds().len() + notes_and_patterns
        });
        let mut unique = all.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), all.len());
    }

    #[test]
    fn names_of_both_languages_are_found_in_both() {
        for lang in Lang::ALL {
            assert_eq!(names("rds", lang).first(), Some(&"rds"));
            assert_eq!(names("가용", lang).first(), Some(&"zone"));
            assert_eq!(names("availability", lang).first(), Some(&"zone"));
            assert_eq!(names("ㄱㅇㅇㅇ", lang).first(), Some(&"zone"));
            assert!(names("웹 서버", lang).contains(&"web_server"));
            assert!(names("zzzz", lang).is_empty());
        }
    }
}
