//! Who the client is, and what it is told when something is wrong.

use super::Exchange;
use crate::api::answer::Answer;
use crate::data::World;
use crate::data::providers::Provider;
use serde::Serialize;
use std::collections::HashMap;

/// What is wrong, in the words of the standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// Something is missing.
    Request,
    /// No such client, or not its secret.
    Client,
    /// No such code or token, not any more, or not of this client.
    Grant,
    /// No such way to get tokens.
    GrantType,
}

#[derive(Serialize)]
struct WrongShape<'a> {
    error: &'static str,
    error_description: &'static str,
    request_id: &'a str,
}

impl Wrong {
    /// Always 400.
    pub(super) fn answer(self, request_id: &str) -> Answer {
        let (error, error_description) = match self {
            Wrong::Request => ("invalid_request", "The request is otherwise malformed"),
            Wrong::Client => (
                "invalid_client",
                "Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method)",
            ),
            Wrong::Grant => (
                "invalid_grant",
                "The provided authorization grant or refresh token is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client",
            ),
            Wrong::GrantType => (
                "unsupported_grant_type",
                "The authorization grant type is not supported by the authorization server",
            ),
        };
        let body = WrongShape {
            error,
            error_description,
            request_id,
        };
        Answer::json(400, &body).with("cache-control", "no-store")
    }
}

/// The client of that id.
pub(super) fn by_id<'a>(world: &'a World, id: &str) -> Option<&'a Provider> {
    world.providers.iter().find(|provider| provider.client_id == id)
}

/// The name and the secret that a client sent: in the header, or else in the body.
pub(super) fn sent(exchange: &Exchange<'_>, form: &HashMap<String, String>) -> (String, String) {
    let by_header = || {
        let (scheme, pair) = exchange.ask.header("authorization")?.split_once(' ')?;
        if !scheme.eq_ignore_ascii_case("basic") {
            return None;
        }
        let pair = String::from_utf8(base64(pair.trim())?).ok()?;
        let (id, secret) = pair.split_once(':')?;
        Some((id.to_owned(), secret.to_owned()))
    };
    let field = |name: &str| form.get(name).cloned().unwrap_or_default();
    by_header().unwrap_or_else(|| (field("client_id"), field("client_secret")))
}

/// The client that these are of; a public one has no secret to be asked for.
pub(super) fn known(world: &World, id: &str, secret: &str) -> Option<u32> {
    let provider = by_id(world, id)?;
    (!provider.confidential || provider.client_secret == secret).then_some(provider.pk)
}

fn base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut held, mut bits) = (0u32, 0u32);
    for c in text.trim_end_matches('=').bytes() {
        let value = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        held = (held << 6 | u32::from(value)) & 0xffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits & 0xff) as u8);
        }
    }
    Some(bytes)
}
