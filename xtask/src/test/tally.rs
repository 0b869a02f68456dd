//! How many tests passed and failed, read from what the programs that run them say.

use std::fmt::{self, Display, Formatter};
use std::ops::AddAssign;

/// Tests that ran.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// They did what they should.
    pub passed: u32,
    /// They did not, or could not be run.
    pub failed: u32,
    /// They were left out, for want of what they need.
    pub skipped: u32,
}

impl Tally {
    /// One failure.
    pub const FAILURE: Self = Self::new(0, 1, 0);

    /// One that was left out.
    pub const SKIPPED: Self = Self::new(0, 0, 1);

    const fn new(passed: u32, failed: u32, skipped: u32) -> Self {
        Self {
            passed,
            failed,
            skipped,
        }
    }

    /// One test that passed, or did not.
    pub fn of(passed: bool) -> Self {
        if passed { Self::new(1, 0, 0) } else { Self::FAILURE }
    }

    /// This many tests, which a program calls `passed` or the like. A test that did not run counts as failed, and so does
    /// one that passed only when it was tried again.
    fn named(what: &str, number: &str) -> Self {
        let number = number.parse().unwrap_or(0);
        match what {
            "pass" | "passed" => Self::new(number, 0, 0),
            "fail" | "failed" | "flaky" | "cancelled" | "interrupted" | "did not run" => Self::new(0, number, 0),
            "error was not a part of any test, see above for details"
            | "errors were not a part of any test, see above for details" => Self::new(0, number, 0),
            "skipped" => Self::new(0, 0, number),
            _ => Self::default(),
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl Display for Tally {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        write!(out, "{} passed, {} failed", self.passed, self.failed)?;
        match self.skipped {
            0 => Ok(()),
            skipped => write!(out, ", {skipped} skipped"),
        }
    }
}

/// `test result: ok. 11 passed; 0 failed; 0 ignored; …`, as Rust's own harness and wasm-bindgen's say it.
pub fn of_cargo(line: &str) -> Tally {
    let mut tally = Tally::default();
    for part in line.strip_prefix("test result: ").unwrap_or_default().split(['.', ';']) {
        if let Some((number, what)) = part.trim().split_once(' ') {
            tally += Tally::named(what, number);
        }
    }
    tally
}

/// `  12 passed (3.4s)`, `  1 failed` and the like, as Playwright ends.
pub fn of_playwright(line: &str) -> Tally {
    match line.strip_prefix("  ").and_then(|rest| rest.split_once(' ')) {
        None => Tally::default(),
        Some((number, what)) => Tally::named(what.split(" (").next().unwrap_or_default(), number),
    }
}

/// `ℹ pass 7`, `ℹ fail 0` and the like, as Node's own runner ends.
pub fn of_node(line: &str) -> Tally {
    match line.strip_prefix("ℹ ").and_then(|rest| rest.split_once(' ')) {
        None => Tally::default(),
        Some((what, number)) => Tally::named(what, number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_cargo_says() {
        for (line, passed, failed) in [
            (
                "test result: ok. 11 passed; 0 failed; 2 ignored; 0 measured; finished in 0.01s",
                11,
                0,
            ),
            ("test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured", 3, 2),
            ("test tests::counts_5_passed ... ok", 0, 0),
        ] {
            assert_eq!(of_cargo(line), Tally::new(passed, failed, 0), "{line}");
        }
    }

    #[test]
    fn counts_what_playwright_says() {
        for (line, passed, failed, skipped) in [
            ("  12 passed (3.4s)", 12, 0, 0),
            ("  2 failed", 0, 2, 0),
            ("  2 flaky", 0, 2, 0),
            ("  2 did not run", 0, 2, 0),
            ("  2 interrupted", 0, 2, 0),
            ("  1 error was not a part of any test, see above for details", 0, 1, 0),
            ("  1 skipped", 0, 0, 1),
            ("  ✓  1 tests/a.spec.ts:3:1 › 12 passed (1s)", 0, 0, 0),
            ("12 passed", 0, 0, 0),
            ("", 0, 0, 0),
        ] {
            assert_eq!(of_playwright(line), Tally::new(passed, failed, skipped), "{line}");
        }
    }

    #[test]
    fn counts_what_node_says() {
        for (line, passed, failed, skipped) in [
            ("ℹ pass 7", 7, 0, 0),
            ("ℹ fail 2", 0, 2, 0),
            ("ℹ cancelled 1", 0, 1, 0),
            ("ℹ skipped 1", 0, 0, 1),
            ("ℹ tests 9", 0, 0, 0),
            ("ℹ duration_ms 110454.42", 0, 0, 0),
            ("  ✔ pass 3 (3.4ms)", 0, 0, 0),
            ("", 0, 0, 0),
        ] {
            assert_eq!(of_node(line), Tally::new(passed, failed, skipped), "{line}");
        }
    }

    #[test]
    fn a_sum_adds_each_and_tells_what_was_left_out() {
        let mut sum = Tally::new(1, 0, 0);
        sum += Tally::new(2, 3, 0);
        sum += Tally::of(true);
        sum += Tally::of(false);
        assert_eq!(sum.to_string(), "4 passed, 4 failed");
        sum += Tally::SKIPPED;
        assert_eq!(sum.to_string(), "4 passed, 4 failed, 1 skipped");
    }
}
