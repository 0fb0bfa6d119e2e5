//! egui output to pixels on the CPU: reference pictures in the tests and `--screenshot` on a machine without a GPU.
//!
//! It follows what `egui_glow` asks of OpenGL: pixel centres, the top-left fill rule, scissor rectangles,
//! premultiplied blending in gamma space, the texture filters and wrap modes. What it leaves out: paint callbacks
//! (they are GPU code) and dithering (it would make every gradient differ from its reference picture).
//!
//! Invariant: no mesh and no texture update can make it panic. A triangle with a non-finite corner, an index out of
//! range or a missing texture is not drawn.

mod canvas;
mod coverage;
mod raster;
mod sampler;
mod screenshot;
mod texture;
mod triangle;

pub use raster::Raster;
pub use screenshot::screenshot;
