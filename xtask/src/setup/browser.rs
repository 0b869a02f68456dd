//! A Chromium for the tests: one that is there, else Playwright's own, else the distribution's package.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use super::{Tools, on_path};
use crate::children::{self, Running};
use crate::problem::{Outcome, Problem, problem, say};
use crate::project::Project;

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
    if let Some(browser) = of_playwright(project, tools)? {
        return Ok(browser);
    }
    say("No Chromium on the PATH; getting Playwright's …");
    if attempt(tools.node_command(project, "playwright").args(["install", "chromium"]))?
        && let Some(browser) = of_playwright(project, tools)?
    {
        return Ok(browser);
    }
    if let Some(browser) = of_the_distribution(project)? {
        return Ok(browser);
    }
    problem(
        "the browser tests need Chromium, and neither the PATH, nor Playwright's download, nor the distribution's package \
         gave one that starts. Install it (Debian: sudo apt-get install chromium; elsewhere: https://www.chromium.org, or \
         cd end2end && npx playwright install --with-deps chromium), or name one: CHROME=/path/to/chromium",
    )
}

fn on_this_machine(project: &Project) -> Outcome<Option<Browser>> {
    for program in on_path(NAMES).into_iter().chain([PathBuf::from(MAC)]) {
        if starts(project, &program)? {
            return Ok(Some(Browser { program }));
        }
    }
    Ok(None)
}

/// The browser that Playwright has in its own cache, if any.
fn of_playwright(project: &Project, tools: &Tools) -> Outcome<Option<Browser>> {
    let asked = "console.log(require('playwright-core').chromium.executablePath())";
    let mut node = tools.command(project, "node");
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

/// Debian's package, where we may install one without asking for a password.
fn of_the_distribution(project: &Project) -> Outcome<Option<Browser>> {
    if on_path(&["apt-get"]).is_none() {
        return Ok(None);
    }
    let root = children::text_of(project.command("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    let may = root || attempt(project.command("sudo").args(["-n", "true"]).stderr(Stdio::null()))?;
    if !may {
        return Ok(None);
    }
    say("Installing the distribution's chromium …");
    for arguments in [
        &["update", "-qq"][..],
        &["install", "-y", "-qq", "--no-install-recommends", "chromium"],
    ] {
        let mut command = if root {
            project.command("apt-get")
        } else {
            project.command("sudo")
        };
        if !root {
            command.args(["-n", "apt-get"]);
        }
        if !attempt(
            command
                .args(arguments)
                .env("DEBIAN_FRONTEND", "noninteractive")
                .stdout(Stdio::null()),
        )? {
            return Ok(None);
        }
    }
    on_this_machine(project)
}

/// A program of that name may be a stub that only tells where to get the real one.
fn starts(project: &Project, program: &Path) -> Outcome<bool> {
    if !super::is_program(program) {
        return Ok(false);
    }
    match children::text_of(project.command(program).arg("--version")) {
        Err(Problem::Interrupted) => Err(Problem::Interrupted),
        said => Ok(said.is_ok()),
    }
}

fn attempt(command: &mut std::process::Command) -> Outcome<bool> {
    match Running::start(command).and_then(|mut running| running.wait()) {
        Ok(status) => Ok(status.success()),
        Err(Problem::Interrupted) => Err(Problem::Interrupted),
        Err(Problem::Said(_)) => Ok(false),
    }
}
