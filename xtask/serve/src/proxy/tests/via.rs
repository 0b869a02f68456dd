//! Through a small proxy that knows one authentik, whatever name it is asked for.

use std::ffi::OsString;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsAcceptor;

use super::failures::{acceptor, over_tls, plain};
use super::*;
use crate::proxy::Via;

const SECRET: &str = "Basic bWU6Y2FuYXJ5"; // me:canary

struct Between {
    port: u16,
    heads: Arc<Mutex<Vec<String>>>,
}

/// How the small proxy behaves.
#[derive(Clone)]
enum Manner {
    /// Connects to this port of this machine.
    Leads(u16),
    Says(&'static str),
}

impl Between {
    async fn new(manner: Manner, tls: Option<TlsAcceptor>) -> Self {
        let listener = listen().await;
        let port = listener.local_addr().unwrap().port();
        let heads = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&heads);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (manner, kept, tls) = (manner.clone(), Arc::clone(&kept), tls.clone());
                tokio::spawn(async move {
                    let Some(tls) = tls else {
                        return handle(stream, manner, kept).await;
                    };
                    if let Ok(stream) = tls.accept(stream).await {
                        handle(stream, manner, kept).await;
                    }
                });
            }
        });
        Self { port, heads }
    }

    /// The one head that arrived.
    fn head(&self) -> String {
        let heads = self.heads.lock().unwrap();
        assert_eq!(heads.len(), 1, "{heads:?}");
        heads[0].clone()
    }
}

async fn handle(mut stream: impl AsyncRead + AsyncWrite + Unpin, manner: Manner, heads: Arc<Mutex<Vec<String>>>) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return,
        }
    }
    let head = String::from_utf8(head).unwrap();
    heads.lock().unwrap().push(head.clone());
    let port = match manner {
        Manner::Leads(port) => port,
        Manner::Says(words) => return stream.write_all(words.as_bytes()).await.unwrap(),
    };
    let mut authentik = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.unwrap();
    if head.starts_with("CONNECT ") {
        let connected = b"HTTP/1.1 200 Connection established\r\n\r\n";
        stream.write_all(connected).await.unwrap();
    } else {
        authentik.write_all(head.as_bytes()).await.unwrap();
    }
    let _ = tokio::io::copy_bidirectional(&mut stream, &mut authentik).await;
}

/// What the environment says where a variable holds this.
fn via(backend: &Backend, variable: &'static str, value: &str) -> Option<Via> {
    Via::from_env(backend, |name| (name == variable).then(|| OsString::from(value))).unwrap()
}

fn port_of(address: &str) -> u16 {
    address.rsplit_once(':').unwrap().1.parse().unwrap()
}

/// An answer from a backend that only the proxy, at this address, knows how to reach.
async fn through(
    backend: &str,
    variable: &'static str,
    address: &str,
    trusted: Vec<rustls::pki_types::CertificateDer<'static>>,
) -> Answer {
    let backend: Backend = backend.parse().unwrap();
    let client = Client::trusting(trusted, via(&backend, variable, address)).unwrap();
    let (proxy, _dist) = with_client(backend, None, client, PATIENCE);
    let headers = [("origin", HERE), ("proxy-authorization", "Basic of-the-browser")];
    ask(&proxy, Method::GET, "/api/v3/?a=b", &headers, Body::empty()).await
}

#[tokio::test]
async fn tls_goes_through_a_tunnel_that_sees_neither_path_nor_headers() {
    let (upstream, trusted) = over_tls("auth.example.com").await;
    for (user, authorization) in [("", None), ("me:canary@", Some(SECRET))] {
        let between = Between::new(Manner::Leads(port_of(&upstream)), None).await;
        let address = format!("http://{user}127.0.0.1:{}", between.port);
        let answer = through("https://auth.example.com", "HTTPS_PROXY", &address, trusted.clone()).await;
        assert_eq!(
            (answer.status, answer.text.as_str()),
            (StatusCode::OK, "https://auth.example.com")
        );
        let head = between.head();
        assert!(
            head.starts_with("CONNECT auth.example.com:443 HTTP/1.1\r\nhost: auth.example.com:443\r\n"),
            "{head}"
        );
        let sent = head.lines().find_map(|line| line.strip_prefix("proxy-authorization: "));
        assert_eq!(sent, authorization);
        assert!(!head.contains("/api/") && !head.contains("origin"), "{head}");
    }
}

#[tokio::test]
async fn plain_http_goes_to_the_proxy_with_its_whole_address() {
    let setting = Setting::answering(&[], "authentik").await;
    let between = Between::new(Manner::Leads(port_of(&setting.upstream)), None).await;
    let address = format!("me:canary@127.0.0.1:{}", between.port);
    let answer = through("http://auth.example.com:9000/auth", "http_proxy", &address, Vec::new()).await;
    assert_eq!((answer.status, answer.text.as_str()), (StatusCode::OK, "authentik"));
    let head = between.head();
    assert!(
        head.starts_with("GET http://auth.example.com:9000/auth/api/v3/?a=b HTTP/1.1\r\n"),
        "{head}"
    );
    assert_eq!(head.matches("Basic ").count(), 1);
    assert!(head.contains(&format!("proxy-authorization: {SECRET}\r\n")), "{head}");
    assert_eq!(setting.received().header("host"), Some("auth.example.com:9000"));
}

#[tokio::test]
async fn the_way_to_the_proxy_may_be_encrypted_too() {
    let (upstream, mut trusted) = over_tls("auth.example.com").await;
    let (tls, certificate) = acceptor(&plain("localhost"));
    trusted.push(certificate);
    let between = Between::new(Manner::Leads(port_of(&upstream)), Some(tls)).await;
    let address = format!("https://localhost:{}", between.port);
    let answer = through("https://auth.example.com", "ALL_PROXY", &address, trusted).await;
    assert_eq!(
        (answer.status, answer.text.as_str()),
        (StatusCode::OK, "https://auth.example.com")
    );
    assert!(between.head().starts_with("CONNECT "));
}

#[tokio::test]
async fn a_proxy_that_refuses_is_told_by_its_variable_and_without_its_password() {
    let wants_a_name = "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n";
    let (http, https) = ("http://auth.example.com", "https://auth.example.com");
    for (backend, says, user, expected) in [
        (https, wants_a_name, "", "asks for a user name and a password (407)"),
        (http, wants_a_name, "", "asks for a user name and a password (407)"),
        (
            https,
            wants_a_name,
            "me:canary@",
            "does not accept the user name and password in ALL_PROXY (407)",
        ),
        (
            http,
            wants_a_name,
            "me:canary@",
            "does not accept the user name and password in ALL_PROXY (407)",
        ),
        (
            https,
            "HTTP/1.1 403 Forbidden\r\nContent-Length: 6\r\n\r\ncanary",
            "me:canary@",
            "does not connect to auth.example.com (403 Forbidden)",
        ),
        (https, "HTTP/1.1 503 canary\r\n\r\n", "", "(503 Service Unavailable)"),
        (
            https,
            "SSH-2.0-canary\r\n",
            "me:canary@",
            "does not speak HTTP as it should",
        ),
        (https, "", "me:canary@", "broke off"),
        (https, "HTTP/1.1 200 OK\r\n\r\n", "", "the proxy that ALL_PROXY names"),
    ] {
        let between = Between::new(Manner::Says(says), None).await;
        let address = format!("http://{user}127.0.0.1:{}", between.port);
        let answer = through(backend, "ALL_PROXY", &address, Vec::new()).await;
        assert_eq!(answer.status, StatusCode::BAD_GATEWAY, "{says}");
        assert!(answer.text.contains(expected), "{says}: {}", answer.text);
        assert!(answer.text.contains("proxy that ALL_PROXY names"), "{}", answer.text);
        assert!(
            !answer.text.contains("canary") && !answer.text.contains("bWU6"),
            "{}",
            answer.text
        );
        assert_eq!(answer.header("proxy-authenticate"), None);
    }
}

#[tokio::test]
async fn a_proxy_that_is_not_there_is_told_apart_from_an_authentik_that_is_not() {
    let free = listen().await.local_addr().unwrap();
    for backend in ["http://auth.example.com", "https://auth.example.com"] {
        let address = format!("http://me:canary@{free}");
        let answer = through(backend, "all_proxy", &address, Vec::new()).await;
        assert_eq!(answer.status, StatusCode::BAD_GATEWAY);
        let expected = "the proxy that all_proxy names cannot be reached (";
        assert!(
            answer.text.contains(expected) && answer.text.contains("refused"),
            "{}",
            answer.text
        );
        assert!(!answer.text.contains("canary"), "{}", answer.text);
    }
}

#[tokio::test]
async fn certificates_on_the_way_are_told_apart() {
    let (upstream, _) = over_tls("auth.example.com").await;
    let (tls, certificate) = acceptor(&plain("localhost"));
    for (trusted, expected) in [
        (
            Vec::new(),
            "the certificate of the proxy that HTTPS_PROXY names is not trusted",
        ),
        (vec![certificate], "the certificate of auth.example.com is not trusted"),
    ] {
        let between = Between::new(Manner::Leads(port_of(&upstream)), Some(tls.clone())).await;
        let address = format!("https://localhost:{}", between.port);
        let answer = through("https://auth.example.com", "HTTPS_PROXY", &address, trusted).await;
        assert_eq!(answer.status, StatusCode::BAD_GATEWAY);
        assert!(answer.text.contains(expected), "{}", answer.text);
    }
}
