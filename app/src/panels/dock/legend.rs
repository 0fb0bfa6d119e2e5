//! Title and legend of a small chart: each line's colour, name, and value under the crosshair (or the latest).

use egui::{Align2, Color32, Pos2, Rect, Ui, Vec2};

use super::curves::{Chart, Curve};
use super::list;
use crate::panels::text;
use crate::session::View;
use crate::theme::style::{regular, semibold};

const TITLE: f32 = 17.0;
const ENTRIES: f32 = 15.0;
/// A chart with less height has title and values on one line.
const TWO_LINES: f32 = 104.0;
const SWATCH: f32 = 8.0;
const GAP: f32 = 9.0;
const LONGEST_NAME: usize = 12;

/// One line of the legend.
struct Entry<'a> {
    curve: &'a Curve,
    name: String,
    value: String,
    /// Widths of name and value.
    widths: [f32; 2],
}

/// What of a line there is room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Both,
    Name,
    Value,
}

impl Entry<'_> {
    fn width(&self, shown: Shown) -> f32 {
        let [name, value] = self.widths;
        let text = match shown {
            Shown::Both => name + 4.0 + value,
            Shown::Name => name,
            Shown::Value => value,
        };
        SWATCH + 4.0 + text
    }
}

/// Paints title and legend at the top of `rect`; gives the room below.
pub fn show(ui: &Ui, view: &View<'_>, chart: &Chart, chosen: Option<usize>, rect: Rect) -> Rect {
    let title = view.texts.tr(&format!("chart.{}", chart.id));
    let at = Pos2::new(rect.left(), rect.top() + TITLE / 2.0);
    list::text(
        ui,
        at,
        Align2::LEFT_CENTER,
        title,
        semibold(11.0),
        view.theme.text_dim,
        rect.width(),
    );
    let used = ui
        .painter()
        .layout_no_wrap(title.to_owned(), semibold(11.0), Color32::PLACEHOLDER)
        .size()
        .x;
    let beside = rect
        .with_min_x(rect.left() + used + 12.0)
        .with_max_y(rect.top() + TITLE);
    let entries: Vec<Entry<'_>> = chart
        .curves
        .iter()
        .map(|curve| entry(ui, view, chart, curve, chosen))
        .collect();
    if rect.height() < TWO_LINES {
        let shown = if fits(&entries, Shown::Both, beside.width()) {
            Shown::Both
        } else {
            Shown::Value
        };
        let left = (beside.right() - width_of(&entries, shown)).max(beside.left());
        paint(ui, view, &entries, shown, beside.with_min_x(left));
        return rect.with_min_y(beside.bottom() + 2.0);
    }
    let line = Rect::from_min_size(
        Pos2::new(rect.left(), beside.bottom()),
        Vec2::new(rect.width(), ENTRIES),
    );
    if fits(&entries, Shown::Both, line.width()) {
        paint(ui, view, &entries, Shown::Both, line);
    } else {
        paint(ui, view, &entries, Shown::Name, beside);
        paint(ui, view, &entries, Shown::Value, line);
    }
    rect.with_min_y(line.bottom() + 2.0)
}

fn entry<'a>(
    ui: &Ui,
    view: &View<'_>,
    chart: &Chart,
    curve: &'a Curve,
    chosen: Option<usize>,
) -> Entry<'a> {
    let value = chosen.and_then(|index| *curve.values.get(index)?);
    let value = value.map_or_else(
        || "–".to_owned(),
        |value| chart.figure.shown(value, view.texts),
    );
    let name = shortened(&curve.name);
    let width = |text: &str, font| {
        ui.painter()
            .layout_no_wrap(text.to_owned(), font, Color32::PLACEHOLDER)
            .size()
            .x
    };
    let widths = [width(&name, regular(10.5)), width(&value, semibold(11.0))];
    Entry {
        curve,
        name,
        value,
        widths,
    }
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= LONGEST_NAME {
        return name.to_owned();
    }
    let kept: String = name.chars().take(LONGEST_NAME - 1).collect();
    format!("{}…", kept.trim_end())
}

fn width_of(entries: &[Entry<'_>], shown: Shown) -> f32 {
    entries
        .iter()
        .map(|entry| entry.width(shown) + GAP)
        .sum::<f32>()
        - GAP
}

fn fits(entries: &[Entry<'_>], shown: Shown, room: f32) -> bool {
    width_of(entries, shown) <= room
}

/// As many as there is room for, from the left.
fn paint(ui: &Ui, view: &View<'_>, entries: &[Entry<'_>], shown: Shown, line: Rect) {
    let painter = ui.painter();
    let middle = line.center().y;
    let mut x = line.left();
    for entry in entries {
        if x + entry.width(shown) > line.right() + 1.0 {
            break;
        }
        let swatch =
            Rect::from_center_size(Pos2::new(x + SWATCH / 2.0, middle), Vec2::splat(SWATCH));
        painter.rect_filled(swatch, 2.0, Color32::from(entry.curve.color));
        let mut at = Pos2::new(x + SWATCH + 4.0, middle);
        if shown != Shown::Value {
            text(
                painter,
                at,
                Align2::LEFT_CENTER,
                &entry.name,
                regular(10.5),
                view.theme.text_dim,
            );
            at.x += entry.widths[0] + 4.0;
        }
        if shown != Shown::Name {
            text(
                painter,
                at,
                Align2::LEFT_CENTER,
                &entry.value,
                semibold(11.0),
                view.theme.text,
            );
        }
        x += entry.width(shown) + GAP;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_cut_in_both_languages() {
        assert_eq!(shortened("unreachable"), "unreachable");
        assert_eq!(shortened("Orders database"), "Orders data…");
        assert_eq!(
            shortened("주문 데이터베이스 서버 일호기"),
            "주문 데이터베이스 서…"
        );
    }
}
