//! What ships: the release build within its budget, and free of what its own policy forbids.

use super::page;
use super::round::Round;
use super::tally::Tally;
use crate::build::{self, Profile, Wanted};
use crate::children;
use crate::problem::Outcome;

/// Builds and looks at what was built.
pub fn run(round: &mut Round<'_>) -> Outcome {
    let mut there = false;
    round.step("release build in budget", |round| {
        let dist = build::build(round.project, round.tools, &Wanted::new(round.project, Profile::Ships))?;
        there = true;
        build::judge(&dist)?;
        Ok(Tally::of(true))
    })?;
    if there {
        round.step("the page keeps its policy", |round| {
            page::inspect(&round.project.root.join("dist"))
        })?;
    }
    round.step("event delegation is off", |round| {
        let mut tree = round.project.cargo();
        tree.args(["tree", "--locked", "--package", "tokenscope"]);
        tree.args(["--target", "wasm32-unknown-unknown"]);
        let tree = children::text_of(tree.args(["--edges", "normal", "--prefix", "none", "--format", "{p} {f}"]))?;
        Ok(Tally::of(keeps_events_apart(&tree)))
    })?;
    Ok(())
}

/// Whether Leptos is there without its `delegation`: with it, listeners sit on the window of the host's page and are kept
/// under names that any other Leptos bundle on that page would take for its own.
fn keeps_events_apart(tree: &str) -> bool {
    let renderer: Vec<&str> = tree.lines().filter(|line| line.starts_with("tachys v")).collect();
    let delegates = |line: &&str| line.split([' ', ',']).any(|feature| feature == "delegation");
    !renderer.is_empty() && !renderer.iter().any(delegates)
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
