//! All kinds of token on one page.

use super::numbers::{TOKENS, counted, grouped};

/// The tab.
pub const TAB: &str = "All kinds";

/// The heading, and the title of the page.
pub const TITLE: &str = "All tokens";

/// Above the tokens: "The newest of 12,100 tokens".
pub fn newest_of(count: u64) -> String {
    format!("The newest of {}", counted(count, TOKENS))
}

/// Beside a few of many: "Show all 48".
pub fn show_all(count: u64) -> String {
    format!("Show all {}", grouped(count))
}

/// The way to the list where it holds no more than what stands here.
pub const SHOW_LIST: &str = "Show in a list";

/// In place of rows.
pub const LOADING: &str = "Loading…";
pub const NONE: &str = "None";

/// In place of rows where authentik cannot answer the search.
pub const NEEDS_ALL: &str = "This search needs all tokens of the kind, which its list loads.";

/// In place of rows where authentik ignored the search.
pub const NOT_SEARCHED: &str = "authentik cannot search these tokens. The list can, once it has loaded all of them.";
