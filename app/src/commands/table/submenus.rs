//! The menus in menus.

use super::Menu::{self, Edit, Insert, View};

/// What a menu keeps in a menu of its own.
#[derive(Clone, Copy, Debug)]
pub struct SubMenu {
    pub menu: Menu,
    /// Translation key of its name.
    pub key: &'static str,
    /// Ids in the table.
    pub ids: &'static [&'static str],
}

const fn sub(menu: Menu, key: &'static str, ids: &'static [&'static str]) -> SubMenu {
    SubMenu { menu, key, ids }
}

/// The menus in menus; what is neither here nor in a menu itself is a choice of languages or looks.
pub static SUBMENUS: &[SubMenu] = &[
    sub(
        Edit,
        "menu.move",
        &[
            "nudge_left",
            "nudge_right",
            "nudge_up",
            "nudge_down",
            "nudge_far_left",
            "nudge_far_right",
            "nudge_far_up",
            "nudge_far_down",
        ],
    ),
    sub(
        View,
        "menu.go",
        &[
            "walk_left",
            "walk_right",
            "walk_up",
            "walk_down",
            "next_part",
            "previous_part",
        ],
    ),
    sub(
        View,
        "menu.panel_sizes",
        &[
            "palette_wider",
            "palette_narrower",
            "inspector_wider",
            "inspector_narrower",
            "dock_taller",
            "dock_lower",
        ],
    ),
    sub(
        View,
        "menu.interface",
        &["interface_larger", "interface_smaller", "interface_usual"],
    ),
    sub(
        Insert,
        "menu.add_beside",
        &["add_left", "add_up", "add_down"],
    ),
];
