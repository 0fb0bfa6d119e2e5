//! One command enum, one table of commands with keys and menu places, one dispatcher: the only mutator of the session.

mod command;
pub mod direction;
pub mod dispatch;
pub mod finder;
pub mod keys;
pub mod menu;
pub mod table;

pub use command::{AppCommand, SelectMode, SidePanel};
pub use direction::Direction;
pub use dispatch::{Effect, collect, dispatch};
pub use table::{Entry, Menu, TABLE, entry};
