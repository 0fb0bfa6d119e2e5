//! Exact reference models for the tests of the engine. Not part of the library.
#![allow(dead_code)]

pub mod build;
pub mod cells;
pub mod ctmc;
pub mod layered;
pub mod run;
pub mod system;
pub mod table;
