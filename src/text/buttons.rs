//! Buttons that stand in several places.

/// Reads every token of a kind, which may take a while.
pub const READ_ALL: &str = "Read all tokens";
pub const TRY_AGAIN: &str = "Try again";
pub const DISMISS: &str = "Dismiss";
pub const BACK_TO_LIST: &str = "Back to the list";
pub const CANCEL: &str = "Cancel";
pub const CLOSE: &str = "Close";
/// Has something stand still that goes on by itself.
pub const PAUSE: &str = "Pause";
/// Has it go on after that.
pub const RESUME: &str = "Resume";
