//! Set-up: what is there already is not fetched again, what is missing is fetched, and what cannot be had is named with
//! the command that would get it.

use std::env;
use std::ffi::OsString;
use std::panic::resume_unwind;
use std::path::PathBuf;
use std::process::Command;
use std::thread;

use crate::problem::{Outcome, Problem};
use crate::project::Project;

mod browser;
mod cache;
mod debian;
pub mod engines;
mod install;
mod node;
mod programs;
mod proxies;
mod unpacked;
mod wasm_target;

pub use browser::{Browser, find_or_get as browser};
pub use proxies::{Proxies, find_or_get as proxies};

/// The tools that a build needs, found or installed.
pub struct Tools {
    /// `PATH` with the tools in front.
    path: OsString,
    /// The file names' root of `end2end/node_modules`.
    modules: PathBuf,
    /// Runs the tests that need a wasm machine.
    pub wasm_test_runner: PathBuf,
}

impl Tools {
    /// A program that sees the tools before anything else on the machine.
    pub fn command(&self, project: &Project, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = project.command(program);
        command.env("PATH", &self.path);
        command
    }

    /// A program out of `end2end/node_modules`.
    pub fn node_command(&self, project: &Project, program: &str) -> Command {
        let name = if cfg!(windows) {
            format!("{program}.cmd")
        } else {
            program.to_owned()
        };
        self.command(project, self.modules.join(".bin").join(name))
    }
}

/// All that a build needs: Node and its packages, the wasm target, trunk, wasm-bindgen and what takes the module apart.
pub fn for_build(project: &Project) -> Outcome<Tools> {
    node::check(project)?;
    wasm_target::ensure(project)?;
    install::agrees_with_lock(project)?;
    let cache = cache::Cache::open()?;
    // Each build ends in crates that depend on each other, so one by one they would leave much of the machine idle.
    let (trunk, bindgen, split) = thread::scope(|scope| {
        let trunk = scope.spawn(|| cache.tool(project, &install::TRUNK));
        let bindgen = cache.tool(project, &install::WASM_BINDGEN)?;
        let split = cache.tool(project, &install::WASM_SPLIT)?;
        let trunk = trunk.join().unwrap_or_else(|panic| resume_unwind(panic))?;
        Outcome::Ok((trunk, bindgen, split))
    })?;
    let modules = node::packages(project, "end2end")?;
    let before = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths(
        [trunk, bindgen.clone(), split]
            .into_iter()
            .chain(env::split_paths(&before)),
    )
    .map_err(|error| Problem::Said(format!("could not put the tools on the PATH: {error}")))?;
    Ok(Tools {
        path,
        modules,
        wasm_test_runner: bindgen.join("wasm-bindgen-test-runner"),
    })
}

/// `node_modules` of the portals that the tests show the console in.
pub fn portal(project: &Project) -> Outcome<PathBuf> {
    node::packages(project, "end2end/portal")
}
