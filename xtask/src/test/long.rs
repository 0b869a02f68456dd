//! What takes too long for every change: `cargo xtask test --long`.

use std::fs;
use std::path::Path;

use super::browser::playwright;
use super::round::{Round, check, counted};
use super::tally::{self, Tally};
use crate::children;
use crate::files;
use crate::package;
use crate::problem::{Context, Outcome, say};
use crate::progress;
use crate::setup::{self, Browser};

/// Builds a second time, elsewhere; tries the packaged program; and, where Trunk is there, what it builds.
pub fn run(round: &mut Round<'_>, browser: Option<&Browser>) -> Outcome {
    // Another checkout, in which another command can have its turn.
    let again = round.project.notes.join("again");
    round.step("two builds, the same bytes", |round| {
        files::clear(&again)?;
        let tracked = children::text_of(round.project.command("git").args(["ls-files"]))?;
        for name in tracked.lines() {
            let copy = again.join(name);
            let copied = copy.parent().map_or(Ok(()), fs::create_dir_all);
            let copied = copied.and_then(|()| fs::copy(round.project.root.join(name), &copy));
            copied.or_could_not(format_args!("copy {name}"))?;
        }
        let mut build = round.project.cargo();
        build
            .args(["xtask", "build"])
            .current_dir(&again)
            .env_remove("CARGO_TARGET_DIR");
        children::run(&mut build, "the second build")?;
        let built = |root: &Path| files::fingerprint([root.join("dist")]);
        Ok(Tally::of(built(&round.project.root)? == built(&again)?))
    })?;
    round.step("the packaged program", |round| {
        let folder = round.project.notes.join("package");
        let program = package::make(round.project, &folder)?;
        let Some(browser) = browser else {
            return Ok(Tally::SKIPPED);
        };
        let standin = progress::program(round.project, "tokenscope-standin")?;
        let mut tests = playwright(round, browser)?;
        tests
            .env("TOKENSCOPE_STANDIN", standin)
            .env("TOKENSCOPE_SERVE", program);
        tests.env("TOKENSCOPE_PACKAGED", "1").arg("serve.spec.ts");
        counted(&mut tests, tally::of_playwright)
    })?;
    round.step("trunk build", |round| {
        if setup::on_path(&["trunk"]).is_none() {
            say("There is no Trunk on the PATH: what it builds is not looked at.");
            return Ok(Tally::SKIPPED);
        }
        let dist = round.project.notes.join("of-trunk");
        let mut trunk = round.project.command("trunk");
        trunk.current_dir(&again).env_remove("CARGO_TARGET_DIR");
        let built = check(trunk.args(["build", "--dist"]).arg(&dist))?;
        let has_all = ["index.html", "boot.js", "tokenscope_bg.js", "split_drawer.wasm"];
        let has_all = has_all.iter().all(|name| dist.join(name).is_file());
        Ok(if built.failed == 0 { Tally::of(has_all) } else { built })
    })?;
    Ok(())
}
