//! What is said to a person at a terminal, or to a program that waits for it.

use std::fmt::Display;
use std::io::{self, Write};

/// Prints a line at once. A reader that went away is no reason to stop.
pub fn say(line: impl Display) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// Says what is not as it should be, and goes on.
pub fn warn(sentence: impl Display) {
    let _ = writeln!(io::stderr().lock(), "warning: {sentence}");
}

/// Programs wait for this very line: it comes first, and once requests are answered.
pub fn running_at(address: &str) {
    say(format_args!("Tokenscope is running at {address}"));
}

/// Shows the page in the browser of whoever is at this machine.
pub fn open(address: &str) {
    if let Err(error) = open::that_detached(address) {
        warn(format_args!(
            "no browser could be started ({error}); open {address} in one yourself"
        ));
    }
}
