//! The whole drawing in a corner, while it does not fit the view; a press moves the view there.

use std::sync::Arc;

use egui::{
    Mesh, Rect as Screen, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, WidgetType,
    pos2, vec2,
};

use super::specks;
use super::stage::Stage;
use crate::commands::AppCommand;
use crate::scene::{CARD, Point, Rect};

/// Largest size of the map, points.
const SIZE: Vec2 = vec2(150.0, 96.0);
/// Free border inside the map, points.
const BORDER: f32 = 6.0;

/// With more cards than this on the map they are painted once and shown again until something changes.
const MANY: usize = 500;
/// Cards that are less high on the map than this are shown as the area that they fill, points.
const LEAST: f32 = 1.0;

/// The map between two frames.
#[derive(Default)]
pub struct Minimap {
    /// Many cards, and what they were painted for.
    cards: Option<(Key, Arc<Mesh>)>,
}

/// What the painted cards depend on: outline of the scene, frame of the map.
type Key = (u64, Screen);

/// Canvas points on the map.
struct Map {
    frame: Screen,
    shown: Rect,
    scale: f32,
}

impl Map {
    /// In the lower right corner of the canvas, for a part of the drawing.
    fn new(area: Screen, shown: Rect) -> Self {
        let room = SIZE - Vec2::splat(2.0 * BORDER);
        let scale = (room.x / shown.width().max(1.0)).min(room.y / shown.height().max(1.0));
        let size = vec2(shown.width(), shown.height()) * scale + Vec2::splat(2.0 * BORDER);
        let corner = area.right_bottom() - vec2(10.0, 10.0) - size;
        Self {
            frame: Screen::from_min_size(corner, size),
            shown,
            scale,
        }
    }

    fn place(&self, rect: &Rect) -> Screen {
        let at = |p: Point| {
            let [x, y] = [p[0] - self.shown.min[0], p[1] - self.shown.min[1]]
                .map(|v| v * self.scale + BORDER);
            pos2(self.frame.min.x + x, self.frame.min.y + y)
        };
        Screen::from_min_max(at(rect.min), at(rect.max)).intersect(self.frame)
    }

    fn canvas_point(&self, p: egui::Pos2) -> Point {
        let local = (p - self.frame.min - Vec2::splat(BORDER)) / self.scale;
        [self.shown.min[0] + local.x, self.shown.min[1] + local.y]
    }
}

impl Minimap {
    /// Shows the map where a part of the drawing lies outside of the view; `outline`: of the scene.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        stage: &Stage<'_>,
        outline: u64,
        out: &mut Vec<AppCommand>,
    ) {
        let seen = stage.seen();
        if stage.scene.is_empty() || seen.inflate(1.0).encloses(&stage.scene.bounds) {
            return;
        }
        let map = Map::new(stage.space.area, stage.scene.bounds.inflate(20.0));
        let response = ui.interact(map.frame, stage.id.with("minimap"), Sense::click_and_drag());
        response
            .widget_info(|| WidgetInfo::labeled(WidgetType::Image, true, stage.tr("canvas.map")));
        paint_ground(ui, stage, &map);
        self.paint_cards(ui, stage, &map, outline);
        paint_view(ui, stage, &map, &seen);
        follow(stage, &map, &response, out);
    }

    fn paint_cards(&mut self, ui: &Ui, stage: &Stage<'_>, map: &Map, outline: u64) {
        let (painter, theme) = (ui.painter().with_clip_rect(map.frame), stage.view.theme);
        let cards = stage.scene.cards.iter();
        let cards = cards.map(|card| (map.place(&card.rect), card.health));
        if stage.scene.cards.len() <= MANY {
            cards.for_each(|(rect, health)| {
                painter.rect_filled(rect, 1.0, theme.health(health));
            });
            return;
        }
        let key = (outline, map.frame);
        let mesh = match &self.cards {
            Some((made_for, mesh)) if *made_for == key => Arc::clone(mesh),
            _ => {
                let mut mesh = Mesh::default();
                let area = map.frame.shrink(BORDER);
                let cards: Vec<_> = match CARD[1] * map.scale < LEAST {
                    true => specks::merged(cards, area),
                    false => cards.collect(),
                };
                for (rect, health) in cards {
                    mesh.add_colored_rect(rect, theme.health(health).into());
                }
                Arc::new(mesh)
            }
        };
        painter.add(Arc::clone(&mesh));
        self.cards = Some((key, mesh));
    }
}

/// Moves the view to where the map is pressed.
fn follow(stage: &Stage<'_>, map: &Map, response: &Response, out: &mut Vec<AppCommand>) {
    let pressed = response
        .is_pointer_button_down_on()
        .then(|| response.interact_pointer_pos())
        .flatten();
    if let Some(pointer) = pressed {
        let (space, [x, y]) = (stage.space, map.canvas_point(pointer));
        let center = space.area.size() / 2.0;
        let pan = [center.x - x * space.zoom(), center.y - y * space.zoom()];
        out.push(AppCommand::SetCamera {
            pan,
            zoom: space.zoom(),
        });
    }
}

fn paint_ground(ui: &Ui, stage: &Stage<'_>, map: &Map) {
    let theme = stage.view.theme;
    let painter = ui.painter().with_clip_rect(map.frame);
    let line = Stroke::new(1.0, theme.line_strong);
    painter.rect(
        map.frame,
        6.0,
        theme.panel.faded(0.92),
        line,
        StrokeKind::Inside,
    );
    for note in &stage.scene.notes {
        let rect = map.place(&note.rect);
        painter.rect(rect, 1.0, theme.field, line, StrokeKind::Inside);
    }
    for container in &stage.scene.containers {
        painter.rect_stroke(map.place(&container.rect), 2.0, line, StrokeKind::Inside);
    }
}

fn paint_view(ui: &Ui, stage: &Stage<'_>, map: &Map, seen: &Rect) {
    let theme = stage.view.theme;
    let painter = ui.painter().with_clip_rect(map.frame);
    painter.rect(
        map.place(seen),
        3.0,
        theme.accent.faded(0.1),
        Stroke::new(1.5, theme.accent),
        StrokeKind::Inside,
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_map_keeps_its_proportions_and_leads_back() {
        let area = Screen::from_min_size(pos2(200.0, 50.0), vec2(900.0, 600.0));
        let map = Map::new(area, Rect::at([-100.0, 0.0], [4000.0, 500.0]));
        assert!(map.frame.width() <= SIZE.x + 0.1 && map.frame.height() <= SIZE.y + 0.1);
        assert!(area.contains_rect(map.frame));
        let card = Rect::at([1000.0, 200.0], [176.0, 84.0]);
        let back = map.canvas_point(map.place(&card).center());
        let want = card.center();
        assert!((back[0] - want[0]).abs() < 1.0 && (back[1] - want[1]).abs() < 1.0);
    }
}
