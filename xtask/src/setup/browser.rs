//! A Chromium for the tests: one that is there, else Playwright's own, else the distribution's package.
//!
//! The headless one is looked for first: a page of the console takes it half as long as the full browser.

use std::env;
use std::path::{Path, PathBuf};

use super::cache::Cache;
use super::programs::{attempt, on_path};
use super::{Tools, debian, unpacked};
use crate::children;
use crate::problem::{Outcome, Problem, problem, say};
use crate::project::Project;

const WITHOUT_A_WINDOW: &str = "chromium-headless-shell";
const NAMES: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
];
const MAC: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/// The browser that Playwright is to start.
pub struct Browser {
    /// Its program.
    pub program: PathBuf,
}

/// Finds a browser that starts, or gets one.
pub fn find_or_get(project: &Project, tools: &Tools) -> Outcome<Browser> {
    for name in ["TOKENSCOPE_CHROMIUM", "CHROME"] {
        if let Some(program) = env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from) {
            if starts(project, &program)? {
                return Ok(Browser { program });
            }
            return problem(format!(
                "{name} names {}, which does not start as a browser.",
                program.display()
            ));
        }
    }
    if let Some(browser) = on_this_machine(project)? {
        return Ok(browser);
    }
    if let Some(browser) = of_playwright(project)? {
        return Ok(browser);
    }
    say("No Chromium on the PATH; getting Playwright's …");
    if attempt(tools.node_command(project, "playwright").args(["install", "chromium"]))?
        && let Some(browser) = of_playwright(project)?
    {
        return Ok(browser);
    }
    for package in [WITHOUT_A_WINDOW, "chromium"] {
        if debian::install(project, package)?
            && let Some(browser) = on_this_machine(project)?
        {
            return Ok(browser);
        }
    }
    problem(
        "the browser tests need Chromium, and neither the PATH, nor Playwright's download, nor the distribution's package \
         gave one that starts. Install it (Debian: sudo apt-get install chromium; elsewhere: https://www.chromium.org, or \
         cd end2end && npx playwright install --with-deps chromium), or name one: CHROME=/path/to/chromium",
    )
}

fn on_this_machine(project: &Project) -> Outcome<Option<Browser>> {
    if let Some(program) = on_path(&[WITHOUT_A_WINDOW])
        && starts(project, &program)?
    {
        return Ok(Some(Browser { program }));
    }
    for program in on_path(NAMES).into_iter().chain([PathBuf::from(MAC)]) {
        if starts(project, &program)? {
            let lighter = without_a_window(project)?;
            return Ok(Some(lighter.unwrap_or(Browser { program })));
        }
    }
    Ok(None)
}

/// The distribution's headless one, next to a full browser that brings the libraries both need.
fn without_a_window(project: &Project) -> Outcome<Option<Browser>> {
    let packages = [WITHOUT_A_WINDOW, "chromium-common"];
    let folders = ["usr/lib/chromium"];
    let found = unpacked::get(
        project,
        &Cache::open()?,
        WITHOUT_A_WINDOW,
        &packages,
        &folders,
        |program| Ok(program.with_file_name("icudtl.dat").is_file() && starts(project, program)?),
    )?;
    Ok(found.map(|program| Browser { program }))
}

/// The browser that Playwright has in its own cache, if any.
fn of_playwright(project: &Project) -> Outcome<Option<Browser>> {
    let asked = "console.log(require('playwright-core').chromium.executablePath())";
    let mut node = project.command("node");
    node.current_dir(project.root.join("end2end")).args(["-e", asked]);
    match children::text_of(&mut node) {
        Ok(path) => {
            let program = PathBuf::from(path.trim());
            Ok(if starts(project, &program)? {
                Some(Browser { program })
            } else {
                None
            })
        }
        Err(Problem::Interrupted) => Err(Problem::Interrupted),
        Err(Problem::Said(_)) => Ok(None),
    }
}

/// A program of that name may be a stub that only tells where to get the real one.
fn starts(project: &Project, program: &Path) -> Outcome<bool> {
    if !super::programs::is_program(program) {
        return Ok(false);
    }
    match children::text_of(project.command(program).arg("--version")) {
        Err(Problem::Interrupted) => Err(Problem::Interrupted),
        said => Ok(said.is_ok()),
    }
}
