//! Editing: commands as data, pure `apply`, history.

pub mod command;

pub use command::Edit;
