//! What a person chooses of the columns: which, in which order, how wide, how dense.

pub const SHOWN: &str = "Columns shown";

/// Below the columns.
pub const HOW_TO_MOVE: &str = "Drag a column, or press Alt with ↑ or ↓.";

pub fn move_up(column: &str) -> String {
    format!("Move {column} up")
}

pub fn move_down(column: &str) -> String {
    format!("Move {column} down")
}

/// What is said when a column was moved: "Status is column 3 of 8".
pub fn place(column: &str, place: usize, of: usize) -> String {
    format!("{column} is column {place} of {of}")
}

/// What the edge of a header is called.
pub fn width(column: &str) -> String {
    format!("Width of {column}")
}

pub const DENSITY: &str = "Density";
pub const COMFORTABLE: &str = "Comfortable";
pub const COMPACT: &str = "Compact";

pub const RESET: &str = "Reset columns";

/// What is said after that.
pub const WERE_RESET: &str = "Columns are as usual";
