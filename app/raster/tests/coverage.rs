//! Every pixel is covered by the right triangles, and only once where triangles meet.

#![allow(clippy::unwrap_used)]

mod common;

use common::{COUNT, Picture, triangles, white_raster};
use egui::{Pos2, Rect, pos2};
use proptest::prelude::*;

const SIDE: usize = 24;

fn counts(corners: &[[Pos2; 3]]) -> Picture {
    Picture::of(&white_raster(), SIDE, triangles(corners, COUNT))
}

/// Triangles around `hub`, one for each pair of neighbours in `ring`.
fn fan(hub: Pos2, ring: &[Pos2]) -> Vec<[Pos2; 3]> {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(&a, &b)| [hub, a, b]).collect()
}

#[test]
fn a_square_covers_the_pixels_whose_centres_it_holds() {
    let (a, b, c, d) = (
        pos2(2.5, 3.5),
        pos2(6.5, 3.5),
        pos2(6.5, 5.6),
        pos2(2.5, 5.6),
    );
    let square = Rect::from_min_max(a, c);
    for corners in [
        [[a, b, c], [a, c, d]],
        [[c, b, a], [a, c, d]],
        [[a, b, d], [d, b, c]],
    ] {
        for (center, count) in counts(&corners).reds() {
            // Centres on the left and top sides are in; those on the right side are not.
            let inside = square.contains(center) && center.x < square.max.x;
            assert_eq!(count, u8::from(inside), "{center:?} {corners:?}");
        }
    }
}

#[test]
fn triangles_that_share_a_diagonal_through_centres_cover_it_once() {
    let (a, b, c, d) = (
        pos2(0.0, 0.0),
        pos2(24.0, 0.0),
        pos2(24.0, 24.0),
        pos2(0.0, 24.0),
    );
    for corners in [[[a, b, c], [c, d, a]], [[a, b, d], [b, c, d]]] {
        assert!(counts(&corners).reds().all(|(_, count)| count == 1));
    }
}

#[test]
fn triangles_without_area_cover_nothing() {
    let line = [pos2(0.5, 0.5), pos2(5.5, 5.5), pos2(10.5, 10.5)];
    let point = [pos2(3.5, 3.5); 3];
    assert!(counts(&[line, point]).reds().all(|(_, count)| count == 0));
}

#[test]
fn a_triangle_far_larger_than_the_picture_covers_all_of_it() {
    let corners = [pos2(-1e6, -1e6), pos2(1e6, -1e6), pos2(0.0, 1e6)];
    assert!(counts(&[corners]).reds().all(|(_, count)| count == 1));
}

proptest! {
    /// Wherever the hub of a fan lies and however its rim is cut, the pieces tile the square.
    #[test]
    fn a_fan_tiles_its_square(
        hub in (3.0f32..20.0, 3.0f32..20.0),
        cuts in proptest::collection::vec((0usize..4, 0.0f32..1.0), 0..12),
        (low, high) in (0.0f32..3.0, 20.0f32..24.0),
    ) {
        let square = Rect::from_min_max(pos2(low, low), pos2(high, high));
        let corners = [
            square.left_top(), square.right_top(), square.right_bottom(), square.left_bottom(),
        ];
        let mut ring: Vec<(usize, f32)> = cuts;
        ring.extend((0..4).map(|side| (side, 0.0)));
        ring.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let ring: Vec<Pos2> = ring
            .into_iter()
            .map(|(side, share)| corners[side].lerp(corners[(side + 1) % 4], share))
            .collect();
        let picture = counts(&fan(pos2(hub.0, hub.1), &ring));
        for (center, count) in picture.reds() {
            // In doubt only along the rim, where corners snap to the subpixel grid.
            let sure_inside = square.shrink(0.01).contains(center);
            let sure_outside = !square.expand(0.01).contains(center);
            prop_assert!(count <= 1, "{center:?} covered {count} times");
            prop_assert!(!sure_inside || count == 1, "{center:?} missed");
            prop_assert!(!sure_outside || count == 0, "{center:?} is outside");
        }
    }

    #[test]
    fn winding_order_does_not_matter(corners in proptest::array::uniform3((0.0f32..24.0, 0.0f32..24.0))) {
        let [a, b, c] = corners.map(|(x, y)| pos2(x, y));
        let (one, other) = (counts(&[[a, b, c]]), counts(&[[c, b, a]]));
        prop_assert!(one.reds().eq(other.reds()));
    }
}
