//! The standard library for wasm.

use std::path::Path;

use crate::children;
use crate::problem::{Outcome, problem, say, tried};
use crate::project::Project;

const TARGET: &str = "wasm32-unknown-unknown";

/// Adds the wasm target when it is missing. Without rustup it can only be asked for.
pub fn ensure(project: &Project) -> Outcome {
    let mut rustc = project.command("rustc");
    rustc.args(["--print", "target-libdir", "--target", TARGET]);
    if tried(children::text_of(&mut rustc))?.is_some_and(|folder| Path::new(folder.trim()).is_dir()) {
        return Ok(());
    }
    if super::on_path(&["rustup", "rustup.exe"]).is_none() {
        return problem(format!(
            "the Rust target {TARGET} is missing, and so is rustup, which would add it. Install rustup \
             (https://rustup.rs), or your distribution's package with Rust's standard library for wasm."
        ));
    }
    say(format_args!("Adding the Rust target {TARGET} …"));
    let mut rustup = project.command("rustup");
    match tried(children::run(rustup.args(["target", "add", TARGET]), "rustup"))? {
        Some(()) => Ok(()),
        None => problem(format!(
            "the Rust target {TARGET} is missing and could not be added: rustup target add {TARGET}"
        )),
    }
}
