//! The distribution's packages, where it is Debian or one of its children.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Stdio;

use super::programs::{on_path, works};
use crate::children;
use crate::problem::{Context, Outcome, say, tried};
use crate::project::Project;

/// Installs a package where we may without asking for a password; whether that worked.
pub fn install(project: &Project, package: &str) -> Outcome<bool> {
    if !may_install(project)? {
        return Ok(false);
    }
    say(format_args!("Installing the distribution's {package} …"));
    let arguments = ["install", "-y", "-qq", "--no-install-recommends", package];
    Ok(as_root(project, &["update", "-qq"])? && as_root(project, &arguments)?)
}

/// The packages that installing this one would bring, itself among them; none where there is no such package. Nothing is
/// installed, and nobody needs to be root.
pub fn lacking(project: &Project, package: &str) -> Outcome<Vec<String>> {
    let ask = || {
        let mut apt = project.command("apt-get");
        apt.args(["install", "--simulate", "--no-install-recommends", package]);
        let said = tried(children::text_of(apt.env("LC_ALL", "C")))?;
        Ok(brought(&said.unwrap_or_default()))
    };
    match ask()? {
        packages if packages.is_empty() && knows_more(project)? => ask(),
        packages => Ok(packages),
    }
}

/// `Inst libgtk-3-0 (3.24.38-2 Debian:12.5/stable [amd64])`, one line for each package.
fn brought(said: &str) -> Vec<String> {
    let lines = said.lines().filter_map(|line| line.strip_prefix("Inst "));
    lines
        .filter_map(|line| Some(line.split(' ').next()?.to_owned()))
        .collect()
}

/// Unpacks packages into a new folder, without being root and without starting or setting up anything;
/// whether that worked. Their dependencies must be installed.
pub fn unpack(project: &Project, packages: &[String], folder: &Path) -> Outcome<bool> {
    if packages.is_empty() || on_path(&["apt-get"]).is_none() || on_path(&["dpkg-deb"]).is_none() {
        return Ok(false);
    }
    say(format_args!("Getting the distribution's {} …", packages.join(", ")));
    let part = folder.with_extension("part");
    let _ = fs::remove_dir_all(&part);
    fs::create_dir_all(&part).or_could_not(format_args!("make the folder {}", part.display()))?;
    let download = || {
        let mut apt = project.command("apt-get");
        works(apt.args(["download", "-qq"]).args(packages).current_dir(&part))
    };
    let there = download()? || (knows_more(project)? && download()?);
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

/// Fetches the list of all packages, which a fresh machine does not have yet; whether that worked.
fn knows_more(project: &Project) -> Outcome<bool> {
    Ok(may_install(project)? && as_root(project, &["update", "-qq"])?)
}

fn may_install(project: &Project) -> Outcome<bool> {
    Ok(on_path(&["apt-get"]).is_some() && (is_root(project) || works(project.command("sudo").args(["-n", "true"]))?))
}

fn is_root(project: &Project) -> bool {
    children::text_of(project.command("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

fn as_root(project: &Project, arguments: &[&str]) -> Outcome<bool> {
    let mut apt = project.command(if is_root(project) { "apt-get" } else { "sudo" });
    if !is_root(project) {
        apt.args(["-n", "apt-get"]);
    }
    apt.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    Ok(tried(children::run(apt.stdout(Stdio::null()), "apt-get"))?.is_some())
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
