//! The window without a window: driven by accessible names, drawn on the CPU, compared with reference pictures.
//!
//! Reference pictures lie in `tests/gui/snapshots/`. After an intended change run
//! `UPDATE_SNAPSHOTS=1 cargo test -p topolab-tests`, look at what changed, and commit the pictures.
//! A failing test leaves `NAME.new.png` and `NAME.diff.png` beside its reference picture.

mod access;
mod arrange;
mod bends;
mod boxes;
mod canvas;
mod compare;
mod contrast;
mod drops;
mod editor;
mod gliding;
#[allow(dead_code)] // a toolbox: not every tool is in use at all times
pub mod harness;
mod monkey;
mod notes;
mod panel_pictures;
mod panels;
mod safety;
mod screens;
mod several;
pub mod shapes;
pub mod shell;
mod smoke;
mod sweep;
mod table;
mod under_way;
mod walk;
