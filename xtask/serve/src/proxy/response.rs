//! The way back: an answer that works on plain http at loopback.

use axum::body::Body;
use axum::http::header::{
    ALT_SVC, CACHE_CONTROL, CONTENT_LOCATION, EXPIRES, LOCATION, SET_COOKIE, STRICT_TRANSPORT_SECURITY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};

use super::backend::Backend;
use super::request::drop_hop_by_hop;

/// Rewrites the headers in place, `here` being the origin that the browser sees. A policy that authentik sends with its
/// own pages stays.
pub fn rewrite(headers: &mut HeaderMap, backend: &Backend, here: &str, with_token: bool) {
    drop_hop_by_hop(headers);
    // 127.0.0.1 would be told never to speak plain http again, or to be found elsewhere.
    headers.remove(STRICT_TRANSPORT_SECURITY);
    headers.remove(ALT_SVC);
    for name in [LOCATION, CONTENT_LOCATION] {
        let moved = headers
            .get(&name)
            .and_then(|value| address_here(value.to_str().ok()?, backend, here));
        if let Some(moved) = moved.and_then(|moved| HeaderValue::try_from(moved).ok()) {
            headers.insert(name, moved);
        }
    }
    let cookies: Vec<HeaderValue> = headers.get_all(SET_COOKIE).iter().cloned().collect();
    headers.remove(SET_COOKIE);
    if with_token {
        // A session opened by the token would be the token in another form; and nobody else may read these answers.
        drop_cross_origin(headers);
        headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
        // When the console is refused something, it has to know whether a cookie was involved.
        headers.insert("x-tokenscope-by-token", HeaderValue::from_static("1"));
        return;
    }
    for cookie in cookies {
        let fitting = cookie
            .to_str()
            .ok()
            .and_then(|text| HeaderValue::try_from(cookie_here(text, backend)).ok());
        headers.append(SET_COOKIE, fitting.unwrap_or(cookie));
    }
}

/// If authentik does not say how long an API answer may be cached, a browser would guess. A 304 says nothing of
/// its own: it is about an answer that authentik allowed to be cached.
pub fn keep_out_of_caches(answer: &mut Response<Body>) {
    let says = |name| answer.headers().contains_key(name);
    if answer.status() != StatusCode::NOT_MODIFIED && !says(CACHE_CONTROL) && !says(EXPIRES) {
        let headers = answer.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

fn drop_cross_origin(headers: &mut HeaderMap) {
    let names: Vec<HeaderName> = headers
        .keys()
        .filter(|name| name.as_str().starts_with("access-control-"))
        .cloned()
        .collect();
    for name in names {
        headers.remove(name);
    }
}

/// An absolute address on the backend as one on this origin; `None` where nothing needs to change.
fn address_here(address: &str, backend: &Backend, here: &str) -> Option<String> {
    let path = backend.path_of(address)?;
    let slash = if path.starts_with('/') { "" } else { "/" };
    Some(format!("{here}{slash}{path}"))
}

/// A cookie that a browser keeps for plain http at loopback: without `Secure`, `Domain` and `Partitioned`, with
/// `SameSite=None` (which needs `Secure`) turned into `Lax`, and for the whole origin rather than below the prefix.
fn cookie_here(cookie: &str, backend: &Backend) -> String {
    let mut parts = cookie.split(';');
    let mut kept = vec![parts.next().unwrap_or_default().trim().to_owned()];
    for part in parts {
        let part = part.trim();
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "secure" | "domain" | "partitioned" | "" => {}
            "samesite" if value.eq_ignore_ascii_case("none") => kept.push("SameSite=Lax".to_owned()),
            "path" if is_prefix(value, backend.prefix()) => kept.push("Path=/".to_owned()),
            _ => kept.push(part.to_owned()),
        }
    }
    kept.join("; ")
}

fn is_prefix(path: &str, prefix: &str) -> bool {
    !prefix.is_empty() && path.trim_end_matches('/') == prefix
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_lose_what_plain_http_cannot_keep() {
        let backend: Backend = "https://a/auth".parse().unwrap();
        for (sent, kept) in [
            (
                "s=1; Path=/; HttpOnly; Secure; SameSite=Lax",
                "s=1; Path=/; HttpOnly; SameSite=Lax",
            ),
            (
                "s=1; secure; samesite=NONE; Domain=.example.com; Partitioned",
                "s=1; SameSite=Lax",
            ),
            ("s=\"a=b\"; Path=/auth/; Max-Age=60;", "s=\"a=b\"; Path=/; Max-Age=60"),
            (
                "s=; Path=/authority; expires=Thu, 01 Jan 1970 00:00:00 GMT",
                "s=; Path=/authority; expires=Thu, 01 Jan 1970 00:00:00 GMT",
            ),
            ("Secure=yes; Path=/", "Secure=yes; Path=/"),
        ] {
            assert_eq!(cookie_here(sent, &backend), kept, "{sent}");
        }
    }

    #[test]
    fn addresses_of_the_backend_become_addresses_here() {
        let backend: Backend = "https://auth.example.com".parse().unwrap();
        let here = "http://127.0.0.1:8080";
        for (sent, moved) in [
            (
                "https://auth.example.com/if/flow/x/?next=%2F",
                Some("http://127.0.0.1:8080/if/flow/x/?next=%2F"),
            ),
            ("http://auth.example.com:443", Some("http://127.0.0.1:8080/")),
            ("https://auth.example.com?a", Some("http://127.0.0.1:8080/?a")),
            ("/if/flow/", None),
            ("https://login.example.org/?to=https://auth.example.com/", None),
        ] {
            assert_eq!(address_here(sent, &backend, here).as_deref(), moved, "{sent}");
        }
    }
}
