//! Reading JSON without demanding more of it than is needed: releases differ, and a field that is missing, null or of
//! an unexpected type is no reason to lose a token. Only a `pk` is required.
//!
//! Written by hand over [`Value`], so that no row is lost over one odd field, and unknown fields are kept.
//! Derived decoders were tried and measured: they lose odd values, and add 22 to 28 kB to the first view.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use super::secrets::hide_in;

/// Unknown fields, and values of known fields that could not be used, sorted by name.
/// Whatever is called a secret is hidden; see [`super::secrets`].
pub type More = Vec<(String, Value)>;

/// Something that can be read from JSON.
pub trait Decode: Sized {
    /// Reads it. Fails only where what is required is not there.
    fn decode(value: Value) -> Result<Self, DecodeError>;

    /// Sets whatever depends on when it was requested, by the server's clock.
    fn asked_at(&mut self, _time: DateTime<Utc>) {}
}

/// What a JSON value is, or should have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonType {
    /// Null, or no value at all.
    Nothing,
    /// True or false.
    Flag,
    /// Any number.
    Number,
    /// A whole number.
    WholeNumber,
    /// A string.
    Text,
    /// An array.
    List,
    /// An object.
    Object,
    /// An answer to what was asked.
    Answer,
}

impl JsonType {
    fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Nothing,
            Value::Bool(_) => Self::Flag,
            Value::Number(_) => Self::Number,
            Value::String(_) => Self::Text,
            Value::Array(_) => Self::List,
            Value::Object(_) => Self::Object,
        }
    }
}

/// Something required was missing, or was something else. Never holds a value, since a value may be a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    /// Where: `user.groups_obj[0].name`. Empty for the whole.
    pub path: String,
    /// What it should have been.
    pub expected: JsonType,
    /// What it was.
    pub found: JsonType,
}

impl DecodeError {
    /// Something else was found at the place being read.
    pub fn new(expected: JsonType, found: &Value) -> Self {
        Self {
            path: String::new(),
            expected,
            found: JsonType::of(found),
        }
    }

    /// The same error, seen from the outside of the field `outer`.
    #[must_use]
    pub fn inside(mut self, outer: &str) -> Self {
        if !self.path.is_empty() {
            self.path.insert(0, '.');
        }
        self.path.insert_str(0, outer);
        self
    }
}

/// Gives a value as a type, or back.
type Read<T> = fn(Value) -> Result<T, Value>;

/// The fields of an object, taken out one by one; what is left in the end is [`More`].
pub struct Fields(Map<String, Value>);

impl Fields {
    /// The fields of `value`.
    pub fn of(value: Value) -> Result<Self, DecodeError> {
        match value {
            Value::Object(fields) => Ok(Self(fields)),
            other => Err(DecodeError::new(JsonType::Object, &other)),
        }
    }

    /// The required number `pk`.
    pub fn pk(&mut self) -> Result<u64, DecodeError> {
        let value = self.value("pk");
        as_number(value).map_err(|other| DecodeError::new(JsonType::WholeNumber, &other).inside("pk"))
    }

    /// The required text `pk`: some things are numbered by UUID.
    pub fn text_pk(&mut self) -> Result<String, DecodeError> {
        match as_text(self.value("pk")) {
            Ok(pk) if !pk.is_empty() => Ok(pk),
            Ok(_) => Err(DecodeError::new(JsonType::Text, &Value::Null).inside("pk")),
            Err(other) => Err(DecodeError::new(JsonType::Text, &other).inside("pk")),
        }
    }

    /// A required object.
    pub fn nested<T: Decode>(&mut self, name: &str) -> Result<T, DecodeError> {
        T::decode(self.value(name)).map_err(|error| error.inside(name))
    }

    /// A value, whatever it is; null where there is none.
    pub fn value(&mut self, name: &str) -> Value {
        self.0.remove(name).unwrap_or_default()
    }

    /// Puts back what could not be used, so that it is not lost.
    pub fn keep(&mut self, name: &str, value: Value) {
        self.0.insert(name.to_owned(), value);
    }

    /// Text, if there is any.
    pub fn text(&mut self, name: &str) -> Option<String> {
        self.take(name, as_text).filter(|text| !text.is_empty())
    }

    /// A whole number that is not negative.
    pub fn number(&mut self, name: &str) -> Option<u64> {
        self.take(name, as_number)
    }

    /// A whole number.
    pub fn integer(&mut self, name: &str) -> Option<i64> {
        self.take(name, as_integer)
    }

    /// Yes or no.
    pub fn flag(&mut self, name: &str) -> Option<bool> {
        self.take(name, |value| value.as_bool().ok_or(value))
    }

    /// Whether a field is null, which is not the same as missing. If it is, it is taken.
    pub fn take_null(&mut self, name: &str) -> bool {
        let is_null = self.0.get(name) == Some(&Value::Null);
        if is_null {
            self.0.remove(name);
        }
        is_null
    }

    /// A moment in ISO 8601; without an offset it is UTC.
    pub fn time(&mut self, name: &str) -> Option<DateTime<Utc>> {
        self.take(name, as_time)
    }

    /// Several texts.
    pub fn texts(&mut self, name: &str) -> Vec<String> {
        self.texts_if_told(name).unwrap_or_default()
    }

    /// Several texts, where an empty list and a missing one mean different things.
    pub fn texts_if_told(&mut self, name: &str) -> Option<Vec<String>> {
        self.list(name, as_text)
    }

    /// Several whole numbers.
    pub fn numbers(&mut self, name: &str) -> Vec<u64> {
        self.list(name, as_number).unwrap_or_default()
    }

    /// Several objects; `None` where authentik was asked to leave them out.
    pub fn objects<T: Decode>(&mut self, name: &str) -> Option<Vec<T>> {
        // Decoding consumes the value, so it runs on a copy to keep what cannot be read.
        self.list(name, |value| T::decode(value.clone()).map_err(|_| value))
    }

    /// An arbitrary object, without values that have secret-looking names.
    pub fn object(&mut self, name: &str) -> Map<String, Value> {
        let object = self.take(name, |value| match value {
            Value::Object(fields) => Ok(fields),
            other => Err(other),
        });
        let mut object = object.unwrap_or_default();
        hide_in(&mut object);
        object
    }

    /// Whether there is a secret; `None` where the field is missing. The secret itself is dropped here.
    pub fn has_secret(&mut self, name: &str) -> Option<bool> {
        self.0.contains_key(name).then(|| match self.value(name) {
            Value::Null | Value::Bool(false) => false,
            Value::Bool(true) | Value::Number(_) => true,
            Value::String(text) => !text.is_empty(),
            Value::Array(items) => !items.is_empty(),
            Value::Object(fields) => !fields.is_empty(),
        })
    }

    /// The fields that were not taken.
    pub fn rest(mut self) -> More {
        hide_in(&mut self.0);
        self.0.into_iter().collect()
    }

    fn take<T>(&mut self, name: &str, read: Read<T>) -> Option<T> {
        match self.value(name) {
            Value::Null => None,
            value => match read(value) {
                Ok(read) => Some(read),
                Err(value) => {
                    self.keep(name, value);
                    None
                }
            },
        }
    }

    /// The items that can be read. The others are put back as a list of their own.
    fn list<T>(&mut self, name: &str, read: Read<T>) -> Option<Vec<T>> {
        let items = self.take(name, |value| match value {
            Value::Array(items) => Ok(items),
            other => Err(other),
        })?;
        let mut good = Vec::with_capacity(items.len());
        let mut odd = Vec::new();
        for item in items {
            match read(item) {
                Ok(item) => good.push(item),
                Err(item) => odd.push(item),
            }
        }
        if !odd.is_empty() {
            self.keep(name, Value::Array(odd));
        }
        Some(good)
    }
}

fn as_text(value: Value) -> Result<String, Value> {
    match value {
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        other => Err(other),
    }
}

/// authentik's schema says "number" where it means a whole number, so `1.0` is 1.
fn as_integer(value: Value) -> Result<i64, Value> {
    /// Beyond this a float no longer tells whole numbers apart.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let integer = match &value {
        Value::Number(number) => number.as_i64().or_else(|| {
            let float = number.as_f64()?;
            #[expect(clippy::cast_possible_truncation, reason = "whole and in range")]
            (float.fract() == 0.0 && float.abs() < EXACT).then_some(float as i64)
        }),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    integer.ok_or(value)
}

pub(super) fn as_number(value: Value) -> Result<u64, Value> {
    as_integer(value).and_then(|integer| u64::try_from(integer).map_err(|_| Value::from(integer)))
}

fn as_time(value: Value) -> Result<DateTime<Utc>, Value> {
    let parse = |text: &str| DateTime::parse_from_rfc3339(text).ok();
    let time = value
        .as_str()
        .and_then(|text| parse(text).or_else(|| parse(&[text, "Z"].concat())));
    time.map(|time| time.to_utc()).ok_or(value)
}

/// Makes an enum of the words that a field may hold, open to words of later releases.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
            /// A word that was not known when this was written.
            Other(String),
        }

        impl $name {
            /// The word that authentik uses.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)*
                    Self::Other(word) => word,
                }
            }

            /// The meaning of authentik's word.
            pub fn of(word: String) -> Self {
                match word.as_str() {
                    $($word => Self::$variant,)*
                    _ => Self::Other(word),
                }
            }
        }
    };
}

pub(super) use words;

#[cfg(test)]
mod tests;
