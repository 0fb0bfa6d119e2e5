//! Editing: commands as data, pure `apply`, history.

pub mod apply;
pub mod command;
pub mod history;

pub use apply::{EditError, apply};
pub use command::Edit;
pub use history::{History, MergeKey};
