//! Buttons that stand in several places.

/// Loads every token of a kind, which may take a while.
pub const READ_ALL: &str = "Load all tokens";
pub const TRY_AGAIN: &str = "Try again";
pub const DISMISS: &str = "Dismiss";
pub const BACK_TO_LIST: &str = "Back to the list";
pub const CANCEL: &str = "Cancel";
pub const CLOSE: &str = "Close";
/// Pauses something that runs by itself.
pub const PAUSE: &str = "Pause";
/// Resumes it.
pub const RESUME: &str = "Resume";
