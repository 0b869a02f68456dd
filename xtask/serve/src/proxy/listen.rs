//! Listening, with a limit to how long a caller may take to say what it wants.

use std::time::Duration;

use axum::Router;
use axum::serve::Listener;
use hyper::server::conn::http1::Builder;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;

/// How long the head of a request may take to arrive, and how long a connection may stay idle.
pub const HEAD_PATIENCE: Duration = Duration::from_secs(30);

/// Serves until it is dropped. `axum::serve` would wait for the head of a request for ever, so that a few callers who
/// never finish theirs could hold every connection there is.
pub async fn listen(mut listener: TcpListener, router: Router, head_patience: Duration) {
    let mut builder = Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(head_patience);
    loop {
        let (stream, _) = Listener::accept(&mut listener).await;
        let service = TowerToHyperService::new(router.clone());
        let connection = builder.serve_connection(TokioIo::new(stream), service);
        tokio::spawn(async move {
            // How a connection ends is the caller's affair.
            let _ = connection.await;
        });
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;

    use super::*;

    const HEAD: &[u8] = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n";

    /// A connection to something that lets go of it soon.
    async fn connection() -> TcpStream {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().fallback(async || "answered");
        tokio::spawn(listen(listener, router, Duration::from_millis(300)));
        TcpStream::connect(address).await.unwrap()
    }

    #[tokio::test]
    async fn a_head_that_never_ends_is_not_waited_for() {
        let (mut reads, mut writes) = connection().await.into_split();
        writes.write_all(HEAD).await.unwrap();
        // A byte now and then buys no time.
        let dripping = tokio::spawn(async move {
            let mut now_and_then = tokio::time::interval(Duration::from_millis(20));
            while writes.write_all(b"x").await.is_ok() {
                now_and_then.tick().await;
            }
        });
        let ended = tokio::time::timeout(Duration::from_secs(20), reads.read_to_end(&mut Vec::new())).await;
        assert!(ended.is_ok(), "the connection is still open");
        dripping.abort();
    }

    #[tokio::test]
    async fn nor_is_a_connection_kept_for_ever_that_has_had_its_answer() {
        let mut idle = connection().await;
        idle.write_all(HEAD).await.unwrap();
        idle.write_all(b"\r\n").await.unwrap();
        let mut answer = Vec::new();
        let ended = tokio::time::timeout(Duration::from_secs(20), idle.read_to_end(&mut answer)).await;
        assert!(ended.is_ok() && answer.ends_with(b"answered"));
    }
}
