//! What colour a covered pixel gets: blending, gradients, textures, clips and alpha of the result.

#![allow(clippy::unwrap_used)]

mod common;

use common::{Picture, clipped, triangles, upload, white_raster};
use egui::epaint::{ColorImage, ImageDelta, Mesh, Vertex};
use egui::{Color32, Rect, TextureId, TextureOptions, TexturesDelta, pos2, vec2};
use topolab_raster::Raster;

fn square(from: f32, to: f32) -> Rect {
    Rect::from_min_max(pos2(from, from), pos2(to, to))
}

fn filled(rect: Rect, color: Color32) -> Mesh {
    let mut mesh = Mesh::default();
    mesh.add_colored_rect(rect, color);
    mesh
}

fn textured(id: TextureId, rect: Rect, uv: Rect) -> Mesh {
    let mut mesh = Mesh::with_texture(id);
    mesh.add_rect_with_uv(rect, uv, Color32::WHITE);
    mesh
}

#[test]
fn a_translucent_square_is_blended_once() {
    let color = Color32::from_rgba_premultiplied(100, 0, 0, 128);
    let raster = white_raster();
    let mesh = clipped(filled(square(1.0, 3.0), color), Rect::EVERYTHING);
    let rgba = raster.paint(&[mesh], 4, 4, 1.0, Color32::from_rgb(50, 200, 0));
    let pixel = |x: usize, y: usize| &rgba[(y * 4 + x) * 4..][..4];
    assert_eq!(pixel(0, 0), [50, 200, 0, 255]);
    assert_eq!(pixel(3, 3), [50, 200, 0, 255]);
    for (x, y) in [(1, 1), (2, 1), (1, 2), (2, 2)] {
        assert_eq!(pixel(x, y), [125, 100, 0, 255]);
    }
}

#[test]
fn on_a_clear_background_alpha_comes_out_straight() {
    let color = Color32::from_rgba_premultiplied(64, 32, 0, 128);
    let mesh = clipped(filled(square(0.0, 1.0), color), Rect::EVERYTHING);
    let rgba = white_raster().paint(&[mesh], 2, 1, 1.0, Color32::TRANSPARENT);
    assert_eq!(rgba, [128, 64, 0, 128, 0, 0, 0, 0]);
}

#[test]
fn colours_run_evenly_between_corners() {
    let mut mesh = filled(square(0.0, 4.0), Color32::BLACK);
    for right in [1, 3] {
        mesh.vertices[right].color = Color32::from_rgb(80, 0, 0);
    }
    let picture = Picture::of(&white_raster(), 4, mesh);
    for y in 0..4 {
        let row = [0, 1, 2, 3].map(|x| picture.red(x, y));
        assert_eq!(row, [10, 30, 50, 70]);
    }
}

#[test]
fn nothing_is_drawn_outside_the_clip() {
    let mesh = filled(square(0.0, 8.0), Color32::WHITE);
    let clip = Rect::from_min_max(pos2(1.0, 0.5), pos2(2.0, 3.0));
    let rgba = white_raster().paint(&[clipped(mesh, clip)], 8, 8, 2.0, Color32::BLACK);
    for (i, pixel) in rgba.as_chunks::<4>().0.iter().enumerate() {
        let inside = (2..4).contains(&(i % 8)) && (1..6).contains(&(i / 8));
        assert_eq!(pixel[0] == 255, inside, "pixel {i}");
    }
}

#[test]
fn an_image_at_its_own_size_is_copied_texel_by_texel() {
    let id = TextureId::User(7);
    let pixels: Vec<_> = (0..16).map(|i| Color32::from_rgb(i * 16, i, 0)).collect();
    for options in [TextureOptions::LINEAR, TextureOptions::NEAREST] {
        let mut raster = Raster::default();
        let image = ColorImage::new([4, 4], pixels.clone());
        upload(&mut raster, id, image, options);
        let picture = Picture::of(&raster, 6, textured(id, square(1.0, 5.0), square(0.0, 1.0)));
        for (i, texel) in pixels.iter().enumerate() {
            let shown = picture.at(1 + i % 4, 1 + i / 4);
            assert_eq!(shown, texel.to_array(), "{options:?}");
        }
        assert_eq!(picture.at(0, 0), [0, 0, 0, 255]);
    }
}

#[test]
fn a_repeated_image_tiles() {
    let id = TextureId::User(1);
    let mut raster = Raster::default();
    let image = ColorImage::new([2, 1], vec![Color32::BLACK, Color32::WHITE]);
    upload(&mut raster, id, image, TextureOptions::NEAREST_REPEAT);
    let uv = Rect::from_min_max(pos2(-1.0, 0.0), pos2(2.0, 1.0));
    let mesh = textured(id, Rect::from_min_size(pos2(0.0, 0.0), vec2(6.0, 6.0)), uv);
    let picture = Picture::of(&raster, 6, mesh);
    let row = [0, 1, 2, 3, 4, 5].map(|x| picture.red(x, 3));
    assert_eq!(row, [0, 255, 0, 255, 0, 255]);
}

#[test]
fn the_vertex_colour_tints_the_texture() {
    let id = TextureId::User(1);
    let mut raster = Raster::default();
    let half = Color32::from_rgba_premultiplied(128, 128, 128, 128);
    upload(
        &mut raster,
        id,
        ColorImage::filled([2, 2], half),
        TextureOptions::LINEAR,
    );
    let mut mesh = textured(id, square(0.0, 2.0), square(0.0, 1.0));
    for vertex in &mut mesh.vertices {
        vertex.color = Color32::from_rgb(255, 100, 0);
    }
    assert_eq!(Picture::of(&raster, 2, mesh).at(0, 1), [128, 50, 0, 255]);
}

#[test]
fn a_freed_texture_still_serves_the_frame_that_freed_it() {
    let id = TextureId::User(3);
    let mut raster = Raster::default();
    let mut delta = TexturesDelta::default();
    let image = ColorImage::filled([1, 1], Color32::WHITE);
    delta.push(id, ImageDelta::full(image, TextureOptions::LINEAR));
    delta.free(id);
    raster.apply(&mut delta);
    assert!(delta.is_empty());
    let picture = |raster: &Raster| {
        let mesh = textured(id, square(0.0, 2.0), square(0.0, 1.0));
        Picture::of(raster, 2, mesh).red(0, 0)
    };
    assert_eq!(picture(&raster), 255);
    raster.apply(&mut TexturesDelta::default());
    assert_eq!(picture(&raster), 0);
}

#[test]
fn later_primitives_lie_on_top() {
    let below = clipped(filled(square(0.0, 2.0), Color32::RED), Rect::EVERYTHING);
    let above = clipped(filled(square(0.0, 1.0), Color32::BLUE), Rect::EVERYTHING);
    let rgba = white_raster().paint(&[below, above], 2, 1, 1.0, Color32::BLACK);
    assert_eq!(rgba, [0, 0, 255, 255, 255, 0, 0, 255]);
}

#[test]
fn one_odd_vertex_makes_a_gradient_not_a_flat_fill() {
    let corners = [pos2(0.0, 0.0), pos2(0.0, 8.0), pos2(8.0, 0.0)];
    let mut mesh = triangles(&[corners], Color32::WHITE);
    mesh.vertices[2] = Vertex::untextured(corners[2], Color32::BLACK);
    let picture = Picture::of(&white_raster(), 8, mesh);
    assert!(picture.red(0, 0) > picture.red(3, 0));
    assert!(picture.red(3, 0) > picture.red(6, 0));
}
