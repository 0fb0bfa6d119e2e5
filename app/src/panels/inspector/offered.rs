//! The field where a number would stand if there were one: who takes hold of it gets the number to start from, all of it
//! selected, so that what is typed takes its place.

use egui::text::{CCursor, CCursorRange};
use egui::{Align, Id, Key, Margin, Response, TextEdit, Ui, Vec2};

use super::number::{Bounds, whole};
use crate::panels::digits::{parse, plain};
use crate::theme::style::TARGET;

/// Shows the field, called by `name`, with the number to start from; gives the one that was given in.
pub fn show(ui: &mut Ui, name: &str, (number, bounds): (f64, Bounds), width: f32) -> Option<f64> {
    let id = ui.id().with((name, "offered"));
    let offer = plain(number);
    let had_focus = ui.memory(|memory| memory.has_focus(id));
    let kept: Option<String> = ui.data(|data| data.get_temp(id));
    let mut typed = kept.unwrap_or_default();
    let edit = TextEdit::singleline(&mut typed)
        .id(id)
        .hint_text("–")
        .desired_width(width)
        .margin(Margin::symmetric(8, 2))
        .min_size(Vec2::new(width, TARGET))
        .vertical_align(Align::Center);
    let response = ui.add_sized(Vec2::new(width, TARGET), edit);
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label(name));
    if response.lost_focus() {
        ui.data_mut(|data| data.remove::<String>(id));
        // Who only came past has asked for nothing.
        let given_in = typed != offer || ui.input(|input| input.key_pressed(Key::Enter));
        let given_up = ui.input(|input| input.key_pressed(Key::Escape));
        let number = parse(&typed).filter(|_| given_in && !given_up)?;
        return Some(whole(number.clamp(bounds.min, bounds.max), bounds));
    }
    if response.has_focus() {
        begin(ui, &response, &mut typed, &offer, had_focus);
        ui.data_mut(|data| data.insert_temp(id, typed));
    }
    None
}

/// Offers the number, and selects it as long as it is what stands there.
fn begin(ui: &Ui, response: &Response, typed: &mut String, offer: &str, had_focus: bool) {
    if !had_focus {
        offer.clone_into(typed);
    }
    // The press that took hold of the field would else put the cursor somewhere into the number.
    let pressed = ui.input(|input| input.pointer.any_down() || input.pointer.any_released());
    if typed == offer && (!had_focus || pressed) {
        select_all(ui, response.id, typed);
    }
}

fn select_all(ui: &Ui, id: Id, text: &str) {
    let mut state = TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
    let end = CCursor::new(text.chars().count());
    let all = CCursorRange::two(CCursor::new(0), end);
    state.cursor.set_char_range(Some(all));
    state.store(ui.ctx(), id);
}
