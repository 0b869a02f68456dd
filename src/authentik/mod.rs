//! How authentik is asked, over HTTP, and where its own pages are.

#[cfg(any(test, target_arch = "wasm32"))]
mod csrf;

#[cfg(target_arch = "wasm32")]
pub mod call;
#[cfg(target_arch = "wasm32")]
pub mod client;
#[cfg(target_arch = "wasm32")]
pub mod links;
