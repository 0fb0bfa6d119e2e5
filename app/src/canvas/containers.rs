//! Containers: taken by title or frame, resized by handles. Their inside belongs to what stands in it.

use egui::{
    CursorIcon, PointerButton, Pos2, Rect, Response, Sense, Stroke, Ui, Vec2, WidgetInfo,
    WidgetType, pos2,
};
use sim_core::foundation::ids::Id;

use super::gesture::{Gesture, Pull, Resize};
use super::stage::{ItemKind, Stage, select, select_if_new, widget};
use super::{chevrons, grab, menu, outline, tooltip};
use crate::commands::AppCommand;
use crate::scene::{ContainerElement, container, note};

/// Width of the strip along the frame that can be hit, and side of a resize handle; screen points.
const STRIP: f32 = 10.0;
const HANDLE: f32 = 9.0;
const HANDLE_HIT: f32 = 24.0;

/// Titles and frames; before the cards, so that a card over a frame is hit first.
pub fn show(ui: &mut Ui, stage: &Stage<'_>, gesture: &mut Gesture, out: &mut Vec<AppCommand>) {
    for container in &stage.scene.containers {
        let plate = stage.plates.iter().find(|plate| plate.id == container.id);
        let title = plate.map_or_else(
            || stage.space.rect_to_screen(container.title),
            |plate| plate.rect,
        );
        let title = outline::target(title);
        for (part, rect) in strips(stage.space.rect_to_screen(container.rect))
            .into_iter()
            .chain([title])
            .enumerate()
        {
            let Some(rect) = stage.visible(rect) else {
                continue;
            };
            let name = container.id.as_str();
            let (id, sense) = if part == TITLE {
                let own = widget(stage.id, ItemKind::Container, &container.id);
                (own, Sense::click_and_drag())
            } else {
                (stage.id.with(("edge of", name, part)), EDGE)
            };
            let response = ui.interact(rect, id, sense);
            if part == TITLE {
                if stage.view.focus_item == Some(&container.id) {
                    response.request_focus();
                }
                let selected = stage.view.selection.contains(&container.id);
                response.widget_info(|| {
                    WidgetInfo::selected(WidgetType::Button, true, selected, &container.label)
                });
            }
            let far = plate.is_some_and(|plate| plate.covers);
            if far && part == TITLE && response.double_clicked() && stage.free {
                out.push(select(ui, &container.id));
                out.push(AppCommand::FitSelection);
                continue;
            }
            take(ui, stage, container, &response, gesture, out);
            response.context_menu(|ui| menu::container(ui, stage, &container.id, out));
            if part == TITLE && stage.tips {
                response.on_hover_ui(|ui| tooltip::container(ui, stage, container));
            }
        }
    }
}

/// Edges are for the pointer alone: the keyboard and readers of the screen find the title.
pub const EDGE: Sense = Sense::CLICK.union(Sense::DRAG);

/// Index of the title after the four strips.
const TITLE: usize = 4;

/// Where the four edges of a frame can be taken, screen points.
pub fn strips(rect: Rect) -> [Rect; TITLE] {
    let half = STRIP / 2.0;
    let strip = |a: [f32; 2], b: [f32; 2]| {
        Rect::from_min_max(
            pos2(a[0] - half, a[1] - half),
            pos2(b[0] + half, b[1] + half),
        )
    };
    let ([l, t], [r, b]) = ([rect.min.x, rect.min.y], [rect.max.x, rect.max.y]);
    [
        strip([l, t], [r, t]),
        strip([l, b], [r, b]),
        strip([l, t], [l, b]),
        strip([r, t], [r, b]),
    ]
}

/// The innermost container around a point of the screen.
pub fn around<'a>(stage: &'a Stage<'_>, at: Pos2) -> Option<&'a Id> {
    let holds = |c: &&ContainerElement| stage.space.rect_to_screen(c.rect).contains(at);
    let innermost = stage.scene.containers.iter().rev().find(holds);
    innermost.map(|container| &container.id)
}

/// The innermost container whose title or frame is at a point of the screen.
pub fn held_at<'a>(stage: &'a Stage<'_>, at: Pos2) -> Option<&'a Id> {
    let held = |container: &&ContainerElement| {
        let frame = stage.space.rect_to_screen(container.rect);
        let title = stage.space.rect_to_screen(container.title);
        let plates = stage.plates.iter().filter(|plate| plate.id == container.id);
        plates.clone().any(|plate| plate.rect.contains(at))
            || title.contains(at)
            || strips(frame).iter().any(|strip| strip.contains(at))
    };
    stage
        .scene
        .containers
        .iter()
        .rev()
        .find(held)
        .map(|container| &container.id)
}

fn take(
    ui: &Ui,
    stage: &Stage<'_>,
    container: &ContainerElement,
    response: &Response,
    gesture: &mut Gesture,
    out: &mut Vec<AppCommand>,
) {
    if !stage.free {
        return;
    }
    if response.double_clicked() {
        if chevrons::is_new_press(ui, stage, &container.id) {
            out.push(AppCommand::BeginRename(container.id.clone()));
        }
    } else if response.clicked() {
        out.push(select(ui, &container.id));
    } else if response.secondary_clicked() {
        select_if_new(stage, &container.id, out);
    } else if response.drag_started_by(PointerButton::Primary) {
        grab::begin(ui, stage, gesture, out);
    }
    let theme = stage.view.theme;
    if response.has_focus() {
        let ring = outline::focus(&stage.space, container.rect, 12.0, theme);
        ui.painter().add(ring);
    } else if response.hovered() && !stage.view.selection.contains(&container.id) {
        let stroke = Stroke::new(1.5, theme.line_strong);
        ui.painter()
            .add(outline::frame(&stage.space, container.rect, 12.0, stroke));
    }
}

/// The resize handles of the one selected container or note; after the cards, on top of everything.
pub fn handles(ui: &mut Ui, stage: &Stage<'_>, gesture: &mut Gesture) {
    let single = stage.view.selection.single();
    let container = stage
        .scene
        .containers
        .iter()
        .find(|c| Some(&c.id) == single);
    let container = container.map(|c| (&c.id, c.rect, container::SMALLEST));
    let note = stage.scene.notes.iter().find(|n| Some(&n.id) == single);
    let note = note.map(|n| (&n.id, n.rect, note::SMALLEST));
    let Some((owner, frame, smallest)) = container.or(note) else {
        return;
    };
    if stage.view.renaming == single || stage.view.presenting {
        return;
    }
    for (index, pull) in Pull::ALL.into_iter().enumerate() {
        let center = stage.space.to_screen(pull.place(&frame));
        let Some(rect) = stage.visible(Rect::from_center_size(center, Vec2::splat(HANDLE_HIT)))
        else {
            continue;
        };
        let id = stage.id.with(("resize", owner.as_str(), index));
        let response = ui
            .interact(rect, id, Sense::DRAG)
            .on_hover_and_drag_cursor(cursor(pull));
        let theme = stage.view.theme;
        let square = Rect::from_center_size(center, Vec2::splat(HANDLE));
        ui.painter().rect(
            square,
            2.0,
            theme.card,
            Stroke::new(1.5, theme.accent),
            egui::StrokeKind::Middle,
        );
        if gesture.is_idle() && response.drag_started_by(PointerButton::Primary) {
            let from = ui
                .input(|input| input.pointer.press_origin())
                .map(|p| stage.space.to_canvas(p));
            let document = stage.view.document;
            let begun = |from| Resize::new(document, owner.clone(), (frame, smallest), pull, from);
            let resize = from.map(begun);
            *gesture = resize.map_or(Gesture::Idle, Gesture::Resize);
        }
    }
}

fn cursor(pull: Pull) -> CursorIcon {
    match (pull.x, pull.y) {
        (0, _) => CursorIcon::ResizeVertical,
        (_, 0) => CursorIcon::ResizeHorizontal,
        (x, y) if x == y => CursorIcon::ResizeNwSe,
        _ => CursorIcon::ResizeNeSw,
    }
}
