//! The parts of the program that are fetched when they are needed: `#[wasm_split]` in src/mount/lazy_modules.rs says which.
//!
//! Trunk cannot split a module, so its output is produced again from the same compilation.

use std::fs;
use std::path::Path;

use super::folder::clear;
use super::wanted::Wanted;
use crate::children;
use crate::problem::{Context, Outcome, problem};
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
    makes_no_markup(&whole)?;
    let parts = project.notes.join("parts");
    clear(&parts)?;
    let mut split = tools.command(project, "wasm-split-cli");
    split.args(["--out-name", "tokenscope"]).arg(&whole).arg(&parts);
    children::run(&mut split, "taking the module apart")?;
    let mut bindgen = tools.command(project, "wasm-bindgen");
    bindgen
        .args(["--target", "web", "--no-typescript", "--keep-lld-exports"])
        .arg("--remove-producers-section")
        .args(["--out-name", "tokenscope", "--out-dir"])
        .arg(&parts)
        .arg(parts.join("tokenscope.wasm"));
    children::run(&mut bindgen, "`wasm-bindgen`")?;
    let mut glue = tools.command(project, "node");
    glue.arg(project.root.join("xtask/src/glue.mjs")).arg(stage).arg(&parts);
    children::run(&mut glue, "making the script of the module")
}

/// Functions by which Leptos makes an element out of markup, as the names in a module have them.
const OUT_OF_MARKUP: [&[u8]; 2] = [b"InertElement$u20$as", b"create_element_from_html"];

/// Where nothing in a nested element can change, `view!` makes it out of markup, by `<template>.innerHTML`. Trusted Types
/// refuse that, but in the browser alone, and only where the element is shown.
fn makes_no_markup(whole: &Path) -> Outcome {
    let module = fs::read(whole).or_could_not(format_args!("read {}", whole.display()))?;
    if OUT_OF_MARKUP.into_iter().any(|name| is_in(&module, name)) {
        return problem(
            "a view has a nested element in which nothing can change. Leptos makes such an element out of markup, which \
             the page's policy refuses: put its text, or one of its attributes, in braces, as in <b>{\"text\"}</b>.",
        );
    }
    Ok(())
}

fn is_in(module: &[u8], name: &[u8]) -> bool {
    module.windows(name.len()).any(|window| window == name)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_wherever_it_stands() {
        assert!(is_in(
            b"\0_ZN66_$LT$tachys..html..InertElement$u20$as$u20$\0",
            OUT_OF_MARKUP[0]
        ));
        // The compiler merges functions of its state with those of other elements.
        assert!(!is_in(
            b"_ZN75_$LT$tachys..html..InertElementState$u20$as",
            OUT_OF_MARKUP[0]
        ));
    }
}
