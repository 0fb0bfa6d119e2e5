//! Keys as text.

use egui::{Context, Key, os::OperatingSystem};

use crate::commands::table::{Entry, Shortcut};

/// The shown key of a command, such as `Ctrl+Shift+S` or `⇧⌘S`; empty if it has none.
pub fn text(ctx: &Context, entry: &Entry) -> String {
    entry
        .keys
        .first()
        .map(|shortcut| shortcut_text(*shortcut, ctx.os() == OperatingSystem::Mac))
        .unwrap_or_default()
}

/// All keys of a command, joined.
pub fn all_text(ctx: &Context, entry: &Entry) -> String {
    let mac = ctx.os() == OperatingSystem::Mac;
    let mut texts: Vec<String> = entry.keys.iter().map(|s| shortcut_text(*s, mac)).collect();
    texts.dedup();
    texts.join(", ")
}

fn shortcut_text(shortcut: Shortcut, mac: bool) -> String {
    let m = shortcut.modifiers;
    let key = match shortcut.key {
        Key::ArrowLeft => "←".to_owned(),
        Key::ArrowRight => "→".to_owned(),
        Key::ArrowUp => "↑".to_owned(),
        Key::ArrowDown => "↓".to_owned(),
        Key::Escape => "Esc".to_owned(),
        Key::Delete => "Del".to_owned(),
        Key::Backspace => "⌫".to_owned(),
        Key::Space | Key::Enter => shortcut.key.name().to_owned(),
        key if key.symbol_or_name().chars().count() == 1 => key.symbol_or_name().to_owned(),
        key => key.name().to_owned(),
    };
    let parts: [(bool, &str, &str); 4] = [
        (m.ctrl, "Ctrl+", "⌃"),
        (m.command, "Ctrl+", "⌘"),
        (m.alt, "Alt+", "⌥"),
        (m.shift, "Shift+", "⇧"),
    ];
    let held: String = parts
        .iter()
        .filter(|(on, _, _)| *on)
        .map(|(_, other, apple)| if mac { *apple } else { *other })
        .collect();
    format!("{held}{key}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::table::entry;

    #[test]
    fn keys_read_as_on_the_keyboard() {
        let show = |id: &str, mac| {
            entry(id)
                .map(|e| shortcut_text(e.keys[0], mac))
                .unwrap_or_default()
        };
        assert_eq!(show("save_as", false), "Ctrl+Shift+S");
        assert_eq!(show("save_as", true), "⌘⇧S");
        assert_eq!(show("toggle_play", false), "Space");
        assert_eq!(show("step_event", false), ".");
        assert_eq!(show("nudge_far_left", false), "Shift+←");
        assert_eq!(show("show_keys", false), "?");
    }
}
