//! The distribution's packages, where it is Debian or one of its children.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Stdio;

use super::programs::{attempt, on_path};
use crate::children;
use crate::problem::{Context, Outcome, Problem, say};
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

/// The packages that installing this one would bring, itself among them; none where there is no such package. Nothing is
/// installed, and nobody needs to be root.
pub fn lacking(project: &Project, package: &str) -> Outcome<Vec<String>> {
    if on_path(&["apt-get"]).is_none() {
        return Ok(Vec::new());
    }
    let ask = || {
        let mut apt = project.command("apt-get");
        apt.args(["install", "--simulate", "--no-install-recommends", package]);
        match children::text_of(apt.env("LC_ALL", "C")) {
            Err(Problem::Interrupted) => Err(Problem::Interrupted),
            Err(Problem::Said(_)) => Ok(Vec::new()),
            Ok(said) => Ok(brought(&said)),
        }
    };
    let packages = ask()?;
    // A fresh machine does not know yet what there is.
    if packages.is_empty() && may_install(project)? && as_root(project, &["update", "-qq"])? {
        return ask();
    }
    Ok(packages)
}

/// `Inst libgtk-3-0 (3.24.38-2 Debian:12.5/stable [amd64])`, one line for each package.
fn brought(said: &str) -> Vec<String> {
    let names = said.lines().filter_map(|line| line.strip_prefix("Inst "));
    names
        .filter_map(|rest| rest.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}

/// Unpacks packages into a new folder, without being root and without starting or setting up anything;
/// whether that worked. Their dependencies must be installed.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_installation_would_bring_is_read() {
        let said = "Reading package lists...\nInst libvpx7 (1.12 Debian:12/stable [amd64])\nInst firefox-esr (1 Debian)\nConf libvpx7 (1.12)";
        assert_eq!(brought(said), ["libvpx7", "firefox-esr"]);
        assert!(brought("firefox-esr is already the newest version (1).").is_empty());
    }
}
