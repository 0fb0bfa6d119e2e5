//! Whole-system tests.

mod gui;
