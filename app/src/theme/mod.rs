//! Colours and sizes by meaning. The only raw colours of the program are in `palette`.
//!
//! Architecture invariant: plain data. Scene, export and the window read the same tokens, so an exported picture has
//! the colours of the screen.

pub mod contrast;
pub mod icons;
pub mod pairs;
mod palette;
pub mod style;

use sim_core::catalog::Category;
use sim_core::document::NoteColor;
use sim_core::engine::snapshot::{Cause, Health};

/// A colour: red, green, blue, opacity, not premultiplied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgba(pub [u8; 4]);

impl Rgba {
    /// An opaque colour from `0xRRGGBB`.
    pub const fn hex(rgb: u32) -> Self {
        Self([(rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8, 255])
    }

    /// The same colour with another opacity, 0..1.
    pub fn faded(self, opacity: f32) -> Self {
        let [r, g, b, _] = self.0;
        Self([r, g, b, (opacity.clamp(0.0, 1.0) * 255.0).round() as u8])
    }

    /// An opaque colour: this one over `ground`, with an opacity of 0..1.
    pub fn over(self, ground: Rgba, opacity: f32) -> Self {
        let share = opacity.clamp(0.0, 1.0);
        let mix = |i: usize| {
            let (above, below) = (f32::from(self.0[i]), f32::from(ground.0[i]));
            (below + (above - below) * share).round() as u8
        };
        Self([mix(0), mix(1), mix(2), 255])
    }

    /// `#rrggbb`, as SVG wants it (without the opacity).
    pub fn css(self) -> String {
        let [r, g, b, _] = self.0;
        format!("#{r:02x}{g:02x}{b:02x}")
    }

    /// Opacity, 0..1.
    pub fn opacity(self) -> f32 {
        f32::from(self.0[3]) / 255.0
    }
}

impl From<Rgba> for egui::Color32 {
    fn from(Rgba([r, g, b, a]): Rgba) -> Self {
        egui::Color32::from_rgba_unmultiplied(r, g, b, a)
    }
}

/// What the user chose in the View menu.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThemeChoice {
    /// As the desktop says.
    #[default]
    System,
    Dark,
    Light,
}

/// The colours of one look, by meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    pub dark: bool,
    /// Behind the cards, and the dots of the grid.
    pub canvas: Rgba,
    pub grid: Rgba,
    /// Side panels, top bar, dock.
    pub panel: Rgba,
    /// Menus, dialogs, tooltips: one step above a panel.
    pub popup: Rgba,
    /// Lines between and around things.
    pub line: Rgba,
    pub line_strong: Rgba,
    /// Input fields, chips, buttons; and under the pointer.
    pub field: Rgba,
    pub field_hover: Rgba,
    /// Card on the canvas.
    pub card: Rgba,
    /// Empty part of a utilisation bar; the pill behind a rate on a link.
    pub track: Rgba,
    /// Ground of a chart, and its grid lines.
    pub chart: Rgba,
    pub chart_grid: Rgba,
    /// Text by weight.
    pub text: Rgba,
    pub text_soft: Rgba,
    pub text_dim: Rgba,
    /// Text and glyphs on an accent or a tile.
    pub on_accent: Rgba,
    /// Selection, focus, the running state.
    pub accent: Rgba,
    /// Frames of regions, zones, groups and tiers.
    pub region: Rgba,
    pub zone: Rgba,
    pub group: Rgba,
    pub tier: Rgba,
    /// A hint box: ground, frame, text.
    pub notice: Rgba,
    pub notice_line: Rgba,
    pub notice_text: Rgba,
    pub ok: Rgba,
    pub busy: Rgba,
    pub affected: Rgba,
    pub saturated: Rgba,
    pub down: Rgba,
    pub unknown: Rgba,
    /// Moving requests.
    pub request: Rgba,
    /// Lines of charts, distinguishable for colour-blind readers (Okabe and Ito).
    pub series: [Rgba; 7],
    clients: Rgba,
    network: Rgba,
    compute: Rgba,
    serverless: Rgba,
    messaging: Rgba,
    storage: Rgba,
    database: Rgba,
}

impl Theme {
    pub fn dark() -> &'static Theme {
        &palette::DARK
    }

    pub fn light() -> &'static Theme {
        &palette::LIGHT
    }

    /// Colour of a health. The shape and the word go with it.
    pub fn health(&self, health: Health) -> Rgba {
        match health {
            Health::Unknown => self.unknown,
            Health::Ok => self.ok,
            Health::Busy => self.busy,
            Health::Affected => self.affected,
            Health::Saturated => self.saturated,
            Health::Down => self.down,
        }
    }

    /// Colour of a palette category: the tile behind an icon.
    pub fn category(&self, category: Category) -> Rgba {
        match category {
            Category::Clients => self.clients,
            Category::Network => self.network,
            Category::Compute => self.compute,
            Category::Serverless => self.serverless,
            Category::Messaging => self.messaging,
            Category::Storage => self.storage,
            Category::Database => self.database,
        }
    }

    /// Frame colour of a container kind.
    pub fn container(&self, kind: &str) -> Rgba {
        match kind {
            "zone" => self.zone,
            "group" => self.group,
            "tier" => self.tier,
            _ => self.region,
        }
    }

    /// Edge colour of a note or frame.
    pub fn note(&self, color: NoteColor) -> Rgba {
        match color {
            NoteColor::Yellow => self.busy,
            NoteColor::Orange => self.saturated,
            NoteColor::Red => self.down,
            NoteColor::Green => self.ok,
            NoteColor::Blue => self.accent,
            NoteColor::Purple => self.network,
            NoteColor::Grey => self.unknown,
        }
    }

    /// The paper of a note with this edge.
    pub fn note_ground(&self, edge: Rgba) -> Rgba {
        edge.over(self.card, if self.dark { 0.18 } else { 0.13 })
    }

    /// The ground of code on such a paper.
    pub fn note_code(&self, paper: Rgba) -> Rgba {
        if self.dark {
            self.canvas.over(paper, 0.55)
        } else {
            self.text.over(paper, 0.08)
        }
    }

    /// A link in a lesson.
    pub fn link(&self) -> Rgba {
        self.note_link()
    }

    /// A link on any paper.
    pub fn note_link(&self) -> Rgba {
        self.text
            .over(self.accent, if self.dark { 0.35 } else { 0.25 })
    }

    /// Line colour of a cause of failure in the charts.
    pub fn cause(&self, cause: Cause) -> Rgba {
        let index = match cause {
            Cause::Refused => 5,
            Cause::Throttled => 0,
            Cause::Timeout => 1,
            Cause::Unreachable => 6,
            Cause::Error => 2,
            Cause::Shed => 3,
            Cause::CircuitOpen => 3,
            Cause::PoolExhausted => 4,
        };
        self.series[index]
    }
}

/// The mark that goes with a health colour in running text; signs that the bundled typeface has.
pub fn health_mark(health: Health) -> &'static str {
    match health {
        Health::Unknown => "○",
        Health::Ok => "●",
        Health::Busy => "▲",
        Health::Affected => "◇",
        Health::Saturated => "◆",
        Health::Down => "✗",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_convert() {
        let colour = Rgba::hex(0x4C8DFF);
        assert_eq!(colour.css(), "#4c8dff");
        assert_eq!(colour.faded(0.5).0[3], 128);
        assert_eq!(
            egui::Color32::from(colour),
            egui::Color32::from_rgb(0x4C, 0x8D, 0xFF)
        );
    }
}
