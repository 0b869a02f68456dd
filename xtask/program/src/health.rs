//! `health`: whether a Tokenscope on this machine answers.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

use clap::Args;

use crate::say::say;

const PATIENCE: Duration = Duration::from_secs(5);

#[derive(Args)]
pub struct Health {
    /// The port that it listens on
    #[arg(long, value_name = "N", default_value_t = 8080)]
    port: u16,
}

pub fn run(options: &Health) -> Result<(), String> {
    let address = format!("http://127.0.0.1:{}/", options.port);
    let status = ask(options.port).map_err(|error| format!("{address} does not answer: {error}"))?;
    match status.as_deref().and_then(|status| status.bytes().next()) {
        Some(b'2' | b'3') => {
            say(format_args!("{address} answers."));
            Ok(())
        }
        _ => Err(format!(
            "{address} answers {}",
            status.as_deref().unwrap_or("something else than HTTP")
        )),
    }
}

/// The status that it answers `GET /` with, if it is HTTP.
fn ask(port: u16) -> io::Result<Option<String>> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    write!(stream, "GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    // Enough for the first line.
    let mut start = Vec::new();
    stream.take(64).read_to_end(&mut start)?;
    let start = String::from_utf8_lossy(&start);
    let status = start.lines().next().and_then(|line| line.strip_prefix("HTTP/1.1 "));
    Ok(status.map(str::to_owned))
}
