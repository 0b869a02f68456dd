//! Tokenscope: every OAuth2 token that an authentik installation has issued.
//!
//! Data flows one way: address → [`tokens::query::ListQuery`] → loader → client → rows → view, and the folders follow
//! it. `tokens`, `text`, `telling` and the decoders in `authentik` are pure; the rest needs a browser.

pub mod authentik;
pub mod model;
pub mod telling;
pub mod text;
pub mod tokens;

#[cfg(target_arch = "wasm32")]
mod app;
#[cfg(target_arch = "wasm32")]
mod clock;
#[cfg(target_arch = "wasm32")]
mod embedded;
#[cfg(target_arch = "wasm32")]
mod host;
#[cfg(target_arch = "wasm32")]
mod later;
#[cfg(target_arch = "wasm32")]
mod loader;
#[cfg(target_arch = "wasm32")]
mod location;
#[cfg(target_arch = "wasm32")]
mod news;
#[cfg(target_arch = "wasm32")]
mod screens;
#[cfg(target_arch = "wasm32")]
mod settings;
#[cfg(target_arch = "wasm32")]
mod signals;
#[cfg(target_arch = "wasm32")]
mod standalone;
#[cfg(target_arch = "wasm32")]
mod ui;
