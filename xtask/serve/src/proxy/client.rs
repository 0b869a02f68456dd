//! The way to authentik: plain http, or TLS checked against the certificates that this machine trusts.

use std::error::Error;
use std::ffi::OsStr;
use std::io;
use std::path::Path;
use std::time::Duration;

use axum::body::Body;
use axum::http::header::PROXY_AUTHORIZATION;
use axum::http::{Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::pki_types::CertificateDer;
use rustls::{CertificateError, ClientConfig};

use super::backend::Backend;
use super::connect::{Blocked, Way};
use super::trust;
use super::via::Via;

/// How long a connection may take to come about.
const PATIENCE: Duration = Duration::from_secs(10);

type Legacy = hyper_util::client::legacy::Client<HttpsConnector<Way>, Body>;

/// Keeps connections open between requests.
#[derive(Clone, Debug)]
pub struct Client {
    legacy: Legacy,
    via: Option<Via>,
}

impl Client {
    /// A client that trusts what the machine trusts (`SSL_CERT_FILE` and `SSL_CERT_DIR` name other certificates), and
    /// the certificates in this file as well. An error when they cannot be read, when the way to the backend needs TLS
    /// and nothing is trusted, or when the environment names a proxy that cannot be used.
    pub fn new(backend: &Backend, ca_file: Option<&Path>) -> Result<Self, String> {
        let via = Via::from_env(backend, std::env::var_os)?;
        let mut trusted = ca_file
            .map(trust::in_file)
            .transpose()
            .map_err(|why| format!("--ca-file: {why}"))?
            .unwrap_or_default();
        if backend.is_https() || via.as_ref().is_some_and(Via::is_https) {
            let found = rustls_native_certs::load_native_certs();
            trusted.extend(found.certs);
            if trusted.is_empty() {
                let why = found
                    .errors
                    .first()
                    .map(|error| format!(" ({error})"))
                    .unwrap_or_default();
                return Err(format!(
                    "this machine has no certificates to check {backend} against{why}. Name a file of them, in PEM form: \
                     --ca-file /path/to/ca.pem; or install them (Debian: apt-get install ca-certificates)"
                ));
            }
            if let Some(file) = std::env::var_os("SSL_CERT_FILE").filter(|file| holds_nothing(file)) {
                eprintln!(
                    "warning: SSL_CERT_FILE names {}, where no certificate in PEM form is found",
                    file.display()
                );
            }
        }
        Self::trusting(trusted, via)
    }

    /// A client that trusts these certificates only, and what they have signed, and goes this way.
    pub fn trusting(certificates: Vec<CertificateDer<'static>>, via: Option<Via>) -> Result<Self, String> {
        let provider = rustls::crypto::ring::default_provider();
        let config = ClientConfig::builder_with_provider(provider.into()).with_safe_default_protocol_versions();
        let config = trust::in_these(config.map_err(|error| error.to_string())?, certificates);
        let config = config.with_no_client_auth();
        let with_tls = || {
            HttpsConnectorBuilder::new()
                .with_tls_config(config.clone())
                .https_or_http()
        };
        let mut direct = HttpConnector::new();
        direct.enforce_http(false);
        direct.set_nodelay(true);
        direct.set_connect_timeout(Some(PATIENCE));
        let way = Way {
            to_proxy: with_tls().enable_http1().wrap_connector(direct.clone()),
            direct,
            via: via.clone(),
        };
        let legacy = hyper_util::client::legacy::Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(Duration::from_secs(30))
            .build(with_tls().enable_http1().wrap_connector(way));
        Ok(Self { legacy, via })
    }

    /// The variable of the environment that names a proxy on the way.
    pub fn proxy_variable(&self) -> Option<&'static str> {
        self.via.as_ref().map(Via::variable)
    }

    pub(super) async fn send(
        &self,
        mut request: Request<Body>,
    ) -> Result<Response<Incoming>, hyper_util::client::legacy::Error> {
        let reads_requests = self.via.as_ref().filter(|_| request.uri().scheme_str() == Some("http"));
        if let Some(authorization) = reads_requests.and_then(|via| via.authorization.clone()) {
            request.headers_mut().insert(PROXY_AUTHORIZATION, authorization);
        }
        self.legacy.request(request).await
    }

    /// What an answer says that is not authentik's, but of a proxy that asks who is calling.
    pub(super) fn refused_on_the_way(&self, answer: StatusCode, backend: &Backend) -> Option<String> {
        let via = self.via.as_ref()?;
        (answer == StatusCode::PROXY_AUTHENTICATION_REQUIRED)
            .then(|| blocked_in_words(&Blocked::Refused(answer), via, backend))
    }

    /// What went wrong on the way, for a person: a certificate that is not trusted says what to do about it.
    pub(super) fn in_words(&self, error: &hyper_util::client::legacy::Error, backend: &Backend) -> String {
        let via = self.via.as_ref();
        if let Some((blocked, via)) = chain(error).find_map(|error| error.downcast_ref()).zip(via) {
            return blocked_in_words(blocked, via, backend);
        }
        let host = backend.host();
        let through = via.map(|via| format!(" through {via}")).unwrap_or_default();
        match innermost_tls(error) {
            Some(rustls::Error::InvalidCertificate(why)) => {
                format!("the certificate of {host} {}", not_trusted(why))
            }
            Some(other) => format!("no TLS connection to {host}{through} ({other})"),
            None if error.is_connect() => {
                format!(
                    "authentik cannot be reached at {backend}{through} ({})",
                    innermost(error)
                )
            }
            None => format!(
                "what answers at {backend}{through} broke off, or does not speak HTTP as it should ({})",
                innermost(error)
            ),
        }
    }
}

/// Names the variable, and never what it holds.
fn blocked_in_words(blocked: &Blocked, via: &Via, backend: &Backend) -> String {
    let (host, variable) = (backend.host(), via.variable());
    match blocked {
        Blocked::Refused(StatusCode::PROXY_AUTHENTICATION_REQUIRED) if via.authorization.is_some() => format!(
            "{via} does not accept the user name and password in {variable} (407). Correct them, with special characters \
             written as % and two digits"
        ),
        Blocked::Refused(StatusCode::PROXY_AUTHENTICATION_REQUIRED) => format!(
            "{via} asks for a user name and a password (407). Put them into {variable}, as \
             http://NAME:PASSWORD@HOST:PORT"
        ),
        Blocked::Refused(status) => format!(
            "{via} does not connect to {host} ({status}). Ask whoever runs it to allow that, or add {host} to NO_PROXY if \
             authentik can be reached without it"
        ),
        Blocked::Strange(error) => format!(
            "{via} broke off, or does not speak HTTP as it should ({}). Check the address and the port in {variable}",
            innermost(error)
        ),
        Blocked::Silent => format!("{via} was asked to connect to {host} and did not answer"),
        Blocked::Unreachable(error) => match innermost_tls(error.as_ref()) {
            Some(rustls::Error::InvalidCertificate(why)) => format!("the certificate of {via} {}", not_trusted(why)),
            Some(other) => format!("no TLS connection to {via} ({other}). Most proxies want http:// in {variable}"),
            None => format!(
                "{via} cannot be reached ({}). Correct {variable}, or add {host} to NO_PROXY if authentik can be reached \
                 without a proxy",
                innermost(error.as_ref())
            ),
        },
    }
}

fn not_trusted(why: &CertificateError) -> String {
    let said = match why {
        CertificateError::Other(other) => other.to_string(),
        known => known.to_string(),
    };
    format!("is not trusted ({said}){}", what_to_do(why))
}

/// Whether there is no certificate in this file. Loaded along with the others, it would only show up at the first
/// request, as a certificate that is not trusted.
fn holds_nothing(file: &OsStr) -> bool {
    let found = rustls_native_certs::load_certs_from_paths(Some(Path::new(file)), None);
    found.certs.is_empty()
}

/// Only advice that helps: no file of certificates makes one valid that has expired or is for another name.
fn what_to_do(why: &CertificateError) -> &'static str {
    match why {
        // A wrong signature is what a renewed certificate has, beside the old one of the same name.
        CertificateError::UnknownIssuer | CertificateError::BadSignature => {
            ". If it is self-signed, or comes from a certificate authority of your own, name the file of that: --ca-file \
             /path/to/ca.pem; or add it to what this machine trusts"
        }
        why if trust::is_an_authoritys(why) => {
            ". If it is self-signed, name the file of this very certificate: --ca-file /path/to/cert.pem"
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
