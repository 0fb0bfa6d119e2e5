//! The handles of a selected link: its two ends, its bends, and the middles of the stretches between them, where new ones
//! begin.

use egui::{
    Color32, CursorIcon, EventFilter, Key, PointerButton, Pos2, Rect, Response, Sense, Stroke, Ui,
    Vec2, WidgetInfo, WidgetType,
};
use sim_core::document::rules::MAX_BENDS;

use super::gesture::{Bend, Connect, Gesture};
use super::paint::TEXT_FROM;
use super::stage::Stage;
use super::{grab, menu};
use crate::commands::{AppCommand, keys};
use crate::scene::geometry::{along, distance, length};
use crate::scene::{LinkElement, Point, Shape};
use crate::session::linking::End;
use crate::session::placement::GRID;

/// Side of what can be hit, and radius of what is seen; screen points.
const HIT: f32 = 24.0;
const RADIUS: f32 = 5.5;
const HINT_RADIUS: f32 = 4.0;
/// Where on a stretch its handle may stand, as shares: the first that is not under the pill.
const PLACES: [f32; 3] = [0.5, 0.28, 0.72];
/// How far an arrow key moves a bend, and with Shift.
const FAR: f32 = 5.0 * GRID;

/// One handle.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Handle {
    /// An end, to be brought to another card.
    End(End),
    /// A bend, by its place in the list.
    Bend(usize),
    /// A stretch: a bend made here gets this place in the list.
    Stretch(usize),
}

/// Inner points of the line: its bends, or where it goes around cards by itself.
pub fn knots(link: &LinkElement) -> Vec<Point> {
    let Some(Shape::Curve { curve, .. }) = link.details().shapes.first() else {
        return Vec::new();
    };
    let inner = curve.parts.len().saturating_sub(1);
    curve.parts[..inner].iter().map(|part| part[2]).collect()
}

/// The stretches of the line between its knots, each as a polyline.
fn stretches(link: &LinkElement) -> Vec<Vec<Point>> {
    let Some(Shape::Curve { curve, .. }) = link.details().shapes.first() else {
        return Vec::new();
    };
    let count = curve.parts.len().max(1);
    let steps = (link.line().len().saturating_sub(1)) / count;
    let stretch = |part: usize| link.line().get(part * steps..=(part + 1) * steps);
    let found = (0..count).filter_map(stretch);
    found.map(<[Point]>::to_vec).collect()
}

/// The bends after one was put in at the place nearest to `at`, or in the middle of the line.
pub fn with_new(link: &LinkElement, at: Option<Point>) -> Vec<Point> {
    let middle = || link.way.middle();
    let at = at.unwrap_or_else(middle);
    let mut nearest = (f32::INFINITY, 0, at);
    for (index, stretch) in stretches(link).iter().enumerate() {
        for point in stretch {
            let far = distance(*point, at);
            if far < nearest.0 {
                nearest = (far, index, *point);
            }
        }
    }
    let (_, index, point) = nearest;
    let mut bends = knots(link);
    bends.insert(index.min(bends.len()), point);
    bends
}

/// The one link whose handles are shown.
fn owner<'a>(stage: &'a Stage<'_>) -> Option<&'a LinkElement> {
    if stage.space.zoom() < TEXT_FROM || stage.view.presenting {
        return None;
    }
    let id = stage.view.selection.single()?;
    // Several that are drawn as one line have no common bends.
    if stage.scene.folded.links_of(id).len() != 1 {
        return None;
    }
    let at = stage.view.document.links.get_index_of(id)?;
    let links = &stage.scene.links;
    // Mostly every link is drawn, and it stands where it stands in the document.
    let there = links.get(at).filter(|link| link.id == *id);
    let found = there.or_else(|| links.iter().find(|link| link.id == *id));
    found.map(|link| &**link)
}

/// The handles of a link and where they stand.
fn handles(stage: &Stage<'_>, link: &LinkElement) -> Vec<(Handle, Point)> {
    let document = &stage.view.document.links;
    let bent = document.get(&link.id).is_some_and(|l| !l.bends.is_empty());
    let knots = knots(link);
    let count = knots.len();
    let pill = link.pill_rect();
    let mut handles = Vec::new();
    if count < MAX_BENDS {
        let air = HIT / 2.0 / stage.space.zoom();
        let covered = |p: &Point| pill.is_some_and(|pill| pill.inflate(air).contains(*p));
        for (index, stretch) in stretches(link).iter().enumerate() {
            let total = length(stretch);
            // Of a short one the handle would lie on its neighbours.
            if total * stage.space.zoom() < 2.0 * HIT {
                continue;
            }
            let mut places = PLACES.iter().map(|share| along(stretch, total * share));
            let place = places.find(|p| !covered(p));
            let place = place.unwrap_or_else(|| along(stretch, total / 2.0));
            handles.push((Handle::Stretch(index), place));
        }
    }
    let bends = knots.into_iter().enumerate().filter(|_| bent);
    handles.extend(bends.map(|(index, at)| (Handle::Bend(index), at)));
    if let [first, .., last] = link.line() {
        handles.push((Handle::End(End::From), *first));
        handles.push((Handle::End(End::To), *last));
    }
    handles
}

/// An end of a link in the hand.
pub fn end_in_hand(link: &LinkElement, end: End, sticky: bool) -> Option<Connect> {
    let line = link.line();
    let (stays, at) = match end {
        End::From => (&link.to, line.first()?),
        End::To => (&link.from, line.last()?),
    };
    let (id, stays) = (link.id.clone(), stays.clone());
    Some(Connect::of_end(id, end, stays, *at, sticky))
}

fn hit(stage: &Stage<'_>, at: Point) -> Rect {
    Rect::from_center_size(stage.space.to_screen(at), Vec2::splat(HIT))
}

/// What a press at a point of the screen takes hold of, if it lies on a handle.
pub fn taken(stage: &Stage<'_>, origin: Pos2) -> Option<Gesture> {
    let link = owner(stage)?;
    let from = stage.space.to_canvas(origin);
    let here = handles(stage, link).into_iter().rev();
    let mut here = here.filter(|(_, at)| hit(stage, *at).contains(origin));
    let (handle, at) = here.next()?;
    let mut bends = knots(link);
    let index = match handle {
        Handle::End(end) => return end_in_hand(link, end, false).map(Gesture::Connect),
        Handle::Bend(index) => index,
        Handle::Stretch(index) => {
            bends.insert(index.min(bends.len()), at);
            index
        }
    };
    let ends = [*link.line().first()?, *link.line().last()?];
    Bend::new(link.id.clone(), bends, index, ends, from).map(Gesture::Bend)
}

/// All handles; while one is dragged, what it makes of the line.
pub fn show(ui: &mut Ui, stage: &Stage<'_>, gesture: &mut Gesture, out: &mut Vec<AppCommand>) {
    if let Gesture::Bend(bend) = gesture {
        let (bends, moving) = bend.now();
        for (index, at) in bends.iter().enumerate() {
            paint(ui, stage, Handle::Bend(index), *at, index == moving);
        }
        ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
        return;
    }
    let Some(link) = owner(stage).filter(|_| stage.free) else {
        return;
    };
    for (handle, at) in handles(stage, link) {
        let Some(rect) = stage.visible(hit(stage, at)) else {
            continue;
        };
        let id = stage.id.with(("bend", link.id.as_str(), place_of(handle)));
        let response = ui
            .interact(rect, id, Sense::click_and_drag())
            .on_hover_cursor(CursorIcon::Grab);
        let label = label(stage, link, handle);
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &label));
        let lit = response.hovered() || response.has_focus();
        paint(ui, stage, handle, at, lit);
        if response.drag_started_by(PointerButton::Primary) {
            grab::begin(ui, stage, gesture, out);
        }
        answer(ui, stage, link, handle, &response, gesture, out);
    }
}

/// Bends and stretches have numbers of their own, so that a handle keeps its widget when others come.
fn place_of(handle: Handle) -> (u8, usize) {
    match handle {
        Handle::Stretch(index) => (0, index),
        Handle::Bend(index) => (1, index),
        Handle::End(end) => (2, end as usize),
    }
}

fn label(stage: &Stage<'_>, link: &LinkElement, handle: Handle) -> String {
    let name = |id| stage.view.document.name_of(id);
    let name = format!("{} → {}", name(&link.from), name(&link.to));
    let (key, index) = match handle {
        Handle::End(End::From) => ("canvas.end_from", 0),
        Handle::End(End::To) => ("canvas.end_to", 0),
        Handle::Bend(index) => ("canvas.bend", index),
        Handle::Stretch(index) => ("canvas.bend_here", index),
    };
    let number = (index + 1).to_string();
    let texts = stage.view.texts;
    texts.tr_with(key, &[("number", &number), ("name", &name)])
}

/// Clicks, keys and the menu of a handle.
fn answer(
    ui: &Ui,
    stage: &Stage<'_>,
    link: &LinkElement,
    handle: Handle,
    response: &Response,
    gesture: &mut Gesture,
    out: &mut Vec<AppCommand>,
) {
    let mut bends = knots(link);
    let set = |bends| menu::bent(&link.id, bends, "step.bend");
    match handle {
        Handle::End(end) => {
            if response.clicked()
                && let Some(connect) = end_in_hand(link, end, true)
            {
                *gesture = Gesture::Connect(connect);
            }
            response.context_menu(|ui| menu::link(ui, stage, &link.id, None, gesture, out));
        }
        Handle::Stretch(index) if response.clicked() => {
            let at = stage.space.to_canvas(response.rect.center());
            bends.insert(index.min(bends.len()), at);
            out.push(set(bends));
        }
        Handle::Stretch(_) => {
            let here = Some(stage.space.to_canvas(response.rect.center()));
            response.context_menu(|ui| menu::link(ui, stage, &link.id, here, gesture, out));
        }
        Handle::Bend(index) => {
            response.context_menu(|ui| menu::bend(ui, stage, link, index, out));
            let key = response.has_focus().then(|| keyed(ui, response)).flatten();
            if response.double_clicked() || key == Some(Keyed::Remove) {
                bends.remove(index);
                out.push(set(bends));
            } else if let Some(Keyed::Move(by)) = key {
                bends[index] = [bends[index][0] + by[0], bends[index][1] + by[1]];
                out.push(set(bends));
            }
        }
    }
}

/// What the keyboard asks of the bend that has it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Keyed {
    Move(Point),
    Remove,
}

fn keyed(ui: &Ui, response: &Response) -> Option<Keyed> {
    let filter = EventFilter {
        horizontal_arrows: true,
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    keys::keep(ui.ctx(), response.id);
    ui.input(|input| {
        if input.key_pressed(Key::Delete) || input.key_pressed(Key::Backspace) {
            return Some(Keyed::Remove);
        }
        let modifiers = input.modifiers;
        if modifiers.command || modifiers.alt {
            return None;
        }
        let step = if modifiers.shift { FAR } else { GRID };
        let pressed = |key| input.num_presses(key) as f32 * step;
        let by = [
            pressed(Key::ArrowRight) - pressed(Key::ArrowLeft),
            pressed(Key::ArrowDown) - pressed(Key::ArrowUp),
        ];
        (by != [0.0; 2]).then_some(Keyed::Move(by))
    })
}

/// A bend is a full disc, the place of a possible one a small ring, an end a square.
fn paint(ui: &Ui, stage: &Stage<'_>, handle: Handle, at: Point, lit: bool) {
    let theme = stage.view.theme;
    let center = stage.space.to_screen(at);
    let (radius, fill) = match handle {
        Handle::Bend(_) if lit => (RADIUS + 1.5, theme.accent),
        Handle::Bend(_) => (RADIUS, theme.card),
        Handle::Stretch(_) if lit => (RADIUS, theme.accent),
        Handle::Stretch(_) => (HINT_RADIUS, theme.canvas),
        Handle::End(_) if lit => (RADIUS + 1.0, theme.accent),
        Handle::End(_) => (RADIUS - 0.5, theme.card),
    };
    let stroke = Stroke::new(1.5, theme.accent);
    if let Handle::End(_) = handle {
        let square = Rect::from_center_size(center, Vec2::splat(2.0 * radius));
        let kind = egui::StrokeKind::Middle;
        ui.painter()
            .rect(square, 1.5, Color32::from(fill), stroke, kind);
        return;
    }
    ui.painter()
        .circle(center, radius, Color32::from(fill), stroke);
}
