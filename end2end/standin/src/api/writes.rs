//! Writes to users and providers: of a user whether they are active, of a provider its secret. What else is sent is not
//! looked at.

use super::answer::Answer;
use super::call::{Call, is_number};
use super::lists::refuse;
use super::text::Say;
use super::{shape, shape_user};
use crate::data::cascade::Saved;
use crate::data::users::UserKind;
use crate::rights::{Model, Right};
use serde::Serialize;
use serde_json::{Map, Value};

/// How long a secret may be.
const LONGEST_SECRET: usize = 255;

/// What is wrong with the fields that were sent, each under its own key.
#[derive(Default, Serialize)]
struct BadFields {
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<[String; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<[String; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_active: Option<[String; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret: Option<[String; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    non_field_errors: Option<[String; 1]>,
}

/// Saves a user.
pub fn user(call: &mut Call<'_>, pk: &str, how: Saved) -> Answer {
    let (pk, fields) = match asked(call, pk, Model::User, "User", |call, pk| call.world.user(pk).is_some()) {
        Ok(asked) => asked,
        Err(answer) => return answer,
    };
    let say = |say: Say| Some([say.to(call.language)]);
    let mut problems = BadFields::default();
    if how == Saved::Whole {
        let missing = |name: &str| (!fields.contains_key(name)).then(|| [Say::Required.to(call.language)]);
        problems.username = missing("username");
        problems.name = missing("name");
    }
    let wanted = match fields.get("is_active") {
        None => None,
        Some(Value::Null) => {
            problems.is_active = say(Say::Null);
            None
        }
        Some(value) => {
            let read = boolean(value);
            if read.is_none() {
                problems.is_active = say(Say::NoBoolean);
            }
            read
        }
    };
    if problems.username.is_some() || problems.name.is_some() || problems.is_active.is_some() {
        return Answer::json(400, &problems);
    }
    let before = call.world.user(pk).map(|user| (user.kind, user.is_active));
    if let Some((UserKind::InternalServiceAccount, _)) = before {
        problems.non_field_errors = say(Say::InternalUser);
        return Answer::json(400, &problems);
    }
    let is_active = wanted.unwrap_or_else(|| before.is_some_and(|(_, is_active)| is_active));
    call.world.save_user(pk, is_active, how);
    match call.world.user(pk) {
        Some(user) => Answer::json(200, &shape_user::user(call.world, user, call.around())),
        None => Answer::say(404, &Say::NoMatch("User"), call.language),
    }
}

/// Changes a provider. The answer has the new secret in clear.
pub fn provider(call: &mut Call<'_>, pk: &str) -> Answer {
    let there = |call: &Call<'_>, pk: u32| call.world.provider(pk).is_some();
    let (pk, fields) = match asked(call, pk, Model::Provider, "OAuth2Provider", there) {
        Ok(asked) => asked,
        Err(answer) => return answer,
    };
    let problem = match fields.get("client_secret") {
        None => None,
        Some(Value::Null) => Some(Say::Null),
        // It may be empty, and is then no secret at all.
        Some(Value::String(secret)) => {
            let secret = secret.trim();
            if secret.chars().count() > LONGEST_SECRET {
                Some(Say::TooLong(LONGEST_SECRET))
            } else {
                call.world.change_secret(pk, secret.to_owned());
                None
            }
        }
        Some(_) => Some(Say::NoText),
    };
    if let Some(problem) = problem {
        let problems = BadFields {
            client_secret: Some([problem.to(call.language)]),
            ..BadFields::default()
        };
        return Answer::json(400, &problems);
    }
    match call.world.provider(pk) {
        Some(provider) => Answer::json(200, &shape::provider(call.world, provider)),
        None => Answer::say(404, &Say::NoMatch("OAuth2Provider"), call.language),
    }
}

/// Of which object what was sent, in Django's order: whether it is seen, is there, may be changed; then what it says.
fn asked(
    call: &Call<'_>,
    pk: &str,
    model: Model,
    name: &'static str,
    is_there: impl FnOnce(&Call<'_>, u32) -> bool,
) -> Result<(u32, Map<String, Value>), Answer> {
    if let Some(refused) = refuse(call, Right::View(model)) {
        return Err(refused);
    }
    if !is_number(pk) {
        return Err(Answer::say(404, &Say::NotFound, call.language));
    }
    let found = pk.parse().ok().filter(|pk| is_there(call, *pk));
    let Some(pk) = found else {
        return Err(Answer::say(404, &Say::NoMatch(name), call.language));
    };
    if let Some(refused) = refuse(call, Right::Change(model)) {
        return Err(refused);
    }
    body(call).map(|fields| (pk, fields))
}

/// The fields of a body; none where there is no body.
fn body(call: &Call<'_>) -> Result<Map<String, Value>, Answer> {
    if call.ask.body.is_empty() {
        return Ok(Map::new());
    }
    let media = call.ask.header("content-type").unwrap_or("");
    if media.split(';').next().map(str::trim) != Some("application/json") {
        return Err(Answer::say(415, &Say::NoMedia(media.to_owned()), call.language));
    }
    match serde_json::from_slice(&call.ask.body) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(other) => {
            let kind = match other {
                Value::Array(_) => "list",
                Value::String(_) => "str",
                Value::Bool(_) => "bool",
                _ => "int",
            };
            let problems = BadFields {
                non_field_errors: Some([Say::NoFields(kind).to(call.language)]),
                ..BadFields::default()
            };
            Err(Answer::json(400, &problems))
        }
        Err(_) => Err(Answer::say(400, &Say::NoJson, call.language)),
    }
}

/// True or false, in Django's words for it.
fn boolean(value: &Value) -> Option<bool> {
    let word = match value {
        Value::Bool(value) => return Some(*value),
        Value::String(word) => word.trim().to_ascii_lowercase(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    match word.as_str() {
        "true" | "t" | "yes" | "y" | "on" | "1" => Some(true),
        "false" | "f" | "no" | "n" | "off" | "0" => Some(false),
        _ => None,
    }
}
