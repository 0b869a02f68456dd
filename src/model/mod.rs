//! What authentik's answers mean: the rows of its lists, who is calling, and why there is no answer. Pure; everything
//! else builds on it.

pub mod caller;
pub mod claims;
pub mod decode;
pub mod failure;
pub mod kind;
pub mod lenient_json;
pub mod page;
pub mod percent_encoding;
pub mod provider;
pub mod secrets;
pub mod token;
pub mod used_by;
pub mod user;
