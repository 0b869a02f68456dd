//! Everything that is tested from outside: one program, because each would be linked for itself.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::result_large_err,
    reason = "a test that cannot go on should end"
)]

mod catalog;
mod deletion;
mod export;
mod first_questions;
mod imports;
mod names;
mod properties;
mod reading;
mod recorded;
mod refresh;
mod releases;
mod terms;
mod words;
