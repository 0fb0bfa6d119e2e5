//! Files: documents in, documents and exports out, recent files, examples.

pub mod atomic;
pub mod desk;
pub mod disk;
pub mod document;
pub mod examples;
pub mod journal;
pub mod log;
pub mod paths;
pub mod patterns;
pub mod recent;
pub mod stamp;
mod words;

pub use atomic::write;
pub use document::{Found, LoadError, MAX_FILE_BYTES, load, read_text};
pub use stamp::Stamp;
pub use words::{io_words, output_words, write_words};
