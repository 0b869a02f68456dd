//! `demo` and `serve`: the console behind a program that listens, until Ctrl-C.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::panic::resume_unwind;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::thread;

use clap::Args;

use crate::build::{self, Profile, Wanted};
use crate::children::Running;
use crate::problem::{Outcome, Problem, problem, say};
use crate::progress;
use crate::project::Project;
use crate::setup;

#[path = "../program/src/port.rs"]
mod shared;

#[derive(Args)]
pub struct Demo {
    /// How many access tokens to make up, 0 to 1,000,000
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    tokens: u32,
    /// Another seed makes up other data
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Whose wire shape to speak, 2023.10 to 2026.8
    #[arg(long, default_value = "2026.5")]
    authentik_version: String,
    #[command(flatten)]
    page: Page,
}

#[derive(Args)]
pub struct Serve {
    /// The address of the authentik to work with, such as https://auth.example.com
    #[arg(long)]
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

/// What both take.
#[derive(Args)]
struct Page {
    /// The port on 127.0.0.1 to listen on; 0 takes any that is free
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Build the console as it ships, which takes longer
    #[arg(long)]
    release: bool,
}

/// The console in front of the stand-in.
pub fn demo(project: &Project, options: &Demo) -> Outcome<ExitCode> {
    host(project, &options.page, "demo", |program| {
        program.arg("--tokens").arg(options.tokens.to_string());
        program.arg("--seed").arg(options.seed.to_string());
        program.args(["--authentik-version", &options.authentik_version]);
    })
}

/// The console in front of a real authentik.
pub fn serve(project: &Project, options: &Serve) -> Outcome<ExitCode> {
    check_backend(&options.backend, options.token_env.as_deref())?;
    host(project, &options.page, "serve", |program| {
        program.args(["--backend", &options.backend]);
        program.args(options.token_env.iter().flat_map(|name| ["--token-env", name]));
        if let Some(file) = &options.ca_file {
            program.arg("--ca-file").arg(file);
        }
    })
}

/// An error that names the port when it cannot be had, and another that can.
fn check_port(port: u16) -> Outcome {
    let at = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    TcpListener::bind(at)
        .map(drop)
        .map_err(|error| Problem::Said(shared::cannot_listen(at, "--port", &error)))
}

/// What the proxy would refuse anyway, said before anything is built.
fn check_backend(backend: &str, token_env: Option<&str>) -> Outcome {
    // First, and without repeating it: it may hold a password.
    if backend.contains('@') {
        return problem("--backend holds a user name or a password; sign in on the page, or use --token-env");
    }
    if !backend.starts_with("https://") && !backend.starts_with("http://") {
        return problem(format!(
            "--backend is an address such as https://auth.example.com, and not {backend}"
        ));
    }
    let Some(name) = token_env else {
        return Ok(());
    };
    // As the proxy has it: what looks like no name may be the token itself.
    if name.len() > 40 || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        return problem("--token-env takes the name of an environment variable, and not the token");
    }
    if std::env::var_os(name).is_none_or(|value| value.is_empty()) {
        return problem(format!(
            "--token-env names {name}, but that environment variable is not set or empty. Put an API token of authentik \
             into it: read -rs {name} && export {name}"
        ));
    }
    Ok(())
}

/// Builds the console and the program that serves it, and runs that until it is asked to end. One waits for the other
/// only where it needs it: two compilers keep a small machine busier than one.
fn host(project: &Project, page: &Page, command: &str, options: impl FnOnce(&mut Command)) -> Outcome<ExitCode> {
    check_port(page.port)?;
    let turn = project.take_turn()?;
    setup::check(project)?;
    let profile = if page.release { Profile::Ships } else { Profile::Quick };
    let (tools, program) = thread::scope(|scope| {
        let console = scope.spawn(|| build::compile(project, profile));
        let native = || {
            let tools = setup::for_build(project)?;
            progress::program(project, build::BINDGEN)?;
            Outcome::Ok((tools, progress::program(project, "tokenscope-program")?))
        };
        let native = native();
        console.join().unwrap_or_else(|panic| resume_unwind(panic))?;
        native
    })?;
    let dist = build::build(project, &tools, &Wanted::new(project, profile))?;
    drop(turn);
    let mut program = project.command(program);
    options(program.arg(command).arg("--dist").arg(dist));
    program.arg("--port").arg(page.port.to_string());
    match Running::start(&mut program)?.wait() {
        Err(Problem::Interrupted) => {
            say("\nEnded.");
            Ok(ExitCode::SUCCESS)
        }
        Ok(_) => Ok(ExitCode::FAILURE),
        Err(other) => Err(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BACKEND: &str = "https://auth.example.com";

    #[test]
    fn a_taken_port_is_told_and_any_free_one_will_do() {
        assert!(check_port(0).is_ok());
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        assert!(check_port(taken.local_addr().unwrap().port()).is_err());
    }

    #[test]
    fn a_token_that_is_not_there_is_named_before_anything_is_built() {
        let Err(Problem::Said(sentence)) = check_backend(BACKEND, Some("TOKENSCOPE_TEST_NO_SUCH_VARIABLE")) else {
            panic!("it is not set")
        };
        assert!(sentence.contains("TOKENSCOPE_TEST_NO_SUCH_VARIABLE"));
        assert!(check_backend(BACKEND, None).is_ok());
        assert!(check_backend("auth.example.com", None).is_err());
    }

    #[test]
    fn a_secret_in_an_argument_is_not_repeated() {
        let long = "canary0123456789012345678901234567890123456789";
        for (backend, token_env) in [
            ("https://me:canary@auth.example.com", None),
            ("me:canary@auth.example.com", None),
            (BACKEND, Some(long)),
            (BACKEND, Some("canary-1")),
        ] {
            let Err(Problem::Said(sentence)) = check_backend(backend, token_env) else {
                panic!("{backend} {token_env:?} was taken")
            };
            assert!(!sentence.contains("canary"), "{sentence}");
        }
    }
}
