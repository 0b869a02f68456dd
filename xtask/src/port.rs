//! Whether the port is free, asked before anything is built.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener};

use crate::problem::{Outcome, problem};

/// An error that names the port when it cannot be had, and another that can.
pub fn check(port: u16) -> Outcome {
    let Err(error) = TcpListener::bind((Ipv4Addr::LOCALHOST, port)) else {
        return Ok(());
    };
    let why = match error.kind() {
        ErrorKind::AddrInUse => "is taken by another program".to_owned(),
        ErrorKind::PermissionDenied => "may not be used without more rights".to_owned(),
        _ => format!("cannot be used ({error})"),
    };
    let other = free_after(port).map_or_else(|| "0".to_owned(), |port| port.to_string());
    problem(format!(
        "port {port} on 127.0.0.1 {why}. Choose another with --port {other}."
    ))
}

fn free_after(port: u16) -> Option<u16> {
    let from = port.max(1024);
    (from..=from.saturating_add(50)).find(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Problem;

    #[test]
    fn a_taken_port_is_named_with_one_that_is_free() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let Err(Problem::Said(sentence)) = check(port) else {
            panic!("it was taken")
        };
        assert!(
            sentence.starts_with(&format!("port {port} on 127.0.0.1 is taken")),
            "{sentence}"
        );
        let (_, other) = sentence.rsplit_once(" --port ").unwrap();
        assert_ne!(other.trim_end_matches('.').parse::<u16>().unwrap(), port);
    }

    #[test]
    fn any_free_port_will_do() {
        assert!(check(0).is_ok());
    }
}
