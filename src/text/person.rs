//! What is to be noticed about a user, beside their name.

pub const INACTIVE: &str = "Deactivated";
pub const SUPERUSER: &str = "Superuser";
