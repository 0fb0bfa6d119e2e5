//! The canvas: the scene in a window, and hands on it.
//!
//! Architecture invariant: reads a [`View`], sends [`AppCommand`]s; never changes a document. `egui_graphs` stores and
//! draws cards and links; every click, drag and focus belongs to plain widgets laid over them.

mod bends;
mod cards;
mod chevrons;
mod containers;
mod dashes;
mod detours;
mod dim;
mod dots;
mod far;
mod find;
mod galleys;
mod gesture;
mod glide;
mod glyphs;
mod grab;
mod grid;
mod ground;
mod guides;
mod hush;
mod icons;
mod kept;
mod labels;
mod layer;
mod links;
mod menu;
mod minimap;
mod navigate;
mod notes;
mod outline;
mod overlay;
mod paint;
mod pass;
mod picture;
mod projection;
mod rename;
mod replay;
mod snapping;
mod space;
mod specks;
mod stage;
mod tooltip;
mod writing;

use std::sync::{Arc, Mutex, PoisonError};

use egui::accesskit::Role;
use egui::{Response, Ui, Vec2, WidgetInfo, WidgetType};

use crate::commands::{AppCommand, keys};
use crate::runner::Wake;
use crate::scene::Point;
use crate::session::View;
use dim::Dim;
use dots::Dots;
use far::Plate;
use find::Find;
use galleys::Galleys;
use gesture::Gesture;
use glide::Glide;
use glyphs::Glyphs;
use grid::Grid;
use ground::Ground;
use hush::Hush;
use icons::Atlas;
use minimap::Minimap;
use paint::Brush;
use pass::{Palette, Window};
use picture::Picture;
use rename::Rename;
use replay::{Key, Replay};
use space::Space;
use stage::Stage;
pub use stage::{ItemKind, widget};
use writing::Writing;

/// A widget without a place; those made after it stand over the drawing, not in it.
pub fn tools_mark() -> egui::Id {
    egui::Id::new("over the drawing")
}

/// Least time between two pictures of moving requests, seconds.
const TICK: f64 = 1.0 / 60.0;

/// The canvas between two frames.
#[derive(Default)]
pub struct Canvas {
    picture: Picture,
    replay: Replay,
    grid: Grid,
    atlas: Option<Arc<Atlas>>,
    glyphs: Glyphs,
    galleys: Arc<Mutex<Galleys>>,
    gesture: Gesture,
    ground: Ground,
    hush: Hush,
    rename: Option<Rename>,
    writing: Option<Writing>,
    find: Find,
    glide: Glide,
    minimap: Minimap,
    dots: Arc<Dots>,
    /// Pictures of moving requests so far, and when the last one was made.
    tick: u64,
    ticked_at: Option<f64>,
    pointer: Option<Point>,
}

impl Canvas {
    /// What takes long may be done on threads from now on; `wake` is called on them when there is something to show.
    pub fn use_threads(&mut self, wake: Wake) {
        self.picture.use_threads(wake);
    }

    /// Fills the free space with the canvas.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Vec<AppCommand>) {
        let area = ui.available_rect_before_wrap();
        if view.canvas_size != [area.width(), area.height()] {
            out.push(AppCommand::SetCanvasSize([area.width(), area.height()]));
        }
        let here = Space {
            area,
            camera: view.camera,
        };
        let space = self.look(ui, here, view.wheel_zooms);
        if space.camera != view.camera {
            out.push(AppCommand::SetCamera {
                pan: space.camera.pan,
                zoom: space.camera.zoom,
            });
        }
        let share = self.glide.share(ui, view);
        let preview = self.gesture.preview(view.document);
        let pointer = ui.input(|input| input.pointer.hover_pos());
        self.picture.follow_detours();
        self.picture.update(view, &space, preview, share);
        self.picture.look(view, &space, pointer, is_read_out(ui));
        self.picture.send_for_detours(ui.ctx());
        let own = |at: &egui::Pos2| {
            area.contains(*at) && ui.ctx().layer_id_at(*at) == Some(ui.layer_id())
        };
        self.pointer = pointer.filter(own).map(|at| space.to_canvas(at));
        self.move_requests(ui, view, &space);
        let key = self.key(ui, view, space);
        let moved = self.replay.reach(ui, &key);
        // From here on everything stands where the drawing does: at whole pixels from where it was recorded.
        let space = self.replay.space(space, moved);
        let mut plates = far::plates(&self.picture.dressing.scene, &self.picture.index, &space);
        let response = self.draw(ui, view, (key, moved), &plates);
        self.glyphs.filled(ui.ctx());
        plates.retain(|plate| plate.rect.intersects(space.area));
        self.interact(ui, view, (space, &plates), &response, out);
    }

    /// Where the pointer is, canvas points; `None` where something else is under it.
    pub fn pointer(&self) -> Option<Point> {
        self.pointer
    }

    /// Where the view looks after wheel and gesture.
    fn look(&mut self, ui: &Ui, space: Space, wheel_zooms: bool) -> Space {
        let space = navigate::wheel(ui, space, wheel_zooms);
        if self.gesture.is_idle() && navigate::pan_begins(ui, &space) {
            keys::space_pans(ui.ctx());
            self.gesture = Gesture::Pan;
        }
        self.gesture.follow(ui, space)
    }

    /// Lets the dots run while the simulation plays.
    fn move_requests(&mut self, ui: &Ui, view: &View<'_>, space: &Space) {
        let moving = view.run.playing && !view.still;
        if !moving || !Dots::any(self.picture.links(), space.zoom()) {
            self.ticked_at = None;
            return;
        }
        let now = ui.input(|input| input.time);
        let passed = self.ticked_at.map_or(TICK, |before| now - before);
        if passed >= TICK {
            // After a pause of the window they go on where they were.
            Arc::make_mut(&mut self.dots).advance(self.picture.links(), passed.min(0.1) as f32);
            self.tick += 1;
            self.ticked_at = Some(now);
        }
        let wait = (TICK - passed).clamp(0.0, TICK);
        let wait = if wait == 0.0 { TICK } else { wait };
        ui.ctx()
            .request_repaint_after(std::time::Duration::from_secs_f64(wait));
    }

    /// What the picture of this frame depends on.
    fn key(&mut self, ui: &Ui, view: &View<'_>, space: Space) -> Key {
        Key {
            generation: self.picture.generation,
            tick: self.tick,
            space,
            selection: view.selection.clone(),
            focusing: view.focusing,
            tips: self.picture.shown.links.len() <= paint::MOST_TIPS,
            pixels_per_point: ui.ctx().pixels_per_point(),
            glyphs: self.glyphs.number(ui.ctx()),
        }
    }

    /// The drawing: the recording of it moved by so much, or else recorded anew.
    fn draw(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        (key, moved): (Key, Option<Vec2>),
        plates: &[Plate],
    ) -> Response {
        let space = self.replay.space(key.space, moved);
        let sight = self.replay.sight(&key);
        let painter = ui.painter().with_clip_rect(space.area);
        self.grid.show(&painter, &space, sight, view.theme);
        if let Some(moved) = moved {
            return self.replay.show(ui, moved);
        }
        let mut galleys = self.galleys.lock().unwrap_or_else(PoisonError::into_inner);
        galleys.begin(key.glyphs);
        drop(galleys);
        let atlas = Arc::clone(
            self.atlas
                .get_or_insert_with(|| Arc::new(Atlas::new(ui.ctx()))),
        );
        let brush = Brush {
            space,
            sight,
            atlas,
            galleys: Arc::clone(&self.galleys),
            tips: key.tips,
        };
        let palette = Palette {
            brush: brush.clone(),
            theme: view.theme,
            dots: Arc::clone(&self.dots),
            dim: Dim::of(view, self.picture.dressing.fold()),
            window: Window::new(&brush, &far::covers(plates, sight)),
        };
        let dim = palette.dim.clone();
        let picture = &mut self.picture;
        let shown = picture.seen_in(view, &space, sight);
        let whole = brush.holds(picture.dressing.scene.bounds);
        let part = (!whole).then_some(sight);
        self.replay.record(ui, key, part, |ui, shapes| {
            let accent = view.theme.accent;
            let scene = &picture.dressing.scene;
            for frame in scene.frames().filter(|f| brush.sees(f.rect)) {
                brush.paint(ui.ctx(), &frame.shapes, shapes);
                if view.selection.contains(&frame.id) {
                    shapes.push(outline::card(&space, frame.rect, accent));
                }
            }
            for container in scene.containers.iter().filter(|c| brush.sees(c.rect)) {
                brush.paint(ui.ctx(), &container.shapes, shapes);
                if view.selection.contains(&container.id) {
                    shapes.push(outline::card(&space, container.rect, view.theme.accent));
                }
            }
            for container in scene.containers.iter().filter(|c| brush.sees(c.rect)) {
                brush.paint(ui.ctx(), &container.heading, shapes);
            }
            for note in scene.papers().filter(|n| brush.sees(n.rect)) {
                dim.paint(&note.id, shapes, |out| {
                    brush.paint(ui.ctx(), &note.shapes, out)
                });
                if view.selection.contains(&note.id) {
                    shapes.push(outline::card(&space, note.rect, accent));
                }
            }
            let uncovered = || {
                picture
                    .index
                    .those_of(&shown, |rect| palette.window.shows(rect))
            };
            let uncovered = palette.window.hides().then(uncovered);
            let drawn = uncovered.as_ref().unwrap_or(&shown);
            picture.projection.update(&picture.dressing, drawn);
            let lit = picture.lit(view.selection);
            let scene = &mut picture.dressing.scene;
            picture.projection.select(scene, &lit);
            let response = picture.projection.draw(ui, scene, palette, shapes);
            // A pill without words would be an empty box.
            let links = &picture.dressing.scene.links;
            let links = shown.links.iter().map(|at| &links[*at]);
            for link in links.filter(|_| brush.writes()) {
                dim.paint(&link.id, shapes, |out| {
                    brush.paint(ui.ctx(), link.pill(), out)
                });
            }
            let plates = plates.iter().filter(|plate| sight.intersects(plate.rect));
            shapes.extend(far::paint(
                ui.ctx(),
                plates,
                &picture.dressing.scene,
                view.theme,
                view.texts,
            ));
            response
        })
    }

    fn interact(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        (space, plates): (Space, &[Plate]),
        response: &Response,
        out: &mut Vec<AppCommand>,
    ) {
        response.widget_info(|| {
            WidgetInfo::labeled(WidgetType::Other, true, view.texts.tr("canvas.canvas"))
        });
        let hint = overlay::said(view);
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_role(Role::Canvas);
            if let Some(hint) = hint {
                node.set_description(hint);
            }
        });
        let free = self.gesture.is_idle() && view.dialog.is_none();
        let hushed = self.hush.update(ui);
        let stage = Stage {
            view,
            plates,
            space,
            scene: &self.picture.dressing.scene,
            index: &self.picture.index,
            shown: &self.picture.shown,
            id: response.id,
            free,
            tips: free && !hushed,
            popup: egui::Popup::is_any_open(ui.ctx()),
        };
        let clip = ui.clip_rect();
        ui.set_clip_rect(clip.intersect(space.area));
        self.ground
            .show(ui, &stage, response, &mut self.gesture, out);
        notes::frames(ui, &stage, &mut self.gesture, out);
        containers::show(ui, &stage, &mut self.gesture, out);
        notes::papers(ui, &stage, &mut self.gesture, out);
        links::show(ui, &stage, &mut self.gesture, out);
        cards::show(ui, &stage, &mut self.gesture, out);
        chevrons::show(ui, &stage, out);
        containers::handles(ui, &stage, &mut self.gesture);
        bends::show(ui, &stage, &mut self.gesture, out);
        self.gesture.paint(ui, &stage);
        match view.renaming.and_then(|id| view.document.notes.get(id)) {
            Some(note) => writing::show(ui, &stage, note, &mut self.writing, out),
            None => {
                self.writing = None;
                rename::show(ui, &stage, &mut self.rename, out);
            }
        }
        let nowhere = egui::Rect::from_min_size(egui::Pos2::ZERO, Vec2::ZERO);
        ui.interact(nowhere, tools_mark(), egui::Sense::hover());
        overlay::hints(ui, &stage);
        if !view.presenting {
            overlay::zoom(ui, &stage, out);
        }
        self.minimap.show(ui, &stage, self.picture.outline, out);
        self.gesture.end(ui, &stage, out);
        self.find.show(ui, &stage, out);
        ui.set_clip_rect(clip);
        if matches!(self.gesture, Gesture::Pan) {
            ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
        }
    }
}

/// Whether a screen reader, or whoever else asks for it, is told what is on the screen.
fn is_read_out(ui: &Ui) -> bool {
    let own = ui.unique_id();
    ui.ctx().accesskit_node_builder(own, |_| ()).is_some()
}
