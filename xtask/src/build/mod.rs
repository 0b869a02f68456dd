//! `dist/`: the page, ready for any static server.

use std::fs;
use std::path::{Path, PathBuf};

use crate::children;
use crate::files;
use crate::problem::{Context, Outcome, problem, shown};
use crate::project::Project;
use crate::setup::Tools;

mod module;
mod size;

pub use module::{BINDGEN, Profile, compile, script, without_places};

/// What the site is made of, besides the module.
const INPUTS: &[&str] = &["Cargo.toml", "LICENSE", "public", "style", "xtask/src/build"];

/// What is to be built, and where to.
pub struct Wanted {
    dist: PathBuf,
    public_url: String,
    profile: Profile,
}

impl Wanted {
    /// The console at the root of its server, in the checkout's `dist/`.
    pub fn new(project: &Project, profile: Profile) -> Self {
        Self {
            dist: project.root.join("dist"),
            public_url: "/".to_owned(),
            profile,
        }
    }

    /// The same below another path.
    pub fn under(mut self, public_url: &str) -> Outcome<Self> {
        if !public_url.starts_with('/') || public_url.starts_with("//") {
            return problem(format!(
                "--public-url is a path on the page's own server, such as /tokens/, and not {public_url}. Files from \
                 another server are refused by the page's own policy."
            ));
        }
        self.public_url = format!("{}/", public_url.trim_end_matches('/'));
        Ok(self)
    }

    /// The same in another folder, which must be empty, missing, or one that this command filled before.
    pub fn into_folder(mut self, dist: &Path) -> Outcome<Self> {
        let dist = std::path::absolute(dist).or_could_not(format_args!("understand {}", dist.display()))?;
        let filled = fs::read_dir(&dist).is_ok_and(|mut entries| entries.next().is_some());
        if filled && !dist.join("tokenscope_bg.wasm").is_file() {
            return problem(format!(
                "{} holds something else, and building would replace it. Name an empty or a new folder.",
                shown(&dist)
            ));
        }
        self.dist = dist;
        Ok(self)
    }
}

/// Builds what is wanted, and gives its folder.
pub fn build(project: &Project, tools: &Tools, wanted: &Wanted) -> Outcome<PathBuf> {
    let site = site(project, tools, wanted.profile)?;
    files::replace(&site, &wanted.dist)?;
    let mut page = script(project, "page.mjs");
    page.arg(&wanted.dist).arg(&wanted.public_url);
    children::run(wanted.profile.mark(&mut page), "making the page")?;
    Ok(wanted.dist.clone())
}

/// What a first view of the folder costs, once it is told; an error when that is over budget.
pub fn judge(dist: &Path) -> Outcome {
    let report = size::Report::of(dist)?;
    crate::problem::say(&report);
    report.judge()
}

/// Completes what Trunk has built: all but the page, which is there, into the same folder.
pub fn beside_page(project: &Project, tools: &Tools, profile: Profile, stage: &Path) -> Outcome {
    files::copy(&site(project, tools, profile)?, stage)
}

/// All that does not depend on the address, in a folder of the checkout.
fn site(project: &Project, tools: &Tools, profile: Profile) -> Outcome<PathBuf> {
    let module = module::bound(project, tools, profile)?;
    let inputs = INPUTS.iter().map(|name| project.root.join(name));
    let made_of = files::fingerprint(inputs.chain([module.clone()]))?;
    files::kept(project.notes.join(profile.folder("site")), &made_of, |folder| {
        let mut site = script(project, "site.mjs");
        site.arg(&module).arg(folder);
        children::run(profile.mark(&mut site), "making scripts and style sheets")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted() -> Wanted {
        Wanted {
            dist: PathBuf::new(),
            public_url: "/".to_owned(),
            profile: Profile::Quick,
        }
    }

    #[test]
    fn a_public_url_is_a_path_that_ends_in_a_slash() {
        for (given, kept) in [("/", "/"), ("/tokens", "/tokens/"), ("/a/tokens/", "/a/tokens/")] {
            assert_eq!(wanted().under(given).unwrap().public_url, kept);
        }
        for refused in ["tokens", "https://cdn.example.com/", "//cdn.example.com/"] {
            assert!(wanted().under(refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn only_its_own_folders_are_replaced() {
        let folder = tempfile::tempdir().unwrap();
        assert!(wanted().into_folder(folder.path()).is_ok());
        fs::write(folder.path().join("thesis.txt"), "years of work").unwrap();
        assert!(wanted().into_folder(folder.path()).is_err());
        fs::write(folder.path().join("tokenscope_bg.wasm"), "").unwrap();
        assert!(wanted().into_folder(folder.path()).is_ok());
        assert!(wanted().into_folder(&folder.path().join("new")).is_ok());
    }
}
