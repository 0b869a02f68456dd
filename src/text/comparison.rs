//! What became of the tokens since an earlier export.

use super::kinds;
use super::numbers::{TOKENS, counted, grouped, plural};
use crate::model::kind::Kind;
use crate::tokens::comparison::{Change, Comparison, EarlierExport, GoneToken, NotComparable, ThenAndNow};

/// The dialog.
pub const TITLE: &str = "Compare with an earlier export";

pub fn about(kind: Kind) -> String {
    format!(
        "Choose a JSON file of {} that Tokenscope exported. It is read on this page and sent nowhere.",
        kinds::in_sentence(kind).other
    )
}

pub const FILE: &str = "Earlier export (JSON)";
pub const COMPARING: &str = "Comparing…";

/// Why there is nothing to compare yet.
pub const LOAD_FIRST: &str = "To compare, all tokens have to be loaded.";
pub const WITHOUT_FILTER: &str = "To compare, take the filter by user or provider out, and load all tokens.";
pub const LOADING: &str = "All tokens are being loaded. Once they are there, choose the file.";

/// Why a file cannot be compared with.
pub fn refused(why: NotComparable, kind: Kind) -> String {
    match why {
        NotComparable::NoExport => {
            "This is no whole JSON export of Tokenscope. CSV files cannot be compared.".to_owned()
        }
        NotComparable::Newer => "A newer Tokenscope made this file. Compare it with that one.".to_owned(),
        NotComparable::OtherKind(other) => format!(
            "This file holds {}, not {}. Open their list to compare them.",
            kinds::in_sentence(other).other,
            kinds::in_sentence(kind).other
        ),
    }
}

pub fn too_large(most: u64) -> String {
    format!(
        "This file is too large to be compared here: at most {} MB.",
        grouped(most)
    )
}

pub const NOT_READ: &str = "The browser could not read this file.";

/// What is not the same about the two, so that nobody takes it for a change of the tokens.
pub fn warnings(earlier: &EarlierExport, here: &str) -> Vec<String> {
    let mut warnings = Vec::new();
    if earlier.left_out > 0 {
        let left_out = counted(earlier.left_out, TOKENS);
        warnings.push(format!("The file left out {left_out} of then. They count as new here."));
    }
    if earlier.source != here {
        warnings.push(format!(
            "The file is from {}. The same ID may be another token there.",
            earlier.source
        ));
    }
    warnings
}

/// The answer to the first question: "Never expires: 381, 18 fewer than on 24 Nov 2026".
pub fn never_expiring(count: ThenAndNow, then: &str) -> String {
    let now = grouped(count.now);
    if count.now == count.then {
        return format!("Never expires: {now}, as many as on {then}.");
    }
    let by = grouped(count.now.abs_diff(count.then));
    let more = if count.now < count.then { "fewer" } else { "more" };
    format!("Never expires: {now}, {by} {more} than on {then}.")
}

/// What became of them, each with how many.
pub fn new_tokens(count: usize) -> String {
    format!("New: {}", grouped(count as u64))
}

pub fn gone_tokens(count: usize) -> String {
    format!("Gone: {}", grouped(count as u64))
}

pub fn changed_tokens(comparison: &Comparison) -> String {
    format!("Changed: {}", grouped(comparison.changed.len() as u64))
}

pub fn change(change: Change, count: usize) -> String {
    let what = match change {
        Change::Status => "Status",
        Change::Scopes => "Scopes",
        Change::Expires => "Expires",
        Change::User => "User",
        Change::Provider => "Provider",
    };
    format!("{what}: {}", grouped(count as u64))
}

/// Behind the ID of a token that is gone: " user182, Jenkins".
pub fn whose(gone: &GoneToken) -> String {
    let names = [super::cut(&gone.user), super::cut(&gone.provider)];
    let names: Vec<&str> = names
        .iter()
        .map(String::as_str)
        .filter(|name| !name.is_empty())
        .collect();
    [" ", &names.join(", ")].concat()
}

pub const DOWNLOAD_IDS: &str = "Download IDs";

/// What a file of IDs is called.
pub fn ids_file(name: &str, kind: Kind) -> String {
    format!("tokenscope-{}-{name}.txt", kind.path_segment())
}

/// The table: what it is called, its head, and its last row.
pub const COUNTS: &str = "Then and now";
pub const STATUS: &str = "Status";
pub const FINDING: &str = "Finding";
pub const NOW: &str = "Now";
pub const DIFFERENCE: &str = "Difference";
pub const ALL: &str = "All";

/// "+12", "−3", "0".
pub fn difference(count: ThenAndNow) -> String {
    let by = grouped(count.now.abs_diff(count.then));
    match count.now.cmp(&count.then) {
        std::cmp::Ordering::Less => format!("−{by}"),
        std::cmp::Ordering::Equal => by,
        std::cmp::Ordering::Greater => format!("+{by}"),
    }
}

/// What was compared, for readers: "Compared: 12 tokens new, 3 gone, 5 changed".
pub fn compared(comparison: &Comparison) -> String {
    let new = grouped(comparison.new.len() as u64);
    let gone = grouped(comparison.gone.len() as u64);
    let changed = grouped(comparison.changed.len() as u64);
    let tokens = plural("token", "tokens").form(comparison.new.len() as u64);
    format!("Compared: {new} {tokens} new, {gone} gone, {changed} changed.")
}
