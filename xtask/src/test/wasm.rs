//! What ships: the release build within its budget, free of what its own policy forbids, and the tests that need a wasm
//! machine but no page.

use std::fs;
use std::path::Path;

use super::round::{Round, counted};
use super::tally::Tally;
use super::{page, tally};
use crate::build::{self, Wanted};
use crate::children;
use crate::problem::{Context, Outcome, say};

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
    round.step("event delegation is off", |round| {
        let mut tree = round.project.cargo();
        tree.args([
            "tree",
            "--locked",
            "--package",
            "tokenscope",
            "--target",
            "wasm32-unknown-unknown",
        ]);
        let tree = children::text_of(tree.args(["--edges", "normal", "--prefix", "none", "--format", "{p} {f}"]))?;
        Ok(Tally::of(keeps_events_apart(&tree)))
    })?;
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

/// Whether Leptos is there without its `delegation`: with it, listeners sit on the window of the host's page and are kept
/// under names that any other Leptos bundle on that page would take for its own.
fn keeps_events_apart(tree: &str) -> bool {
    let renderer: Vec<&str> = tree.lines().filter(|line| line.starts_with("tachys v")).collect();
    let delegates = |line: &&str| line.split([' ', ',']).any(|feature| feature == "delegation");
    !renderer.is_empty() && !renderer.iter().any(delegates)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_renderer_that_delegates_is_found() {
        assert!(keeps_events_apart(
            "leptos v0.8.23 csr,default\ntachys v0.2.19 default,oco\ntachys v0.2.19 default (*)"
        ));
        assert!(!keeps_events_apart("tachys v0.2.19 default,delegation,oco"));
        assert!(!keeps_events_apart("leptos v0.8.23 csr"));
    }
}
