//! Starts a stand-in authentik on this machine, for this machine.

use clap::Parser;
use std::io::Write;
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use tokenscope_standin::app::{Also, App, Options};
use tokenscope_standin::data::Recipe;
use tokenscope_standin::release::Release;
use tokenscope_standin::server;
use tokio::net::TcpListener;

/// A stand-in authentik: made-up data behind real HTTP, quirks included.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// The port on 127.0.0.1; 0 takes any that is free.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The folder that holds the built console.
    #[arg(long, default_value = "dist")]
    dist: PathBuf,
    /// A further site below a path of its own, such as /portal/=some/folder; may be given more than once.
    #[arg(long, value_name = "PATH=FOLDER")]
    also: Vec<Also>,
    /// How many access tokens to make up.
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    tokens: u32,
    /// The same seed makes the same data.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The release whose shapes to speak: 2023.10 to 2026.8, or a patch such as 2024.8.4.
    #[arg(long, value_name = "RELEASE", default_value_t = Release::DEFAULT)]
    authentik_version: Release,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), String> {
    let port = arguments.port;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .map_err(|problem| format!("Port {port} cannot be used: {problem}."))?;
    let address = listener.local_addr().map_err(|problem| problem.to_string())?;
    let app = Arc::new(App::new(Options {
        site: arguments.dist.into(),
        also: arguments.also,
        recipe: Recipe {
            tokens: arguments.tokens,
            seed: arguments.seed,
            release: arguments.authentik_version,
        },
    }));
    // Whoever started this waits for the line; it may be a pipe, so it is pushed out.
    let mut out = std::io::stdout();
    writeln!(out, "listening on http://127.0.0.1:{}/", address.port())
        .and_then(|()| out.flush())
        .map_err(|problem| problem.to_string())?;
    tokio::select! {
        ended = server::serve(listener, app) => ended.map_err(|problem| problem.to_string()),
        _ = tokio::signal::ctrl_c() => Ok(()),
    }
}
