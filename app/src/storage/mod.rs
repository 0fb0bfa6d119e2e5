//! Files: documents in, documents and exports out, recent files, examples.

pub mod atomic;
pub mod document;
pub mod examples;
pub mod log;
pub mod paths;
pub mod patterns;
pub mod recent;

pub use atomic::write;
pub use document::{LoadError, MAX_FILE_BYTES, load, read_text};
