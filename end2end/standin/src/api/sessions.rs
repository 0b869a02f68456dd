//! Authenticated sessions: who is signed in where.

use super::agent::{AgentShape, agent};
use super::answer::Answer;
use super::call::Call;
use super::lists::{Compare, exact, page, refuse, refuse_delete, refuse_nobody, sees, sort};
use super::paging::whole;
use super::search;
use super::text::Say;
use crate::data::sessions::{Session, parse_uuid, uuid};
use crate::data::time::iso;
use crate::data::users::User;
use crate::json::Nothing;
use crate::rights::{Model, Right};
use serde::Serialize;
use std::collections::BTreeMap;

const MODEL: &str = "AuthenticatedSession";

/// A session on the wire.
#[derive(Serialize)]
struct SessionShape<'a> {
    uuid: String,
    current: bool,
    user_agent: AgentShape<'a>,
    geo_ip: Option<GeoIp>,
    asn: Option<Asn>,
    user: u32,
    last_ip: &'a str,
    last_user_agent: &'a str,
    last_used: String,
    expires: String,
}

#[derive(Serialize)]
struct GeoIp {
    continent: &'static str,
    country: &'static str,
    lat: f64,
    long: f64,
    city: &'static str,
}

#[derive(Serialize)]
struct Asn {
    asn: u32,
    as_org: &'static str,
    network: &'static str,
}

fn shape<'a>(call: &Call<'_>, it: &'a Session) -> SessionShape<'a> {
    SessionShape {
        uuid: uuid(it.id),
        current: call.caller.session() == Some(it.number),
        user_agent: agent(&it.agent),
        geo_ip: it.place.map(|place| GeoIp {
            continent: place.continent,
            country: place.country,
            lat: place.lat,
            long: place.long,
            city: place.city,
        }),
        asn: it.network.map(|network| Asn {
            asn: network.asn,
            as_org: network.organisation,
            network: network.network,
        }),
        user: it.user,
        last_ip: &it.ip,
        last_user_agent: &it.agent,
        last_used: iso(it.last_used),
        expires: iso(it.expires),
    }
}

/// A session with its user, whose name it is sorted by.
struct SessionOfUser<'a> {
    session: &'a Session,
    user: &'a User,
}

/// A page of sessions. There is no filter by the pk of a user: what is asked for by `user` gets those of all.
pub fn list(call: &Call<'_>) -> Answer {
    let nested = call.world.release.session_filters_are_nested();
    let (by_ip, by_agent) = if nested {
        ("session__last_ip", "session__last_user_agent")
    } else {
        ("last_ip", "last_user_agent")
    };
    let search = call.ask.last("search").unwrap_or("");
    let rows: Vec<SessionOfUser<'_>> = call
        .world
        .sessions
        .rows()
        .iter()
        .filter(|row| sees(call, Model::Session, row.user))
        .filter_map(|session| {
            let user = call.world.user(session.user)?;
            Some(SessionOfUser { session, user })
        })
        .filter(|row| exact(call, "user__username").is_none_or(|wanted| row.user.username == wanted))
        .filter(|row| exact(call, by_ip).is_none_or(|wanted| row.session.ip == wanted))
        .filter(|row| exact(call, by_agent).is_none_or(|wanted| row.session.agent == wanted))
        .filter(|row| search::all_words(search, &[&row.user.username, &row.session.ip, &row.session.agent]))
        .collect();
    let mut found: Vec<&SessionOfUser<'_>> = rows.iter().collect();
    sort(&mut found, call.ask.last("ordering"), column);
    page(call, &found, Nothing {}, |row| shape(call, row.session))
}

fn column<'a>(name: &str) -> Option<Compare<SessionOfUser<'a>>> {
    Some(match name {
        "" | "user__username" => |a, b| a.user.username.cmp(&b.user.username),
        "user" => |a, b| a.user.pk.cmp(&b.user.pk),
        "uuid" => |a, b| a.session.id.cmp(&b.session.id),
        "session__last_used" | "last_used" => |a, b| a.session.last_used.cmp(&b.session.last_used),
        "session__expires" | "expires" => |a, b| a.session.expires.cmp(&b.session.expires),
        "session__last_ip" | "last_ip" => |a, b| a.session.ip.cmp(&b.session.ip),
        _ => return None,
    })
}

/// One session.
pub fn one(call: &Call<'_>, id: &str) -> Answer {
    match find(call, id) {
        Ok(session) => Answer::json(200, &shape(call, session)),
        Err(answer) => answer,
    }
}

/// Signs a browser out.
pub fn delete(call: &mut Call<'_>, id: &str) -> Answer {
    let (number, owner) = match find(call, id) {
        Ok(session) => (session.number, session.user),
        Err(answer) => return answer,
    };
    if let Some(refused) = refuse_delete(call, Model::Session, owner) {
        return refused;
    }
    call.world.delete_session(number);
    Answer::nothing()
}

/// What is wrong with whose sessions were named: that nobody was, or which of them is no pk.
#[derive(Serialize)]
struct BadUsers<Why> {
    user_pks: Why,
}

/// How many objects went.
#[derive(Serialize)]
struct Gone {
    deleted: usize,
}

/// Signs users out everywhere. Who they are stands in the query, not in the body.
pub fn delete_of_users(call: &mut Call<'_>) -> Answer {
    if let Some(refused) = refuse(call, Right::Delete(Model::Session)) {
        return refused;
    }
    let named = call.ask.every("user_pks");
    if named.is_empty() {
        let user_pks = [Say::Required.to(call.language)];
        return Answer::json(400, &BadUsers { user_pks });
    }
    let no_pks: BTreeMap<String, [String; 1]> = named
        .iter()
        .enumerate()
        .filter(|(_, pk)| whole(pk).is_none())
        .map(|(at, _)| (at.to_string(), [Say::NoInteger.to(call.language)]))
        .collect();
    if !no_pks.is_empty() {
        return Answer::json(400, &BadUsers { user_pks: no_pks });
    }
    let pks: Vec<u32> = named.into_iter().filter_map(|pk| whole(pk)?.try_into().ok()).collect();
    let deleted = call.world.delete_sessions_of(&pks);
    Answer::json(200, &Gone { deleted })
}

/// A session that the caller can see; others are not there for them.
fn find<'a>(call: &'a Call<'_>, id: &str) -> Result<&'a Session, Answer> {
    if let Some(refused) = refuse_nobody(call) {
        return Err(refused);
    }
    let Some(id) = parse_uuid(id) else {
        return Err(Answer::say(404, &Say::NotFound, call.language));
    };
    let found = call.world.sessions.by_id(id);
    found
        .filter(|row| sees(call, Model::Session, row.user))
        .ok_or_else(|| Answer::say(404, &Say::NoMatch(MODEL), call.language))
}
