//! Who is calling, and whether a write of theirs is really theirs.

use super::answer::{Answer, HTML};
use super::ask::Ask;
use super::text::{Language, Say};
use crate::data::World;
use crate::data::core_tokens::Intent;
use crate::data::row::Kind;
use crate::data::users::User;
use crate::people::Person;
use crate::rights::Right;
use crate::sessions::{SESSION, Sessions};

/// The cookie that a page reads and sends back as a header.
pub const CSRF: &str = "authentik_csrf";

/// Who is calling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caller {
    /// Nobody; and whether a session cookie came that is none (it is taken away).
    Nobody {
        /// Whether there was such a cookie.
        bad_cookie: bool,
    },
    /// Somebody.
    Known {
        /// Their user's pk.
        pk: u32,
        /// One of the people, where it is one.
        person: Option<Person>,
        /// The number of the session that they call with, where it is one.
        session: Option<u32>,
    },
}

/// Why somebody is not even listened to.
#[derive(Debug)]
pub enum Refused {
    /// 403, and why.
    Because(Say),
    /// 400 and nothing else: a session that is there, of a user who was deactivated.
    Blankly,
}

impl Refused {
    /// How authentik says it.
    pub fn answer(&self, language: Language) -> Answer {
        match self {
            Refused::Because(say) => Answer::say(403, say, language),
            Refused::Blankly => Answer::of(400, HTML, Vec::new()),
        }
    }
}

impl Caller {
    /// Finds out, by bearer token first and session second.
    ///
    /// # Errors
    /// A bearer token that is none, a session of somebody deactivated, or a write under a cookie that fails the CSRF checks.
    pub fn find(ask: &Ask, world: &World, sessions: &Sessions, now: i64) -> Result<Self, Refused> {
        if let Some(token) = bearer(ask) {
            return by_bearer(token, world, now).ok_or(Refused::Because(Say::BadToken));
        }
        let Some(cookie) = ask.cookie(SESSION) else {
            return Ok(Caller::Nobody { bad_cookie: false });
        };
        let row = sessions.open(cookie).and_then(|open| world.sessions.get(open.row));
        let Some((row, user)) = row.and_then(|row| Some((row, world.user(row.user)?))) else {
            return Ok(Caller::Nobody { bad_cookie: true });
        };
        if !user.is_active {
            return Err(Refused::Blankly);
        }
        if !matches!(ask.method.as_str(), "GET" | "HEAD" | "OPTIONS" | "TRACE") {
            check_csrf(ask).map_err(|why| Refused::Because(Say::Csrf(why)))?;
        }
        Ok(Caller::Known {
            pk: user.pk,
            person: Person::by_pk(user.pk),
            session: Some(row.number),
        })
    }

    /// Their user.
    pub fn user<'a>(&self, world: &'a World) -> Option<&'a User> {
        match self {
            Caller::Nobody { .. } => None,
            Caller::Known { pk, .. } => world.user(*pk),
        }
    }

    /// Their user's pk.
    pub fn pk(&self) -> Option<u32> {
        match self {
            Caller::Nobody { .. } => None,
            Caller::Known { pk, .. } => Some(*pk),
        }
    }

    /// The number of the session that they call with.
    pub fn session(&self) -> Option<u32> {
        match self {
            Caller::Nobody { .. } => None,
            Caller::Known { session, .. } => *session,
        }
    }

    /// Whether they have a right, on all objects.
    pub fn may(&self, world: &World, right: Right) -> bool {
        let person = match self {
            Caller::Known { person, .. } => *person,
            Caller::Nobody { .. } => None,
        };
        self.is_superuser(world) || person.is_some_and(|person| person.has(right))
    }

    /// Whether they see everything.
    pub fn is_superuser(&self, world: &World) -> bool {
        self.user(world).is_some_and(|user| world.is_superuser(user))
    }

    /// For the list of requests: a person's word, a username, or nobody.
    pub fn word(&self, world: &World) -> Option<String> {
        match self {
            Caller::Known {
                person: Some(person), ..
            } => Some(person.word().to_owned()),
            other => other.user(world).map(|user| user.username.clone()),
        }
    }
}

/// The bearer token, where the header is one: other schemes and empty tokens are not looked at.
fn bearer(ask: &Ask) -> Option<&str> {
    let (scheme, token) = ask.header("authorization")?.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

/// The people's own tokens; `standin-api-<identifier>`, which stands for the value of that API token; and
/// `standin-oauth-<pk>` for that of an access token, which authentik takes where its scope is `goauthentik.io/api`, revoked
/// or not. None of them is any good while its user is deactivated.
fn by_bearer(token: &str, world: &World, now: i64) -> Option<Caller> {
    let pk = Person::by_bearer(token)
        .map(Person::pk)
        .or_else(|| by_core_token(token.strip_prefix("standin-api-")?, world, now))
        .or_else(|| by_access_token(token.strip_prefix("standin-oauth-")?, world, now))?;
    world.user(pk)?.is_active.then(|| Caller::Known {
        pk,
        person: Person::by_pk(pk),
        session: None,
    })
}

fn by_core_token(identifier: &str, world: &World, now: i64) -> Option<u32> {
    let mut tokens = world.core_tokens.iter();
    let token = tokens.find(|token| token.identifier == identifier)?;
    (token.intent == Intent::Api && !token.is_expired(now)).then_some(token.user)
}

fn by_access_token(pk: &str, world: &World, now: i64) -> Option<u32> {
    let row = world.grants(Kind::Access).get(pk.parse().ok()?)?;
    let mut scopes = world.scopes(Kind::Access, row.pk).into_iter();
    (scopes.any(|scope| scope == "goauthentik.io/api") && !row.is_expired(now)).then_some(row.user)
}

/// Django's checks, in Django's order and words.
fn check_csrf(ask: &Ask) -> Result<(), String> {
    if let Some(origin) = ask.header("origin")
        && origin != ask.origin()
    {
        return Err(format!(
            "Origin checking failed - {origin} does not match any trusted origins."
        ));
    }
    let cookie = match ask.cookie(CSRF) {
        None | Some("") => return Err("CSRF cookie not set.".to_owned()),
        Some(cookie) => cookie,
    };
    if let Some(wrong) = misshapen(cookie) {
        return Err(format!("CSRF cookie {wrong}."));
    }
    let sent = match ask.header("x-authentik-csrf") {
        None | Some("") => return Err("CSRF token missing.".to_owned()),
        Some(sent) => sent,
    };
    let wrong = match misshapen(sent) {
        Some(wrong) => wrong,
        None if sent != cookie => "incorrect",
        None => return Ok(()),
    };
    Err(format!("CSRF token from the 'X-Authentik-Csrf' HTTP header {wrong}."))
}

fn misshapen(token: &str) -> Option<&'static str> {
    if token.len() != 32 && token.len() != 64 {
        Some("has incorrect length")
    } else if !token.chars().all(|c| c.is_ascii_alphanumeric()) {
        Some("has invalid characters")
    } else {
        None
    }
}
