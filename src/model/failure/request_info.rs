//! What was asked, as far as it may be shown to others.

use crate::model::secrets::{HIDDEN, is_secret};

/// The methods in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Ends.
    Delete,
}

impl Method {
    /// The word that HTTP uses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Delete => "DELETE",
        }
    }
}

/// A question to authentik.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestInfo {
    /// Whether it reads or ends something.
    pub method: Method,
    /// The path with the query, as sent. A [`super::Failure`] keeps it without what looks like a secret.
    pub path: String,
    /// Whether a CSRF token went along, or, as with a bearer token, none was needed.
    pub csrf_sent: bool,
}

impl RequestInfo {
    /// The same without values that look like a secret: by the parameter's name, or by being a JWT, as when somebody
    /// searches for a token by pasting it.
    pub(super) fn without_secrets(mut self) -> Self {
        if let Some(at) = self.path.find('#') {
            self.path.truncate(at);
        }
        let Some((path, query)) = self.path.split_once('?') else {
            return self;
        };
        let mut shown = String::with_capacity(self.path.len());
        shown.push_str(path);
        for (at, pair) in query.split('&').enumerate() {
            shown.push(if at == 0 { '?' } else { '&' });
            match pair.split_once('=') {
                Some((name, value)) if looks_secret(name, value) => {
                    shown.push_str(name);
                    shown.push('=');
                    shown.push_str(HIDDEN);
                }
                _ => shown.push_str(pair),
            }
        }
        self.path = shown;
        self
    }

    /// Whether a list was asked for, and no single thing.
    pub(crate) fn is_for_list(&self) -> bool {
        let query = self.path.split_once('?').map_or("", |(_, query)| query);
        self.method == Method::Get && query.split('&').any(|pair| pair.starts_with("page_size="))
    }

    /// Whether a page of a list was asked for that need not be there: any but the first.
    pub(super) fn is_for_later_page(&self) -> bool {
        let is_later = |page: &str| !matches!(page, "" | "1" | "last");
        self.method == Method::Get && self.page_word().is_some_and(is_later)
    }

    /// The page of a list that was asked for, where it was by number.
    pub fn page(&self) -> Option<u64> {
        self.page_word()?.parse().ok()
    }

    fn page_word(&self) -> Option<&str> {
        let query = self.path.split_once('?').map_or("", |(_, query)| query);
        query.split('&').rev().find_map(|pair| pair.strip_prefix("page="))
    }
}

/// Stricter than [`is_secret`]: the console asks for nothing by these names, so hiding them costs nothing.
fn looks_secret(name: &str, value: &str) -> bool {
    if is_secret(name) {
        return true;
    }
    let name = name.to_ascii_lowercase();
    let by_name = [
        "secret",
        "token",
        "password",
        "code",
        "key",
        "auth",
        "session",
        "signature",
        "credential",
    ];
    by_name.iter().any(|word| name.contains(word)) || value.contains("eyJ") || value.len() > 200
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(path: &str) -> String {
        let asked = RequestInfo {
            method: Method::Get,
            path: path.to_owned(),
            csrf_sent: false,
        };
        asked.without_secrets().path
    }

    #[test]
    fn what_the_console_asks_is_shown_in_full() {
        for path in [
            "/api/v3/oauth2/access_tokens/7/",
            "/api/v3/oauth2/access_tokens/?ordering=-pk&page=1&page_size=20&user=1&provider=2&search=a%20b\
             &include_groups=false&include_roles=false",
            "/x?",
            "/x?a&&b",
        ] {
            assert_eq!(shown(path), path);
        }
    }

    #[test]
    fn what_looks_like_a_secret_is_not() {
        assert_eq!(
            shown("/x?a=1&access_token=abc&b=2#frag"),
            "/x?a=1&access_token=(hidden)&b=2"
        );
        assert_eq!(shown("/x?Client-Secret=abc"), "/x?Client-Secret=(hidden)");
        assert_eq!(shown("/x?pin=1234"), "/x?pin=(hidden)");
        assert_eq!(shown("/x?search=Bearer%20eyJhbGciOi.abc.def"), "/x?search=(hidden)");
        assert_eq!(shown(&["/x?search=", &"a".repeat(201)].concat()), "/x?search=(hidden)");
    }
}
