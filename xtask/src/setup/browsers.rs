//! Browsers for the tests: Chromium for all of them, Firefox and WebKitGTK for the main journeys. If one of the latter is
//! missing, its journeys are skipped with a message.

use std::path::PathBuf;

use super::found::{Found, Program};
use super::programs::on_path;
use super::{Tools, debian};
use crate::children;
use crate::problem::{Outcome, problem, say, tried};
use crate::project::Project;

/// What the tests start: a browser, or the driver that starts it.
pub type Browser = Found;

const CHROMIUM: Program = Program {
    also: &[
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ],
    ..Program::new("chromium", "--version")
};

/// Looked for first: a page of the console takes it half as long as the full browser, which brings the libraries that
/// both need.
const WITHOUT_A_WINDOW: Program = Program {
    variables: &["TOKENSCOPE_CHROMIUM", "CHROME"],
    folders: &["usr/lib/chromium"],
    packages: &["chromium-headless-shell", "chromium-common"],
    ..Program::new("chromium-headless-shell", "--version")
};

const FIREFOX: Program = Program {
    variables: &["TOKENSCOPE_FIREFOX"],
    also: &["firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"],
    folders: &["usr/lib/firefox-esr"],
    ..Program::new("firefox-esr", "--help")
};

const WEBKIT: Program = Program::new("WebKitWebDriver", "--help");

/// Finds a Chromium that starts, or gets one: one that is there, else Playwright's own, else the distribution's package.
pub fn chromium(project: &Project, tools: &Tools) -> Outcome<Browser> {
    if let Some(browser) = on_this_machine(project)? {
        return Ok(browser);
    }
    if let Some(browser) = of_playwright(project)? {
        return Ok(browser);
    }
    say("No Chromium on the PATH; getting Playwright's …");
    let mut install = tools.node_command(project, "playwright");
    if tried(children::run(install.args(["install", "chromium"]), "the download"))?.is_some()
        && let Some(browser) = of_playwright(project)?
    {
        return Ok(browser);
    }
    for package in [WITHOUT_A_WINDOW.name, CHROMIUM.name] {
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
    if let Some(browser) = WITHOUT_A_WINDOW.there(project)? {
        return Ok(Some(browser));
    }
    match CHROMIUM.there(project)? {
        None => Ok(None),
        full => Ok(WITHOUT_A_WINDOW.there_or_unpacked(project)?.or(full)),
    }
}

/// The browser that Playwright has in its own cache, if any.
fn of_playwright(project: &Project) -> Outcome<Option<Browser>> {
    let asked = "console.log(require('playwright-core').chromium.executablePath())";
    let mut node = project.command("node");
    node.current_dir(project.root.join("end2end")).args(["-e", asked]);
    match tried(children::text_of(&mut node))? {
        None => Ok(None),
        Some(path) => CHROMIUM.started(project, PathBuf::from(path.trim())),
    }
}

/// A Firefox that starts, if there is one or one can be had.
pub fn firefox(project: &Project) -> Outcome<Option<Browser>> {
    FIREFOX.there_or_unpacked(project)
}

/// WebKitGTK's driver, with a screen that nobody sees. It finds its own parts only where the package puts them, so it
/// has to be installed.
pub fn webkit(project: &Project) -> Outcome<Option<Browser>> {
    for (program, package) in [(WEBKIT.name, "webkit2gtk-driver"), ("Xvfb", "xvfb")] {
        if on_path(&[program]).is_none() && !debian::install(project, package)? {
            return Ok(None);
        }
    }
    match on_path(&["Xvfb"]) {
        None => Ok(None),
        Some(_) => WEBKIT.there(project),
    }
}
