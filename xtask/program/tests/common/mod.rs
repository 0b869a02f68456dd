//! The program, started and asked.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

/// The folders of a test: one to be in, and one with a console.
pub struct Place {
    pub empty: TempDir,
    pub dist: TempDir,
}

impl Place {
    pub fn new() -> Self {
        let dist = tempfile::tempdir().unwrap();
        fs::write(dist.path().join("index.html"), "the console").unwrap();
        let empty = tempfile::tempdir().unwrap();
        Self { empty, dist }
    }

    pub fn program(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tokenscope"));
        command.args(arguments).current_dir(self.empty.path()).env_clear();
        // Without it, Windows gives no sockets.
        if let Some(root) = std::env::var_os("SystemRoot") {
            command.env("SystemRoot", root);
        }
        command.env("PATH", "").stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// With a console, on any port.
    pub fn with_console(&self, arguments: &[&str]) -> Command {
        let mut command = self.program(arguments);
        let listening = match arguments[0] {
            "site" => ["--listen", "127.0.0.1:0"],
            _ => ["--port", "0"],
        };
        command.args(listening).arg("--dist").arg(self.dist.path());
        command
    }

    pub fn ended(&self, arguments: &[&str]) -> (Output, String) {
        said(&mut self.program(arguments))
    }
}

pub fn said(command: &mut Command) -> (Output, String) {
    let child = command.spawn().unwrap();
    let _limit = Limit::of(&child);
    let ended = child.wait_with_output().unwrap();
    let said = [&ended.stdout[..], &ended.stderr].concat();
    (ended, String::from_utf8(said).unwrap())
}

/// Ends a program that is there for too long, so that a test which waits for it fails instead of waiting for ever.
struct Limit {
    _ended: Sender<()>,
}

impl Limit {
    fn of(child: &Child) -> Self {
        let id = child.id().to_string();
        let (ended, has_ended) = mpsc::channel::<()>();
        thread::spawn(move || {
            if has_ended.recv_timeout(Duration::from_secs(60)) == Err(RecvTimeoutError::Timeout) {
                let (program, force) = if cfg!(windows) {
                    ("taskkill", &["/F", "/PID"][..])
                } else {
                    ("kill", &["-KILL"][..])
                };
                Command::new(program).args(force).arg(id).status().unwrap();
            }
        });
        Self { _ended: ended }
    }
}

/// A program that listens; it ends with the test.
pub struct Running {
    pub child: Child,
    _limit: Limit,
    out: BufReader<ChildStdout>,
    /// Host and port.
    pub at: String,
    pub path: String,
}

impl Running {
    pub fn start(mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
        let limit = Limit::of(&child);
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let address = line
            .strip_prefix("Tokenscope is running at http://")
            .unwrap_or_else(|| {
                let mut said = String::new();
                child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
                panic!("{line}{said}")
            });
        let (at, path) = address.trim_end().split_once('/').unwrap();
        let (at, path) = (at.to_owned(), format!("/{path}"));
        Self {
            child,
            _limit: limit,
            out,
            at,
            path,
        }
    }

    pub fn port(&self) -> &str {
        self.at.rsplit_once(':').unwrap().1
    }

    pub fn ask(&self, path: &str) -> String {
        let mut stream = self.send(path);
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    pub fn send(&self, path: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.at).unwrap();
        let head = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close", self.at);
        write!(stream, "{head}\r\nAccept: text/html, */*\r\n\r\n").unwrap();
        stream
    }

    /// What it says until it says this.
    pub fn warns_of(&mut self, words: &str) -> String {
        let mut said = String::new();
        let mut err = BufReader::new(self.child.stderr.as_mut().unwrap());
        while !said.contains(words) {
            assert_ne!(err.read_line(&mut said).unwrap(), 0, "it never said {words}: {said}");
        }
        said
    }

    /// Ends it, and gives what else it said. It answers before it has said all that one can do next, which ends with how
    /// to end it.
    pub fn rest(mut self) -> String {
        let mut said = String::new();
        while !said.contains("Ctrl-C") {
            assert_ne!(
                self.out.read_line(&mut said).unwrap(),
                0,
                "it never said Ctrl-C: {said}"
            );
        }
        self.child.kill().unwrap();
        self.out.read_to_string(&mut said).unwrap();
        let mut err = self.child.stderr.take().unwrap();
        err.read_to_string(&mut said).unwrap();
        said
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
