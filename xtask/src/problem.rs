//! What can go wrong in a command: one sentence that says what to do, or Ctrl-C.

use std::fmt::Display;
use std::io::{self, Write};
use std::path::Path;

/// Why a command ended early.
#[derive(Debug)]
pub enum Problem {
    /// A sentence for the person at the terminal.
    Said(String),
    /// Somebody pressed Ctrl-C, or the system asked the command to end.
    Interrupted,
}

/// What a step of a command gives.
pub type Outcome<T = ()> = Result<T, Problem>;

/// The problem that this sentence describes.
pub fn problem<T>(sentence: impl Into<String>) -> Outcome<T> {
    Err(Problem::Said(sentence.into()))
}

/// The result, or `None` for a failure after which there is another way to try. Ctrl-C remains an error.
pub fn tried<T>(outcome: Outcome<T>) -> Outcome<Option<T>> {
    match outcome {
        Ok(value) => Ok(Some(value)),
        Err(Problem::Said(_)) => Ok(None),
        Err(Problem::Interrupted) => Err(Problem::Interrupted),
    }
}

/// Prefixes an error with what was being done.
pub trait Context<T> {
    /// `doing` completes "could not …".
    fn or_could_not(self, doing: impl Display) -> Outcome<T>;
}

impl<T> Context<T> for io::Result<T> {
    fn or_could_not(self, doing: impl Display) -> Outcome<T> {
        self.map_err(|error| Problem::Said(format!("could not {doing}: {error}")))
    }
}

/// Prints a line at once. A reader that went away is no reason to fail.
pub fn say(line: impl Display) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// A path as a person would type it from where the command was started.
pub fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path).display().to_string()
}
