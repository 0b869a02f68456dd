//! Where authentik is.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use axum::http::Uri;
use axum::http::uri::{Authority, Scheme};

use crate::site::is_backend_path;

/// The address of an authentik: `https://auth.example.com`, with a port, or below a path.
#[derive(Clone, Debug)]
pub struct Backend {
    scheme: Scheme,
    /// Host and port, without a port that the scheme implies: as a browser would write it.
    authority: Authority,
    /// The path that authentik lives below: empty, or with a slash in front and none behind.
    prefix: String,
}

impl Backend {
    /// The origin, as browsers send it: `https://auth.example.com`.
    pub fn origin(&self) -> String {
        format!("{}://{}", self.scheme, self.authority)
    }

    /// Host and port, for the `Host` header.
    pub fn authority(&self) -> &str {
        self.authority.as_str()
    }

    /// Host alone, to name it to a person.
    pub fn host(&self) -> &str {
        self.authority.host()
    }

    /// The path that authentik lives below, without a slash at its end.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Whether it is reached by TLS.
    pub fn is_https(&self) -> bool {
        self.scheme == Scheme::HTTPS
    }

    /// Whether its name leads nowhere but to this machine.
    pub fn is_on_this_machine(&self) -> bool {
        let host = self.host();
        let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        host == "localhost" || host.ends_with(".localhost") || address.is_ok_and(|address| address.is_loopback())
    }

    /// Whether a request for this path is for authentik: below its well-known paths, or below its prefix.
    pub fn owns(&self, path: &str) -> bool {
        is_backend_path(path) || self.below_prefix(path).is_some()
    }

    /// Whether the path is in authentik's API.
    pub fn is_api(&self, path: &str) -> bool {
        self.below_prefix(path).unwrap_or(path).starts_with("/api/")
    }

    /// Where to send a request from the browser. A path that already has the prefix keeps it.
    pub fn address(&self, path_and_query: &str) -> Result<Uri, axum::http::Error> {
        let path = path_and_query.split('?').next().unwrap_or_default();
        let prefix = if self.below_prefix(path).is_some() {
            ""
        } else {
            self.prefix.as_str()
        };
        Uri::builder()
            .scheme(self.scheme.clone())
            .authority(self.authority.clone())
            .path_and_query(format!("{prefix}{path_and_query}"))
            .build()
    }

    /// What follows the backend's origin in an absolute address; `None` for any other server. The scheme does not count:
    /// behind a TLS terminator authentik may believe in either.
    pub fn path_of<'a>(&self, address: &'a str) -> Option<&'a str> {
        let rest = ["https://", "http://", "//"]
            .iter()
            .find_map(|scheme| strip_ignoring_case(address, scheme))?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at_checked(end)?;
        let bare = |text: &str| {
            let text = text.to_ascii_lowercase();
            text.strip_suffix(":443")
                .or_else(|| text.strip_suffix(":80"))
                .map(str::to_owned)
                .unwrap_or(text)
        };
        (bare(authority) == bare(self.authority.as_str())).then_some(path)
    }

    fn below_prefix<'a>(&self, path: &'a str) -> Option<&'a str> {
        if self.prefix.is_empty() {
            return None;
        }
        path.strip_prefix(&self.prefix).filter(|rest| rest.starts_with('/'))
    }
}

fn strip_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

impl fmt::Display for Backend {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}{}", self.origin(), self.prefix)
    }
}

impl FromStr for Backend {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = |why: &str| Err(format!("{why}; an address looks like https://auth.example.com"));
        let Ok(uri) = text.trim().parse::<Uri>() else {
            return refused("that is not an address");
        };
        let parts = uri.into_parts();
        let scheme = match parts.scheme {
            Some(scheme) if scheme == Scheme::HTTPS || scheme == Scheme::HTTP => scheme,
            _ => return refused("the address begins with neither https:// nor http://"),
        };
        let Some(authority) = parts.authority else {
            return refused("the address names no host");
        };
        if authority.as_str().contains('@') {
            return Err(
                "the address holds a user name or a password; sign in on the page, or use --token-env".to_owned(),
            );
        }
        let implied = if scheme == Scheme::HTTPS { ":443" } else { ":80" };
        let written = authority.as_str().to_ascii_lowercase();
        let bare = written.strip_suffix(implied).unwrap_or(&written);
        let Ok(authority) = bare.parse::<Authority>() else {
            return refused("the address names no host");
        };
        let path = parts.path_and_query;
        if path.as_ref().is_some_and(|path| path.query().is_some()) {
            return refused("the address holds a question mark");
        }
        let prefix = path
            .map(|path| path.path().trim_end_matches('/').to_owned())
            .unwrap_or_default();
        Ok(Self {
            scheme,
            authority,
            prefix,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn backend(text: &str) -> Backend {
        text.parse().unwrap()
    }

    #[test]
    fn an_address_is_read_as_a_browser_would_write_it() {
        for (given, origin, prefix) in [
            ("https://auth.example.com", "https://auth.example.com", ""),
            ("https://Auth.Example.com:443/", "https://auth.example.com", ""),
            ("http://127.0.0.1:9000", "http://127.0.0.1:9000", ""),
            ("http://[::1]:80/auth/", "http://[::1]", "/auth"),
        ] {
            let backend = backend(given);
            assert_eq!(
                (backend.origin().as_str(), backend.prefix()),
                (origin, prefix),
                "{given}"
            );
        }
        for refused in [
            "auth.example.com",
            "ftp://a",
            "https://",
            "https://me:pw@a",
            "https://a/?b",
            "",
        ] {
            assert!(refused.parse::<Backend>().is_err(), "{refused}");
        }
    }

    #[test]
    fn a_prefix_goes_in_front_once() {
        let backend = backend("https://a/auth");
        assert_eq!(
            backend.address("/api/v3/?a=b").unwrap().to_string(),
            "https://a/auth/api/v3/?a=b"
        );
        assert_eq!(
            backend.address("/auth/static/a.js").unwrap().to_string(),
            "https://a/auth/static/a.js"
        );
        assert!(backend.owns("/auth/static/a.js") && backend.owns("/api/") && !backend.owns("/authority"));
    }

    #[test]
    fn only_the_backends_own_addresses_are_its_own() {
        let backend = backend("https://a:8443");
        assert_eq!(backend.path_of("https://a:8443/x?y"), Some("/x?y"));
        assert_eq!(backend.path_of("HTTP://A:8443"), Some(""));
        assert_eq!(backend.path_of("//a:8443/x"), Some("/x"));
        for other in [
            "https://a/x",
            "https://a:8443.evil/x",
            "https://b/https://a:8443/",
            "/x",
            "",
            "ü",
        ] {
            assert_eq!(backend.path_of(other), None, "{other}");
        }
    }
}
