//! One widget per visible card: click, drag, focus, menu, tooltip; and the handles that links start from.

use egui::{
    Color32, CursorIcon, EventFilter, PointerButton, Pos2, Rect, Response, Sense, Stroke, Ui, Vec2,
    WidgetInfo, WidgetType,
};
use sim_core::catalog::service;
use sim_core::foundation::ids::Id as ItemId;

use super::gesture::{Connect, Gesture};
use super::paint::TEXT_FROM;
use super::stage::{ItemKind, Stage, select, select_if_new, widget};
use super::{chevrons, grab, menu, outline, tooltip};
use crate::commands::AppCommand;
use crate::scene::CardElement;
use crate::scene::route::Side;

/// How far outside the card a handle stands, and how far from the card the pointer still shows it; screen points.
const HANDLE_OUT: f32 = 12.0;
const HANDLE_REACH: f32 = 26.0;
/// Side of what can be hit.
const HANDLE_SIZE: f32 = 24.0;

/// All cards, the selected ones on top, then the handles.
pub fn show(ui: &mut Ui, stage: &Stage<'_>, gesture: &mut Gesture, out: &mut Vec<AppCommand>) {
    let mut known = stage.view.selection.asked_in_order();
    let selected = |card: &&CardElement| known(&card.id);
    let (front, back): (Vec<_>, Vec<_>) = stage.cards().partition(selected);
    for card in back.iter().chain(&front) {
        self::card(ui, stage, card, gesture, out);
    }
    if !stage.free || !shows_handles(stage) {
        return;
    }
    // Where the button went down counts too: a handle that is not there any more cannot report a drag.
    let pointers = ui.input(|input| [input.pointer.hover_pos(), input.pointer.press_origin()]);
    let near = pointers.map(|at| at.and_then(|at| nearest(stage, at)));
    let alone = stage.view.selection.single();
    for card in back.iter().chain(&front) {
        let own = Some(&card.id);
        // The selected one shows them to the keyboard too, but not between those that the pointer looks for.
        let beside = |at: Pos2| distance(stage, card, at) <= 2.0 * HANDLE_REACH;
        let free = near[0].is_none() || !pointers[0].is_some_and(beside);
        if near.contains(&own) || (alone == own && free) {
            handles(ui, stage, card, gesture);
        }
    }
}

/// Whether cards have handles: not where they cannot be read, nor before an audience.
fn shows_handles(stage: &Stage<'_>) -> bool {
    stage.space.zoom() >= TEXT_FROM && !stage.view.presenting
}

/// How far outside a card a point of the screen is.
fn distance(stage: &Stage<'_>, card: &CardElement, at: Pos2) -> f32 {
    let rect = stage.space.rect_to_screen(card.rect);
    rect.distance_to_pos(at)
}

/// The card whose handles a pointer shows: of several that are near, only the nearest, so that no two handles lie on
/// each other. The selected one goes before another just as near, then the upper one.
fn nearest<'a>(stage: &'a Stage<'_>, at: Pos2) -> Option<&'a ItemId> {
    let reach = HANDLE_REACH / stage.space.zoom();
    let (near, _) = stage.near(stage.space.to_canvas(at), reach);
    let calling = near
        .into_iter()
        .filter(|card| places(stage, card).next().is_some());
    let ranked = calling.map(|card| {
        let unselected = !stage.view.selection.contains(&card.id);
        (distance(stage, card, at), unselected, card)
    });
    let within = ranked.filter(|(far, ..)| *far <= HANDLE_REACH);
    let first = within
        .rev()
        .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    first.map(|(.., card)| &card.id)
}

fn card(
    ui: &mut Ui,
    stage: &Stage<'_>,
    card: &CardElement,
    gesture: &mut Gesture,
    out: &mut Vec<AppCommand>,
) {
    let Some(rect) = stage.visible(stage.space.rect_to_screen(card.rect)) else {
        return;
    };
    if stage.covered(rect.center()).is_some() {
        return;
    }
    let response = ui.interact(
        rect,
        widget(stage.id, ItemKind::Card, &card.id),
        Sense::click_and_drag(),
    );
    if stage.view.focus_item == Some(&card.id) {
        response.request_focus();
    }
    // Of thousands few are asked.
    let selected = || stage.view.selection.contains(&card.id);
    response.widget_info(|| {
        WidgetInfo::selected(WidgetType::Button, true, selected(), &card.details().label)
    });
    clicks(ui, stage, card, &response, out);
    if response.drag_started_by(PointerButton::Primary) {
        grab::begin(ui, stage, gesture, out);
    }
    decorate(ui, stage, card, &response);
    if stage.may_open(&response) {
        response.context_menu(|ui| match stage.scene.folded.boxes.contains_key(&card.id) {
            true => menu::container(ui, stage, &card.id, out),
            false => menu::component(ui, stage, &card.id, out),
        });
    }
    if stage.tips && response.hovered() {
        response.on_hover_ui(|ui| match stage.scene.folded.boxes.get(&card.id) {
            Some(inside) => tooltip::collapsed(ui, stage, card, inside),
            None => tooltip::card(ui, stage, card),
        });
    }
}

fn clicks(
    ui: &Ui,
    stage: &Stage<'_>,
    card: &CardElement,
    response: &Response,
    out: &mut Vec<AppCommand>,
) {
    if !stage.free {
        return;
    }
    if response.double_clicked() {
        out.extend(opened(ui, stage, card));
    } else if response.clicked() {
        out.push(select(ui, &card.id));
    } else if response.secondary_clicked() {
        select_if_new(stage, &card.id, out);
    }
}

/// What a double click does: a card that stands for a container opens, the name of any other can be typed.
fn opened(ui: &Ui, stage: &Stage<'_>, card: &CardElement) -> Option<AppCommand> {
    if !stage.scene.folded.boxes.contains_key(&card.id) {
        return Some(AppCommand::BeginRename(card.id.clone()));
    }
    let wanted = chevrons::is_new_press(ui, stage, &card.id);
    wanted.then(|| AppCommand::Expand(Some(card.id.clone())))
}

fn decorate(ui: &Ui, stage: &Stage<'_>, card: &CardElement, response: &Response) {
    let theme = stage.view.theme;
    if response.has_focus() {
        // Arrows move the selected card, not the focus.
        let filter = EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    }
    if response.hovered() && stage.free && !stage.view.selection.contains(&card.id) {
        let stroke = Stroke::new(1.5, theme.line_strong);
        ui.painter()
            .add(outline::frame(&stage.space, card.rect, 12.0, stroke));
    }
}

/// Where the four handles of a card stand, if it may call others.
fn places<'a>(
    stage: &'a Stage<'_>,
    card: &'a CardElement,
) -> impl Iterator<Item = (Side, Pos2)> + 'a {
    let component = stage.view.document.components.get(&card.id);
    let known = component.and_then(|component| service(&component.service));
    let sides = [Side::Left, Side::Top, Side::Bottom, Side::Right];
    let shown = known.is_some_and(|service| service.ports.calls);
    sides.into_iter().filter(move |_| shown).map(|side| {
        let [nx, ny] = side.normal();
        let edge = stage.space.to_screen(side.point(&card.rect, 0.0));
        (side, edge + Vec2::new(nx, ny) * HANDLE_OUT)
    })
}

fn hit(center: Pos2) -> Rect {
    Rect::from_center_size(center, Vec2::splat(HANDLE_SIZE))
}

/// The link that a press at a point of the screen begins, if it lies on a handle.
pub fn link_from(stage: &Stage<'_>, at: Pos2) -> Option<Connect> {
    if !shows_handles(stage) {
        return None;
    }
    let card = stage.card(nearest(stage, at)?)?;
    let (side, center) = places(stage, card).find(|(_, center)| hit(*center).contains(at))?;
    let from = stage.space.to_canvas(center);
    Some(Connect::new(card.id.clone(), side, from, false))
}

/// The four handles of a card that may call others.
fn handles(ui: &mut Ui, stage: &Stage<'_>, card: &CardElement, gesture: &mut Gesture) {
    for (side, center) in places(stage, card) {
        let Some(rect) = stage.visible(hit(center)) else {
            continue;
        };
        let id = stage.id.with(("handle", card.id.as_str(), side.name()));
        // One of the four is enough for the keyboard and for readers of the screen.
        let sense = match side {
            Side::Right => Sense::click_and_drag(),
            _ => Sense::CLICK | Sense::DRAG,
        };
        let response = ui
            .interact(rect, id, sense)
            .on_hover_cursor(CursorIcon::Crosshair);
        if side == Side::Right {
            let label = stage
                .view
                .texts
                .tr_with("canvas.connect_from", &[("name", card.name())]);
            response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &label));
        }
        paint_handle(ui, stage, &response, center);
        let dragged = response.drag_started_by(PointerButton::Primary);
        if gesture.is_idle() && (dragged || response.clicked()) {
            let at = stage.space.to_canvas(center);
            *gesture = Gesture::Connect(Connect::new(card.id.clone(), side, at, !dragged));
        }
    }
}

fn paint_handle(ui: &Ui, stage: &Stage<'_>, response: &Response, center: egui::Pos2) {
    let theme = stage.view.theme;
    let lit = response.hovered() || response.has_focus();
    let (radius, fill) = if lit {
        (7.0, theme.accent)
    } else {
        (5.0, theme.card)
    };
    ui.painter().circle(
        center,
        radius,
        Color32::from(fill),
        Stroke::new(1.5, theme.accent),
    );
    if lit {
        let arm = |x: f32, y: f32| [center - Vec2::new(x, y), center + Vec2::new(x, y)];
        let plus = Stroke::new(1.5, theme.on(theme.accent));
        ui.painter().line_segment(arm(3.0, 0.0), plus);
        ui.painter().line_segment(arm(0.0, 3.0), plus);
    }
}
