//! The checkout that the command belongs to.

use std::env;
use std::fs::{self, File, TryLockError};
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::AtomicBool;

use crate::children;
use crate::problem::{Context, Outcome, Problem, say};

/// Where things are in this checkout.
pub struct Project {
    /// The folder of the root `Cargo.toml`.
    pub root: PathBuf,
    /// Cargo's target folder, wherever the environment or a configuration puts it.
    pub target: PathBuf,
    /// What the commands remember about this checkout between two runs.
    pub notes: PathBuf,
    /// Whether the tests have compiled the workspace's programs, with features that only tests ask for: asked for
    /// without those, all would be compiled anew.
    pub programs_are_built: AtomicBool,
}

impl Project {
    /// The checkout that this program was built from.
    pub fn find() -> Outcome<Self> {
        // Cargo says so when it runs us; the place we were compiled in answers for a program started by hand.
        let manifest =
            env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest.parent().map(PathBuf::from).unwrap_or(manifest);
        let notes = root.join("target").join("xtask");
        fs::create_dir_all(&notes).or_could_not(format_args!("make the folder {}", notes.display()))?;
        let mut project = Self {
            target: root.join("target"),
            root,
            notes,
            programs_are_built: AtomicBool::new(false),
        };
        let metadata = children::text_of(project.cargo().args(["metadata", "--no-deps", "--format-version", "1"]))?;
        if let Some(target) = json_text(&metadata, "target_directory") {
            project.target = PathBuf::from(target);
        }
        Ok(project)
    }

    /// `cargo`, in this checkout, without what `cargo run` told *us* about ourselves: some build scripts look at it and
    /// would compile again on every change between `cargo xtask` and plain `cargo`.
    pub fn cargo(&self) -> Command {
        let mut cargo = self.command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.env_remove("CARGO");
        cargo
    }

    /// Any program, in this checkout, in the environment that this command was started in.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        for (name, _) in env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") || text == "CARGO_PRIMARY_PACKAGE"
            {
                command.env_remove(&name);
            }
        }
        command
    }

    /// Waits until no other command works on this checkout; the turn ends when the returned file is dropped.
    pub fn take_turn(&self) -> Outcome<File> {
        lock(
            &self.notes.join("turn.lock"),
            "Another command is at work in this checkout; waiting for it …",
        )
    }
}

/// Takes an exclusive lock on the file, saying `waiting` when somebody else holds it.
pub fn lock(path: &std::path::Path, waiting: &str) -> Outcome<File> {
    let file = File::create(path).or_could_not(format_args!("create {}", path.display()))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            say(waiting);
            while let Err(TryLockError::WouldBlock) = file.try_lock() {
                children::pause()?;
            }
        }
        // Some network file systems know no locks; a command alone on its machine does not need one.
        Err(TryLockError::Error(_)) => {}
    }
    if children::interrupted() {
        Err(Problem::Interrupted)
    } else {
        Ok(file)
    }
}

/// The first text under this key, in JSON written without spaces as cargo writes it.
fn json_text(json: &str, key: &str) -> Option<String> {
    let (_, rest) = json.split_once(&format!("\"{key}\":\""))?;
    let (text, _) = rest.split_once('"')?;
    Some(text.replace("\\\\", "\\"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_text_out_of_json() {
        let json = r#"{"packages":[],"target_directory":"C:\\work\\target","version":1}"#;
        assert_eq!(json_text(json, "target_directory").as_deref(), Some(r"C:\work\target"));
        assert_eq!(json_text(json, "missing"), None);
    }
}
