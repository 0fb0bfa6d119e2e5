//! The table of commands: id, menu place, keys. Menus, tooltips, the keys themselves and the help read this table.

mod entry;
mod submenus;

use egui::Key;
use sim_core::document::NoteKind;

use super::command::{AppCommand, SidePanel};
use super::direction::Direction;
use crate::i18n::Lang;
use crate::layout::{Axis, Line};
use crate::session::{Adding, Dialog, Finder};
use crate::theme::ThemeChoice;
pub use entry::{Entry, Menu, Shortcut, When};
use entry::{alt, ctrl, ctrl_shift, entry_of, plain, shift};
pub use submenus::SUBMENUS;

use AppCommand as C;
use Menu::{Arrange, Edit, File, Help, Insert, Simulate, View};
use When::{Always, Canvas, Clipboard, Selected, Unselected};

const fn nudge(id: &'static str, keys: &'static [Shortcut], make: fn() -> AppCommand) -> Entry {
    entry_of(id, None, keys, Selected, make)
}

const fn walk(id: &'static str, keys: &'static [Shortcut], make: fn() -> AppCommand) -> Entry {
    entry_of(id, None, keys, Canvas, make)
}

/// One step of a panel's edge.
fn size(panel: SidePanel, steps: f32) -> AppCommand {
    let by = 40.0 * steps;
    C::SizePanel { panel, by }
}

/// A command without a key and a place of its own in a menu: menus list these under a heading.
const fn choice(id: &'static str, make: fn() -> AppCommand) -> Entry {
    entry_of(id, None, &[], Always, make)
}

const fn align(
    id: &'static str,
    group: u8,
    keys: &'static [Shortcut],
    make: fn() -> AppCommand,
) -> Entry {
    entry_of(id, Some((Arrange, group)), keys, Selected, make)
}

/// Every command that has a name, a menu place or a key.
pub static TABLE: &[Entry] = &[
    entry_of("new", Some((File, 0)), &[ctrl(Key::N)], Always, || C::New),
    entry_of("open", Some((File, 0)), &[ctrl(Key::O)], Always, || C::Open),
    entry_of("save", Some((File, 1)), &[ctrl(Key::S)], Always, || C::Save),
    entry_of(
        "save_as",
        Some((File, 1)),
        &[ctrl_shift(Key::S)],
        Always,
        || C::SaveAs,
    ),
    entry_of(
        "export_png",
        Some((File, 2)),
        &[ctrl(Key::E)],
        Always,
        || C::ExportPng,
    ),
    entry_of("export_svg", Some((File, 2)), &[], Always, || C::ExportSvg),
    entry_of("export_json", Some((File, 2)), &[], Always, || {
        C::ExportJson
    }),
    entry_of("export_md", Some((File, 2)), &[], Always, || {
        C::ExportMarkdown
    }),
    entry_of("ask_recovery", Some((File, 3)), &[], Always, || {
        C::AskRecovery
    }),
    entry_of("quit", Some((File, 4)), &[ctrl(Key::Q)], Always, || C::Quit),
    entry_of("undo", Some((Edit, 0)), &[ctrl(Key::Z)], Canvas, || C::Undo),
    entry_of(
        "redo",
        Some((Edit, 0)),
        &[ctrl(Key::Y), ctrl_shift(Key::Z)],
        Canvas,
        || C::Redo,
    ),
    entry_of("cut", Some((Edit, 1)), &[ctrl(Key::X)], Clipboard, || {
        C::Cut
    }),
    entry_of("copy", Some((Edit, 1)), &[ctrl(Key::C)], Clipboard, || {
        C::Copy
    }),
    entry_of(
        "copy_picture",
        Some((Edit, 1)),
        &[ctrl_shift(Key::C)],
        Clipboard,
        || C::CopyPicture,
    ),
    entry_of("paste", Some((Edit, 1)), &[ctrl(Key::V)], Clipboard, || {
        C::RequestPaste(None)
    }),
    entry_of(
        "duplicate",
        Some((Edit, 1)),
        &[ctrl(Key::D)],
        Canvas,
        || C::Duplicate,
    ),
    entry_of(
        "delete",
        Some((Edit, 1)),
        &[plain(Key::Delete), plain(Key::Backspace)],
        Canvas,
        || C::Delete,
    ),
    entry_of(
        "rename",
        Some((Edit, 2)),
        &[plain(Key::F2), plain(Key::Enter)],
        Selected,
        || C::RenameSelected,
    ),
    entry_of(
        "select_all",
        Some((Edit, 3)),
        &[ctrl(Key::A)],
        Canvas,
        || C::SelectAll,
    ),
    entry_of(
        "clear_selection",
        Some((Edit, 3)),
        &[plain(Key::Escape)],
        Canvas,
        || C::ClearSelection,
    ),
    entry_of("find", Some((Edit, 4)), &[ctrl(Key::F)], Always, || {
        C::Find(true)
    }),
    entry_of(
        "command_palette",
        Some((Edit, 4)),
        &[ctrl(Key::K)],
        Always,
        || C::ShowDialog(Dialog::Finder(Finder::Commands)),
    ),
    nudge("nudge_left", &[plain(Key::ArrowLeft)], || {
        C::NudgeSelection { dx: -8.0, dy: 0.0 }
    }),
    nudge("nudge_right", &[plain(Key::ArrowRight)], || {
        C::NudgeSelection { dx: 8.0, dy: 0.0 }
    }),
    nudge("nudge_up", &[plain(Key::ArrowUp)], || C::NudgeSelection {
        dx: 0.0,
        dy: -8.0,
    }),
    nudge("nudge_down", &[plain(Key::ArrowDown)], || {
        C::NudgeSelection { dx: 0.0, dy: 8.0 }
    }),
    nudge("nudge_far_left", &[shift(Key::ArrowLeft)], || {
        C::NudgeSelection { dx: -40.0, dy: 0.0 }
    }),
    nudge("nudge_far_right", &[shift(Key::ArrowRight)], || {
        C::NudgeSelection { dx: 40.0, dy: 0.0 }
    }),
    nudge("nudge_far_up", &[shift(Key::ArrowUp)], || {
        C::NudgeSelection { dx: 0.0, dy: -40.0 }
    }),
    nudge("nudge_far_down", &[shift(Key::ArrowDown)], || {
        C::NudgeSelection { dx: 0.0, dy: 40.0 }
    }),
    entry_of(
        "zoom_in",
        Some((View, 0)),
        &[
            ctrl(Key::Plus),
            ctrl(Key::Equals),
            ctrl_shift(Key::Plus),
            ctrl_shift(Key::Equals),
        ],
        Always,
        || C::ZoomIn,
    ),
    entry_of(
        "zoom_out",
        Some((View, 0)),
        &[ctrl(Key::Minus)],
        Always,
        || C::ZoomOut,
    ),
    entry_of(
        "zoom_reset",
        Some((View, 0)),
        &[ctrl(Key::Num0)],
        Always,
        || C::ZoomReset,
    ),
    entry_of(
        "fit_all",
        Some((View, 0)),
        &[shift(Key::Num1)],
        Canvas,
        || C::FitAll,
    ),
    entry_of(
        "fit_selection",
        Some((View, 0)),
        &[shift(Key::Num2)],
        Canvas,
        || C::FitSelection,
    ),
    entry_of(
        "toggle_palette",
        Some((View, 1)),
        &[ctrl(Key::Num1)],
        Always,
        || C::TogglePalette,
    ),
    entry_of(
        "toggle_inspector",
        Some((View, 1)),
        &[ctrl(Key::Num2)],
        Always,
        || C::ToggleInspector,
    ),
    entry_of(
        "toggle_dock",
        Some((View, 1)),
        &[ctrl(Key::Num3)],
        Always,
        || C::ToggleDock,
    ),
    entry_of("toggle_still", Some((View, 2)), &[], Always, || {
        C::ToggleStill
    }),
    entry_of(
        "toggle_presentation",
        Some((View, 2)),
        &[plain(Key::F5)],
        Always,
        || C::TogglePresentation,
    ),
    entry_of(
        "toggle_focus",
        Some((View, 2)),
        &[shift(Key::F)],
        Canvas,
        || C::ToggleFocus,
    ),
    entry_of("toggle_wheel_zooms", Some((View, 2)), &[], Always, || {
        C::ToggleWheelZooms
    }),
    entry_of(
        "quick_add",
        Some((Insert, 0)),
        &[plain(Key::Slash)],
        Canvas,
        || C::ShowDialog(Dialog::Finder(Finder::Add(Adding::default()))),
    ),
    entry_of("find_component", Some((Insert, 0)), &[], Canvas, || {
        C::FocusSearch
    }),
    entry_of(
        "add_right",
        Some((Insert, 0)),
        &[ctrl(Key::ArrowRight), plain(Key::Tab)],
        Selected,
        || C::AddBeside(Direction::Right),
    ),
    entry_of(
        "connect_selected",
        Some((Insert, 0)),
        &[plain(Key::L)],
        Selected,
        || C::ConnectSelected,
    ),
    nudge("add_left", &[ctrl(Key::ArrowLeft)], || {
        C::AddBeside(Direction::Left)
    }),
    nudge("add_up", &[ctrl(Key::ArrowUp)], || {
        C::AddBeside(Direction::Up)
    }),
    nudge("add_down", &[ctrl(Key::ArrowDown)], || {
        C::AddBeside(Direction::Down)
    }),
    walk("walk_left", &[alt(Key::ArrowLeft)], || {
        C::Walk(Direction::Left)
    }),
    walk("walk_right", &[alt(Key::ArrowRight)], || {
        C::Walk(Direction::Right)
    }),
    walk("walk_up", &[alt(Key::ArrowUp)], || C::Walk(Direction::Up)),
    walk("walk_down", &[alt(Key::ArrowDown)], || {
        C::Walk(Direction::Down)
    }),
    entry_of(
        "add_note",
        Some((Insert, 1)),
        &[plain(Key::N)],
        Canvas,
        || C::PlaceNote {
            kind: NoteKind::Text,
            at: None,
        },
    ),
    entry_of(
        "add_frame",
        Some((Insert, 1)),
        &[plain(Key::F)],
        Canvas,
        || C::PlaceNote {
            kind: NoteKind::Frame,
            at: None,
        },
    ),
    align("align_left", 0, &[ctrl_shift(Key::ArrowLeft)], || {
        C::Align(Line::Left)
    }),
    align("align_center", 0, &[], || C::Align(Line::Center)),
    align("align_right", 0, &[ctrl_shift(Key::ArrowRight)], || {
        C::Align(Line::Right)
    }),
    align("align_top", 1, &[ctrl_shift(Key::ArrowUp)], || {
        C::Align(Line::Top)
    }),
    align("align_middle", 1, &[], || C::Align(Line::Middle)),
    align("align_bottom", 1, &[ctrl_shift(Key::ArrowDown)], || {
        C::Align(Line::Bottom)
    }),
    align("distribute_horizontally", 2, &[], || {
        C::Distribute(Axis::Horizontal)
    }),
    align("distribute_vertically", 2, &[], || {
        C::Distribute(Axis::Vertical)
    }),
    entry_of(
        "arrange",
        Some((Arrange, 3)),
        &[ctrl_shift(Key::L)],
        Canvas,
        || C::Arrange,
    ),
    entry_of("group", Some((Arrange, 4)), &[ctrl(Key::G)], Canvas, || {
        C::Group
    }),
    entry_of(
        "ungroup",
        Some((Arrange, 4)),
        &[ctrl_shift(Key::G)],
        Canvas,
        || C::Ungroup,
    ),
    entry_of(
        "collapse",
        Some((Arrange, 5)),
        &[ctrl(Key::Home)],
        Canvas,
        || C::Collapse(None),
    ),
    entry_of(
        "expand",
        Some((Arrange, 5)),
        &[ctrl(Key::End)],
        Canvas,
        || C::Expand(None),
    ),
    entry_of(
        "toggle_play",
        Some((Simulate, 0)),
        &[plain(Key::Space)],
        Canvas,
        || C::TogglePlay,
    ),
    entry_of(
        "step_event",
        Some((Simulate, 0)),
        &[plain(Key::Period)],
        Canvas,
        || C::StepEvent,
    ),
    entry_of(
        "step_second",
        Some((Simulate, 0)),
        &[plain(Key::ArrowRight)],
        Unselected,
        || C::StepSeconds(1.0),
    ),
    entry_of(
        "step_ten_seconds",
        Some((Simulate, 0)),
        &[shift(Key::ArrowRight)],
        Unselected,
        || C::StepSeconds(10.0),
    ),
    entry_of(
        "reset",
        Some((Simulate, 1)),
        &[plain(Key::R)],
        Canvas,
        || C::Reset,
    ),
    entry_of(
        "slower",
        Some((Simulate, 2)),
        &[plain(Key::OpenBracket)],
        Canvas,
        || C::Slower,
    ),
    entry_of(
        "faster",
        Some((Simulate, 2)),
        &[plain(Key::CloseBracket)],
        Canvas,
        || C::Faster,
    ),
    entry_of(
        "keep_run",
        Some((Simulate, 3)),
        &[plain(Key::K)],
        Canvas,
        || C::KeepRun,
    ),
    entry_of(
        "run_again",
        Some((Simulate, 3)),
        &[shift(Key::R)],
        Canvas,
        || C::RunAgain,
    ),
    entry_of("copy_comparison", Some((Simulate, 3)), &[], Always, || {
        C::CopyComparison
    }),
    entry_of("sweep", Some((Simulate, 4)), &[], Always, || {
        C::AskSweep(None)
    }),
    entry_of(
        "show_keys",
        Some((Help, 0)),
        &[plain(Key::Questionmark), plain(Key::F1)],
        Canvas,
        || C::ShowKeys,
    ),
    entry_of("show_about", Some((Help, 0)), &[], Always, || C::ShowAbout),
    entry_of("next_part", None, &[plain(Key::F6)], Always, || {
        C::GoToPart { forward: true }
    }),
    entry_of("previous_part", None, &[shift(Key::F6)], Always, || {
        C::GoToPart { forward: false }
    }),
    choice("palette_wider", || size(SidePanel::Palette, 1.0)),
    choice("palette_narrower", || size(SidePanel::Palette, -1.0)),
    choice("inspector_wider", || size(SidePanel::Inspector, 1.0)),
    choice("inspector_narrower", || size(SidePanel::Inspector, -1.0)),
    choice("dock_taller", || size(SidePanel::Dock, 1.0)),
    choice("dock_lower", || size(SidePanel::Dock, -1.0)),
    choice("interface_larger", || C::ScaleInterface(1)),
    choice("interface_smaller", || C::ScaleInterface(-1)),
    choice("interface_usual", || C::ScaleInterface(0)),
    choice("theme_system", || C::SetTheme(ThemeChoice::System)),
    choice("theme_dark", || C::SetTheme(ThemeChoice::Dark)),
    choice("theme_light", || C::SetTheme(ThemeChoice::Light)),
    choice("language_en", || C::SetLanguage(Lang::En)),
    choice("language_ko", || C::SetLanguage(Lang::Ko)),
];

/// The command of this id.
pub fn entry(id: &str) -> Option<&'static Entry> {
    TABLE.iter().find(|entry| entry.id == id)
}

/// The commands of a menu, in order.
pub fn of_menu(menu: Menu) -> impl Iterator<Item = &'static Entry> {
    TABLE
        .iter()
        .filter(move |entry| entry.menu.is_some_and(|(of, _)| of == menu))
}

#[cfg(test)]
mod tests;
