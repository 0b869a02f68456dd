//! `serve`: the console in front of a real authentik, for one person on one machine.

use std::path::PathBuf;

use clap::Args;
use tokenscope_serve::proxy::{Backend, Client, HEAD_PATIENCE, Options, PATIENCE, Token, listen, proxy, try_out};

use crate::ending::asked_to_end;
use crate::page::Page;
use crate::say::{running_at, say, warn};

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
    #[command(flatten)]
    page: Page,
}

pub async fn run(options: Serve) -> Result<(), String> {
    let ended = asked_to_end()?;
    let backend: Backend = options.backend.parse().map_err(|why| format!("--backend: {why}"))?;
    let token = options.token_env.as_deref().map(Token::from_env).transpose()?;
    let client = Client::new(&backend, options.ca_file.as_deref())?;
    let site = options.page.site()?;
    if token.is_some() && !backend.is_https() && !backend.is_on_this_machine() {
        warn(format_args!(
            "the token goes to {backend} unencrypted; use https:// where it is to be had"
        ));
    }
    let (listener, address) = options.page.listen().await?;
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
    options.page.show(&address);
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
