//! Building blocks for tasks that ask authentik something: which answer is late, when a failure is retried, how long
//! nothing is asked. Pure, so that it can be tested without a browser; calls that end are [`crate::authentik::call`]'s.

pub mod attempts;
#[cfg(target_arch = "wasm32")]
pub mod latest_call;
#[cfg(target_arch = "wasm32")]
pub mod pulse;
pub mod wait;
