//! Where the canvas looks: pan and zoom.

/// Screen point = corner of the canvas + `pan` + `zoom` × canvas point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// Screen points.
    pub pan: [f32; 2],
    pub zoom: f32,
}

impl Default for Camera {
    fn default() -> Self {
        Self {
            pan: [0.0, 0.0],
            zoom: 1.0,
        }
    }
}

impl Camera {
    /// Zooming out by hand ends here.
    pub const MIN_ZOOM: f32 = 0.1;
    /// Fitting goes further out than that where a drawing needs it, down to here.
    pub const MIN_FIT_ZOOM: f32 = 0.01;
    pub const MAX_ZOOM: f32 = 8.0;
    /// One step of zoom in or out.
    pub const STEP: f32 = 1.25;
    /// Free border around what is fitted, screen points.
    const BORDER: f32 = 24.0;

    /// A camera with legal numbers.
    pub fn new(pan: [f32; 2], zoom: f32) -> Self {
        let finite = |v: f32, instead: f32| if v.is_finite() { v } else { instead };
        let zoom = finite(zoom, 1.0).clamp(Self::MIN_FIT_ZOOM, Self::MAX_ZOOM);
        Self {
            pan: pan.map(|p| finite(p, 0.0)),
            zoom,
        }
    }

    /// Zooms so that the canvas point under `anchor` (screen points from the corner of the canvas) stays there.
    #[must_use]
    pub fn zoomed(self, factor: f32, anchor: [f32; 2]) -> Self {
        // Further out than by hand, only nearer.
        let least = Self::MIN_ZOOM.min(self.zoom);
        let zoom = (self.zoom * factor).clamp(least, Self::MAX_ZOOM);
        let ratio = zoom / self.zoom;
        let pan = [0, 1].map(|axis| anchor[axis] - (anchor[axis] - self.pan[axis]) * ratio);
        Self::new(pan, zoom)
    }

    /// The camera that shows a rectangle of the canvas (`min`, `max`) whole, never larger than life.
    pub fn fitted(min: [f32; 2], max: [f32; 2], view: [f32; 2]) -> Self {
        let room = view.map(|v| (v - 2.0 * Self::BORDER).max(40.0));
        let size = [0, 1].map(|axis| (max[axis] - min[axis]).max(1.0));
        let zoom = (room[0] / size[0])
            .min(room[1] / size[1])
            .clamp(Self::MIN_FIT_ZOOM, 1.0);
        let pan = [0, 1].map(|axis| view[axis] / 2.0 - zoom * (min[axis] + max[axis]) / 2.0);
        Self::new(pan, zoom)
    }

    /// The canvas point at a screen point (from the corner of the canvas).
    #[inline]
    pub fn to_canvas(self, [x, y]: [f32; 2]) -> [f32; 2] {
        let [left, top] = self.pan;
        [(x - left) / self.zoom, (y - top) / self.zoom]
    }

    /// The screen point (from the corner of the canvas) of a canvas point.
    #[inline]
    pub fn to_screen(self, [x, y]: [f32; 2]) -> [f32; 2] {
        let [left, top] = self.pan;
        [left + self.zoom * x, top + self.zoom * y]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: [f32; 2], b: [f32; 2]) -> bool {
        (a[0] - b[0]).abs() < 0.01 && (a[1] - b[1]).abs() < 0.01
    }

    #[test]
    fn zooming_keeps_the_point_under_the_anchor() {
        let camera = Camera::new([30.0, -12.0], 0.7);
        let anchor = [400.0, 210.0];
        let before = camera.to_canvas(anchor);
        for factor in [0.5, 1.25, 3.0] {
            assert!(near(
                camera.zoomed(factor, anchor).to_canvas(anchor),
                before
            ));
        }
        assert_eq!(camera.zoomed(100.0, anchor).zoom, Camera::MAX_ZOOM);
        assert_eq!(camera.zoomed(0.001, anchor).zoom, Camera::MIN_ZOOM);
    }

    #[test]
    fn fitting_shows_everything_in_the_middle() {
        let view = [800.0, 600.0];
        let camera = Camera::fitted([-200.0, 100.0], [1800.0, 700.0], view);
        let (a, b) = (
            camera.to_screen([-200.0, 100.0]),
            camera.to_screen([1800.0, 700.0]),
        );
        assert!(
            a[0] >= 23.9 && a[1] >= 23.9 && b[0] <= 776.1 && b[1] <= 576.1,
            "{a:?} {b:?}"
        );
        assert!(near(camera.to_screen([800.0, 400.0]), [400.0, 300.0]));
        assert_eq!(Camera::fitted([0.0, 0.0], [10.0, 10.0], view).zoom, 1.0);
    }

    #[test]
    fn a_huge_drawing_is_fitted_and_can_only_be_zoomed_in_from_there() {
        let view = [800.0, 600.0];
        let camera = Camera::fitted([0.0, 0.0], [30_000.0, 9_000.0], view);
        let end = camera.to_screen([30_000.0, 9_000.0]);
        assert!(camera.zoom < Camera::MIN_ZOOM && end[0] <= 776.1 && end[1] <= 576.1);
        let anchor = [400.0, 300.0];
        assert_eq!(camera.zoomed(0.5, anchor), camera);
        let nearer = camera.zoomed(1.25, anchor);
        assert!((nearer.zoom - camera.zoom * 1.25).abs() < 1e-6);
        assert_eq!(nearer.zoomed(0.1, anchor).zoom, nearer.zoom);
        let beyond = Camera::fitted([0.0, 0.0], [1e9, 1e9], view);
        assert_eq!(beyond.zoom, Camera::MIN_FIT_ZOOM);
    }

    #[test]
    fn numbers_that_are_none_do_no_harm() {
        let camera = Camera::new([f32::NAN, f32::INFINITY], f32::NAN);
        assert_eq!(
            camera,
            Camera {
                pan: [0.0, 0.0],
                zoom: 1.0
            }
        );
    }
}
