//! Editing: commands as data, pure `apply`, history.

pub mod apply;
mod bends;
pub mod command;
mod ends;
pub mod error;
pub mod history;
mod kinds;
mod notes;
mod replay;

pub use apply::{apply, apply_to};
pub use command::{Edit, Place};
pub use error::EditError;
pub use history::{History, MergeKey};
pub use replay::{replay, replayers};
