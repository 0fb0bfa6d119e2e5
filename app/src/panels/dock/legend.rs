//! Title and legend of a small chart: each line's colour, name, and value under the crosshair (or the latest).

use egui::{Align2, Color32, FontId, Pos2, Rect, Ui, Vec2};

use super::curves::{Chart, Curve};
use super::list;
use crate::panels::text;
use crate::session::View;
use crate::theme::style::{regular, semibold};

const TITLE: f32 = 17.0;
const ENTRIES: f32 = 15.0;
/// A chart with less height has title and curves on one line, if there is room.
const TWO_LINES: f32 = 104.0;
const SWATCH: f32 = 8.0;
const GAP: f32 = 9.0;
const LONGEST_NAME: usize = 12;

/// One curve in the legend.
struct Entry<'a> {
    curve: &'a Curve,
    name: String,
    value: String,
    /// Widths of name and value.
    widths: [f32; 2],
}

impl Entry<'_> {
    fn width(&self) -> f32 {
        let [name, value] = self.widths;
        SWATCH + 4.0 + name + 4.0 + value
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
    let used = width(ui, title, semibold(11.0));
    let beside = rect
        .with_min_x(rect.left() + used + 12.0)
        .with_max_y(rect.top() + TITLE);
    let entries: Vec<Entry<'_>> = chart
        .curves
        .iter()
        .map(|curve| entry(ui, view, chart, curve, chosen))
        .collect();
    let widths: Vec<f32> = entries.iter().map(Entry::width).collect();
    let whole = line_of(&widths);
    if rect.height() < TWO_LINES && whole <= beside.width() {
        paint(ui, view, &entries, beside.right() - whole, beside);
        return rect.with_min_y(beside.bottom() + 2.0);
    }
    let line = Rect::from_min_size(
        Pos2::new(rect.left(), beside.bottom()),
        Vec2::new(rect.width(), ENTRIES),
    );
    if whole <= line.width() {
        paint(ui, view, &entries, line.left(), line);
    } else {
        let more = |left_out: usize| width(ui, &more_words(left_out), regular(10.5));
        let [first, second] = folded(&widths, [beside.width(), line.width()], more);
        let (above, rest) = entries.split_at(first);
        let (below, left_out) = rest.split_at(second);
        paint(ui, view, above, beside.left(), beside);
        let end = paint(ui, view, below, line.left(), line);
        if !left_out.is_empty() {
            let at = Pos2::new(end, line.center().y);
            let (words, dim) = (more_words(left_out.len()), view.theme.text_dim);
            text(
                ui.painter(),
                at,
                Align2::LEFT_CENTER,
                &words,
                regular(10.5),
                dim,
            );
        }
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
    let widths = [
        width(ui, &name, regular(10.5)),
        width(ui, &steady(&value), semibold(11.0)),
    ];
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

/// With the widest digit everywhere: while figures run, no name may hop from one line to the other.
fn steady(value: &str) -> String {
    value.replace(|c: char| c.is_ascii_digit(), "0")
}

fn width(ui: &Ui, text: &str, font: FontId) -> f32 {
    let painter = ui.painter();
    let galley = painter.layout_no_wrap(text.to_owned(), font, Color32::PLACEHOLDER);
    galley.size().x
}

/// Of so many curves there is no room for the names; all are told under the pointer.
fn more_words(left_out: usize) -> String {
    format!("+{left_out}")
}

/// Entries one after the other.
fn line_of(widths: &[f32]) -> f32 {
    widths.iter().map(|width| width + GAP).sum::<f32>() - GAP
}

/// How many entries stand on each of two lines; where not all do, there is room for the number of the others.
fn folded(widths: &[f32], rooms: [f32; 2], more: impl Fn(usize) -> f32) -> [usize; 2] {
    let fitting = |widths: &[f32], room: f32| {
        let fits = |count: &usize| line_of(widths.get(..*count).unwrap_or_default()) <= room;
        (0..=widths.len()).take_while(fits).last().unwrap_or(0)
    };
    let first = fitting(widths, rooms[0]);
    let rest = widths.get(first..).unwrap_or_default();
    let mut second = fitting(rest, rooms[1]);
    while second > 0 && second < rest.len() {
        let taken = line_of(rest.get(..second).unwrap_or_default());
        if taken + GAP + more(rest.len() - second) <= rooms[1] {
            break;
        }
        second -= 1;
    }
    [first, second]
}

/// Paints entries from `x` on; gives where the next one would stand.
fn paint(ui: &Ui, view: &View<'_>, entries: &[Entry<'_>], mut x: f32, line: Rect) -> f32 {
    let painter = ui.painter();
    let middle = line.center().y;
    for entry in entries {
        let swatch =
            Rect::from_center_size(Pos2::new(x + SWATCH / 2.0, middle), Vec2::splat(SWATCH));
        painter.rect_filled(swatch, 2.0, Color32::from(entry.curve.color));
        let at = Pos2::new(x + SWATCH + 4.0, middle);
        let dim = view.theme.text_dim;
        text(
            painter,
            at,
            Align2::LEFT_CENTER,
            &entry.name,
            regular(10.5),
            dim,
        );
        let at = at + Vec2::new(entry.widths[0] + 4.0, 0.0);
        let strong = view.theme.text;
        text(
            painter,
            at,
            Align2::LEFT_CENTER,
            &entry.value,
            semibold(11.0),
            strong,
        );
        x += entry.width() + GAP;
    }
    x
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

    #[test]
    fn what_does_not_fit_beside_the_title_stands_below_and_what_is_left_is_counted() {
        let more = |_| 14.0;
        // p50, p95 and p99 of a chart in a small window: all have their names.
        assert_eq!(folded(&[81.0, 86.0, 86.0], [150.0, 214.0], more), [1, 2]);
        assert_eq!(folded(&[81.0, 86.0, 86.0], [70.0, 300.0], more), [0, 3]);
        // Two would fit below, but the number of the others would not.
        let four = [60.0, 100.0, 100.0, 100.0];
        assert_eq!(folded(&four, [70.0, 214.0], more), [1, 1]);
        assert_eq!(folded(&four, [70.0, 240.0], more), [1, 2]);
        assert_eq!(folded(&four, [10.0, 20.0], more), [0, 0]);
        assert_eq!(folded(&[], [10.0, 20.0], more), [0, 0]);
    }
}
