//! Programs that a machine may or may not have.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::children::Running;
use crate::problem::{Outcome, Problem};

/// Runs a program whose failure means that there is another way to try.
pub fn attempt(command: &mut Command) -> Outcome<bool> {
    match Running::start(command).and_then(|mut running| running.wait()) {
        Ok(status) => Ok(status.success()),
        Err(Problem::Interrupted) => Err(Problem::Interrupted),
        Err(Problem::Said(_)) => Ok(false),
    }
}

/// The first of these programs on the `PATH`.
pub fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    names.iter().find_map(|name| {
        env::split_paths(&path)
            .map(|folder| folder.join(name))
            .find(|file| is_program(file))
    })
}

/// Whether a file can be run.
#[cfg(unix)]
pub fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata()
        .is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
pub fn is_program(file: &Path) -> bool {
    file.is_file() || file.with_extension("exe").is_file()
}
