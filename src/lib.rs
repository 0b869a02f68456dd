//! Tokenscope: every OAuth2 token that an authentik installation has issued.
//!
//! Imports go down only, from `entry` and `mount` to [`model`]; docs/architecture.md has the diagram, and
//! tests/imports.rs enforces it. Pure code compiles natively as well; the rest needs a browser.

pub mod authentik;
pub mod model;
pub mod platform;
pub mod state;
pub mod text;
pub mod tokens;

#[cfg(target_arch = "wasm32")]
mod components;
#[cfg(target_arch = "wasm32")]
mod entry;
#[cfg(target_arch = "wasm32")]
mod mount;
#[cfg(target_arch = "wasm32")]
mod screens;
