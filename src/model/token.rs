//! A token as authentik lists it. The token's own value is never sent.

use std::rc::Rc;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

pub use super::decode::More;
use super::decode::{Decode, DecodeError, Fields};
use super::provider::Provider;
use super::user::User;
use crate::model::claims::Claims;

/// When a token ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Then.
    At(DateTime<Utc>),
    /// This date has passed, and yet authentik said that the token has not expired: it does not apply the date.
    NotApplied(DateTime<Utc>),
    /// Never: authentik says null.
    Never,
    /// authentik sent nothing that can be read as a date. That is not the same as "never".
    Unknown,
}

impl End {
    /// The date, where there is one.
    pub fn date(self) -> Option<DateTime<Utc>> {
        match self {
            Self::At(date) | Self::NotApplied(date) => Some(date),
            Self::Never | Self::Unknown => None,
        }
    }
}

/// Clocks differ slightly and answers take time: an end less than this long before the request proves nothing.
const DOUBT: TimeDelta = TimeDelta::minutes(1);

/// An access token, a refresh token or an authorization code.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// Its number, unique within its kind.
    pub pk: u64,
    /// Who issued it.
    pub provider: Rc<Provider>,
    /// For whom.
    pub user: Rc<User>,
    /// Whether it had expired when authentik answered, which works that out anew for each answer.
    pub is_expired: Option<bool>,
    /// When it ends.
    pub expires: End,
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
            expires: if fields.take_null("expires") {
                End::Never
            } else {
                fields.time("expires").map_or(End::Unknown, End::At)
            },
            scope: fields.texts("scope"),
            claims: claims(&mut fields),
            revoked: fields.flag("revoked"),
            more: fields.rest(),
        })
    }

    fn asked_at(&mut self, time: DateTime<Utc>) {
        if let (End::At(end), Some(false)) = (self.expires, self.is_expired)
            && end < time - DOUBT
        {
            self.expires = End::NotApplied(end);
        }
    }
}

/// authentik sends the claims as text; should it ever send the object itself, that is accepted too.
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
    use serde_json::json;

    use super::*;
    use crate::model::page::{decode_one, decode_page};
    use crate::model::secrets::HIDDEN;

    fn row(expires: Option<&Value>, is_expired: Option<bool>) -> Value {
        let mut row = json!({
            "pk": 1, "is_expired": is_expired, "user": {"pk": 1, "username": "ada"}, "provider": {"pk": 1, "name": "Wiki"},
        });
        if let Some(expires) = expires {
            row["expires"] = expires.clone();
        }
        row
    }

    #[test]
    fn only_null_is_never() {
        let end = |expires: Option<&Value>| {
            let token: Token = decode_one(&row(expires, Some(false)).to_string()).unwrap();
            token.expires
        };
        assert_eq!(end(Some(&Value::Null)), End::Never);
        let date = "2026-12-24T10:00:00Z".parse().unwrap();
        assert_eq!(end(Some(&json!("2026-12-24T10:00:00Z"))), End::At(date));
        assert_eq!(end(Some(&json!("2026-12-24T10:00:00"))), End::At(date));
        assert_eq!(end(None), End::Unknown);
        for odd in [
            json!(""),
            json!("garbage"),
            json!("2026-12-24"),
            json!("2026-12-24T10:00:00.5+0000"),
            json!("+10000-01-01T00:00:00Z"),
            json!("99999-01-01T00:00:00Z"),
            json!("-0001-01-01T00:00:00Z"),
            json!("2026-02-30T10:00:00Z"),
            json!(1_793_796_920),
            json!(false),
            json!([]),
            json!({}),
        ] {
            assert_eq!(end(Some(&odd)), End::Unknown, "{odd}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_kept() {
        let token: Token = decode_one(&row(Some(&json!("garbage")), None).to_string()).unwrap();
        assert_eq!(token.more, [("expires".to_owned(), json!("garbage"))]);
    }

    #[test]
    fn a_date_that_is_not_applied_shows_by_the_time_of_the_question_alone() {
        let asked: DateTime<Utc> = "2026-11-24T12:00:00Z".parse().unwrap();
        let end = |seconds: i64, is_expired| {
            let date = asked + TimeDelta::seconds(seconds);
            let body = json!({"results": [row(Some(&json!(date.to_rfc3339())), is_expired)]}).to_string();
            let page = decode_page::<Token>(&body).unwrap().asked_at(asked);
            let crate::model::page::Row::Read(token) = page.rows.into_iter().next().unwrap() else {
                panic!("it can be read");
            };
            (token.expires, date)
        };
        for (seconds, is_expired) in [
            (3_600, Some(false)),
            (0, Some(false)),
            // It may have ended while the question was on its way.
            (-60, Some(false)),
            (-61, Some(true)),
            (-61, None),
        ] {
            let (end, date) = end(seconds, is_expired);
            assert_eq!(end, End::At(date), "{seconds} {is_expired:?}");
        }
        let (end, date) = end(-61, Some(false));
        assert_eq!(end, End::NotApplied(date));
    }

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
