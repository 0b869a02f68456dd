//! The distribution's packages, where it is Debian or one of its children.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Stdio;

use super::{attempt, on_path};
use crate::children;
use crate::problem::{Outcome, While, say};
use crate::project::Project;

/// Installs a package where we may without asking for a password; whether that worked.
pub fn install(project: &Project, package: &str) -> Outcome<bool> {
    if on_path(&["apt-get"]).is_none() || !may_install(project)? {
        return Ok(false);
    }
    say(format_args!("Installing the distribution's {package} …"));
    let arguments = ["install", "-y", "-qq", "--no-install-recommends", package];
    Ok(as_root(project, &["update", "-qq"])? && as_root(project, &arguments)?)
}

/// Unpacks packages into a new folder, for which nobody needs to be root, and nothing that they would start or set up is;
/// whether that worked. What they depend on must be there.
pub fn unpack(project: &Project, packages: &[&str], folder: &Path) -> Outcome<bool> {
    if on_path(&["apt-get"]).is_none() || on_path(&["dpkg-deb"]).is_none() {
        return Ok(false);
    }
    say(format_args!("Getting the distribution's {} …", packages.join(", ")));
    let part = folder.with_extension("part");
    let _ = fs::remove_dir_all(&part);
    fs::create_dir_all(&part).or_could_not(format_args!("make the folder {}", part.display()))?;
    let download = || {
        let mut apt = project.command("apt-get");
        apt.args(["download", "-qq"]).args(packages).current_dir(&part);
        attempt(apt.stdout(Stdio::null()).stderr(Stdio::null()))
    };
    // A fresh machine does not know yet what there is.
    let there = download()? || (may_install(project)? && as_root(project, &["update", "-qq"])? && download()?);
    if !there {
        return Ok(false);
    }
    let files = fs::read_dir(&part).or_could_not(format_args!("read {}", part.display()))?;
    for file in files.flatten().map(|entry| entry.path()) {
        if file.extension() == Some(OsStr::new("deb")) {
            let mut unpack = project.command("dpkg-deb");
            children::run(unpack.arg("-x").arg(&file).arg(&part), "unpacking a package")?;
        }
    }
    let _ = fs::remove_dir_all(folder);
    fs::rename(&part, folder).or_could_not(format_args!("fill the folder {}", folder.display()))?;
    Ok(true)
}

fn is_root(project: &Project) -> bool {
    children::text_of(project.command("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

fn may_install(project: &Project) -> Outcome<bool> {
    Ok(is_root(project) || attempt(project.command("sudo").args(["-n", "true"]).stderr(Stdio::null()))?)
}

fn as_root(project: &Project, arguments: &[&str]) -> Outcome<bool> {
    let mut command = if is_root(project) {
        project.command("apt-get")
    } else {
        let mut sudo = project.command("sudo");
        sudo.args(["-n", "apt-get"]);
        sudo
    };
    command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    attempt(command.stdout(Stdio::null()))
}
