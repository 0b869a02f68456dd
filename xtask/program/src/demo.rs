//! `demo`: the console in front of a made-up authentik.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use tokenscope_standin::app::{App, Options};
use tokenscope_standin::data::Recipe;
use tokenscope_standin::release::Release;
use tokenscope_standin::server;
use tokio::net::TcpListener;

use crate::ending::asked_to_end;
use crate::say::{open, running_at, say};
use crate::{console, port};

#[derive(Args)]
pub struct Demo {
    /// How many access tokens to make up, 0 to 1,000,000
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    tokens: u32,
    /// Another seed makes up other data
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// The release to answer as: 2023.10 to 2026.8, or a patch such as 2024.8.4
    #[arg(long, value_name = "V", default_value_t = Release::DEFAULT)]
    authentik_version: Release,
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

pub async fn run(demo: Demo) -> Result<(), String> {
    let ended = asked_to_end()?;
    tokio::select! {
        served = show(demo) => served,
        () = ended => Ok(()),
    }
}

async fn show(demo: Demo) -> Result<(), String> {
    let options = Options {
        site: console::site(demo.dist)?,
        also: Vec::new(),
        recipe: Recipe {
            tokens: demo.tokens,
            seed: demo.seed,
            release: demo.authentik_version,
        },
    };
    let at = SocketAddr::from((Ipv4Addr::LOCALHOST, demo.port));
    let listener = TcpListener::bind(at).await;
    let listener = listener.map_err(|error| port::cannot_listen(at, "--port", &error))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let address = format!("http://{address}/");
    let made = tokio::task::spawn_blocking(|| App::new(options)).await;
    let app = made.map_err(|error| format!("the data could not be made up: {error}"))?;
    let listening = tokio::spawn(server::serve(listener, Arc::new(app)));
    running_at(&address);
    say("  You are signed in as a superuser of a made-up authentik.");
    say(format_args!(
        "  {address}standin/ lets you be somebody else, and switches faults on."
    ));
    say("  Ctrl-C ends it.");
    if demo.open {
        open(&address);
    }
    match listening.await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(format!("no connection can be accepted any more: {error}")),
        Err(error) => Err(format!("serving ended: {error}")),
    }
}
