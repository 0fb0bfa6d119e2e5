//! The dock below the canvas.
#[derive(Default)]
pub struct Dock;
