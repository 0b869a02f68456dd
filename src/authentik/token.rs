//! A token as authentik lists it. The token's own value is never sent.

use std::rc::Rc;

use chrono::{DateTime, Utc};
use serde_json::Value;

pub use super::decode::More;
use super::decode::{Decode, DecodeError, Fields};
use super::provider::Provider;
use super::user::User;
use crate::tokens::claims::Claims;

/// An access token, a refresh token or an authorization code.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// Its number, unique within its kind.
    pub pk: u64,
    /// Who issued it.
    pub provider: Rc<Provider>,
    /// For whom.
    pub user: Rc<User>,
    /// What authentik says, which may lag behind `expires`.
    pub is_expired: Option<bool>,
    /// When it ends; `None` for never.
    pub expires: Option<DateTime<Utc>>,
    /// What it allows, in authentik's order.
    pub scope: Vec<String>,
    /// What its `id_token` claims. Authorization codes have none.
    pub claims: Option<Claims>,
    /// Whether it was revoked. Authorization codes do not say.
    pub revoked: Option<bool>,
    /// All else.
    pub more: More,
}

impl Decode for Token {
    fn decode(value: Value) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(value)?;
        Ok(Self {
            pk: fields.pk()?,
            provider: Rc::new(fields.nested("provider")?),
            user: Rc::new(fields.nested("user")?),
            is_expired: fields.flag("is_expired"),
            expires: fields.time("expires"),
            scope: fields.texts("scope"),
            claims: claims(&mut fields),
            revoked: fields.flag("revoked"),
            more: fields.rest(),
        })
    }
}

/// authentik sends the claims as text; should it ever send the object itself, that is as good.
fn claims(fields: &mut Fields) -> Option<Claims> {
    match fields.value("id_token") {
        Value::Null => None,
        Value::String(text) if text.is_empty() => None,
        Value::String(text) => Some(Claims::parse(&text)),
        Value::Object(claims) => Some(Claims::of(claims)),
        other => {
            fields.keep("id_token", other);
            Some(Claims::Unreadable)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authentik::secrets::HIDDEN;
    use serde_json::json;

    #[test]
    fn claims_hide_their_secrets_however_they_come() {
        let claims = json!({"sub": "a", "nextcloud_secret": "canary"});
        for id_token in [claims.clone(), Value::from(claims.to_string())] {
            let token = json!({"pk": 1, "provider": {"pk": 2}, "user": {"pk": 3}, "id_token": id_token});
            let read = Token::decode(token).unwrap().claims.unwrap();
            assert_eq!(read.get("nextcloud_secret"), Some(&json!(HIDDEN)));
            assert_eq!(read.subject(), Some("a"));
        }
    }
}
