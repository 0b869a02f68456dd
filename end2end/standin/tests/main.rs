//! The stand-in, asked as the console asks: one program, because each would be linked for itself.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test says what went wrong by panicking"
)]

mod common;
mod conformance;
mod connections;
mod control;
mod data;
mod faults;
mod lists;
mod people;
mod refresh;
mod versions;
mod wire;
