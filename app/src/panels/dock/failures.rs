//! Why requests failed, where, and how many: the most frequent first; and the messages that no buffer had room for. A click
//! selects the place.

use egui::{Align2, Color32, Frame, Label, Margin, Pos2, Rect, RichText, Ui, Vec2};

use sim_core::engine::snapshot::{Failure, Health, LinkView};
use sim_core::foundation::ids::Id;

use super::{empty, list};
use crate::commands::AppCommand;
use crate::panels::reason::{self, Reason};
use crate::panels::{scrolled, words};
use crate::session::View;
use crate::theme::style::{regular, semibold};

const CAUSE: f32 = 110.0;
const COUNT: f32 = 80.0;
const SHARE: f32 = 64.0;

/// Shows the list of causes.
pub fn show(ui: &mut Ui, view: &View<'_>, out: &mut Vec<AppCommand>) {
    let failures = view
        .snapshot()
        .map_or(&[][..], |snapshot| snapshot.failures.as_slice());
    let total: u64 = failures.iter().map(|failure| failure.count).sum();
    let links = view.snapshot().map_or(&[][..], |snapshot| &snapshot.links);
    let dropped = |link: &LinkView| words::dropped(view.texts, view.document, link);
    if total == 0 && links.iter().all(|link| dropped(link).is_none()) {
        empty::show(ui, view, "dock.no_failures", "dock.no_failures_hint");
        return;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.add_space(4.0);
    scrolled::area(ui, "failures", |ui, area| {
        area.show(ui, |ui| {
            for (at, failure) in failures.iter().enumerate() {
                if line(ui, view, failure, failure.count as f64 / total as f64) {
                    out.push(list::select(&failure.component));
                }
                let place = &failure.component;
                let told = failures[..at].iter().any(|other| other.component == *place);
                if !told && let Some(reason) = reason::of(view, place) {
                    why(ui, view, &reason);
                }
            }
            let lines = links
                .iter()
                .filter_map(|link| Some((&link.id, dropped(link)?)));
            for (id, text) in lines {
                if lost(ui, view, id, &text) {
                    out.push(list::select(id));
                }
            }
        })
    });
}

/// Messages that found a full buffer: true when it was pressed.
fn lost(ui: &mut Ui, view: &View<'_>, link: &Id, text: &str) -> bool {
    let (rect, response) = list::row(ui, view, text, Some(link));
    let at = |x: f32| Pos2::new(rect.left() + x, rect.center().y);
    let square = Rect::from_center_size(at(12.0), Vec2::splat(9.0));
    let color = Color32::from(view.theme.health(Health::Affected));
    ui.painter().rect_filled(square, 2.0, color);
    let (font, room) = (semibold(12.5), rect.width() - 34.0);
    let left = Align2::LEFT_CENTER;
    list::text(ui, at(26.0), left, text, font, view.theme.text, room);
    response.clicked()
}

/// What holds the place of a failure up at present, below it.
fn why(ui: &mut Ui, view: &View<'_>, reason: &Reason<'_>) {
    let text = format!("{}: {}", reason.title, reason.text);
    let frame = Frame::new().inner_margin(Margin {
        left: 26,
        right: 12,
        top: 2,
        bottom: 6,
    });
    frame.show(ui, |ui| {
        let text = RichText::new(text).size(12.0);
        ui.add(Label::new(text.color(view.theme.text_dim)).wrap());
    });
}

/// Cause, place, count, share: true when it was pressed.
fn line(ui: &mut Ui, view: &View<'_>, failure: &Failure, share: f64) -> bool {
    let theme = view.theme;
    let cause = view.texts.tr(&format!("cause.{}", failure.cause.name()));
    let place = words::item(view.document, &failure.component);
    let count = view.texts.count(failure.count);
    let label = format!("{cause}, {place}: {count}");
    let (rect, response) = list::row(ui, view, &label, Some(&failure.component));
    let color = Color32::from(theme.cause(failure.cause));
    let middle = rect.center().y;
    let at = |x: f32| Pos2::new(rect.left() + x, middle);
    let before = |x: f32| Pos2::new(rect.right() - x, middle);
    ui.painter().rect_filled(
        Rect::from_center_size(at(12.0), Vec2::splat(9.0)),
        2.0,
        color,
    );
    list::text(
        ui,
        at(26.0),
        Align2::LEFT_CENTER,
        cause,
        semibold(12.5),
        theme.text,
        CAUSE - 8.0,
    );
    let left = 26.0 + CAUSE;
    let bar = (rect.width() - left) * 0.35;
    let room = rect.width() - left - COUNT - SHARE - bar - 16.0;
    list::text(
        ui,
        at(left),
        Align2::LEFT_CENTER,
        &place,
        regular(12.5),
        theme.text_soft,
        room,
    );
    let right = Align2::RIGHT_CENTER;
    list::text(
        ui,
        before(SHARE + bar + 8.0),
        right,
        &count,
        semibold(12.5),
        theme.text,
        COUNT,
    );
    list::text(
        ui,
        before(bar + 8.0),
        right,
        &view.texts.part(share),
        regular(12.5),
        theme.text_dim,
        SHARE,
    );
    let track = Rect::from_center_size(before(bar / 2.0 + 3.0), Vec2::new(bar - 6.0, 6.0));
    ui.painter()
        .rect_filled(track, 3.0, Color32::from(theme.track));
    let filled = track.with_max_x(track.left() + track.width() * share as f32);
    ui.painter().rect_filled(filled, 3.0, color);
    response.clicked()
}
