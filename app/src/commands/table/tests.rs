//! The table is whole: no key means two things, everything has a name in every language.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::i18n::{Lang, Texts};

/// What a shortcut is on the keyboard of a system: real modifiers and key.
fn pressed(shortcut: &Shortcut, mac: bool) -> (bool, bool, bool, bool, Key) {
    let m = shortcut.modifiers;
    let (ctrl, cmd) = if mac {
        (m.ctrl, m.command || m.mac_cmd)
    } else {
        (m.ctrl || m.command, false)
    };
    (ctrl, cmd, m.alt, m.shift, shortcut.key)
}

/// Whether two conditions can hold at once.
fn overlap(a: When, b: When) -> bool {
    !matches!((a, b), (Selected, Unselected) | (Unselected, Selected))
}

#[test]
fn no_key_means_two_commands() {
    for mac in [false, true] {
        let mut seen: BTreeMap<String, Vec<&Entry>> = BTreeMap::new();
        for entry in TABLE {
            for shortcut in entry.keys {
                let others = seen
                    .entry(format!("{:?}", pressed(shortcut, mac)))
                    .or_default();
                let clash = others.iter().find(|other| overlap(other.when, entry.when));
                assert!(
                    clash.is_none(),
                    "mac={mac}: {shortcut:?} is {} and {}",
                    entry.id,
                    clash.unwrap().id
                );
                others.push(entry);
            }
        }
    }
}

#[test]
fn ids_are_unique_and_named_in_every_language() {
    let ids: BTreeSet<_> = TABLE.iter().map(|entry| entry.id).collect();
    assert_eq!(ids.len(), TABLE.len());
    for lang in Lang::ALL {
        let texts = Texts::new(lang);
        for entry in TABLE {
            assert!(
                texts.find(&entry.key()).is_some(),
                "{lang:?}: {}",
                entry.key()
            );
        }
        for menu in Menu::ALL {
            assert!(texts.find(menu.key()).is_some(), "{lang:?}: {}", menu.key());
        }
    }
}

#[test]
fn every_command_has_a_place_in_a_menu() {
    let sub = |id: &str| SUBMENUS.iter().filter(|sub| sub.ids.contains(&id)).count();
    for entry in TABLE {
        let choice = entry.id.starts_with("language_") || entry.id.starts_with("theme_");
        let places = usize::from(entry.menu.is_some()) + sub(entry.id) + usize::from(choice);
        assert_eq!(places, 1, "{}", entry.id);
    }
    for lang in Lang::ALL {
        let unnamed = SUBMENUS
            .iter()
            .find(|sub| Texts::new(lang).find(sub.key).is_none());
        assert!(unnamed.is_none(), "{lang:?}: {unnamed:?}");
    }
    let ids = SUBMENUS.iter().flat_map(|sub| sub.ids);
    assert!(ids.into_iter().all(|id| entry(id).is_some()));
}

#[test]
fn names_in_one_menu_differ() {
    for lang in Lang::ALL {
        let texts = Texts::new(lang);
        for menu in Menu::ALL {
            let names: Vec<_> = of_menu(menu).map(|entry| texts.tr(&entry.key())).collect();
            let unique: BTreeSet<_> = names.iter().collect();
            assert_eq!(unique.len(), names.len(), "{lang:?} {menu:?}: {names:?}");
        }
    }
}

#[test]
fn groups_of_a_menu_stand_together() {
    for menu in Menu::ALL {
        let groups: Vec<_> = of_menu(menu)
            .filter_map(|entry| entry.menu)
            .map(|(_, group)| group)
            .collect();
        assert!(groups.is_sorted(), "{menu:?}: {groups:?}");
    }
}
