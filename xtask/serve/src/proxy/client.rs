//! The way to authentik: plain http, or TLS checked against the certificates that this machine trusts.

use std::error::Error;
use std::io;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, Response};
use hyper::body::Incoming;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::{ClientConfig, RootCertStore};

use super::backend::Backend;

/// How long a connection may take to come about.
const PATIENCE: Duration = Duration::from_secs(10);

type Legacy = hyper_util::client::legacy::Client<HttpsConnector<HttpConnector>, Body>;

/// Keeps connections open between requests.
#[derive(Clone, Debug)]
pub struct Client(Legacy);

impl Client {
    /// A client that trusts what the machine trusts (`SSL_CERT_FILE` and `SSL_CERT_DIR` name other certificates). An
    /// error when the backend needs TLS and the machine trusts nothing.
    pub fn new(backend: &Backend) -> Result<Self, String> {
        let mut trusted = RootCertStore::empty();
        if backend.is_https() {
            let found = rustls_native_certs::load_native_certs();
            trusted.add_parsable_certificates(found.certs);
            if trusted.is_empty() {
                let why = found
                    .errors
                    .first()
                    .map(|error| format!(" ({error})"))
                    .unwrap_or_default();
                return Err(format!(
                    "this machine has no certificates to check {backend} against{why}. Install them (Debian: apt-get \
                     install ca-certificates), or name a file of them: SSL_CERT_FILE=/path/to/ca.pem"
                ));
            }
        }
        Self::trusting(trusted)
    }

    /// A client that trusts these authorities only.
    pub fn trusting(authorities: RootCertStore) -> Result<Self, String> {
        let provider = rustls::crypto::ring::default_provider();
        let config = ClientConfig::builder_with_provider(provider.into()).with_safe_default_protocol_versions();
        let config = config.map_err(|error| error.to_string())?;
        let config = config.with_root_certificates(authorities).with_no_client_auth();
        let schemes = HttpsConnectorBuilder::new().with_tls_config(config);
        let mut plain = HttpConnector::new();
        plain.enforce_http(false);
        plain.set_nodelay(true);
        plain.set_connect_timeout(Some(PATIENCE));
        let connector = schemes.https_or_http().enable_http1().wrap_connector(plain);
        let client = hyper_util::client::legacy::Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(Duration::from_secs(30))
            .build(connector);
        Ok(Self(client))
    }

    pub(super) async fn send(
        &self,
        request: Request<Body>,
    ) -> Result<Response<Incoming>, hyper_util::client::legacy::Error> {
        self.0.request(request).await
    }
}

/// What went wrong on the way, for a person: a certificate that is not trusted says what to do about it.
pub fn in_words(error: &(dyn Error + 'static), backend: &Backend) -> String {
    let host = backend.host();
    match innermost_tls(error) {
        Some(rustls::Error::InvalidCertificate(why)) => format!(
            "the certificate of {host} is not trusted ({why}). If it comes from a certificate authority of your own, \
             add that to this machine's, or name its file: SSL_CERT_FILE=/path/to/ca.pem"
        ),
        Some(other) => format!("no TLS connection to {host} ({other})"),
        None => format!("{backend} ({})", innermost(error)),
    }
}

fn innermost<'a>(error: &'a (dyn Error + 'static)) -> &'a (dyn Error + 'static) {
    chain(error).last().unwrap_or(error)
}

fn innermost_tls<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    chain(error).find_map(|error| error.downcast_ref())
}

/// An error and its causes. An I/O error gives not what it wraps as its cause, but the cause of that.
fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| {
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        wrapped
            .map(|wrapped| wrapped as &(dyn Error + 'static))
            .or_else(|| error.source())
    })
}
