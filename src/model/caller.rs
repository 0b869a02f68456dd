//! Who is calling, as `core/users/me` tells.

use serde_json::Value;

use super::decode::{Decode, DecodeError, Fields};
use super::failure::{Asker, Failure, FailureKind};
use super::user::{Avatar, initials};

/// What is known of the person whose credentials the requests carry.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Who {
    /// Not answered yet.
    #[default]
    Asking,
    /// authentik named them.
    Known(Caller),
    /// authentik said that nobody is signed in.
    Nobody,
    /// authentik does not recognise the API token that was sent.
    KeyRefused,
    /// The question itself failed, so nothing can be said.
    Unknown,
}

impl Who {
    /// Reads the answer of `core/users/me`; the flag says whether authentik itself gave it. `named` is the caller that
    /// authentik named last.
    pub fn of(answer: Result<(Caller, bool), Failure>, named: Option<&Caller>) -> Self {
        match answer {
            // Only an answer from authentik can prove that somebody else is signed in.
            Ok((caller, false)) if named.is_some_and(|named| !named.sees_the_same_as(&caller)) => Self::Unknown,
            Ok((caller, _)) => Self::Known(caller),
            Err(failure) if !failure.says_nobody() => Self::Unknown,
            // A question needs no CSRF token, so `csrf_sent` means that an API token went along.
            Err(failure) if failure.kind == FailureKind::KeyRefused || failure.asked.csrf_sent => Self::KeyRefused,
            Err(_) => Self::Nobody,
        }
    }

    /// The caller of a refused request. `was_known`: authentik had named somebody before.
    pub fn asker(&self, was_known: bool) -> Asker {
        match self {
            Self::Known(caller) => Asker::Known {
                superuser: caller.is_superuser,
            },
            Self::Nobody => Asker::Nobody { was_known },
            Self::KeyRefused => Asker::KeyRefused,
            Self::Asking | Self::Unknown => Asker::Unknown,
        }
    }
}

/// The person whose credentials the requests carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Their number.
    pub pk: u64,
    /// The name they sign in with.
    pub username: String,
    /// Their name; may be blank.
    pub name: String,
    /// Whether they may do everything. Everyone else sees only tokens of their own.
    pub is_superuser: bool,
    /// Their picture.
    pub avatar: Avatar,
    /// Their e-mail address.
    pub email: Option<String>,
    /// The administrator who acts as them, by username.
    pub impersonated_by: Option<String>,
    /// Who else is signed in in this browser, by username; authentik tells since 2026.8.
    pub others: Vec<String>,
}

impl Caller {
    /// The name to show.
    pub fn display_name(&self) -> &str {
        super::user::display_name(&self.name, &self.username)
    }

    /// Up to two letters that stand for them.
    pub fn initials(&self) -> String {
        initials(self.display_name())
    }

    /// Whether authentik shows them the same tokens as `other`. When impersonating, one sees what that person sees.
    pub fn sees_the_same_as(&self, other: &Self) -> bool {
        self.pk == other.pk && self.is_superuser == other.is_superuser
    }
}

impl Decode for Caller {
    fn decode(value: Value) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(value)?;
        let caller = Self::of_user(fields.value("user")).map_err(|error| error.inside("user"))?;
        let others = match fields.value("users") {
            Value::Array(others) => others.into_iter().filter_map(other).collect(),
            _ => Vec::new(),
        };
        // With an API token no account is marked as current, so the caller may be among them.
        let others: Vec<String> = others.into_iter().filter(|name| *name != caller.username).collect();
        Ok(Self {
            impersonated_by: username(fields.value("original")),
            others,
            ..caller
        })
    }
}

fn username(user: Value) -> Option<String> {
    Fields::of(user).ok()?.text("username")
}

/// One of the accounts that are signed in, but not the one that counts now.
fn other(account: Value) -> Option<String> {
    let mut fields = Fields::of(account).ok()?;
    if fields.flag("is_current") != Some(false) {
        return None;
    }
    fields.text("username").or_else(|| username(fields.value("user")))
}

impl Caller {
    fn of_user(user: Value) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(user)?;
        Ok(Self {
            pk: fields.pk()?,
            username: fields.text("username").unwrap_or_default(),
            name: fields.text("name").unwrap_or_default(),
            is_superuser: fields.flag("is_superuser").unwrap_or(false),
            avatar: Avatar::take(&mut fields),
            email: fields.text("email"),
            impersonated_by: None,
            others: Vec::new(),
        })
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::model::failure::{Method, RequestInfo};
    use crate::model::page::decode_one;

    fn caller(rest: &str) -> Caller {
        let user = r#"{"pk": 5, "username": "ada", "is_superuser": false}"#;
        decode_one(&format!(r#"{{"user": {user}{rest}}}"#)).unwrap()
    }

    #[test]
    fn who_acts_as_somebody_is_named() {
        assert_eq!(caller("").impersonated_by, None);
        assert_eq!(caller(r#", "original": null"#).impersonated_by, None);
        let acting = caller(r#", "original": {"pk": 1, "username": "akadmin", "is_superuser": true}"#);
        assert_eq!(acting.impersonated_by.as_deref(), Some("akadmin"));
        assert!(!acting.is_superuser, "what counts are the rights of who is acted as");
        assert!(acting.sees_the_same_as(&caller("")));
    }

    #[test]
    fn other_accounts_are_named_in_whatever_form_they_come() {
        assert_eq!(caller(r#", "users": null"#).others, [""; 0]);
        assert_eq!(caller(r#", "users": {"odd": 1}"#).others, [""; 0]);
        let flat =
            r#", "users": [{"username": "ada", "is_current": true}, {"username": "bob", "is_current": false}, 7]"#;
        assert_eq!(caller(flat).others, ["bob"]);
        let nested = r#", "users": [{"user": {"username": "ada"}, "is_current": true},
                                    {"user": {"pk": 9, "username": "eve"}, "is_current": false}]"#;
        assert_eq!(caller(nested).others, ["eve"]);
        let myself =
            r#", "users": [{"username": "ada", "is_current": false}, {"username": "bob", "is_current": false}]"#;
        assert_eq!(
            caller(myself).others,
            ["bob"],
            "nobody is somebody else than themselves"
        );
    }

    #[test]
    fn another_number_or_other_rights_are_another_view() {
        let ada = caller("");
        let renamed = Caller {
            username: "ada2".into(),
            name: "Ada".into(),
            ..ada.clone()
        };
        assert!(ada.sees_the_same_as(&renamed));
        assert!(!ada.sees_the_same_as(&Caller { pk: 6, ..ada.clone() }));
        assert!(!ada.sees_the_same_as(&Caller {
            is_superuser: true,
            ..ada.clone()
        }));
    }

    fn numbered(pk: u64, is_superuser: bool) -> Caller {
        let body = format!(r#"{{"user": {{"pk": {pk}, "username": "u{pk}", "is_superuser": {is_superuser}}}}}"#);
        decode_one(&body).unwrap()
    }

    fn failure(kind: FailureKind, csrf_sent: bool) -> Failure {
        let asked = RequestInfo {
            method: Method::Get,
            path: "/api/v3/core/users/me/".to_owned(),
            csrf_sent,
        };
        Failure::new(kind, asked, DateTime::UNIX_EPOCH)
    }

    #[test]
    fn only_authentik_can_say_that_somebody_else_is_here() {
        let (ada, bob) = (numbered(1, false), numbered(2, false));
        assert_eq!(Who::of(Ok((bob.clone(), true)), Some(&ada)), Who::Known(bob.clone()));
        assert_eq!(Who::of(Ok((bob.clone(), false)), Some(&ada)), Who::Unknown);
        assert_eq!(Who::of(Ok((numbered(1, true), false)), Some(&ada)), Who::Unknown);
        assert_eq!(Who::of(Ok((ada.clone(), false)), Some(&ada)), Who::Known(ada));
        assert_eq!(Who::of(Ok((bob.clone(), false)), None), Who::Known(bob));
    }

    #[test]
    fn who_could_not_be_asked_is_not_called_nobody() {
        let of = |kind, csrf_sent| Who::of(Err(failure(kind, csrf_sent)), None);
        for kind in [FailureKind::Forbidden, FailureKind::NotSignedIn] {
            assert_eq!(of(kind.clone(), false), Who::Nobody);
            assert_eq!(of(kind, true), Who::KeyRefused);
        }
        assert_eq!(of(FailureKind::KeyRefused, false), Who::KeyRefused);
        for kind in [FailureKind::Network, FailureKind::BadGateway, FailureKind::NotFound] {
            assert_eq!(of(kind, false), Who::Unknown);
        }
    }

    #[test]
    fn a_refusal_is_read_by_who_was_refused() {
        let known = Who::Known(numbered(1, true));
        assert_eq!(known.asker(true), Asker::Known { superuser: true });
        for was_known in [false, true] {
            assert_eq!(Who::Nobody.asker(was_known), Asker::Nobody { was_known });
            assert_eq!(Who::KeyRefused.asker(was_known), Asker::KeyRefused);
            assert_eq!(Who::Asking.asker(was_known), Asker::Unknown);
            assert_eq!(Who::Unknown.asker(was_known), Asker::Unknown);
        }
    }
}
