//! Whole-system tests.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod architecture;
mod cli;
mod cli_lang;
#[path = "../sim-core/tests/support/documents.rs"]
mod documents;
mod files;
mod gui;
mod lines;
mod never_lost;
mod scene_follows;
mod sweeps;
