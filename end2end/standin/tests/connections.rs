//! Faults that are about the connection: answers that come late, in part, or never.

use serde_json::{Value, json};
use std::sync::Arc;
use tokenscope_standin::server;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::common::{Got, Standin};

async fn list(standin: &Standin) -> Got {
    standin.get("superuser", "oauth2/access_tokens/").await
}

/// A stand-in on a port, and what it says to a request, byte by byte, until it closes.
async fn over_tcp(standin: &Standin, requests: usize) -> Vec<u8> {
    raw(standin, &vec!["GET /api/v3/oauth2/access_tokens/"; requests]).await
}

/// The same for requests of any kind, one after the other on one connection.
async fn raw(standin: &Standin, requests: &[&str]) -> Vec<u8> {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let server = tokio::spawn(server::serve(listener, Arc::clone(&standin.app)));
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    for (at, request) in requests.iter().enumerate() {
        let left = requests.len() - 1 - at;
        let close = if left == 0 { "Connection: close\r\n" } else { "" };
        let request =
            format!("{request} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer standin-superuser\r\n{close}\r\n");
        stream.write_all(request.as_bytes()).await.expect("written");
    }
    let mut bytes = Vec::new();
    // An end with or without a reset: either way these are all the bytes there were.
    let _ = stream.read_to_end(&mut bytes).await;
    server.abort();
    bytes
}

#[tokio::test]
async fn a_dropped_connection_says_nothing() {
    let standin = Standin::new(30);
    assert!(over_tcp(&standin, 1).await.starts_with(b"HTTP/1.1 200 OK\r\n"));
    standin.faults(json!({"kind": "drop"})).await;
    assert_eq!(over_tcp(&standin, 1).await, b"");
    let last = last_request(&standin).await;
    assert!(last["status"].is_null() && last["faults"] == json!(["drop"]), "{last}");
}

async fn last_request(standin: &Standin) -> Value {
    let all = standin
        .send("GET", "/standin/requests?path=/api/", &[], "")
        .await
        .json();
    all.as_array().and_then(|list| list.last()).expect("a request").clone()
}

#[tokio::test]
async fn a_drop_on_a_kept_connection_does_not_count() {
    let standin = Standin::new(30);
    standin.faults(json!({"kind": "drop", "times": 1, "after": 1})).await;
    let bytes = over_tcp(&standin, 2).await;
    assert_eq!(bytes.windows(9).filter(|window| window == b"HTTP/1.1 ").count(), 1);
    let last = last_request(&standin).await;
    assert!(last["status"].is_null() && last["faults"] == json!([]), "{last}");
    let on = standin.send("GET", "/standin/faults", &[], "").await.json();
    assert_eq!(
        on["faults"][0]["left"],
        json!(1),
        "a browser asks again by itself, and that counts"
    );
    assert_eq!(over_tcp(&standin, 1).await, b"");
    assert!(over_tcp(&standin, 1).await.starts_with(b"HTTP/1.1 200 OK\r\n"));
}

#[tokio::test]
async fn what_is_dropped_afterwards_was_done() {
    let standin = Standin::new(30);
    standin
        .faults(json!([
            {"kind": "drop", "method": "DELETE", "path": "/api/v3/oauth2/access_tokens/1/"},
            {"kind": "drop-after", "method": "DELETE", "path": "/api/v3/oauth2/access_tokens/2/"},
        ]))
        .await;
    for (pk, status) in [(1, 200), (2, 404)] {
        let request = format!("DELETE /api/v3/oauth2/access_tokens/{pk}/");
        assert_eq!(raw(&standin, &[&request]).await, b"");
        let got = standin.get("superuser", &format!("oauth2/access_tokens/{pk}/")).await;
        assert_eq!(got.status, status, "{pk}");
    }
    // What a browser asks again by itself was not done the first time, or the second would find nothing.
    let kept = [
        "GET /api/v3/oauth2/access_tokens/3/",
        "DELETE /api/v3/oauth2/access_tokens/3/",
    ];
    standin.faults(json!({"kind": "drop-after", "method": "DELETE"})).await;
    raw(&standin, &kept).await;
    assert_eq!(standin.get("superuser", "oauth2/access_tokens/3/").await.status, 200);
}

#[tokio::test]
async fn a_drop_midway_promises_more_than_it_sends() {
    let standin = Standin::new(30);
    standin.faults(json!({"kind": "drop-midway"})).await;
    let text = String::from_utf8_lossy(&over_tcp(&standin, 1).await).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").expect("headers");
    let promised: usize = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok())
        .expect("a length");
    assert!(head.starts_with("HTTP/1.1 200 OK"));
    assert!(
        body.len() > 1_000 && body.len() < promised,
        "{} of {promised}",
        body.len()
    );
}

#[tokio::test]
async fn a_delay_delays_and_combines() {
    let standin = Standin::new(10);
    standin
        .faults(json!([{"kind": "delay", "ms": 120}, {"kind": "html-502"}]))
        .await;
    let began = std::time::Instant::now();
    assert_eq!(list(&standin).await.status, 502);
    assert!(began.elapsed().as_millis() >= 120);
}

#[tokio::test]
async fn a_caller_that_goes_away_is_remembered() {
    let standin = Standin::new(10);
    standin.faults(json!({"kind": "delay", "ms": 60_000})).await;
    let never = tokio::time::timeout(std::time::Duration::from_millis(50), list(&standin)).await;
    assert!(never.is_err());
    let requests = standin
        .send("GET", "/standin/requests?path=/api/", &[], "")
        .await
        .json();
    assert_eq!(
        (&requests[0]["abandoned"], &requests[0]["status"]),
        (&json!(true), &Value::Null)
    );
}
