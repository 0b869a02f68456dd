//! The way there: a request as if the browser were on authentik's own origin.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{AUTHORIZATION, CONNECTION, COOKIE, FORWARDED, HOST, HeaderName, ORIGIN, REFERER};
use axum::http::{self, HeaderMap, HeaderValue, Version};

use super::backend::Backend;
use super::token::Token;

/// Headers about one connection, which end where it ends.
const HOP_BY_HOP: &[&str] = &[
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// The request to send, `here` being the origin that the browser sees.
///
/// `Origin` and `Referer` become authentik's only where they are `here`: what another site's page caused stays that
/// site's, so that authentik's own CSRF check still sees it.
pub fn rewrite(
    request: Request,
    backend: &Backend,
    here: &str,
    token: Option<&Token>,
) -> Result<http::Request<Body>, http::Error> {
    let (mut parts, body) = request.into_parts();
    let asked = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    parts.uri = backend.address(asked)?;
    parts.version = Version::HTTP_11;
    parts.extensions.clear();
    drop_hop_by_hop(&mut parts.headers);
    drop_forwarding(&mut parts.headers);
    let headers = &mut parts.headers;
    headers.insert(HOST, HeaderValue::try_from(backend.authority())?);
    if headers
        .get(ORIGIN)
        .is_some_and(|origin| origin.as_bytes() == here.as_bytes())
    {
        headers.insert(ORIGIN, HeaderValue::try_from(backend.origin())?);
    }
    if let Some(path) = headers.get(REFERER).and_then(|referer| below(referer, here)) {
        let referer = backend.address(&path).map(|address| address.to_string())?;
        headers.insert(REFERER, HeaderValue::try_from(referer)?);
    }
    if let Some(token) = token {
        headers.remove(COOKIE);
        headers.insert(AUTHORIZATION, token.header());
    }
    Ok(http::Request::from_parts(parts, body))
}

/// Drops what is about one connection only, and what `Connection` says is.
pub fn drop_hop_by_hop(headers: &mut HeaderMap) {
    let named: Vec<HeaderName> = headers
        .get_all(CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|name| name.trim().parse().ok())
        .collect();
    named.iter().for_each(|name| drop(headers.remove(name)));
    HOP_BY_HOP.iter().for_each(|name| drop(headers.remove(*name)));
}

/// authentik believes `X-Forwarded-Host` and its like, and would then speak of an origin that is not its own.
fn drop_forwarding(headers: &mut HeaderMap) {
    let forwarding: Vec<HeaderName> = headers
        .keys()
        .filter(|name| name.as_str().starts_with("x-forwarded-"))
        .cloned()
        .collect();
    for name in forwarding
        .iter()
        .chain(&[FORWARDED, HeaderName::from_static("x-real-ip")])
    {
        headers.remove(name);
    }
}

/// The path and query of an address on this origin.
fn below(address: &HeaderValue, origin: &str) -> Option<String> {
    let rest = address.to_str().ok()?.strip_prefix(origin)?;
    rest.starts_with('/').then(|| rest.to_owned())
}
