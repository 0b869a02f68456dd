//! Where the page is shown, for one person on this machine.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use clap::Args;
use tokenscope_serve::Site;
use tokio::net::TcpListener;

use crate::say::{open, say};
use crate::{console, port};

/// What `serve` and `demo` both take.
#[derive(Args)]
pub struct Page {
    /// The port on 127.0.0.1 to listen on; 0 takes any that is free
    #[arg(long, value_name = "N", default_value_t = 8080)]
    port: u16,
    /// Show the page in the browser
    #[arg(long)]
    open: bool,
    /// Serve the files in this folder, and not those in the program
    #[arg(long, value_name = "FOLDER", hide = true)]
    dist: Option<PathBuf>,
}

impl Page {
    /// The files to serve.
    pub fn site(&self) -> Result<Site, String> {
        console::site(self.dist.clone())
    }

    /// Takes the port; and the address of the page.
    pub async fn listen(&self) -> Result<(TcpListener, String), String> {
        let at = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        let listener = TcpListener::bind(at).await;
        let listener = listener.map_err(|error| port::cannot_listen(at, "--port", &error))?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        Ok((listener, format!("http://{address}/")))
    }

    /// Says how it ends, and shows it where that is wanted.
    pub fn show(&self, address: &str) {
        say("  Ctrl-C ends it.");
        if self.open {
            open(address);
        }
    }
}
