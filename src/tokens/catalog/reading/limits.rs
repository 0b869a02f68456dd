//! What is kept to notice that a reading would never end.

use super::ask::Stuck;

/// Counts, and the reason once there is one.
#[derive(Debug, Default)]
pub struct Limits {
    /// How many rows there were when it began.
    pub rows: Option<u64>,
    /// Answers that said only that something is broken.
    pub broken: u64,
    pub stuck: Option<Stuck>,
}
