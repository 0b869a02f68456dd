//! The claims of a token, as the string of JSON that authentik stores.

use super::World;
use super::issued::{SORT, issued};
use super::providers::Provider;
use super::random::Dice;
use super::row::{Kind, NEVER, Row};
use super::time::{Micros, SECOND};
use super::users::User;
use crate::json::{Nothing, indented};
use serde::Serialize;

/// Who signs.
const ISSUER: &str = "https://auth.example.com/";
/// What every token says of how its owner signed in.
const ACR: &str = "goauthentik.io/providers/oauth2/default";

/// The claims of a token. Not every token has all of them.
#[derive(Serialize)]
struct Claims<'a> {
    iss: String,
    sub: String,
    aud: Audience,
    #[serde(skip_serializing_if = "Option::is_none")]
    exp: Option<i64>,
    iat: i64,
    auth_time: i64,
    acr: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    amr: Option<&'static [&'static str]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sid: Option<String>,
    jti: String,
    #[serde(flatten)]
    about: Option<AboutUser<'a>>,
}

/// The claims of a token that says hardly anything.
#[derive(Serialize)]
struct FewClaims {
    acr: &'static str,
}

/// For one client, or for several.
#[derive(Serialize)]
#[serde(untagged)]
enum Audience {
    One(&'static str),
    Two([&'static str; 2]),
}

/// What the scopes of a provider add.
#[derive(Serialize)]
struct AboutUser<'a> {
    email: &'a str,
    email_verified: bool,
    name: &'a str,
    given_name: &'a str,
    preferred_username: &'a str,
    nickname: &'a str,
    groups: Vec<&'static str>,
    #[serde(flatten)]
    own: Option<OwnClaims>,
}

/// Claims of somebody's own making.
#[derive(Serialize)]
struct OwnClaims {
    #[serde(rename = "https://example.com/claims/tenant")]
    tenant: Tenant,
    entitlements: [&'static str; 2],
}

/// Several levels deep.
#[derive(Serialize)]
struct Tenant {
    id: u32,
    limits: Limits,
    sites: [&'static str; 2],
}

#[derive(Serialize)]
struct Limits {
    seats: u32,
    trial: bool,
    ends: Option<i64>,
}

impl World {
    /// The `id_token` of a row.
    pub fn id_token(&self, kind: Kind, row: &Row, provider: &Provider, user: &User) -> String {
        let said = self.grants(kind).said.get(&row.pk);
        if let Some(claims) = said.and_then(|said| said.claims.as_ref()) {
            return match claims {
                // A string is taken as it is, so that nonsense can be stored as well.
                serde_json::Value::String(text) => text.clone(),
                claims => indented(claims),
            };
        }
        let mut dice = Dice::of(self.seed, SORT + kind as u64, u64::from(row.pk));
        match row.pk % 40 {
            31 => indented(&FewClaims { acr: ACR }),
            38 => indented(&Nothing {}),
            _ => indented(&self.claims(&mut dice, kind, row, provider, user)),
        }
    }

    /// The dice fall in the order of the fields. In another one, the same seed would make other claims.
    fn claims<'a>(&'a self, dice: &mut Dice, kind: Kind, row: &Row, provider: &Provider, user: &'a User) -> Claims<'a> {
        let issued = issued(dice, kind, self.made_at, row, provider);
        Claims {
            iss: match (provider.issuer_mode, provider.application) {
                ("per_provider", Some((slug, _))) => format!("{ISSUER}application/o/{slug}/"),
                _ => ISSUER.to_owned(),
            },
            sub: subject(provider, user),
            aud: if dice.percent(25) {
                Audience::Two([provider.client_id, "other"])
            } else {
                Audience::One(provider.client_id)
            },
            exp: (row.expires != NEVER).then_some(row.expires / SECOND),
            iat: issued / SECOND,
            auth_time: (issued - dice.below(9_000_000_000) as Micros) / SECOND,
            acr: ACR,
            amr: dice.percent(40).then(|| -> &[_] {
                if dice.percent(40) {
                    &["pwd", "mfa", "otp"]
                } else {
                    &["pwd"]
                }
            }),
            nonce: dice.percent(50).then(|| dice.word(8)),
            sid: dice.percent(50).then(|| dice.uid()),
            jti: dice.word(40),
            about: (provider.claims_in_id_token && dice.percent(60)).then(|| self.about(dice, user)),
        }
    }

    fn about<'a>(&'a self, dice: &mut Dice, user: &'a User) -> AboutUser<'a> {
        let groups = user.groups.iter().filter_map(|&at| self.groups.get(usize::from(at)));
        AboutUser {
            email: &user.email,
            email_verified: true,
            name: &user.name,
            given_name: &user.name,
            preferred_username: &user.username,
            nickname: &user.username,
            groups: groups.map(|group| group.name).collect(),
            own: dice.percent(15).then_some(OwnClaims {
                tenant: Tenant {
                    id: user.pk,
                    limits: Limits {
                        seats: 25,
                        trial: false,
                        ends: None,
                    },
                    sites: ["Köln", "東京"],
                },
                entitlements: ["reports:read", "<b>admin</b>"],
            }),
        }
    }
}

/// Who the token is about, as the provider's `sub_mode` says.
fn subject(provider: &Provider, user: &User) -> String {
    match provider.sub_mode {
        "user_id" => user.pk.to_string(),
        "user_uuid" => user.uuid.clone(),
        "user_username" => user.username.clone(),
        "user_email" => user.email.clone(),
        "user_upn" => format!("{}@corp.example.com", user.username),
        _ => user.uid.clone(),
    }
}
