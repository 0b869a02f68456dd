//! `dist/`: the page, ready for any static server.

use std::fs;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use crate::children;
use crate::problem::{Context, Outcome, say, shown};
use crate::project::Project;
use crate::setup::Tools;

mod fingerprint;
mod folder;
mod size;
mod split;
mod wanted;

pub use wanted::Wanted;

use folder::{clear, publish};

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

/// What was built.
pub struct Built {
    /// The folder.
    pub dist: PathBuf,
    first_view: Option<size::Report>,
}

impl Built {
    /// An error when the first view is over budget. Those who only want to look at the console can ignore it.
    pub fn judge(&self) -> Outcome {
        self.first_view.as_ref().map_or(Ok(()), size::Report::judge)
    }
}

/// Builds what is wanted, unless it is there already, and tells what a first view costs.
pub fn build(project: &Project, tools: &Tools, wanted: &Wanted) -> Outcome<Built> {
    let began = Instant::now();
    let inputs = fingerprint::of_inputs(project, &format!("{} {WASM_OPT:?}", wanted.options()))?;
    if fingerprint::is_current(project, &wanted.dist, &inputs) {
        say(format_args!("{} is up to date.", shown(&wanted.dist)));
    } else {
        fingerprint::forget(project, &wanted.dist);
        let stage = project.notes.join("stage");
        fill(project, tools, wanted, &stage)?;
        publish(&stage, &wanted.dist)?;
        fingerprint::remember(project, &wanted.dist, &inputs)?;
        say(format_args!(
            "Built {} in {:.1} s.",
            shown(&wanted.dist),
            began.elapsed().as_secs_f64()
        ));
    }
    let dist = wanted.dist.clone();
    if wanted.dev {
        say("A development build: larger than what ships, so its size is not told.");
        return Ok(Built { dist, first_view: None });
    }
    let first_view = size::Report::of(&dist, &wanted.public_url)?;
    say(&first_view);
    Ok(Built {
        dist,
        first_view: Some(first_view),
    })
}

/// Trunk, wasm-opt, a minifier and both compressions, in a folder that nobody serves yet.
fn fill(project: &Project, tools: &Tools, wanted: &Wanted, stage: &Path) -> Outcome {
    clear(stage)?;
    say("Building the console …");
    let mut trunk = tools.command(project, "trunk");
    trunk
        .arg("build")
        .arg("--dist")
        .arg(stage)
        .args(["--public-url", &wanted.public_url]);
    if !wanted.dev {
        trunk.args(["--release", "--cargo-profile", "wasm"]);
    }
    trunk.env("CARGO_ENCODED_RUSTFLAGS", rustc_flags().join("\u{1f}"));
    // Trunk would fetch missing tools by itself, in versions of its own choosing; they are on the PATH already.
    trunk
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        .env_remove("NO_COLOR")
        .env("RUST_BACKTRACE", "0")
        .args(["--log", "error"]);
    children::run(&mut trunk, "`trunk build`")?;
    split::split(project, tools, wanted, stage)?;
    if !wanted.dev {
        optimise_all(project, tools, stage)?;
    }
    let mut finish = tools.command(project, "node");
    finish.arg(project.root.join("xtask/src/finish.mjs")).arg(stage);
    if !wanted.dev {
        finish.arg("--minify");
    }
    children::run(&mut finish, "minifying and compressing")
}

/// What rustc is told besides.
///
/// A panic names the file that it comes from. Where this machine gets and keeps its crates is nobody's
/// business, and the module comes out the same everywhere.
fn rustc_flags() -> Vec<String> {
    let set = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo = set.or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let mut folders: Vec<PathBuf> = cargo.iter().cloned().collect();
    // Each registry has a folder of its own below. Where several prefixes fit, rustc takes the last.
    let registries = cargo.and_then(|cargo| fs::read_dir(cargo.join("registry/src")).ok());
    folders.extend(registries.into_iter().flatten().flatten().map(|entry| entry.path()));
    let remap = |folder: PathBuf| format!("--remap-path-prefix={}=crates", folder.display());
    let mut flags: Vec<String> = folders.into_iter().map(remap).collect();
    flags.push(split::LINKED_WITH.to_owned());
    flags
}

/// The module and its parts, two at a time: wasm-opt has one thread. The module comes first because it takes longest.
fn optimise_all(project: &Project, tools: &Tools, stage: &Path) -> Outcome {
    let mut names = split::parts(stage)?;
    names.push("tokenscope_bg.wasm".to_owned());
    let waiting = Mutex::new(names);
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).pop();
    let work = || {
        while let Some(name) = next() {
            optimise(project, tools, &stage.join(name))?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let other = scope.spawn(work);
        let own = work();
        other.join().unwrap_or_else(|panic| resume_unwind(panic)).and(own)
    })
}

/// wasm-opt, or what it made of the same module before: the longest step of a build for another public URL, or of one in
/// which only a part has changed.
fn optimise(project: &Project, tools: &Tools, wasm: &Path) -> Outcome {
    let reading = || format!("read {}", wasm.display());
    let input = fs::read(wasm).or_could_not(reading())?;
    let lock =
        fs::read(project.root.join("end2end/package-lock.json")).or_could_not("read end2end/package-lock.json")?;
    let known = [format!("{WASM_OPT:?}").into_bytes(), lock, input].concat();
    let kept = project
        .notes
        .join("optimised")
        .join(wasm.file_name().unwrap_or_default());
    let before = kept.with_extension("before");
    if kept.is_file() && fs::read(&before).is_ok_and(|before| before == known) {
        return fs::copy(&kept, wasm).map(drop).or_could_not(reading());
    }
    let mut opt = tools.node_command(project, "wasm-opt");
    opt.args(WASM_OPT).arg(wasm).arg("-o").arg(wasm);
    children::run(&mut opt, "wasm-opt")?;
    let keep = || {
        fs::create_dir_all(project.notes.join("optimised"))?;
        // In this order, so that a noted result always exists.
        let _ = fs::remove_file(&before);
        fs::copy(wasm, &kept)?;
        fs::write(&before, &known)
    };
    keep().or_could_not(format_args!("keep {}", kept.display()))
}
