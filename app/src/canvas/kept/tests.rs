//! What is kept is painted as if it were new.

#![allow(clippy::unwrap_used)]

use egui::epaint::{ClippedPrimitive, Primitive};
use egui::{Align2, Color32, FontId, RawInput, Stroke, Ui, pos2, vec2};

use super::*;

/// Shapes of every kind a drawing is made of, moved by `by`.
fn drawing(ctx: &Context, by: Vec2) -> Vec<Shape> {
    let at = |x: f32, y: f32| pos2(x, y) + by;
    let mut shapes = Vec::new();
    for row in 0..40 {
        let y = 50.3 + 8.0 * row as f32;
        let rect = Rect::from_min_max(at(12.2, y), at(90.0, y + 6.0));
        shapes.push(Shape::rect_filled(rect, 2.0, Color32::RED));
        shapes.push(Shape::line(
            vec![at(90.0, y), at(120.0, 40.0)],
            Stroke::new(1.0, Color32::BLUE),
        ));
        shapes.push(Shape::circle_filled(at(130.0, y), 3.0, Color32::GREEN));
        let font = FontId::proportional(12.0);
        shapes.push(ctx.fonts_mut(|fonts| {
            Shape::text(
                fonts,
                at(140.0, y),
                Align2::LEFT_TOP,
                format!("row {row}"),
                font,
                Color32::WHITE,
            )
        }));
    }
    vec![Shape::Vec(shapes)]
}

fn frame(ctx: &Context, show: impl FnMut(&mut Ui)) -> Vec<ClippedPrimitive> {
    crate::widgets::triangles::install(ctx);
    let input = RawInput {
        // All of it shows: where pieces end, by which they are left out, is no matter.
        screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(400.0, 9_000.0))),
        ..RawInput::default()
    };
    let mut output = ctx.run_ui(input, show);
    output.textures_delta.set.drain().for_each(drop);
    output.textures_delta.free.drain().for_each(drop);
    ctx.tessellate(output.shapes, output.pixels_per_point)
}

fn corners(primitives: &[ClippedPrimitive]) -> Vec<egui::epaint::Vertex> {
    let meshes = primitives.iter().map(|clipped| match &clipped.primitive {
        Primitive::Mesh(mesh) => mesh,
        Primitive::Callback(_) => unreachable!(),
    });
    meshes
        .flat_map(|mesh| mesh.indices.iter().map(|i| mesh.vertices[*i as usize]))
        .collect()
}

#[test]
fn what_is_moved_is_painted_as_what_is_made_there() {
    let ctx = Context::default();
    let mut kept = None;
    for by in [
        vec2(0.0, 0.0),
        vec2(30.0, -20.0),
        vec2(-7.0, 3.0),
        vec2(0.0, 0.0),
    ] {
        let seen = frame(&ctx, |ui| {
            let kept =
                kept.get_or_insert_with(|| Kept::new(ui.ctx(), drawing(ui.ctx(), Vec2::ZERO)));
            kept.show(ui.painter(), by);
        });
        let wanted = frame(&ctx, |ui| {
            let shapes = drawing(ui.ctx(), by);
            ui.painter().extend(shapes);
        });
        let (seen, wanted) = (corners(&seen), corners(&wanted));
        assert!(wanted.len() > 1000 && seen.len() == wanted.len());
        for (a, b) in seen.iter().zip(&wanted) {
            assert!(a.pos.distance(b.pos) < 1e-3 && a.uv == b.uv && a.color == b.color);
        }
    }
}

#[test]
fn when_the_texture_of_glyphs_grows_the_same_glyphs_are_shown() {
    let ctx = Context::default();
    let size = |ctx: &Context| ctx.fonts(|fonts| fonts.font_image_size());
    let mut kept = None;
    let mut seen = Vec::new();
    // It grows behind the drawing's turn, and the drawing is shown once more.
    for grow in [true, false] {
        let primitives = frame(&ctx, |ui| {
            let made = || Kept::new(ui.ctx(), drawing(ui.ctx(), Vec2::ZERO));
            kept.get_or_insert_with(made).show(ui.painter(), Vec2::ZERO);
            for letter in ('A'..='z').filter(|_| grow) {
                let font = FontId::proportional(90.0);
                let at = pos2(900.0, 9.0);
                let painter = ui.painter();
                painter.text(at, Align2::LEFT_TOP, letter, font, Color32::WHITE);
            }
        });
        seen.push(corners(&primitives));
    }
    let made_for = kept.unwrap().size;
    assert!(size(&ctx)[1] >= 2 * made_for[1], "{made_for:?}");
    let wanted = frame(&ctx, |ui| {
        ui.painter().extend(drawing(ui.ctx(), Vec2::ZERO));
    });
    let wanted = corners(&wanted);
    for seen in seen {
        assert!(wanted.len() > 1000 && seen.len() >= wanted.len());
        for (a, b) in seen.iter().zip(&wanted) {
            assert!(a.pos == b.pos && a.uv.distance(b.uv) < 1e-6 && a.color == b.color);
        }
    }
}

/// Rows of shapes, each as tall and as red as its number says.
fn rows(numbers: &[u8]) -> Vec<Shape> {
    let row = |(at, number): (usize, &u8)| {
        let (y, tall) = (10.0 * at as f32, f32::from(*number % 7) + 1.0);
        let color = Color32::from_rgb(*number, 90, 40);
        let rect = Rect::from_min_size(pos2(10.0, y), vec2(30.0, tall));
        let frame = Rect::from_min_size(pos2(60.0, 7.0 * f32::from(*number)), vec2(30.0, 5.0));
        let mut row = vec![
            Shape::rect_filled(rect, 2.0, color),
            Shape::rect_filled(frame, 1.0, Color32::BLUE),
        ];
        match number % 5 {
            0 => row.push(Shape::circle_filled(pos2(50.0, y), 3.0, color)),
            1 => row.clear(),
            _ => {}
        }
        Shape::Vec(row)
    };
    numbers.iter().enumerate().map(row).collect()
}

#[test]
fn what_follows_another_picture_is_painted_as_if_it_were_the_first() {
    let ctx = Context::default();
    let mut numbers: Vec<u8> = (0..240).map(|at| (at * 37 % 251) as u8).collect();
    let mut kept = Some(Kept::default());
    for round in 0..60_usize {
        let at = round * 53 % numbers.len();
        match round % 6 {
            // One changes, comes or goes; many come or go; all of them change.
            0 | 1 => numbers[at] = numbers[at].wrapping_add(round as u8 + 1),
            2 => numbers.insert(at, round as u8),
            3 => drop(numbers.remove(at)),
            4 if round % 4 == 0 => drop(numbers.drain(at..(at + 30).min(numbers.len()))),
            4 => numbers.splice(at..at, 100..140).for_each(drop),
            _ if round % 12 == 5 => numbers.reverse(),
            _ => {}
        }
        // It may have been moved before the next one comes.
        let by = vec2((round % 3) as f32 * 8.0, 0.0);
        let seen = frame(&ctx, |ui| {
            let mut now = kept.take().unwrap().followed_by(ui.ctx(), rows(&numbers));
            now.show(ui.painter(), by);
            kept = Some(now);
        });
        let wanted = frame(&ctx, |ui| {
            Kept::new(ui.ctx(), rows(&numbers)).show(ui.painter(), by);
        });
        let (seen, wanted) = (corners(&seen), corners(&wanted));
        assert_eq!(seen.len(), wanted.len());
        for (a, b) in seen.iter().zip(&wanted) {
            assert!(a.pos.distance(b.pos) < 1e-3 && a.uv == b.uv && a.color == b.color);
        }
    }
}

#[test]
fn a_picture_that_is_all_new_is_painted_as_if_it_were_the_first() {
    let ctx = Context::default();
    // All of it on the screen.
    let shape = |at: usize, red: u8| {
        let corner = pos2(10.0 + (at % 37) as f32, 10.0 + (at % 450) as f32);
        let color = Color32::from_rgb(red, 90, 40);
        match at % 50 {
            7 => Shape::circle_filled(corner, 3.0, color),
            _ => Shape::rect_filled(Rect::from_min_size(corner, vec2(30.0, 4.0)), 2.0, color),
        }
    };
    let shapes = |reds: &[u8]| -> Vec<Shape> {
        let all = reds.iter().enumerate();
        all.map(|(at, red)| shape(at, *red)).collect()
    };
    let reds: Vec<u8> = (0..6_000).map(|at| (at * 37 % 251) as u8).collect();
    let others: Vec<u8> = reds.iter().map(|red| 255 - red).collect();
    // Nothing of it was there before, or its beginning was.
    for same in [0, 300] {
        let mixed = [&reds[..same], &others[same..]].concat();
        let seen = frame(&ctx, |ui| {
            let before = Kept::new(ui.ctx(), shapes(&reds));
            let mut now = before.followed_by(ui.ctx(), shapes(&mixed));
            now.show(ui.painter(), Vec2::ZERO);
        });
        let wanted = frame(&ctx, |ui| {
            ui.painter().extend(shapes(&mixed));
        });
        let (seen, wanted) = (corners(&seen), corners(&wanted));
        assert!(wanted.len() > 100_000 && seen.len() == wanted.len());
        for (a, b) in seen.iter().zip(&wanted) {
            assert!(a.pos.distance(b.pos) < 1e-3 && a.uv == b.uv && a.color == b.color);
        }
    }
}

#[test]
fn a_plain_rectangle_ends_in_the_middle_of_what_would_be_its_soft_edges() {
    let ctx = Context::default();
    let around = |primitives: &[ClippedPrimitive]| {
        let corners = corners(primitives).into_iter().map(|corner| corner.pos);
        Rect::from_points(&corners.collect::<Vec<_>>())
    };
    for at in 0..40 {
        let (x, y) = (20.0 + 0.13 * at as f32, 30.0 + 0.29 * at as f32);
        let rect = Rect::from_min_size(pos2(x, y), vec2(2.1 + 0.4 * at as f32, 9.7));
        let shape = Shape::rect_filled(rect, 0.0, Color32::RED);
        let seen = frame(&ctx, |ui| {
            Kept::new(ui.ctx(), vec![shape.clone()]).show(ui.painter(), Vec2::ZERO);
        });
        let wanted = frame(&ctx, |ui| {
            ui.painter().add(shape.clone());
        });
        assert_eq!(corners(&seen).len(), 6);
        let (seen, wanted) = (around(&seen), around(&wanted).shrink(0.5));
        assert!(seen.min.distance(wanted.min) < 1e-3, "{seen} {wanted}");
        assert!(seen.max.distance(wanted.max) < 1e-3, "{seen} {wanted}");
    }
}

#[test]
fn what_did_not_change_is_not_made_again() {
    let ctx = Context::default();
    let mut numbers: Vec<u8> = (0..900_u32)
        .map(|at| (at * 5 % 250) as u8 / 5 * 5 + 2)
        .collect();
    frame(&ctx, |ui| {
        let before = Kept::new(ui.ctx(), rows(&numbers));
        let meshes = |kept: &Kept| -> Vec<*const Mesh> {
            let mesh = |piece: &Piece| match piece {
                Piece::Triangles(triangles) => Some(Arc::as_ptr(&triangles.mesh)),
                Piece::Shape(_) => None,
            };
            kept.pieces.iter().filter_map(mesh).collect()
        };
        let had = meshes(&before);
        numbers[450] += 5;
        let now = meshes(&before.followed_by(ui.ctx(), rows(&numbers)));
        let same = now.iter().filter(|mesh| had.contains(mesh)).count();
        assert!(
            had.len() > 5 && same + 2 >= had.len(),
            "{same} of {}",
            had.len()
        );
    });
}
