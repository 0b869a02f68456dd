//! What is to be noticed about a user, beside their name.

pub const INACTIVE: &str = "Inactive";
pub const SUPERUSER: &str = "Superuser";
