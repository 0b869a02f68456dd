//! authentik's API: one function from a request to an answer.

mod agent;
pub mod answer;
mod applications;
pub mod ask;
mod call;
pub mod caller;
mod consents;
mod core_tokens;
mod events;
mod grants;
mod helpers;
mod lists;
pub mod paging;
pub mod route;
mod search;
mod sessions;
mod shape;
mod shape_event;
mod shape_user;
pub mod text;
mod writes;
mod written;

use crate::data::World;
use crate::data::cascade::Saved;
use crate::data::time::Micros;
use crate::sessions::{Sessions, taken_away};
use answer::Answer;
use ask::Ask;
use call::Call;
use caller::Caller;
use route::Route;
use serde::Serialize;
use text::{Language, Say};

/// Answers a request to `/api/`; also who asked, for the list of requests.
pub fn answer(
    ask: &Ask,
    world: &mut World,
    sessions: &Sessions,
    now: Micros,
    search_works: bool,
) -> (Answer, Option<String>) {
    let language = Language::of(ask);
    let found = Caller::find(ask, world, sessions, now);
    let who = found.as_ref().ok().and_then(|caller| caller.word(world));
    let bad_cookie = matches!(found, Ok(Caller::Nobody { bad_cookie: true }));
    let route = Route::find(&ask.path).map(|route| route.in_release(world.release));
    let mut answer = match route {
        None => Answer::html_404(),
        Some(route) => {
            let mut answer = match (negotiate(ask, language), found) {
                (Some(refused), _) => refused,
                (None, Err(refused)) => refused.answer(language),
                (None, Ok(caller)) => {
                    let mut call = Call {
                        ask,
                        caller,
                        language,
                        world,
                        now,
                        search_works,
                    };
                    let written = written::of(&call, route);
                    let answer = dispatch(&mut call, route);
                    if let Some(told) = written.filter(|_| answer.status < 300) {
                        call.world.events.write(now, told);
                    }
                    answer
                }
            };
            answer.allow = Some(route.allow());
            answer
        }
    };
    answer.language = language;
    if bad_cookie {
        answer = answer.with("set-cookie", taken_away());
    }
    (answer, who)
}

/// Only JSON is spoken.
fn negotiate(ask: &Ask, language: Language) -> Option<Answer> {
    if ask
        .last("format")
        .is_some_and(|format| !format.is_empty() && format != "json")
    {
        return Some(Answer::say(404, &Say::NotFound, language));
    }
    let accept = ask.header("accept").unwrap_or("*/*");
    let json = accept.split(',').any(|range| {
        let range = range.split(';').next().unwrap_or("").trim();
        matches!(range, "*/*" | "application/*" | "application/json" | "")
    });
    (!json).then(|| Answer::say(406, &Say::NotAcceptable, language))
}

/// In the order of Django's REST framework: rights to the view, then the method, then the object.
fn dispatch(call: &mut Call<'_>, route: Route<'_>) -> Answer {
    if call.caller.user(call.world).is_none() && !route.is_one() {
        return Answer::say(403, &Say::NotSignedIn, call.language);
    }
    match (call.ask.method.as_str(), route) {
        ("OPTIONS", route) => options(route),
        ("DELETE", Route::Grant(kind, pk)) => grants::delete(call, kind, pk),
        ("GET" | "HEAD", Route::Grants(kind)) => grants::list(call, kind),
        ("GET" | "HEAD", Route::Grant(kind, pk)) => grants::one(call, kind, pk),
        ("GET" | "HEAD", Route::UsedBy(kind, pk)) => grants::used_by(call, kind, pk),
        ("GET" | "HEAD", Route::Me) => helpers::me(call),
        ("GET" | "HEAD", Route::Users) => helpers::users(call),
        ("GET" | "HEAD", Route::User(pk)) => helpers::user(call, pk),
        ("GET" | "HEAD", Route::Providers) => helpers::providers(call),
        ("GET" | "HEAD", Route::Provider(pk)) => helpers::provider(call, pk),
        ("PATCH", Route::User(pk)) => writes::user(call, pk, Saved::InPart),
        ("PUT", Route::User(pk)) => writes::user(call, pk, Saved::Whole),
        ("PATCH", Route::Provider(pk)) => writes::provider(call, pk),
        ("GET" | "HEAD", Route::Sessions) => sessions::list(call),
        ("GET" | "HEAD", Route::Session(id)) => sessions::one(call, id),
        ("DELETE", Route::Session(id)) => sessions::delete(call, id),
        ("DELETE", Route::SessionsOfUsers) => sessions::delete_of_users(call),
        ("GET" | "HEAD", Route::CoreTokens) => core_tokens::list(call),
        ("GET" | "HEAD", Route::CoreToken(identifier)) => core_tokens::one(call, identifier),
        ("DELETE", Route::CoreToken(identifier)) => core_tokens::delete(call, identifier),
        ("GET" | "HEAD", Route::Consents) => consents::list(call),
        ("GET" | "HEAD", Route::Consent(pk)) => consents::one(call, pk),
        ("DELETE", Route::Consent(pk)) => consents::delete(call, pk),
        ("GET" | "HEAD", Route::Applications) => applications::list(call),
        ("GET" | "HEAD", Route::Application(slug)) => applications::one(call, slug),
        ("GET" | "HEAD", Route::Events) => events::list(call),
        ("GET" | "HEAD", Route::Event(pk)) => events::one(call, pk),
        ("DELETE", Route::Event(pk)) => events::delete(call, pk),
        ("GET" | "HEAD", Route::Version) => helpers::version(call.world),
        (method, _) => Answer::say(405, &Say::NoMethod(method.to_owned()), call.language),
    }
}

fn options(route: Route<'_>) -> Answer {
    let (name, description) = route.described();
    let described = Described {
        name,
        description,
        renders: [answer::JSON],
        parses: [answer::JSON],
    };
    Answer::json(200, &described)
}

/// What OPTIONS tells of an address.
#[derive(Serialize)]
struct Described {
    name: String,
    description: String,
    renders: [&'static str; 1],
    parses: [&'static str; 1],
}
