//! Whole-system tests.

mod architecture;
mod gui;
