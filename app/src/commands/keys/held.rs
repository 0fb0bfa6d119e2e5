//! What keys and fields leave behind from one frame to the next: what is held, and who keeps which keys.

use std::collections::HashSet;

use egui::{Context, Event, Id, Key};

/// Whether keys go into a text field. Escape takes the keyboard from it before this is asked: that ends the writing, and
/// does nothing else.
pub(super) fn types(ctx: &Context) -> bool {
    let now = ctx.text_edit_focused();
    let id = Id::new("keys went into a text field");
    let before =
        ctx.data_mut(|data| std::mem::replace(data.get_temp_mut_or_default::<bool>(id), now));
    now || before && ctx.input(|input| input.key_pressed(Key::Escape))
}

/// Whether Shift was held when this frame's events began to come in. A copy does not say by itself whether Shift belongs
/// to it, and of quick fingers all is over within one slow frame.
pub(super) fn shift_before(ctx: &Context) -> bool {
    let now = ctx.input(|input| input.modifiers.shift);
    let id = Id::new("shift was held");
    ctx.data_mut(|data| std::mem::replace(data.get_temp_mut_or_default(id), now))
}

/// The events of this frame, in which a key is repeated only if it was held by its place on the keyboard. By its sign, as
/// egui tells it, a key that gives another sign with Shift is never let go by those who let go of Shift first.
pub(super) fn pressed_anew(ctx: &Context) -> Vec<Event> {
    let mut events = ctx.input(|input| input.events.clone());
    let id = Id::new("keys held, by their places");
    ctx.data_mut(|data| {
        let held: &mut HashSet<Key> = data.get_temp_mut_or_default(id);
        events.iter_mut().for_each(|event| hold(held, event));
    });
    events
}

pub(super) fn hold(held: &mut HashSet<Key>, event: &mut Event) {
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

fn keeper_id() -> Id {
    Id::new("keeps its arrows")
}

/// While this widget has the keyboard, arrows and Delete are its own and mean no command.
pub fn keep(ctx: &Context, widget: Id) {
    ctx.data_mut(|data| data.insert_temp(keeper_id(), widget));
}

pub(super) fn has_kept(ctx: &Context) -> bool {
    let keeper: Option<Id> = ctx.data(|data| data.get_temp(keeper_id()));
    keeper.is_some() && keeper == ctx.memory(|memory| memory.focused())
}

fn space_id() -> Id {
    Id::new("space plays when let go")
}

/// Space acts when it is let go, because until then it may turn out to be held for panning.
pub(super) fn space_let_go(ctx: &Context, pressed: bool) -> bool {
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
