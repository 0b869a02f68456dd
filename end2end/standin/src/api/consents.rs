//! Consents: what people let applications know of them.

use super::answer::Answer;
use super::applications::{ApplicationShape, shape as application_shape};
use super::call::{BadFilters, Call, is_number};
use super::lists::{Compare, exact, page, refuse_delete, refuse_nobody, sees, sort};
use super::paging::whole;
use super::search;
use super::shape_user::{UserShape, user};
use super::text::Say;
use crate::data::applications::Application;
use crate::data::consents::Consent;
use crate::data::sessions::parse_uuid;
use crate::data::time::iso;
use crate::data::users::User;
use crate::json::Nothing;
use crate::rights::Model;
use serde::Serialize;

/// A consent on the wire.
#[derive(Serialize)]
struct ConsentShape<'a> {
    pk: u32,
    expires: Option<String>,
    expiring: bool,
    user: UserShape<'a>,
    application: ApplicationShape<'a>,
    permissions: &'static str,
}

/// A consent with whose and for what it is.
struct ConsentOfUser<'a> {
    consent: &'a Consent,
    user: &'a User,
    application: &'a Application,
}

impl<'a> ConsentOfUser<'a> {
    fn of(call: &'a Call<'_>, consent: &'a Consent) -> Option<Self> {
        Some(ConsentOfUser {
            consent,
            user: call.world.user(consent.user)?,
            application: call.world.applications.get(consent.application)?,
        })
    }
}

fn shape<'a>(call: &'a Call<'_>, it: &ConsentOfUser<'a>) -> ConsentShape<'a> {
    let expires = it.consent.expires;
    let always = (!call.world.release.expires_may_be_null()).then_some(call.world.made_at);
    ConsentShape {
        pk: it.consent.pk,
        expires: expires.or(always).map(iso),
        expiring: expires.is_some(),
        user: user(call.world, it.user, call.around()),
        application: application_shape(call.world, it.application),
        permissions: it.consent.permissions,
    }
}

/// A page of consents; unlike with sessions, `user` is a pk here, and filters.
pub fn list(call: &Call<'_>) -> Answer {
    let user = exact(call, "user").map(|text| {
        let pk = whole(text).and_then(|pk| u32::try_from(pk).ok());
        pk.filter(|pk| call.world.user(*pk).is_some()).ok_or(Say::BadChoice)
    });
    let application = exact(call, "application").map(|text| {
        let id = parse_uuid(text).ok_or_else(|| Say::BadUuid(text.to_owned()))?;
        let mut all = call.world.applications.iter();
        all.position(|it| parse_uuid(&it.pk) == Some(id)).ok_or(Say::BadChoice)
    });
    let (user, application) = match (user.transpose(), application.transpose()) {
        (Ok(user), Ok(application)) => (user, application),
        (user, application) => {
            let problems = BadFilters {
                user: user.err().map(|say| [say.to(call.language)]),
                application: application.err().map(|say| [say.to(call.language)]),
                ..BadFilters::default()
            };
            return Answer::json(400, &problems);
        }
    };
    let search = call.ask.last("search").unwrap_or("");
    let rows: Vec<ConsentOfUser<'_>> = call
        .world
        .consents
        .rows()
        .iter()
        .filter(|row| sees(call, Model::UserConsent, row.user))
        .filter(|row| user.is_none_or(|wanted| row.user == wanted))
        .filter(|row| application.is_none_or(|wanted| row.application == wanted))
        .filter_map(|row| ConsentOfUser::of(call, row))
        .filter(|row| search::all_words(search, &[&row.user.username]))
        .collect();
    let mut found: Vec<&ConsentOfUser<'_>> = rows.iter().collect();
    sort(&mut found, call.ask.last("ordering"), column);
    page(call, &found, Nothing {}, |row| shape(call, row))
}

fn column<'a>(name: &str) -> Option<Compare<ConsentOfUser<'a>>> {
    Some(match name {
        "" | "application" => |a, b| a.application.name.cmp(b.application.name),
        "pk" | "id" => |a, b| a.consent.pk.cmp(&b.consent.pk),
        "user" => |a, b| a.user.pk.cmp(&b.user.pk),
        "expires" => |a, b| {
            let key = |row: &ConsentOfUser<'_>| (row.consent.expires.is_none(), row.consent.expires);
            key(a).cmp(&key(b))
        },
        _ => return None,
    })
}

/// One consent.
pub fn one(call: &Call<'_>, pk: &str) -> Answer {
    match find(call, pk) {
        Ok(found) => Answer::json(200, &shape(call, &found)),
        Err(answer) => answer,
    }
}

/// Takes a consent back.
pub fn delete(call: &mut Call<'_>, pk: &str) -> Answer {
    let (pk, owner) = match find(call, pk) {
        Ok(found) => (found.consent.pk, found.user.pk),
        Err(answer) => return answer,
    };
    if let Some(refused) = refuse_delete(call, Model::UserConsent, owner) {
        return refused;
    }
    call.world.delete_consent(pk);
    Answer::nothing()
}

fn find<'a>(call: &'a Call<'_>, pk: &str) -> Result<ConsentOfUser<'a>, Answer> {
    if let Some(refused) = refuse_nobody(call) {
        return Err(refused);
    }
    if !is_number(pk) {
        return Err(Answer::say(404, &Say::NotFound, call.language));
    }
    let found = pk.parse().ok().and_then(|pk| call.world.consents.get(pk));
    found
        .filter(|row| sees(call, Model::UserConsent, row.user))
        .and_then(|row| ConsentOfUser::of(call, row))
        .ok_or_else(|| Answer::say(404, &Say::NoMatch("UserConsent"), call.language))
}
