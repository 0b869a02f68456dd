//! Node and the packages of `end2end/package.json`: wasm-opt and a minifier for every build, Playwright and axe for
//! the tests; and those of the portals in `end2end/portal/`.

use std::fs;
use std::path::PathBuf;

use crate::children;
use crate::problem::{Context, Outcome, problem, say, tried};
use crate::project::Project;

/// The oldest Node that is known to do.
const OLDEST: u32 = 20;

/// An error that says what to do when Node is missing or too old.
pub fn check(project: &Project) -> Outcome {
    let what_to_do = format!(
        "Install Node {OLDEST} or newer (https://nodejs.org, your distribution, or a version manager such as fnm), \
         then run this again"
    );
    let Some(version) = tried(children::text_of(project.command("node").arg("--version")))? else {
        return problem(format!("Node is missing: `node` is not on the PATH. {what_to_do}."));
    };
    if major(&version).is_none_or(|major| major < OLDEST) {
        return problem(format!(
            "Node is too old: `node --version` says {}. {what_to_do}.",
            version.trim()
        ));
    }
    if super::on_path(&[npm()]).is_none() {
        return problem(
            "npm is missing: Node is there, but `npm` is not on the PATH. Install the npm that belongs to it, then run this again.",
        );
    }
    Ok(())
}

/// `node_modules` of that folder of the checkout, installed anew only when `package-lock.json` is another than last time.
pub fn packages(project: &Project, name: &str) -> Outcome<PathBuf> {
    let folder = project.root.join(name);
    let modules = folder.join("node_modules");
    let lock =
        fs::read(folder.join("package-lock.json")).or_could_not(format_args!("read {name}/package-lock.json"))?;
    // A whole copy of the lock: nothing to mistake, and gone when somebody deletes node_modules.
    let stamp = modules.join(".installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(modules);
    }
    say(format_args!("Installing the Node packages of {name}/ …"));
    let mut npm = project.command(npm());
    npm.current_dir(&folder)
        .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
    npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    children::run(&mut npm, &format!("`npm ci` in {name}/"))?;
    fs::write(&stamp, lock).or_could_not(format_args!("write {}", stamp.display()))?;
    Ok(modules)
}

/// The package manager that comes with Node.
pub fn npm() -> &'static str {
    if cfg!(windows) { "npm.cmd" } else { "npm" }
}

fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_major_version() {
        assert_eq!(major("v20.19.2\n"), Some(20));
        assert_eq!(major("v8.0.0"), Some(8));
        assert_eq!(major("nonsense"), None);
    }
}
