//! The receipt: what became of each token of a run.

use super::deletion;
use super::numbers::grouped;
use crate::tokens::deletion::OutcomeKind;

/// What it is called, and the frame in which its lines can be scrolled.
pub const RECEIPT: &str = "Receipt";
pub const LINES: &str = "Lines of the receipt";

/// Behind the counts: when the run started, and then by whom, whose name follows.
pub fn begun(at: &str) -> String {
    format!(" · started at {at}")
}

pub const BY: &str = " by ";

/// Several people, who went on with it one after the other.
pub fn one_after_another(names: &[String]) -> String {
    names.join(", then ")
}

/// The handle of the runs before.
pub fn earlier_runs(count: usize) -> String {
    format!("Earlier runs ({})", grouped(count as u64))
}

/// What the choices of lines are called together, and each: "Failed 12". Without an outcome it is all lines.
pub const RESULTS_SHOWN: &str = "Results shown";

pub fn results(outcome: Option<OutcomeKind>, count: usize) -> String {
    let name = outcome.map_or("All", deletion::outcome);
    format!("{name} {}", grouped(count as u64))
}

/// The head of the table.
pub const COLUMNS: [&str; 5] = ["Token", "User", "Provider", "Result", "Time"];

/// In a line, before the ID of a request.
pub const REQUEST_ID: &str = "Request ID ";

/// Which lines are shown, and the buttons that lead to others.
pub fn range(first: usize, last: usize, count: usize) -> String {
    let [first, last, count] = [first, last, count].map(|number| grouped(number as u64));
    format!("{first}–{last} of {count}")
}

pub const PREVIOUS_LINES: &str = "Previous";
pub const NEXT_LINES: &str = "Next";

/// The buttons at the end.
pub const SAVE_AS_CSV: &str = "Download CSV";
pub const SAVE_AS_JSON: &str = "Download JSON";
pub const DONE: &str = "Done";

/// Beside them, once it is saved.
pub fn saved(file: &str) -> String {
    format!("Saved as {file}")
}
