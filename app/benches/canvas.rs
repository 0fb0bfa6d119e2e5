//! What a frame of the window costs on large drawings: the whole program without a window, from input to triangles.
//!
//! `cargo bench -p topolab`; one thread, wall time, so best on a quiet machine.

#![allow(clippy::unwrap_used)]

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use divan::{Bencher, black_box};
use egui::{Context, Event, Pos2, RawInput, Rect, Vec2};
use sim_core::document::{Component, Document, Link};
use sim_core::edit::Edit;
use topolab::commands::{AppCommand, SelectMode};
use topolab::layout::Line;
use topolab::window::TopolabApp;

/// The program's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

const WINDOW: Vec2 = Vec2::new(1920.0, 1080.0);
const SIZES: [usize; 2] = [1000, 5000];

/// Ranks of servers behind clients, in zones of a region: `count` components and 1.6 times as many links.
fn drawing(count: usize) -> Document {
    drawing_in(count, true)
}

/// The same without zones: from far away nothing stands for the cards, so that all of them are drawn.
fn open_drawing(count: usize) -> Document {
    drawing_in(count, false)
}

fn drawing_in(count: usize, zoned: bool) -> Document {
    let mut document: Document = Document::default();
    let (columns, zones) = (50, 4);
    let (mut containers, mut components, mut links) = (Vec::new(), Vec::new(), Vec::new());
    let rows = count.div_ceil(columns);
    let band = rows.div_ceil(zones);
    for zone in 0..zones {
        let frame = format!(
            "\"at\":[-40,{}],\"size\":[{},{}]",
            (zone * band * 120) as i64 - 60,
            columns * 272,
            band * 120 - 10
        );
        containers.push(format!(
            "{{\"id\":\"z{zone}\",\"kind\":\"zone\",\"name\":\"Zone {zone}\",\"in\":\"r\",{frame}}}"
        ));
    }
    let frame = format!(
        "\"at\":[-80,-120],\"size\":[{},{}]",
        columns * 272 + 80,
        rows * 120 + 200
    );
    containers.insert(
        0,
        format!("{{\"id\":\"r\",\"kind\":\"region\",\"name\":\"Seoul\",{frame}}}"),
    );
    for index in 0..count {
        let (column, row) = (index % columns, index / columns);
        let service = if column == 0 { "client" } else { "server" };
        let (x, y) = (column * 272, row * 120);
        components.push(format!(
            "{{\"id\":\"c{index}\",\"service\":\"{service}\",\"name\":\"Order {index}\",\"in\":{},\"at\":[{x},{y}]}}",
            match zoned {
                true => format!("\"z{}\"", row / band),
                false => "null".to_owned(),
            }
        ));
    }
    // To the right neighbour, and from most also one row down.
    let mut link = |from: usize, to: usize| {
        if from % columns + 1 < columns && to < count && links.len() * 10 < count * 16 {
            links.push(format!(
                "{{\"id\":\"l{from}-{to}\",\"from\":\"c{from}\",\"to\":\"c{to}\"}}"
            ));
        }
    };
    for index in 0..count {
        link(index, index + 1);
        if index % 3 != 0 {
            link(index, index + 1 + columns);
        }
    }
    if !zoned {
        containers.clear();
    }
    let list = |items: &[String]| items.join(",");
    let text = format!(
        "{{\"version\":1,\"containers\":[{}],\"components\":[{}],\"links\":[{}]}}",
        list(&containers),
        list(&components),
        list(&links)
    );
    document.clone_from(&sim_core::file::load(&text).unwrap().document);
    document
}

/// The program without a window.
struct Program {
    ctx: Context,
    app: TopolabApp,
    time: f64,
}

impl Program {
    fn new(document: Document) -> Self {
        let ctx = Context::default();
        let mut app = TopolabApp::headless(&ctx, document);
        app.use_threads(&ctx);
        let mut program = Self {
            ctx,
            app,
            time: 0.0,
        };
        (0..6).for_each(|_| program.frame(Vec::new()));
        program
    }

    /// The program whose simulation has a thread of its own, as in the window.
    fn beside_its_simulation(document: Document) -> Self {
        let mut program = Self::new(document);
        program.app.simulate_beside(&program.ctx);
        program.rest();
        program
    }

    /// Lets the simulation and the review take over the document, and shows what they have to say.
    fn rest(&mut self) {
        self.wait_for_the_simulation();
        self.frame(Vec::new());
        while !self.app.session().is_reviewed() {
            std::thread::sleep(std::time::Duration::from_millis(1));
            self.frame(Vec::new());
        }
    }

    fn wait_for_the_simulation(&self) {
        while !self.app.session().is_caught_up() {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
    }

    fn frame(&mut self, events: Vec<Event>) {
        self.output(events);
    }

    /// Presses what readers of the screen know by this name.
    fn press(&mut self, name: &str) {
        self.ctx.enable_accesskit();
        let output = self.output(Vec::new());
        let nodes = output.accesskit_update.unwrap().nodes;
        let place = nodes
            .iter()
            .find(|(_, node)| node.label() == Some(name))
            .and_then(|(_, node)| node.bounds())
            .unwrap();
        let pos = Pos2::new((place.x0 + place.x1) as f32, (place.y0 + place.y1) as f32) / 2.0;
        let button = |pressed| Event::PointerButton {
            pos,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: egui::Modifiers::NONE,
        };
        self.ctx.disable_accesskit();
        for event in [Event::PointerMoved(pos), button(true), button(false)] {
            self.frame(vec![event]);
        }
        self.frame(vec![Event::PointerGone]);
    }

    fn output(&mut self, events: Vec<Event>) -> egui::PlatformOutput {
        self.time += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, WINDOW)),
            time: Some(self.time),
            events,
            focused: true,
            ..RawInput::default()
        };
        let mut output = self.ctx.run_ui(input, |ui| self.app.show(ui));
        output.textures_delta.set.drain().for_each(drop);
        output.textures_delta.free.drain().for_each(drop);
        black_box(self.ctx.tessellate(output.shapes, output.pixels_per_point));
        output.platform_output
    }

    /// Lets a layout on its thread come so far that the next frame takes its places.
    fn wait_for_layout(&self) {
        while self
            .app
            .session()
            .view()
            .arranging
            .is_some_and(|share| share < 1.0)
        {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }

    /// Lets the simulation come to its next figures: they are there 30 times a second.
    fn new_figures(&mut self) {
        let events = |app: &TopolabApp| app.session().view().frame.map(|f| f.snapshot.events);
        let before = events(&self.app);
        while events(&self.app) == before {
            self.app.advance(1.0 / 30.0);
        }
    }

    fn command(&mut self, command: AppCommand) {
        self.app.command(&self.ctx, command);
        self.frame(Vec::new());
    }

    /// The middle of the drawing at full size.
    fn zoom_in(&mut self) {
        self.command(AppCommand::ZoomReset);
        self.frame(Vec::new());
    }

    /// Where all can just be read.
    fn readable(&mut self) {
        self.command(AppCommand::SetCamera {
            pan: [-800.0, -300.0],
            zoom: 0.36,
        });
    }

    /// Moves the view by a few pixels, back and forth.
    fn pan(&mut self, step: usize) {
        let camera = self.app.session().view().camera;
        let by = if step.is_multiple_of(2) { 7.4 } else { -7.4 };
        let pan = [camera.pan[0] + by, camera.pan[1] + by];
        self.app.command(
            &self.ctx,
            AppCommand::SetCamera {
                pan,
                zoom: camera.zoom,
            },
        );
    }
}

/// Everything on the screen, the view moving: every shape is made anew.
#[divan::bench(args = SIZES)]
fn all_on_screen_panning(bencher: Bencher<'_, '_>, count: usize) {
    let mut program = Program::new(drawing(count));
    let mut step = 0;
    bencher.bench_local(|| {
        step += 1;
        program.pan(step);
        program.frame(Vec::new());
    });
}

/// Everything on the screen, the pointer moving over it.
#[divan::bench(args = SIZES)]
fn all_on_screen_pointing(bencher: Bencher<'_, '_>, count: usize) {
    let mut program = Program::new(drawing(count));
    let mut step = 0.0;
    bencher.bench_local(|| {
        step += 1.0;
        program.frame(vec![Event::PointerMoved(Pos2::new(
            600.0 + step % 500.0,
            400.0,
        ))]);
    });
}

#[divan::bench(args = SIZES)]
fn zoomed_in_panning(bencher: Bencher<'_, '_>, count: usize) {
    let mut program = Program::new(drawing(count));
    program.zoom_in();
    let mut step = 0;
    bencher.bench_local(|| {
        step += 1;
        program.pan(step);
        program.frame(Vec::new());
    });
}

/// New figures of nearly everything in every frame, as while the simulation plays; without the simulation's own work.
#[divan::bench(args = SIZES)]
fn all_on_screen_new_figures(bencher: Bencher<'_, '_>, count: usize) {
    let mut program = Program::new(drawing(count));
    playing(bencher, &mut program);
}

#[divan::bench(args = SIZES)]
fn zoomed_in_new_figures(bencher: Bencher<'_, '_>, count: usize) {
    let mut program = Program::new(drawing(count));
    program.zoom_in();
    playing(bencher, &mut program);
}

fn playing(bencher: Bencher<'_, '_>, program: &mut Program) {
    program.command(AppCommand::SetPace(topolab::runner::Pace::Times(1.0)));
    program.command(AppCommand::Play);
    let program = RefCell::new(program);
    bencher
        .with_inputs(|| program.borrow_mut().new_figures())
        .bench_local_values(|()| program.borrow_mut().frame(Vec::new()));
}

/// Where all can just be read, so that every link says what passes it.
#[divan::bench(args = SIZES)]
fn readable_new_figures(bencher: Bencher<'_, '_>, count: usize) {
    let mut program = Program::new(drawing(count));
    program.readable();
    playing(bencher, &mut program);
}

/// The table of components in the order of the drawing, new figures in every frame.
#[divan::bench(args = SIZES)]
fn table_new_figures(bencher: Bencher<'_, '_>, count: usize) {
    table(bencher, count, &[]);
}

/// The same sorted by what is offered: once a second, the frames between show what there is.
#[divan::bench(args = SIZES)]
fn sorted_table_new_figures(bencher: Bencher<'_, '_>, count: usize) {
    table(bencher, count, &["Offered"]);
}

/// The same by name, in the order from Z to A.
#[divan::bench(args = SIZES)]
fn table_by_name_new_figures(bencher: Bencher<'_, '_>, count: usize) {
    table(bencher, count, &["Component", "Component"]);
}

fn table(bencher: Bencher<'_, '_>, count: usize, headings: &[&str]) {
    let mut program = Program::new(drawing(count));
    program.zoom_in();
    for name in [&["Components"], headings].concat() {
        program.press(name);
    }
    playing(bencher, &mut program);
}

/// Undo or redo of one move, and the frame after it: what the thread of the window does. The simulation takes the
/// document over on its own thread; see [`taking_over_a_parameter_of_all`] for how long that holds up the figures, and
/// [`figures_after_a_parameter_of_all`] for the frame that shows them.
#[divan::bench(args = SIZES)]
fn undo_of_a_move(bencher: Bencher<'_, '_>, count: usize) {
    let mut program = Program::beside_its_simulation(drawing(count));
    program.command(select(&["c7"]));
    program.command(AppCommand::NudgeSelection { dx: 8.0, dy: 0.0 });
    undo(bencher, program);
}

/// The same of a layout of everything.
#[divan::bench(args = SIZES)]
fn undo_of_a_layout(bencher: Bencher<'_, '_>, count: usize) {
    let mut program = Program::beside_its_simulation(drawing(count));
    program.command(AppCommand::Arrange);
    program.wait_for_layout();
    program.frame(Vec::new());
    undo(bencher, program);
}

/// The same of a step that moves everything.
#[divan::bench(args = SIZES)]
fn undo_of_a_nudge_of_all(bencher: Bencher<'_, '_>, count: usize) {
    let mut program = Program::beside_its_simulation(drawing(count));
    program.command(AppCommand::SelectAll);
    program.command(AppCommand::NudgeSelection { dx: 8.0, dy: 0.0 });
    undo(bencher, program);
}

/// The same where every card is drawn.
#[divan::bench(args = SIZES)]
fn undo_of_a_layout_in_the_open(bencher: Bencher<'_, '_>, count: usize) {
    let mut program = Program::beside_its_simulation(open_drawing(count));
    program.command(AppCommand::Arrange);
    program.wait_for_layout();
    program.frame(Vec::new());
    undo(bencher, program);
}

#[divan::bench(args = SIZES)]
fn undo_of_a_nudge_of_all_in_the_open(bencher: Bencher<'_, '_>, count: usize) {
    let mut program = Program::beside_its_simulation(open_drawing(count));
    program.command(AppCommand::SelectAll);
    program.command(AppCommand::NudgeSelection { dx: 8.0, dy: 0.0 });
    undo(bencher, program);
}

/// The same where all can just be read.
#[divan::bench(args = SIZES)]
fn undo_of_a_nudge_of_all_to_be_read(bencher: Bencher<'_, '_>, count: usize) {
    let mut program = Program::beside_its_simulation(drawing(count));
    program.readable();
    program.command(AppCommand::SelectAll);
    program.command(AppCommand::NudgeSelection { dx: 8.0, dy: 0.0 });
    undo(bencher, program);
}

#[divan::bench(args = SIZES)]
fn undo_of_a_move_to_be_read(bencher: Bencher<'_, '_>, count: usize) {
    let mut program = Program::beside_its_simulation(drawing(count));
    program.readable();
    program.command(select(&["c7"]));
    program.command(AppCommand::NudgeSelection { dx: 8.0, dy: 0.0 });
    undo(bencher, program);
}

/// A zone with a quarter of everything in it becomes one card, and a frame again.
#[divan::bench(args = SIZES)]
fn undo_of_collapsing_a_zone(bencher: Bencher<'_, '_>, count: usize) {
    let mut program = Program::beside_its_simulation(drawing(count));
    let zone = sim_core::foundation::ids::Id::new("z1").unwrap();
    program.command(AppCommand::Collapse(Some(zone)));
    undo(bencher, program);
}

/// Everything was put into one group.
#[divan::bench(args = SIZES)]
fn undo_of_grouping_all_in_the_open(bencher: Bencher<'_, '_>, count: usize) {
    let mut program = Program::beside_its_simulation(open_drawing(count));
    program.command(AppCommand::SelectAll);
    program.command(AppCommand::Group);
    undo(bencher, program);
}

/// Everything stands in a column, each card on the next.
#[divan::bench(args = SIZES)]
fn undo_of_aligning_all_in_the_open(bencher: Bencher<'_, '_>, count: usize) {
    let mut program = Program::beside_its_simulation(open_drawing(count));
    program.command(AppCommand::SelectAll);
    program.command(AppCommand::Align(Line::Left));
    undo(bencher, program);
}

/// All links are events, so that each is many dashes.
#[divan::bench(args = SIZES)]
fn undo_of_the_mode_of_all_links_in_the_open(bencher: Bencher<'_, '_>, count: usize) {
    let mut program = Program::beside_its_simulation(open_drawing(count));
    let set = |link: &Arc<Link>| Edit::SetParam {
        id: link.id.clone(),
        param: "mode".to_owned(),
        value: Some("event".into()),
    };
    let links = program.app.session().document().links.values();
    let edits = links.map(set).collect();
    program.command(AppCommand::Edit(Edit::Batch { edits }, "step.configure"));
    undo(bencher, program);
}

/// All links lead the other way, but for those that would lead to a client.
#[divan::bench(args = SIZES)]
fn undo_of_turning_all_links(bencher: Bencher<'_, '_>, count: usize) {
    let mut program = Program::beside_its_simulation(drawing(count));
    let document = Arc::clone(program.app.session().document());
    let ids = document.links.keys().cloned().collect();
    let called = |link: &&Arc<Link>| document.components[&link.from].service == "server";
    let turned = |link: &Arc<Link>| Edit::AddLink {
        link: Link {
            from: link.to.clone(),
            to: link.from.clone(),
            ..Link::clone(link)
        },
    };
    let turned = document.links.values().filter(called).map(turned);
    let edits = std::iter::once(Edit::Remove { ids }).chain(turned);
    let edits = edits.collect();
    program.command(AppCommand::Edit(Edit::Batch { edits }, "step.configure"));
    undo(bencher, program);
}

/// Everything that was taken away comes back.
#[divan::bench(args = SIZES)]
fn undo_of_deleting_all(bencher: Bencher<'_, '_>, count: usize) {
    one_way(bencher, deleting_all(count), &AppCommand::Undo);
}

#[divan::bench(args = SIZES)]
fn redo_of_deleting_all(bencher: Bencher<'_, '_>, count: usize) {
    one_way(bencher, deleting_all(count), &AppCommand::Redo);
}

fn deleting_all(count: usize) -> Program {
    let mut program = Program::beside_its_simulation(drawing(count));
    program.command(AppCommand::SelectAll);
    program.command(AppCommand::Delete);
    program
}

/// A change of a parameter of everything.
#[divan::bench(args = SIZES)]
fn undo_of_a_parameter_of_all(bencher: Bencher<'_, '_>, count: usize) {
    let mut program = Program::beside_its_simulation(drawing(count));
    program.command(parameter_of_all(program.app.session().document(), 77.0));
    undo(bencher, program);
}

/// The frame that shows what the simulation has made of such a change.
#[divan::bench(args = SIZES)]
fn figures_after_a_parameter_of_all(bencher: Bencher<'_, '_>, count: usize) {
    let mut program = Program::beside_its_simulation(drawing(count));
    program.command(parameter_of_all(program.app.session().document(), 77.0));
    let program = RefCell::new(program);
    let step = Cell::new(0);
    bencher
        .with_inputs(|| {
            let mut program = program.borrow_mut();
            program.command(back_or_forth(step.replace(step.get() + 1)));
            program.wait_for_the_simulation();
        })
        .bench_local_values(|()| program.borrow_mut().frame(Vec::new()));
}

/// What the thread of the simulation does with such a change while it plays, up to the figures for the window.
#[divan::bench(args = SIZES)]
fn taking_over_a_parameter_of_all(bencher: Bencher<'_, '_>, count: usize) {
    let before = drawing(count);
    let after = match parameter_of_all(&before, 77.0) {
        AppCommand::Edit(edit, _) => sim_core::edit::apply(&before, &edit).unwrap(),
        _ => unreachable!(),
    };
    taking_over(bencher, &[after, before]);
}

/// The same of links of everything that come and go.
#[divan::bench(args = SIZES)]
fn taking_over_other_links(bencher: Bencher<'_, '_>, count: usize) {
    let before = drawing(count);
    let ids = before.links.keys().step_by(2).cloned().collect();
    let after = sim_core::edit::apply(&before, &Edit::Remove { ids }).unwrap();
    taking_over(bencher, &[after, before]);
}

fn taking_over(bencher: Bencher<'_, '_>, documents: &[Document; 2]) {
    let mut player = sim_core::playback::player::Player::new(&documents[1], 1).unwrap();
    let second = sim_core::foundation::units::SimTime(1_000_000_000);
    while !player.run_until(second, 100_000).unwrap() {}
    let mut step = 0;
    bencher.bench_local(|| {
        player.update(&documents[step % 2]).unwrap();
        step += 1;
        black_box(player.frame())
    });
}

fn parameter_of_all(document: &Document, workers: f64) -> AppCommand {
    let set = |component: &Arc<Component>| Edit::SetParam {
        id: component.id.clone(),
        param: "workers".to_owned(),
        value: Some(workers.into()),
    };
    let servers = document.components.values();
    let edits = servers.filter(|c| c.service == "server").map(set).collect();
    AppCommand::Edit(Edit::Batch { edits }, "step.configure")
}

/// A thousand copied components beside those that are there.
#[divan::bench(args = SIZES)]
fn undo_of_a_thousand_copies(bencher: Bencher<'_, '_>, count: usize) {
    one_way(bencher, thousand_copies(count), &AppCommand::Undo);
}

#[divan::bench(args = SIZES)]
fn redo_of_a_thousand_copies(bencher: Bencher<'_, '_>, count: usize) {
    one_way(bencher, thousand_copies(count), &AppCommand::Redo);
}

fn thousand_copies(count: usize) -> Program {
    let mut program = Program::beside_its_simulation(drawing(count));
    let ids: Vec<String> = (0..1000).map(|index| format!("c{index}")).collect();
    program.command(select(&ids.iter().map(String::as_str).collect::<Vec<_>>()));
    program.command(AppCommand::Duplicate);
    program
}

fn back_or_forth(step: usize) -> AppCommand {
    match step.is_multiple_of(2) {
        true => AppCommand::Undo,
        false => AppCommand::Redo,
    }
}

/// Undo and redo in turns, which cost the same.
fn undo(bencher: Bencher<'_, '_>, program: Program) {
    let program = RefCell::new(program);
    let step = Cell::new(0);
    bencher
        .with_inputs(|| {
            program.borrow_mut().rest();
            back_or_forth(step.replace(step.get() + 1))
        })
        .bench_local_values(|command| program.borrow_mut().command(command));
}

/// Undo alone or redo alone: `program` has just done the step.
fn one_way(bencher: Bencher<'_, '_>, mut program: Program, measured: &AppCommand) {
    let back = match measured {
        AppCommand::Undo => AppCommand::Redo,
        _ => AppCommand::Undo,
    };
    if *measured == AppCommand::Undo {
        program.command(AppCommand::Undo);
    }
    let program = RefCell::new(program);
    bencher
        .with_inputs(|| {
            let mut program = program.borrow_mut();
            program.rest();
            program.command(back.clone());
            program.rest();
        })
        .bench_local_values(|()| program.borrow_mut().command(measured.clone()));
}

/// The frame that takes the places of a layout in layers, and the next one; the layout itself is done on a thread.
#[divan::bench(args = SIZES)]
fn lay_out(bencher: Bencher<'_, '_>, count: usize) {
    let program = RefCell::new(Program::new(drawing(count)));
    bencher
        .with_inputs(|| {
            let mut program = program.borrow_mut();
            program.command(AppCommand::Undo);
            program.command(AppCommand::Arrange);
            program.wait_for_layout();
        })
        .bench_local_values(|()| {
            let mut program = program.borrow_mut();
            program.frame(Vec::new());
            program.frame(Vec::new());
        });
}

/// A card of the drawing taken by the hand: every frame of a drag.
#[divan::bench(args = SIZES)]
fn dragging_a_card(bencher: Bencher<'_, '_>, count: usize) {
    let mut program = Program::new(drawing(count));
    program.zoom_in();
    let document = program.app.session().document().clone();
    let space = program.app.session().view();
    let middle = space.camera.to_canvas(space.canvas_size.map(|v| v / 2.0));
    let nearest = document.components.values().min_by(|a, b| {
        let far = |at: [f32; 2]| (at[0] - middle[0]).hypot(at[1] - middle[1]);
        far(a.at).total_cmp(&far(b.at))
    });
    let at = space.camera.to_screen(nearest.unwrap().at);
    // The canvas lies below the top bar and beside the palette.
    let left_top = [220.0, 52.0];
    let hold = Pos2::new(at[0] + left_top[0] + 90.0, at[1] + left_top[1] + 42.0);
    let button = |pos, pressed| Event::PointerButton {
        pos,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: egui::Modifiers::NONE,
    };
    program.frame(vec![Event::PointerMoved(hold)]);
    program.frame(vec![button(hold, true)]);
    let mut step = 0.0;
    bencher.bench_local(|| {
        step += 9.0;
        program.frame(vec![Event::PointerMoved(
            hold + Vec2::new(20.0 + step % 300.0, 0.0),
        )]);
    });
}

/// From nothing to the first frame.
#[divan::bench(args = SIZES)]
fn start(bencher: Bencher<'_, '_>, count: usize) {
    bencher
        .with_inputs(|| drawing(count))
        .bench_local_values(|document| {
            let ctx = Context::default();
            let app = TopolabApp::headless(&ctx, document);
            let mut program = Program {
                ctx,
                app,
                time: 0.0,
            };
            (0..3).for_each(|_| program.frame(Vec::new()));
        });
}

fn select(ids: &[&str]) -> AppCommand {
    let ids = ids
        .iter()
        .map(|id| sim_core::foundation::ids::Id::new(id).unwrap())
        .collect();
    AppCommand::Select {
        ids,
        mode: SelectMode::Replace,
    }
}
