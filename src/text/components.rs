//! Texts of components that know nothing about tokens: chips, copying, trees, long lists.

use super::numbers::{counted, grouped, plural};

/// Beside a chosen filter: "Remove filter User: alice".
pub fn remove_filter(filter: &str, value: &str) -> String {
    format!("Remove filter {filter}: {value}")
}

/// The button that copies a link to what is on screen.
pub const COPY_LINK: &str = "Copy link";

/// Beside a text that is too long to be shown whole.
pub const COPY_WHOLE: &str = "Copy the whole text";

/// Said after it was copied.
pub const COPIED: &str = "Copied.";
pub const COPY_REFUSED: &str = "The browser refused to copy.";
pub const NO_CLIPBOARD: &str = "This page may not use the clipboard. Select the text and copy it by hand.";

/// In a tree of data, in place of what is inside the innermost branch.
pub const NESTED_TOO_DEEPLY: &str = "nested too deeply to be shown";

/// On a branch that opens: "3 items".
pub fn items(count: usize) -> String {
    counted(count as u64, plural("item", "items"))
}

/// The same where what is inside has names: "3 fields".
pub fn fields(count: usize) -> String {
    counted(count as u64, plural("field", "fields"))
}

/// Below a long list: "Show 200 more".
pub fn show_more(count: usize) -> String {
    format!("Show {} more", grouped(count as u64))
}

/// Beside that: "400 of 9,995 shown".
pub fn are_shown(shown: usize, of: usize) -> String {
    format!("{} of {} shown", grouped(shown as u64), grouped(of as u64))
}
