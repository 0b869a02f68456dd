//! What is to be built, and where to.

use std::fs;
use std::path::{Path, PathBuf};

use crate::problem::{Context, Outcome, problem, shown};
use crate::project::Project;

/// The folder, the address and how far to optimise.
pub struct Wanted {
    pub dist: PathBuf,
    pub public_url: String,
    pub dev: bool,
}

impl Wanted {
    /// The console at the root of its server, in the checkout's `dist/`.
    pub fn new(project: &Project, dev: bool) -> Self {
        Self {
            dist: project.root.join("dist"),
            public_url: "/".to_owned(),
            dev,
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

    /// What of it a build depends on.
    pub fn options(&self) -> String {
        format!("{} dev={}", self.public_url, self.dev)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted() -> Wanted {
        Wanted {
            dist: PathBuf::new(),
            public_url: "/".to_owned(),
            dev: false,
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
