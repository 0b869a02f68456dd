//! Programs that tests need: those on the PATH, else those of the distribution's packages, unpacked into a folder that
//! every checkout of this user shares.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use super::debian;
use super::programs::{on_path, works};
use crate::problem::{Context, Outcome, problem};
use crate::project::{self, Project};

/// A program, and where it may come from.
pub struct Program {
    /// What it is called on the PATH and by the distribution.
    pub name: &'static str,
    /// Environment variables that name the one to take, whatever else there is.
    pub variables: &'static [&'static str],
    /// What else it may be called on the PATH; or a whole path.
    pub also: &'static [&'static str],
    /// The folders where its package puts it.
    pub folders: &'static [&'static str],
    /// A file without which it will not do, from its folder.
    pub beside: &'static str,
    /// The argument that it is started with, to see whether it does. A program of that name may be a stub that only tells where to get the real one.
    pub asked: &'static str,
    /// What to unpack; none stands for the package of its name, together with all that this machine lacks for it.
    pub packages: &'static [&'static str],
}

/// A program that starts.
pub struct Found {
    pub program: PathBuf,
    /// Where libraries are that the machine does not have.
    pub libraries: Option<PathBuf>,
}

impl Program {
    /// A program of this name, which starts when it is `asked` this.
    pub const fn new(name: &'static str, asked: &'static str) -> Self {
        Self {
            name,
            variables: &[],
            also: &[],
            folders: &[],
            beside: "",
            asked,
            packages: &[],
        }
    }

    /// Finds it without getting anything: the one that a variable names, else the first that starts.
    pub fn there(&self, project: &Project) -> Outcome<Option<Found>> {
        for variable in self.variables {
            if let Some(program) = path_in(variable) {
                let shown = program.display().to_string();
                return match self.started(project, program)? {
                    None => problem(format!(
                        "{variable} names {shown}, which does not start as a browser (`{shown} {}` fails).",
                        self.asked
                    )),
                    found => Ok(found),
                };
            }
        }
        let names = [self.name].into_iter().chain(self.also.iter().copied());
        let on_path = names.filter_map(|name| on_path(&[name]));
        let unpacked = self.unpacked()?;
        let roots = [Path::new("/"), &unpacked];
        let folders = roots
            .iter()
            .flat_map(|root| self.folders.iter().map(move |folder| root.join(folder)));
        for program in on_path.chain(folders.map(|folder| folder.join(self.name))) {
            if let Some(found) = self.started(project, program)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// Finds it, or unpacks the distribution's packages, for which nobody has to be root.
    pub fn there_or_unpacked(&self, project: &Project) -> Outcome<Option<Found>> {
        if let Some(found) = self.there(project)? {
            return Ok(Some(found));
        }
        let lock = cache()?.join(format!("{}.lock", self.name));
        let waiting = format!("Another command is getting {}; waiting for it …", self.name);
        let _turn = project::lock(&lock, &waiting)?;
        if let Some(found) = self.there(project)? {
            return Ok(Some(found));
        }
        let packages = match self.packages {
            [] => debian::lacking(project, self.name)?,
            packages => packages.iter().copied().map(str::to_owned).collect(),
        };
        if debian::unpack(project, &packages, &self.unpacked()?)? {
            return self.there(project);
        }
        Ok(None)
    }

    /// This program, if it starts.
    pub fn started(&self, project: &Project, program: PathBuf) -> Outcome<Option<Found>> {
        if !program.with_file_name(self.beside).exists() {
            return Ok(None);
        }
        let unpacked = self.unpacked()?;
        let libraries = program.starts_with(&unpacked).then(|| libraries(&unpacked)).flatten();
        let mut command = project.command(&program);
        command
            .arg(self.asked)
            .envs(libraries.iter().map(|folder| ("LD_LIBRARY_PATH", folder)));
        Ok(works(&mut command)?.then_some(Found { program, libraries }))
    }

    /// Where it is kept once it was unpacked.
    fn unpacked(&self) -> Outcome<PathBuf> {
        Ok(cache()?.join("tools").join(format!("{}-of-debian", self.name)))
    }
}

/// The folder of libraries below a root, which is named after the machine's architecture.
fn libraries(root: &Path) -> Option<PathBuf> {
    let folders = fs::read_dir(root.join("usr/lib")).ok()?;
    let named = |path: &PathBuf| path.to_string_lossy().contains("-linux-gnu");
    folders.flatten().map(|entry| entry.path()).find(named)
}

/// `$TOKENSCOPE_CACHE`, else `tokenscope` in the user's cache folder; made if it was not there.
fn cache() -> Outcome<PathBuf> {
    let of_user = || {
        let folder = path_in("XDG_CACHE_HOME").or_else(|| path_in("LOCALAPPDATA"));
        Some(
            folder
                .or_else(|| Some(env::home_dir()?.join(".cache")))?
                .join("tokenscope"),
        )
    };
    let Some(folder) = path_in("TOKENSCOPE_CACHE").or_else(of_user) else {
        return problem("there is no home folder to keep tools in. Name one: TOKENSCOPE_CACHE=/some/folder");
    };
    let made = fs::create_dir_all(&folder);
    // Cargo runs in the checkout, so a relative name must not depend on where the command was started.
    made.and_then(|()| folder.canonicalize()).or_could_not(format_args!(
        "make the folder {} to keep tools in (TOKENSCOPE_CACHE names another)",
        folder.display()
    ))
}

fn path_in(variable: &str) -> Option<PathBuf> {
    env::var_os(variable)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}
