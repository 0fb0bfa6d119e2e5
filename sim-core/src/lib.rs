//! The simulation core of Topolab.
//!
//! Pure: no window, no files, no wall clock, no threads, no environment. A row imports only rows above it:
//! `foundation < catalog < document < {edit, file, check, theory, engine} < report < playback`; the siblings in
//! braces never import each other.

pub mod catalog;
pub mod check;
pub mod document;
pub mod edit;
pub mod engine;
pub mod file;
pub mod foundation;
pub mod playback;
pub mod report;
pub mod theory;
