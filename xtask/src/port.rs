//! Whether the port is free, asked before anything is built.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};

use crate::problem::{Outcome, Problem};

#[path = "../program/src/port.rs"]
mod shared;

/// An error that names the port when it cannot be had, and another that can.
pub fn check(port: u16) -> Outcome {
    let at = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    TcpListener::bind(at)
        .map(drop)
        .map_err(|error| Problem::Said(shared::cannot_listen(at, "--port", &error)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_told_and_any_free_one_will_do() {
        assert!(check(0).is_ok());
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        assert!(check(taken.local_addr().unwrap().port()).is_err());
    }
}
