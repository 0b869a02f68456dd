//! nginx and Caddy, for the tests behind a reverse proxy: those that are there, else the distribution's packages.
//!
//! The packages are unpacked and not installed, because an installed one starts a server on this machine's port 80.

use std::path::PathBuf;

use super::found::Program;
use crate::problem::{Outcome, problem, say};
use crate::project::Project;

const NGINX: Program = Program {
    folders: SERVERS,
    beside: "../lib/nginx/modules/ngx_http_brotli_static_module.so",
    packages: &["nginx-common", "nginx", "libnginx-mod-http-brotli-static"],
    ..Program::new("nginx", "-v")
};

const CADDY: Program = Program {
    folders: SERVERS,
    packages: &["caddy"],
    ..Program::new("caddy", "version")
};

/// Servers are not on everybody's PATH.
const SERVERS: &[&str] = &["usr/sbin", "usr/bin"];

/// The proxies that the tests start.
pub struct Proxies {
    /// With its brotli module.
    pub nginx: PathBuf,
    /// The tests do without.
    pub caddy: Option<PathBuf>,
}

/// Finds them or gets them. An error says how to get nginx; without Caddy, its tests are left out, and that is said.
pub fn find_or_get(project: &Project) -> Outcome<Proxies> {
    let Some(nginx) = NGINX.there_or_unpacked(project)? else {
        return problem(
            "the tests behind a reverse proxy need nginx with its static brotli module, and neither this machine nor the \
             distribution's packages gave one that starts. Install it (Debian: sudo apt-get install nginx \
             libnginx-mod-http-brotli-static).",
        );
    };
    let caddy = CADDY.there_or_unpacked(project)?;
    if caddy.is_none() {
        say(
            "There is no Caddy, and no package of it: its configuration is not tried. (Debian: sudo apt-get install caddy)",
        );
    }
    Ok(Proxies {
        nginx: nginx.program,
        caddy: caddy.map(|caddy| caddy.program),
    })
}
