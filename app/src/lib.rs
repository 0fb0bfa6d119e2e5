//! The Topolab program: everything around the simulation core that a person or a script meets.
//!
//! Architecture invariant: a row imports only rows above it, and `sim_core`. Panels, canvas and dialogs never import
//! each other, never hold a document they could change, never touch files: they read a [`session::View`] and send
//! [`commands::AppCommand`]s.
//!
//! `theme, i18n < widgets, scene < layout < export < storage < runner < session < commands < {canvas, panels, dialogs} <
//! window < cli`

pub mod canvas;
pub mod cli;
pub mod commands;
pub mod dialogs;
pub mod export;
pub mod i18n;
pub mod layout;
pub mod panels;
pub mod runner;
pub mod scene;
pub mod session;
pub mod storage;
pub mod theme;
pub mod widgets;
pub mod window;
