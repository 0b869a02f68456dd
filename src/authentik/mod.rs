//! All that knows authentik: what its answers look like, what its refusals mean, and how it is asked.

pub mod caller;
pub mod decode;
pub mod failure;
mod groups;
pub mod page;
pub mod provider;
pub mod token;
pub mod user;
