//! The other endpoints: who is calling, users, providers, the release.

use super::answer::Answer;
use super::call::{BadFilters, Call, is_number};
use super::lists::{self, Compare, page, refuse, sort};
use super::search;
use super::text::Say;
use super::{shape, shape_user};
use crate::data::World;
use crate::data::providers::Provider;
use crate::data::users::{User, UserKind};
use crate::json::Nothing;
use crate::rights::{Model, Right};
use serde::Serialize;

/// Who is calling.
pub fn me(call: &Call<'_>) -> Answer {
    match call.caller.user(call.world) {
        Some(user) => Answer::json(200, &shape_user::caller(call.world, user, call.ask.origin())),
        None => Answer::say(403, &Say::NotSignedIn, call.language),
    }
}

/// A page of users.
pub fn users(call: &Call<'_>) -> Answer {
    if let Some(refused) = refuse(call, Right::View(Model::User)) {
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
    let exact = |name: &str| lists::exact(call, name);
    let switch = |name: &str| lists::switch(call, name);
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
    one(call, pk, Model::User, "User", |pk| {
        let user = call.world.user(pk)?;
        Some(shape_user::user(call.world, user, call.around()))
    })
}

/// A page of providers.
pub fn providers(call: &Call<'_>) -> Answer {
    if let Some(refused) = refuse(call, Right::View(Model::Provider)) {
        return refused;
    }
    let search = call.ask.last("search").unwrap_or("");
    let mut found: Vec<&Provider> = call
        .world
        .providers
        .iter()
        .filter(|provider| lists::exact(call, "client_id").is_none_or(|wanted| provider.client_id == wanted))
        .filter(|provider| search::all_words(search, &[&provider.name]))
        .collect();
    sort(&mut found, call.ask.last("ordering"), provider_column);
    page(call, &found, Nothing {}, |provider| {
        shape::provider(call.world, provider)
    })
}

/// One provider.
pub fn provider(call: &Call<'_>, pk: &str) -> Answer {
    one(call, pk, Model::Provider, "OAuth2Provider", |pk| {
        let provider = call.world.provider(pk)?;
        Some(shape::provider(call.world, provider))
    })
}

/// Which release this is.
pub fn version(world: &World) -> Answer {
    Answer::json(200, &shape::version(world))
}

fn one<W: Serialize>(
    call: &Call<'_>,
    pk: &str,
    model: Model,
    name: &'static str,
    find: impl FnOnce(u32) -> Option<W>,
) -> Answer {
    if let Some(refused) = refuse(call, Right::View(model)) {
        return refused;
    }
    if !is_number(pk) {
        return Answer::say(404, &Say::NotFound, call.language);
    }
    match pk.parse().ok().and_then(find) {
        Some(found) => Answer::json(200, &found),
        None => Answer::say(404, &Say::NoMatch(name), call.language),
    }
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
