//! The counts of what matches, each a link to what it counts.

/// What they are called together.
pub const OVERVIEW: &str = "Overview";

pub const LIVE: &str = "Live";
pub const EXPIRING: &str = "Expiring within a day";
pub const NEVER_EXPIRING: &str = "Never expiring";
pub const HIGH: &str = "High findings";
