//! Firefox and WebKitGTK, in which the main journeys are tested as well: those that are installed, else the
//! distribution's packages. If one is missing, its journeys are skipped with a message.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use super::cache::Cache;
use super::debian;
use super::programs::{attempt, is_program, on_path};
use crate::problem::{Outcome, problem, say};
use crate::project::{self, Project};

/// What a journey starts.
pub struct InstalledEngine {
    /// The browser, or the driver that starts it.
    pub program: PathBuf,
    /// Where libraries are that the machine does not have.
    pub libraries: Option<PathBuf>,
}

const FIREFOX: &str = "firefox-esr";
const FIREFOX_OF_MAC: &str = "/Applications/Firefox.app/Contents/MacOS/firefox";

/// A Firefox that starts, if there is one or one can be had.
pub fn firefox(project: &Project) -> Outcome<Option<InstalledEngine>> {
    let named = env::var_os("TOKENSCOPE_FIREFOX").filter(|value| !value.is_empty());
    if let Some(program) = named.map(PathBuf::from) {
        let path = program.display().to_string();
        return match started(project, program, None)? {
            None => problem(format!("TOKENSCOPE_FIREFOX is {path}, which does not start.")),
            found => Ok(found),
        };
    }
    for program in [FIREFOX, "firefox"].iter().filter_map(|name| on_path(&[*name])) {
        if let Some(found) = started(project, program, None)? {
            return Ok(Some(found));
        }
    }
    if let Some(found) = started(project, PathBuf::from(FIREFOX_OF_MAC), None)? {
        return Ok(Some(found));
    }
    // Not installed: it is unpacked with what this machine lacks for it.
    let cache = Cache::open()?;
    let unpacked = cache.folder.join("tools").join(format!("{FIREFOX}-of-debian"));
    let there = || {
        let program = unpacked.join("usr/lib").join(FIREFOX).join(FIREFOX);
        started(project, program, libraries(&unpacked))
    };
    if let Some(found) = there()? {
        return Ok(Some(found));
    }
    let lock = cache.folder.join(format!("{FIREFOX}.lock"));
    let _turn = project::lock(
        &lock,
        &format!("Another command is getting {FIREFOX}; waiting for it …"),
    )?;
    if let Some(found) = there()? {
        return Ok(Some(found));
    }
    let packages = debian::lacking(project, FIREFOX)?;
    let packages: Vec<&str> = packages.iter().map(String::as_str).collect();
    if !packages.is_empty() && debian::unpack(project, &packages, &unpacked)? {
        return there();
    }
    Ok(None)
}

/// WebKitGTK's driver, with a screen that nobody sees. It finds its own parts only where the package puts them, so it
/// has to be installed.
pub fn webkit(project: &Project) -> Outcome<Option<InstalledEngine>> {
    for (program, package) in [("WebKitWebDriver", "webkit2gtk-driver"), ("Xvfb", "xvfb")] {
        if on_path(&[program]).is_none() && !(debian::install(project, package)? && on_path(&[program]).is_some()) {
            return Ok(None);
        }
    }
    match on_path(&["WebKitWebDriver"]) {
        Some(program) => started(project, program, None),
        None => Ok(None),
    }
}

/// Says that the journeys in this engine are left out, and what would change that.
pub fn say_missing(name: &str, packages: &str) {
    say(format_args!(
        "There is no {name} that starts, and the distribution's packages gave none: its journeys are skipped. (Debian: \
         sudo apt-get install {packages})"
    ));
}

fn started(project: &Project, program: PathBuf, libraries: Option<PathBuf>) -> Outcome<Option<InstalledEngine>> {
    if !is_program(&program) {
        return Ok(None);
    }
    let mut command = project.command(&program);
    command.arg("--help").stdout(Stdio::null()).stderr(Stdio::null());
    if let Some(libraries) = &libraries {
        command.env("LD_LIBRARY_PATH", libraries);
    }
    Ok(attempt(&mut command)?.then_some(InstalledEngine { program, libraries }))
}

/// The folder of libraries below a root, which is named after the machine's architecture.
fn libraries(root: &Path) -> Option<PathBuf> {
    let folders = fs::read_dir(root.join("usr/lib")).ok()?;
    let named = |path: &PathBuf| path.to_string_lossy().contains("-linux-gnu");
    folders.flatten().map(|entry| entry.path()).find(named)
}
