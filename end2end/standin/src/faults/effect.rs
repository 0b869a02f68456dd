//! What a fault does to a request or to its answer.

use crate::api::answer::{Answer, HTML, JSON, Trouble};
use crate::api::text::{Language, Say};
use serde_json::{Map, Value, json};

/// What happens.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Wait so many milliseconds.
    Delay(u64),
    /// Close without an answer.
    Drop,
    /// Do it, then close without an answer.
    DropAfter,
    /// Do it, then answer 500 with HTML.
    FailAfter,
    /// Close in the middle of one.
    DropMidway,
    /// Cut the body.
    Truncated,
    /// Answer this instead.
    Answer(Box<Instead>),
    /// Make the CSRF cookie HttpOnly.
    HideCsrf,
    /// End the caller's session, if it is no newer than that.
    EndSession(u64),
    /// 500 where this row is.
    BrokenRow(Which),
    /// Make this row unreadable.
    Undecodable(Which, Spoilt),
    /// Put this into the attributes of a user, as it stands; of every user unless it says whose.
    OddAttribute(Option<u64>, String),
    /// Add unknown fields.
    UnknownField,
    /// Delete so many rows afterwards.
    Vanish(u64),
    /// `1.0` for `1`.
    FloatNumbers,
    /// Let answers be kept for so many seconds.
    Cacheable(u64),
    /// Say this in `Date`.
    Date(String),
    /// Name the superuser as who acts as the caller.
    Impersonated,
    /// Answer each page of a list with the first.
    FirstPage,
    /// Let there be one more page each time.
    NoLastPage,
    /// Answer lists as if no filter had been asked for.
    FiltersIgnored,
    /// Put these fields into rows, users or providers, or into the one of that pk.
    Fields(Part, Option<u64>, Map<String, Value>),
    /// Let `search` work.
    SearchHonoured,
}

/// A part of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What the list is of.
    Row,
    /// Users, wherever they stand.
    User,
    /// Providers, wherever they stand.
    Provider,
}

/// A row: one of that pk, or the first that comes by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// The row with this pk, or with what it has instead: a session's UUID, a token's identifier, an application's slug.
    Key(String),
    /// The first of the first answer that has any.
    First,
}

/// How a row is unreadable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spoilt {
    /// Its user is a string.
    User,
    /// It has no pk.
    Pk,
    /// It is null.
    Null,
    /// It is a string.
    Text,
}

/// An answer instead of the real one.
#[derive(Clone, Debug)]
pub enum Instead {
    /// 502, HTML.
    Html502,
    /// 502, JSON, of authentik's router.
    Router502,
    /// 503, JSON, of authentik's router.
    Starting(u64),
    /// 429; seconds, or any text.
    TooMany(String),
    /// 500, HTML.
    Html500,
    /// 200, HTML.
    SignInPage,
    /// 200, text.
    NotJson,
    /// Any status with any JSON.
    Status(u16, Option<Value>),
    /// 403 for a CSRF token.
    Csrf,
    /// 403 for an API token.
    TokenRefused,
    /// 400 for the license.
    ReadOnly,
    /// HTML with this status and title, by something in front.
    InFront(u16, &'static str),
    /// 302 to there, by something in front.
    Redirect(String),
    /// Anything.
    Free {
        /// Status.
        status: u16,
        /// Body.
        body: Vec<u8>,
        /// Headers, the content type among them.
        headers: Vec<(String, String)>,
        /// Whether it lacks authentik's own headers.
        in_front: bool,
    },
}

impl Effect {
    /// Reads the parameters of a kind. `sessions` says how many sessions there were so far.
    pub(super) fn read(kind: &str, said: &Map<String, Value>, sessions: u64) -> Result<Self, String> {
        let number = |name: &str, otherwise: u64| match said.get(name) {
            None | Some(Value::Null) => Ok(otherwise),
            Some(value) => value.as_u64().ok_or_else(|| format!("{name:?} is a whole number")),
        };
        let body = said.get("body").cloned();
        let instead = |instead| Effect::Answer(Box::new(instead));
        Ok(match kind {
            "delay" => Effect::Delay(number("ms", 3000)?),
            "drop" => Effect::Drop,
            "drop-after" => Effect::DropAfter,
            "html-500-after" => Effect::FailAfter,
            "drop-midway" => Effect::DropMidway,
            "truncated" => Effect::Truncated,
            "html-502" => instead(Instead::Html502),
            "router-502" => instead(Instead::Router502),
            "starting" => instead(Instead::Starting(number("retry_after", 5)?)),
            "too-many" => instead(Instead::TooMany(match said.get("retry_after") {
                Some(Value::String(text)) => text.clone(),
                _ => number("retry_after", 5)?.to_string(),
            })),
            "html-500" => instead(Instead::Html500),
            "sign-in-page" => instead(Instead::SignInPage),
            "not-json" => instead(Instead::NotJson),
            "bad-request" => instead(Instead::Status(
                400,
                Some(body.unwrap_or_else(|| json!({"non_field_errors": ["Invalid input."], "code": "invalid"}))),
            )),
            "forbidden" => instead(Instead::Status(403, body)),
            "conflict" => instead(Instead::Status(
                409,
                Some(body.unwrap_or_else(|| json!({"detail": "The row was changed by somebody else."}))),
            )),
            "csrf-changed" => instead(Instead::Csrf),
            "token-refused" => instead(Instead::TokenRefused),
            "read-only" => instead(Instead::ReadOnly),
            "firewall" => instead(Instead::InFront(403, "403 Forbidden")),
            "no-method" => instead(Instead::InFront(405, "405 Not Allowed")),
            "not-routed" => instead(Instead::InFront(404, "404 Not Found")),
            "sign-in-redirect" => instead(Instead::Redirect(match said.get("location") {
                None | Some(Value::Null) => "https://sign-in.invalid/".to_owned(),
                Some(location) => location.as_str().ok_or("\"location\" is a text")?.to_owned(),
            })),
            "answer" => instead(free(said, number("status", 200)?)?),
            "session-ended" => Effect::EndSession(sessions),
            "csrf-hidden" => Effect::HideCsrf,
            "broken-row" => Effect::BrokenRow(which(said)?),
            "undecodable-row" => Effect::Undecodable(
                which(said)?,
                match said.get("how").and_then(Value::as_str) {
                    None | Some("user") => Spoilt::User,
                    Some("pk") => Spoilt::Pk,
                    Some("null") => Spoilt::Null,
                    Some("text") => Spoilt::Text,
                    Some(other) => return Err(format!("a row cannot be spoilt by {other:?}")),
                },
            ),
            "odd-attribute" => Effect::OddAttribute(
                match said.get("user") {
                    None | Some(Value::Null) => None,
                    Some(_) => Some(number("user", 0)?),
                },
                odd(said, number("levels", 130)?)?,
            ),
            "unknown-field" => Effect::UnknownField,
            "vanish" => Effect::Vanish(number("rows", 5)?),
            "float-numbers" => Effect::FloatNumbers,
            "cacheable" => Effect::Cacheable(number("seconds", 600)?),
            "date" => Effect::Date(match said.get("says") {
                None | Some(Value::Null) => String::new(),
                Some(says) => says.as_str().ok_or("\"says\" is a text")?.to_owned(),
            }),
            "impersonated" => Effect::Impersonated,
            "first-page" => Effect::FirstPage,
            "no-last-page" => Effect::NoLastPage,
            "filters-ignored" => Effect::FiltersIgnored,
            "fields" => fields(said)?,
            "search-honoured" => Effect::SearchHonoured,
            other => return Err(format!("there is no fault {other:?}")),
        })
    }

    /// Whether nothing comes after it.
    pub(super) fn is_the_answer(&self) -> bool {
        matches!(
            self,
            Effect::Answer(_) | Effect::Drop | Effect::DropAfter | Effect::FailAfter
        )
    }

    /// Whether only the real answer tells if it comes true.
    pub(super) fn needs_answer(&self) -> bool {
        matches!(
            self,
            Effect::BrokenRow(_) | Effect::Undecodable(..) | Effect::OddAttribute(..) | Effect::Vanish(_)
        )
    }

    /// Makes "the first row" the row with this pk.
    pub(super) fn settle_on(&mut self, pk: String) {
        if let Effect::BrokenRow(which) | Effect::Undecodable(which, _) = self {
            *which = Which::Key(pk);
        }
    }
}

/// A value that some readers of JSON refuse. Text, since such a reader could not hold it.
fn odd(said: &Map<String, Value>, levels: u64) -> Result<String, String> {
    let levels = usize::try_from(levels.min(100_000)).unwrap_or_default();
    match said.get("how").and_then(Value::as_str) {
        None | Some("deep") => Ok(["{\"in\":".repeat(levels), "1".to_owned(), "}".repeat(levels)].concat()),
        Some("digits") => Ok("9".repeat(400)),
        Some("infinite") => Ok("1e400".to_owned()),
        Some("nan") => Ok("NaN".to_owned()),
        Some("surrogate") => Ok("\"half \\ud83d\"".to_owned()),
        Some(other) => Err(format!("an attribute cannot be odd by {other:?}")),
    }
}

fn fields(said: &Map<String, Value>) -> Result<Effect, String> {
    let part = match said.get("of").and_then(Value::as_str) {
        None | Some("row") => Part::Row,
        Some("user") => Part::User,
        Some("provider") => Part::Provider,
        Some(other) => return Err(format!("no answer has a part {other:?}")),
    };
    let pk = match said.get("pk") {
        None | Some(Value::Null) => None,
        Some(value) => Some(value.as_u64().ok_or("\"pk\" is a whole number")?),
    };
    match said.get("fields") {
        Some(Value::Object(fields)) => Ok(Effect::Fields(part, pk, fields.clone())),
        _ => Err("\"fields\" are an object".to_owned()),
    }
}

fn which(said: &Map<String, Value>) -> Result<Which, String> {
    if let Some(key) = said.get("key") {
        let key = key.as_str().ok_or("\"key\" is a text")?;
        return Ok(Which::Key(key.to_owned()));
    }
    match said.get("pk") {
        None | Some(Value::Null) => Ok(Which::First),
        Some(Value::String(word)) if word == "first" => Ok(Which::First),
        Some(value) => value
            .as_u64()
            .map(|pk| Which::Key(pk.to_string()))
            .ok_or_else(|| "\"pk\" is a whole number or \"first\"".to_owned()),
    }
}

fn free(said: &Map<String, Value>, status: u64) -> Result<Instead, String> {
    let status = u16::try_from(status)
        .ok()
        .filter(|status| (200..600).contains(status))
        .ok_or("\"status\" is a number from 200 to 599")?;
    let (body, likely) = match said.get("body") {
        None | Some(Value::Null) => (Vec::new(), JSON),
        Some(Value::String(text)) => (text.clone().into_bytes(), "text/plain; charset=utf-8"),
        Some(value) => (value.to_string().into_bytes(), JSON),
    };
    let content_type = said.get("content_type").and_then(Value::as_str).unwrap_or(likely);
    let mut headers = vec![("content-type".to_owned(), content_type.to_owned())];
    if let Some(Value::Object(more)) = said.get("headers") {
        for (name, value) in more {
            let text = value.as_str().ok_or("\"headers\" are texts")?;
            headers.push((name.to_ascii_lowercase(), text.to_owned()));
        }
    }
    let in_front = match said.get("in_front") {
        None | Some(Value::Null) => false,
        Some(value) => value.as_bool().ok_or("\"in_front\" is true or false")?,
    };
    Ok(Instead::Free {
        status,
        body,
        headers,
        in_front,
    })
}

impl Instead {
    /// The answer; none for one that is not made of an [`Answer`].
    pub fn answer(&self, language: Language) -> Answer {
        let page = |title: &str, text: &str| {
            format!("<!DOCTYPE html>\n<html><head><title>{title}</title></head>\n<body><center><h1>{title}</h1></center><hr>{text}</body></html>\n").into_bytes()
        };
        let mut answer = match self {
            Instead::Html502 => Answer::of(502, "text/html", page("502 Bad Gateway", "<center>proxy</center>")).from_in_front(),
            Instead::Router502 => Answer::json(
                502,
                &Trouble { error: "failed to connect to authentik backend: dial unix /dev/shm/authentik-core.sock: connect: no such file or directory" },
            )
            .from_in_front(),
            Instead::Starting(seconds) => Answer::json(503, &Trouble { error: "authentik starting" })
                .with("retry-after", seconds.to_string())
                .from_in_front(),
            Instead::TooMany(when) => {
                let seconds = when.parse().unwrap_or(5);
                Answer::say(429, &Say::Throttled(seconds), language).with("retry-after", when.clone())
            }
            Instead::Html500 => Answer::html_500(),
            Instead::SignInPage => Answer::of(
                200,
                HTML,
                page("Sign in", "<form method=\"post\" action=\"/flows/-/default/authentication/\"><label>Username <input name=\"uid\"></label> <button>Log in</button></form>"),
            ),
            Instead::NotJson => Answer::of(200, "text/plain; charset=utf-8", b"It works!\n".to_vec()),
            Instead::Status(403, None) => Answer::say(403, &Say::NotAllowed, language),
            Instead::Status(status, body) => Answer::json(*status, body),
            Instead::Csrf => {
                let reason = "CSRF token from the 'X-Authentik-Csrf' HTTP header incorrect.";
                Answer::say(403, &Say::Csrf(reason.to_owned()), language)
            }
            Instead::TokenRefused => Answer::say(403, &Say::BadToken, language),
            Instead::ReadOnly => Answer::json(
                400,
                &json!({"detail": "Request denied due to expired/invalid license.", "code": "denied_license"}),
            ),
            Instead::InFront(status, title) => {
                Answer::of(*status, "text/html", page(title, "<center>proxy</center>")).from_in_front()
            }
            Instead::Redirect(location) => Answer::of(302, "text/html", page("302 Found", "<center>proxy</center>"))
                .with("location", location.clone())
                .from_in_front(),
            Instead::Free {
                status, body, in_front, ..
            } => Answer {
                content_type: None,
                from_authentik: !in_front,
                ..Answer::of(*status, JSON, body.clone())
            },
        };
        answer.language = language;
        answer
    }
}
