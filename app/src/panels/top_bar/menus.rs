//! The menus, made from the table of commands; examples, recent files, languages and looks are added to them.

use egui::containers::menu::{MenuButton, SubMenuButton};
use egui::{Button, RichText, Ui};
use sim_core::catalog::{container, services};

use crate::commands::table::{self, Entry, Menu};
use crate::commands::{AppCommand, keys, menu};
use crate::i18n::Lang;
use crate::panels::words;
use crate::session::View;
use crate::storage::examples::EXAMPLES;
use crate::theme::ThemeChoice;

const WIDTH: f32 = 220.0;

/// All menus side by side.
pub fn row(ui: &mut Ui, view: &View<'_>, out: &mut Vec<AppCommand>) {
    for menu in Menu::ALL {
        let name = RichText::new(view.texts.tr(menu.key())).color(view.theme.text_soft);
        MenuButton::from_button(Button::new(name).frame_when_inactive(false))
            .ui(ui, |ui| one(ui, view, menu, out));
    }
}

/// All menus behind one button, for a narrow window.
pub fn folded(ui: &mut Ui, view: &View<'_>, out: &mut Vec<AppCommand>) {
    let name = view.texts.tr("top_bar.menu");
    let (button, _) = MenuButton::from_button(Button::new("☰")).ui(ui, |ui| {
        for menu in Menu::ALL {
            SubMenuButton::new(view.texts.tr(menu.key())).ui(ui, |ui| one(ui, view, menu, out));
        }
    });
    button.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, true, name));
    button.on_hover_text(name);
}

fn one(ui: &mut Ui, view: &View<'_>, menu: Menu, out: &mut Vec<AppCommand>) {
    ui.set_min_width(WIDTH);
    let mut last = None;
    for entry in table::of_menu(menu) {
        let group = entry.menu.map(|(_, group)| group);
        if last.is_some() && group != last {
            ui.separator();
        }
        last = group;
        command(ui, view, entry, out);
        if entry.id == "open" {
            files(ui, view, out);
        }
    }
    let own = table::SUBMENUS.iter().filter(|sub| sub.menu == menu);
    for (nth, sub) in own.enumerate() {
        if nth == 0 {
            ui.separator();
        }
        SubMenuButton::new(view.texts.tr(sub.key)).ui(ui, |ui| {
            for entry in sub.ids.iter().filter_map(|id| table::entry(id)) {
                command(ui, view, entry, out);
            }
        });
    }
    match menu {
        Menu::View => looks(ui, view, out),
        Menu::Insert => insert(ui, view, out),
        _ => {}
    }
}

/// One command with its key; disabled, it says why.
fn command(ui: &mut Ui, view: &View<'_>, entry: &Entry, out: &mut Vec<AppCommand>) {
    let command = entry.command();
    let blocked = menu::blocked(&command, view);
    let label = menu::label(entry, view);
    let on = switched(entry.id, view);
    // The dim colour is not seen on what is switched on.
    let color = match on {
        Some(true) => view.theme.text_soft,
        _ => view.theme.text_dim,
    };
    let keys = RichText::new(keys::text(ui.ctx(), entry)).color(color);
    let mut button = Button::new(&label).shortcut_text(keys);
    if let Some(on) = on {
        button = button.selected(on);
    }
    let response = ui.add_enabled(blocked.is_none(), button);
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::WidgetType::Button, blocked.is_none(), &label)
    });
    let response = match blocked {
        Some(why) => response.on_disabled_hover_text(view.texts.tr(why)),
        None => response,
    };
    if response.clicked() {
        out.push(command);
        ui.close();
    }
}

/// Whether a command that switches something shows it as on.
fn switched(id: &str, view: &View<'_>) -> Option<bool> {
    match id {
        "toggle_palette" => Some(view.open_panels.palette),
        "toggle_inspector" => Some(view.open_panels.inspector),
        "toggle_still" => Some(view.still),
        "toggle_dock" => Some(view.open_panels.dock),
        "toggle_focus" => Some(view.focusing),
        "toggle_wheel_zooms" => Some(view.wheel_zooms),
        _ => None,
    }
}

fn files(ui: &mut Ui, view: &View<'_>, out: &mut Vec<AppCommand>) {
    let texts = view.texts;
    ui.add_enabled_ui(!view.recents.is_empty(), |ui| {
        SubMenuButton::new(texts.tr("menu.recent")).ui(ui, |ui| {
            for path in view.recents {
                let name = path.file_name().map_or_else(
                    || path.display().to_string(),
                    |name| name.to_string_lossy().into_owned(),
                );
                if ui
                    .button(name)
                    .on_hover_text(path.display().to_string())
                    .clicked()
                {
                    out.push(AppCommand::OpenPath(path.clone()));
                    ui.close();
                }
            }
            ui.separator();
            if ui.button(texts.tr("menu.forget_recents")).clicked() {
                out.push(AppCommand::ForgetRecents);
                ui.close();
            }
        });
    })
    .response
    .on_disabled_hover_text(texts.tr("why.no_recents"));
    SubMenuButton::new(texts.tr("menu.examples")).ui(ui, |ui| {
        for example in EXAMPLES {
            if ui
                .button(texts.tr(&format!("example.{}", example.stem)))
                .clicked()
            {
                out.push(AppCommand::OpenExample(example.stem));
                ui.close();
            }
        }
    });
}

fn looks(ui: &mut Ui, view: &View<'_>, out: &mut Vec<AppCommand>) {
    SubMenuButton::new(view.texts.tr("menu.language")).ui(ui, |ui| {
        for lang in Lang::ALL {
            if ui
                .selectable_label(lang == view.texts.lang(), lang.own_name())
                .clicked()
            {
                out.push(AppCommand::SetLanguage(lang));
                ui.close();
            }
        }
    });
    SubMenuButton::new(view.texts.tr("menu.theme")).ui(ui, |ui| {
        for choice in ThemeChoice::ALL {
            if ui
                .selectable_label(choice == view.theme_choice, view.texts.tr(choice.key()))
                .clicked()
            {
                out.push(AppCommand::SetTheme(choice));
                ui.close();
            }
        }
    });
}

/// Services by category, and the containers.
fn insert(ui: &mut Ui, view: &View<'_>, out: &mut Vec<AppCommand>) {
    ui.separator();
    let mut categories: Vec<&'static str> = services()
        .iter()
        .map(|service| service.category.name())
        .collect();
    categories.dedup();
    for category in categories {
        SubMenuButton::new(view.texts.tr(&format!("category.{category}"))).ui(ui, |ui| {
            for service in services()
                .iter()
                .filter(|service| service.category.name() == category)
            {
                if ui.button(words::service(view.texts, service.id)).clicked() {
                    out.push(AppCommand::Place {
                        service: service.id.to_owned(),
                        at: None,
                        parent: None,
                    });
                    ui.close();
                }
            }
        });
    }
    for kind in container::kinds() {
        if ui.button(words::container(view.texts, kind.id)).clicked() {
            out.push(AppCommand::PlaceContainer {
                kind: kind.id.to_owned(),
                at: None,
            });
            ui.close();
        }
    }
}
