//! The claims of a token, as the string of JSON that authentik stores.

use super::World;
use super::grants::{Kind, NEVER, Row};
use super::providers::Provider;
use super::random::Dice;
use super::time::{DAY, Micros, SECOND};
use super::users::User;
use crate::json::{Json, object};

/// The stream of [`Dice`] that claims draw from.
const SORT: u64 = 40;
/// Who signs.
const ISSUER: &str = "https://auth.example.com/";
/// What every token says of how its owner signed in.
const ACR: &str = "goauthentik.io/providers/oauth2/default";

impl World {
    /// The `id_token` of a row.
    pub fn id_token(&self, kind: Kind, row: &Row, provider: &Provider, user: &User) -> String {
        let said = self.grants(kind).said.get(&row.pk);
        if let Some(claims) = said.and_then(|said| said.claims.as_ref()) {
            return match claims {
                // A string is taken as it is, so that nonsense can be stored as well.
                serde_json::Value::String(text) => text.clone(),
                claims => Json::Any(claims.clone()).indented(),
            };
        }
        let mut dice = Dice::of(self.seed, SORT + kind as u64, u64::from(row.pk));
        match row.pk % 40 {
            31 => return object([("acr", ACR.into())]).indented(),
            38 => return "{}".to_owned(),
            _ => {}
        }
        Json::Object(self.claims(&mut dice, row, provider, user)).indented()
    }

    fn claims(&self, dice: &mut Dice, row: &Row, provider: &Provider, user: &User) -> Vec<(&'static str, Json)> {
        let issued = issued(dice, self.made_at, row, provider);
        let iss = match (provider.issuer_mode, provider.application) {
            ("per_provider", Some((slug, _))) => format!("{ISSUER}application/o/{slug}/"),
            _ => ISSUER.to_owned(),
        };
        let mut claims = vec![
            ("iss", iss.into()),
            ("sub", subject(provider, user).into()),
            (
                "aud",
                if dice.percent(25) {
                    vec![provider.client_id, "other"].into()
                } else {
                    provider.client_id.into()
                },
            ),
        ];
        if row.expires != NEVER {
            claims.push(("exp", (row.expires / SECOND).into()));
        }
        claims.push(("iat", (issued / SECOND).into()));
        claims.push((
            "auth_time",
            ((issued - dice.below(9_000_000_000) as Micros) / SECOND).into(),
        ));
        claims.push(("acr", ACR.into()));
        if dice.percent(40) {
            let ways: &[&str] = if dice.percent(40) {
                &["pwd", "mfa", "otp"]
            } else {
                &["pwd"]
            };
            claims.push(("amr", ways.into()));
        }
        if dice.percent(50) {
            claims.push(("nonce", dice.word(8).into()));
        }
        if dice.percent(50) {
            claims.push(("sid", dice.uid().into()));
        }
        claims.push(("jti", dice.word(40).into()));
        if provider.claims_in_id_token && dice.percent(60) {
            self.add_person(&mut claims, user);
            if dice.percent(15) {
                claims.push(("https://example.com/claims/tenant", nested(user)));
                claims.push(("entitlements", vec!["reports:read", "<b>admin</b>"].into()));
            }
        }
        claims
    }

    fn add_person(&self, claims: &mut Vec<(&'static str, Json)>, user: &User) {
        let groups: Vec<&str> = user
            .groups
            .iter()
            .filter_map(|&at| self.groups.get(usize::from(at)))
            .map(|group| group.name)
            .collect();
        claims.push(("email", user.email.as_str().into()));
        claims.push(("email_verified", true.into()));
        claims.push(("name", user.name.as_str().into()));
        claims.push(("given_name", user.name.as_str().into()));
        claims.push(("preferred_username", user.username.as_str().into()));
        claims.push(("nickname", user.username.as_str().into()));
        claims.push(("groups", groups.into()));
    }
}

/// A claim of somebody's own making, several levels deep.
fn nested(user: &User) -> Json {
    object([
        ("id", user.pk.into()),
        (
            "limits",
            object([("seats", 25i64.into()), ("trial", false.into()), ("ends", Json::Null)]),
        ),
        ("sites", vec!["Köln", "東京"].into()),
    ])
}

/// When a row was issued: as long before its end as its provider gives, but never later than now.
fn issued(dice: &mut Dice, now: Micros, row: &Row, provider: &Provider) -> Micros {
    let latest = now - SECOND;
    if row.expires == NEVER {
        return latest - dice.below(90 * DAY as u64) as Micros;
    }
    (row.expires - provider.access_lifetime).min(latest - dice.below(DAY as u64) as Micros)
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
