//! The standard library for wasm.

use std::path::Path;

use crate::children;
use crate::problem::{Outcome, Problem, problem, say};
use crate::project::Project;

const TARGET: &str = "wasm32-unknown-unknown";

/// Adds the wasm target when it is missing. Without rustup it can only be asked for.
pub fn ensure(project: &Project) -> Outcome {
    if is_there(project)? {
        return Ok(());
    }
    let add = format!("rustup target add {TARGET}");
    if super::programs::on_path(&["rustup", "rustup.exe"]).is_none() {
        return problem(format!(
            "the Rust target {TARGET} is missing, and so is rustup, which would add it. Install rustup \
             (https://rustup.rs), or your distribution's package with Rust's standard library for wasm."
        ));
    }
    say(format_args!("Adding the Rust target {TARGET} …"));
    match children::run(project.command("rustup").args(["target", "add", TARGET]), "rustup") {
        Err(Problem::Said(_)) => problem(format!(
            "the Rust target {TARGET} is missing and could not be added: {add}"
        )),
        other => other,
    }
}

fn is_there(project: &Project) -> Outcome<bool> {
    let asked = children::text_of(
        project
            .command("rustc")
            .args(["--print", "target-libdir", "--target", TARGET]),
    );
    match asked {
        Ok(folder) => Ok(Path::new(folder.trim()).is_dir()),
        Err(Problem::Interrupted) => Err(Problem::Interrupted),
        Err(Problem::Said(_)) => Ok(false),
    }
}
