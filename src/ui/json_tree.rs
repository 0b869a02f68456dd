//! Any JSON, as a tree that opens and closes.

use leptos::prelude::*;
use serde_json::Value;

/// How deep a tree stands open at first.
const OPEN_DEPTH: usize = 2;

/// Beyond this depth nothing is shown: no page, and no stack, should follow a hostile nesting.
const DEEPEST: usize = 24;

/// Shows `value`.
pub fn json_tree(value: &Value) -> AnyView {
    view! { <div class="json">{branch(value, 0)}</div> }.into_any()
}

fn branch(value: &Value, depth: usize) -> AnyView {
    if depth >= DEEPEST {
        return leaf("json-word", "nested too deeply to be shown".to_owned());
    }
    match value {
        Value::Null => leaf("json-word", "null".to_owned()),
        Value::Bool(yes) => leaf("json-word", yes.to_string()),
        Value::Number(number) => leaf("json-number", number.to_string()),
        Value::String(text) => leaf("json-text", text.clone()),
        Value::Array(items) if items.is_empty() => leaf("json-word", "[ ]".to_owned()),
        Value::Object(fields) if fields.is_empty() => leaf("json-word", "{ }".to_owned()),
        Value::Array(items) => {
            let entries = items.iter().enumerate();
            let entries = entries.map(|(at, item)| entry(at.to_string(), item, depth));
            fold("item", entries.collect(), depth)
        }
        Value::Object(fields) => {
            let entries = fields.iter().map(|(name, value)| entry(name.clone(), value, depth));
            fold("field", entries.collect(), depth)
        }
    }
}

fn leaf(class: &'static str, text: String) -> AnyView {
    view! { <bdi class=class>{text}</bdi> }.into_any()
}

fn entry(name: String, value: &Value, depth: usize) -> AnyView {
    let value = branch(value, depth + 1);
    view! { <li><bdi class="json-name">{name}</bdi>{value}</li> }.into_any()
}

fn fold(unit: &str, entries: Vec<AnyView>, depth: usize) -> AnyView {
    let plural = if entries.len() == 1 { "" } else { "s" };
    let title = format!("{} {unit}{plural}", entries.len());
    let list = view! { <ul>{entries}</ul> }.into_any();
    // The outermost level is what was asked for; a handle to close it would only be in the way.
    if depth == 0 {
        return list;
    }
    view! { <details open=depth < OPEN_DEPTH><summary>{title}</summary>{list}</details> }.into_any()
}
