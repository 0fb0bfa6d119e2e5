//! Small things to look at that panels and dialogs share.

pub mod icon;
