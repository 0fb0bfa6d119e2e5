//! One of a few words, or one of many: a long list (instance types) gets a search field.

use egui::{
    Button, ComboBox, Key, Popup, PopupCloseBehavior, Response, RichText, ScrollArea, TextEdit, Ui,
    Vec2,
};
use sim_core::catalog::{Value, prices};

use super::field::{Change, Field};
use super::row;
use crate::panels::{digits, words};
use crate::theme::Theme;
use crate::theme::style::TARGET;

/// Lists longer than this are searched.
const LONG: usize = 12;

/// A choice parameter.
pub fn show(
    ui: &mut Ui,
    field: &Field<'_>,
    options: &[&'static str],
    label: &Response,
) -> Option<Change> {
    let current = match field.value {
        // What all of them will be is none of what they are now.
        _ if field.mixed.is_some() => "",
        Value::Text(text) => text.as_str(),
        _ => "",
    };
    let picked = if options.len() > LONG {
        long(ui, field, options, current)
    } else {
        short(ui, field, options, current, label)
    };
    picked
        .filter(|picked| *picked != current)
        .map(|picked| Some(Value::from(picked)))
}

/// The arrow of a box, as egui asks for it.
pub fn arrow(
    theme: &'static Theme,
) -> impl FnOnce(&Ui, egui::Rect, &egui::style::WidgetVisuals, bool) {
    move |ui, rect, _, _| row::arrow(ui, rect, theme)
}

/// The value, or that items differ in it.
fn shown(field: &Field<'_>, current: &str) -> RichText {
    match field.differing() {
        Some(mixed) => RichText::new(mixed).color(field.theme.text_dim),
        None => {
            let name = words::choice(field.texts, field.owner, field.spec.id, current);
            RichText::new(name)
        }
    }
}

fn short(
    ui: &mut Ui,
    field: &Field<'_>,
    options: &[&'static str],
    current: &str,
    label: &Response,
) -> Option<&'static str> {
    let name = |value: &str| words::choice(field.texts, field.owner, field.spec.id, value);
    let mut picked = None;
    ui.spacing_mut().interact_size.y = TARGET;
    let combo = ComboBox::from_id_salt(field.spec.id)
        .width(ui.available_width())
        .truncate()
        .selected_text(shown(field, current))
        .icon(arrow(field.theme));
    let shown = combo.show_ui(ui, |ui| {
        for option in options {
            if ui
                .selectable_label(*option == current, name(option))
                .clicked()
            {
                picked = Some(*option);
            }
        }
    });
    shown.response.labelled_by(label.id);
    picked
}

/// Processors and memory of an instance type, if it is one.
fn capacity(option: &str) -> Option<String> {
    let node = || prices::rds(option).or_else(|| prices::elasticache(option));
    let (vcpu, memory) = match (prices::ec2(option), node()) {
        (Some(kind), _) => (kind.vcpu, kind.memory_gib),
        (None, Some(class)) => (class.vcpu, class.memory_gib),
        (None, None) => return None,
    };
    Some(format!("{vcpu} vCPU · {} GiB", digits::plain(memory)))
}

fn long(
    ui: &mut Ui,
    field: &Field<'_>,
    options: &[&'static str],
    current: &str,
) -> Option<&'static str> {
    let text = shown(field, current);
    let name = text.text().to_owned();
    let button = Button::new(text)
        .right_text(egui::Atom::custom(
            egui::Id::new("arrow"),
            Vec2::splat(14.0),
        ))
        .min_size(Vec2::new(ui.available_width(), TARGET))
        .truncate();
    let shown = button.atom_ui(ui);
    if let Some(rect) = shown.rect(egui::Id::new("arrow")) {
        row::arrow(ui, rect, field.theme);
    }
    let response = shown.response;
    response.widget_info(|| {
        let mut info = egui::WidgetInfo::new(egui::WidgetType::ComboBox);
        info.label = Some(field.name());
        info.current_text_value = Some(name.clone());
        info
    });
    let response = match capacity(current) {
        Some(hint) => response.on_hover_text(hint),
        None => response,
    };
    let popup = Popup::menu(&response)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .width(240.0);
    popup
        .show(|ui| search(ui, field, options, current))
        .and_then(|shown| shown.inner)
}

/// The open list: a search field, and what fits.
fn search(
    ui: &mut Ui,
    field: &Field<'_>,
    options: &[&'static str],
    current: &str,
) -> Option<&'static str> {
    let memory = ui.id().with(("search", field.spec.id));
    let mut query: String = ui.data(|data| data.get_temp(memory)).unwrap_or_default();
    let hint = field.texts.tr("inspector.search_choice");
    let input = ui.add(
        TextEdit::singleline(&mut query)
            .hint_text(hint)
            .desired_width(f32::INFINITY)
            .margin(egui::Margin::symmetric(8, 4)),
    );
    let enter = input.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if !enter && ui.memory(|memory| memory.focused().is_none()) {
        input.request_focus();
    }
    let wanted = query.trim().to_lowercase();
    let found: Vec<&'static str> = options
        .iter()
        .copied()
        .filter(|option| option.contains(wanted.as_str()))
        .collect();
    let mut picked = if enter { found.first().copied() } else { None };
    ScrollArea::vertical()
        .max_height(260.0)
        .auto_shrink([false, true])
        .show_rows(ui, TARGET, found.len(), |ui, range| {
            for option in found.get(range).unwrap_or_default() {
                if entry(ui, option, *option == current) {
                    picked = Some(*option);
                }
            }
        });
    if found.is_empty() {
        ui.label(RichText::new(field.texts.tr("inspector.no_choice")).weak());
    }
    if picked.is_some() {
        query.clear();
        ui.close();
    }
    ui.data_mut(|data| data.insert_temp(memory, query));
    picked
}

fn entry(ui: &mut Ui, option: &str, selected: bool) -> bool {
    let detail = RichText::new(capacity(option).unwrap_or_default())
        .small()
        .weak();
    let button = Button::selectable(selected, option)
        .right_text(detail)
        .min_size(Vec2::new(ui.available_width(), TARGET));
    ui.add(button).clicked()
}
