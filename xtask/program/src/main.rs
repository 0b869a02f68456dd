//! `tokenscope`: the console for administrators of authentik, in one program.

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue};
use clap::{Parser, Subcommand};

mod console;
mod demo;
mod ending;
mod export;
mod files;
mod health;
mod page;
mod port;
mod say;
mod serve;

const EXAMPLES: &str = "Examples:
  tokenscope demo --open
      Try it out with made-up data
  tokenscope serve --backend https://auth.example.com --open
      Work with an authentik, signed in with your own account
  tokenscope serve --backend https://auth.example.com --token-env AUTHENTIK_TOKEN
      The same with the API token that is in the environment variable AUTHENTIK_TOKEN
  tokenscope export-site /srv/tokenscope/tokens --public-url /tokens/
      Write the files for a web server to serve beside authentik";

/// See and delete the OAuth2 tokens that an authentik has issued
#[derive(Parser)]
#[command(name = "tokenscope", version, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Show Tokenscope in front of an authentik, on this machine only
    Serve(serve::Serve),
    /// Show Tokenscope in front of a made-up authentik
    Demo(demo::Demo),
    /// Serve the page's files alone, behind the server that is in front of authentik
    Site(files::ServeFiles),
    /// Write the page's files to a folder, for a web server
    ExportSite(export::Export),
    /// Succeed if a Tokenscope on this machine answers, for containers
    Health(health::Health),
}

fn main() -> ExitCode {
    let cli = Cli::try_parse().unwrap_or_else(|error| explain(error));
    match run(cli.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("error: {sentence}");
            ExitCode::FAILURE
        }
    }
}

/// Says what is wrong with the arguments, without repeating an address that holds a password.
fn explain(mut error: clap::Error) -> ! {
    let holds_password = |value: &ContextValue| match value {
        ContextValue::String(text) => text.contains('@'),
        ContextValue::Strings(texts) => texts.iter().any(|text| text.contains('@')),
        _ => false,
    };
    for kind in [
        ContextKind::InvalidArg,
        ContextKind::InvalidSubcommand,
        ContextKind::InvalidValue,
    ] {
        if error.get(kind).is_some_and(holds_password) {
            error.insert(
                kind,
                ContextValue::String("(not repeated: it may hold a password)".to_owned()),
            );
        }
    }
    error.exit()
}

fn run(command: Command) -> Result<(), String> {
    match command {
        Command::Serve(options) => until_the_end(serve::run(options)),
        Command::Demo(options) => until_the_end(demo::run(options)),
        Command::Site(options) => until_the_end(files::run(options)),
        Command::ExportSite(options) => export::run(&options),
        Command::Health(options) => health::run(&options),
    }
}

/// What is still under way when it ends, such as looking up a name, is not waited for.
fn until_the_end(work: impl Future<Output = Result<(), String>>) -> Result<(), String> {
    let runtime = tokio::runtime::Runtime::new().map_err(|error| format!("could not start: {error}"))?;
    let done = runtime.block_on(work);
    runtime.shutdown_background();
    done
}
