//! What authentik wrote down: who signed in, who authorized what, who changed what.
//!
//! What happened before the world was made is a few numbers each, told in words when somebody asks; there are at most
//! some twenty thousand of those, however many tokens there are. What happens from then on keeps what was said of it.

mod past;
pub mod store;
pub mod telling;
pub mod told;
