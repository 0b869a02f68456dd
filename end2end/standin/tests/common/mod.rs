//! A stand-in within the test, asked without a network.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request};
use serde_json::Value;
use std::path::PathBuf;
use std::sync::Arc;
use tokenscope_standin::app::{Also, App, Options};
use tokenscope_standin::data::Recipe;
use tokenscope_standin::release::Release;
use tokenscope_standin::server;
use tower::ServiceExt;

/// The host that requests are sent to.
pub const HOST: &str = "127.0.0.1:9000";

/// Makes a recipe.
pub fn recipe(tokens: u32, release: &str) -> Recipe {
    Recipe {
        tokens,
        seed: 1,
        release: release.parse().expect("a known release"),
    }
}

/// A stand-in.
pub struct Standin {
    /// Its insides.
    pub app: Arc<App>,
    router: Router,
}

/// An answer.
#[derive(Debug)]
pub struct Got {
    /// The HTTP status.
    pub status: u16,
    /// All headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Got {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("UTF-8")
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("text"))
    }

    /// `detail` of the body.
    pub fn detail(&self) -> String {
        self.json()["detail"].as_str().expect("a detail").to_owned()
    }

    /// The pks of a list.
    pub fn pks(&self) -> Vec<u64> {
        let body = self.json();
        let rows = body["results"].as_array().expect("results");
        rows.iter().map(|row| row["pk"].as_u64().expect("a pk")).collect()
    }

    /// `count` of the pagination.
    pub fn count(&self) -> u64 {
        self.json()["pagination"]["count"].as_u64().expect("a count")
    }

    /// What a browser would send back: the cookies that were set, without those taken away.
    pub fn cookies(&self) -> String {
        let set = self.headers.get_all("set-cookie").iter();
        let pairs: Vec<&str> = set
            .map(|cookie| cookie.to_str().expect("text"))
            .filter(|cookie| !cookie.contains("Max-Age=0"))
            .map(|cookie| cookie.split(';').next().expect("a pair"))
            .collect();
        pairs.join("; ")
    }
}

/// The value of a cookie in what a browser would send.
pub fn cookie<'a>(cookies: &'a str, name: &str) -> &'a str {
    cookies
        .split("; ")
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
        .expect("the cookie")
}

impl Standin {
    /// The newest release with so many tokens.
    pub fn new(tokens: u32) -> Self {
        Standin::of(Recipe {
            tokens,
            seed: 1,
            release: Release::DEFAULT,
        })
    }

    /// By a recipe.
    pub fn of(recipe: Recipe) -> Self {
        let dist = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/dist");
        let also = Also {
            path: "/portal/plain".to_owned(),
            folder: dist.clone(),
        };
        let app = Arc::new(App::new(Options {
            site: dist.into(),
            also: vec![also],
            recipe,
        }));
        let router = server::router(Arc::clone(&app));
        Standin { app, router }
    }

    /// Sends a request with these headers. `Host` is [`HOST`] unless they say otherwise.
    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Got {
        let mut request = Request::builder().method(method).uri(path);
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            request = request.header("host", HOST);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.to_owned())).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        Got {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: to_bytes(body, usize::MAX).await.expect("a body").to_vec(),
        }
    }

    /// GET of the API as one of the people.
    pub async fn get(&self, person: &str, path: &str) -> Got {
        let bearer = format!("Bearer standin-{person}");
        self.send("GET", &format!("/api/v3/{path}"), &[("authorization", &bearer)], "")
            .await
    }

    /// DELETE of the API as one of the people.
    pub async fn delete(&self, person: &str, path: &str) -> Got {
        let bearer = format!("Bearer standin-{person}");
        self.send("DELETE", &format!("/api/v3/{path}"), &[("authorization", &bearer)], "")
            .await
    }

    /// POST of JSON to `/standin/…`.
    pub async fn post(&self, path: &str, body: Value) -> Got {
        let headers = [("content-type", "application/json")];
        self.send("POST", &format!("/standin/{path}"), &headers, &body.to_string())
            .await
    }

    /// Puts faults on; they must be in order.
    pub async fn faults(&self, faults: Value) {
        let got = self.post("faults", faults).await;
        assert_eq!(got.status, 200, "{}", got.text());
    }

    /// Signs in; the cookies of that browser.
    pub async fn sign_in(&self, person: &str) -> String {
        let got = self.post("sign-in", serde_json::json!({ "as": person })).await;
        assert_eq!(got.status, 200, "{}", got.text());
        got.cookies()
    }
}
