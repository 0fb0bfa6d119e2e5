//! Small things to look at that panels and dialogs share.

pub mod corners;
pub mod discs;
pub mod icon;
pub mod letters;
pub mod triangles;
