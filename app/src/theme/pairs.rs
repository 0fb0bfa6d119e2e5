//! Which tokens are painted on which: the one table that the contrast of both looks is checked by.
//!
//! Whoever paints a token on a ground that is not told here adds it; the tests of the window look for words on grounds
//! that were forgotten.

use sim_core::catalog::services;
use sim_core::document::NoteColor;

use super::Rgba;
use super::Theme;
use super::contrast::{GRAPHIC, TEXT};

/// Colours that are painted on grounds, each on each.
pub struct Pairs {
    pub what: &'static str,
    /// The least contrast.
    pub least: f64,
    pub above: fn(&Theme) -> Vec<Rgba>,
    pub grounds: fn(&Theme) -> Vec<Rgba>,
}

/// Everything that words may stand on.
fn grounds(theme: &Theme) -> Vec<Rgba> {
    let Theme {
        panel,
        popup,
        field,
        field_hover,
        card,
        chart,
        canvas,
        track,
        ..
    } = *theme;
    vec![panel, popup, field, field_hover, card, chart, canvas, track]
}

/// Grounds of panels, menus and dialogs.
fn surfaces(theme: &Theme) -> Vec<Rgba> {
    vec![theme.panel, theme.popup]
}

fn selected(theme: &Theme) -> Vec<Rgba> {
    let selection = |ground: Rgba| theme.accent.over(ground, super::style::SELECTED);
    grounds(theme).into_iter().map(selection).collect()
}

fn health(theme: &Theme) -> Vec<Rgba> {
    let Theme {
        ok,
        busy,
        affected,
        saturated,
        down,
        unknown,
        ..
    } = *theme;
    vec![ok, busy, affected, saturated, down, unknown]
}

fn papers(theme: &Theme) -> Vec<Rgba> {
    NoteColor::ALL
        .iter()
        .flat_map(|color| {
            let paper = theme.note_ground(theme.note(*color));
            [paper, theme.note_code(paper)]
        })
        .collect()
}

fn notes(theme: &Theme) -> Vec<Rgba> {
    NoteColor::ALL.map(|color| theme.note(color)).to_vec()
}

/// The table.
pub const TABLE: &[Pairs] = &[
    Pairs {
        what: "words",
        least: TEXT,
        above: |t| vec![t.text, t.text_soft, t.text_dim],
        grounds,
    },
    Pairs {
        what: "words on what is selected",
        least: TEXT,
        above: |t| vec![t.text],
        grounds: selected,
    },
    Pairs {
        what: "words of notes",
        least: TEXT,
        above: |t| vec![t.text, t.text_soft, t.note_link()],
        grounds: papers,
    },
    Pairs {
        what: "words of a hint",
        least: TEXT,
        above: |t| vec![t.notice_text, t.busy],
        grounds: |t| vec![t.notice],
    },
    Pairs {
        what: "warnings, failures and good news in words",
        least: TEXT,
        above: |t| vec![t.ok, t.busy, t.affected, t.saturated, t.down],
        grounds: surfaces,
    },
    Pairs {
        what: "links in lessons",
        least: TEXT,
        above: |t| vec![t.link()],
        grounds: |t| vec![t.panel, t.popup, t.field],
    },
    Pairs {
        what: "health",
        least: GRAPHIC,
        above: health,
        grounds,
    },
    Pairs {
        what: "the ring of the keyboard, selection, progress",
        least: GRAPHIC,
        above: |t| vec![t.accent, t.text],
        grounds,
    },
    Pairs {
        what: "frames of containers and notes",
        least: GRAPHIC,
        above: |t| [vec![t.region, t.zone, t.group, t.tier], notes(t)].concat(),
        grounds: |t| vec![t.canvas],
    },
    Pairs {
        what: "moving requests",
        least: GRAPHIC,
        above: |t| vec![t.request],
        grounds: |t| vec![t.canvas],
    },
    Pairs {
        what: "lines of charts",
        least: GRAPHIC,
        above: |t| t.series.to_vec(),
        grounds: |t| vec![t.chart],
    },
];

/// Grounds that carry a glyph or words chosen for them by [`Theme::on`] and [`Theme::words_on`].
pub fn tiles(theme: &Theme) -> Vec<Rgba> {
    let categories: Vec<Rgba> = services()
        .iter()
        .map(|service| theme.category(service.category))
        .collect();
    let containers = ["region", "zone", "group", "tier"].map(|kind| theme.container(kind));
    [&categories[..], &containers, &notes(theme), &[theme.down]].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::contrast::contrast;

    #[test]
    fn everything_painted_is_seen_on_its_ground() {
        let mut unseen = Vec::new();
        for theme in [Theme::dark(), Theme::light()] {
            let mut check = |what: &str, least: f64, above: Rgba, ground: Rgba| {
                let got = contrast(above, ground);
                if got < least {
                    let (above, ground) = (above.css(), ground.css());
                    let dark = theme.dark;
                    unseen.push(format!("dark={dark} {what}: {above} on {ground}: {got:.2}"));
                }
            };
            for pairs in TABLE {
                for above in (pairs.above)(theme) {
                    for ground in (pairs.grounds)(theme) {
                        check(pairs.what, pairs.least, above, ground);
                    }
                }
            }
            for tile in tiles(theme) {
                check("glyph of a tile", GRAPHIC, theme.on(tile), tile);
            }
            let main = theme.accent;
            check("main button", TEXT, theme.words_on(main), main);
        }
        assert!(unseen.is_empty(), "{}", unseen.join("\n"));
    }

    #[test]
    fn contrast_is_that_of_the_standard() {
        let (black, white) = (Rgba::hex(0x000000), Rgba::hex(0xFFFFFF));
        assert!((contrast(black, white) - 21.0).abs() < 1e-9);
        // The grey that passes on white by a hair.
        assert!((contrast(Rgba::hex(0x767676), white) - 4.54).abs() < 0.01);
    }
}
