//! The journal of a document: every step as data, so that nothing is lost when the program ends without a word.
//!
//! A journal is a snapshot of the document and the changes since; a thread writes it ([`Keeper`]). It is on the disk's
//! way as soon as a change is made (a process that is killed loses nothing that was written), and synced at most half a
//! second later (a loss of power costs no more than that).

mod compact;
mod entry;
mod file;
mod folder;
mod keeper;
mod record;
mod replay;
#[cfg(test)]
mod tests;
mod worker;

pub use entry::Entry;
pub use folder::{About, Leftover};
pub use keeper::{Finish, FromKeeper, Keeper};
pub use replay::{JournalError, Replay, replay};
