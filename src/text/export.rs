//! Tokens as a file.

use super::numbers::{TOKENS, counted, grouped};

/// The menu.
pub const EXPORT: &str = "Export";

/// Which rows.
pub const ROWS: &str = "Rows";
pub const ROWS_PAGE: &str = "On this page";

pub fn rows_selected(count: u64) -> String {
    format!("Selected ({})", grouped(count))
}

pub fn rows_matching(count: u64) -> String {
    format!("Matching ({})", grouped(count))
}

/// Which columns.
pub const COLUMNS: &str = "Columns";
pub const COLUMNS_VISIBLE: &str = "Visible";
pub const COLUMNS_ALL: &str = "All";

/// In which format, and what else stands in it.
pub const FORMAT: &str = "Format";
pub const CSV: &str = "CSV";
pub const JSON: &str = "JSON";
pub const ABOUT_LINES: &str = "Lines about this export at the top";

/// The button, and how far it is.
pub const DOWNLOAD: &str = "Download";
pub const EXPORTING: &str = "Exporting";

/// What came of it.
pub fn saved(tokens: u64, file: &str) -> String {
    format!("{} saved as {file}", counted(tokens, TOKENS))
}

pub const NOT_SAVED: &str = "The browser did not save the file.";

/// Leads to what became of the tokens of an earlier file.
pub const COMPARE: &str = "Compare with an earlier export…";
