//! The proxy in front of a small upstream that keeps what it received.

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, Response, StatusCode, Uri};
use http_body_util::BodyExt;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt;

use super::{Backend, Client, Options, PATIENCE, Token, proxy};

mod answers;
mod failures;
mod first;
mod requests;
mod via;
mod with_token;

const HOST: &str = "127.0.0.1:8080";
const HERE: &str = "http://127.0.0.1:8080";

/// What the upstream received.
#[derive(Clone)]
struct Received {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: String,
}

impl Received {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

/// A proxy with an upstream of its own.
struct Setting {
    proxy: Router,
    /// The upstream's host and port.
    upstream: String,
    received: Arc<Mutex<Vec<Received>>>,
    _dist: TempDir,
}

impl Setting {
    /// An upstream that answers everything so; `{upstream}` in a header stands for its host and port.
    async fn answering(headers: &'static [(&'static str, &'static str)], body: &'static str) -> Self {
        Self::with("", None, headers, body).await
    }

    async fn with(
        prefix: &str,
        token: Option<&str>,
        headers: &'static [(&'static str, &'static str)],
        body: &'static str,
    ) -> Self {
        let received = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&received);
        let listener = listen().await;
        let upstream = listener.local_addr().unwrap().to_string();
        let name = upstream.clone();
        let answer = async move |request: Request| {
            let (parts, sent) = request.into_parts();
            let sent = sent.collect().await.unwrap().to_bytes();
            let body_received = String::from_utf8(sent.to_vec()).unwrap();
            kept.lock().unwrap().push(Received {
                method: parts.method,
                uri: parts.uri,
                headers: parts.headers,
                body: body_received,
            });
            let mut answer = Response::builder();
            for (header, value) in headers {
                answer = answer.header(*header, value.replace("{upstream}", &name));
            }
            answer.body(Body::from(body.replace("{upstream}", &name))).unwrap()
        };
        serve(listener, Router::new().fallback(answer));
        let (proxy, dist) = in_front_of(&format!("http://{upstream}{prefix}"), token);
        Self {
            proxy,
            upstream,
            received,
            _dist: dist,
        }
    }

    async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.ask(Method::GET, path, headers, "").await
    }

    async fn ask(&self, method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        ask(&self.proxy, method, path, headers, Body::from(body.to_owned())).await
    }

    /// The one request that the upstream received.
    fn received(&self) -> Received {
        let received = self.received.lock().unwrap();
        assert_eq!(received.len(), 1);
        received[0].clone()
    }

    fn received_nothing(&self) -> bool {
        self.received.lock().unwrap().is_empty()
    }
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    fn all(&self, name: &str) -> Vec<&str> {
        self.headers
            .get_all(name)
            .iter()
            .map(|value| value.to_str().unwrap())
            .collect()
    }
}

/// What the proxy says to these very bytes, which need not be HTTP.
async fn say(proxy: Router, bytes: &str) -> String {
    let listener = listen().await;
    let mut stream = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    serve(listener, proxy);
    stream.write_all(bytes.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

async fn listen() -> TcpListener {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap()
}

fn serve(listener: TcpListener, router: Router) {
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
}

fn in_front_of(backend: &str, token: Option<&str>) -> (Router, TempDir) {
    let backend: Backend = backend.parse().unwrap();
    let client = Client::trusting(Vec::new(), None).unwrap();
    with_client(backend, token, client, PATIENCE)
}

fn with_client(backend: Backend, token: Option<&str>, client: Client, patience: Duration) -> (Router, TempDir) {
    let dist = tempfile::tempdir().unwrap();
    std::fs::write(dist.path().join("index.html"), "the console").unwrap();
    let token = token.map(|token| Token::new(token).unwrap());
    (
        proxy(
            Options {
                site: dist.path().into(),
                backend,
                token,
                patience,
            },
            client,
        ),
        dist,
    )
}

async fn ask(proxy: &Router, method: Method, path: &str, headers: &[(&str, &str)], body: Body) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    if !headers.iter().any(|(name, _)| *name == "host") {
        request = request.header("host", HOST);
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = proxy.clone().oneshot(request.body(body).unwrap()).await.unwrap();
    let (parts, body) = answer.into_parts();
    let text = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
    Answer {
        status: parts.status,
        headers: parts.headers,
        text,
    }
}
