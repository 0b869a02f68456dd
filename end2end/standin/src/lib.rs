//! A stand-in authentik: made-up data behind real HTTP, with authentik's quirks.
//!
//! It answers as the project's notes on authentik 2026.5 (and on what differed before) say, so
//! that Tokenscope can be shown, tried and tested without an authentik. `README.md` beside this
//! crate tells how to use it; the parts are:
//!
//! - [`data`]: the installation, made from a seed
//! - [`api`]: from a request to authentik's answer
//! - [`faults`]: what goes wrong on purpose
//! - `oauth`: what it is to a client, from a request to its answer
//! - `thief`: somebody who stole credentials, and tries them
//! - [`control`]: `/standin/`, for people and for tests
//! - [`server`]: HTTP around all of it

pub mod api;
pub mod app;
mod avatar;
mod connection;
pub mod control;
pub mod data;
mod endpoint;
pub mod faults;
mod json;
mod oauth;
pub mod people;
pub mod release;
mod requests;
pub mod rights;
pub mod server;
mod sessions;
mod site;
mod thief;
