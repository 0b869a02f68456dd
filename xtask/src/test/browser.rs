//! The page in Chromium, in front of the stand-in, by Playwright.

use super::{Round, Tally, check, counted, tally};
use crate::build::{self, Wanted};
use crate::hosted;
use crate::problem::Outcome;
use crate::setup::Browser;

/// Builds what the tests look at, then runs them.
pub fn run(round: &mut Round<'_>, browser: &Browser) -> Outcome {
    let mut programs = None;
    let built = round.step("build page and programs", |round| {
        build::build(round.project, round.tools, &Wanted::new(round.project, false))?;
        let standin = hosted::program(round.project, "tokenscope-standin", "the stand-in authentik")?;
        let serve = hosted::program(round.project, "tokenscope-serve", "the proxy")?;
        programs = Some((standin, serve));
        Ok(Tally::default())
    })?;
    let folder = round.project.root.join("end2end");
    round.step("types of the tests", |round| {
        check(
            round
                .tools
                .node_command(round.project, "tsc")
                .arg("--noEmit")
                .current_dir(&folder),
        )
    })?;
    let (0, Some((standin, serve))) = (built.failed, programs) else {
        return Ok(());
    };
    round.step("Playwright", |round| {
        let mut playwright = round.tools.node_command(round.project, "playwright");
        playwright.arg("test").args(round.more).current_dir(&folder);
        playwright
            .env("TOKENSCOPE_STANDIN", &standin)
            .env("TOKENSCOPE_DIST", round.project.root.join("dist"));
        playwright
            .env("TOKENSCOPE_SERVE", &serve)
            .env("TOKENSCOPE_CHROMIUM", &browser.program);
        // Its last lines are counted, so they come without colours.
        playwright.env("FORCE_COLOR", "0").env_remove("NO_COLOR");
        counted(&mut playwright, tally::of_playwright)
    })?;
    Ok(())
}
