//! The program itself: what it prints, and what it never does.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

const VARIABLE: &str = "TOKENSCOPE_SERVE_TEST_TOKEN";
/// Those of whoever runs the tests are not to matter.
const PROXIES: [&str; 8] = [
    "http_proxy",
    "HTTP_PROXY",
    "https_proxy",
    "HTTPS_PROXY",
    "all_proxy",
    "ALL_PROXY",
    "no_proxy",
    "NO_PROXY",
];
const CANARY: &str = "canary-token-2";

/// Ends the program with the test.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tokenscope-serve"));
    command
        .args(arguments)
        .env_remove(VARIABLE)
        .envs(PROXIES.map(|name| (name, "")))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

#[test]
fn it_says_once_where_it_listens_and_never_what_the_token_is() {
    let dist = tempfile::tempdir().unwrap();
    std::fs::write(dist.path().join("index.html"), "the console").unwrap();
    // Nothing listens on port 1: the failure to connect is reported, which is where a careless log would show headers.
    let arguments = [
        "--backend",
        "http://127.0.0.1:1",
        "--port",
        "0",
        "--token-env",
        VARIABLE,
        "--dist",
    ];
    let mut running = Ended(
        program(&arguments)
            .arg(dist.path())
            .env(VARIABLE, CANARY)
            .spawn()
            .unwrap(),
    );
    let mut out = BufReader::new(running.0.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    let port = line
        .strip_prefix("listening on http://127.0.0.1:")
        .unwrap()
        .strip_suffix("/\n")
        .unwrap();
    let ask = |path: &str| {
        let mut stream = TcpStream::connect(format!("127.0.0.1:{port}")).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    assert!(ask("/").ends_with("the console"));
    let failed = ask("/api/v3/core/users/me/");
    assert!(failed.starts_with("HTTP/1.1 502"), "{failed}");
    running.0.kill().unwrap();
    let mut said = String::new();
    out.read_to_string(&mut said).unwrap();
    running.0.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(said.contains("http://127.0.0.1:1"), "the failure is told: {said}");
    assert!(!format!("{said}{failed}").contains("canary"));
}

#[test]
fn a_token_that_is_missing_or_empty_is_named() {
    for (value, why) in [(None, "is not set"), (Some(" "), "is empty")] {
        let mut command = program(&[
            "--backend",
            "http://127.0.0.1:1",
            "--port",
            "0",
            "--token-env",
            VARIABLE,
        ]);
        value.map(|value| command.env(VARIABLE, value));
        let ended = command.output().unwrap();
        let said = String::from_utf8(ended.stderr).unwrap();
        assert!(
            !ended.status.success() && said.contains(VARIABLE) && said.contains(why),
            "{said}"
        );
    }
}

#[test]
fn an_address_that_is_none_is_explained() {
    let ended = program(&["--backend", "auth.example.com"]).output().unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert!(
        !ended.status.success() && said.contains("https://auth.example.com"),
        "{said}"
    );
}

#[test]
fn a_password_in_an_argument_is_not_repeated() {
    for arguments in [
        &["--backend", "https://me:canary-3@auth.example.com"][..],
        &["--backend", "https://me:canary 3@auth.example.com"],
        &["--backend", "me:canary-3@auth.example.com"],
        &["--backend=https://canary-3@auth.example.com/"],
        &["https://me:canary-3@auth.example.com"],
        &["--port", "https://me:canary-3@auth.example.com"],
        // The token itself in place of the name of a variable.
        &[
            "--backend",
            "http://127.0.0.1:1",
            "--token-env",
            "canary0123456789012345678901234567890123456789",
        ],
        &["--backend", "http://127.0.0.1:1", "--token-env", "canary-3"],
    ] {
        let ended = program(arguments).output().unwrap();
        let said = String::from_utf8([ended.stdout, ended.stderr].concat()).unwrap();
        assert!(!ended.status.success() && said.contains("error: "), "{said}");
        assert!(!said.contains("canary"), "{said}");
    }
}

#[test]
fn a_proxy_from_the_environment_is_on_the_way() {
    let between = TcpListener::bind("127.0.0.1:0").unwrap();
    let dist = tempfile::tempdir().unwrap();
    let mut running = Ended(
        program(&["--backend", "http://auth.example.com", "--port", "0", "--dist"])
            .arg(dist.path())
            .env(
                "http_proxy",
                format!("http://me:canary-4@{}", between.local_addr().unwrap()),
            )
            .spawn()
            .unwrap(),
    );
    let (mut line, mut answer) = (String::new(), String::new());
    let mut out = BufReader::new(running.0.stdout.take().unwrap());
    out.read_line(&mut line).unwrap();
    let address = line
        .trim_end()
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap()
        .to_owned();
    let mut stream = TcpStream::connect(&address).unwrap();
    let request = format!("GET /api/v3/ HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut asked = BufReader::new(between.accept().unwrap().0);
    let mut first = String::new();
    asked.read_line(&mut first).unwrap();
    assert_eq!(first, "GET http://auth.example.com/api/v3/ HTTP/1.1\r\n");
    let refused = "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n";
    asked.get_mut().write_all(refused.as_bytes()).unwrap();
    stream.read_to_string(&mut answer).unwrap();
    running.0.kill().unwrap();
    out.read_to_string(&mut answer).unwrap();
    running.0.stderr.take().unwrap().read_to_string(&mut answer).unwrap();
    assert!(answer.contains("the proxy that http_proxy names"), "{answer}");
    assert!(!answer.contains("canary"), "{answer}");
}

#[test]
fn a_proxy_that_cannot_be_used_is_told_at_the_start() {
    let ended = program(&["--backend", "https://auth.example.com", "--port", "0"])
        .env("HTTPS_PROXY", "socks5://me:canary-5@127.0.0.1:1080")
        .output()
        .unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert!(
        !ended.status.success() && said.contains("HTTPS_PROXY names a SOCKS proxy"),
        "{said}"
    );
    assert!(!said.contains("canary"), "{said}");
}

#[test]
fn a_file_without_certificates_is_told_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let certificate = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    std::fs::write(folder.path().join("ca.pem"), certificate.cert.pem()).unwrap();
    let without = tempfile::NamedTempFile::new().unwrap();
    for (file, is_told) in [
        (folder.path().join("ca.pem"), false),
        (folder.path().join("missing.pem"), true),
        (without.path().to_owned(), true),
    ] {
        let mut running = Ended(
            program(&["--backend", "https://localhost:1", "--port", "0"])
                .env("SSL_CERT_DIR", folder.path())
                .env("SSL_CERT_FILE", &file)
                .spawn()
                .unwrap(),
        );
        let (mut line, mut said) = (String::new(), String::new());
        let mut out = BufReader::new(running.0.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        running.0.kill().unwrap();
        running.0.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert!(line.starts_with("listening"), "{said}");
        assert_eq!(said.contains("no certificate in PEM form"), is_told, "{said}");
    }
}
