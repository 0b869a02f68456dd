//! The counts at the top, each a link to what it counts.

/// What they are called together.
pub const OVERVIEW: &str = "Overview";

pub const TOTAL: &str = "Total";
pub const LIVE: &str = "Live";
pub const EXPIRING: &str = "Expiring within a day";
pub const NEVER_EXPIRING: &str = "Never expiring";
pub const HIGH: &str = "High findings";

/// In place of a count, and why it is not known.
pub const UNKNOWN: &str = "–";
pub const WHY_UNKNOWN: &str = "To count these, load all tokens";
