//! Access tokens, refresh tokens, authorization codes.

use super::answer::Answer;
use super::call::{BadFilters, Call, Envelope, is_number};
use super::paging::{Page, whole};
use super::search;
use super::shape;
use super::shape_user::Around;
use super::text::Say;
use crate::data::order::{Filter, Order};
use crate::data::row::Kind;
use crate::json::Nothing;
use crate::rights::{Model, Right};

/// A page of rows: all for a superuser, their own for anybody else.
pub fn list(call: &mut Call<'_>, kind: Kind) -> Answer {
    let chosen = |name: &str, most: usize| {
        let text = call.ask.last(name).unwrap_or("").trim();
        if text.is_empty() {
            return Ok(None);
        }
        let pk = whole(text).and_then(|pk| u32::try_from(pk).ok());
        match pk.filter(|pk| *pk > 0 && *pk as usize <= most) {
            Some(pk) => Ok(Some(pk)),
            None => Err([Say::BadChoice.to(call.language)]),
        }
    };
    let provider = chosen("provider", call.world.providers.len());
    let user = chosen("user", call.world.users.len());
    let mut filter = match (provider, user) {
        (Ok(provider), Ok(user)) => Filter { provider, user },
        (provider, user) => {
            let problems = BadFilters {
                provider: provider.err(),
                user: user.err(),
                ..BadFilters::default()
            };
            return Answer::json(400, &problems);
        }
    };
    let mut nothing = false;
    if !call.caller.is_superuser(call.world) {
        let own = call.caller.user(call.world).map(|user| user.pk);
        nothing = own.is_none() || filter.user.is_some_and(|user| Some(user) != own);
        filter.user = own;
    }
    let order = Order::parse(kind, call.ask.last("ordering"));
    let pks = if nothing {
        Vec::new().into()
    } else if let Some(text) = call.search_honoured() {
        let matches = search::grants(call.world, kind, text);
        call.world.grants(kind).sorted_by(filter, &order, matches).into()
    } else {
        call.world.grants_mut(kind).sorted(filter, &order)
    };
    let Some(page) = Page::asked(call.ask, pks.len()) else {
        return Answer::say(404, &Say::NoPage, call.language);
    };
    call.world.turns += 1;
    let turn = call.world.seed ^ call.world.turns;
    let grants = call.world.grants(kind);
    let around = call.around();
    let rows = grants
        .slice(&pks, &order, page.start, page.end, turn)
        .into_iter()
        .filter_map(|pk| grants.get(pk))
        .map(|row| shape::grant(call.world, kind, row, around))
        .collect();
    Answer::json(200, &Envelope::new(call.world, page, rows, Nothing {}))
}

/// One row.
pub fn one(call: &Call<'_>, kind: Kind, pk: &str) -> Answer {
    match find(call, kind, pk) {
        Ok(pk) => match call.world.grants(kind).get(pk) {
            Some(row) => Answer::json(200, &shape::grant(call.world, kind, row, call.around())),
            None => no_match(call, kind),
        },
        Err(answer) => answer,
    }
}

/// What uses a row: nothing ever does.
pub fn used_by(call: &Call<'_>, kind: Kind, pk: &str) -> Answer {
    match find(call, kind, pk) {
        Ok(_) if !may_delete(call, kind) => Answer::say(403, &Say::NotAllowed, call.language),
        Ok(_) => Answer::json(200, &[(); 0]),
        Err(answer) => answer,
    }
}

/// Ends a row.
pub fn delete(call: &mut Call<'_>, kind: Kind, pk: &str) -> Answer {
    match find(call, kind, pk) {
        Ok(_) if !may_delete(call, kind) => Answer::say(403, &Say::NotAllowed, call.language),
        Ok(pk) => {
            call.world.delete_grant(kind, pk);
            Answer::nothing()
        }
        Err(answer) => answer,
    }
}

fn may_delete(call: &Call<'_>, kind: Kind) -> bool {
    call.caller.may(call.world, Right::Delete(Model::Grant(kind)))
}

/// The pk of a row that this caller can see; others are not there for them.
fn find(call: &Call<'_>, kind: Kind, pk: &str) -> Result<u32, Answer> {
    if !is_number(pk) {
        return Err(Answer::say(404, &Say::NotFound, call.language));
    }
    let row = pk.parse().ok().and_then(|pk| call.world.grants(kind).get(pk));
    let own = call.caller.user(call.world).map(|user| user.pk);
    match row {
        Some(row) if call.caller.is_superuser(call.world) || Some(row.user) == own => Ok(row.pk),
        _ => Err(no_match(call, kind)),
    }
}

fn no_match(call: &Call<'_>, kind: Kind) -> Answer {
    Answer::say(404, &Say::NoMatch(kind.model()), call.language)
}

impl Call<'_> {
    /// What surrounds rows in this answer. `include_groups` and `include_roles` count as wanted
    /// only where they say so, whatever the word for no is.
    pub fn around(&self) -> Around<'_> {
        let wanted = |name: &str| {
            self.ask
                .last(name)
                .is_none_or(|value| value.eq_ignore_ascii_case("true"))
        };
        Around {
            origin: self.ask.origin(),
            groups: wanted("include_groups"),
            roles: wanted("include_roles"),
            now: self.now,
        }
    }
}
