//! Faults that change a real answer: rows broken, unreadable, with more in them, or gone.
//!
//! Here JSON is values and no structs, on purpose: what is made has a shape that no release has.

use super::effect::{Effect, Part, Spoilt, Which};
use crate::api::answer::Answer;
use crate::api::route::Route;
use crate::people::Person;
use serde_json::{Map, Value, json};

/// What came of an effect.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Whether it came true.
    pub hit: bool,
    /// The row it came true on.
    pub pk: Option<String>,
    /// What the addresses of the rows end in that are to be deleted now.
    pub vanish: Vec<String>,
}

/// Applies an effect to an answer of the API.
pub fn rewrite(effect: &Effect, path: &str, answer: &mut Answer) -> Outcome {
    let mut outcome = Outcome::default();
    match effect {
        Effect::Cacheable(seconds) => {
            answer.headers.retain(|(name, _)| *name != "cache-control");
            answer.headers.push(("cache-control", format!("max-age={seconds}")));
            return outcome;
        }
        Effect::Date(says) => {
            answer.headers.push(("date", says.clone()));
            return outcome;
        }
        Effect::Impersonated => {
            if answer.status == 200 && matches!(Route::find(path), Some(Route::Me)) {
                impersonate(answer);
            }
            return outcome;
        }
        _ => {}
    }
    let about_rows = matches!(
        Route::find(path),
        Some(
            Route::Grants(_)
                | Route::Grant(..)
                | Route::Users
                | Route::Providers
                | Route::User(_)
                | Route::Provider(_)
                | Route::Sessions
                | Route::Session(_)
                | Route::CoreTokens
                | Route::CoreToken(_)
                | Route::Consents
                | Route::Consent(_)
                | Route::Applications
                | Route::Application(_)
                | Route::Events
                | Route::Event(_)
        )
    );
    if answer.status != 200 || !about_rows {
        return outcome;
    }
    let Ok(mut body) = serde_json::from_slice::<Value>(&answer.body) else {
        return outcome;
    };
    match effect {
        Effect::BrokenRow(which) => {
            if let Some(row) = find_row(&mut body, which) {
                outcome.hit = true;
                outcome.pk = address(row);
                let language = answer.language;
                *answer = Answer::html_500();
                answer.language = language;
            }
            return outcome;
        }
        Effect::Undecodable(which, how) => {
            if let Some(row) = find_row(&mut body, which) {
                outcome.hit = true;
                outcome.pk = address(row);
                spoil(row, *how);
            }
        }
        Effect::OddAttribute(whose, odd) => {
            for row in rows(&mut body) {
                outcome.hit |= mark_attributes(row, *whose);
            }
            // It goes in as text: a value could not hold it.
            let mark = json!(MARK).to_string();
            answer.body = body.to_string().replace(&mark, odd).into_bytes();
            return outcome;
        }
        Effect::UnknownField => rows(&mut body).into_iter().for_each(add_fields),
        Effect::Fields(part, pk, fields) => rows(&mut body).into_iter().for_each(|row| put(row, *part, *pk, fields)),
        Effect::NoLastPage => {
            if let Some(Value::Object(pagination)) = body.get_mut("pagination") {
                let current = pagination.get("current").and_then(Value::as_u64).unwrap_or(1);
                pagination.insert("next".to_owned(), json!(current + 1));
            }
        }
        Effect::FloatNumbers => {
            if let Some(Value::Object(pagination)) = body.get_mut("pagination") {
                for value in pagination.values_mut() {
                    if let Some(number) = value.as_u64() {
                        *value = json!(number as f64);
                    }
                }
            }
        }
        Effect::Vanish(most) => {
            let may_vanish = matches!(
                Route::find(path),
                Some(Route::Grants(_) | Route::Sessions | Route::CoreTokens | Route::Consents)
            );
            if body.get("results").is_some() && may_vanish {
                let most = usize::try_from(*most).unwrap_or(usize::MAX);
                outcome.vanish = rows(&mut body)
                    .into_iter()
                    .filter_map(|row| address(row))
                    .take(most)
                    .collect();
                outcome.hit = true;
            }
            return outcome;
        }
        _ => return outcome,
    }
    answer.body = body.to_string().into_bytes();
    outcome
}

/// Adds who acts as the caller, in the shape of the caller.
fn impersonate(answer: &mut Answer) {
    let Ok(mut body) = serde_json::from_slice::<Value>(&answer.body) else {
        return;
    };
    let mut original = body.get("user").cloned().unwrap_or_default();
    let akadmin = Person::Superuser;
    for (name, value) in [
        ("pk", json!(akadmin.pk())),
        ("username", json!(akadmin.username())),
        ("name", json!(akadmin.name())),
        ("is_superuser", json!(true)),
    ] {
        if let Some(original) = original.as_object_mut() {
            original.insert(name.to_owned(), value);
        }
    }
    if let Some(body) = body.as_object_mut() {
        body.insert("original".to_owned(), original);
    }
    answer.body = body.to_string().into_bytes();
}

/// The rows of a list, or the one row.
fn rows(body: &mut Value) -> Vec<&mut Value> {
    let is_list = body.get("results").is_some();
    if !is_list {
        return vec![body];
    }
    match body.get_mut("results") {
        Some(Value::Array(rows)) => rows.iter_mut().collect(),
        _ => Vec::new(),
    }
}

fn pk(row: &Value) -> Option<u64> {
    row.get("pk").and_then(Value::as_u64)
}

/// By what rows are told apart, the one in their address first.
const KEYS: [&str; 4] = ["identifier", "pk", "uuid", "slug"];

fn keys(row: &Value) -> impl Iterator<Item = String> {
    KEYS.into_iter().filter_map(|name| match row.get(name)? {
        Value::String(key) => Some(key.clone()),
        value => value.as_u64().map(|pk| pk.to_string()),
    })
}

/// What the row's address ends in.
fn address(row: &Value) -> Option<String> {
    keys(row).next()
}

fn find_row<'a>(body: &'a mut Value, which: &Which) -> Option<&'a mut Value> {
    rows(body).into_iter().find(|row| match which {
        Which::First => true,
        Which::Key(wanted) => keys(row).any(|key| key == *wanted),
    })
}

fn spoil(row: &mut Value, how: Spoilt) {
    match (how, row.as_object_mut()) {
        (Spoilt::Null, _) => *row = Value::Null,
        (Spoilt::Text, _) => *row = json!("not a row"),
        (Spoilt::User, Some(row)) => {
            let name = if row.contains_key("user_obj") {
                "user_obj"
            } else {
                "user"
            };
            row.insert(name.to_owned(), json!("not a user"));
        }
        (Spoilt::Pk, Some(row)) => {
            row.retain(|name, _| !KEYS.contains(&name.as_str()));
        }
        (_, None) => {}
    }
}

/// Stands where an odd attribute will.
const MARK: &str = "\u{e000}odd\u{e000}";

/// Puts the mark into the attributes of the row's user, or of the row that is a user; whether there was one.
fn mark_attributes(row: &mut Value, whose: Option<u64>) -> bool {
    let user = match part_named(row, "user") {
        Some(name) => row.get_mut(name),
        None => Some(row),
    };
    let user = user.filter(|user| whose.is_none_or(|whose| pk(user) == Some(whose)));
    let attributes = user.and_then(|user| user.get_mut("attributes")?.as_object_mut());
    attributes.is_some_and(|attributes| {
        attributes.insert("odd".to_owned(), json!(MARK));
        true
    })
}

/// The name under which a row has that part: where it has a number there, the part itself is beside it.
fn part_named(row: &Value, part: &'static str) -> Option<&'static str> {
    let beside = match part {
        "user" => "user_obj",
        _ => "provider_obj",
    };
    [beside, part].into_iter().find(|name| row.get(name).is_some())
}

/// Puts fields into a row, or into its user or provider. A list of users has them as rows.
fn put(row: &mut Value, part: Part, wanted: Option<u64>, fields: &Map<String, Value>) {
    let name = match part {
        Part::Row => None,
        Part::User => part_named(row, "user"),
        Part::Provider => part_named(row, "provider"),
    };
    let into = match name {
        Some(name) => row.get_mut(name),
        None => Some(row),
    };
    let into = into.filter(|into| wanted.is_none() || pk(into) == wanted);
    if let Some(Value::Object(entries)) = into {
        entries.extend(fields.clone());
    }
}

/// Fields of a release to come: a text, a number, a tree; and one whose name says to hide it.
fn add_fields(row: &mut Value) {
    let add = |entries: &mut Map<String, Value>, of: &str| {
        entries.insert(format!("future_{of}_note"), json!("nobody knew this field"));
        entries.insert(format!("future_{of}_count"), json!(7));
        entries.insert(
            format!("future_{of}_tree"),
            json!({"a": [1, {"b": null}], "c": "<b>d</b>"}),
        );
        entries.insert(
            format!("future_{of}_secret"),
            json!(format!("canary-future-{of}-secret")),
        );
    };
    let Some(entries) = row.as_object_mut() else {
        return;
    };
    for (part, name) in [
        ("provider", "provider"),
        ("provider", "provider_obj"),
        ("user", "user"),
        ("user", "user_obj"),
        ("application", "application"),
    ] {
        if let Some(Value::Object(nested)) = entries.get_mut(name) {
            add(nested, part);
        }
    }
    add(entries, "row");
}
