//! Keys to commands, and keys as text.

use std::collections::HashSet;

use egui::{Context, Event, FocusDirection, Id, Key, Modifiers, os::OperatingSystem};

use super::command::AppCommand;
use super::table::{Entry, Shortcut, TABLE, When};
use crate::session::{Dialog, View};

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

/// Whether keys go into a text field. Escape takes the keyboard from it before this is asked: that ends the writing, and
/// does nothing else.
fn types(ctx: &Context) -> bool {
    let now = ctx.text_edit_focused();
    let id = Id::new("keys went into a text field");
    let before =
        ctx.data_mut(|data| std::mem::replace(data.get_temp_mut_or_default::<bool>(id), now));
    now || before && ctx.input(|input| input.key_pressed(Key::Escape))
}

/// Whether Shift was held when this frame's events began to come in. A copy does not say by itself whether Shift belongs
/// to it, and of quick fingers all is over within one slow frame.
fn shift_before(ctx: &Context) -> bool {
    let now = ctx.input(|input| input.modifiers.shift);
    let id = Id::new("shift was held");
    ctx.data_mut(|data| std::mem::replace(data.get_temp_mut_or_default(id), now))
}

/// The events of this frame, in which a key is repeated only if it was held by its place on the keyboard. By its sign, as
/// egui tells it, a key that gives another sign with Shift is never let go by those who let go of Shift first.
fn pressed_anew(ctx: &Context) -> Vec<Event> {
    let mut events = ctx.input(|input| input.events.clone());
    let id = Id::new("keys held, by their places");
    ctx.data_mut(|data| {
        let held: &mut HashSet<Key> = data.get_temp_mut_or_default(id);
        events.iter_mut().for_each(|event| hold(held, event));
    });
    events
}

fn hold(held: &mut HashSet<Key>, event: &mut Event) {
    match event {
        Event::Key {
            physical_key: Some(place),
            pressed,
            repeat,
            ..
        } => {
            let anew = if *pressed {
                held.insert(*place)
            } else {
                held.remove(place)
            };
            *repeat = *pressed && !anew;
        }
        // What is let go elsewhere is not told.
        Event::WindowFocused(false) => held.clear(),
        _ => {}
    }
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

fn keeper_id() -> Id {
    Id::new("keeps its arrows")
}

/// While this widget has the keyboard, arrows and Delete are its own and mean no command.
pub fn keep(ctx: &Context, widget: Id) {
    ctx.data_mut(|data| data.insert_temp(keeper_id(), widget));
}

fn has_kept(ctx: &Context) -> bool {
    let keeper: Option<Id> = ctx.data(|data| data.get_temp(keeper_id()));
    keeper.is_some() && keeper == ctx.memory(|memory| memory.focused())
}

fn space_id() -> Id {
    Id::new("space plays when let go")
}

/// Space acts when it is let go, because until then it may turn out to be held for panning.
fn space_let_go(ctx: &Context, pressed: bool) -> bool {
    let released = ctx.input(|input| input.key_released(Key::Space));
    ctx.data_mut(|data| {
        let waiting = data.get_temp_mut_or_default::<bool>(space_id());
        *waiting |= pressed;
        released && std::mem::take(waiting)
    })
}

/// Space is being held for panning: letting it go does nothing.
pub fn space_pans(ctx: &Context) {
    ctx.data_mut(|data| data.insert_temp(space_id(), false));
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
    fn arrows_and_delete_are_left_to_a_widget_that_moves_something_of_its_own() {
        let press = |kept: bool, modifiers: Modifiers, key: Key| {
            let mut keyboard = Keyboard {
                typing: false,
                focused: true,
                kept,
                shift: false,
                selected: true,
            };
            let event = Event::Key {
                key,
                physical_key: None,
                pressed: true,
                repeat: false,
                modifiers,
            };
            command_of(&event, &mut keyboard)
        };
        for key in [Key::Delete, Key::ArrowLeft, Key::ArrowDown] {
            assert!(press(false, Modifiers::NONE, key).is_some());
            assert_eq!(press(true, Modifiers::NONE, key), None);
        }
        assert_eq!(press(true, Modifiers::SHIFT, Key::ArrowUp), None);
        let ctrl = Modifiers {
            ctrl: true,
            ..Modifiers::COMMAND
        };
        let undo = press(true, ctrl, Key::Z);
        assert_eq!(undo, Some(AppCommand::Undo));
        assert!(press(true, Modifiers::ALT, Key::ArrowUp).is_some());
    }

    #[test]
    fn a_key_that_is_let_go_after_shift_is_no_repeat_when_it_comes_again() {
        let key = |key, pressed, repeat| Event::Key {
            key,
            physical_key: Some(Key::Num1),
            pressed,
            repeat,
            modifiers: Modifiers::SHIFT,
        };
        let mut held = HashSet::new();
        let mut fits = |mut event: Event| {
            hold(&mut held, &mut event);
            commands_of(&[event])
        };
        assert_eq!(
            fits(key(Key::Exclamationmark, true, false)),
            [AppCommand::FitAll]
        );
        assert_eq!(fits(key(Key::Exclamationmark, true, true)), []);
        assert_eq!(fits(key(Key::Num1, false, false)), []);
        // By its sign it was never let go.
        assert_eq!(
            fits(key(Key::Exclamationmark, true, true)),
            [AppCommand::FitAll]
        );
        assert_eq!(fits(Event::WindowFocused(false)), []);
        assert_eq!(
            fits(key(Key::Exclamationmark, true, true)),
            [AppCommand::FitAll]
        );
    }

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

    fn commands_of(events: &[Event]) -> Vec<AppCommand> {
        let mut keyboard = Keyboard {
            typing: false,
            focused: false,
            kept: false,
            shift: false,
            selected: false,
        };
        let command = |event| command_of(event, &mut keyboard);
        events.iter().filter_map(command).collect()
    }

    fn commands(keys: &[(Modifiers, Key)], selected: bool) -> Vec<AppCommand> {
        let mut keyboard = Keyboard {
            typing: false,
            focused: false,
            kept: false,
            shift: false,
            selected,
        };
        let event = |(modifiers, key): &(Modifiers, Key)| Event::Key {
            key: *key,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: *modifiers,
        };
        keys.iter()
            .filter_map(|key| command_of(&event(key), &mut keyboard))
            .collect()
    }

    #[test]
    fn keys_of_one_frame_act_in_the_order_they_were_pressed() {
        let ctrl = Modifiers {
            ctrl: true,
            command: true,
            ..Modifiers::NONE
        };
        let all_gone = [
            (ctrl, Key::A),
            (Modifiers::NONE, Key::Delete),
            (ctrl, Key::Z),
        ];
        let got = commands(&all_gone, false);
        assert_eq!(
            got,
            [AppCommand::SelectAll, AppCommand::Delete, AppCommand::Undo]
        );
    }

    #[test]
    fn an_arrow_moves_what_is_selected_and_else_the_time() {
        let right = (Modifiers::NONE, Key::ArrowRight);
        let escape = (Modifiers::NONE, Key::Escape);
        let got = commands(&[right, escape, right], true);
        let moved = AppCommand::NudgeSelection { dx: 8.0, dy: 0.0 };
        assert_eq!(
            got,
            [
                moved,
                AppCommand::ClearSelection,
                AppCommand::StepSeconds(1.0)
            ]
        );
    }

    #[test]
    fn a_copy_with_shift_is_one_of_the_picture_even_where_all_happens_in_one_frame() {
        let mut keyboard = Keyboard {
            typing: false,
            focused: false,
            kept: false,
            shift: false,
            selected: true,
        };
        let shift = |shift| {
            Event::ModifiersChanged(Modifiers {
                shift,
                ..Modifiers::COMMAND
            })
        };
        let events = [shift(true), Event::Copy, shift(false), Event::Copy];
        let got: Vec<AppCommand> = events
            .iter()
            .filter_map(|event| command_of(event, &mut keyboard))
            .collect();
        assert_eq!(got, [AppCommand::CopyPicture, AppCommand::Copy]);
    }

    #[test]
    fn more_modifiers_are_another_key() {
        let ctrl_shift = Modifiers {
            ctrl: true,
            command: true,
            shift: true,
            ..Modifiers::NONE
        };
        assert_eq!(commands(&[(ctrl_shift, Key::Z)], false), [AppCommand::Redo]);
        assert_eq!(commands(&[(ctrl_shift, Key::R)], false), []);
        let alt = Modifiers {
            alt: true,
            ..Modifiers::NONE
        };
        assert_eq!(commands(&[(alt, Key::R)], false), []);
    }
}
