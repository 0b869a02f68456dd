//! The claims of an `id_token`, which authentik sends as a string that holds JSON.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use crate::model::lenient_json;
use crate::model::secrets::{hide, hide_below};

/// What a token claims.
#[derive(Clone, Debug, PartialEq)]
pub enum Claims {
    /// The claims, by name. There may be only a few: some tokens hold nothing but `acr`.
    Read(Map<String, Value>),
    /// authentik sent something that is not a JSON object.
    Unreadable,
}

/// A claim whose meaning is defined somewhere: in RFC 7519, RFC 9068, OpenID Connect or authentik's own scopes.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Its name, under which [`crate::text::claims::claim`] explains it.
    pub name: &'static str,
    /// What it says.
    pub value: ClaimValue,
}

/// What a claim says.
#[derive(Clone, Debug, PartialEq)]
pub enum ClaimValue {
    /// Text.
    Text(String),
    /// A moment.
    Time(DateTime<Utc>),
    /// Several texts.
    List(Vec<String>),
    /// Anything else.
    Json(Value),
}

/// The claims with a known meaning, in the order in which they are shown: the token, the sign-in, the person.
pub const STANDARD: [&str; 43] = [
    "iss",
    "sub",
    "aud",
    "azp",
    "client_id",
    "uid",
    "iat",
    "nbf",
    "exp",
    "jti",
    "scope",
    "nonce",
    "auth_time",
    "acr",
    "amr",
    "sid",
    "act",
    "cnf",
    "at_hash",
    "c_hash",
    "name",
    "given_name",
    "middle_name",
    "family_name",
    "nickname",
    "preferred_username",
    "email",
    "email_verified",
    "phone_number",
    "phone_number_verified",
    "address",
    "profile",
    "picture",
    "website",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "updated_at",
    "groups",
    "roles",
    "entitlements",
    "ak_proxy",
];

/// The claims that are seconds since 1970.
const TIMES: [&str; 5] = ["iat", "nbf", "exp", "auth_time", "updated_at"];

impl Claims {
    /// Reads what authentik sent: a string that holds JSON, as Python writes it, so with `NaN` and numbers of any size.
    pub fn parse(text: &str) -> Self {
        match lenient_json::read(text) {
            Ok(Value::Object(claims)) => Self::of(claims),
            _ => Self::Unreadable,
        }
    }

    /// These claims, without what is called a secret: authentik's proxy copies attributes into claims.
    pub fn of(mut claims: Map<String, Value>) -> Self {
        for (name, value) in &mut claims {
            // No standard claim is a secret itself, and most are standard.
            if STANDARD.contains(&name.as_str()) {
                hide_below(value);
            } else {
                hide(name, value);
            }
        }
        Self::Read(claims)
    }

    /// A claim as it stands.
    pub fn get(&self, name: &str) -> Option<&Value> {
        match self {
            Self::Read(claims) => claims.get(name),
            Self::Unreadable => None,
        }
    }

    /// When the token was issued, as far as it says. authentik keeps no issue date of its own.
    pub fn issued_at(&self) -> Option<DateTime<Utc>> {
        self.time("iat")
    }

    /// A claim that is a moment.
    pub fn time(&self, name: &str) -> Option<DateTime<Utc>> {
        moment(self.get(name)?)
    }

    /// Whom the token is about.
    pub fn subject(&self) -> Option<&str> {
        self.get("sub")?.as_str()
    }

    /// Whom the token is meant for.
    pub fn audiences(&self) -> Vec<String> {
        match self.get("aud") {
            Some(Value::String(one)) => vec![one.clone()],
            Some(Value::Array(items)) => items.iter().filter_map(|item| item.as_str().map(Into::into)).collect(),
            _ => Vec::new(),
        }
    }

    /// The claims with a known meaning, in the order of [`STANDARD`].
    pub fn standard(&self) -> Vec<Claim> {
        let read = |name: &'static str| {
            let value = ClaimValue::of(name, self.get(name)?);
            Some(Claim { name, value })
        };
        STANDARD.into_iter().filter_map(read).collect()
    }

    /// The claims without a known meaning, by name.
    pub fn others(&self) -> Map<String, Value> {
        match self {
            Self::Read(claims) => {
                let mut others = claims.clone();
                others.retain(|name, _| !STANDARD.contains(&name.as_str()));
                others
            }
            Self::Unreadable => Map::new(),
        }
    }
}

impl ClaimValue {
    fn of(name: &str, value: &Value) -> Self {
        if TIMES.contains(&name)
            && let Some(time) = moment(value)
        {
            return Self::Time(time);
        }
        match value {
            Value::String(text) => Self::Text(text.clone()),
            Value::Array(items) => {
                let texts: Option<Vec<String>> = items.iter().map(|item| item.as_str().map(Into::into)).collect();
                texts.map_or_else(|| Self::Json(value.clone()), Self::List)
            }
            other => Self::Json(other.clone()),
        }
    }
}

/// A moment in seconds since 1970: a whole number, a float, or either as text. `None` outside the years 1 to 9999,
/// where a number is something else, milliseconds perhaps.
fn moment(value: &Value) -> Option<DateTime<Utc>> {
    let seconds = match value {
        Value::Number(number) => match number.as_i64() {
            Some(seconds) => seconds,
            // A value out of range saturates, and is rejected below.
            #[expect(clippy::cast_possible_truncation, reason = "the fraction is not wanted")]
            None => number.as_f64()?.floor() as i64,
        },
        Value::String(text) => {
            let text = text.strip_suffix(lenient_json::AS_SENT).unwrap_or(text).trim();
            let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
            if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            whole.parse().ok()?
        }
        _ => return None,
    };
    if !(-62_135_596_800..=253_402_300_799).contains(&seconds) {
        return None;
    }
    DateTime::from_timestamp(seconds, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issued(iat: &str) -> Option<i64> {
        Claims::parse(&["{\"iat\":", iat, "}"].concat())
            .issued_at()
            .map(|at| at.timestamp())
    }

    #[test]
    fn seconds_come_in_many_shapes() {
        assert_eq!(issued("1793796920"), Some(1_793_796_920));
        assert_eq!(issued("1793796920.75"), Some(1_793_796_920));
        assert_eq!(issued("1793796920.123456789012"), Some(1_793_796_920));
        assert_eq!(issued("\"1793796920\""), Some(1_793_796_920));
        assert_eq!(issued("\" 1793796920.5 \""), Some(1_793_796_920));
        assert_eq!(issued("-1.5"), Some(-2));
    }

    #[test]
    fn what_is_no_moment_is_not_made_one() {
        for iat in [
            "1793796920000",
            "1e300",
            "-1e300",
            "18446744073709551615",
            "\"soon\"",
            "\"1.x\"",
            "\"\"",
            "null",
            "true",
            "[1]",
        ] {
            assert_eq!(issued(iat), None, "{iat}");
        }
    }

    #[test]
    fn an_audience_is_one_or_many() {
        let audiences = |text| Claims::parse(text).audiences();
        assert_eq!(audiences(r#"{"aud":"a"}"#), ["a"]);
        assert_eq!(audiences(r#"{"aud":["a","b",3]}"#), ["a", "b"]);
        assert!(audiences(r#"{"aud":{}}"#).is_empty());
        assert!(audiences("nonsense").is_empty());
    }

    #[test]
    fn every_claim_is_either_standard_or_other() {
        let claims = Claims::parse(
            r#"{"exp":1,"zz":{"a":1},"aud":["x"],"iss":"https://id.example","email_verified":true,"amr":["pwd",1],
                "iat":"never"}"#,
        );
        let names: Vec<&str> = claims.standard().iter().map(|claim| claim.name).collect();
        assert_eq!(names, ["iss", "aud", "iat", "exp", "amr", "email_verified"]);
        let value = |name| {
            let claim = claims.standard().into_iter().find(|claim| claim.name == name);
            claim.map(|claim| claim.value)
        };
        assert_eq!(
            value("exp"),
            Some(ClaimValue::Time(DateTime::UNIX_EPOCH + chrono::TimeDelta::seconds(1)))
        );
        assert_eq!(value("aud"), Some(ClaimValue::List(vec!["x".into()])));
        assert_eq!(value("iat"), Some(ClaimValue::Text("never".into())));
        assert_eq!(value("email_verified"), Some(ClaimValue::Json(Value::Bool(true))));
        assert!(matches!(value("amr"), Some(ClaimValue::Json(Value::Array(_)))));
        assert_eq!(claims.others().keys().collect::<Vec<_>>(), ["zz"]);
    }

    #[test]
    fn one_odd_value_costs_no_other_claim() {
        let digits = "7".repeat(400);
        let deep = ["[".repeat(200), "]".repeat(200)].concat();
        for (value, shown) in [
            ("NaN", "NaN (shown as sent)"),
            ("-Infinity", "-Infinity (shown as sent)"),
        ] {
            let text = format!(
                r#"{{"iss": "https://a.example/", "sub": "u-1\ud83d", "iat": 1793796920, "score": {value}, "exp": {value},
                    "many": [1, {digits}], "deep": {deep}, "tenant": {{"id": 7}}}}"#
            );
            let claims = Claims::parse(&text);
            assert_eq!(
                claims.issued_at().map(|at| at.timestamp()),
                Some(1_793_796_920),
                "{value}"
            );
            assert_eq!(claims.subject(), Some("u-1\u{fffd}"));
            assert_eq!(claims.get("score"), Some(&Value::from(shown)));
            assert_eq!(
                ClaimValue::of("exp", claims.get("exp").unwrap()),
                ClaimValue::Text(shown.to_owned())
            );
            let many = serde_json::json!([1, format!("{digits} (shown as sent)")]);
            assert_eq!(claims.get("many"), Some(&many));
            assert!(claims.others()["deep"].is_array());
            assert_eq!(claims.others()["tenant"], serde_json::json!({"id": 7}));
        }
    }

    #[test]
    fn what_is_called_a_secret_is_hidden_as_in_attributes() {
        let text = r#"{"sub": "a", "password": "canary", "vault_token": "canary", "sid": "b", "at_hash": "c",
            "ak_proxy": {"user_attributes": {"basic_password": "canary", "basic_username": "d"}, "is_superuser": false},
            "address": [{"pin": 1234}]}"#;
        let claims = Claims::parse(text);
        let hidden = crate::model::secrets::HIDDEN;
        let expected = serde_json::json!({
            "sub": "a", "password": hidden, "vault_token": hidden, "sid": "b", "at_hash": "c",
            "ak_proxy": {"user_attributes": {"basic_password": hidden, "basic_username": "d"}, "is_superuser": false},
            "address": [{"pin": hidden}],
        });
        assert_eq!(claims, Claims::Read(expected.as_object().unwrap().clone()));
    }

    #[test]
    fn what_is_no_object_is_unreadable() {
        for text in ["", "[]", "\"x\"", "{", "null", "eyJhbGciOi.J.x"] {
            assert_eq!(Claims::parse(text), Claims::Unreadable, "{text}");
        }
    }
}
