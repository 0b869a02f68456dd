//! API tokens, app passwords and the like.

use super::answer::Answer;
use super::call::{BadFilters, Call};
use super::lists::{Compare, exact, page, refuse_delete, refuse_nobody, sees, sort, switch};
use super::search;
use super::shape_user::{UserShape, user};
use super::text::Say;
use crate::data::core_tokens::{CoreToken, Intent};
use crate::data::time::iso;
use crate::data::users::User;
use crate::json::Nothing;
use crate::rights::Model;
use serde::Serialize;

/// A token on the wire. Its value is not.
#[derive(Serialize)]
struct TokenShape<'a> {
    pk: &'a str,
    managed: Option<&'a str>,
    identifier: &'a str,
    intent: &'static str,
    user: u32,
    user_obj: UserShape<'a>,
    description: &'static str,
    expires: Option<String>,
    expiring: bool,
}

/// A token with its user, whose name is searched.
struct TokenOfUser<'a> {
    token: &'a CoreToken,
    user: &'a User,
}

fn shape<'a>(call: &'a Call<'_>, it: &TokenOfUser<'a>) -> TokenShape<'a> {
    let token = it.token;
    // Before 2024.4 there was always a date, whether it counted or not.
    let expires = token
        .expires
        .or((!call.world.release.expires_may_be_null()).then_some(call.world.made_at));
    TokenShape {
        pk: &token.pk,
        managed: token.managed.as_deref(),
        identifier: &token.identifier,
        intent: token.intent.as_str(),
        user: token.user,
        user_obj: user(call.world, it.user, call.around()),
        description: token.description,
        expires: expires.map(iso),
        expiring: token.expiring,
    }
}

/// A page of them, expired ones too. As with sessions, `user` is no filter.
pub fn list(call: &Call<'_>) -> Answer {
    let mut intent = None;
    if let Some(word) = exact(call, "intent") {
        intent = Intent::ALL.into_iter().find(|intent| intent.as_str() == word);
        if intent.is_none() {
            let problems = BadFilters {
                intent: Some([Say::BadWord(word.to_owned()).to(call.language)]),
                ..BadFilters::default()
            };
            return Answer::json(400, &problems);
        }
    }
    let search = call.ask.last("search").unwrap_or("");
    let rows: Vec<TokenOfUser<'_>> = call
        .world
        .core_tokens
        .iter()
        .filter(|token| sees(call, Model::CoreToken, token.user))
        .filter_map(|token| {
            let user = call.world.user(token.user)?;
            Some(TokenOfUser { token, user })
        })
        .filter(|row| exact(call, "user__username").is_none_or(|wanted| row.user.username == wanted))
        .filter(|row| exact(call, "identifier").is_none_or(|wanted| row.token.identifier == wanted))
        .filter(|row| exact(call, "description").is_none_or(|wanted| row.token.description == wanted))
        .filter(|row| exact(call, "managed").is_none_or(|wanted| row.token.managed.as_deref() == Some(wanted)))
        .filter(|row| switch(call, "expiring").is_none_or(|wanted| row.token.expiring == wanted))
        .filter(|row| intent.is_none_or(|wanted| row.token.intent == wanted))
        .filter(|row| {
            let (token, user) = (row.token, row.user);
            search::all_words(
                search,
                &[
                    &token.identifier,
                    token.intent.as_str(),
                    &user.username,
                    token.description,
                ],
            )
        })
        .collect();
    let mut found: Vec<&TokenOfUser<'_>> = rows.iter().collect();
    sort(&mut found, call.ask.last("ordering"), column);
    page(call, &found, Nothing {}, |row| shape(call, row))
}

fn column<'a>(name: &str) -> Option<Compare<TokenOfUser<'a>>> {
    Some(match name {
        "" | "identifier" => |a, b| a.token.identifier.cmp(&b.token.identifier),
        "intent" => |a, b| a.token.intent.as_str().cmp(b.token.intent.as_str()),
        "user" => |a, b| a.user.pk.cmp(&b.user.pk),
        "user__username" => |a, b| a.user.username.cmp(&b.user.username),
        "description" => |a, b| a.token.description.cmp(b.token.description),
        // As PostgreSQL has it: nothing comes last, and first when reversed.
        "expires" => |a, b| {
            let key = |row: &TokenOfUser<'_>| (row.token.expires.is_none(), row.token.expires);
            key(a).cmp(&key(b))
        },
        "expiring" => |a, b| a.token.expiring.cmp(&b.token.expiring),
        _ => return None,
    })
}

/// One of them.
pub fn one(call: &Call<'_>, identifier: &str) -> Answer {
    match find(call, identifier) {
        Ok(found) => Answer::json(200, &shape(call, &found)),
        Err(answer) => answer,
    }
}

/// Ends one.
pub fn delete(call: &mut Call<'_>, identifier: &str) -> Answer {
    let owner = match find(call, identifier) {
        Ok(found) => found.token.user,
        Err(answer) => return answer,
    };
    if let Some(refused) = refuse_delete(call, Model::CoreToken, owner) {
        return refused;
    }
    call.world.delete_core_token(identifier);
    Answer::nothing()
}

fn find<'a>(call: &'a Call<'_>, identifier: &str) -> Result<TokenOfUser<'a>, Answer> {
    if let Some(refused) = refuse_nobody(call) {
        return Err(refused);
    }
    let mut tokens = call.world.core_tokens.iter();
    tokens
        .find(|token| token.identifier == identifier)
        .filter(|token| sees(call, Model::CoreToken, token.user))
        .and_then(|token| {
            let user = call.world.user(token.user)?;
            Some(TokenOfUser { token, user })
        })
        .ok_or_else(|| Answer::say(404, &Say::NoMatch("Token"), call.language))
}
