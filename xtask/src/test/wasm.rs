//! What ships: the release build within its budget, free of what its own policy forbids, and the tests that need a wasm
//! machine but no page.

use std::fs;
use std::path::Path;

use super::{Round, Tally, counted, page, tally};
use crate::build::{self, Wanted};
use crate::problem::{Outcome, While, say};

/// Builds and looks at what was built.
pub fn run(round: &mut Round<'_>) -> Outcome {
    let mut there = false;
    round.step("release build in budget", |round| {
        let built = build::build(round.project, round.tools, &Wanted::new(round.project, false))?;
        there = true;
        built.judge()?;
        Ok(Tally::of(true))
    })?;
    if there {
        round.step("the page keeps its policy", |round| {
            page::inspect(&round.project.root.join("dist"))
        })?;
    }
    let tests = count_tests(&round.project.root.join("src")).or_could_not("read src/")?;
    if tests > 0 {
        round.step("tests on a wasm machine", |round| {
            say(format_args!("{tests} tests marked for wasm"));
            let mut cargo = round.tools.command(round.project, "cargo");
            cargo.args([
                "test",
                "--locked",
                "--package",
                "tokenscope",
                "--lib",
                "--target",
                "wasm32-unknown-unknown",
            ]);
            cargo.env(
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
                &round.tools.wasm_test_runner,
            );
            counted(&mut cargo, tally::of_cargo)
        })?;
    }
    Ok(())
}

/// How many tests are marked for wasm-bindgen's runner. None, and there is nothing to build for it.
fn count_tests(folder: &Path) -> std::io::Result<usize> {
    let mut found = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found += count_tests(&path)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let marked = |line: &&str| line.trim_start().starts_with("#[wasm_bindgen_test");
            found += fs::read_to_string(&path)?.lines().filter(marked).count();
        }
    }
    Ok(found)
}
