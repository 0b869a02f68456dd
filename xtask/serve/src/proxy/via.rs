//! Which proxy, if any, is on the way to authentik.

use std::ffi::OsString;
use std::fmt;

use axum::http::{HeaderValue, Uri};
use hyper_util::client::proxy::matcher::Matcher;

use super::backend::Backend;

/// The proxy that a variable of the environment names. What the variable holds may have a password in it, so nothing
/// shows more than its name.
#[derive(Clone)]
pub struct Via {
    variable: &'static str,
    /// Without user name and password.
    pub(super) address: Uri,
    pub(super) authorization: Option<HeaderValue>,
}

impl Via {
    /// What the environment says about the way to this backend. As with curl, the lower-case variable wins, an empty one
    /// counts as not set, and `NO_PROXY` names the exceptions. A backend on this machine is always an exception: asked
    /// for `127.0.0.1`, a proxy would look at its own machine.
    pub fn from_env(
        backend: &Backend,
        variable: impl Fn(&'static str) -> Option<OsString>,
    ) -> Result<Option<Self>, String> {
        let names = if backend.is_https() {
            ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
        } else {
            ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"]
        };
        let set = |name| variable(name).filter(|value| !value.is_empty());
        let Some((name, value)) = names.iter().find_map(|name| Some((*name, set(name)?))) else {
            return Ok(None);
        };
        let exceptions = ["no_proxy", "NO_PROXY"].into_iter().find_map(set).unwrap_or_default();
        // Some write spaces between the names.
        let exceptions = exceptions.to_string_lossy().replace(char::is_whitespace, ",");
        let to = backend.address("/").map_err(|error| error.to_string())?;
        let anything = Matcher::builder().all("http://proxy").no(exceptions).build();
        if backend.is_on_this_machine() || anything.intercept(&to).is_none() {
            return Ok(None);
        }
        let value = value.to_string_lossy();
        if value.trim().to_ascii_lowercase().starts_with("socks") {
            return Err(format!(
                "{name} names a SOCKS proxy, which is not supported. Name an HTTP proxy in it, or add {} to NO_PROXY if \
                 authentik can be reached without one",
                backend.host()
            ));
        }
        let found = Matcher::builder().all(value.trim()).build().intercept(&to);
        let Some(found) = found.filter(|found| is_whole(found.uri())) else {
            return Err(format!(
                "{name} holds no address of a proxy; one looks like http://proxy.example.com:3128, and special \
                 characters in a password are written as % and two digits"
            ));
        };
        Ok(Some(Self {
            variable: name,
            address: found.uri().clone(),
            authorization: found.basic_auth().cloned(),
        }))
    }

    /// The variable that names it.
    pub fn variable(&self) -> &'static str {
        self.variable
    }

    pub(super) fn is_https(&self) -> bool {
        self.address.scheme_str() == Some("https")
    }
}

/// Whether nothing stands around host and port that was meant to be part of a password.
fn is_whole(address: &Uri) -> bool {
    let authority = address.authority();
    authority
        .is_some_and(|both| !both.as_str().contains('@') && (both.as_str() == both.host() || both.port_u16().is_some()))
}

impl fmt::Debug for Via {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Via({})", self.variable)
    }
}

/// To say which proxy is meant.
impl fmt::Display for Via {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "the proxy that {} names", self.variable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn via(backend: &str, set: &[(&str, &str)]) -> Result<Option<Via>, String> {
        Via::from_env(&backend.parse().unwrap(), |name| {
            let found = set.iter().find(|(other, _)| *other == name);
            found.map(|(_, value)| OsString::from(value))
        })
    }

    #[test]
    fn the_variable_is_the_one_that_curl_takes() {
        let (http, https) = ("http://auth.example.com", "https://auth.example.com");
        let proxy = "http://proxy:3128";
        for (backend, set, expected) in [
            (https, &[("HTTPS_PROXY", proxy)][..], Some("HTTPS_PROXY")),
            (
                https,
                &[("HTTPS_PROXY", "x:1"), ("https_proxy", proxy)],
                Some("https_proxy"),
            ),
            (https, &[("all_proxy", proxy), ("HTTPS_PROXY", "")], Some("all_proxy")),
            (https, &[("ALL_PROXY", proxy)], Some("ALL_PROXY")),
            (https, &[("HTTP_PROXY", proxy)], None),
            (
                http,
                &[("HTTP_PROXY", proxy), ("https_proxy", proxy)],
                Some("HTTP_PROXY"),
            ),
            (http, &[("http_proxy", proxy)], Some("http_proxy")),
            (http, &[], None),
        ] {
            let found = via(backend, set).unwrap();
            assert_eq!(found.map(|via| via.variable()), expected, "{set:?}");
        }
    }

    #[test]
    fn exceptions_and_this_machine_are_reached_directly() {
        for (backend, exceptions, direct) in [
            ("https://auth.example.com", "example.com", true),
            ("https://auth.example.com", "other.org .example.com", true),
            ("https://auth.example.com", "*", true),
            ("https://auth.example.com", "ample.com", false),
            ("http://10.1.2.3:9000", "10.0.0.0/8", true),
            ("http://10.1.2.3:9000", "11.0.0.0/8", false),
            ("http://127.0.0.1:9000", "", true),
            ("http://localhost:9000", "", true),
            ("https://[::1]", "", true),
            ("http://127.0.0.1.example.com", "", false),
        ] {
            for name in ["NO_PROXY", "no_proxy"] {
                let found = via(backend, &[("ALL_PROXY", "proxy:3128"), (name, exceptions)]).unwrap();
                assert_eq!(found.is_none(), direct, "{backend} {exceptions}");
            }
        }
    }

    #[test]
    fn a_password_is_sent_and_never_shown() {
        let set = [("HTTPS_PROXY", "http://me:canary%40x@proxy:3128/")];
        let found = via("https://auth.example.com", &set).unwrap().unwrap();
        assert_eq!(found.address, "http://proxy:3128/");
        assert_eq!(found.authorization.as_ref().unwrap(), "Basic bWU6Y2FuYXJ5QHg=");
        assert_eq!(
            format!("{found} {found:?}"),
            "the proxy that HTTPS_PROXY names Via(HTTPS_PROXY)"
        );
        assert!(!format!("{:?}", found.authorization).contains("bWU6"));
    }

    #[test]
    fn what_cannot_be_used_is_told_without_repeating_it() {
        for (value, says) in [
            ("socks5://me:canary@proxy:1080", "SOCKS"),
            ("SOCKS5H://canary", "SOCKS"),
            ("http://me:can ary@proxy", "holds no address"),
            ("ftp://canary", "holds no address"),
            ("http://me:canary@x@proxy:3128", "holds no address"),
            ("proxy:canary", "holds no address"),
        ] {
            let said = via("https://auth.example.com", &[("https_proxy", value)]).unwrap_err();
            assert!(said.contains("https_proxy") && said.contains(says), "{said}");
            assert!(!said.contains("ary"), "{said}");
            let excepted = [("https_proxy", value), ("NO_PROXY", "auth.example.com")];
            assert!(via("https://auth.example.com", &excepted).unwrap().is_none());
        }
    }
}
