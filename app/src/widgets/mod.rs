//! Small things to look at that panels and dialogs share.

pub mod corners;
mod discs;
pub mod icon;
mod letters;
pub mod triangles;
