//! The page in a browser, in front of the stand-in: all of it in Chromium, by Playwright, and the main journeys elsewhere.

use std::path::PathBuf;
use std::process::Command;

use super::engines::{self, Engine};
use super::round::{Round, check, counted};
use super::tally;
use super::tally::Tally;
use crate::build::{self, Profile, Wanted};
use crate::problem::Outcome;
use crate::progress;
use crate::setup::{self, Browser};

/// The page for another path, in a folder of this name.
const BELOW_TOKENS: &str = "below-tokens";

/// Builds what the tests look at, then runs them.
pub fn run(round: &mut Round<'_>, chromium: Option<&Browser>, others: &[Engine]) -> Outcome {
    let mut programs = None;
    let built = round.step("build page and programs", |round| {
        build::build(round.project, round.tools, &Wanted::new(round.project, Profile::Ships))?;
        let standin = progress::program(round.project, "tokenscope-standin")?;
        let serve = progress::program(round.project, "tokenscope-program")?;
        programs = Some((standin, serve));
        Ok(Tally::default())
    })?;
    let programs = programs.filter(|_| built.failed == 0);
    if let Some(chromium) = chromium {
        in_chromium(round, chromium, programs.as_ref())?;
    }
    match programs {
        Some((standin, _)) if !others.is_empty() => engines::run(round, others, &standin),
        _ => Ok(()),
    }
}

/// All tests, which need much more set-up than the journeys.
fn in_chromium(round: &mut Round<'_>, browser: &Browser, programs: Option<&(PathBuf, PathBuf)>) -> Outcome {
    let below_tokens = round.project.notes.join(BELOW_TOKENS);
    round.step("the page below /tokens/", |round| {
        let wanted = Wanted::new(round.project, Profile::Ships).under("/tokens/")?;
        build::build(round.project, round.tools, &wanted.into_folder(&below_tokens)?)?;
        Ok(Tally::default())
    })?;
    let portal = round.project.root.join("end2end/portal");
    round.step("portals", |round| {
        let vite = setup::portal(round.project)?.join(".bin").join("vite");
        let mut build = round.project.command(vite);
        build.args(["build", "--logLevel", "warn"]).current_dir(&portal);
        check(&mut build)
    })?;
    round.step("nginx and Caddy", |round| {
        setup::proxies(round.project)?;
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
    let Some((standin, serve)) = programs else {
        return Ok(());
    };
    round.step("Playwright", |round| {
        let mut tests = playwright(round, browser)?;
        tests.env("TOKENSCOPE_STANDIN", standin).env("TOKENSCOPE_SERVE", serve);
        counted(tests.args(round.more), tally::of_playwright)
    })?;
    Ok(())
}

/// Playwright with all that its tests look at, but for the programs.
pub fn playwright(round: &Round<'_>, browser: &Browser) -> Outcome<Command> {
    let end2end = round.project.root.join("end2end");
    let proxies = setup::proxies(round.project)?;
    let mut playwright = round.tools.node_command(round.project, "playwright");
    playwright.arg("test").current_dir(&end2end);
    playwright
        .env("TOKENSCOPE_DIST", round.project.root.join("dist"))
        .env("TOKENSCOPE_DIST_BELOW_TOKENS", round.project.notes.join(BELOW_TOKENS))
        .env("TOKENSCOPE_PORTAL", end2end.join("portal/dist"))
        .env("TOKENSCOPE_CHROMIUM", &browser.program)
        .env("TOKENSCOPE_NGINX", &proxies.nginx)
        .envs(proxies.caddy.map(|caddy| ("TOKENSCOPE_CADDY", caddy)))
        .envs(round.long.then_some(("TOKENSCOPE_LONG", "1")));
    // Its last lines are counted, so they come without colours.
    playwright.env("FORCE_COLOR", "0").env_remove("NO_COLOR");
    Ok(playwright)
}
