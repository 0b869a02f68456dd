//! What needs no browser: format, lints for the machine at hand and for wasm, and every native test.

use super::round::{Round, check, counted};
use super::tally;
use crate::problem::Outcome;

/// The step that tests, and builds every program of the workspace for that.
pub const CARGO_TEST: &str = "cargo test";

/// Runs them all, whichever fails.
pub fn run(round: &mut Round<'_>) -> Outcome {
    round.step("cargo fmt --check", |round| {
        check(round.project.cargo().args(["fmt", "--all", "--check"]))
    })?;
    round.step("clippy", |round| {
        let mut clippy = round.project.cargo();
        check(clippy.args([
            "clippy",
            "--locked",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ]))
    })?;
    round.step(CARGO_TEST, |round| {
        let mut tests = round.project.cargo();
        tests
            .args(["test", "--locked", "--workspace", "--no-fail-fast"])
            .args(round.more);
        counted(&mut tests, tally::of_cargo)
    })?;
    round.step("clippy for wasm", |round| {
        let mut clippy = round.project.cargo();
        clippy.args(["clippy", "--locked", "--package", "tokenscope", "--lib"]);
        // What ships has this profile, so the release build has made the same macros and build scripts; in any other they
        // would be made a second time, which takes longer than all that is looked at. It waits for that build, so it is last.
        clippy.args(["--target", "wasm32-unknown-unknown", "--profile", "wasm"]);
        check(clippy.args(["--", "-D", "warnings"]))
    })?;
    Ok(())
}
