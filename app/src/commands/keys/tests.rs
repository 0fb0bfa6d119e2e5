//! Keys mean what the table says, in the order in which they come.

use std::collections::HashSet;

use super::held::hold;
use super::*;

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
