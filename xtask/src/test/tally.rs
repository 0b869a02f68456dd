//! How many tests passed and failed, read from what the programs that run them say.

use std::fmt::{self, Display, Formatter};

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
    pub const FAILURE: Self = Self {
        passed: 0,
        failed: 1,
        skipped: 0,
    };

    /// One that was left out.
    pub const SKIPPED: Self = Self {
        passed: 0,
        failed: 0,
        skipped: 1,
    };

    /// Both together, in this one.
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    /// One test that passed, or did not.
    pub fn of(passed: bool) -> Self {
        if passed {
            Self {
                passed: 1,
                ..Self::default()
            }
        } else {
            Self::FAILURE
        }
    }
}

impl Display for Tally {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self {
                passed: 0,
                failed: 0,
                skipped: 0,
            } => Ok(()),
            Self {
                passed,
                failed,
                skipped: 0,
            } => write!(out, "{passed} passed, {failed} failed"),
            Self {
                passed,
                failed,
                skipped,
            } => write!(out, "{passed} passed, {failed} failed, {skipped} skipped"),
        }
    }
}

/// `test result: ok. 11 passed; 0 failed; 0 ignored; …`, as Rust's own harness and wasm-bindgen's say it.
pub fn of_cargo(line: &str) -> Tally {
    let Some((_, counts)) = line
        .strip_prefix("test result: ")
        .and_then(|rest| rest.split_once(". "))
    else {
        return Tally::default();
    };
    let count = |what: &str| {
        let mut parts = counts.split(';').filter_map(|part| part.trim().split_once(' '));
        parts
            .find(|(_, name)| *name == what)
            .and_then(|(number, _)| number.parse().ok())
            .unwrap_or(0)
    };
    Tally {
        passed: count("passed"),
        failed: count("failed"),
        ..Tally::default()
    }
}

/// `  12 passed (3.4s)`, `  1 failed` and the like, as Playwright ends. What did not get its turn has not passed, nor
/// has what passed only when tried again.
pub fn of_playwright(line: &str) -> Tally {
    let Some((number, what)) = line.strip_prefix("  ").and_then(|rest| rest.split_once(' ')) else {
        return Tally::default();
    };
    let Ok(number) = number.parse() else {
        return Tally::default();
    };
    match what {
        "failed" | "flaky" | "interrupted" | "did not run" => Tally {
            failed: number,
            ..Tally::default()
        },
        "error was not a part of any test, see above for details"
        | "errors were not a part of any test, see above for details" => Tally {
            failed: number,
            ..Tally::default()
        },
        _ if what == "passed" || what.starts_with("passed (") => Tally {
            passed: number,
            ..Tally::default()
        },
        _ => Tally::default(),
    }
}

/// `ℹ pass 7`, `ℹ fail 0` and the like, as Node's own runner ends.
pub fn of_node(line: &str) -> Tally {
    let Some((what, number)) = line.strip_prefix("ℹ ").and_then(|rest| rest.split_once(' ')) else {
        return Tally::default();
    };
    let number = number.parse().unwrap_or(0);
    let none = Tally::default();
    match what {
        "pass" => Tally { passed: number, ..none },
        "fail" | "cancelled" => Tally { failed: number, ..none },
        "skipped" => Tally {
            skipped: number,
            ..none
        },
        _ => none,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(passed: u32, failed: u32) -> Tally {
        Tally {
            passed,
            failed,
            ..Tally::default()
        }
    }

    #[test]
    fn counts_what_cargo_says() {
        let line = "test result: ok. 11 passed; 0 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        assert_eq!(of_cargo(line), tally(11, 0));
        assert_eq!(
            of_cargo("test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured"),
            tally(3, 2)
        );
        assert_eq!(of_cargo("test tests::counts_5_passed ... ok"), tally(0, 0));
    }

    #[test]
    fn counts_what_playwright_says() {
        assert_eq!(of_playwright("  12 passed (3.4s)"), tally(12, 0));
        for failure in ["  2 failed", "  2 flaky", "  2 did not run", "  2 interrupted"] {
            assert_eq!(of_playwright(failure), tally(0, 2), "{failure}");
        }
        assert_eq!(
            of_playwright("  1 error was not a part of any test, see above for details"),
            tally(0, 1)
        );
        for silence in [
            "  3 skipped",
            "  ✓  1 tests/a.spec.ts:3:1 › 12 passed (1s)",
            "12 passed",
            "",
        ] {
            assert_eq!(of_playwright(silence), tally(0, 0), "{silence}");
        }
    }

    #[test]
    fn counts_what_node_says() {
        assert_eq!(of_node("ℹ pass 7"), tally(7, 0));
        assert_eq!(of_node("ℹ fail 2"), tally(0, 2));
        assert_eq!(of_node("ℹ cancelled 1"), tally(0, 1));
        assert_eq!(of_node("ℹ skipped 1"), Tally::SKIPPED);
        for silence in ["ℹ tests 9", "ℹ duration_ms 110454.42", "  ✔ pass 3 (3.4ms)", ""] {
            assert_eq!(of_node(silence), tally(0, 0), "{silence}");
        }
    }

    #[test]
    fn what_is_left_out_is_counted_for_itself() {
        let mut sum = tally(4, 0);
        sum.add(Tally::SKIPPED);
        assert_eq!(sum.to_string(), "4 passed, 0 failed, 1 skipped");
        assert_eq!(Tally::SKIPPED.to_string(), "0 passed, 0 failed, 1 skipped");
    }

    #[test]
    fn a_sum_adds_both() {
        let mut sum = tally(1, 0);
        sum.add(tally(2, 3));
        sum.add(Tally::of(true));
        sum.add(Tally::of(false));
        assert_eq!((sum, sum.to_string()), (tally(4, 4), "4 passed, 4 failed".to_owned()));
    }
}
