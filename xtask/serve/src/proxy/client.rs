//! The way to authentik: plain http, or TLS checked against the certificates that this machine trusts.

use std::error::Error;
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::Path;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, Response};
use hyper::body::Incoming;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::pki_types::CertificateDer;
use rustls::{CertificateError, ClientConfig};

use super::backend::Backend;
use super::trust;

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
        let mut trusted = Vec::new();
        if backend.is_https() {
            let found = rustls_native_certs::load_native_certs();
            trusted = found.certs;
            if trusted.is_empty() {
                let why = found
                    .errors
                    .first()
                    .map(|error| format!(" ({error})"))
                    .unwrap_or_default();
                return Err(format!(
                    "this machine has no certificates to check {backend} against{why}. Install them (Debian: apt-get \
                     install ca-certificates), or name a file of them, in PEM form: SSL_CERT_FILE=/path/to/ca.pem"
                ));
            }
            if let Some(file) = std::env::var_os("SSL_CERT_FILE").filter(|file| holds_nothing(file)) {
                eprintln!(
                    "warning: SSL_CERT_FILE names {}, where no certificate in PEM form is found",
                    file.display()
                );
            }
        }
        Self::trusting(trusted)
    }

    /// A client that trusts these certificates only, and what they have signed.
    pub fn trusting(certificates: Vec<CertificateDer<'static>>) -> Result<Self, String> {
        let provider = rustls::crypto::ring::default_provider();
        let config = ClientConfig::builder_with_provider(provider.into()).with_safe_default_protocol_versions();
        let config = trust::in_these(config.map_err(|error| error.to_string())?, certificates);
        let config = config.with_no_client_auth();
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

/// Whether there is no certificate in this file. Loaded along with the others, it would only show up at the first
/// request, as a certificate that is not trusted.
fn holds_nothing(file: &OsStr) -> bool {
    let found = rustls_native_certs::load_certs_from_paths(Some(Path::new(file)), None);
    found.certs.is_empty()
}

/// What went wrong on the way, for a person: a certificate that is not trusted says what to do about it.
pub fn in_words(error: &hyper_util::client::legacy::Error, backend: &Backend) -> String {
    let host = backend.host();
    match innermost_tls(error) {
        Some(rustls::Error::InvalidCertificate(why)) => {
            let said = match why {
                CertificateError::Other(other) => other.to_string(),
                known => known.to_string(),
            };
            format!("the certificate of {host} is not trusted ({said}){}", what_to_do(why))
        }
        Some(other) => format!("no TLS connection to {host} ({other})"),
        None if error.is_connect() => {
            let unused = unused_proxy(backend.is_https(), |name| std::env::var_os(name));
            let unused = unused
                .map(|name| format!(". {name} is set, but is not used: authentik has to be reachable without it"))
                .unwrap_or_default();
            format!(
                "authentik cannot be reached at {backend} ({}){unused}",
                innermost(error)
            )
        }
        None => format!(
            "what answers at {backend} broke off, or does not speak HTTP as it should ({})",
            innermost(error)
        ),
    }
}

/// Only advice that helps: no file of certificates makes one valid that has expired or is for another name.
fn what_to_do(why: &CertificateError) -> &'static str {
    match why {
        // A wrong signature is what a renewed certificate has, beside the old one of the same name.
        CertificateError::UnknownIssuer | CertificateError::BadSignature => {
            ". If it is self-signed, or comes from a certificate authority of your own, add that to what this machine \
             trusts, or name its file: SSL_CERT_FILE=/path/to/ca.pem"
        }
        why if trust::is_an_authoritys(why) => {
            ". If it is self-signed, name the file of this very certificate: SSL_CERT_FILE=/path/to/cert.pem"
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            ". --backend has to call authentik by a name that is in its certificate"
        }
        CertificateError::Expired
        | CertificateError::ExpiredContext { .. }
        | CertificateError::NotValidYet
        | CertificateError::NotValidYetContext { .. } => {
            ". Renew it, unless it is the clock of this machine that is wrong"
        }
        _ => "",
    }
}

/// The variable that names a proxy for such connections. Its value stays unread: it may hold a password.
fn unused_proxy(https: bool, variable: impl Fn(&str) -> Option<OsString>) -> Option<&'static str> {
    let own: [&str; 2] = if https {
        ["HTTPS_PROXY", "https_proxy"]
    } else {
        ["HTTP_PROXY", "http_proxy"]
    };
    own.into_iter()
        .chain(["ALL_PROXY", "all_proxy"])
        .find(|name| variable(name).is_some_and(|value| !value.is_empty()))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_in_the_environment_is_named_where_it_would_have_been_meant() {
        let set = |names: &'static [&str]| move |name: &str| names.contains(&name).then(|| OsString::from("x"));
        assert_eq!(unused_proxy(true, set(&["HTTPS_PROXY"])), Some("HTTPS_PROXY"));
        assert_eq!(unused_proxy(true, set(&["https_proxy"])), Some("https_proxy"));
        assert_eq!(
            unused_proxy(false, set(&["http_proxy", "https_proxy"])),
            Some("http_proxy")
        );
        assert_eq!(unused_proxy(false, set(&["all_proxy"])), Some("all_proxy"));
        assert_eq!(unused_proxy(true, set(&["HTTP_PROXY", "NO_PROXY"])), None);
        assert_eq!(unused_proxy(true, |_| Some(OsString::new())), None);
    }
}
