//! The test window itself: it can be clicked by name, and its pictures show what is in it.

#![allow(clippy::unwrap_used)]

use super::harness;
use egui::accesskit::Role;
use egui::{Color32, Rect, Sense, pos2, vec2};
use egui_kittest::{Harness, kittest::Queryable};

const SIZE: [f32; 2] = [200.0, 80.0];

fn counter() -> Harness<'static, u32> {
    harness::window(SIZE).build_ui_state(
        |ui, clicks| {
            ui.label(format!("Requests: {clicks}"));
            if ui.button("Send").clicked() {
                *clicks += 1;
            }
        },
        0,
    )
}

#[test]
fn a_button_is_found_by_its_name_and_clicked() {
    let mut window = counter();
    window.get_by_role_and_label(Role::Button, "Send").click();
    window.run();
    assert_eq!(*window.state(), 1);
    window.get_by_label("Requests: 1");
}

#[test]
fn the_picture_shows_text_in_its_place_and_background_elsewhere() {
    for scale in [1.0, 2.0] {
        let mut window = harness::window(SIZE)
            .with_pixels_per_point(scale)
            .build_ui(|ui| {
                ui.label("Requests");
            });
        let background = window.ctx.global_style().visuals.panel_fill;
        let label = window.get_by_label("Requests").rect();
        let picture = window.render().unwrap();
        assert_eq!(picture.width() as f32, SIZE[0] * scale);

        let text = harness::pixels(&picture, label, scale);
        let inked = text.iter().filter(|&&color| color != background).count();
        let share = inked as f32 / text.len() as f32;
        assert!((0.1..0.8).contains(&share), "{share} of the label is ink");

        let below = Rect::from_min_max(pos2(0.0, label.bottom() + 2.0), SIZE.into());
        let rest = harness::pixels(&picture, below, scale);
        assert!(!rest.is_empty() && rest.iter().all(|&color| color == background));
    }
}

#[test]
fn a_click_changes_the_picture_of_the_label_only() {
    let mut window = counter();
    let before = window.render().unwrap();
    *window.state_mut() = 7;
    window.run();
    let after = window.render().unwrap();
    let label = window.get_by_label("Requests: 7").rect();
    let mut changed = 0;
    for (x, y, pixel) in before.enumerate_pixels() {
        if pixel != after.get_pixel(x, y) {
            changed += 1;
            assert!(label.contains(pos2(x as f32, y as f32)), "{x}, {y}");
        }
    }
    assert!(changed > 5, "{changed} pixels differ");
}

#[test]
fn a_drag_moves_a_box_by_the_way_of_the_pointer() {
    let start = Rect::from_min_size(pos2(10.0, 10.0), vec2(30.0, 20.0));
    let mut window = harness::window(SIZE).build_ui_state(
        |ui, area: &mut Rect| {
            let response = ui.interact(*area, ui.id().with("box"), Sense::drag());
            *area = area.translate(response.drag_delta());
            ui.painter().rect_filled(*area, 0.0, Color32::RED);
        },
        start,
    );
    let way = vec2(100.0, 30.0);
    harness::drag(&mut window, start.center(), start.center() + way);
    assert_eq!(*window.state(), start.translate(way));
    // Look away from the centre: the picture shows the pointer there.
    let corner = Rect::from_min_size(start.min + way, vec2(5.0, 5.0));
    let picture = window.render().unwrap();
    let colors = harness::pixels(&picture, corner, 1.0);
    assert!(colors.len() == 25 && colors.iter().all(|&color| color == Color32::RED));
}

#[test]
fn a_panel_can_reach_the_edges_of_the_window() {
    let mut window = harness::window(SIZE).build_ui(|ui| {
        harness::edge_to_edge(ui, |ui| {
            ui.painter().rect_filled(ui.max_rect(), 0.0, Color32::BLUE);
        });
    });
    let picture = window.render().unwrap();
    assert!(picture.pixels().all(|pixel| pixel.0 == [0, 0, 255, 255]));
}

#[test]
fn the_window_matches_its_reference_picture() {
    let mut window = counter();
    window.run();
    window.snapshot("smoke");
}
