//! Programs that a machine may or may not have.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::children;
use crate::problem::{Outcome, tried};

/// Whether a program starts and succeeds. What it says is not shown.
pub fn works(command: &mut Command) -> Outcome<bool> {
    Ok(tried(children::text_of(command))?.is_some())
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
fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata()
        .is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(file: &Path) -> bool {
    file.is_file() || file.with_extension("exe").is_file()
}
