//! The console in front of a real authentik, on this machine only. `cargo xtask serve` builds and starts it.

use std::io::{self, Write};
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use clap::error::{ContextKind, ContextValue};
use tokenscope_serve::proxy::{Backend, Client, HEAD_PATIENCE, Options, PATIENCE, Token, listen, proxy};
use tokio::net::TcpListener;

#[derive(Parser)]
#[command(
    name = "tokenscope-serve",
    about = "The console in front of a real authentik, on this machine only"
)]
struct Cli {
    /// The folder that `cargo xtask build` filled
    #[arg(long, default_value = "dist")]
    dist: PathBuf,
    // Parsed separately: clap repeats values that it cannot parse, and this may hold a password.
    /// The address of authentik, such as https://auth.example.com
    #[arg(long)]
    backend: String,
    /// A file of certificates, in PEM form, to trust besides those that this machine trusts
    #[arg(long, value_name = "FILE")]
    ca_file: Option<PathBuf>,
    /// The port on 127.0.0.1 to listen on; 0 takes any that is free
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The environment variable holding an API token to act with
    #[arg(long, value_name = "NAME")]
    token_env: Option<String>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Cli::try_parse().unwrap_or_else(|error| explain(error))).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("error: {sentence}");
            ExitCode::FAILURE
        }
    }
}

/// Says what is wrong with the arguments, without repeating an address that holds a password.
fn explain(mut error: clap::Error) -> ! {
    for kind in [ContextKind::InvalidArg, ContextKind::InvalidValue] {
        if matches!(error.get(kind), Some(ContextValue::String(text)) if text.contains('@')) {
            error.insert(
                kind,
                ContextValue::String("(not repeated: it may hold a password)".to_owned()),
            );
        }
    }
    error.exit()
}

async fn run(cli: Cli) -> Result<(), String> {
    let backend: Backend = cli.backend.parse().map_err(|why| format!("--backend: {why}"))?;
    let token = cli.token_env.as_deref().map(Token::from_env).transpose()?;
    let client = Client::new(&backend, cli.ca_file.as_deref())?;
    if token.is_some() && !backend.is_https() && !backend.is_on_this_machine() {
        eprintln!("warning: the token goes to {backend} unencrypted; use https:// where it is to be had");
    }
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, cli.port)).await;
    let listener = listener.map_err(|error| format!("port {} on 127.0.0.1 cannot be used: {error}", cli.port))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let mut out = io::stdout();
    // One line for the program that waits for it; a reader that went away is no reason to stop.
    let _ = writeln!(out, "listening on http://{address}/").and_then(|()| out.flush());
    let router = proxy(
        Options {
            site: cli.dist.into(),
            backend,
            token,
            patience: PATIENCE,
        },
        client,
    );
    tokio::select! {
        () = listen(listener, router, HEAD_PATIENCE) => Ok(()),
        () = asked_to_end() => Ok(()),
    }
}

/// Until Ctrl-C, or the system's request to end.
async fn asked_to_end() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminate.recv() => return,
                _ = tokio::signal::ctrl_c() => return,
            }
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
