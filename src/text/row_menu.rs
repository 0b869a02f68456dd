//! The menu of a row.

use super::kinds;
use crate::model::kind::Kind;

/// The button that opens it, and the menu itself: "More for access token 4711".
pub fn more_for(kind: Kind, pk: u64) -> String {
    format!("More for {} {pk}", kinds::in_sentence(kind).one)
}

/// What stands in it. Behind the filters stands what they are about: "Only this user alice".
pub const OPEN: &str = "Open";
pub const ONLY_USER: &str = "Only this user";
pub const ONLY_PROVIDER: &str = "Only this provider";
pub const ONLY_SCOPE: &str = "Only this scope";
pub const NOT_SCOPE: &str = "Not this scope";
pub const COPY_ID: &str = "Copy ID";
pub const COPY_LINK: &str = "Copy link";
pub const DELETE: &str = "Delete…";
