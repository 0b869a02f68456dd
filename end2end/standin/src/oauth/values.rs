//! The values of tokens and codes: what a client holds.

use crate::data::World;
use crate::data::grants::Grants;
use crate::data::providers::{Provider, lifetime};
use crate::data::random::Dice;
use crate::data::row::{Kind, Row, Said};
use crate::data::time::{Micros, SECOND};
use crate::data::users::User;
use serde_json::{Value, json};
use std::collections::HashMap;

/// Everything that was issued here.
#[derive(Debug)]
pub struct Values {
    dice: Dice,
    rows: HashMap<String, (Kind, u32)>,
    codes: HashMap<u32, (String, For)>,
}

/// What something is issued for.
#[derive(Clone, Debug)]
pub struct For {
    /// The user's pk.
    pub user: u32,
    /// The provider's pk.
    pub provider: u32,
    /// The number of the session, or 0.
    pub session: u32,
    /// What may be done with it.
    pub scope: Vec<String>,
    /// When its owner signed in.
    pub auth_time: Micros,
    /// As the client sent it.
    pub nonce: Option<String>,
}

impl Values {
    /// None yet. `salt` differs between runs.
    pub fn new(salt: u64) -> Self {
        Values {
            dice: Dice::of(salt, 52, 0),
            rows: HashMap::new(),
            codes: HashMap::new(),
        }
    }

    /// A new row, and its value.
    pub fn issue(&mut self, world: &mut World, kind: Kind, what: &For, now: Micros) -> Option<(String, u32)> {
        let (user, provider) = (world.user(what.user)?, world.provider(what.provider)?);
        let expires = now + lifetime(valid_for(provider, kind));
        let claims = (kind != Kind::Code).then(|| claims(&mut self.dice, kind, what, user, provider, now, expires));
        let row = Row {
            pk: 0,
            user: what.user,
            provider: u16::try_from(what.provider).ok()?,
            revoked: false,
            expiring: true,
            session: what.session,
            expires,
        };
        let said = Said {
            scope: Some(what.scope.clone()),
            claims,
        };
        let pk = world.grants_mut(kind).add(row, said);
        // Access tokens are JWTs and a thousand letters long; what matters is that nobody can guess them.
        let value = self.dice.word(if kind == Kind::Code { 32 } else { 128 });
        self.rows.insert(value.clone(), (kind, pk));
        Some((value, pk))
    }

    /// The row of a value, where it is still there.
    pub fn find(&self, world: &World, value: &str) -> Option<(Kind, Row)> {
        let &(kind, pk) = self.rows.get(value)?;
        Grants::get(world.grants(kind), pk).map(|row| (kind, row.clone()))
    }

    /// Remembers where a code was sent, and what for.
    pub fn sent_to(&mut self, code: u32, redirect_uri: &str, what: For) {
        self.codes.insert(code, (redirect_uri.to_owned(), what));
    }

    /// What a code is for, where it was sent there.
    pub fn code_for(&self, code: u32, redirect_uri: &str) -> Option<For> {
        let (sent, what) = self.codes.get(&code)?;
        (sent == redirect_uri).then(|| what.clone())
    }

    /// A random UUID without dashes: the id of a request that did not come by network.
    pub fn request_id(&mut self) -> String {
        self.dice.uuid().replace('-', "")
    }
}

fn valid_for(provider: &Provider, kind: Kind) -> &'static str {
    let [code, access, refresh] = provider.validities;
    match kind {
        Kind::Access => access,
        Kind::Refresh => refresh,
        Kind::Code => code,
    }
}

fn claims(
    dice: &mut Dice,
    kind: Kind,
    what: &For,
    user: &User,
    provider: &Provider,
    now: Micros,
    expires: Micros,
) -> Value {
    let slug = provider.application.map_or("", |(slug, _)| slug);
    let mut claims = vec![
        ("iss", json!(format!("https://auth.example.com/application/o/{slug}/"))),
        ("sub", json!(user.uid)),
        ("aud", json!(provider.client_id)),
        ("exp", json!(expires / SECOND)),
        ("iat", json!(now / SECOND)),
        ("auth_time", json!(what.auth_time / SECOND)),
        ("acr", json!("goauthentik.io/providers/oauth2/default")),
        ("amr", json!(["pwd"])),
        ("jti", json!(dice.word(40))),
    ];
    if let Some(nonce) = &what.nonce {
        claims.push(("nonce", json!(nonce)));
    }
    if kind == Kind::Refresh {
        claims.push(("at_hash", json!(dice.word(22))));
    }
    if what.session != 0 {
        // The same for every token of a session, as a hash of its key is.
        claims.push(("sid", json!(Dice::of(u64::from(what.session), 53, 0).uid())));
    }
    claims.extend(about(user, &what.scope));
    claims
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// What the scopes tell of a user.
pub fn about(user: &User, scope: &[String]) -> Vec<(&'static str, Value)> {
    let has = |name: &str| scope.iter().any(|scope| scope == name);
    let mut about = Vec::new();
    if has("email") {
        about.push(("email", json!(user.email)));
        about.push(("email_verified", json!(false)));
    }
    if has("profile") {
        about.push(("name", json!(user.name)));
        about.push(("given_name", json!(user.name)));
        about.push(("preferred_username", json!(user.username)));
        about.push(("nickname", json!(user.username)));
        about.push(("groups", json!([])));
    }
    about
}
