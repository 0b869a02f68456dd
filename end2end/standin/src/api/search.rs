//! The searches: those that work, and the one that would if the view had search fields.

use crate::data::World;
use crate::data::row::{Kind, Row};
use crate::data::users::User;
use crate::release::Release;
use std::collections::HashSet;

/// The words of a search: parted by spaces and commas, but not within quotes.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            c if !quoted && (c.is_whitespace() || c == ',') => words.push(String::new()),
            c => {
                if let Some(word) = words.last_mut() {
                    word.extend(c.to_lowercase());
                }
            }
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether every word is in one of these texts, whatever the case.
pub fn all_words(search: &str, texts: &[&str]) -> bool {
    contain(&words(search), texts)
}

fn contain(words: &[String], texts: &[&str]) -> bool {
    if words.is_empty() {
        return true;
    }
    let texts: Vec<String> = texts.iter().map(|text| text.to_lowercase()).collect();
    words.iter().all(|word| texts.iter().any(|text| text.contains(word)))
}

/// A search for users.
#[derive(Debug)]
pub enum UserSearch {
    /// Words, each somewhere in username, name, email or uuid.
    Words(Vec<String>),
    /// `username = "akadmin"`: since 2025.8 the search understands a small language.
    Field(String, Operator, String),
}

/// What that language compares with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `=`
    Is,
    /// `!=`
    IsNot,
    /// `~`
    Holds,
    /// `!~`
    HoldsNot,
}

impl UserSearch {
    /// Reads a search. What is no sentence of the language is words.
    pub fn new(text: &str, release: Release) -> Self {
        let sentence = || {
            let (field, rest) = text.trim().split_once(' ')?;
            let (operator, value) = rest.trim().split_once(' ')?;
            let value = value.trim().strip_prefix('"')?.strip_suffix('"')?;
            if !["username", "name", "email", "path", "type"].contains(&field) {
                return None;
            }
            let operator = match operator {
                "=" => Operator::Is,
                "!=" => Operator::IsNot,
                "~" => Operator::Holds,
                "!~" => Operator::HoldsNot,
                _ => return None,
            };
            Some(UserSearch::Field(field.to_owned(), operator, value.to_owned()))
        };
        release
            .has_autocomplete()
            .then(sentence)
            .flatten()
            .unwrap_or_else(|| UserSearch::Words(words(text)))
    }

    /// Whether a user is found.
    pub fn lets(&self, user: &User) -> bool {
        match self {
            UserSearch::Words(words) => contain(words, &[&user.username, &user.name, &user.email, &user.uuid]),
            UserSearch::Field(field, operator, value) => {
                let text = match field.as_str() {
                    "username" => user.username.as_str(),
                    "name" => user.name.as_str(),
                    "email" => user.email.as_str(),
                    "path" => user.kind.path(),
                    _ => user.kind.as_str(),
                };
                let holds = || text.to_lowercase().contains(&value.to_lowercase());
                match operator {
                    Operator::Is => text == value,
                    Operator::IsNot => text != value,
                    Operator::Holds => holds(),
                    Operator::HoldsNot => !holds(),
                }
            }
        }
    }
}

/// A test for rows, as a view with search fields would apply it: every word in the user's
/// username, name or email, in the provider's name, or in a scope.
pub fn grants<'a>(world: &'a World, kind: Kind, text: &str) -> impl Fn(&Row) -> bool + use<'a> {
    let words = words(text);
    let found: Vec<(String, HashSet<u32>, HashSet<u32>)> = words
        .into_iter()
        .map(|word| {
            let one = std::slice::from_ref(&word);
            let users = world
                .users
                .iter()
                .filter(|user| contain(one, &[&user.username, &user.name, &user.email]))
                .map(|user| user.pk)
                .collect();
            let providers = world
                .providers
                .iter()
                .filter(|provider| contain(one, &[&provider.name]))
                .map(|provider| provider.pk)
                .collect();
            (word, users, providers)
        })
        .collect();
    move |row| {
        found.iter().all(|(word, users, providers)| {
            users.contains(&row.user)
                || providers.contains(&u32::from(row.provider))
                || world
                    .scopes(kind, row.pk)
                    .iter()
                    .any(|scope| scope.to_lowercase().contains(word))
        })
    }
}
