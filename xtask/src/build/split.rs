//! The parts of the program that are fetched when they are needed: `#[wasm_split]` in src/later.rs says which.
//!
//! Trunk cannot take a module apart, so what it made of the module is made again out of the same compilation.

use std::fs;
use std::path::Path;

use super::{Wanted, clear};
use crate::children;
use crate::problem::{Outcome, While};
use crate::project::Project;
use crate::setup::Tools;

/// What the linker must leave in the module for it to be taken apart: where each function and each byte of data is used.
pub const LINKED_WITH: &str = "-Clink-args=--emit-relocs";

/// Puts the module, its script and its parts (`split_….wasm`) into `stage`.
pub fn split(project: &Project, tools: &Tools, wanted: &Wanted, stage: &Path) -> Outcome {
    let whole = project
        .target
        .join("wasm32-unknown-unknown")
        .join(if wanted.dev { "debug" } else { "wasm" })
        .join("tokenscope.wasm");
    let parts = project.notes.join("parts");
    clear(&parts)?;
    let mut split = tools.command(project, "wasm-split-cli");
    split.args(["--out-name", "tokenscope"]).arg(&whole).arg(&parts);
    children::run(&mut split, "taking the module apart")?;
    let mut bindgen = tools.command(project, "wasm-bindgen");
    bindgen
        .args(["--target", "web", "--no-typescript", "--keep-lld-exports"])
        .args(["--remove-name-section", "--remove-producers-section"])
        .args(["--out-name", "tokenscope", "--out-dir"])
        .arg(&parts)
        .arg(parts.join("tokenscope.wasm"));
    children::run(&mut bindgen, "`wasm-bindgen`")?;
    let mut glue = tools.command(project, "node");
    glue.arg(project.root.join("xtask/src/glue.mjs")).arg(stage).arg(&parts);
    children::run(&mut glue, "making the script of the module")
}

/// The parts in `folder`.
pub fn parts(folder: &Path) -> Outcome<Vec<String>> {
    let entries = fs::read_dir(folder).or_could_not(format_args!("read {}", folder.display()))?;
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| name.ends_with(".wasm") && name != "tokenscope_bg.wasm")
        .collect();
    names.sort();
    Ok(names)
}
