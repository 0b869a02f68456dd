//! `site`: the files of the console and nothing else, for a reverse proxy in front of authentik.

use std::net::SocketAddr;
use std::path::PathBuf;

use axum::Router;
use axum::response::Redirect;
use axum::routing::get;
use clap::Args;
use tokenscope_serve::proxy::{HEAD_PATIENCE, listen};
use tokenscope_serve::{Site, public_path, site};
use tokio::net::TcpListener;

use crate::ending::asked_to_end;
use crate::say::{running_at, say};
use crate::{console, port};

#[derive(Args)]
pub struct ServeFiles {
    /// The address and port to listen on; 0.0.0.0:8080 in a container, [::]:8080 for IPv6 as well
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The path below which people reach the page
    #[arg(long, value_name = "PATH", default_value = "/")]
    public_url: String,
    /// Serve the files in this folder, and not those in the program
    #[arg(long, value_name = "FOLDER", hide = true)]
    dist: Option<PathBuf>,
}

pub async fn run(options: ServeFiles) -> Result<(), String> {
    let ended = asked_to_end()?;
    let path = public_path(&options.public_url)?;
    let files = match console::site(options.dist)? {
        Site::Embedded(files) => Site::Embedded(files.below(&path)?),
        folder => folder,
    };
    let listener = TcpListener::bind(options.listen).await;
    let listener = listener.map_err(|error| port::cannot_listen(options.listen, "--listen", &error))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let listening = listen(listener, router(files, &path), HEAD_PATIENCE);
    running_at(&format!("http://{address}{path}"));
    say("  These are only the page's files. Have the server in front of authentik pass");
    say(format_args!(
        "  {path} on to this address, and everything else to authentik. Ctrl-C ends it."
    ));
    tokio::select! {
        () = listening => Ok(()),
        () = ended => Ok(()),
    }
}

/// The files below this path; the root leads there.
fn router(files: Site, path: &str) -> Router {
    let site = site(files);
    let Some(below) = path.strip_suffix('/').filter(|below| !below.is_empty()) else {
        return site;
    };
    let there = path.to_owned();
    Router::new()
        .route("/", get(async move || Redirect::temporary(&there)))
        .nest_service(below, site)
}
