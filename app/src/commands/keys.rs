//! Keys to commands, and keys as text.

mod held;
mod text;

use egui::{Context, Event, FocusDirection, Key, Modifiers};

use super::command::AppCommand;
use super::table::{Entry, Shortcut, TABLE, When};
use crate::session::{Dialog, View};
use held::{has_kept, pressed_anew, shift_before, space_let_go, types};
pub use held::{keep, space_pans};
pub use text::{all_text, text};

/// What decides whether a key counts.
struct Keyboard {
    /// A text field has it.
    typing: bool,
    /// A button or another widget has it.
    focused: bool,
    /// That widget moves and removes something of its own.
    kept: bool,
    /// Shift is held, as far as the events before in this frame tell.
    shift: bool,
    /// Something is selected, as far as the keys before in this frame tell.
    selected: bool,
}

/// Collects the commands of the keys pressed in this frame, in their order. While a text field has the keyboard, only
/// the keys that count always; while a dialog is open, only Escape.
pub fn pressed(ctx: &Context, view: &View<'_>, out: &mut Vec<AppCommand>) {
    let shift = shift_before(ctx);
    let events = pressed_anew(ctx);
    if let Some(dialog) = view.dialog {
        if ctx.input(|input| input.key_pressed(Key::Escape)) {
            out.push(escape_dialog(dialog));
        }
        return;
    }
    // An open menu has the keyboard: Escape closes it, and nothing else.
    if egui::Popup::is_any_open(ctx) {
        return;
    }
    if view.arranging.is_some() && ctx.input(|input| input.key_pressed(Key::Escape)) {
        out.push(AppCommand::CancelArrange);
        return;
    }
    let mut keyboard = Keyboard {
        typing: types(ctx) || view.renaming.is_some(),
        focused: ctx.egui_wants_keyboard_input(),
        kept: has_kept(ctx),
        shift,
        selected: !view.selection.is_empty(),
    };
    if view.presenting && !keyboard.typing && ctx.input(|input| input.key_pressed(Key::Escape)) {
        out.push(AppCommand::Present(false));
        return;
    }
    let stoppable = view.work.iter().rev().find(|work| work.stop.is_some());
    if let Some(work) = stoppable
        && !keyboard.typing
        && ctx.input(|input| input.key_pressed(Key::Escape))
    {
        out.push(AppCommand::StopWork(work.number));
        return;
    }
    let mut space = false;
    for event in &events {
        match command_of(event, &mut keyboard) {
            Some(AppCommand::TogglePlay) => space = true,
            Some(command) if is_tab(event) => {
                // It means a command here, so the keyboard stays where it is.
                ctx.memory_mut(|memory| memory.move_focus(FocusDirection::None));
                ctx.input_mut(|input| input.events.retain(|event| !is_tab(event)));
                out.push(command);
            }
            Some(command) => out.push(command),
            None => {}
        }
    }
    if space_let_go(ctx, space) {
        out.push(AppCommand::TogglePlay);
    }
}

/// The command of one event.
fn command_of(event: &Event, keyboard: &mut Keyboard) -> Option<AppCommand> {
    let command = match event {
        Event::ModifiersChanged(now) => {
            keyboard.shift = now.shift;
            return None;
        }
        // The window system gives no other sign of the C than this.
        Event::Copy if keyboard.shift && !keyboard.typing => AppCommand::CopyPicture,
        Event::Copy if keyboard.selected && !keyboard.typing => AppCommand::Copy,
        Event::Cut if keyboard.selected && !keyboard.typing => AppCommand::Cut,
        Event::Paste(text) if !keyboard.typing => AppCommand::Paste(text.clone()),
        Event::Key { pressed: true, .. } => TABLE
            .iter()
            .find(|entry| means(entry, event, keyboard))?
            .command(),
        _ => return None,
    };
    keyboard.selected = match command {
        AppCommand::SelectAll | AppCommand::Duplicate | AppCommand::Paste(_) => true,
        AppCommand::ClearSelection | AppCommand::Delete | AppCommand::Cut => false,
        _ => keyboard.selected,
    };
    Some(command)
}

fn is_tab(event: &Event) -> bool {
    matches!(event, Event::Key { key: Key::Tab, .. })
}

/// Whether a key event means a command of the table now.
fn means(entry: &Entry, event: &Event, keyboard: &Keyboard) -> bool {
    let counts = match entry.when {
        When::Always => true,
        When::Canvas => !keyboard.typing,
        When::Selected => !keyboard.typing && keyboard.selected,
        When::Unselected => !keyboard.typing && !keyboard.selected,
        When::Clipboard => false,
    };
    // Space and Enter press the focused button, Tab leaves it; they must not do a second thing.
    let presses = |s: &Shortcut| {
        keyboard.focused
            && s.modifiers.is_none()
            && matches!(s.key, Key::Space | Key::Enter | Key::Tab)
    };
    let own = |s: &Shortcut| keyboard.kept && moves_or_removes(s);
    counts
        && entry
            .keys
            .iter()
            .any(|shortcut| !presses(shortcut) && !own(shortcut) && is_pressed(event, *shortcut))
}

fn moves_or_removes(shortcut: &Shortcut) -> bool {
    let arrow = matches!(
        shortcut.key,
        Key::ArrowLeft | Key::ArrowRight | Key::ArrowUp | Key::ArrowDown
    );
    let plain = !shortcut.modifiers.ctrl && !shortcut.modifiers.command && !shortcut.modifiers.alt;
    plain && (arrow || matches!(shortcut.key, Key::Delete | Key::Backspace))
}

fn escape_dialog(dialog: &Dialog) -> AppCommand {
    match dialog {
        Dialog::Unsaved { .. } => AppCommand::AnswerUnsaved(crate::session::UnsavedAnswer::Cancel),
        Dialog::Overwrite { .. } => AppCommand::AnswerOverwrite(false),
        _ => AppCommand::CloseDialog,
    }
}

/// Whether an event presses a shortcut; digits also by their place, because Shift turns them into signs.
fn is_pressed(event: &Event, shortcut: Shortcut) -> bool {
    let Event::Key {
        key,
        physical_key,
        pressed: true,
        repeat,
        modifiers,
    } = event
    else {
        return false;
    };
    let digit = matches!(shortcut.key, Key::Num0 | Key::Num1 | Key::Num2 | Key::Num3);
    let same = *key == shortcut.key || (digit && *physical_key == Some(shortcut.key));
    same && modifiers_match(*modifiers, shortcut) && (!repeat || repeats(shortcut.key))
}

/// A sign that some keyboards only have with Shift counts with and without it.
fn modifiers_match(held: Modifiers, shortcut: Shortcut) -> bool {
    let sign = matches!(
        shortcut.key,
        Key::Questionmark | Key::Slash | Key::OpenBracket | Key::CloseBracket
    );
    let held = if sign {
        Modifiers {
            shift: shortcut.modifiers.shift,
            ..held
        }
    } else {
        held
    };
    held.matches_exact(shortcut.modifiers)
}

/// Keys that go on while they are held: moving, stepping, zooming, undoing.
fn repeats(key: Key) -> bool {
    let moves = matches!(
        key,
        Key::ArrowLeft | Key::ArrowRight | Key::ArrowUp | Key::ArrowDown | Key::Period
    );
    moves || matches!(key, Key::Plus | Key::Equals | Key::Minus | Key::Z | Key::Y)
}

#[cfg(test)]
mod tests;
