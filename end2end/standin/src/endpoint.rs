//! The API over HTTP: remembers the request, lets faults happen, sends the answer.

use crate::api::answer::{Answer, JSON};
use crate::api::ask::Ask;
use crate::api::caller::CSRF;
use crate::api::route::Route;
use crate::api::text::Language;
use crate::app::{App, State};
use crate::connection::{Dropped, Reused};
use crate::data::World;
use crate::data::sessions::parse_uuid;
use crate::data::time::now;
use crate::faults::effect::Instead;
use crate::faults::{Effect, rewrite};
use crate::oauth::Exchange;
use crate::sessions::SESSION;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State as Shared};
use axum::http::{HeaderName, HeaderValue, Response};
use futures_util::stream;
use std::io;
use std::sync::Arc;
use std::time::Duration;

/// How long a body may be.
const LARGEST: usize = 1 << 20;

type Met = Vec<(u64, String, Effect)>;

/// Answers `/api/…`, and `/application/o/…`, where a client gets its tokens.
pub async fn api(Shared(app): Shared<Arc<App>>, request: Request) -> Response<Body> {
    let reused = request.extensions().get::<Reused>().is_some_and(|reused| reused.0);
    let (parts, body) = request.into_parts();
    // Who hangs up while sending it has sent nothing.
    let body = to_bytes(body, LARGEST).await.unwrap_or_default();
    let mut ask = Ask::new(
        parts.method.as_str(),
        parts.uri.path(),
        parts.uri.query().unwrap_or(""),
        parts.headers,
    )
    .with_body(body.to_vec());
    let (number, met, mut log) = {
        let mut state = app.state();
        let (number, id) = state.requests.begin(&ask.method, &ask.path, &ask.raw_query);
        ask.id.clone_from(&id);
        let met = state.faults.meet(&ask.method, &ask.path, &ask.raw_query);
        let names = met.iter().map(|(_, name, _)| name.clone()).collect();
        state.requests.met(number, names);
        let log = Log {
            app: Arc::clone(&app),
            number,
            id,
            ended: false,
        };
        (number, met, log)
    };
    for (_, _, effect) in &met {
        if let Effect::Delay(ms) = effect {
            tokio::time::sleep(Duration::from_millis(*ms)).await;
        }
    }
    let drop = met
        .iter()
        .find(|(_, _, effect)| matches!(effect, Effect::Drop | Effect::DropAfter));
    if let Some((id, _, effect)) = drop {
        // What is asked again on another connection is done there.
        if matches!(effect, Effect::DropAfter) && !reused {
            real(&mut app.state(), &ask, &met);
        }
        log.end(None, None);
        // A browser quietly asks again when a connection that it kept open turns out to be closed.
        // Only a drop that reaches the page counts, or `times: 1` would never be seen.
        if reused {
            let mut state = app.state();
            state.faults.unhit(*id);
            state.requests.met(number, Vec::new());
        }
        return dropped();
    }
    let head = ask.method == "HEAD";
    let instead = met.iter().find_map(|(_, _, effect)| match effect {
        Effect::Answer(instead) => Some(instead),
        _ => None,
    });
    let (answer, who) = match instead {
        Some(instead) => (instead.answer(Language::of(&ask)), None),
        None => real(&mut app.state(), &ask, &met),
    };
    let answer = if met.iter().any(|(_, _, effect)| matches!(effect, Effect::FailAfter)) {
        Answer::html_500()
    } else {
        answer
    };
    log.end(Some(answer.status), who);
    if met.iter().any(|(_, _, effect)| matches!(effect, Effect::DropMidway)) {
        return midway(answer, &log.id);
    }
    let mut response = answer.into_response(&log.id, head);
    if let Some(Instead::Free { headers, .. }) = instead.map(|instead| &**instead) {
        for (name, value) in headers {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_str(value)) {
                response.headers_mut().insert(name, value);
            }
        }
    }
    response
}

/// What authentik answers, and what the faults make of it.
fn real(state: &mut State, ask: &Ask, met: &Met) -> (Answer, Option<String>) {
    for (_, _, effect) in met {
        if let (Effect::EndSession(upto), Some(cookie)) = (effect, ask.cookie(SESSION))
            && let Some(row) = state.sessions.expire(cookie, *upto)
        {
            state.world.expire_session(row);
        }
    }
    let search_works = met
        .iter()
        .any(|(_, _, effect)| matches!(effect, Effect::SearchHonoured));
    let is_first = met.iter().any(|(_, _, effect)| matches!(effect, Effect::FirstPage));
    let first = (is_first && ask.last("page").is_some()).then(|| ask.for_first_page());
    let ask = first.as_ref().unwrap_or(ask);
    let ignores = met
        .iter()
        .any(|(_, _, effect)| matches!(effect, Effect::FiltersIgnored));
    let unfiltered = (ignores && ask.method == "GET").then(|| ask.without_filters());
    let ask = unfiltered.as_ref().unwrap_or(ask);
    let State {
        world,
        sessions,
        values,
        faults,
        ..
    } = state;
    let (mut answer, who) = if ask.path.starts_with("/api/") {
        crate::api::answer(ask, world, sessions, now(), search_works)
    } else {
        let now = now();
        let mut exchange = Exchange {
            ask,
            world,
            sessions,
            values,
            now,
        };
        exchange.answer()
    };
    for (id, _, effect) in met {
        let outcome = rewrite::rewrite(effect, &ask.path, &mut answer);
        if outcome.hit {
            faults.hit(*id, outcome.pk);
        }
        for key in outcome.vanish {
            vanish(world, &ask.path, &key);
        }
    }
    if let Some(cookie) = ask.cookie(CSRF)
        && met.iter().any(|(_, _, effect)| matches!(effect, Effect::HideCsrf))
    {
        answer = answer.with(
            "set-cookie",
            format!("{CSRF}={cookie}; Max-Age=31449600; Path=/; SameSite=Lax; HttpOnly"),
        );
    }
    let cut = met.iter().any(|(_, _, effect)| matches!(effect, Effect::Truncated));
    if cut && answer.content_type == Some(JSON) {
        answer.body.truncate(answer.body.len() / 2);
    }
    (answer, who)
}

/// Deletes a row of the list at that path; whether there was one.
fn vanish(world: &mut World, path: &str, key: &str) -> bool {
    match Route::find(path) {
        Some(Route::Grants(kind)) => key.parse().is_ok_and(|pk| world.delete_grant(kind, pk)),
        Some(Route::Sessions) => {
            let number = parse_uuid(key).and_then(|id| Some(world.sessions.by_id(id)?.number));
            number.is_some_and(|number| world.delete_session(number))
        }
        Some(Route::CoreTokens) => world.delete_core_token(key),
        Some(Route::Consents) => key.parse().is_ok_and(|pk| world.delete_consent(pk)),
        _ => false,
    }
}

/// No answer: the server closes the connection when it sees this.
fn dropped() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(Dropped);
    response
}

/// Half an answer: what was announced never comes.
fn midway(answer: Answer, id: &str) -> Response<Body> {
    let half = Bytes::copy_from_slice(answer.body.get(..answer.body.len() / 2).unwrap_or_default());
    let response = answer.into_response(id, false);
    let (parts, _) = response.into_parts();
    // The half has to leave the house before the door is shut, or the headers go with it.
    let body = stream::unfold(Some(half), |half| async move {
        match half {
            Some(half) => Some((Ok(half), None)),
            None => {
                tokio::time::sleep(Duration::from_millis(30)).await;
                Some((Err(io::Error::other("closed midway, as asked")), None))
            }
        }
    });
    Response::from_parts(parts, Body::from_stream(body))
}

/// Tells how a request went, also when its caller went away before there was an answer.
struct Log {
    app: Arc<App>,
    number: u64,
    id: String,
    ended: bool,
}

impl Log {
    fn end(&mut self, status: Option<u16>, who: Option<String>) {
        self.ended = true;
        self.app.state().requests.end(self.number, status, who);
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        if !self.ended {
            self.app.state().requests.abandon(self.number);
        }
    }
}
