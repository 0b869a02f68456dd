//! A request, read: the parts of it that authentik looks at.

use axum::http::HeaderMap;

/// A request to the API.
#[derive(Clone, Debug)]
pub struct Ask {
    /// As the answer's `x-authentik-id` has it; nothing where none was given yet.
    pub id: String,
    /// In capitals.
    pub method: String,
    /// As sent.
    pub path: String,
    /// As sent, without the question mark.
    pub raw_query: String,
    /// As sent.
    pub headers: HeaderMap,
    /// As sent.
    pub body: Vec<u8>,
    query: Vec<(String, String)>,
    origin: String,
}

impl Ask {
    /// Reads a request.
    pub fn new(method: &str, path: &str, query: &str, headers: HeaderMap) -> Self {
        Ask {
            id: String::new(),
            method: method.to_owned(),
            path: path.to_owned(),
            raw_query: query.to_owned(),
            query: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            body: Vec::new(),
            origin: origin(&headers),
            headers,
        }
    }

    /// With a body.
    pub fn with_body(mut self, body: Vec<u8>) -> Self {
        self.body = body;
        self
    }

    /// The same for the first page.
    pub fn for_first_page(&self) -> Self {
        let mut first = self.clone();
        first.query.retain(|(key, _)| key != "page");
        first
    }

    /// The same without what a list is filtered by.
    pub fn without_filters(&self) -> Self {
        let mut all = self.clone();
        all.query
            .retain(|(key, _)| matches!(key.as_str(), "page" | "page_size" | "ordering"));
        all
    }

    /// A parameter; where it is repeated, the last.
    pub fn last(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .rev()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// A repeatable parameter.
    pub fn every(&self, name: &str) -> Vec<&str> {
        self.query
            .iter()
            .filter(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
            .collect()
    }

    /// A header, where it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// What the caller has in front of the path. A proxy that ends TLS says so, and authentik believes it.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Where it comes from.
    pub fn client_ip(&self) -> String {
        client_ip(&self.headers)
    }

    /// A cookie.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        cookie(&self.headers, name)
    }
}

fn origin(headers: &HeaderMap) -> String {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let scheme = text("x-forwarded-proto").filter(|scheme| *scheme == "https");
    format!("{}://{}", scheme.unwrap_or("http"), text("host").unwrap_or("127.0.0.1"))
}

/// Where a request with these headers comes from: a proxy says so, and authentik believes it.
pub fn client_ip(headers: &HeaderMap) -> String {
    let said = headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
    let first = said.and_then(|all| all.split(',').next()).map(str::trim);
    first
        .filter(|first| !first.is_empty())
        .unwrap_or("127.0.0.1")
        .to_owned()
}

/// A cookie among these headers.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all("cookie")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.trim_matches('"'))
}
