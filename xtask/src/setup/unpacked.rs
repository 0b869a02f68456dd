//! Programs of the distribution's packages, unpacked into the cache where they are not installed.

use std::path::{Path, PathBuf};

use super::cache::Cache;
use super::debian;
use super::programs::on_path;
use crate::problem::Outcome;
use crate::project::{self, Project};

/// The first program of that name that `does`: on the PATH, in one of the folders below the root, or below what the
/// packages hold, which are got for it where there is none.
pub fn get(
    project: &Project,
    cache: &Cache,
    name: &str,
    packages: &[&str],
    folders: &[&str],
    does: impl Fn(&Path) -> Outcome<bool>,
) -> Outcome<Option<PathBuf>> {
    let unpacked = cache.folder.join("tools").join(format!("{name}-of-debian"));
    let there = || {
        let roots = [Path::new("/"), &unpacked];
        let below = roots.map(|root| folders.iter().map(move |folder| root.join(folder).join(name)));
        for program in on_path(&[name]).into_iter().chain(below.into_iter().flatten()) {
            if does(&program)? {
                return Ok(Some(program));
            }
        }
        Ok(None)
    };
    if let Some(program) = there()? {
        return Ok(Some(program));
    }
    let lock = cache.folder.join(format!("{name}.lock"));
    let _turn = project::lock(&lock, &format!("Another command is getting {name}; waiting for it …"))?;
    match there()? {
        None if debian::unpack(project, packages, &unpacked)? => there(),
        found => Ok(found),
    }
}
