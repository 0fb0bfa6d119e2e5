//! No mesh, texture or size makes the rasteriser panic, and what cannot be drawn leaves the picture alone.

#![allow(clippy::unwrap_used)]

mod common;

use common::{Picture, clipped, triangles, upload, white_raster};
use egui::epaint::{ColorImage, ImageDelta, Mesh, Primitive, Vertex};
use egui::{Color32, Rect, TextureId, TextureOptions, TexturesDelta, pos2};
use proptest::prelude::*;
use topolab_raster::Raster;

fn is_black(picture: &Picture) -> bool {
    picture.reds().all(|(_, red)| red == 0)
}

#[test]
fn triangles_with_a_corner_that_is_no_number_are_left_out() {
    let good = [pos2(0.0, 0.0), pos2(9.0, 0.0), pos2(0.0, 9.0)];
    for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        for corner in 0..3 {
            let mut corners = good;
            corners[corner].y = bad;
            let mesh = triangles(&[corners], Color32::WHITE);
            assert!(is_black(&Picture::of(&white_raster(), 8, mesh)));
        }
    }
}

#[test]
fn a_bad_index_drops_its_triangle_only() {
    let mut mesh = triangles(
        &[[pos2(0.0, 0.0), pos2(9.0, 0.0), pos2(0.0, 9.0)]],
        Color32::WHITE,
    );
    mesh.indices.splice(0..0, [0, 1, 3, u32::MAX, 0, 1]);
    mesh.indices.push(0);
    assert_eq!(Picture::of(&white_raster(), 8, mesh).red(0, 0), 255);
}

#[test]
fn a_missing_texture_draws_nothing() {
    let mut mesh = Mesh::with_texture(TextureId::User(1));
    mesh.add_rect_with_uv(Rect::EVERYTHING, Rect::EVERYTHING, Color32::WHITE);
    assert!(is_black(&Picture::of(&white_raster(), 4, mesh)));
}

#[test]
fn odd_texture_updates_are_survived() {
    let mut raster = Raster::default();
    let (id, options) = (TextureId::default(), TextureOptions::LINEAR);
    let white = |size| ColorImage::filled(size, Color32::WHITE);
    let mut delta = TexturesDelta::default();
    delta.set.insert(
        id,
        vec![
            ImageDelta::partial([0, 0], white([2, 2]), options),
            ImageDelta::full(white([0, 0]), options),
            ImageDelta::full(white([3, 3]), options),
            ImageDelta::partial([2, 2], white([9, 9]), options),
            ImageDelta::partial([usize::MAX, 1], white([1, 1]), options),
        ]
        .into(),
    );
    raster.apply(&mut delta);
    let mut short = white([4, 4]);
    short.pixels.truncate(3);
    upload(&mut raster, id, short, options);
    let mut mesh = Mesh::default();
    let all = Rect::from_min_max(pos2(0.0, 0.0), pos2(4.0, 4.0));
    mesh.add_rect_with_uv(all, all / 4.0, Color32::WHITE);
    let picture = Picture::of(&raster, 4, mesh);
    assert_eq!((picture.red(0, 0), picture.red(3, 3)), (255, 0));
}

#[test]
fn a_picture_without_pixels_is_empty() {
    let mesh = triangles(
        &[[pos2(0.0, 0.0), pos2(9.0, 0.0), pos2(0.0, 9.0)]],
        Color32::WHITE,
    );
    let primitives = [clipped(mesh, Rect::EVERYTHING)];
    for (width, height) in [(0, 0), (0, 5), (5, 0)] {
        let rgba = white_raster().paint(&primitives, width, height, 1.0, Color32::BLACK);
        assert!(rgba.is_empty());
    }
}

/// Any bits at all, and often ordinary places, so that the interesting paths are taken.
fn number() -> impl Strategy<Value = f32> {
    prop_oneof![
        any::<u32>().prop_map(f32::from_bits),
        -8.0f32..24.0,
        Just(0.5f32),
        Just(-0.0f32),
        Just(f32::MAX),
    ]
}

fn vertex() -> impl Strategy<Value = Vertex> {
    (number(), number(), number(), number(), any::<[u8; 4]>()).prop_map(|(x, y, u, v, color)| {
        let [r, g, b, a] = color;
        Vertex {
            pos: pos2(x, y),
            uv: pos2(u, v),
            color: Color32::from_rgba_premultiplied(r, g, b, a),
        }
    })
}

proptest! {
    #[test]
    fn any_mesh_can_be_painted(
        vertices in proptest::collection::vec(vertex(), 0..9),
        indices in proptest::collection::vec(0u32..10, 0..24),
        clip in proptest::array::uniform4(number()),
        pixels_per_point in number(),
        repeat in any::<bool>(),
    ) {
        let options = if repeat { TextureOptions::LINEAR_REPEAT } else { TextureOptions::NEAREST };
        let mut raster = Raster::default();
        let image = ColorImage::filled([5, 3], Color32::from_rgba_premultiplied(90, 40, 20, 100));
        upload(&mut raster, TextureId::default(), image, options);
        let primitive = egui::ClippedPrimitive {
            clip_rect: Rect::from_min_max(pos2(clip[0], clip[1]), pos2(clip[2], clip[3])),
            primitive: Primitive::Mesh(Mesh { vertices, indices, texture_id: TextureId::default() }),
        };
        let rgba = raster.paint(&[primitive], 16, 12, pixels_per_point, Color32::BLACK);
        prop_assert_eq!(rgba.len(), 16 * 12 * 4);
        prop_assert!(rgba.as_chunks::<4>().0.iter().all(|pixel| pixel[3] == 255));
    }
}
