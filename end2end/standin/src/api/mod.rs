//! authentik's API: one function from a request to an answer.

pub mod answer;
pub mod ask;
pub mod caller;
mod grants;
mod helpers;
pub mod paging;
pub mod route;
mod search;
mod shape;
mod shape_user;
pub mod text;

use crate::data::World;
use crate::data::time::Micros;
use crate::sessions::{Sessions, taken_away};
use answer::Answer;
use ask::Ask;
use caller::Caller;
use paging::{Page, Pagination};
use route::Route;
use serde::Serialize;
use text::{Language, Say};

/// A request with all that bears on its answer.
pub struct Call<'a> {
    /// What was asked.
    pub ask: &'a Ask,
    /// Who asked.
    pub caller: Caller,
    /// In which language.
    pub language: Language,
    /// Of what.
    pub world: &'a mut World,
    /// When.
    pub now: Micros,
    /// Whether `search` works on tokens, as it does not at authentik.
    pub search_works: bool,
}

impl Call<'_> {
    /// What to search for, where a search is asked for and works.
    fn search_honoured(&self) -> Option<&str> {
        self.ask
            .last("search")
            .filter(|text| self.search_works && !text.trim().is_empty())
    }
}

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
    let route = Route::find(&ask.path);
    let mut answer = match route {
        None => Answer::html_404(),
        Some(route) => {
            let mut answer = match (negotiate(ask, language), found) {
                (Some(refused), _) => refused,
                (None, Err(say)) => Answer::say(403, &say, language),
                (None, Ok(caller)) => {
                    let mut call = Call {
                        ask,
                        caller,
                        language,
                        world,
                        now,
                        search_works,
                    };
                    dispatch(&mut call, route)
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

/// A list's envelope.
#[derive(Serialize)]
struct Envelope<Row, Autocomplete> {
    pagination: Pagination,
    results: Vec<Row>,
    #[serde(skip_serializing_if = "Option::is_none")]
    autocomplete: Option<Autocomplete>,
}

impl<Row, Autocomplete> Envelope<Row, Autocomplete> {
    fn new(world: &World, page: Page, results: Vec<Row>, autocomplete: Autocomplete) -> Self {
        Envelope {
            pagination: page.pagination(),
            results,
            autocomplete: world.release.has_autocomplete().then_some(autocomplete),
        }
    }
}

/// What is wrong with the filters that were asked for, each under its own key.
#[derive(Default, Serialize)]
struct BadFilters {
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<[String; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<[String; 1]>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<[String; 1]>,
}

/// Whether a pk is a number at all; then it may still be nobody's.
fn is_number(pk: &str) -> bool {
    !pk.is_empty() && pk.chars().all(|c| c.is_ascii_digit())
}
