//! `demo`: the console in front of a made-up authentik.

use std::sync::Arc;

use clap::Args;
use tokenscope_standin::app::{App, Options};
use tokenscope_standin::data::Recipe;
use tokenscope_standin::release::Release;
use tokenscope_standin::server;

use crate::ending::asked_to_end;
use crate::page::Page;
use crate::say::{running_at, say};

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
    #[command(flatten)]
    page: Page,
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
        site: demo.page.site()?,
        also: Vec::new(),
        recipe: Recipe {
            tokens: demo.tokens,
            seed: demo.seed,
            release: demo.authentik_version,
        },
    };
    let (listener, address) = demo.page.listen().await?;
    let made = tokio::task::spawn_blocking(|| App::new(options)).await;
    let app = made.map_err(|error| format!("the data could not be made up: {error}"))?;
    let listening = tokio::spawn(server::serve(listener, Arc::new(app)));
    running_at(&address);
    say("  You are signed in as a superuser of a made-up authentik.");
    say(format_args!(
        "  {address}standin/ lets you be somebody else, and switches faults on."
    ));
    demo.page.show(&address);
    match listening.await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(format!("no connection can be accepted any more: {error}")),
        Err(error) => Err(format!("serving ended: {error}")),
    }
}
