//! `serve`: the console in front of a real authentik, for one person on one machine.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use clap::Args;
use tokenscope_serve::proxy::{Backend, Client, HEAD_PATIENCE, Options, PATIENCE, Token, listen, proxy, try_out};
use tokio::net::TcpListener;

use crate::ending::asked_to_end;
use crate::say::{open, running_at, say, warn};
use crate::{console, port};

#[derive(Args)]
pub struct Serve {
    // Parsed separately: clap repeats values that it cannot parse, and this may hold a password.
    /// The address of authentik, such as https://auth.example.com
    #[arg(long, value_name = "URL")]
    backend: String,
    /// The environment variable holding an API token to act with, in place of signing in
    #[arg(long, value_name = "NAME")]
    token_env: Option<String>,
    /// A file of certificates, in PEM form, to trust besides those that this machine trusts
    #[arg(long, value_name = "FILE")]
    ca_file: Option<PathBuf>,
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

pub async fn run(options: Serve) -> Result<(), String> {
    let ended = asked_to_end()?;
    let backend: Backend = options.backend.parse().map_err(|why| format!("--backend: {why}"))?;
    let token = options.token_env.as_deref().map(Token::from_env).transpose()?;
    let client = Client::new(&backend, options.ca_file.as_deref())?;
    let site = console::site(options.dist)?;
    if token.is_some() && !backend.is_https() && !backend.is_on_this_machine() {
        warn(format_args!(
            "the token goes to {backend} unencrypted; use https:// where it is to be had"
        ));
    }
    let at = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
    let listener = TcpListener::bind(at).await;
    let listener = listener.map_err(|error| port::cannot_listen(at, "--port", &error))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let address = format!("http://{address}/");
    let through = client.proxy_variable();
    let router = proxy(
        Options {
            site,
            backend: backend.clone(),
            token: token.clone(),
            patience: PATIENCE,
        },
        client.clone(),
    );
    let listening = tokio::spawn(listen(listener, router, HEAD_PATIENCE));
    running_at(&address);
    let through = through.map(|name| format!(", through the proxy that {name} names"));
    say(format_args!("  In front of {backend}{}.", through.unwrap_or_default()));
    match &options.token_env {
        Some(name) => say(format_args!(
            "  Everybody who can reach this address on this machine acts with the token in {name}."
        )),
        None => say("  Sign in with your own account there; the page leads the way."),
    }
    say("  Ctrl-C ends it.");
    if options.open {
        open(&address);
    }
    let trying = async {
        if let Err(why) = try_out(&backend, &client, token.as_ref(), PATIENCE).await {
            warn(why);
        }
        listening.await.map_err(|error| format!("serving ended: {error}"))
    };
    tokio::select! {
        served = trying => served,
        () = ended => Ok(()),
    }
}
