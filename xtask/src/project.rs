//! The checkout that the command belongs to.

use std::env;
use std::fs::{self, File, TryLockError};
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::AtomicBool;

use crate::children;
use crate::problem::{Context, Outcome, say};

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
        // Cargo puts programs into a folder of the target folder, and marks the latter.
        let own = env::current_exe().or_could_not("find the target folder")?;
        let target = own.ancestors().find(|folder| folder.join("CACHEDIR.TAG").is_file());
        Ok(Self {
            target: target.map_or_else(|| root.join("target"), PathBuf::from),
            root,
            notes,
            programs_are_built: AtomicBool::new(false),
        })
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
    let mut waiting = Some(waiting);
    // Some network file systems know no locks; a command alone on its machine does not need one.
    while let Err(TryLockError::WouldBlock) = file.try_lock() {
        if let Some(waiting) = waiting.take() {
            say(waiting);
        }
        children::pause()?;
    }
    Ok(file)
}
