//! The program itself: compiled, taken apart, given its script, and made small.

use std::env;
use std::fs;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::children;
use crate::files;
use crate::problem::{Context, Outcome};
use crate::progress;
use crate::project::Project;
use crate::setup::Tools;

/// What takes the module apart and makes its script.
pub const BINDGEN: &str = "xtask-bindgen";

/// Chromium, Firefox and Safari know these since 2021 or longer; naming them keeps wasm-opt from undoing or exceeding
/// what the Rust compiler uses. (`--all-features` writes what browsers refuse to load.)
const WASM_OPT: &[&str] = &[
    // Twice: the second pass merges what the first has made identical.
    "-Oz",
    "-Oz",
    // Functions of one origin resemble each other and compress better side by side. It also keeps a small change from
    // shuffling them, which made a first view 400 bytes larger or smaller.
    "--reorder-functions-by-name",
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// What the module is made of, besides what cargo compiles.
const INPUTS: &[&str] = &[
    "Cargo.lock",
    "end2end/package-lock.json",
    "xtask/bindgen/src",
    "xtask/src/build/instance.js",
    "xtask/src/build/script.mjs",
];

/// How far to go.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// As small as it gets.
    Ships,
    /// The same page, sooner: nothing is optimised across crates, minified or compressed.
    Quick,
}

impl Profile {
    /// The profile in Cargo.toml.
    fn of_cargo(self) -> &'static str {
        match self {
            Self::Ships => "wasm",
            Self::Quick => "quick",
        }
    }

    /// A folder of this profile's.
    pub fn folder(self, name: &str) -> String {
        format!("{name}-{}", self.of_cargo())
    }

    /// Tells a script when to make what ships.
    pub fn mark(self, script: &mut Command) -> &mut Command {
        match self {
            Self::Ships => script.arg("--ships"),
            Self::Quick => script,
        }
    }
}

/// One of the scripts beside this file.
pub fn script(project: &Project, name: &str) -> Command {
    let mut node = project.command("node");
    node.arg(project.root.join("xtask/src/build").join(name));
    node
}

/// The module and its parts with their script, in a folder of the checkout.
pub fn bound(project: &Project, tools: &Tools, profile: Profile) -> Outcome<PathBuf> {
    let compiled = compile(project, profile)?;
    let inputs = INPUTS.iter().map(|name| project.root.join(name));
    let made_of = files::fingerprint(inputs.chain([compiled.clone()]))?;
    let made_of = format!("{made_of} {WASM_OPT:?}");
    files::kept(project.notes.join(profile.folder("module")), &made_of, |folder| {
        let bindgen = progress::program(project, BINDGEN)?;
        children::run(
            project.command(&bindgen).arg(&compiled).arg(folder),
            "binding the module",
        )?;
        let mut script = script(project, "script.mjs");
        children::run(script.arg(folder), "making the script of the module")?;
        match profile {
            Profile::Ships => progress::step(project, "Making the module small", || {
                optimise_all(project, tools, folder)
            }),
            Profile::Quick => Ok(()),
        }
    })
}

/// Compiles the console.
pub fn compile(project: &Project, profile: Profile) -> Outcome<PathBuf> {
    let mut cargo = project.cargo();
    cargo.args(["build", "--locked", "--lib", "--target", "wasm32-unknown-unknown"]);
    cargo.args(["--profile", profile.of_cargo()]);
    if profile == Profile::Ships {
        let mut flags = without_places();
        // As in .cargo/config.toml, which these take the place of.
        flags.push("-Clink-args=--emit-relocs".to_owned());
        cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
    }
    progress::compile(project, "Compiling the console", &mut cargo)?;
    let folder = project.target.join("wasm32-unknown-unknown").join(profile.of_cargo());
    Ok(folder.join("tokenscope.wasm"))
}

/// What rustc is told for what ships. A panic names the file that it comes from; where this machine gets and keeps its
/// crates is nobody's business, and the module comes out the same everywhere.
pub fn without_places() -> Vec<String> {
    let set = env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo = set.or_else(|| Some(env::home_dir()?.join(".cargo")));
    let mut folders: Vec<PathBuf> = cargo.iter().cloned().collect();
    // Each registry has a folder of its own below. Where several prefixes fit, rustc takes the last.
    let registries = cargo.and_then(|cargo| fs::read_dir(cargo.join("registry/src")).ok());
    folders.extend(registries.into_iter().flatten().flatten().map(|entry| entry.path()));
    let remap = |folder: PathBuf| format!("--remap-path-prefix={}=crates", folder.display());
    folders.into_iter().map(remap).collect()
}

/// The module and its parts, two at a time: wasm-opt has one thread. The module comes first because it takes longest.
fn optimise_all(project: &Project, tools: &Tools, folder: &Path) -> Outcome {
    let entries = fs::read_dir(folder).or_could_not(format_args!("read {}", folder.display()))?;
    let mut modules: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    modules.retain(|file| file.extension().is_some_and(|extension| extension == "wasm"));
    modules.sort_by_key(|file| file.metadata().map_or(0, |found| found.len()));
    let waiting = Mutex::new(modules);
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).pop();
    let work = || {
        while let Some(module) = next() {
            let mut opt = tools.node_command(project, "wasm-opt");
            opt.args(WASM_OPT).arg(&module).arg("-o").arg(&module);
            // It warns of names that it does not know, and that are gone when it is done.
            children::text_of(&mut opt)?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let other = scope.spawn(work);
        let own = work();
        other.join().unwrap_or_else(|panic| resume_unwind(panic)).and(own)
    })
}
