//! Notes and frames: words on the canvas for those who read the drawing. They mean nothing to the simulation.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Unknown;
use crate::foundation::ids::Id;

/// What a note looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// A sheet with Markdown on it.
    #[default]
    Text,
    /// A titled rectangle behind everything else.
    Frame,
}

/// The colour of a note, by name: each look of the window has its own shade of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoteColor {
    #[default]
    Yellow,
    Orange,
    Red,
    Green,
    Blue,
    Purple,
    Grey,
}

/// A note or a frame.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Note {
    pub id: Id,
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: NoteKind,
    /// Markdown; for a frame its title, one line.
    #[serde(default)]
    pub text: String,
    /// The collapsed container it is put away in; none: it is drawn where it lies. Collapsing and expanding set it.
    #[serde(rename = "in", default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Id>,
    /// Top left corner, canvas points: x, y.
    pub at: [f32; 2],
    /// Width and height, canvas points.
    pub size: [f32; 2],
    #[serde(default, skip_serializing_if = "is_default")]
    pub color: NoteColor,
    #[serde(default, skip_serializing_if = "Unknown::is_empty")]
    #[schemars(skip)]
    pub unknown: Unknown,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl NoteKind {
    pub const ALL: [NoteKind; 2] = [NoteKind::Text, NoteKind::Frame];

    /// The name in files and translation keys.
    pub fn name(self) -> &'static str {
        match self {
            NoteKind::Text => "text",
            NoteKind::Frame => "frame",
        }
    }

    /// The kind of this name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl NoteColor {
    pub const ALL: [NoteColor; 7] = [
        NoteColor::Yellow,
        NoteColor::Orange,
        NoteColor::Red,
        NoteColor::Green,
        NoteColor::Blue,
        NoteColor::Purple,
        NoteColor::Grey,
    ];

    /// The name in files and translation keys.
    pub fn name(self) -> &'static str {
        match self {
            NoteColor::Yellow => "yellow",
            NoteColor::Orange => "orange",
            NoteColor::Red => "red",
            NoteColor::Green => "green",
            NoteColor::Blue => "blue",
            NoteColor::Purple => "purple",
            NoteColor::Grey => "grey",
        }
    }

    /// The colour of this name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|color| color.name() == name)
    }
}

impl Note {
    /// The first line that says something, without Markdown's signs before it; empty for an empty note.
    pub fn title(&self) -> &str {
        let bare = |line: &'_ str| -> usize {
            line.len()
                - line
                    .trim_start_matches(|c: char| c.is_whitespace() || "#>*-+`".contains(c))
                    .len()
        };
        let lines = self.text.lines().map(|line| line[bare(line)..].trim_end());
        lines
            .into_iter()
            .find(|line| !line.is_empty())
            .unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn names_are_those_of_serde_and_lead_back() {
        for kind in NoteKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
            assert_eq!(NoteKind::of_name(kind.name()), Some(kind));
        }
        for color in NoteColor::ALL {
            assert_eq!(serde_json::to_value(color).unwrap(), color.name());
            assert_eq!(NoteColor::of_name(color.name()), Some(color));
        }
        assert_eq!(NoteColor::of_name("pink"), None);
    }

    #[test]
    fn the_title_is_the_first_line_with_words() {
        let title = |text: &str| {
            let note = Note {
                id: Id::new("n").unwrap(),
                kind: NoteKind::Text,
                text: text.to_owned(),
                parent: None,
                at: [0.0; 2],
                size: [100.0; 2],
                color: NoteColor::Yellow,
                unknown: Unknown::new(),
            };
            note.title().to_owned()
        };
        assert_eq!(title("\n## 웹 서버  \n- a"), "웹 서버");
        assert_eq!(title("- **why** it fails"), "why** it fails");
        assert_eq!(title("  \n"), "");
    }
}
