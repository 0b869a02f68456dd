//! An answer, before it is sent.

use super::text::{Language, Say};
use crate::json;
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};
use serde::Serialize;

/// JSON.
pub const JSON: &str = "application/json";
/// HTML, as Django labels it.
pub const HTML: &str = "text/html; charset=utf-8";

/// What authentik says of a request that it refuses.
#[derive(Serialize)]
struct Detail {
    detail: String,
}

/// What authentik's router says went wrong; the stand-in's own endpoints say it so as well.
#[derive(Serialize)]
pub struct Trouble<'a> {
    /// In words.
    pub error: &'a str,
}

/// An answer of the API.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// None where there is no body.
    pub content_type: Option<&'static str>,
    /// The methods there are.
    pub allow: Option<&'static str>,
    /// The language of the texts.
    pub language: Language,
    /// Further headers.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// Whether it comes from authentik itself, and has its headers, or from something in front.
    pub from_authentik: bool,
}

impl Answer {
    /// JSON with a status.
    pub fn json(status: u16, body: &impl Serialize) -> Self {
        Answer::of(status, JSON, json::bytes(body))
    }

    /// Any body.
    pub fn of(status: u16, content_type: &'static str, body: Vec<u8>) -> Self {
        Answer {
            status,
            content_type: Some(content_type),
            allow: None,
            language: Language::English,
            headers: Vec::new(),
            body,
            from_authentik: true,
        }
    }

    /// `{"detail": …}`
    pub fn say(status: u16, say: &Say, language: Language) -> Self {
        let detail = say.to(language);
        Answer::json(status, &Detail { detail })
    }

    /// 204, without a body and without a type.
    pub fn nothing() -> Self {
        Answer {
            content_type: None,
            ..Answer::of(204, JSON, Vec::new())
        }
    }

    /// The HTML page for what is not there.
    pub fn html_404() -> Self {
        Answer::of(404, HTML, error_page("Not Found", 5469))
    }

    /// The HTML page for what went wrong.
    pub fn html_500() -> Self {
        Answer::of(500, HTML, error_page("Server Error", 5472))
    }

    /// With one more header.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// As sent by what stands in front of authentik.
    pub fn from_in_front(mut self) -> Self {
        self.from_authentik = false;
        self
    }

    /// What is sent. `id` becomes `x-authentik-id`; to HEAD, only the length of the body goes out.
    pub fn into_response(self, id: &str, head: bool) -> Response<Body> {
        let length = self.body.len();
        let mut response = Response::new(if head { Body::empty() } else { self.body.into() });
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        let mut set = |name: &'static str, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.append(HeaderName::from_static(name), value);
            }
        };
        if let Some(content_type) = self.content_type {
            set("content-type", content_type);
        }
        if self.status != 204 {
            set("content-length", &length.to_string());
        }
        if self.from_authentik {
            if let Some(allow) = self.allow {
                set("allow", allow);
            }
            set("x-frame-options", "DENY");
            set("x-content-type-options", "nosniff");
            set("referrer-policy", "same-origin");
            set("x-authentik-id", id);
            set("vary", "Accept-Language, Cookie");
            set("content-language", self.language.tag());
        }
        for (name, value) in &self.headers {
            set(name, value);
        }
        response
    }
}

/// A page as long as authentik's own, which says as little.
fn error_page(title: &str, length: usize) -> Vec<u8> {
    let start = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title} - authentik</title>\n<style>\n"
    );
    let end = format!(
        "</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n<a href=\"/\">Go home</a>\n</main>\n</body>\n</html>\n"
    );
    let mut page = start;
    let mut rule = 0;
    while page.len() + end.len() + 60 < length {
        rule += 1;
        page.push_str(&format!(".pf-c-login-{rule} {{ --pf-gap: {rule}px; }}\n"));
    }
    while page.len() + end.len() < length {
        page.push('\n');
    }
    page.push_str(&end);
    page.into_bytes()
}
