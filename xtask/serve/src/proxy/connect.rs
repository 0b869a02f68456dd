//! Connections to authentik, direct or through a proxy.

use std::error::Error;
use std::fmt;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use axum::http::header::{HOST, PROXY_AUTHORIZATION};
use axum::http::uri::Authority;
use axum::http::{HeaderValue, Method, Request, StatusCode, Uri};
use hyper::client::conn::http1;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector};
use tower::{Service, ServiceExt};

use super::via::Via;

type Problem = Box<dyn Error + Send + Sync>;

/// How long a proxy may take to reach authentik.
const PATIENCE: Duration = Duration::from_secs(30);

/// Gives connections that carry what is said to authentik: plain http, or the TLS that is laid over them.
#[derive(Clone)]
pub struct Way {
    /// TLS is for the proxy itself here, where its address begins with https://.
    pub to_proxy: HttpsConnector<HttpConnector>,
    pub direct: HttpConnector,
    pub via: Option<Via>,
}

/// A connection, whatever it is made of.
pub struct Wire {
    stream: Box<dyn Stream>,
    /// Whether a proxy reads the requests, and so needs to find whole addresses in them.
    to_proxy: bool,
}

trait Stream: Read + Write + Send + Unpin {}

impl<T: Read + Write + Send + Unpin> Stream for T {}

/// Why the proxy is not the way to authentik.
#[derive(Debug)]
pub enum Blocked {
    /// There is no connection to the proxy.
    Unreachable(Problem),
    /// It answered this in place of connecting to authentik.
    Refused(StatusCode),
    /// It broke off, or answered something that is not HTTP.
    Strange(hyper::Error),
    /// It did not answer.
    Silent,
}

impl Service<Uri> for Way {
    type Response = Wire;
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Wire, Problem>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Problem>> {
        // Each call waits for its own connector.
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        let Some(via) = self.via.clone() else {
            let connecting = self.direct.clone().oneshot(to);
            return Box::pin(async move { Ok(Wire::new(connecting.await?)) });
        };
        let connecting = self.to_proxy.clone().oneshot(via.address.clone());
        Box::pin(async move {
            let stream = connecting.await.map_err(Blocked::Unreachable)?;
            let mut wire = Wire::new(stream);
            if to.scheme_str() == Some("https") {
                let tunnel = tunnel(wire, &to, via.authorization);
                Ok(tokio::time::timeout(PATIENCE, tunnel)
                    .await
                    .map_err(|_| Blocked::Silent)??)
            } else {
                wire.to_proxy = true;
                Ok(wire)
            }
        })
    }
}

/// Asks the proxy at the other end to connect to authentik and to pass on everything after that.
async fn tunnel(wire: Wire, to: &Uri, authorization: Option<HeaderValue>) -> Result<Wire, Problem> {
    let (mut proxy, connection) = http1::handshake(wire).await.map_err(Blocked::Strange)?;
    tokio::spawn(connection.with_upgrades());
    let name = format!("{}:{}", to.host().unwrap_or_default(), to.port_u16().unwrap_or(443));
    let mut request = Request::builder().method(Method::CONNECT).header(HOST, &name);
    if let Some(authorization) = authorization {
        request = request.header(PROXY_AUTHORIZATION, authorization);
    }
    let request = request.uri(name.parse::<Authority>()?.as_str()).body(Body::empty())?;
    let answer = proxy.send_request(request).await.map_err(Blocked::Strange)?;
    if !answer.status().is_success() {
        return Err(Blocked::Refused(answer.status()).into());
    }
    Ok(Wire::new(hyper::upgrade::on(answer).await.map_err(Blocked::Strange)?))
}

impl Wire {
    fn new(stream: impl Stream + 'static) -> Self {
        Self {
            stream: Box::new(stream),
            to_proxy: false,
        }
    }
}

impl Connection for Wire {
    fn connected(&self) -> Connected {
        Connected::new().proxy(self.to_proxy)
    }
}

impl Read for Wire {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl Write for Wire {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }
}

impl fmt::Display for Blocked {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{self:?}")
    }
}

impl Error for Blocked {}
