//! `demo` and `serve`: the console behind a program that listens, until Ctrl-C.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::thread;
use std::time::Duration;

use clap::Args;

use crate::build::{self, Profile, Wanted};
use crate::children::{self, Running};
use crate::port;
use crate::problem::{Context, Outcome, Problem, problem, say};
use crate::progress;
use crate::project::Project;
use crate::setup;

#[derive(Args)]
pub struct Demo {
    /// The port on 127.0.0.1 to listen on; 0 takes any that is free
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// How many access tokens to make up, 0 to 1,000,000
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    tokens: u32,
    /// Another seed makes up other data
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Whose wire shape to speak, 2023.10 to 2026.8
    #[arg(long, default_value = "2026.5")]
    authentik_version: String,
    /// Build the console as it ships, which takes longer
    #[arg(long)]
    release: bool,
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
    /// The port on 127.0.0.1 to listen on; 0 takes any that is free
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Build the console as it ships, which takes longer
    #[arg(long)]
    release: bool,
}

/// What the stand-in prints once it answers, before its port and a slash.
const LISTENING: &str = "listening on http://127.0.0.1:";

/// What the program for administrators prints then; it goes on to say what a person needs to know.
const RUNNING: &str = "Tokenscope is running at http://127.0.0.1:";

/// The console in front of the stand-in.
pub fn demo(project: &Project, options: &Demo) -> Outcome<ExitCode> {
    port::check(options.port)?;
    let (dist, program) = build_both(project, options.release, "tokenscope-standin")?;
    let mut standin = project.command(program);
    standin
        .arg("--dist")
        .arg(dist)
        .args(["--port", &options.port.to_string()]);
    standin.args([
        "--tokens",
        &options.tokens.to_string(),
        "--seed",
        &options.seed.to_string(),
    ]);
    standin.args(["--authentik-version", &options.authentik_version]);
    host(&mut standin, |address| {
        say("\n  You are signed in as a superuser of a made-up authentik.");
        say(format_args!(
            "  {address}standin/ lets you be somebody else, and switches faults on."
        ));
    })
}

/// The console in front of a real authentik.
pub fn serve(project: &Project, options: &Serve) -> Outcome<ExitCode> {
    port::check(options.port)?;
    check_backend(options)?;
    let (dist, program) = build_both(project, options.release, "tokenscope-program")?;
    let mut proxy = project.command(program);
    proxy.arg("serve").arg("--dist").arg(dist).args([
        "--port",
        &options.port.to_string(),
        "--backend",
        &options.backend,
    ]);
    if let Some(name) = &options.token_env {
        proxy.args(["--token-env", name]);
    }
    if let Some(file) = &options.ca_file {
        let file = std::path::absolute(file).or_could_not(format_args!("find {}", file.display()))?;
        proxy.arg("--ca-file").arg(file);
    }
    host(&mut proxy, |_| {})
}

/// What the proxy would refuse anyway, said before anything is built.
fn check_backend(options: &Serve) -> Outcome {
    // First, and without repeating it: it may hold a password.
    if options.backend.contains('@') {
        return problem("--backend holds a user name or a password; sign in on the page, or use --token-env");
    }
    if !options.backend.starts_with("https://") && !options.backend.starts_with("http://") {
        return problem(format!(
            "--backend is an address such as https://auth.example.com, and not {}",
            options.backend
        ));
    }
    let Some(name) = &options.token_env else {
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

/// The console and the program that serves it. One waits for the other only where it needs it: two compilers keep a small
/// machine busier than one.
fn build_both(project: &Project, release: bool, package: &str) -> Outcome<(PathBuf, PathBuf)> {
    let _turn = project.take_turn()?;
    setup::check(project)?;
    let profile = if release { Profile::Ships } else { Profile::Quick };
    let (tools, program) = thread::scope(|scope| {
        let console = scope.spawn(|| build::compile(project, profile));
        let native = || {
            let tools = setup::for_build(project)?;
            progress::program(project, build::BINDGEN)?;
            Outcome::Ok((tools, progress::program(project, package)?))
        };
        let native = native();
        console.join().unwrap_or_else(|panic| resume_unwind(panic))?;
        native
    })?;
    let dist = build::build(project, &tools, &Wanted::new(project, profile))?;
    Ok((dist, program))
}

/// Starts the program, says where it is once it answers, and stays until it is asked to end.
fn host(command: &mut Command, explain: impl FnOnce(&str)) -> Outcome<ExitCode> {
    let name = Path::new(command.get_program())
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let mut running = Running::start(command.stdout(Stdio::piped()))?;
    let mut lines = running.lines();
    let first = lines.by_ref().find_map(|line| Some((port_in(&line)?, line)));
    let Some((port, line)) = first else {
        running.wait()?;
        return problem(format!("{name} ended before it listened. What it said is above."));
    };
    wait_until_it_answers(&mut running, port, &name)?;
    let address = format!("http://127.0.0.1:{port}/");
    if line.starts_with(RUNNING) {
        say(format_args!("\n{line}"));
    } else {
        say(format_args!("\nTokenscope is running at {address}"));
        explain(&address);
        say("  Ctrl-C ends it.");
    }
    thread::spawn(move || lines.for_each(say));
    match running.wait() {
        Err(Problem::Interrupted) => {
            say("\nEnded.");
            Ok(ExitCode::SUCCESS)
        }
        Ok(status) => problem(format!("{name} ended by itself ({status}). What it said is above.")),
        Err(other) => Err(other),
    }
}

fn port_in(line: &str) -> Option<u16> {
    let mut starts = [LISTENING, RUNNING].into_iter();
    let port = starts.find_map(|start| line.strip_prefix(start))?;
    port.trim_end_matches('/').parse().ok()
}

/// Until `GET /` gives the page.
fn wait_until_it_answers(running: &mut Running, port: u16, name: &str) -> Outcome {
    for _ in 0..100 {
        match ask(port) {
            Ok(head) if head.starts_with("HTTP/1.1 200") => return Ok(()),
            Ok(head) => {
                let status = head.lines().next().unwrap_or("nothing");
                return problem(format!(
                    "{name} listens on port {port}, but answered its first page with: {status}"
                ));
            }
            Err(_) => children::pause()?,
        }
        if let Some(status) = running.ended()? {
            return problem(format!("{name} ended by itself ({status}). What it said is above."));
        }
    }
    ask(port)
        .map(drop)
        .or_could_not(format_args!("get the first page from {name} on port {port}"))
}

fn ask(port: u16) -> std::io::Result<String> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    write!(
        stream,
        "GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/html\r\nConnection: close\r\n\r\n"
    )?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_read_from_the_one_line_that_names_it() {
        assert_eq!(port_in("listening on http://127.0.0.1:40213/"), Some(40213));
        assert_eq!(port_in("Tokenscope is running at http://127.0.0.1:8080/"), Some(8080));
        assert_eq!(port_in("listening on http://127.0.0.1:x/"), None);
        assert_eq!(port_in("made up 10000 tokens"), None);
    }

    #[test]
    fn a_token_that_is_not_there_is_named_before_anything_is_built() {
        let mut options = Serve {
            backend: "https://auth.example.com".to_owned(),
            token_env: Some("TOKENSCOPE_TEST_NO_SUCH_VARIABLE".to_owned()),
            ca_file: None,
            port: 0,
            release: false,
        };
        let Err(Problem::Said(sentence)) = check_backend(&options) else {
            panic!("it is not set")
        };
        assert!(sentence.contains("TOKENSCOPE_TEST_NO_SUCH_VARIABLE"));
        options.token_env = None;
        assert!(check_backend(&options).is_ok());
        options.backend = "auth.example.com".to_owned();
        assert!(check_backend(&options).is_err());
    }

    #[test]
    fn a_secret_in_an_argument_is_not_repeated() {
        let long = "canary0123456789012345678901234567890123456789";
        for (backend, token_env) in [
            ("https://me:canary@auth.example.com", None),
            ("me:canary@auth.example.com", None),
            ("https://auth.example.com", Some(long)),
            ("https://auth.example.com", Some("canary-1")),
        ] {
            let options = Serve {
                backend: backend.to_owned(),
                token_env: token_env.map(str::to_owned),
                ca_file: None,
                port: 0,
                release: false,
            };
            let Err(Problem::Said(sentence)) = check_backend(&options) else {
                panic!("{backend} {token_env:?} was taken")
            };
            assert!(!sentence.contains("canary"), "{sentence}");
        }
    }
}
