//! The program itself, in an empty folder and with nothing on its `PATH`: what it prints, and what it never does.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use common::{Place, Running, said};

#[cfg(test)]
mod common;

const VARIABLE: &str = "TOKENSCOPE_PROGRAM_TEST_TOKEN";
const CANARY: &str = "canary-token-2";
/// Nothing listens there.
const NOBODY: &str = "http://127.0.0.1:1";

#[test]
fn it_says_where_it_is_and_what_to_do_next_and_never_what_the_token_is() {
    let place = Place::new();
    // The failure to connect is reported, which is where a careless log would show headers.
    let mut command = place.with_console(&["serve", "--backend", NOBODY, "--token-env", VARIABLE]);
    let running = Running::start({
        command.env(VARIABLE, CANARY);
        command
    });
    assert!(running.ask("/").ends_with("the console"));
    let failed = running.ask("/api/v3/core/users/me/");
    assert!(failed.starts_with("HTTP/1.1 502"), "{failed}");
    let said = running.rest();
    assert!(said.contains("In front of http://127.0.0.1:1."), "{said}");
    assert!(said.contains(VARIABLE) && said.contains("Ctrl-C"), "{said}");
    assert!(!format!("{said}{failed}").contains("canary"));
}

#[test]
fn an_authentik_that_is_not_there_is_told_at_once_and_the_console_is_there_all_the_same() {
    let place = Place::new();
    let mut running = Running::start(place.with_console(&["serve", "--backend", NOBODY]));
    let said = running.warns_of("authentik cannot be reached at http://127.0.0.1:1");
    assert!(said.starts_with("warning: "), "{said}");
    assert!(running.ask("/access-tokens").ends_with("the console"));
}

#[test]
fn the_demo_has_data_of_its_own() {
    let place = Place::new();
    let running = Running::start(place.with_console(&["demo", "--tokens", "30", "--authentik-version", "2025.12"]));
    assert!(running.ask("/").ends_with("the console"));
    assert!(running.ask("/standin/").starts_with("HTTP/1.1 200"));
    assert!(running.ask("/api/v3/core/users/me/").starts_with("HTTP/1.1 403"));
    assert!(running.rest().contains("/standin/ lets you be somebody else"));
}

#[test]
fn the_files_alone_are_served_below_a_path() {
    let place = Place::new();
    let running = Running::start(place.with_console(&["site", "--public-url", "/tokens"]));
    assert_eq!(running.path, "/tokens/");
    for path in ["/tokens/", "/tokens", "/tokens/access-tokens/4711?page=2"] {
        let answer = running.ask(path);
        assert!(
            answer.starts_with("HTTP/1.1 200") && answer.ends_with("the console"),
            "{path}: {answer}"
        );
        assert!(
            answer.contains("content-security-policy: default-src 'none'"),
            "{answer}"
        );
    }
    let root = running.ask("/");
    assert!(
        root.starts_with("HTTP/1.1 307") && root.contains("location: /tokens/\r\n"),
        "{root}"
    );
    for path in ["/api/v3/core/users/me/", "/tokens/api/v3/", "/tokenscope"] {
        assert!(running.ask(path).starts_with("HTTP/1.1 404"), "{path}");
    }
}

#[test]
fn it_tells_whether_one_is_running() {
    let place = Place::new();
    for arguments in [
        &["site", "--public-url", "/tokens/"][..],
        &["site"],
        &["serve", "--backend", NOBODY],
        &["demo", "--tokens", "1"],
    ] {
        let running = Running::start(place.with_console(arguments));
        let (ended, said) = place.ended(&["health", "--port", running.port()]);
        assert!(ended.status.success(), "{said}");
        let port = running.port().to_owned();
        drop(running);
        let (ended, said) = place.ended(&["health", "--port", &port]);
        assert_eq!(ended.status.code(), Some(1), "{said}");
        assert!(said.starts_with("error: ") && said.contains(&port), "{said}");
    }
}

#[test]
fn one_that_answers_errors_is_not_well() {
    let place = Place::new();
    for (answer, says) in [
        (
            "HTTP/1.1 500 Internal Server Error\r\n\r\n",
            "500 Internal Server Error",
        ),
        ("SSH-2.0-x\r\n", "something else than HTTP"),
        ("", "something else than HTTP"),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port().to_string();
        let health = place.program(&["health", "--port", &port]).spawn().unwrap();
        let (mut stream, _) = listener.accept().unwrap();
        let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
        while lines.next().is_some_and(|line| !line.unwrap().is_empty()) {}
        stream.write_all(answer.as_bytes()).unwrap();
        drop((stream, lines));
        let ended = health.wait_with_output().unwrap();
        let said = String::from_utf8(ended.stderr).unwrap();
        assert!(!ended.status.success() && said.contains(says), "{said}");
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_and_the_systems_request_end_it_without_a_complaint() {
    let place = Place::new();
    for signal in ["INT", "TERM"] {
        for arguments in [
            &["site"][..],
            &["serve", "--backend", NOBODY],
            &["demo", "--tokens", "1"],
        ] {
            let mut running = Running::start(place.with_console(arguments));
            let pid = running.child.id().to_string();
            let sent = Command::new("kill").args(["-s", signal, &pid]).status().unwrap();
            assert!(sent.success());
            assert_eq!(running.child.wait().unwrap().code(), Some(0), "{arguments:?} {signal}");
        }
    }
}

#[test]
fn a_port_that_is_taken_is_named_with_one_that_is_free() {
    let place = Place::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = taken.local_addr().unwrap();
    let port = at.port().to_string();
    let dist = place.dist.path().to_str().unwrap();
    for (arguments, option) in [
        (
            &["serve", "--backend", NOBODY, "--port", &port, "--dist", dist][..],
            "--port",
        ),
        (&["demo", "--port", &port, "--dist", dist], "--port"),
        (&["site", "--listen", &at.to_string(), "--dist", dist], "--listen"),
    ] {
        let (ended, said) = place.ended(arguments);
        let expected =
            format!("error: port {port} on 127.0.0.1 is taken by another program. Choose another with {option} ");
        assert!(!ended.status.success() && said.starts_with(&expected), "{said}");
    }
}

/// As `cargo test` builds it.
#[test]
fn without_a_console_it_says_how_to_get_one() {
    let place = Place::new();
    for arguments in [
        &["serve", "--backend", NOBODY][..],
        &["demo"],
        &["site"],
        &["export-site", "folder"],
    ] {
        let (ended, said) = place.ended(arguments);
        assert!(
            !ended.status.success() && said.contains("`cargo xtask package`"),
            "{said}"
        );
    }
    assert_eq!(fs::read_dir(place.empty.path()).unwrap().count(), 0);
}

#[test]
fn a_browser_that_cannot_be_started_is_no_reason_to_end() {
    let place = Place::new();
    let mut running = Running::start(place.with_console(&["site"]));
    assert!(running.ask("/").ends_with("the console"));
    if cfg!(target_os = "linux") {
        running = Running::start(place.with_console(&["demo", "--tokens", "1", "--open"]));
        let said = running.warns_of("no browser could be started");
        assert!(said.contains(&running.at), "{said}");
        assert!(running.ask("/").ends_with("the console"));
    }
}

#[test]
fn help_has_examples_and_names_every_command() {
    let place = Place::new();
    let (ended, help) = place.ended(&["--help"]);
    assert!(ended.status.success());
    for word in [
        "serve",
        "demo",
        "site",
        "export-site",
        "health",
        "Examples:",
        "--token-env",
        "--public-url",
    ] {
        assert!(help.contains(word), "{word}: {help}");
    }
    let (_, serve) = place.ended(&["serve", "--help"]);
    assert!(serve.contains("--ca-file") && !serve.contains("--dist"), "{serve}");
    let (ended, version) = place.ended(&["--version"]);
    assert!(ended.status.success());
    assert_eq!(version, format!("tokenscope {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_token_that_is_missing_or_empty_is_named() {
    let place = Place::new();
    for (value, why) in [(None, "is not set"), (Some(" "), "is empty")] {
        let mut command = place.with_console(&["serve", "--backend", NOBODY, "--token-env", VARIABLE]);
        value.map(|value| command.env(VARIABLE, value));
        let (ended, said) = said(&mut command);
        assert!(
            !ended.status.success() && said.contains(VARIABLE) && said.contains(why),
            "{said}"
        );
    }
}

#[test]
fn an_address_that_is_none_is_explained() {
    let place = Place::new();
    let (ended, said) = place.ended(&["serve", "--backend", "auth.example.com"]);
    assert!(
        !ended.status.success() && said.contains("https://auth.example.com"),
        "{said}"
    );
}

#[test]
fn a_password_in_an_argument_is_not_repeated() {
    let place = Place::new();
    for arguments in [
        &["serve", "--backend", "https://me:canary-3@auth.example.com"][..],
        &["serve", "--backend", "https://me:canary 3@auth.example.com"],
        &["serve", "--backend", "me:canary-3@auth.example.com"],
        &["serve", "--backend=https://canary-3@auth.example.com/"],
        &["serve", "https://me:canary-3@auth.example.com"],
        &["serve", "--port", "https://me:canary-3@auth.example.com"],
        &["https://me:canary-3@auth.example.com"],
        &["--backend=https://me:canary-3@auth.example.com"],
        &["site", "--listen", "https://me:canary-3@auth.example.com"],
        &["site", "--public-url", "https://me:canary-3@auth.example.com"],
        &["export-site", "--public-url=https://me:canary-3@auth.example.com", "x"],
        // The token itself in place of the name of a variable.
        &[
            "serve",
            "--backend",
            NOBODY,
            "--token-env",
            "canary0123456789012345678901234567890123456789",
        ],
        &["serve", "--backend", NOBODY, "--token-env", "canary-3"],
    ] {
        let (ended, said) = place.ended(arguments);
        assert!(!ended.status.success() && said.contains("error: "), "{said}");
        assert!(!said.contains("canary"), "{said}");
    }
}

#[test]
fn a_proxy_from_the_environment_is_on_the_way() {
    let place = Place::new();
    let between = TcpListener::bind("127.0.0.1:0").unwrap();
    let proxy = format!("http://me:canary-4@{}", between.local_addr().unwrap());
    let mut command = place.with_console(&["serve", "--backend", "http://auth.example.com"]);
    command.env("http_proxy", proxy);
    let mut running = Running::start(command);
    let refuse = |path: &str| {
        let mut asked = BufReader::new(between.accept().unwrap().0);
        let mut first = String::new();
        asked.read_line(&mut first).unwrap();
        assert_eq!(first, format!("GET http://auth.example.com{path} HTTP/1.1\r\n"));
        let refused = "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        asked.get_mut().write_all(refused.as_bytes()).unwrap();
    };
    refuse("/api/v3/core/users/me/");
    let mut said = running.warns_of("the proxy that http_proxy names");
    let mut stream = running.send("/api/v3/");
    refuse("/api/v3/");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.contains("the proxy that http_proxy names"), "{answer}");
    said += &running.rest();
    assert!(said.contains(", through the proxy that http_proxy names."), "{said}");
    assert!(!format!("{said}{answer}").contains("canary"), "{said}{answer}");
}

#[test]
fn a_proxy_that_cannot_be_used_is_told_at_the_start() {
    let place = Place::new();
    let mut command = place.with_console(&["serve", "--backend", "https://auth.example.com"]);
    let (ended, said) = said(command.env("HTTPS_PROXY", "socks5://me:canary-5@127.0.0.1:1080"));
    assert!(
        !ended.status.success() && said.contains("HTTPS_PROXY names a SOCKS proxy"),
        "{said}"
    );
    assert!(!said.contains("canary"), "{said}");
}

#[test]
fn a_file_without_certificates_is_told_at_once() {
    let place = Place::new();
    let folder = tempfile::tempdir().unwrap();
    let certificate = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let (good, missing, without) = ("ca.pem", "missing.pem", "without.pem");
    fs::write(folder.path().join(good), certificate.cert.pem()).unwrap();
    fs::write(folder.path().join(without), "").unwrap();
    let serve = |file: &Path| {
        let mut command = place.with_console(&["serve", "--backend", "https://localhost:1"]);
        command.env("SSL_CERT_DIR", folder.path()).arg("--ca-file").arg(file);
        command
    };
    for (file, is_told) in [(good, false), (missing, true), (without, true)] {
        let file = folder.path().join(file);
        let mut by_variable = serve(&folder.path().join(good));
        by_variable.env("SSL_CERT_FILE", &file);
        let mut running = Running::start(by_variable);
        let words = running.warns_of("authentik cannot be reached");
        assert_eq!(words.contains("no certificate in PEM form"), is_told, "{words}");
        if is_told {
            let (ended, said) = said(&mut serve(&file));
            assert!(
                !ended.status.success() && said.starts_with("error: --ca-file: "),
                "{said}"
            );
            assert!(said.contains(&*file.to_string_lossy()), "{said}");
        }
    }
}
