//! What a server says is wrong, whatever shape it says it in.

use serde_json::Value;

/// No single text that a server sends is kept beyond this many characters.
pub(super) const LONGEST: usize = 500;

/// The most texts that are kept from one answer. Nobody reads more, and a hostile body could make us repeat a hundred
/// thousand of them, each with a path as long as a page.
pub(super) const MOST: usize = 40;

/// What is wrong with a question, parameter by parameter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Invalid {
    /// What is said about each field. Nested ones are named `a.b[0]`.
    pub fields: Vec<(String, Vec<String>)>,
    /// What is said about the whole.
    pub general: Vec<String>,
}

impl Invalid {
    /// What is said about a field.
    pub fn messages_for(&self, field: &str) -> &[String] {
        self.fields
            .iter()
            .find(|(name, _)| name == field)
            .map_or(&[], |(_, messages)| messages)
    }
}

/// All that a body says.
#[derive(Default)]
pub(super) struct BodyMessages {
    /// `detail`, `error` and the like.
    pub details: Vec<String>,
    /// `code`.
    pub code: Option<String>,
    /// All else.
    pub invalid: Invalid,
}

impl BodyMessages {
    /// Reads any JSON; what is said beyond the first [`MOST`] texts is left out, and nothing else is.
    pub fn of(body: &Value) -> Self {
        let mut said = Self::default();
        let mut room = Room(MOST);
        let Value::Object(fields) = body else {
            said.invalid.general = room.texts(body);
            return said;
        };
        for (name, value) in fields {
            match name.as_str() {
                "detail" | "error" | "error_description" | "message" => said.details.extend(room.texts(value)),
                "non_field_errors" => said.invalid.general.extend(room.texts(value)),
                "code" if value.is_string() || value.is_number() => said.code = Some(text(value)),
                _ => room.flatten(&mut said.invalid.fields, shortened(name), value),
            }
        }
        said
    }

    /// For answers other than 400, where fields have no control to stand beside: everything in one list.
    pub fn into_details(self) -> (Vec<String>, Option<String>) {
        let mut details = self.details;
        details.extend(self.invalid.general);
        for (name, messages) in self.invalid.fields {
            details.push([&name, ": ", &messages.join(" ")].concat());
        }
        (details, self.code)
    }
}

/// How many texts may still be kept.
struct Room(usize);

impl Room {
    /// The texts in any JSON; those deeper in with the place where they stand.
    fn texts(&mut self, value: &Value) -> Vec<String> {
        let mut fields = Vec::new();
        self.flatten(&mut fields, String::new(), value);
        let mut texts = Vec::new();
        for (name, messages) in fields {
            if name.is_empty() {
                texts.extend(messages);
            } else {
                texts.push([&name, ": ", &messages.join(" ")].concat());
            }
        }
        texts
    }

    /// Takes apart what is said about the field `name`. serde_json reads no deeper than 128 levels, so this ends.
    fn flatten(&mut self, fields: &mut Vec<(String, Vec<String>)>, name: String, value: &Value) {
        if self.0 == 0 {
            return;
        }
        match value {
            Value::Array(items) => {
                let (nested, plain): (Vec<_>, Vec<_>) = items
                    .iter()
                    .enumerate()
                    .partition(|(_, item)| matches!(item, Value::Array(_) | Value::Object(_)));
                if !plain.is_empty() || nested.is_empty() {
                    let plain: Vec<String> = plain.into_iter().take(self.0).map(|(_, item)| text(item)).collect();
                    // Empty texts count as well, so that this ends.
                    self.0 -= plain.len().max(1);
                    fields.push((name.clone(), plain));
                }
                for (at, item) in nested {
                    if self.0 == 0 {
                        return;
                    }
                    self.flatten(fields, [&name, "[", &at.to_string(), "]"].concat(), item);
                }
            }
            Value::Object(parts) if !parts.is_empty() => {
                for (part, value) in parts {
                    if self.0 == 0 {
                        return;
                    }
                    let dot = if name.is_empty() { "" } else { "." };
                    // A place, too, is no longer than a text.
                    self.flatten(fields, shortened(&[&name, dot, &shortened(part)].concat()), value);
                }
            }
            plain => {
                self.0 -= 1;
                let said = if plain.is_object() {
                    Vec::new()
                } else {
                    vec![text(plain)]
                };
                fields.push((name, said));
            }
        }
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => shortened(text),
        other => shortened(&other.to_string()),
    }
}

/// At most [`LONGEST`] characters of a text.
pub(super) fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => {
            let mut short = text.get(..end).unwrap_or_default().to_owned();
            short.push('…');
            short
        }
        None => text.to_owned(),
    }
}
