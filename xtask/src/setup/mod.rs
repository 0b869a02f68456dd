//! Set-up: what is there already is not fetched again, what is missing is fetched, and what cannot be had is named with
//! the command that would get it.

use std::path::PathBuf;
use std::process::Command;

use crate::problem::Outcome;
use crate::project::Project;

mod browsers;
mod debian;
mod found;
mod node;
mod programs;
mod proxies;
mod wasm_target;

pub use browsers::{Browser, chromium as browser, firefox, webkit};
pub use node::npm;
pub use programs::on_path;
pub use proxies::find_or_get as proxies;

/// The packages that a build needs.
pub struct Tools {
    /// `end2end/node_modules`.
    modules: PathBuf,
}

impl Tools {
    /// A program out of `end2end/node_modules`.
    pub fn node_command(&self, project: &Project, program: &str) -> Command {
        let name = if cfg!(windows) {
            format!("{program}.cmd")
        } else {
            program.to_owned()
        };
        project.command(self.modules.join(".bin").join(name))
    }
}

/// An error that says what to do when there is no Node or no Rust for wasm, and the latter cannot be added.
pub fn check(project: &Project) -> Outcome {
    node::check(project)?;
    wasm_target::ensure(project)
}

/// The packages of Node that a build needs, installed if they were not.
pub fn for_build(project: &Project) -> Outcome<Tools> {
    let modules = node::packages(project, "end2end")?;
    Ok(Tools { modules })
}

/// `node_modules` of the portals that the tests show the console in.
pub fn portal(project: &Project) -> Outcome<PathBuf> {
    node::packages(project, "end2end/portal")
}
