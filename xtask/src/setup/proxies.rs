//! nginx and Caddy, for the tests behind a reverse proxy: those that are there, else the distribution's packages.
//!
//! The packages are unpacked and not installed, because an installed one starts a server on this machine's port 80.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use super::cache::Cache;
use super::programs::{attempt, is_program};
use super::unpacked;
use crate::problem::{Outcome, problem, say};
use crate::project::Project;

/// Where it is below the folder that holds `usr/sbin/nginx`.
const BROTLI: &str = "usr/lib/nginx/modules/ngx_http_brotli_static_module.so";

/// Servers are not on everybody's PATH.
const SERVERS: [&str; 2] = ["usr/sbin", "usr/bin"];

/// The proxies that the tests start.
#[derive(Default)]
pub struct Proxies {
    /// With its brotli module.
    pub nginx: Option<PathBuf>,
    /// The tests do without.
    pub caddy: Option<PathBuf>,
}

/// Finds them or gets them. An error says how to get nginx; without Caddy, its tests are left out, and that is said.
pub fn find_or_get(project: &Project) -> Outcome<Proxies> {
    let cache = Cache::open()?;
    let packages = ["nginx-common", "nginx", "libnginx-mod-http-brotli-static"];
    let nginx = unpacked::get(project, &cache, "nginx", &packages, &SERVERS, |program| {
        let root = program.ancestors().nth(3).unwrap_or(Path::new("/"));
        Ok(root.join(BROTLI).is_file() && starts(project, program, "-v")?)
    })?;
    if nginx.is_none() {
        return problem(
            "the tests behind a reverse proxy need nginx with its static brotli module, and neither this machine nor the \
             distribution's packages gave one that starts. Install it (Debian: sudo apt-get install nginx \
             libnginx-mod-http-brotli-static).",
        );
    }
    let caddy = unpacked::get(project, &cache, "caddy", &["caddy"], &SERVERS, |program| {
        starts(project, program, "version")
    })?;
    if caddy.is_none() {
        say(
            "There is no Caddy, and no package of it: its configuration is not tried. (Debian: sudo apt-get install caddy)",
        );
    }
    Ok(Proxies { nginx, caddy })
}

fn starts(project: &Project, program: &Path, asked: &str) -> Outcome<bool> {
    if !is_program(program) {
        return Ok(false);
    }
    let mut command = project.command(program);
    attempt(command.arg(asked).stdout(Stdio::null()).stderr(Stdio::null()))
}
