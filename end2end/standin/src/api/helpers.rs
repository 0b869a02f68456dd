//! The other endpoints: who is calling, users, providers, the release.

use super::answer::Answer;
use super::call::{BadFilters, Call, Envelope, is_number};
use super::paging::Page;
use super::search;
use super::text::Say;
use super::{shape, shape_user};
use crate::data::World;
use crate::data::providers::Provider;
use crate::data::users::{User, UserKind};
use crate::json::Nothing;
use serde::Serialize;
use std::cmp::Ordering;

/// Who is calling.
pub fn me(call: &Call<'_>) -> Answer {
    match call.caller.user(call.world) {
        Some(user) => Answer::json(200, &shape_user::caller(call.world, user, call.ask.origin())),
        None => Answer::say(403, &Say::NotSignedIn, call.language),
    }
}

/// A page of users.
pub fn users(call: &Call<'_>) -> Answer {
    if let Some(refused) = refuse(call) {
        return refused;
    }
    let mut kinds: Vec<UserKind> = Vec::new();
    for word in call.ask.every("type") {
        match UserKind::ALL.into_iter().find(|kind| kind.as_str() == word) {
            Some(kind) => kinds.push(kind),
            None if word.is_empty() => {}
            None => {
                let problems = BadFilters {
                    kind: Some([Say::BadWord(word.to_owned()).to(call.language)]),
                    ..BadFilters::default()
                };
                return Answer::json(400, &problems);
            }
        }
    }
    let exact = |name: &str| call.ask.last(name).filter(|value| !value.is_empty());
    let switch = |name: &str| match call.ask.last(name) {
        Some("true" | "True" | "1") => Some(true),
        Some("false" | "False" | "0") => Some(false),
        _ => None,
    };
    let search = search::UserSearch::new(call.ask.last("search").unwrap_or(""), call.world.release);
    let mut found: Vec<&User> = call
        .world
        .users
        .iter()
        .filter(|user| kinds.is_empty() || kinds.contains(&user.kind))
        .filter(|user| exact("username").is_none_or(|wanted| user.username == wanted))
        .filter(|user| exact("email").is_none_or(|wanted| user.email == wanted))
        .filter(|user| exact("name").is_none_or(|wanted| user.name == wanted))
        .filter(|user| exact("uuid").is_none_or(|wanted| user.uuid == wanted))
        .filter(|user| exact("path").is_none_or(|wanted| user.kind.path() == wanted))
        .filter(|user| switch("is_active").is_none_or(|wanted| user.is_active == wanted))
        .filter(|user| switch("is_superuser").is_none_or(|wanted| call.world.is_superuser(user) == wanted))
        .filter(|user| search.lets(user))
        .collect();
    sort(&mut found, call.ask.last("ordering"), user_column);
    page(call, &found, UserAutocomplete::new(), |user| {
        shape_user::user(call.world, user, call.around())
    })
}

/// One user.
pub fn user(call: &Call<'_>, pk: &str) -> Answer {
    one(call, pk, "User", |pk| {
        let user = call.world.user(pk)?;
        Some(shape_user::user(call.world, user, call.around()))
    })
}

/// A page of providers.
pub fn providers(call: &Call<'_>) -> Answer {
    if let Some(refused) = refuse(call) {
        return refused;
    }
    let search = call.ask.last("search").unwrap_or("");
    let mut found: Vec<&Provider> = call
        .world
        .providers
        .iter()
        .filter(|provider| search::all_words(search, &[&provider.name]))
        .collect();
    sort(&mut found, call.ask.last("ordering"), provider_column);
    page(call, &found, Nothing {}, |provider| {
        shape::provider(call.world, provider)
    })
}

/// One provider.
pub fn provider(call: &Call<'_>, pk: &str) -> Answer {
    one(call, pk, "OAuth2Provider", |pk| {
        let provider = call.world.provider(pk)?;
        Some(shape::provider(call.world, provider))
    })
}

/// Which release this is.
pub fn version(world: &World) -> Answer {
    Answer::json(200, &shape::version(world))
}

/// Only superusers see users and providers.
fn refuse(call: &Call<'_>) -> Option<Answer> {
    if call.caller.is_superuser(call.world) {
        return None;
    }
    let say = match call.caller.user(call.world) {
        Some(_) => Say::NotAllowed,
        None => Say::NotSignedIn,
    };
    Some(Answer::say(403, &say, call.language))
}

fn one<W: Serialize>(call: &Call<'_>, pk: &str, model: &'static str, find: impl FnOnce(u32) -> Option<W>) -> Answer {
    if let Some(refused) = refuse(call) {
        return refused;
    }
    if !is_number(pk) {
        return Answer::say(404, &Say::NotFound, call.language);
    }
    match pk.parse().ok().and_then(find) {
        Some(found) => Answer::json(200, &found),
        None => Answer::say(404, &Say::NoMatch(model), call.language),
    }
}

fn page<'a, T, W: Serialize>(
    call: &Call<'_>,
    found: &[&'a T],
    autocomplete: impl Serialize,
    write: impl Fn(&'a T) -> W,
) -> Answer {
    let Some(page) = Page::asked(call.ask, found.len()) else {
        return Answer::say(404, &Say::NoPage, call.language);
    };
    let rows = found
        .get(page.start..page.end)
        .unwrap_or_default()
        .iter()
        .map(|found| write(found))
        .collect();
    Answer::json(200, &Envelope::new(call.world, page, rows, autocomplete))
}

/// How two things compare.
type Compare<T> = fn(&T, &T) -> Ordering;
/// How two things compare by a column; none where there is no such column.
type Comparison<T> = fn(&str) -> Option<Compare<T>>;

/// Sorts by the terms that are columns, and by the default where none is.
fn sort<T>(found: &mut [&T], ordering: Option<&str>, column: Comparison<T>) {
    let terms: Vec<(bool, Compare<T>)> = ordering
        .unwrap_or("")
        .split(',')
        .filter_map(|term| {
            let term = term.trim();
            let (name, down) = term.strip_prefix('-').map_or((term, false), |name| (name, true));
            column(name).map(|compare| (down, compare))
        })
        .collect();
    let terms = if terms.is_empty() {
        column("").map(|compare| (false, compare)).into_iter().collect()
    } else {
        terms
    };
    found.sort_by(|a, b| {
        terms
            .iter()
            .map(|(down, compare)| {
                let order = compare(a, b);
                if *down { order.reverse() } else { order }
            })
            .find(|order| *order != Ordering::Equal)
            .unwrap_or(Ordering::Equal)
    });
}

fn user_column(name: &str) -> Option<Compare<User>> {
    Some(match name {
        "" | "username" => |a, b| a.username.cmp(&b.username),
        "pk" => |a, b| a.pk.cmp(&b.pk),
        "name" => |a, b| a.name.cmp(&b.name),
        "email" => |a, b| a.email.cmp(&b.email),
        "is_active" => |a, b| a.is_active.cmp(&b.is_active),
        // As PostgreSQL has it: nothing comes last, and first when reversed.
        "last_login" => |a, b| match (a.last_login, b.last_login) {
            (Some(a), Some(b)) => a.cmp(&b),
            (a, b) => a.is_none().cmp(&b.is_none()),
        },
        "date_joined" => |a, b| a.joined.cmp(&b.joined),
        "path" => |a, b| a.kind.path().cmp(b.kind.path()),
        "type" => |a, b| a.kind.as_str().cmp(b.kind.as_str()),
        "uuid" => |a, b| a.uuid.cmp(&b.uuid),
        _ => return None,
    })
}

fn provider_column(name: &str) -> Option<Compare<Provider>> {
    Some(match name {
        "" | "name" => |a, b| a.name.cmp(&b.name),
        "pk" => |a, b| a.pk.cmp(&b.pk),
        "client_id" => |a, b| a.client_id.cmp(b.client_id),
        "client_type" => |a, b| a.confidential.cmp(&b.confidential),
        _ => return None,
    })
}

/// What the search language of users knows.
#[derive(Serialize)]
struct UserAutocomplete {
    current_model: &'static str,
    models: Models,
}

#[derive(Serialize)]
struct Models {
    #[serde(rename = "authentik_core.user")]
    user: UserFields,
}

#[derive(Serialize)]
struct UserFields {
    username: SearchField,
    name: SearchField,
    email: SearchField,
    path: SearchField,
    is_active: SearchField,
    #[serde(rename = "type")]
    kind: SearchField,
    attributes: SearchField,
}

/// A field that can be searched for.
#[derive(Clone, Copy, Serialize)]
struct SearchField {
    #[serde(rename = "type")]
    kind: &'static str,
    nullable: bool,
    options: Option<[&'static str; 4]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    relation: Option<&'static str>,
}

impl UserAutocomplete {
    fn new() -> Self {
        let text = SearchField {
            kind: "str",
            nullable: false,
            options: None,
            relation: None,
        };
        let user = UserFields {
            username: text,
            name: text,
            email: text,
            path: text,
            is_active: SearchField {
                kind: "bool",
                nullable: true,
                ..text
            },
            kind: SearchField {
                options: Some(UserKind::ALL.map(UserKind::as_str)),
                ..text
            },
            attributes: SearchField {
                kind: "relation",
                relation: Some("authentik_core.user_attributes"),
                ..text
            },
        };
        UserAutocomplete {
            current_model: "authentik_core.user",
            models: Models { user },
        }
    }
}
