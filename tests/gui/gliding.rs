//! A view that glides over a drawing shows what is recorded, only moved; nobody may see that it is not drawn anew.

#![allow(clippy::unwrap_used)]

use image::RgbaImage;
use topolab::commands::{AppCommand, SelectMode};

use super::canvas::{Window, app, command, drawing, id, window};

fn look(window: &mut Window, pan: [f32; 2], zoom: f32) {
    let ctx = window.ctx.clone();
    let app = window.state_mut().as_mut().unwrap();
    app.command(&ctx, AppCommand::SetCamera { pan, zoom });
}

/// The picture of a window that has looked nowhere else.
fn drawn_there(pan: [f32; 2], zoom: f32, select: &str) -> RgbaImage {
    let mut window = super::canvas::window_with(drawing());
    command(&mut window, selecting(select));
    command(&mut window, AppCommand::SetCamera { pan, zoom });
    window.render().unwrap()
}

fn selecting(select: &str) -> AppCommand {
    AppCommand::Select {
        ids: vec![id(select)],
        mode: SelectMode::Replace,
    }
}

/// Share of the pixels in which two pictures differ by more than rounding.
fn unlike(a: &RgbaImage, b: &RgbaImage) -> f64 {
    let differs = |(a, b): &(&image::Rgba<u8>, &image::Rgba<u8>)| {
        a.0.iter().zip(&b.0).any(|(a, b)| a.abs_diff(*b) > 2)
    };
    let count = a.pixels().zip(b.pixels()).filter(differs).count();
    count as f64 / a.pixels().len() as f64
}

#[test]
fn a_moved_picture_is_the_one_that_would_be_drawn_there() {
    for (zoom, start) in [
        (1.0, [-150.0, 40.0]),
        (2.5, [-900.0, -300.0]),
        (0.12, [400.0, 300.0]),
    ] {
        let mut window = window();
        command(&mut window, selecting("alb"));
        look(&mut window, start, zoom);
        window.step();
        let mut pan = start;
        // Within what was drawn beyond the edges, and out of it.
        for by in [
            [7.0, -3.0],
            [60.0, 45.0],
            [-200.0, -10.0],
            [0.0, 150.0],
            [700.0, 0.0],
            [-9.0, 9.0],
        ] {
            pan = [pan[0] + by[0], pan[1] + by[1]];
            look(&mut window, pan, zoom);
            window.step();
            let moved = window.render().unwrap();
            let share = unlike(&moved, &drawn_there(pan, zoom, "alb"));
            assert!(
                share < 1e-4,
                "{share} of the pixels at {pan:?}, zoom {zoom}"
            );
        }
    }
}

#[test]
fn between_two_pixels_the_picture_comes_to_rest_where_it_belongs() {
    let mut window = window();
    let (start, zoom) = ([-150.0, 40.0], 1.3);
    command(&mut window, selecting("alb"));
    for step in 1..=5 {
        let by = 3.37 * step as f32;
        look(&mut window, [start[0] + by, start[1] - by], zoom);
        window.step();
    }
    let pan = app(&window).session().view().camera.pan;
    assert_ne!(pan[0].fract(), 0.0);
    // The steps of a test are 50 ms long.
    window.run_steps(8);
    window.run();
    let share = unlike(&window.render().unwrap(), &drawn_there(pan, zoom, "alb"));
    assert!(share < 1e-4, "{share} of the pixels");
}

#[test]
fn what_has_changed_while_the_view_moves_is_seen_at_once() {
    let mut window = window();
    let (mut pan, zoom) = ([100.0, 80.0], 1.0);
    for select in ["alb", "was", "db", "users"] {
        pan[0] += 12.0;
        look(&mut window, pan, zoom);
        window.step();
        command(&mut window, selecting(select));
        let share = unlike(&window.render().unwrap(), &drawn_there(pan, zoom, select));
        assert!(share < 1e-4, "{share} of the pixels with {select}");
    }
}
