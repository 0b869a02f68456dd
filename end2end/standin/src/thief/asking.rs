//! How the thief asks: as anybody does, but not by network.

use crate::api;
use crate::api::answer::Answer;
use crate::api::ask::Ask;
use crate::app::State;
use crate::data::time::now;
use crate::oauth::Exchange;
use crate::sessions::SESSION;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

/// Who is signed in.
pub(super) const ME: &str = "/api/v3/core/users/me/";

/// What the thief's browser says that it is.
pub(super) const AGENT: &str =
    "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0 (the thief's laptop)";

/// Where the thief is.
const ADDRESS: &str = "192.0.2.66";

/// A header.
pub(super) type Header = (&'static str, String);

/// The header that carries a session.
pub(super) fn cookies(session: &str) -> Header {
    ("cookie", format!("{SESSION}={session}"))
}

/// The header that carries a key or a token.
pub(super) fn api_key(value: &str) -> Header {
    ("authorization", format!("Bearer {value}"))
}

/// A form, as it is sent.
pub(super) fn form(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

/// A field of an answer of JSON.
pub(super) fn field(answer: &Answer, name: &str) -> Value {
    let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    body.get(name).cloned().unwrap_or_default()
}

/// The thief's browser.
pub(super) fn browser(more: &[Header]) -> HeaderMap {
    let own = [
        ("user-agent", AGENT.to_owned()),
        ("x-forwarded-for", ADDRESS.to_owned()),
    ];
    let all = more.iter().chain(&own);
    all.filter_map(|(name, value)| Some((HeaderName::from_static(name), HeaderValue::from_str(value).ok()?)))
        .collect()
}

impl State {
    /// Asks authentik: its API, or what it is as an OAuth2 provider.
    pub(super) fn ask_as_thief(&mut self, method: &str, address: &str, headers: &[Header], body: &str) -> Answer {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let mut ask = Ask::new(method, path, query, browser(headers)).with_body(body.as_bytes().to_vec());
        ask.id = self.values.request_id();
        let State {
            world,
            sessions,
            values,
            ..
        } = self;
        if path.starts_with("/application/") {
            let mut exchange = Exchange {
                ask: &ask,
                world,
                sessions,
                values,
                now: now(),
            };
            exchange.answer().0
        } else {
            api::answer(&ask, world, sessions, now(), false).0
        }
    }
}
