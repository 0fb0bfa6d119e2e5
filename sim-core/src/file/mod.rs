//! Text <-> document: load with one clear message for whatever is wrong, save in a stable, diff-friendly form.
//!
//! Reading and writing the disk is the caller's business.

mod digits;
mod error;
mod load;
pub mod log;
mod node;
mod notes;
mod object;
mod parse;
mod part;
mod pretty;
mod read;
mod repair;
mod save;
mod schema;
mod value;

pub use error::FileError;
pub use load::{Loaded, load};
pub use node::ROOT;
pub use notes::Note;
pub use part::{names as part_names, with_parts};
pub use repair::{MAX_REPAIRS, Remedy, Repair, Repaired, repair};
pub use save::save;
pub use schema::schema;
pub use value::value;

/// The version of the format that this Topolab writes, and the newest it reads.
pub const VERSION: u64 = 1;

/// Longest text that is read; callers check a file's length against it before they read it into memory.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;
