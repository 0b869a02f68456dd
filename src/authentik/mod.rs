//! All that knows authentik: what its answers look like, what its refusals mean, and how it is asked.

pub mod caller;
#[cfg(any(test, target_arch = "wasm32"))]
mod csrf;
pub mod decode;
pub mod failure;
mod groups;
pub mod mend;
pub mod page;
pub mod provider;
pub mod secrets;
pub mod server_clock;
pub mod token;
pub mod used_by;
pub mod user;

#[cfg(target_arch = "wasm32")]
pub mod call;
#[cfg(target_arch = "wasm32")]
pub mod client;
#[cfg(target_arch = "wasm32")]
pub mod links;
