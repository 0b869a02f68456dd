//! What the parts of a console share: who is signed in, the address, what the person prefers, what is fetched later. It names
//! no screen.

#![allow(missing_docs, reason = "a comment that only repeats a name helps nobody")]

pub mod address_throttle;
#[cfg(target_arch = "wasm32")]
pub mod app;
#[cfg(target_arch = "wasm32")]
pub mod host_events;
#[cfg(target_arch = "wasm32")]
pub mod lazy_modules;
#[cfg(target_arch = "wasm32")]
pub mod loader;
#[cfg(target_arch = "wasm32")]
pub mod location;
pub mod row_slots;
#[cfg(target_arch = "wasm32")]
pub mod session;
#[cfg(target_arch = "wasm32")]
pub mod settings;
#[cfg(target_arch = "wasm32")]
pub mod shutdown;
pub mod task;
