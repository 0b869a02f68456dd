//! Takes the compiled module apart and makes its script: `xtask-bindgen MODULE FOLDER`.
//!
//! [wasm-split] and [wasm-bindgen] do the work, as libraries. Into `FOLDER` go the module (`tokenscope_bg.wasm`), its
//! parts (`split_….wasm`, `chunk_….wasm`), what wasm-bindgen writes (`tokenscope.js`, `__wasm_split.js`) and what is to
//! be known of the parts (`parts.json`). `xtask/src/build/script.mjs` makes the one script out of these.
//!
//! [wasm-split]: https://docs.rs/wasm_split_cli_support
//! [wasm-bindgen]: https://docs.rs/wasm-bindgen-cli-support

use std::collections::BTreeMap;
use std::env;
use std::fs::{self, OpenOptions};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use serde_json::json;
use walrus::{Export, ExportItem, Module, RawCustomSection};
use wasm_bindgen_cli_support::Bindgen;
use wasm_encoder::{CustomSection, Section};
use wasmparser::{Parser, Payload};

mod names;

/// What the linker calls the script that loads the parts.
const LOADING: &str = "__wasm_split.js";

/// The custom section that says which build a file is of.
const BUILD: &str = "build";

fn main() -> Result<()> {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [module, folder] = arguments.as_slice() else {
        bail!("usage: xtask-bindgen MODULE FOLDER");
    };
    let compiled = fs::read(module).with_context(|| format!("could not read {}", module.display()))?;
    makes_no_markup(&compiled)?;
    let build = fingerprint(&compiled).with_context(|| format!("{} is no module", module.display()))?;
    let (rest, parts) =
        split(&compiled, folder).with_context(|| format!("could not take {} apart", module.display()))?;
    bind(rest, folder, &build)?;
    for file in parts.keys() {
        stamp(&folder.join(file), &build)?;
    }
    let facts = json!({ "build": build, "parts": parts });
    fs::write(folder.join("parts.json"), facts.to_string()).context("could not write parts.json")
}

/// The same for the same program, so that every build of one commit comes out the same. Names are left out, those of exports
/// and those that only tools read: some depend on where the machine keeps its crates.
fn fingerprint(compiled: &[u8]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for payload in Parser::new(0).parse_all(compiled) {
        let payload = payload?;
        if let Some((_, place)) = payload.as_section()
            && !matches!(payload, Payload::CustomSection(_) | Payload::ExportSection(_))
        {
            let place = usize::try_from(place.start)?..usize::try_from(place.end)?;
            compiled.get(place).hash(&mut hasher);
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// The file of each part, with the files of those that it needs.
type Parts = BTreeMap<String, Vec<String>>;

/// The module without its parts, which are files in the folder.
fn split(compiled: &[u8], folder: &Path) -> Result<(Vec<u8>, Parts)> {
    let rest = folder.join("rest.wasm");
    let mut options = wasm_split_cli_support::Options::new(compiled);
    options.output_dir = folder;
    options.main_out_path = &rest;
    let split = wasm_split_cli_support::transform(options).map_err(|error| anyhow!("{error:?}"))?;
    let mut loading = String::new();
    let mut parts = BTreeMap::new();
    let files: BTreeMap<_, _> = split.prefetch_map.into_iter().collect();
    for (name, files) in files {
        let mut files: Vec<String> = files.into_iter().map(|stem| format!("{stem}.wasm")).collect();
        // The part itself comes after those that it needs.
        let part = files.pop().with_context(|| format!("the part {name} has no file"))?;
        loading.push_str(&format!("export const __wasm_split_load_{name} = later('{part}');\n"));
        parts.extend(files.iter().map(|chunk| (chunk.clone(), Vec::new())));
        parts.insert(part, files);
    }
    fs::write(folder.join(LOADING), loading).with_context(|| format!("could not write {LOADING}"))?;
    let module = fs::read(&rest).context("could not read the module that was split")?;
    fs::remove_file(&rest).context("could not clear up")?;
    Ok((module, parts))
}

/// The module as browsers load it, and its script.
fn bind(rest: Vec<u8>, folder: &Path, build: &str) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_bytes("tokenscope", rest)
        .web(true)?
        .typescript(false)
        .keep_lld_exports(true)
        .remove_producers_section(true);
    let mut bound = bindgen.generate_output()?;
    let script = bound.js().to_owned();
    let module = bound.wasm_mut();
    drop_unused(module);
    let short = names::shorten(module);
    module.customs.add(RawCustomSection {
        name: BUILD.to_owned(),
        data: build.as_bytes().to_vec(),
    });
    fs::write(folder.join("tokenscope_bg.wasm"), module.emit_wasm()).context("could not write the module")?;
    fs::write(folder.join("tokenscope.js"), names::in_script(&script, &short)).context("could not write its script")
}

/// The linker exports globals that nobody reads, and libraries the methods of classes that the console never makes.
/// Without them wasm-opt drops what is behind.
fn drop_unused(module: &mut Module) {
    let unused = |export: &&Export| match export.item {
        ExportItem::Function(_) => export.name.starts_with("intounderlying"),
        ExportItem::Global(_) => !export.name.starts_with("__wasm_split"),
        _ => false,
    };
    let unused: Vec<_> = module.exports.iter().filter(unused).map(Export::id).collect();
    unused.into_iter().for_each(|export| module.exports.delete(export));
}

/// Says in a part which build it is of.
fn stamp(file: &Path, build: &str) -> Result<()> {
    let mut bytes = Vec::new();
    let section = CustomSection {
        name: BUILD.into(),
        data: build.as_bytes().into(),
    };
    section.append_to(&mut bytes);
    let opened = OpenOptions::new().append(true).open(file);
    opened
        .and_then(|mut part| part.write_all(&bytes))
        .with_context(|| format!("could not write {}", file.display()))
}

/// Functions by which Leptos makes an element out of markup, as the names in a module have them.
const OUT_OF_MARKUP: [&[u8]; 2] = [b"InertElement$u20$as", b"create_element_from_html"];

/// Where nothing in a nested element can change, `view!` makes it out of markup, by `<template>.innerHTML`. Trusted Types
/// refuse that, but in the browser alone, and only where the element is shown.
fn makes_no_markup(compiled: &[u8]) -> Result<()> {
    if OUT_OF_MARKUP.into_iter().any(|name| is_in(compiled, name)) {
        bail!(
            "a view has a nested element in which nothing can change. Leptos makes such an element out of markup, which \
             the page's policy refuses: put its text, or one of its attributes, in braces, as in <b>{{\"text\"}}</b>."
        );
    }
    Ok(())
}

fn is_in(module: &[u8], name: &[u8]) -> bool {
    module.windows(name.len()).any(|window| window == name)
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{CodeSection, ExportKind, ExportSection, Function, FunctionSection, TypeSection};

    use super::*;

    /// One function that does nothing, so many times, and names.
    fn module(nops: usize, name: &str) -> Vec<u8> {
        let mut body = Function::new([]);
        for _ in 0..nops {
            body.instructions().nop();
        }
        body.instructions().end();
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let names = CustomSection {
            name: "name".into(),
            data: name.as_bytes().into(),
        };
        let mut module = wasm_encoder::Module::new();
        module.section(&types).section(FunctionSection::new().function(0));
        module.section(ExportSection::new().export(name, ExportKind::Func, 0));
        module.section(CodeSection::new().function(&body)).section(&names);
        module.finish()
    }

    #[test]
    fn a_build_is_told_by_what_runs_and_not_by_names() {
        let build = |nops, name| fingerprint(&module(nops, name)).unwrap();
        assert_eq!(build(1, "/home/ada/.cargo"), build(1, "/root/.cargo"));
        assert_ne!(build(1, "a"), build(2, "a"));
    }

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
