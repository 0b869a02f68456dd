//! What to do about a port that cannot be had. `cargo xtask` has this file as well, and asks before it builds anything.

use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};

/// Why nobody can listen there, and what to give this option instead.
pub fn cannot_listen(at: SocketAddr, option: &str, error: &io::Error) -> String {
    let why = match error.kind() {
        ErrorKind::AddrInUse => "is taken by another program".to_owned(),
        ErrorKind::AddrNotAvailable => "is on no address of this machine".to_owned(),
        ErrorKind::PermissionDenied => "may not be used without more rights".to_owned(),
        _ => format!("cannot be used ({error})"),
    };
    let other = match error.kind() {
        ErrorKind::AddrNotAvailable => SocketAddr::from((Ipv4Addr::UNSPECIFIED, at.port())),
        _ => free_after(at),
    };
    let other = if option == "--port" {
        other.port().to_string()
    } else {
        other.to_string()
    };
    format!(
        "port {} on {} {why}. Choose another with {option} {other}.",
        at.port(),
        at.ip()
    )
}

/// The next port that is free there; 0 stands for any.
fn free_after(at: SocketAddr) -> SocketAddr {
    let from = at.port().max(1024);
    let mut next = (from..=from.saturating_add(50)).map(|port| SocketAddr::new(at.ip(), port));
    next.find(|next| TcpListener::bind(next).is_ok())
        .unwrap_or(SocketAddr::new(at.ip(), 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_named_with_one_that_is_free() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let at = taken.local_addr().unwrap();
        let error = TcpListener::bind(at).unwrap_err();
        let starts = format!("port {} on 127.0.0.1 is taken", at.port());
        for option in ["--port", "--listen"] {
            let sentence = cannot_listen(at, option, &error);
            assert!(sentence.starts_with(&starts), "{sentence}");
            let (_, other) = sentence
                .trim_end_matches('.')
                .rsplit_once(&format!(" {option} "))
                .unwrap();
            let port = match option {
                "--port" => other.parse::<u16>().unwrap(),
                _ => other.parse::<SocketAddr>().unwrap().port(),
            };
            assert_ne!(port, at.port());
        }
    }

    #[test]
    fn an_address_of_another_machine_is_called_that() {
        let error = io::Error::from(ErrorKind::AddrNotAvailable);
        let sentence = cannot_listen("192.0.2.1:8080".parse().unwrap(), "--listen", &error);
        let said =
            "port 8080 on 192.0.2.1 is on no address of this machine. Choose another with --listen 0.0.0.0:8080.";
        assert_eq!(sentence, said);
    }
}
