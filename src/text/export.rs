//! Tokens as a file.

use super::numbers::{TOKENS, counted, grouped};

/// The menu.
pub const EXPORT: &str = "Export";

/// Which rows.
pub const ROWS: &str = "Rows";
pub const ROWS_ON_SCREEN: &str = "The rows on screen";

pub fn all_that_match(count: u64) -> String {
    format!("All {} that match", grouped(count))
}

/// In which format.
pub const FORMAT: &str = "Format";
pub const CSV: &str = "CSV, for a spreadsheet";
pub const JSON: &str = "JSON, for a script";

/// The button, and how far it is.
pub const SAVE: &str = "Save the file";
pub const EXPORTING: &str = "Exporting";

/// What came of it.
pub fn saved(tokens: u64, file: &str) -> String {
    format!("{} saved as {file}", counted(tokens, TOKENS))
}

pub const NOT_SAVED: &str = "The browser did not save the file.";
