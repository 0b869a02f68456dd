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
mod events;
mod faults;
mod incident;
mod incident_faults;
mod lists;
mod oauth;
mod people;
mod refresh;
mod replay;
mod thief;
mod versions;
mod wire;
