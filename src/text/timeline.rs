//! Tokens by when they expire. Times are passed in as text.

use super::numbers::{TOKENS, counted, grouped};
use crate::tokens::catalog::{BarCounts, TimeRange};

/// The button that opens it, which is also what it is called.
pub const TIMELINE: &str = "Timeline";

/// What is chosen in it, after "Expires:", where it has one end only.
pub fn within(from: Option<&str>, to: Option<&str>) -> Option<String> {
    Some(match (from, to) {
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (Some(from), None) => format!("from {from} on"),
        (None, Some(to)) => format!("before {to}"),
        (None, None) => return None,
    })
}

/// The same where it is chosen as `expires:` says it.
pub fn expires_as(expires: &str) -> String {
    match expires {
        "<12h" => "within 12 hours".to_owned(),
        "<1d" => "within a day".to_owned(),
        "<7d" => "within 7 days".to_owned(),
        "this-week" => "this week".to_owned(),
        other => other.to_owned(),
    }
}

pub const IS_NEVER: &str = "never";
pub const IS_UNKNOWN: &str = "unknown";

/// The links to what has no bar.
const NEVER_EXPIRES: &str = "Never expires";
const EXPIRY_UNKNOWN: &str = "Expiry unknown";

/// How much time is shown.
pub const RANGE: &str = "Time shown";

pub fn range(range: TimeRange) -> &'static str {
    match range {
        TimeRange::Day => "24 h",
        TimeRange::Week => "7 d",
        TimeRange::Month => "30 d",
        TimeRange::Year => "1 y",
        TimeRange::All => "All",
    }
}

/// What the bars are called together.
pub const BARS: &str = "Tokens by when they expire; choose one, or several side by side with Shift";

/// A bar: "Nov 28, 11:00 – 11:59 PM: 12 tokens, 10 active, 2 revoked". Where all are of one status, it is said once.
pub fn bar(stretch: &str, counts: BarCounts, is_now: bool) -> String {
    let now = if is_now { "Now, " } else { "" };
    let mut words = format!("{now}{stretch}: {}", counted(counts.total() as u64, TOKENS));
    for (status, count) in statuses(counts) {
        if count > 0 {
            words.push_str(", ");
            words.push_str(&grouped(count as u64));
            words.push(' ');
            words.push_str(&status.to_lowercase());
        }
    }
    words
}

/// The legend, in the order in which the bars are stacked.
pub fn statuses(counts: BarCounts) -> [(&'static str, usize); 3] {
    [
        ("Active", counts.active),
        ("Revoked", counts.revoked),
        ("Expired", counts.expired),
    ]
}

/// An entry of the legend: "Active 1,234".
pub fn legend(status: &str, count: usize) -> String {
    format!("{status} {}", grouped(count as u64))
}

/// At the line that marks the current moment.
pub const NOW: &str = "now";

/// A stretch of time without a first or last moment.
pub fn stretch(from: Option<&str>, to: Option<&str>) -> String {
    match (from, to) {
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (Some(from), None) => format!("From {from} on"),
        (None, Some(to)) => format!("Before {to}"),
        (None, None) => "At some time".to_owned(),
    }
}

/// What the range leaves out.
pub fn outside(count: u64) -> String {
    format!("At other times: {}", grouped(count))
}

/// The links beside the bars.
pub fn never_expires(count: u64) -> String {
    format!("{NEVER_EXPIRES}: {}", grouped(count))
}

pub fn expiry_unknown(count: u64) -> String {
    format!("{EXPIRY_UNKNOWN}: {}", grouped(count))
}

/// Why there is no bar.
pub const NONE_KNOWN: &str = "Of none of these tokens is it known when it expires.";
pub const NONE_EXPIRES: &str = "None of these tokens expires.";
pub const NO_TOKEN: &str = "No token matches, so there is nothing to draw.";

/// The same as a table: the control that opens it, its header, and the rows that are not time ranges.
pub const AS_TABLE: &str = "As a table";
pub const EXPIRES: &str = "Expires";
pub const TOKENS_COLUMN: &str = "Tokens";
pub const NEVER: &str = "Never";
pub const NOT_KNOWN: &str = "Not known";
