//! What the table says of a command: its id, its place in a menu, its keys, and when they count.

use egui::{Key, Modifiers};

use crate::commands::AppCommand;

/// The menus of the top bar. Translation key: `menu.<name>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Menu {
    File,
    Edit,
    View,
    Insert,
    Arrange,
    Simulate,
    Help,
}

impl Menu {
    pub const ALL: [Menu; 7] = [
        Menu::File,
        Menu::Edit,
        Menu::View,
        Menu::Insert,
        Menu::Arrange,
        Menu::Simulate,
        Menu::Help,
    ];

    /// Translation key of the menu's name.
    pub fn key(self) -> &'static str {
        match self {
            Menu::File => "menu.file",
            Menu::Edit => "menu.edit",
            Menu::View => "menu.view",
            Menu::Insert => "menu.insert",
            Menu::Arrange => "menu.arrange",
            Menu::Simulate => "menu.simulate",
            Menu::Help => "menu.help",
        }
    }
}

/// When a key counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// No text field has the keyboard.
    Canvas,
    /// ... and something is selected (nothing is selected).
    Selected,
    Unselected,
    /// Even while typing.
    Always,
    /// The window system turns these keys into clipboard events; they are here to be shown.
    Clipboard,
}

/// A key with its modifiers. `Modifiers::COMMAND` is Ctrl, on macOS ⌘.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortcut {
    pub modifiers: Modifiers,
    pub key: Key,
}

pub(super) const fn plain(key: Key) -> Shortcut {
    Shortcut {
        modifiers: Modifiers::NONE,
        key,
    }
}

pub(super) const fn shift(key: Key) -> Shortcut {
    Shortcut {
        modifiers: Modifiers::SHIFT,
        key,
    }
}

pub(super) const fn ctrl(key: Key) -> Shortcut {
    Shortcut {
        modifiers: Modifiers::COMMAND,
        key,
    }
}

pub(super) const fn alt(key: Key) -> Shortcut {
    Shortcut {
        modifiers: Modifiers::ALT,
        key,
    }
}

pub(super) const fn ctrl_shift(key: Key) -> Shortcut {
    Shortcut {
        modifiers: Modifiers::COMMAND.plus(Modifiers::SHIFT),
        key,
    }
}

/// One command of the table.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Stable id; the translation key is `command.<id>`.
    pub id: &'static str,
    /// Menu and group within it; a line stands between groups.
    pub menu: Option<(Menu, u8)>,
    /// The first one is shown.
    pub keys: &'static [Shortcut],
    pub when: When,
    pub make: fn() -> AppCommand,
}

impl Entry {
    /// Translation key of the command's name.
    pub fn key(&self) -> String {
        format!("command.{}", self.id)
    }

    /// The command itself.
    pub fn command(&self) -> AppCommand {
        (self.make)()
    }
}

pub(super) const fn entry_of(
    id: &'static str,
    menu: Option<(Menu, u8)>,
    keys: &'static [Shortcut],
    when: When,
    make: fn() -> AppCommand,
) -> Entry {
    Entry {
        id,
        menu,
        keys,
        when,
        make,
    }
}
