//! Who is calling, and whether a write of theirs is really theirs.

use super::ask::Ask;
use super::text::Say;
use crate::data::World;
use crate::data::row::Kind;
use crate::data::users::User;
use crate::people::Person;
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
        /// One of the four, where it is one.
        person: Option<Person>,
    },
}

impl Caller {
    /// Finds out, by bearer token first and session second.
    ///
    /// # Errors
    /// A bearer token that is none, or a write under a cookie that fails the CSRF checks; both
    /// are answered with 403.
    pub fn find(ask: &Ask, world: &World, sessions: &Sessions, now: i64) -> Result<Self, Say> {
        if let Some(token) = bearer(ask) {
            return by_bearer(token, world, now).ok_or(Say::BadToken);
        }
        let Some(cookie) = ask.cookie(SESSION) else {
            return Ok(Caller::Nobody { bad_cookie: false });
        };
        let Some(person) = sessions.person(cookie) else {
            return Ok(Caller::Nobody { bad_cookie: true });
        };
        if !matches!(ask.method.as_str(), "GET" | "HEAD" | "OPTIONS" | "TRACE") {
            check_csrf(ask).map_err(Say::Csrf)?;
        }
        Ok(Caller::Known {
            pk: person.pk(),
            person: Some(person),
        })
    }

    /// Their user.
    pub fn user<'a>(&self, world: &'a World) -> Option<&'a User> {
        match self {
            Caller::Nobody { .. } => None,
            Caller::Known { pk, .. } => world.user(*pk),
        }
    }

    /// Whether they may delete their own rows.
    pub fn may_delete(&self, world: &World) -> bool {
        self.is_superuser(world)
            || matches!(
                self,
                Caller::Known {
                    person: Some(Person::Viewer),
                    ..
                }
            )
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

/// The people's own tokens; and `standin-oauth-<pk>`, which stands for the value of that access
/// token: authentik takes such a token where its scope is `goauthentik.io/api`, revoked or not.
fn by_bearer(token: &str, world: &World, now: i64) -> Option<Caller> {
    if let Some(person) = Person::by_bearer(token) {
        return Some(Caller::Known {
            pk: person.pk(),
            person: Some(person),
        });
    }
    let pk: u32 = token.strip_prefix("standin-oauth-")?.parse().ok()?;
    let row = world.grants(Kind::Access).get(pk)?;
    let fits = world
        .scopes(Kind::Access, pk)
        .iter()
        .any(|scope| scope == "goauthentik.io/api");
    (fits && !row.is_expired(now)).then(|| Caller::Known {
        pk: row.user,
        person: Person::ALL.into_iter().find(|person| person.pk() == row.user),
    })
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
