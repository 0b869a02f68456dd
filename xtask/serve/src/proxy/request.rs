//! The way there: a request as if the browser were on authentik's own origin.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{AUTHORIZATION, CONNECTION, COOKIE, FORWARDED, HOST, HeaderName, ORIGIN, REFERER, UPGRADE};
use axum::http::{self, HeaderMap, HeaderValue, Version};

use super::backend::Backend;
use super::guard::all_are;
use super::token::Token;

/// Headers about one connection, which end where it ends.
const HOP_BY_HOP: &[&str] = &[
    "connection",
    "http2-settings",
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
    if headers.contains_key(ORIGIN) && all_are(headers, &ORIGIN, here) {
        headers.insert(ORIGIN, HeaderValue::try_from(backend.origin())?);
    }
    move_referer(headers, backend, here);
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

/// A `Referer` on this origin becomes one at authentik; one that cannot is dropped, since no request depends on it.
fn move_referer(headers: &mut HeaderMap, backend: &Backend, here: &str) {
    let referers: Vec<HeaderValue> = headers.get_all(REFERER).iter().cloned().collect();
    headers.remove(REFERER);
    for referer in referers {
        let Some(path) = below(&referer, here) else {
            headers.append(REFERER, referer);
            continue;
        };
        let moved = std::str::from_utf8(path).ok().and_then(|path| {
            let slash = if path.starts_with('/') { "" } else { "/" };
            let address = backend.address(&format!("{slash}{path}")).ok()?;
            HeaderValue::try_from(address.to_string()).ok()
        });
        if let Some(moved) = moved {
            headers.append(REFERER, moved);
        }
    }
}

/// What follows this origin in an address; `None` for any other.
fn below<'a>(address: &'a HeaderValue, origin: &str) -> Option<&'a [u8]> {
    let rest = address.as_bytes().strip_prefix(origin.as_bytes())?;
    matches!(rest.first(), None | Some(b'/' | b'?' | b'#')).then_some(rest)
}

/// Whether the caller wants a WebSocket. Any other protocol in `Upgrade` is an offer that nobody has to take.
pub fn wants_web_socket(headers: &HeaderMap) -> bool {
    headers
        .get_all(UPGRADE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|protocol| protocol.trim().eq_ignore_ascii_case("websocket"))
}

/// Whether every server and proxy on the way interprets this path in the same way: no `..`, in
/// plain sight or encoded, and nothing that some take for a slash or for the end of a name.
///
/// authentik's API has no such paths; the token would go wherever one of them leads.
pub fn is_plain(path: &str) -> bool {
    path.split('/').all(|part| {
        let Some(name) = decoded(part) else {
            return false;
        };
        let only_dots = name.contains('.') && name.chars().all(|each| matches!(each, '.' | ' '));
        !only_dots && !part.contains([';', '\\'])
    })
}

/// A part of a path without its escapes; `None` where one stands for anything but an innocent character.
fn decoded(part: &str) -> Option<String> {
    let mut pieces = part.split('%');
    let mut name = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (code, rest) = piece.split_at_checked(2)?;
        let character = char::from(u8::from_str_radix(code, 16).ok()?);
        if !matches!(character, ' '..='~') || matches!(character, '.' | '/' | '\\' | ';' | '%') {
            return None;
        }
        name.push(character);
        name.push_str(rest);
    }
    name.is_ascii().then_some(name)
}
