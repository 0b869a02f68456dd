//! The faults there are, for the page and for the messages.

use serde::Serialize;

/// A kind of fault.
#[derive(Debug, Serialize)]
pub struct FaultKind {
    /// The word for it.
    #[serde(rename = "kind")]
    pub name: &'static str,
    /// What it does, in a sentence.
    pub does: &'static str,
    /// The parameters that only it knows, each with a default.
    pub takes: &'static [&'static str],
}

const fn kind(name: &'static str, takes: &'static [&'static str], does: &'static str) -> FaultKind {
    FaultKind { name, does, takes }
}

/// All of them.
#[rustfmt::skip]
pub const KINDS: [FaultKind; 40] = [
    kind("delay", &["ms"], "Answers late: by 3000 milliseconds, or as many as ms says. Combines with others."),
    kind("drop", &[], "Closes the connection without an answer."),
    kind("drop-after", &[], "Does what was asked, then closes the connection without an answer."),
    kind("drop-midway", &[], "Sends the headers and half the body, then closes the connection."),
    kind("truncated", &[], "Answers completely, but with JSON that was cut in half."),
    kind("html-502", &[], "Answers 502 with HTML, as a proxy does whose backend is gone."),
    kind("router-502", &[], "Answers 502 with JSON, as authentik's own router does."),
    kind("starting", &["retry_after"], "Answers 503 with JSON and Retry-After (5 seconds), as authentik does while it starts."),
    kind("too-many", &["retry_after"], "Answers 429 with Retry-After (5 seconds, or a date where it is a text)."),
    kind("html-500", &[], "Answers 500 with HTML, as Django does."),
    kind("html-500-after", &[], "Does what was asked, then answers 500 with HTML."),
    kind("sign-in-page", &[], "Answers 200 with the HTML of a sign-in page, as a proxy does that guards the API."),
    kind("not-json", &[], "Answers 200 with plain text."),
    kind("bad-request", &["body"], "Answers 400 with the JSON that body says."),
    kind("firewall", &[], "Answers 403 with HTML, as something in front of authentik does that lets nothing through."),
    kind("no-method", &[], "Answers 405 with HTML, as a proxy does that lets no such method through."),
    kind("not-routed", &[], "Answers 404 with HTML, as a web server does that does not lead /api/ to authentik."),
    kind("sign-in-redirect", &["location"], "Answers 302 to another address, as a sign-in in front of authentik does."),
    kind("token-refused", &[], "Answers 403 as authentik does to an API token that is none any more."),
    kind("read-only", &[], "Refuses writes as authentik does whose license has expired."),
    kind("forbidden", &["body"], "Answers 403 for a missing right."),
    kind("conflict", &["body"], "Answers 409."),
    kind("answer", &["status", "body", "content_type", "headers", "in_front"], "Answers whatever it is told: a status (200), a body (text or JSON), a content_type, headers; with in_front as something in front of authentik would."),
    kind("session-ended", &[], "Ends the session of whoever comes by, if it began before this fault was put on."),
    kind("csrf-changed", &[], "Refuses a write under a session as if its CSRF token had changed."),
    kind("csrf-hidden", &[], "Makes the cookie authentik_csrf one that no page can see, until somebody signs in again."),
    kind("broken-row", &["pk", "key"], "Answers 500 with HTML wherever a row would be part of the answer: the row of that pk, or \"first\": the first row answered; or the one of that key: the UUID of a session, the identifier of an API token."),
    kind("undecodable-row", &["pk", "key", "how"], "Sends a row that is no row, chosen as by broken-row: its user is a text, or how says \"pk\" (it has none), \"null\" or \"text\" (it is that)."),
    kind("odd-attribute", &["user", "how", "levels"], "Puts into the attributes of users (of all, or of the one that user says) what some readers of JSON refuse: 130 levels of nesting, or as many as levels says (authentik lets 254 through); or how says \"digits\" (400 of them), \"infinite\" (1e400), \"nan\" or \"surrogate\" (half a pair)."),
    kind("unknown-field", &[], "Adds fields that nobody knows to rows, providers and users."),
    kind("vanish", &["rows"], "Deletes rows for good, right after a list was answered: the first 5 of it, or as many as rows says."),
    kind("float-numbers", &[], "Writes every number of pagination with a decimal point."),
    kind("cacheable", &["seconds"], "Lets whoever asks keep a real answer for 600 seconds, or as many as seconds says, as a careless proxy does."),
    kind("date", &["says"], "Says in Date what says holds (nothing) instead of the time."),
    kind("impersonated", &[], "Says that the superuser acts as whoever is signed in."),
    kind("first-page", &[], "Answers every page of a list with its first one, as a cache does that leaves the query out of its key."),
    kind("no-last-page", &[], "Says of every page of a list that another one follows."),
    kind("filters-ignored", &[], "Answers lists with the rows of everybody, whatever they are filtered by, as authentik does with filters that it does not know."),
    kind("fields", &["of", "pk", "fields"], "Puts fields into every row, or by of into every \"user\" or \"provider\"; of that pk alone where it is given."),
    kind("search-honoured", &[], "Makes search work on tokens: over user, provider and scopes."),
];

/// The kind of that name.
pub fn find(name: &str) -> Option<&'static FaultKind> {
    KINDS.iter().find(|kind| kind.name == name)
}
