//! Who may talk to the proxy, and how: pages of its own, on this machine, by the methods that authentik knows.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{ALLOW, HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode};
use axum::middleware::Next;

use super::refusal::refusal;

/// What to insist on.
#[derive(Clone, Copy)]
pub struct Guard {
    /// The proxy holds a token, so that reaching it is as good as holding the token: other pages are kept out.
    pub strict: bool,
}

/// The methods that are passed on. TRACE above all is not: the answer to it repeats the request, including the token.
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// Refuses a host name that is not this machine's (any name can be made to point at 127.0.0.1, and the page behind it
/// would count as this origin), and, where a token is at stake, every request that another site's page caused. A method
/// that authentik does not know is refused as well.
pub async fn check(State(guard): State<Guard>, request: Request, next: Next) -> Response<Body> {
    let headers = request.headers();
    if own_origin(headers).is_none() {
        return refusal(
            StatusCode::FORBIDDEN,
            "this address answers to 127.0.0.1 and localhost only",
        );
    }
    if guard.strict && comes_from_elsewhere(headers) {
        return refusal(
            StatusCode::FORBIDDEN,
            "this address does not answer to pages of other sites",
        );
    }
    if !is_known(request.method()) {
        let mut answer = refusal(
            StatusCode::METHOD_NOT_ALLOWED,
            "this method is not passed on to authentik",
        );
        if let Ok(known) = HeaderValue::try_from(METHODS.join(", ")) {
            answer.headers_mut().insert(ALLOW, known);
        }
        return answer;
    }
    next.run(request).await
}

fn is_known(method: &Method) -> bool {
    METHODS.contains(&method.as_str())
}

/// The origin that the browser sees, from a `Host` that is this machine: `http://127.0.0.1:8080`.
pub fn own_origin(headers: &HeaderMap) -> Option<String> {
    let mut hosts = headers.get_all(HOST).iter();
    let host = hosts.next()?.to_str().ok()?;
    if hosts.next().is_some() {
        return None;
    }
    let host = host.to_ascii_lowercase();
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, port),
        _ => (host.as_str(), "80"),
    };
    let known = matches!(name, "127.0.0.1" | "localhost" | "[::1]") && port.parse::<u16>().is_ok();
    known.then(|| format!("http://{}", host.strip_suffix(":80").unwrap_or(&host)))
}

/// Whether a browser says that another origin's page is behind the request. Programs other than browsers say nothing.
/// Where a header stands there twice, one foreign word is enough.
fn comes_from_elsewhere(headers: &HeaderMap) -> bool {
    let own = own_origin(headers);
    let mut sites = headers.get_all("sec-fetch-site").iter();
    sites.any(|site| site != "same-origin" && site != "none") || !own.is_some_and(|own| all_are(headers, &ORIGIN, &own))
}

/// Whether every occurrence of the header has this value; true if there is none.
pub fn all_are(headers: &HeaderMap, name: &HeaderName, text: &str) -> bool {
    headers.get_all(name).iter().all(|value| value == text)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn headers(list: &[(&'static str, &'static str)]) -> HeaderMap {
        list.iter()
            .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn only_loopback_is_this_machine() {
        for (host, origin) in [
            ("127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("LOCALHOST:9", "http://localhost:9"),
            ("[::1]:8080", "http://[::1]:8080"),
            ("localhost", "http://localhost"),
            ("127.0.0.1:80", "http://127.0.0.1"),
        ] {
            assert_eq!(own_origin(&headers(&[("host", host)])).as_deref(), Some(origin));
        }
        for host in [
            "evil.example:8080",
            "127.0.0.1.evil.example",
            "localhost:x",
            "127.0.0.2:80",
            "",
            "[::2]:1",
            "[::1]x",
        ] {
            assert_eq!(own_origin(&headers(&[("host", host)])), None, "{host}");
        }
        assert_eq!(own_origin(&headers(&[])), None);
    }

    #[test]
    fn another_sites_page_is_told_by_what_browsers_send() {
        let own = ("host", "127.0.0.1:8080");
        for here in [
            &[own][..],
            &[own, ("sec-fetch-site", "same-origin")],
            &[own, ("sec-fetch-site", "none")],
            &[own, ("origin", "http://127.0.0.1:8080")],
        ] {
            assert!(!comes_from_elsewhere(&headers(here)), "{here:?}");
        }
        for elsewhere in [
            &[own, ("sec-fetch-site", "cross-site")][..],
            &[own, ("sec-fetch-site", "same-site")],
            &[own, ("origin", "http://127.0.0.1:3000")],
            &[own, ("origin", "http://localhost:8080")],
            &[own, ("origin", "null")],
        ] {
            assert!(comes_from_elsewhere(&headers(elsewhere)), "{elsewhere:?}");
        }
    }
}
