//! Search of commands, and quick add: a field, and what fits below it. Arrows mark, Enter does, Escape closes.

use egui::{
    Align2, Color32, Key, Modal, Rect, Response, RichText, ScrollArea, Sense, TextEdit, Ui, Vec2,
    WidgetInfo, WidgetType, pos2,
};

use crate::commands::finder::{self, Hit};
use crate::commands::{AppCommand, keys};
use crate::session::{Finder, View};
use crate::theme::style::{regular, semibold};
use crate::widgets::icon;

const WIDTH: f32 = 520.0;
/// Quick add at a point is smaller.
const NARROW: f32 = 320.0;
const ROW: f32 = 30.0;
const HEADING: f32 = 24.0;
const TILE: f32 = 22.0;

/// What is typed and which line is marked.
#[derive(Default)]
pub struct State {
    query: String,
    marked: usize,
    /// The mark has moved by a key: it must be seen.
    follow: bool,
}

/// Where it stands: at the point it was called up at, else in the upper middle.
pub fn modal(what: &Finder, modal: Modal, id: egui::Id) -> Modal {
    let area = Modal::default_area(id);
    let area = match anchor(what) {
        Some(at) => area.pivot(Align2::LEFT_TOP).fixed_pos(at),
        None => area.anchor(Align2::CENTER_TOP, [0.0, 72.0]),
    };
    modal.area(area).backdrop_color(Color32::TRANSPARENT)
}

fn anchor(what: &Finder) -> Option<[f32; 2]> {
    match what {
        Finder::Commands => None,
        Finder::Add(adding) => adding.anchor,
    }
}

/// Shows the field and the list.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    what: &Finder,
    state: &mut State,
    fresh: bool,
    out: &mut Vec<AppCommand>,
) {
    if fresh {
        *state = State::default();
    }
    ui.set_width(if anchor(what).is_some() {
        NARROW
    } else {
        WIDTH
    });
    let field = field(ui, view, what, state);
    if fresh {
        field.request_focus();
    }
    let hits = finder::found(&state.query, what, view);
    let entered = keys(ui, &field, state, hits.len());
    ui.add_space(6.0);
    if hits.is_empty() {
        let query = state.query.trim();
        let text = view.texts.tr_with("palette.nothing", &[("query", query)]);
        ui.label(RichText::new(text).color(view.theme.text_dim));
    }
    let most = if anchor(what).is_some() { 280.0 } else { 420.0 };
    let height = (ui.ctx().content_rect().height() - 220.0).clamp(120.0, most);
    let mut chosen = entered.then_some(state.marked);
    ScrollArea::vertical()
        .max_height(height)
        // The area then moves up where there is too little room below it.
        .min_scrolled_height(height)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            if let Some(clicked) = list(ui, view, state, &hits) {
                chosen = Some(clicked);
            }
        });
    state.follow = false;
    if let Some(hit) = chosen.and_then(|index| hits.into_iter().nth(index)) {
        choose(hit, out);
    }
}

fn choose(hit: Hit, out: &mut Vec<AppCommand>) {
    if hit.blocked.is_none() {
        out.push(AppCommand::CloseDialog);
        out.extend(hit.commands);
    }
}

fn field(ui: &mut Ui, view: &View<'_>, what: &Finder, state: &mut State) -> Response {
    let key = match what {
        Finder::Commands => "finder.hint_commands",
        Finder::Add(adding) if adding.from.is_some() => "finder.hint_called",
        Finder::Add(adding) if adding.to.is_some() => "finder.hint_caller",
        Finder::Add(adding) if adding.into.is_some() => "finder.hint_between",
        Finder::Add(_) => "finder.hint_add",
    };
    let hint = view.texts.tr(key);
    let response = ui.add(
        TextEdit::singleline(&mut state.query)
            .id(ui.id().with("finder field"))
            .hint_text(hint)
            .desired_width(f32::INFINITY)
            .margin(egui::Margin::symmetric(10, 8)),
    );
    let text = state.query.clone();
    response.widget_info(|| {
        let mut info = WidgetInfo::text_edit(true, &text, &text, hint);
        info.label = Some(hint.to_owned());
        info
    });
    if response.changed() {
        state.marked = 0;
        state.follow = true;
    }
    response
}

/// Moves the mark; whether Enter was pressed.
fn keys(ui: &Ui, field: &Response, state: &mut State, count: usize) -> bool {
    let last = count.saturating_sub(1);
    let step = ui.input(|input| {
        let pressed = |key: Key, by: isize| input.num_presses(key) as isize * by;
        pressed(Key::ArrowDown, 1)
            + pressed(Key::ArrowUp, -1)
            + pressed(Key::PageDown, 10)
            + pressed(Key::PageUp, -10)
    });
    if step != 0 {
        state.marked = state.marked.saturating_add_signed(step).min(last);
        state.follow = true;
    }
    state.marked = state.marked.min(last);
    let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if entered {
        field.request_focus();
    }
    entered
}

/// All lines, with headings while nothing is searched for; the one that was clicked.
fn list(ui: &mut Ui, view: &View<'_>, state: &mut State, hits: &[Hit]) -> Option<usize> {
    let mut clicked = None;
    let mut last = "";
    for (index, hit) in hits.iter().enumerate() {
        if state.query.trim().is_empty() && hit.group != last {
            heading(ui, view, hit.group);
        }
        last = hit.group;
        let marked = index == state.marked;
        let response = row(ui, view, hit, marked);
        if marked && state.follow {
            response.scroll_to_me(None);
        }
        if response.clicked() {
            clicked = Some(index);
        }
    }
    clicked
}

fn heading(ui: &mut Ui, view: &View<'_>, key: &str) {
    let (rect, _) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), HEADING), Sense::hover());
    ui.painter().text(
        pos2(rect.left() + 8.0, rect.bottom() - 4.0),
        Align2::LEFT_BOTTOM,
        view.texts.tr(key),
        semibold(11.0),
        view.theme.text_dim.into(),
    );
}

fn row(ui: &mut Ui, view: &View<'_>, hit: &Hit, marked: bool) -> Response {
    let size = Vec2::new(ui.available_width(), ROW);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let enabled = hit.blocked.is_none();
    // Two may have one name: what each is, or why it cannot be done, tells them apart.
    let said = hit
        .blocked
        .map_or(hit.about.as_str(), |why| view.texts.tr(why));
    let said = Some(said.to_owned()).filter(|said| !said.is_empty());
    response.widget_info(|| {
        let mut info = WidgetInfo::selected(WidgetType::Button, enabled, marked, &hit.name);
        info.current_text_value = said.clone();
        info
    });
    if ui.is_rect_visible(rect) {
        paint(ui, view, hit, rect, marked, response.hovered());
    }
    match hit.blocked {
        Some(why) => response.on_hover_text(view.texts.tr(why)),
        None => response,
    }
}

fn paint(ui: &Ui, view: &View<'_>, hit: &Hit, rect: Rect, marked: bool, hovered: bool) {
    let theme = view.theme;
    let painter = ui.painter();
    if marked || hovered {
        let ground = Color32::from(theme.field_hover);
        painter.rect_filled(rect.shrink2(Vec2::new(0.0, 1.0)), 6.0, ground);
    }
    if marked {
        let bar = Rect::from_min_size(
            rect.left_top() + Vec2::new(0.0, 5.0),
            Vec2::new(3.0, ROW - 10.0),
        );
        painter.rect_filled(bar, 1.5, Color32::from(theme.accent));
    }
    let mut left = rect.left() + 10.0;
    if let Some((icon, ground)) = hit.icon {
        let corner = pos2(left, rect.center().y - TILE / 2.0);
        let tile = Rect::from_min_size(corner, Vec2::splat(TILE));
        icon::paint_tile(ui, icon, tile, ground, theme);
        left += TILE + 8.0;
    }
    let right = tail(ui, view, hit, rect);
    let color = if hit.blocked.is_some() {
        theme.text_dim
    } else {
        theme.text
    };
    line(
        ui,
        &hit.name,
        regular(13.0),
        color.into(),
        [left, right - 8.0],
        rect,
    );
}

/// Keys, or what it is, or why it cannot be done, from the right; where that begins.
fn tail(ui: &Ui, view: &View<'_>, hit: &Hit, rect: Rect) -> f32 {
    let theme = view.theme;
    let mut right = rect.right() - 10.0;
    let keys = hit
        .entry
        .map(|entry| keys::text(ui.ctx(), entry))
        .unwrap_or_default();
    if !keys.is_empty() {
        let color = theme.text_soft.into();
        let galley = ui.painter().layout_no_wrap(keys, semibold(11.5), color);
        right -= galley.size().x;
        let at = pos2(right, rect.center().y - galley.size().y / 2.0);
        ui.painter().galley(at, galley, color);
        right -= 12.0;
    }
    let words = hit
        .blocked
        .map_or(hit.about.as_str(), |why| view.texts.tr(why));
    if !words.is_empty() {
        let color: Color32 = theme.text_dim.into();
        let room = rect.width() * 0.5;
        let mut job =
            egui::text::LayoutJob::simple_singleline(words.to_owned(), regular(11.5), color);
        job.wrap = egui::text::TextWrapping::truncate_at_width(room);
        let galley = ui.painter().layout_job(job);
        right -= galley.size().x;
        let at = pos2(right, rect.center().y - galley.size().y / 2.0);
        ui.painter().galley(at, galley, color);
    }
    right
}

fn line(
    ui: &Ui,
    text: &str,
    font: egui::FontId,
    color: Color32,
    [left, right]: [f32; 2],
    rect: Rect,
) {
    let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font, color);
    job.wrap = egui::text::TextWrapping::truncate_at_width((right - left).max(20.0));
    let galley = ui.painter().layout_job(job);
    let at = pos2(left, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, color);
}
