//! The navigation below the table.

use super::numbers::grouped;

/// What the navigation is called.
pub const PAGINATION: &str = "Pagination";

pub const ROWS_PER_PAGE: &str = "Rows per page";
/// The choice of all rows below each other.
pub const ALL_ROWS: &str = "All";

pub const FIRST_PAGE: &str = "First page";
pub const PREVIOUS_PAGE: &str = "Previous page";
pub const NEXT_PAGE: &str = "Next page";
pub const LAST_PAGE: &str = "Last page";

/// Before the box with the number of the page.
pub const PAGE: &str = "Page";

/// Behind that box: "of 500".
pub fn of_pages(pages: u64) -> String {
    format!("of {}", grouped(pages))
}

/// The same while nobody knows how many.
pub const OF_UNKNOWN: &str = "of –";

/// Below it, where a number was typed that is no page's.
pub fn no_such_page(last: u64) -> String {
    format!("Pages go from 1 to {}.", grouped(last))
}

/// Which rows are on screen: "41–60 of 9,995". `so_far`: how much was read, where that is not all.
pub fn range(first: u64, last: u64, count: u64, so_far: Option<&str>) -> String {
    let range = match count {
        0 => "0 of 0".to_owned(),
        count => format!("{}–{} of {}", grouped(first), grouped(last), grouped(count)),
    };
    match so_far {
        Some(so_far) => format!("{range}, {so_far}"),
        None => range,
    }
}
