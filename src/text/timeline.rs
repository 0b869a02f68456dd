//! Tokens by when they end. Times are passed in as text.

use super::numbers::{TOKENS, counted, grouped};

/// The button that opens it, which is also what it is called.
pub const TIMELINE: &str = "Timeline";

/// What is chosen in it: tokens that end in this stretch of time.
pub fn ends(from: Option<&str>, to: Option<&str>) -> Option<String> {
    Some(match (from, to) {
        (Some(from), Some(to)) => format!("Ends from {from} to {to}"),
        (Some(from), None) => format!("Ends after {from}"),
        (None, Some(to)) => format!("Ends before {to}"),
        (None, None) => return None,
    })
}

/// The same where it is chosen as `expires:` says it.
pub fn ends_as(expires: &str) -> String {
    match expires {
        "<12h" => "Ends within 12 hours".to_owned(),
        "<1d" => "Ends within a day".to_owned(),
        "<7d" => "Ends within 7 days".to_owned(),
        "today" | "tonight" | "tomorrow" => format!("Ends {expires}"),
        "this-week" => "Ends this week".to_owned(),
        other => format!("Ends: {other}"),
    }
}

pub const NEVER_ENDS: &str = "Never ends";
pub const END_UNKNOWN: &str = "End unknown";

/// Clears it.
pub const CLEAR_RANGE: &str = "Clear the time range";

/// What the bars are called together.
pub const BARS: &str = "Tokens by when they end; choose one, or several side by side with Shift";

/// A bar: "Now, 24 Nov 2026: 12 tokens".
pub fn bar(stretch: &str, tokens: u64, is_now: bool) -> String {
    let tokens = counted(tokens, TOKENS);
    if is_now {
        format!("Now, {stretch}: {tokens}")
    } else {
        format!("{stretch}: {tokens}")
    }
}

/// Above the bar that contains the current moment.
pub const NOW: &str = "now";

/// A stretch of time.
pub fn stretch(from: Option<&str>, to: Option<&str>) -> String {
    match (from, to) {
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (Some(from), None) => format!("From {from} on"),
        (None, Some(to)) => format!("Before {to}"),
        (None, None) => "At some time".to_owned(),
    }
}

/// Below the first bar, which may hold all that ended earlier.
pub fn before(moment: &str) -> String {
    format!("before {moment}")
}

/// Below the last bar, which may hold all that ends later.
pub fn and_later(moment: &str) -> String {
    format!("{moment} and later")
}

/// The buttons beside the bars.
pub fn never_ends(count: u64) -> String {
    format!("{NEVER_ENDS}: {}", grouped(count))
}

pub fn end_unknown(count: u64) -> String {
    format!("{END_UNKNOWN}: {}", grouped(count))
}

/// Why there is no bar.
pub const NO_KNOWN_END: &str = "None of these tokens has an end that is known.";
pub const NO_END: &str = "None of these tokens ever ends.";
pub const NO_TOKEN: &str = "No token matches, so there is nothing to draw.";

/// The same as a table: the control that opens it, its header, and the rows that are not time ranges.
pub const AS_TABLE: &str = "As a table";
pub const ENDS: &str = "Ends";
pub const TOKENS_COLUMN: &str = "Tokens";
pub const NEVER: &str = "Never";
pub const NOT_KNOWN: &str = "Not known";
