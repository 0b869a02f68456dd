//! What needs no browser: format, lints for the machine at hand and for wasm, and every native test.

use std::process::Command;
use std::sync::atomic::Ordering;

use super::round::{Round, check, counted};
use super::tally;
use crate::problem::Outcome;

/// Format, lints, and everything that is to run.
pub fn compile(round: &mut Round<'_>) -> Outcome {
    round.step("cargo fmt --check", |round| {
        check(round.project.cargo().args(["fmt", "--all", "--check"]))
    })?;
    let compiled = round.step("clippy and compile", |round| {
        check(linting_tests(round).args(["--all-targets", "--no-run"]))
    })?;
    let programs_are_built = &round.project.programs_are_built;
    programs_are_built.store(compiled.failed == 0, Ordering::Relaxed);
    Ok(())
}

/// Every native test; then the lints for wasm.
pub fn run(round: &mut Round<'_>) -> Outcome {
    round.step("cargo test", |round| {
        let mut tests = linting_tests(round);
        tests.arg("--no-fail-fast").args(round.more);
        if round.long {
            tests.args(["--", "--include-ignored"]);
        }
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

/// A `cargo test` that lints what it compiles, which `cargo clippy` would compile a second time. This is how that calls
/// clippy.
fn linting_tests(round: &Round<'_>) -> Command {
    let mut cargo = round.project.cargo();
    cargo.args(["test", "--locked", "--workspace"]);
    cargo.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver");
    cargo.env("CLIPPY_ARGS", "-Dwarnings__CLIPPY_HACKERY__");
    cargo
}
